//! Connections: how many, and for how long.
//!
//! A client that is slow on purpose costs one of [`CONNECTIONS`] for some seconds. The usual proxy in front keeps such
//! clients away; without one, the limits here keep memory and files within bounds.

use std::{net::SocketAddr, pin::pin, time::Duration};

use axum::{Router, extract::ConnectInfo};
use hyper::{Request, body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::watch,
    task::JoinSet,
    time::{sleep, timeout},
};
use tower_service::Service as _;

use crate::{Site, router};

/// Open at the same moment; more wait to be accepted.
const CONNECTIONS: usize = 512;
/// Until the head of a request is there, so also how long nothing may happen between two.
const HEAD: Duration = Duration::from_secs(5);
/// From the head of a request to its answer.
pub const REQUEST: Duration = Duration::from_secs(10);
/// Until a connection ends with the request that it is at.
const CONNECTION: Duration = Duration::from_mins(1);
/// How long requests may take to end once everything is to stop.
const STOP: Duration = Duration::from_secs(2);
/// Octets of a head.
const HEAD_OCTETS: usize = 16 * 1_024;
/// After a failure to accept, as for want of files.
const PAUSE: Duration = Duration::from_millis(200);

/// Serves the page until `stop` is there, and at most two seconds more, in which requests may end.
pub async fn serve(listener: TcpListener, site: Site, stop: impl Future<Output = ()>) {
    let router = router(site);
    let mut stop = pin!(stop);
    let (running, run) = watch::channel(());
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            () = &mut stop => break,
            (stream, peer) = accept(&listener), if connections.len() < CONNECTIONS => {
                connections.spawn(attend(stream, peer, router.clone(), run.clone()));
            }
            Some(_) = connections.join_next() => {}
        }
    }
    drop(listener);
    drop(running);
    let ended = timeout(STOP, async { while connections.join_next().await.is_some() {} });
    if ended.await.is_err() {
        connections.shutdown().await;
    }
}

async fn accept(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    loop {
        match listener.accept().await {
            Ok(accepted) => return accepted,
            Err(error) => {
                tracing::warn!(%error, "a connection could not be accepted");
                sleep(PAUSE).await;
            }
        }
    }
}

/// Answers the requests of one connection. `run` changes no more once everything is to stop.
async fn attend(stream: TcpStream, peer: SocketAddr, router: Router, mut run: watch::Receiver<()>) {
    let service = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        router.clone().call(request)
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .max_buf_size(HEAD_OCTETS)
        .serve_connection(TokioIo::new(stream), service);
    let mut connection = pin!(connection);
    // How a connection breaks is its client's affair.
    tokio::select! {
        _ = connection.as_mut() => return,
        () = sleep(CONNECTION) => {}
        _ = run.changed() => {}
    }
    connection.as_mut().graceful_shutdown();
    let _ = timeout(REQUEST, connection).await;
}

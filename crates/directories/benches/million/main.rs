//! With 1,000,000 users, in an encrypted file and on a server reached over TLS on loopback, in one run: creating one more,
//! and searching.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a bench says what it expects"
)]

mod creating;
mod crowd;
mod filled;
#[path = "../../tests/fixture/mod.rs"]
mod fixture;
mod searching;

use std::{process::ExitCode, time::Duration};

fn main() -> ExitCode {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    if runtime.block_on(measure()) {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// Says whether every figure is within its limit.
async fn measure() -> bool {
    let (local, remote) = tokio::join!(tokio::spawn(filled::local()), tokio::spawn(filled::on_a_server()));
    let local = local.expect("filled");
    let (_server, remote) = remote.expect("filled");
    let within = [
        creating::measure(&local, "in a local directory", 1.25).await,
        creating::measure(&remote, "over TLS on loopback", 1.4).await,
        searching::measure(local.as_ref(), "in a local directory", Duration::from_millis(16)).await,
        searching::measure(remote.as_ref(), "over TLS on loopback", Duration::from_millis(30)).await,
    ];
    local.close().await;
    remote.close().await;
    within.iter().all(|is_within| *is_within)
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

//! Clients that are slow, hang or stay, and how everything ends.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test says what it expects"
)]

mod fixture;

use std::time::{Duration, Instant};

use fixture::{FORM, Served, read};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    time::{sleep, timeout},
};

const LONG: Duration = Duration::from_secs(20);

async fn opened(served: &Served, sent: &str) -> TcpStream {
    let mut stream = served.connect().await;
    stream.write_all(sent.as_bytes()).await.expect("sent");
    stream
}

fn head(link: &str) -> String {
    let length = FORM.len();
    format!(
        "POST {link} HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n\
         Content-Length: {length}\r\n\r\n"
    )
}

#[tokio::test]
async fn a_client_that_does_not_go_on_is_closed() {
    let served = Served::new().await;
    let (user, link) = served.newcomer("nadia@example.com").await;
    let started = Instant::now();
    let silent = async {
        read(&mut opened(&served, "").await).await;
        started.elapsed()
    };
    let half_a_head = async {
        read(&mut opened(&served, "GET / HTTP/1.1\r\nHost: x\r\n").await).await;
        started.elapsed()
    };
    let idle = async {
        read(&mut opened(&served, "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n").await).await;
        started.elapsed()
    };
    let drop_by_drop = async {
        let mut stream = opened(&served, "GET / HTTP/1.1\r\n").await;
        while stream.write_all(b"X").await.is_ok() && started.elapsed() < LONG {
            sleep(Duration::from_millis(300)).await;
        }
        started.elapsed()
    };
    let half_a_body = async {
        let answer = read(&mut opened(&served, &format!("{}password", head(&link))).await).await;
        assert_eq!(answer.status, 503);
        started.elapsed()
    };
    let all = async { tokio::join!(silent, half_a_head, idle, drop_by_drop, half_a_body) };
    let (silent, half_a_head, idle, drop_by_drop, half_a_body) =
        timeout(LONG, all).await.expect("all are closed");
    for waited in [silent, half_a_head, idle, drop_by_drop] {
        assert!(waited < Duration::from_secs(9), "{waited:?}");
    }
    assert!(half_a_body < Duration::from_secs(14), "{half_a_body:?}");
    assert!(!served.is_active(user).await);
}

#[tokio::test]
async fn a_head_without_end_is_refused() {
    let served = Served::new().await;
    let answer = served
        .send(&format!("GET /{} HTTP/1.1\r\n\r\n", "x".repeat(40_000)))
        .await;
    assert!([414, 431].contains(&answer.status), "{}", answer.status);
}

#[tokio::test]
async fn many_requests_go_over_one_connection() {
    let served = Served::new().await;
    let mut stream = served.connect().await;
    for _ in 0..3 {
        stream
            .write_all(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
            .await
            .expect("sent");
        let mut octets = [0; 2_000];
        let length = stream.read(&mut octets).await.expect("an answer");
        assert!(octets[..length].starts_with(b"HTTP/1.1 200"));
    }
}

#[tokio::test]
async fn it_stops_within_two_seconds_while_a_client_hangs() {
    let mut served = Served::new().await;
    let hangs = opened(&served, "GET / HTTP/1.1\r\nHost: x\r\n").await;
    let (_, link) = served.newcomer("nadia@example.com").await;
    let hangs_too = opened(&served, &format!("{}pass", head(&link))).await;
    sleep(Duration::from_millis(200)).await;
    let started = Instant::now();
    drop(served.stop.take());
    timeout(LONG, &mut served.ended)
        .await
        .expect("it ends")
        .expect("in good order");
    assert!(
        started.elapsed() < Duration::from_millis(2_500),
        "{:?}",
        started.elapsed()
    );
    for mut stream in [hangs, hangs_too] {
        let closed = timeout(Duration::from_secs(1), read(&mut stream)).await;
        assert_eq!(closed.expect("closed").status, 0);
    }
    assert!(TcpStream::connect(served.address).await.is_err());
}

#[tokio::test]
async fn it_stops_at_once_where_nobody_asks_anything() {
    let mut served = Served::new().await;
    let mut idle = opened(&served, "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n").await;
    let mut octets = [0; 2_000];
    assert!(idle.read(&mut octets).await.expect("an answer") > 0);
    let started = Instant::now();
    drop(served.stop.take());
    timeout(LONG, &mut served.ended)
        .await
        .expect("it ends")
        .expect("in good order");
    assert!(
        started.elapsed() < Duration::from_millis(500),
        "{:?}",
        started.elapsed()
    );
}

#[tokio::test]
async fn a_form_that_is_being_sent_when_everything_stops_is_still_answered() {
    let mut served = Served::new().await;
    let (user, link) = served.newcomer("nadia@example.com").await;
    let mut stream = opened(&served, &head(&link)).await;
    sleep(Duration::from_millis(200)).await;
    drop(served.stop.take());
    sleep(Duration::from_millis(200)).await;
    stream.write_all(FORM.as_bytes()).await.expect("sent");
    let answer = read(&mut stream).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    served.ended.await.expect("in good order");
    let account = served.desk.directory.user(user).await.expect("a user");
    assert!(account.user.confirmed_at.is_some());
}

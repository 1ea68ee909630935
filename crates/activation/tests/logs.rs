//! What reaches a log at its most talkative.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test says what it expects"
)]

mod fixture;

use std::{
    io::{self, Write},
    sync::{Arc, Mutex},
};

use fixture::{CHOSEN, FORM, Served};
use tracing_subscriber::filter::LevelFilter;

/// Keeps what is logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("not poisoned").extend_from_slice(octets);
        Ok(octets.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn no_token_address_or_password_is_logged() {
    let log = Log::default();
    let writer = log.clone();
    tracing_subscriber::fmt()
        .with_max_level(LevelFilter::TRACE)
        .with_writer(move || writer.clone())
        .init();
    let served = Served::new().await;
    let (_, link) = served.newcomer("canary.nadia@example.com").await;
    served.get(&link).await;
    served.post(&link, "password=Canary7x&again=Canary8x").await;
    served.request("PUT", &link, &[], Some(FORM)).await;
    served.post(&link, &"x".repeat(20_000)).await;
    assert_eq!(served.post(&link, FORM).await.status, 200);
    served.post(&link, FORM).await;
    served.send(&format!("GET {link} HTTP/9.9\r\n\r\n")).await;
    served.desk.directory.close().await;
    assert_eq!(served.post(&link, FORM).await.status, 503);

    let logged = log.0.lock().expect("not poisoned");
    let logged = String::from_utf8_lossy(&logged);
    assert!(logged.contains("the activation page: "), "{logged}");
    let token = link.trim_start_matches("/activate/");
    for secret in [token, &token[..12], "canary", "Canary7x", "Canary8x", CHOSEN] {
        assert!(!logged.contains(secret), "{secret}");
    }
}

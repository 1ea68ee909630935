//! A directory on a server when the server is against it: misconfigured, frozen, full, gone, followed by another.
#![cfg(target_os = "linux")]
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test says what it expects"
)]

mod changes;
mod failing;
mod failover;
mod faults;
#[path = "../fixture/mod.rs"]
mod fixture;
mod rights;
mod schema;
mod search;
mod strangers;

//! The commands on Tauri's mock runtime, with the real capabilities: what a compromised page could try.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test says what it expects"
)]

mod activation;
mod connections;
mod desktop;
mod device;
mod lists;
mod names;
mod opening;
mod payloads;
mod rights;
mod second_connection;
mod second_step;
mod servers;
mod signing_in;
mod sms;
mod tables;
mod wizard;

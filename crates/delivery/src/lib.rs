//! Messages to people: what they say, and the gateways that bring them.

pub mod mail;
pub mod message;
pub mod outbox;
pub mod sms;
pub mod tls;

//! Messages to people: what they say, and the gateways that bring them.

pub mod message;
pub mod sms;
pub mod tls;

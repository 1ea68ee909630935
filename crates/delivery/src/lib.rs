//! Messages to people: what they say, and the gateways that bring them.

pub mod mail;
pub mod message;
pub mod outbox;
pub mod sms;
pub mod tls;

/// What all of them say, as the use cases take it.
pub const TEXTS: accounts::desk::Texts = accounts::desk::Texts {
    code: message::code,
    sms_test: message::test,
    mail: mail::html::write,
    mail_test: mail::html::test,
    template: mail::words::template,
};

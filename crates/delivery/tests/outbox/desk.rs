//! The words of messages, as the shell composes them.

use accounts::desk::Texts;

pub const TEXTS: Texts = Texts {
    code: delivery::message::code,
    sms_test: delivery::message::test,
    mail: delivery::mail::html::write,
    mail_test: delivery::mail::html::test,
    template: delivery::mail::words::template,
};

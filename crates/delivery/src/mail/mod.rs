//! E-mails: what they say, how they are written, and the server that takes them.

pub mod html;
pub mod smtp;
pub mod words;

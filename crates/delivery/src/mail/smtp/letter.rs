//! An e-mail as it goes over the wire (RFC 5322, RFC 2045 to 2047).

use std::fmt::Write as _;

use accounts::{
    EmailAddress,
    mail::{Mail, MailText},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use jiff::fmt::rfc2822;
use lettre::message::{MultiPart, SinglePart};
use zeroize::Zeroizing;

/// Octets of one encoded word: 52 characters of base64, so that it fits a line of 76 behind a header's name (RFC 2047, 2).
const WORD_OCTETS: usize = 39;
/// Characters of a text that stands as it is.
const PLAIN_MAX: usize = 60;

/// An address as the envelope and the headers carry it: the domain in IDNA form, so that only a local part beyond ASCII
/// needs a server that speaks UTF-8.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mailbox(String);

impl Mailbox {
    /// Keeps the local part as it was typed.
    pub fn of(address: &EmailAddress) -> Self {
        let domain = address
            .canonical()
            .rsplit_once('@')
            .map_or("", |(_, domain)| domain);
        Self(format!("{}@{domain}", address.local_part()))
    }

    /// The whole address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The part behind the `@`.
    pub fn domain(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |(_, domain)| domain)
    }

    /// Whether it needs SMTPUTF8 (RFC 6531).
    pub fn is_international(&self) -> bool {
        !self.0.is_ascii()
    }
}

/// An e-mail ready to be handed over.
pub struct Letter {
    /// To whom.
    pub to: Mailbox,
    /// Headers and body with every dot at the beginning of a line doubled (RFC 5321, 4.5.2), without the final dot.
    pub octets: Zeroizing<Vec<u8>>,
}

impl Letter {
    /// Writes it. The same e-mail has the same Message-ID and Date whenever it is written.
    pub fn new(mail: &Mail, sender: &Mailbox, sender_name: &str) -> Self {
        let to = Mailbox::of(&mail.to);
        let mut letter = Zeroizing::new(headers(mail, sender, sender_name, &to).into_bytes());
        letter.extend_from_slice(&body(&mail.text));
        Self {
            to,
            octets: with_dots_doubled(&letter),
        }
    }
}

/// The headers up to those of the body. Whatever was typed comes as [`phrase`], [`text`] or an address that was checked.
fn headers(mail: &Mail, sender: &Mailbox, sender_name: &str, to: &Mailbox) -> String {
    let name = phrase(sender_name);
    let subject = text(&mail.text.subject);
    let date = rfc2822::DateTimePrinter::new().timestamp_to_string(&mail.at);
    let mut headers = format!("From: {name}<{}>\r\nTo: <{}>\r\n", sender.as_str(), to.as_str());
    // Years that the format cannot write do not happen.
    if let Ok(date) = date {
        let _ = write!(headers, "Date: {date}\r\n");
    }
    let _ = write!(
        headers,
        "Subject: {subject}\r\nMessage-ID: <{}@{}>\r\nAuto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n",
        mail.id.0,
        sender.domain()
    );
    headers
}

/// Both texts, in ASCII whatever they say.
fn body(text: &MailText) -> Zeroizing<Vec<u8>> {
    // A lone CR would be a line's end to some and none to others.
    let lines = |text: &str| text.replace("\r\n", "\n").replace('\r', "\n");
    let parts = MultiPart::alternative()
        .singlepart(SinglePart::plain(lines(&text.text)))
        .singlepart(SinglePart::html(lines(&text.html)));
    Zeroizing::new(parts.formatted())
}

/// A name in front of an address, with the space between (RFC 5322, 3.2.5): as it is, in quotation marks, or encoded.
fn phrase(name: &str) -> String {
    let name = in_one_line(name);
    if name.is_empty() {
        return String::new();
    }
    if !stands_as_it_is(&name) {
        // The address has a line to itself: words of an encoded name may fill theirs.
        return format!("{}\r\n ", encoded(&name));
    }
    format!("\"{}\" ", name.replace('\\', "\\\\").replace('"', "\\\""))
}

/// Text of a header (RFC 5322, 2.2.1): as it is, or encoded.
fn text(text: &str) -> String {
    let text = in_one_line(text);
    if stands_as_it_is(&text) {
        text
    } else {
        encoded(&text)
    }
}

/// Control characters, line ends among them, become spaces: no header may carry them, encoded or not.
fn in_one_line(text: &str) -> String {
    let spaced = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    spaced.collect::<String>().trim().to_owned()
}

/// Whether a reader takes it for what it says: short, printable ASCII that does not look encoded.
fn stands_as_it_is(text: &str) -> bool {
    let printable = text.bytes().all(|b| b.is_ascii_graphic() || b == b' ');
    printable && text.len() <= PLAIN_MAX && !text.contains("=?") && !text.contains("  ")
}

/// Encoded words, one to a line (RFC 2047). Readers join them without the space between.
fn encoded(text: &str) -> String {
    let mut words = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (word, after) = rest.split_at(rest.floor_char_boundary(WORD_OCTETS));
        words.push(format!("=?utf-8?B?{}?=", STANDARD.encode(word)));
        rest = after;
    }
    words.join("\r\n ")
}

fn with_dots_doubled(letter: &[u8]) -> Zeroizing<Vec<u8>> {
    let lines = || letter.split_inclusive(|octet| *octet == b'\n');
    // Large enough never to move, which would leave a copy behind.
    let dots = lines().filter(|line| line.starts_with(b".")).count();
    let mut octets = Zeroizing::new(Vec::with_capacity(letter.len() + dots));
    for line in lines() {
        if line.starts_with(b".") {
            octets.push(b'.');
        }
        octets.extend_from_slice(line);
    }
    octets
}

#[cfg(test)]
mod tests;

use accounts::MessageId;
use jiff::Timestamp;
use mail_parser::{Message, MessageParser, MimeHeaders as _};
use naughty_strings::BLNS;
use proptest::prelude::*;
use uuid::Uuid;

use super::*;

/// The headers of every letter, whatever it says.
const HEADERS: &[&str] = &[
    "From",
    "To",
    "Date",
    "Subject",
    "Message-ID",
    "Auto-Submitted",
    "MIME-Version",
    "Content-Type",
];

fn address(raw: &str) -> EmailAddress {
    EmailAddress::parse(raw).expect("an address")
}

fn written(subject: &str, sender_name: &str, text: &str) -> Letter {
    let mail = Mail {
        id: MessageId(Uuid::from_u128(7)),
        to: address("ada@example.com"),
        at: Timestamp::from_second(1_700_000_000).expect("in range"),
        text: MailText {
            subject: subject.to_owned(),
            text: Zeroizing::new(text.to_owned()),
            html: Zeroizing::new(format!("<p>{text}</p>")),
        },
    };
    Letter::new(&mail, &Mailbox::of(&address("desk@bücher.example")), sender_name)
}

/// As the server stores it.
fn raw(letter: &Letter) -> String {
    let text = std::str::from_utf8(&letter.octets).expect("text");
    text.split_inclusive("\r\n")
        .map(|line| line.strip_prefix('.').unwrap_or(line))
        .collect()
}

fn parsed(raw: &str) -> Message<'_> {
    MessageParser::new().parse(raw).expect("an e-mail")
}

/// The names of the headers, read by the letter of RFC 5322.
fn header_names(raw: &str) -> Vec<&str> {
    let head = raw.split("\r\n\r\n").next().unwrap_or_default();
    let starts = head.split("\r\n").filter(|line| !line.starts_with([' ', '\t']));
    starts
        .map(|line| line.split(':').next().unwrap_or_default())
        .collect()
}

fn in_plain_words(text: &str) -> String {
    text.replace(|c: char| c.is_control(), " ").trim().to_owned()
}

/// That a text comes through as subject and as name, and brings nothing else along.
fn comes_through(text: &str) {
    let raw = raw(&written(text, text, "Hello"));
    assert_eq!(header_names(&raw), HEADERS, "{text:?}");
    assert!(
        raw.is_ascii() && raw.replace("\r\n", "").bytes().all(|b| b >= b' '),
        "{raw}"
    );
    // A name that stands as it is shares its line with the address; encoded words may not fill more than 76.
    let fits = |line: &str| line.len() <= if line.contains("=?") { 76 } else { 110 };
    assert!(raw.split("\r\n").all(fits), "{raw}");
    let seen = parsed(&raw);
    let from = seen.from().and_then(|from| from.first()).expect("a sender");
    assert_eq!(from.address(), Some("desk@xn--bcher-kva.example"), "{text:?}");
    assert_eq!(seen.subject().unwrap_or_default(), in_plain_words(text), "{raw}");
    assert_eq!(from.name().unwrap_or_default(), in_plain_words(text), "{raw}");
    assert_eq!(seen.body_text(0).as_deref().map(str::trim_end), Some("Hello"));
}

#[test]
fn a_letter_says_what_was_written() {
    let letter = written("Welcome", "Frontdesk", "Grüße — ✓\n.\n.hidden\n\nMore");
    let raw = raw(&letter);
    assert_eq!(header_names(&raw), HEADERS);
    for line in [
        "From: \"Frontdesk\" <desk@xn--bcher-kva.example>",
        "To: <ada@example.com>",
        "Date: Tue, 14 Nov 2023 22:13:20 -0000",
        "Subject: Welcome",
        "Message-ID: <00000000-0000-0000-0000-000000000007@xn--bcher-kva.example>",
        "Auto-Submitted: auto-generated",
        "MIME-Version: 1.0",
    ] {
        assert!(raw.contains(&format!("{line}\r\n")), "{line} in {raw}");
    }
    let seen = parsed(&raw);
    assert_eq!(
        seen.content_type().and_then(|kind| kind.subtype()),
        Some("alternative")
    );
    let text = seen.body_text(0).expect("a text");
    assert_eq!(
        text.trim_end().replace("\r\n", "\n"),
        "Grüße — ✓\n.\n.hidden\n\nMore"
    );
    let html = seen.body_html(0).expect("a document");
    assert_eq!(
        html.trim_end().replace("\r\n", "\n"),
        "<p>Grüße — ✓\n.\n.hidden\n\nMore</p>"
    );
}

#[test]
fn nothing_in_a_text_ends_the_letter() {
    for text in ["\r\n.\r\n", "a\n.\nb", "a\r.\rb", ".", "..", "\n.\r\nQUIT\r\n"] {
        let letter = written("a", "", text);
        let octets = letter.octets.as_slice();
        for end in [b"\r\n.\r\n".as_slice(), b"\n.\n", b"\r.\r", b"\n.\r\n"] {
            assert!(!octets.windows(end.len()).any(|window| window == end), "{text:?}");
        }
        assert!(octets.ends_with(b"\r\n"), "the final dot has a line to itself");
        let ends = octets
            .windows(2)
            .filter(|pair| (pair[0] == b'\r') != (pair[1] == b'\n'));
        assert_eq!(ends.count(), 0, "no CR and no LF is alone in {text:?}");
    }
}

#[test]
fn no_text_makes_a_header() {
    for text in [
        "Hi\r\nBcc: eve@example.com",
        "Hi\nBcc: eve@example.com\n\nbody",
        "Hi\rBcc: eve@example.com",
        "Hi\r\n\r\n<script>",
        "\r\n\r\n",
        "nul\0nul",
        "bell\u{7}escape\u{1B}[2Jdelete\u{7F}next\u{85}",
        "\u{202E}moc.elpmaxe@eve\u{202C} \u{2066}x\u{2069}\u{200F}",
        "line\u{2028}paragraph\u{2029}",
        "\" <eve@example.com>, \"",
        "back\\slash \\\" (comment) ; group: a, b;",
        "=?utf-8?B?aGk=?=",
        "=?utf-8?Q?a=0D=0ABcc:_eve@example.com?=",
        " leading,  double and trailing ",
        "",
    ] {
        comes_through(text);
    }
}

#[test]
fn ten_thousand_characters_are_folded() {
    for text in ["a".repeat(10_000), "é ✓😀".repeat(2_500), "word ".repeat(2_000)] {
        comes_through(&text);
    }
}

#[test]
fn naughty_strings_come_through() {
    for text in BLNS {
        comes_through(text);
    }
}

#[test]
fn a_domain_is_written_in_ascii_and_a_local_part_as_it_was_typed() {
    let plain = Mailbox::of(&address("Ada.Lovelace@BÜCHER.example"));
    assert_eq!(plain.as_str(), "Ada.Lovelace@xn--bcher-kva.example");
    assert!(!plain.is_international());
    let international = Mailbox::of(&address("Éva@bücher.example"));
    assert_eq!(international.as_str(), "Éva@xn--bcher-kva.example");
    assert!(international.is_international());
}

proptest! {
    #[test]
    fn any_text_comes_through(text in any::<String>()) {
        comes_through(&text);
    }
}

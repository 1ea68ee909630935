//! The GSM default alphabet with its extension, and UCS-2 for everything else.

/// The default alphabet in its order; at 0x1B stands the escape to the extension (3GPP TS 23.038, 6.2.1).
const DEFAULT: &str = concat!(
    "@£$¥èéùìòÇ\nØø\rÅå",
    "Δ_ΦΓΛΩΠΨΣΘΞ\u{1B}ÆæßÉ",
    " !\"#¤%&'()*+,-./",
    "0123456789:;<=>?",
    "¡ABCDEFGHIJKLMNO",
    "PQRSTUVWXYZÄÖÑÜ§",
    "¿abcdefghijklmno",
    "pqrstuvwxyzäöñüà",
);
/// What stands after an escape (3GPP TS 23.038, 6.2.1.1).
const EXTENSION: [(char, u8); 10] = [
    ('\u{0C}', 0x0A),
    ('^', 0x14),
    ('{', 0x28),
    ('}', 0x29),
    ('\\', 0x2F),
    ('[', 0x3C),
    ('~', 0x3D),
    (']', 0x3E),
    ('|', 0x40),
    ('€', 0x65),
];
const ESCAPE: u8 = 0x1B;

/// How a text stands in a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alphabet {
    /// The GSM default alphabet: a septet for a character, two for the few of its extension.
    Gsm,
    /// UTF-16BE: two octets for a character, four outside the basic plane.
    Ucs2,
}

impl Alphabet {
    /// The one that a text needs.
    pub fn of(text: &str) -> Self {
        if text.chars().all(|c| septets(c).is_some()) {
            Self::Gsm
        } else {
            Self::Ucs2
        }
    }

    /// Its number, which is the same as SMPP's `data_coding` (3.4, 5.2.19) and as TP-DCS (3GPP TS 23.038, 4).
    pub const fn coding(self) -> u8 {
        match self {
            Self::Gsm => 0x00,
            Self::Ucs2 => 0x08,
        }
    }

    /// The octets of one character, and how many of the four they are.
    pub(super) fn units(self, c: char) -> ([u8; 4], usize) {
        match self {
            Self::Gsm => match septets(c) {
                Some((Some(escape), septet)) => ([escape, septet, 0, 0], 2),
                Some((None, septet)) => ([septet, 0, 0, 0], 1),
                None => ([b'?', 0, 0, 0], 1),
            },
            Self::Ucs2 => {
                let mut pair = [0; 2];
                let length = c.encode_utf16(&mut pair).len() * 2;
                let ([a, b], [c, d]) = (pair[0].to_be_bytes(), pair[1].to_be_bytes());
                ([a, b, c, d], length)
            }
        }
    }
}

/// The septet of a character, after an escape where it stands in the extension.
fn septets(c: char) -> Option<(Option<u8>, u8)> {
    if let Some((_, septet)) = EXTENSION.iter().find(|(other, _)| *other == c) {
        return Some((Some(ESCAPE), *septet));
    }
    let (_, septet) = DEFAULT
        .chars()
        .zip(0_u8..)
        .find(|(other, septet)| *other == c && *septet != ESCAPE)?;
    Some((None, septet))
}

#[cfg(test)]
pub(super) mod reading {
    //! The other way round, for tests.

    use super::{DEFAULT, ESCAPE, EXTENSION};

    /// The text of septets that stand one in each octet.
    pub fn text_of_septets(septets: &[u8]) -> String {
        let mut text = String::new();
        let mut septets = septets.iter();
        while let Some(septet) = septets.next() {
            text.push(if *septet == ESCAPE {
                let escaped = septets.next().expect("an escape is followed by a septet");
                let found = EXTENSION.iter().find(|(_, septet)| septet == escaped);
                found.expect("a septet of the extension").0
            } else {
                DEFAULT.chars().nth(usize::from(*septet)).expect("a septet")
            });
        }
        text
    }

    /// All characters of the alphabet and its extension.
    pub fn all_characters() -> Vec<char> {
        let default = DEFAULT.chars().filter(|c| *c != char::from(ESCAPE));
        default.chain(EXTENSION.iter().map(|(c, _)| *c)).collect()
    }
}

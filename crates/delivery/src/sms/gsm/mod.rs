//! Texts as telephones take them: the alphabet (3GPP TS 23.038), and long texts in parts (3GPP TS 23.040, 9.2.3.24.1).
//!
//! A text goes in the GSM default alphabet where all of it stands there, else in UCS-2, which every telephone reads as
//! UTF-16. The tables are our own, since no crate fits: `gsm7` 0.4 knows no parts, `sms-pdu` 1.1 rests on `encoding`,
//! which nobody keeps any more, and neither wipes what it held.

mod alphabet;

use zeroize::Zeroizing;

pub use alphabet::Alphabet;

/// A text goes in at most so many parts: their number is one octet.
pub const PARTS_MAX: usize = 255;
/// Octets of user data in one message (3GPP TS 23.040, 9.2.3.24).
const USER_DATA_OCTETS: usize = 140;
/// Octets of the header that numbers the parts, its length octet included.
const HEADER_OCTETS: usize = 6;

/// The text needs more than [`PARTS_MAX`] parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the text is too long for {PARTS_MAX} parts")]
pub struct TooLong;

/// One message of a text. It may hold a code, so it is wiped after use and has no `Debug`.
pub struct Part {
    /// How the text stands in it.
    pub alphabet: Alphabet,
    /// Which part it is, where the text has several.
    pub header: Option<[u8; HEADER_OCTETS]>,
    /// Septets, one in each octet, or UTF-16 in big-endian octets.
    units: Zeroizing<Vec<u8>>,
}

impl Part {
    /// The user data as SMPP takes it: the header, then the septets unpacked or UTF-16BE; at most 160 octets.
    pub fn octets(&self) -> Zeroizing<Vec<u8>> {
        let header = self.header.as_ref().map_or(&[][..], |header| header);
        Zeroizing::new([header, &self.units[..]].concat())
    }

    /// The user data as it goes over the air, at most 140 octets, and its length as TP-UDL counts it: in septets or in
    /// octets, the header included (3GPP TS 23.040, 9.2.3.16).
    pub fn packed(&self) -> (u8, Zeroizing<Vec<u8>>) {
        let header = self.header.as_ref().map_or(&[][..], |header| header);
        let (length, octets) = match self.alphabet {
            Alphabet::Gsm => {
                let header_septets = (header.len() * 8).div_ceil(7);
                (header_septets + self.units.len(), pack(header, &self.units))
            }
            Alphabet::Ucs2 => (header.len() + self.units.len(), self.octets()),
        };
        (u8::try_from(length).unwrap_or(u8::MAX), octets)
    }
}

/// The messages that carry a text, in order. The reference joins the parts of one text at the telephone: texts that
/// follow one another should differ in it.
pub fn parts(text: &str, reference: u8) -> Result<Vec<Part>, TooLong> {
    let alphabet = Alphabet::of(text);
    let whole = split(text, alphabet, capacity(alphabet, 0));
    if let [_] = &whole[..] {
        return Ok(numbered(whole, alphabet, |_| None));
    }
    let pieces = split(text, alphabet, capacity(alphabet, HEADER_OCTETS));
    let total = u8::try_from(pieces.len()).map_err(|_| TooLong)?;
    Ok(numbered(pieces, alphabet, |number| {
        Some([0x05, 0x00, 0x03, reference, total, number])
    }))
}

fn numbered(
    pieces: Vec<Zeroizing<Vec<u8>>>,
    alphabet: Alphabet,
    header: impl Fn(u8) -> Option<[u8; HEADER_OCTETS]>,
) -> Vec<Part> {
    let part = |(number, units)| Part {
        alphabet,
        header: header(number),
        units,
    };
    (1..=u8::MAX).zip(pieces).map(part).collect()
}

/// How many octets of units fit beside a header: 160 or 153 septets, 70 or 67 units of UTF-16.
const fn capacity(alphabet: Alphabet, header_octets: usize) -> usize {
    let free = USER_DATA_OCTETS - header_octets;
    match alphabet {
        Alphabet::Gsm => free * 8 / 7,
        Alphabet::Ucs2 => free / 2 * 2,
    }
}

/// Cuts between characters only, so that neither an escape nor a surrogate loses its other half. Never empty.
fn split(text: &str, alphabet: Alphabet, capacity: usize) -> Vec<Zeroizing<Vec<u8>>> {
    let empty = || Zeroizing::new(Vec::with_capacity(capacity));
    let mut pieces = Vec::new();
    let mut piece = empty();
    for c in text.chars() {
        let (units, length) = alphabet.units(c);
        if piece.len() + length > capacity {
            pieces.push(std::mem::replace(&mut piece, empty()));
        }
        piece.extend_from_slice(&units[..length]);
    }
    pieces.push(piece);
    pieces
}

/// Septets side by side, the first in the lowest bits, from the first septet's boundary after the header
/// (3GPP TS 23.038, 6.1.2.1).
fn pack(header: &[u8], septets: &[u8]) -> Zeroizing<Vec<u8>> {
    let mut octets = Zeroizing::new(Vec::with_capacity(USER_DATA_OCTETS));
    octets.extend_from_slice(header);
    let mut held = 0_u16;
    let mut bits = (7 - header.len() * 8 % 7) % 7;
    for septet in septets {
        held |= u16::from(*septet) << bits;
        bits += 7;
        if bits >= 8 {
            octets.push(held.to_le_bytes()[0]);
            held >>= 8;
            bits -= 8;
        }
    }
    if bits > 0 {
        octets.push(held.to_le_bytes()[0]);
    }
    octets
}

#[cfg(test)]
mod tests;

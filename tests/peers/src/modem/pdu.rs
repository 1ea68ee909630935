//! SMS-SUBMIT as the emulator reads it (3GPP TS 23.040, 9.2.2.2), with a table of its own, so that it does not repeat
//! the mistakes of what it tests.

use std::collections::BTreeMap;

use super::Received;

/// The GSM default alphabet (3GPP TS 23.038, 6.2.1); `\u{1B}` leads to [`EXTENDED`].
const ALPHABET: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\u{1B}ÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?\
    ¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
/// Each character of the extension after the one of the alphabet that stands for it.
const EXTENDED: &str = "\n\u{0C}Λ^({)}/\\<[=~>]¡|e€";

/// A message, or a part of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submit {
    /// In E.164.
    pub to: String,
    text: String,
    /// Reference, total and number of a part.
    part: Option<[u8; 3]>,
}

impl Submit {
    /// Reads it; `None` where it is none, or not as long as it was said to be.
    pub fn read(hex: &str, length: usize) -> Option<Self> {
        let octets = octets(hex)?;
        let (centre, pdu) = octets.split_first()?;
        let pdu = pdu.get(usize::from(*centre)..)?;
        let [kind, _reference, digits, number_kind, rest @ ..] = pdu else {
            return None;
        };
        if pdu.len() != length || kind & 0x03 != 0x01 || *number_kind != 0x91 {
            return None;
        }
        let (number, rest) = rest.split_at_checked(usize::from(*digits).div_ceil(2))?;
        let [_protocol, coding, rest @ ..] = rest else {
            return None;
        };
        let validity = match kind & 0x18 {
            0x00 => 0,
            0x10 => 1,
            _ => 7,
        };
        let (units, user_data) = rest.get(validity..)?.split_first()?;
        let header = match kind & 0x40 {
            0 => &[][..],
            _ => user_data.get(..=usize::from(*user_data.first()?))?,
        };
        Some(Self {
            to: to(number, usize::from(*digits)),
            text: text(*coding, usize::from(*units), header.len(), user_data)?,
            part: match header {
                [] => None,
                [5, 0, 3, part @ ..] => Some(part.try_into().ok()?),
                _ => return None,
            },
        })
    }
}

fn octets(hex: &str) -> Option<Vec<u8>> {
    let digits: Vec<u8> = hex
        .chars()
        .map(|c| c.to_digit(16).and_then(|digit| u8::try_from(digit).ok()))
        .collect::<Option<_>>()?;
    let (pairs, []) = digits.as_chunks::<2>() else {
        return None;
    };
    Some(pairs.iter().map(|[high, low]| high << 4 | low).collect())
}

fn to(number: &[u8], digits: usize) -> String {
    let halves = number.iter().flat_map(|octet| [octet & 0x0F, octet >> 4]);
    let digits = halves.take(digits).map(|half| char::from(b'0' + half));
    std::iter::once('+').chain(digits).collect()
}

fn text(coding: u8, units: usize, header: usize, user_data: &[u8]) -> Option<String> {
    if coding == 0x08 {
        let octets = user_data.get(header..units)?;
        let (pairs, []) = octets.as_chunks::<2>() else {
            return None;
        };
        let units: Vec<u16> = pairs.iter().map(|pair| u16::from_be_bytes(*pair)).collect();
        return String::from_utf16(&units).ok();
    }
    if user_data.len() != (units * 7).div_ceil(8) || user_data.len() > 140 {
        return None;
    }
    let bits: Vec<bool> = user_data
        .iter()
        .flat_map(|octet| (0..8).map(move |bit| octet >> bit & 1 == 1))
        .collect();
    let septets = bits.chunks_exact(7).take(units).skip((header * 8).div_ceil(7));
    let values = septets.map(|bits| {
        bits.iter()
            .rev()
            .fold(0, |value, bit| value << 1 | usize::from(*bit))
    });
    let mut characters = values.filter_map(|value| ALPHABET.chars().nth(value));
    let mut text = String::new();
    while let Some(c) = characters.next() {
        text.push(if c == '\u{1B}' {
            extended(characters.next()?)?
        } else {
            c
        });
    }
    Some(text)
}

fn extended(c: char) -> Option<char> {
    let table: Vec<char> = EXTENDED.chars().collect();
    let (pairs, _) = table.as_chunks::<2>();
    pairs
        .iter()
        .find(|[default, _]| *default == c)
        .map(|[_, extended]| *extended)
}

/// Joins parts.
#[derive(Debug, Default)]
pub struct Inbox {
    whole: Vec<Received>,
    begun: BTreeMap<(String, u8), BTreeMap<u8, String>>,
}

impl Inbox {
    /// Takes a message, or a part of one.
    pub fn take(&mut self, submit: Submit) {
        let Submit { to, text, part } = submit;
        let Some([reference, total, number]) = part else {
            self.whole.push(Received { to, text });
            return;
        };
        let parts = self.begun.entry((to.clone(), reference)).or_default();
        parts.insert(number, text);
        if parts.len() == usize::from(total) {
            let text = parts.values().map(String::as_str).collect();
            self.begun.remove(&(to.clone(), reference));
            self.whole.push(Received { to, text });
        }
    }

    /// The messages that are whole, in order.
    pub fn whole(&self) -> Vec<Received> {
        self.whole.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_read() {
        let submit = Submit::read("0011000B916407281553F80000010AE8329BFD4697D9EC37", 23);
        let submit = submit.expect("a message");
        assert_eq!(
            (submit.to.as_str(), submit.text.as_str()),
            ("+46708251358", "hellohello")
        );
        assert_eq!(submit.part, None);
    }

    #[test]
    fn a_message_of_another_length_than_was_said_is_none() {
        assert_eq!(
            Submit::read("0011000B916407281553F80000010AE8329BFD4697D9EC37", 22),
            None
        );
        assert_eq!(Submit::read("00", 0), None);
        assert_eq!(Submit::read("0x", 0), None);
    }
}

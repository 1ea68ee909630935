//! The message as the modem takes it: SMS-SUBMIT (3GPP TS 23.040, 9.2.2.2), in hexadecimal.

use std::fmt::Write as _;

use zeroize::Zeroizing;

use super::super::gsm::Part;

/// SMS-SUBMIT with a relative validity period (9.2.3.1, 9.2.3.3).
const SUBMIT: u8 = 0x11;
/// The user data begin with a header (9.2.3.23).
const UDHI: u8 = 0x40;
/// The modem gives the message its number (9.2.3.6).
const REFERENCE: u8 = 0x00;
/// International, in the telephone numbering plan (9.1.2.5).
const INTERNATIONAL: u8 = 0x91;
const PROTOCOL: u8 = 0x00;
/// 10 minutes, in steps of 5 from 5 (9.2.3.12.1): a code is valid no longer.
const VALID_FOR: u8 = 0x01;
/// The centre that the SIM knows (3GPP TS 27.005, 3.1).
const CENTRE: &str = "00";

/// A message for `AT+CMGS`; wiped after use, without `Debug`.
pub struct Submit {
    /// Octets, the centre's left out: what `AT+CMGS` is told.
    pub length: usize,
    /// The whole in hexadecimal.
    pub hex: Zeroizing<String>,
}

impl Submit {
    /// One part to a number in E.164.
    pub fn new(to: &str, part: &Part) -> Self {
        let digits = to.trim_start_matches('+').as_bytes();
        let (length, user_data) = part.packed();
        let udhi = if part.header.is_some() { UDHI } else { 0 };
        let mut octets = Zeroizing::new(Vec::with_capacity(32 + user_data.len()));
        octets.extend_from_slice(&[SUBMIT | udhi, REFERENCE]);
        octets.extend_from_slice(&[u8::try_from(digits.len()).unwrap_or(u8::MAX), INTERNATIONAL]);
        octets.extend(digits.chunks(2).map(semi_octets));
        octets.extend_from_slice(&[PROTOCOL, part.alphabet.coding(), VALID_FOR, length]);
        octets.extend_from_slice(&user_data);
        let mut hex = Zeroizing::new(String::with_capacity(CENTRE.len() + octets.len() * 2));
        hex.push_str(CENTRE);
        for octet in octets.iter() {
            // Writing to a string cannot fail.
            let _ = write!(hex, "{octet:02X}");
        }
        Self {
            length: octets.len(),
            hex,
        }
    }
}

/// Two digits, the first in the lower half; one alone has F above it (9.1.2.3).
fn semi_octets(digits: &[u8]) -> u8 {
    let half = |at: usize| digits.get(at).map_or(0x0F, |digit| digit & 0x0F);
    half(1) << 4 | half(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sms::gsm;

    fn submit(to: &str, text: &str) -> Submit {
        Submit::new(to, &gsm::parts(text, 0x2A).expect("it fits")[0])
    }

    #[test]
    fn a_short_message_stands_as_in_the_standard() {
        let message = submit("+46708251358", "hellohello");
        assert_eq!(*message.hex, "0011000B916407281553F80000010AE8329BFD4697D9EC37");
        assert_eq!(message.length, 23);
    }

    #[test]
    fn a_part_begins_with_its_header() {
        let message = submit("+4670825135", &"字".repeat(80));
        assert!(
            message.hex.starts_with("0051000A916407281553000801"),
            "{}",
            *message.hex
        );
        assert!(message.hex.contains("8C0500032A0201"), "{}", *message.hex);
    }
}

//! The operations as octets (SMPP 3.4, sections 3 to 5): those that we send, and the heads of those that come.

use accounts::{ServiceSecret, sms::SmppGateway};
use zeroize::Zeroizing;

use super::super::gsm::Part;

/// Octets of the head that every operation begins with (3.2).
pub const HEAD_OCTETS: usize = 16;
/// No operation is longer than this; what claims to be is none.
const OCTETS_MAX: usize = 64 * 1024;
/// Set in the command of an answer.
const ANSWER: u32 = 0x8000_0000;
/// Version 3.4 (5.2.4).
const INTERFACE_VERSION: u8 = 0x34;
/// User data begin with a header (5.2.12).
const ESM_CLASS_UDHI: u8 = 0x40;
/// Type of number and numbering plan (5.2.5, 5.2.6).
const UNKNOWN: [u8; 2] = [0, 0];
const INTERNATIONAL: [u8; 2] = [1, 1];
const ALPHANUMERIC: [u8; 2] = [5, 0];
/// `ESME_RINVCMDID`.
const UNKNOWN_COMMAND: u32 = 0x03;

/// What can be asked (5.1.2.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u32)]
pub enum Operation {
    /// Something that came and is none of the others.
    GenericNack = 0x00,
    /// A message for the centre.
    SubmitSm = 0x04,
    /// A message or a receipt for us.
    DeliverSm = 0x05,
    /// The end of the link.
    Unbind = 0x06,
    /// The beginning of the link.
    BindTransceiver = 0x09,
    /// Whether the other side is still there.
    EnquireLink = 0x15,
}

impl Operation {
    const ALL: [Self; 6] = [
        Self::GenericNack,
        Self::SubmitSm,
        Self::DeliverSm,
        Self::Unbind,
        Self::BindTransceiver,
        Self::EnquireLink,
    ];

    fn of(command: u32) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|operation| *operation as u32 == command)
    }
}

/// An answer to something that we asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answer {
    /// To what; `None` where we never ask so.
    pub to: Option<Operation>,
    /// `command_status`.
    pub status: u32,
}

/// What came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Incoming {
    /// An answer to the operation of this number.
    Answer(u32, Answer),
    /// Something that the centre asks, `None` where we do not know it, under its number.
    Question(Option<Operation>, u32),
}

/// What came is no SMPP.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Garbage;

/// Takes the first whole operation from the front of what came.
pub fn take(heard: &mut Vec<u8>) -> Result<Option<Incoming>, Garbage> {
    let Some(begin) = heard.first_chunk::<HEAD_OCTETS>() else {
        return Ok(None);
    };
    let [length, command, status, number] = [0, 4, 8, 12].map(|at| field(begin, at));
    let length = usize::try_from(length).map_err(|_| Garbage)?;
    if !(HEAD_OCTETS..=OCTETS_MAX).contains(&length) {
        return Err(Garbage);
    }
    if heard.len() < length {
        return Ok(None);
    }
    heard.drain(..length);
    let operation = Operation::of(command & !ANSWER);
    Ok(Some(if command & ANSWER == 0 {
        Incoming::Question(operation, number)
    } else {
        Incoming::Answer(
            number,
            Answer {
                to: operation,
                status,
            },
        )
    }))
}

fn field(head: &[u8; HEAD_OCTETS], at: usize) -> u32 {
    u32::from_be_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]])
}

/// An operation about to be sent; wiped after use, without `Debug`.
pub struct Outgoing(Zeroizing<Vec<u8>>);

impl Outgoing {
    fn new(command: u32, status: u32, body: &[&[u8]]) -> Self {
        let length = HEAD_OCTETS + body.iter().map(|field| field.len()).sum::<usize>();
        let mut octets = Zeroizing::new(Vec::with_capacity(length));
        let claimed = u32::try_from(length).unwrap_or(u32::MAX);
        for field in [claimed, command, status, 0] {
            octets.extend_from_slice(&field.to_be_bytes());
        }
        for field in body {
            octets.extend_from_slice(field);
        }
        Self(octets)
    }

    /// Under the number by which the answer is known (5.1.4).
    pub fn numbered(mut self, number: u32) -> Zeroizing<Vec<u8>> {
        self.0[12..HEAD_OCTETS].copy_from_slice(&number.to_be_bytes());
        self.0
    }
}

/// Lets us in (4.1.5).
pub fn bind_transceiver(settings: &SmppGateway, password: &ServiceSecret) -> Outgoing {
    let body = [
        text(&settings.system_id),
        END,
        text(password.expose()),
        END,
        text(&settings.system_type),
        END,
        &[INTERFACE_VERSION],
        &UNKNOWN,
        END,
    ];
    Outgoing::new(Operation::BindTransceiver as u32, 0, &body)
}

/// Hands a message over (4.4.1), with neither schedule, validity nor receipt.
pub fn submit_sm(from: &str, to: &str, part: &Part) -> Outgoing {
    let (source, source_address) = address(from);
    let (destination, destination_address) = address(to);
    let esm_class = if part.header.is_some() { ESM_CLASS_UDHI } else { 0 };
    let message = part.octets();
    let length = u8::try_from(message.len()).unwrap_or(u8::MAX);
    let body = [
        END, // service_type
        &source,
        text(source_address),
        END,
        &destination,
        text(destination_address),
        END,
        &[esm_class, 0, 0], // protocol_id, priority_flag
        END,                // schedule_delivery_time
        END,                // validity_period
        &[0, 0],            // registered_delivery, replace_if_present_flag
        &[part.alphabet.coding(), 0, length],
        &message,
    ];
    Outgoing::new(Operation::SubmitSm as u32, 0, &body)
}

/// Asks whether the other side is still there (4.11.1).
pub fn enquire_link() -> Outgoing {
    Outgoing::new(Operation::EnquireLink as u32, 0, &[])
}

/// Ends the link (4.2.1).
pub fn unbind() -> Outgoing {
    Outgoing::new(Operation::Unbind as u32, 0, &[])
}

/// The answer to what the centre asks.
pub fn answer_to(asked: Option<Operation>) -> Outgoing {
    match asked {
        // With an empty message_id (4.6.2).
        Some(Operation::DeliverSm) => Outgoing::new(ANSWER | Operation::DeliverSm as u32, 0, &[END]),
        Some(operation @ (Operation::EnquireLink | Operation::Unbind)) => {
            Outgoing::new(ANSWER | operation as u32, 0, &[])
        }
        _ => Outgoing::new(ANSWER | Operation::GenericNack as u32, UNKNOWN_COMMAND, &[]),
    }
}

/// Ends a text (3.1, C-octet string).
const END: &[u8] = &[0];

/// A text up to what would end it.
fn text(text: &str) -> &[u8] {
    text.split('\0').next().unwrap_or_default().as_bytes()
}

/// An address with its type of number and numbering plan: a name, an international number, or none.
fn address(address: &str) -> ([u8; 2], &str) {
    if address.is_empty() {
        (UNKNOWN, address)
    } else if address.chars().any(char::is_alphabetic) {
        (ALPHANUMERIC, address)
    } else {
        (INTERNATIONAL, address.trim_start_matches('+'))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::sms::gsm;

    #[test]
    fn addresses_say_what_they_are() {
        assert_eq!(address("Frontdesk"), ([5, 0], "Frontdesk"));
        assert_eq!(address("+4915112345678"), ([1, 1], "4915112345678"));
        assert_eq!(address(""), ([0, 0], ""));
    }

    #[test]
    fn a_message_stands_in_the_order_of_the_standard() {
        let part = &gsm::parts("@a", 1).expect("it fits")[0];
        let octets = submit_sm("Desk", "+491", part).numbered(7);
        let body = b"\0\x05\0Desk\0\x01\x01491\0\0\0\0\0\0\0\0\0\0\x02\0a";
        assert_eq!(octets[..16], [0, 0, 0, 42, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 7]);
        assert_eq!(octets[16..], body[..]);
    }

    #[test]
    fn what_comes_in_pieces_is_taken_when_it_is_whole() {
        let whole = answer_to(Some(Operation::EnquireLink)).numbered(9);
        let mut heard = whole[..10].to_vec();
        assert_eq!(take(&mut heard), Ok(None));
        heard.extend_from_slice(&whole[10..]);
        let answer = Answer {
            to: Some(Operation::EnquireLink),
            status: 0,
        };
        assert_eq!(take(&mut heard), Ok(Some(Incoming::Answer(9, answer))));
        assert!(heard.is_empty());
    }

    #[test]
    fn another_protocol_is_garbage() {
        assert_eq!(take(&mut b"HTTP/1.1 400 Bad Request".to_vec()), Err(Garbage));
        assert_eq!(take(&mut vec![0; 16]), Err(Garbage));
    }

    proptest! {
        #[test]
        fn whatever_comes_is_taken_or_refused(mut heard in prop::collection::vec(any::<u8>(), 0..200)) {
            let before = heard.len();
            if let Ok(Some(_)) = take(&mut heard) {
                prop_assert!(heard.len() + HEAD_OCTETS <= before);
            }
        }
    }
}

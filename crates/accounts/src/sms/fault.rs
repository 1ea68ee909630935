//! Why a gateway did not take a message.

use super::Sms;
use crate::ServiceSecret;

/// Characters of a gateway's own words that are kept.
const SAID_MAX: usize = 200;

/// What went wrong, and what the gateway itself said about it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{kind:?}")]
pub struct SmsFault {
    /// What went wrong.
    pub kind: SmsFaultKind,
    /// The gateway's own words: one line, without the message, the code and the secret.
    pub said: Option<String>,
}

/// What went wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SmsFaultKind {
    /// No such host, or nobody listens there. Nothing was sent.
    Unreachable,
    /// The certificate is not trusted, of another host, or expired. Nothing was sent.
    Untrusted,
    /// No answer in time. The message may still arrive.
    NoAnswer,
    /// An answer that means neither yes nor no. The message may still arrive.
    Nonsense,
    /// The name, password or token was refused.
    Credentials,
    /// The gateway's secret is not known on this computer.
    SecretMissing,
    /// The keychain does not give or take the secret.
    KeychainFailed,
    /// The gateway takes the number for none.
    BadNumber,
    /// The gateway says that the number is a landline, or takes no text messages.
    Landline,
    /// The gateway or its owner does not send to this country, or the recipient does not want messages.
    Blocked,
    /// The account at the gateway is empty or suspended.
    OutOfFunds,
    /// Too much at once, or a full queue.
    Busy,
    /// The sender's number or name is not allowed.
    Sender,
    /// Any other refusal.
    Refused,
    /// The serial port is not there.
    PortMissing,
    /// Another program holds the serial port, or it may not be used.
    PortBusy,
    /// What is at the port does not answer as a modem does.
    NoModem,
    /// There is no SIM in the modem.
    SimMissing,
    /// The SIM wants a PIN, and none is known.
    PinNeeded,
    /// The SIM refused the PIN. It is not tried again, else the SIM would lock itself.
    PinWrong,
    /// The SIM is locked and wants its PUK, which has to be entered in a telephone.
    PukNeeded,
    /// The modem is in no network.
    NoNetwork,
}

impl SmsFaultKind {
    /// All of them.
    pub const ALL: &[Self] = &[
        Self::Unreachable,
        Self::Untrusted,
        Self::NoAnswer,
        Self::Nonsense,
        Self::Credentials,
        Self::SecretMissing,
        Self::KeychainFailed,
        Self::BadNumber,
        Self::Landline,
        Self::Blocked,
        Self::OutOfFunds,
        Self::Busy,
        Self::Sender,
        Self::Refused,
        Self::PortMissing,
        Self::PortBusy,
        Self::NoModem,
        Self::SimMissing,
        Self::PinNeeded,
        Self::PinWrong,
        Self::PukNeeded,
        Self::NoNetwork,
    ];

    /// As stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Unreachable => "unreachable",
            Self::Untrusted => "untrusted",
            Self::NoAnswer => "no_answer",
            Self::Nonsense => "nonsense",
            Self::Credentials => "credentials",
            Self::SecretMissing => "secret_missing",
            Self::KeychainFailed => "keychain_failed",
            Self::BadNumber => "bad_number",
            Self::Landline => "landline",
            Self::Blocked => "blocked",
            Self::OutOfFunds => "out_of_funds",
            Self::Busy => "busy",
            Self::Sender => "sender",
            Self::Refused => "refused",
            Self::PortMissing => "port_missing",
            Self::PortBusy => "port_busy",
            Self::NoModem => "no_modem",
            Self::SimMissing => "sim_missing",
            Self::PinNeeded => "pin_needed",
            Self::PinWrong => "pin_wrong",
            Self::PukNeeded => "puk_needed",
            Self::NoNetwork => "no_network",
        }
    }

    /// Whether the message may arrive all the same.
    pub const fn may_arrive(self) -> bool {
        matches!(self, Self::NoAnswer | Self::Nonsense)
    }
}

impl From<SmsFaultKind> for SmsFault {
    fn from(kind: SmsFaultKind) -> Self {
        Self { kind, said: None }
    }
}

impl SmsFault {
    /// With the gateway's own words about a message, from which the message and the secret are taken out: some gateways
    /// say back what they were asked.
    pub fn said(kind: SmsFaultKind, words: &str, sms: Option<&Sms>, secret: Option<&ServiceSecret>) -> Self {
        let mut line = words.split_whitespace().collect::<Vec<_>>().join(" ");
        line.retain(|c| !crate::text::is_forbidden(c));
        let digits = sms.iter().flat_map(|sms| digit_runs(sms.text.expose()));
        let parts = sms.map(|sms| sms.text.expose()).into_iter().chain(digits);
        for hidden in parts.chain(secret.map(ServiceSecret::expose)) {
            if !hidden.is_empty() {
                line = line.replace(hidden, "…");
            }
        }
        let said: String = line.chars().take(SAID_MAX).collect();
        Self {
            kind,
            said: (!said.is_empty()).then_some(said),
        }
    }
}

/// Runs of four and more digits: the code, wherever it stands in the text.
fn digit_runs(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_ascii_digit())
        .filter(|run| run.len() >= 4)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::{MessageId, MessageText, PhoneNumber};

    #[test]
    fn the_words_of_a_gateway_are_one_short_line_without_code_or_secret() {
        let sms = Sms {
            id: MessageId(Uuid::nil()),
            to: PhoneNumber::stored("+4915112345678").expect("a number"),
            text: MessageText::new("042137 is your code".to_owned()),
        };
        let secret = ServiceSecret::new("s3cret".to_owned());
        let words = format!("bad\r\n\u{202E}login s3cret for 042137 {}", "x".repeat(300));
        let fault = SmsFault::said(SmsFaultKind::Credentials, &words, Some(&sms), Some(&secret));
        let said = fault.said.expect("words");
        assert!(said.starts_with("bad login … for … xxx"), "{said}");
        assert_eq!(said.chars().count(), 200);
        let nothing = SmsFault::said(SmsFaultKind::Refused, " \n", None, None);
        assert_eq!(nothing.said, None);
    }
}

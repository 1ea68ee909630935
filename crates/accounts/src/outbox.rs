//! Messages to people: first a row of the outbox, stored with what caused it.

use std::fmt;

use jiff::Timestamp;
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::{
    Cursor, EmailAddress, PersonName, PhoneNumber, UserId,
    sms::{Sms, SmsFault},
};

/// Which message: a UUIDv7.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct MessageId(pub Uuid);

/// What a message is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MessageKind {
    /// Asks a new user to confirm the address.
    Confirmation,
    /// Brings a one-time code to a telephone.
    Code,
    /// Shows an operator that text messages arrive.
    Test,
}

impl MessageKind {
    /// As stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Confirmation => "confirmation",
            Self::Code => "code",
            Self::Test => "test",
        }
    }
}

/// What became of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MessageState {
    /// Not delivered yet.
    Waiting,
    /// Never leaves this computer; its text may be read here while it matters.
    Kept,
    /// Being handed to a gateway.
    Sending,
    /// The gateway took it.
    Sent,
    /// The gateway did not clearly answer: it may arrive.
    Uncertain,
    /// The gateway did not take it.
    Failed,
}

impl MessageState {
    /// All of them.
    pub const ALL: &[Self] = &[
        Self::Waiting,
        Self::Kept,
        Self::Sending,
        Self::Sent,
        Self::Uncertain,
        Self::Failed,
    ];

    /// As stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Kept => "kept",
            Self::Sending => "sending",
            Self::Sent => "sent",
            Self::Uncertain => "uncertain",
            Self::Failed => "failed",
        }
    }
}

/// What became of handing a message to a gateway.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Delivery {
    /// The gateway took it.
    Sent,
    /// It may arrive all the same.
    Uncertain(SmsFault),
    /// It did not leave.
    Failed(SmsFault),
}

impl Delivery {
    /// What a gateway's answer means.
    pub fn of(answer: Result<(), SmsFault>) -> Self {
        match answer {
            Ok(()) => Self::Sent,
            Err(fault) if fault.kind.may_arrive() => Self::Uncertain(fault),
            Err(fault) => Self::Failed(fault),
        }
    }

    /// The state that follows.
    pub const fn state(&self) -> MessageState {
        match self {
            Self::Sent => MessageState::Sent,
            Self::Uncertain(_) => MessageState::Uncertain,
            Self::Failed(_) => MessageState::Failed,
        }
    }

    /// What went wrong, if anything.
    pub const fn fault(&self) -> Option<&SmsFault> {
        match self {
            Self::Sent => None,
            Self::Uncertain(fault) | Self::Failed(fault) => Some(fault),
        }
    }
}

/// To whom a message goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recipient {
    /// By e-mail.
    Email(EmailAddress),
    /// By SMS.
    Phone(PhoneNumber),
}

impl Recipient {
    /// As stored.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Email(email) => email.as_str(),
            Self::Phone(number) => number.e164(),
        }
    }

    /// As the activity record names it.
    pub fn masked(&self) -> String {
        match self {
            Self::Email(email) => email.masked(),
            Self::Phone(number) => number.masked(),
        }
    }
}

/// The text of a message: it may hold a code, so it is wiped after use and hidden in `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct MessageText(Zeroizing<String>);

impl MessageText {
    /// Takes the text over.
    pub fn new(text: impl Into<Zeroizing<String>>) -> Self {
        Self(text.into())
    }

    /// The text itself.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for MessageText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MessageText(…)")
    }
}

/// A message about to be stored.
#[derive(Debug, Clone)]
pub struct NewMessage {
    /// Which.
    pub id: MessageId,
    /// What for.
    pub kind: MessageKind,
    /// What becomes of it at first.
    pub state: MessageState,
    /// To whom.
    pub recipient: Recipient,
    /// About whom; nobody where there is no account yet.
    pub user: Option<UserId>,
    /// The text, where it is not made when the message is delivered.
    pub text: Option<MessageText>,
    /// Now.
    pub created_at: Timestamp,
}

impl NewMessage {
    /// As a gateway takes it, where it is a text message.
    pub fn sms(&self) -> Option<Sms> {
        match (&self.recipient, &self.text) {
            (Recipient::Phone(number), Some(text)) => Some(Sms {
                id: self.id,
                to: number.clone(),
                text: text.clone(),
            }),
            _ => None,
        }
    }
}

/// The user whom a message is about.
#[derive(Debug, Clone)]
pub struct MessageUser {
    /// Which.
    pub id: UserId,
    /// First name.
    pub first_name: PersonName,
    /// Last name.
    pub last_name: PersonName,
}

/// A message as listed.
#[derive(Debug, Clone)]
pub struct Message {
    /// Which.
    pub id: MessageId,
    /// What for.
    pub kind: MessageKind,
    /// What became of it.
    pub state: MessageState,
    /// To whom.
    pub recipient: Recipient,
    /// About whom.
    pub user: Option<MessageUser>,
    /// The text of a message that is kept, until it no longer matters.
    pub text: Option<MessageText>,
    /// What went wrong at the last try.
    pub fault: Option<SmsFault>,
    /// When it was stored.
    pub created_at: Timestamp,
    /// Deliveries tried.
    pub tries: u32,
}

/// One page, newest first; without texts.
#[derive(Debug, Clone)]
pub struct MessagePage {
    /// In order.
    pub messages: Vec<Message>,
    /// Where to go on.
    pub next: Option<Cursor>,
}

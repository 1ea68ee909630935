//! Messages to people: first a row of the outbox, stored with what caused it.

use jiff::Timestamp;
use uuid::Uuid;

use crate::{Cursor, EmailAddress, PersonName, UserId};

/// Which message: a UUIDv7.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct MessageId(pub Uuid);

/// What a message is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MessageKind {
    /// Asks a new user to confirm the address.
    Confirmation,
}

impl MessageKind {
    /// As stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Confirmation => "confirmation",
        }
    }
}

/// What became of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MessageState {
    /// Not delivered yet.
    Waiting,
}

impl MessageState {
    /// As stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
        }
    }
}

/// A message about to be stored.
#[derive(Debug, Clone)]
pub struct NewMessage {
    /// Which.
    pub id: MessageId,
    /// What for.
    pub kind: MessageKind,
    /// To whom.
    pub recipient: EmailAddress,
    /// About whom.
    pub user: UserId,
    /// Now.
    pub created_at: Timestamp,
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
    pub recipient: EmailAddress,
    /// About whom.
    pub user: UserId,
    /// That user's first name.
    pub first_name: PersonName,
    /// That user's last name.
    pub last_name: PersonName,
    /// When it was stored.
    pub created_at: Timestamp,
    /// Deliveries tried.
    pub tries: u32,
}

/// One page, newest first.
#[derive(Debug, Clone)]
pub struct MessagePage {
    /// In order.
    pub messages: Vec<Message>,
    /// Where to go on.
    pub next: Option<Cursor>,
}

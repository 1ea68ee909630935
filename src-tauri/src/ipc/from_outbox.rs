//! The outbox across the wire.

use accounts::{DeliveryFault, desk::ReadMessage};

use super::{
    CommandError, ConfirmationSent, MessageKind, MessageState, MessageUser, OutboxMessage, OutboxPage,
    OutboxRow, from_domain::rfc3339,
};

/// The same names on both sides, both ways.
macro_rules! states {
    ($($name:ident),*) => {
        impl From<accounts::MessageState> for MessageState {
            fn from(state: accounts::MessageState) -> Self {
                match state { $(accounts::MessageState::$name => Self::$name,)* }
            }
        }

        impl From<MessageState> for accounts::MessageState {
            fn from(state: MessageState) -> Self {
                match state { $(MessageState::$name => Self::$name,)* }
            }
        }
    };
}

states![
    Waiting, Kept, Sending, Sent, Uncertain, Failed, GivenUp, Cancelled
];

impl From<accounts::MessageKind> for MessageKind {
    fn from(kind: accounts::MessageKind) -> Self {
        match kind {
            accounts::MessageKind::Confirmation => Self::Confirmation,
            accounts::MessageKind::PasswordReset => Self::PasswordReset,
            accounts::MessageKind::DeviceChanged => Self::DeviceChanged,
            accounts::MessageKind::Code => Self::Code,
            accounts::MessageKind::Test => Self::Test,
        }
    }
}

impl From<accounts::Message> for OutboxRow {
    fn from(message: accounts::Message) -> Self {
        Self {
            open: message.is_open(),
            id: message.id.0.to_string(),
            kind: message.kind.into(),
            state: message.state.into(),
            recipient: match message.recipient {
                accounts::Recipient::Email(email) => email.as_str().to_owned(),
                accounts::Recipient::Phone(number) => number.international(),
            },
            user: message.user.map(MessageUser::from),
            caused_by: message.caused_by.map(MessageUser::from),
            created_at: rfc3339(message.created_at),
            changed_at: rfc3339(message.changed_at),
            due_at: message.due_at.map(rfc3339),
            tries: message.tries,
            fault: message.fault.map(CommandError::from),
        }
    }
}

impl From<accounts::MessageUser> for MessageUser {
    fn from(user: accounts::MessageUser) -> Self {
        Self {
            id: user.id.0.to_string(),
            first_name: user.first_name.as_str().to_owned(),
            last_name: user.last_name.as_str().to_owned(),
        }
    }
}

impl From<ReadMessage> for OutboxMessage {
    fn from(read: ReadMessage) -> Self {
        Self {
            text: read.text.map(|text| text.expose().to_owned()),
            row: read.message.into(),
        }
    }
}

impl From<accounts::MessagePage> for OutboxPage {
    fn from(page: accounts::MessagePage) -> Self {
        Self {
            rows: page.messages.into_iter().map(OutboxRow::from).collect(),
            next: page.next.map(|cursor| cursor.0),
        }
    }
}

impl From<accounts::outbox::ConfirmationSent> for ConfirmationSent {
    fn from(sent: accounts::outbox::ConfirmationSent) -> Self {
        Self {
            message_id: sent.message.0.to_string(),
            state: sent.state.into(),
            fault: sent.fault.map(CommandError::from),
            changed_at: rfc3339(sent.changed_at),
        }
    }
}

impl From<DeliveryFault> for CommandError {
    fn from(fault: DeliveryFault) -> Self {
        match fault {
            DeliveryFault::Sms(fault) => fault.into(),
            DeliveryFault::Mail(fault) => fault.into(),
        }
    }
}

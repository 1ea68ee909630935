//! Messages of the outbox.

use accounts::{
    Cursor, DirectoryError, Message, MessageId, MessageKind, MessagePage, MessageState, MessageText,
    MessageUser, NewMessage, Recipient, UserId,
    activation::ActivationSecret,
    mail::{MailFault, MailFaultKind},
    outbox::{ClaimedMail, ConfirmationSent, DeliveryFault, MessageContent},
    sms::{SmsFault, SmsFaultKind},
};
use jiff::Timestamp;
use sqlx_macros::FromRow;
use uuid::Uuid;

use super::{Result, coded, email, figure, name, phone, time, times};

/// How a new message begins.
pub(crate) struct Queued {
    pub state: MessageState,
    /// When a worker may take it.
    pub due_at: Option<Timestamp>,
    /// Whose it is already, and until when.
    pub claim: Option<(Uuid, Timestamp)>,
}

impl Queued {
    /// An e-mail is due at once, or claimed already; it is written to somebody.
    pub fn of(message: &NewMessage) -> Self {
        let is_mail = matches!(message.recipient, Recipient::Email(_)) && message.user.is_some();
        let waits = is_mail && message.state == MessageState::Waiting;
        let claim = message.claim.filter(|_| waits);
        let (state, due_at) = match claim {
            Some((_, until)) => (MessageState::Sending, Some(until)),
            None => (message.state, waits.then_some(message.created_at)),
        };
        Self { state, due_at, claim }
    }
}

/// A message without its content.
#[derive(Debug, FromRow)]
pub(crate) struct MessageRow {
    number: i64,
    id: Uuid,
    kind: String,
    state: String,
    recipient: String,
    fault: Option<String>,
    said: Option<String>,
    created_at: i64,
    changed_at: i64,
    due_at: Option<i64>,
    tries: i64,
    about_id: Option<Uuid>,
    about_first_name: Option<String>,
    about_last_name: Option<String>,
    causing_id: Option<Uuid>,
    causing_first_name: Option<String>,
    causing_last_name: Option<String>,
}

impl MessageRow {
    pub fn message(self) -> Result<Message> {
        let fault = self.fault.as_deref();
        let recipient = recipient(&self.recipient)?;
        Ok(Message {
            id: MessageId(self.id),
            kind: kind(&self.kind)?,
            state: state(&self.state)?,
            fault: match recipient {
                Recipient::Email(_) => mail_fault(fault, self.said)?.map(DeliveryFault::Mail),
                Recipient::Phone(_) => sms_fault(fault, self.said)?.map(DeliveryFault::Sms),
            },
            recipient,
            user: person(self.about_id, self.about_first_name, self.about_last_name)?,
            caused_by: person(self.causing_id, self.causing_first_name, self.causing_last_name)?,
            content: MessageContent::default(),
            created_at: time(self.created_at)?,
            changed_at: time(self.changed_at)?,
            due_at: times(self.due_at)?,
            tries: figure(self.tries)?,
        })
    }
}

/// A page of messages, newest first.
pub(crate) fn message_page(found: Vec<MessageRow>, limit: u32) -> Result<MessagePage> {
    let full = found.len() == limit as usize;
    let last = found.last().filter(|_| full);
    let next = last.map(|row| Cursor(row.number.to_string()));
    Ok(MessagePage {
        messages: found
            .into_iter()
            .map(MessageRow::message)
            .collect::<Result<_>>()?,
        next,
    })
}

/// A message with its content.
#[derive(FromRow)]
pub(crate) struct WholeMessageRow {
    #[sqlx(flatten)]
    message: MessageRow,
    text: Option<String>,
    secret: Option<String>,
    expires_at: Option<i64>,
}

impl WholeMessageRow {
    pub fn message(self) -> Result<Message> {
        let message = self.message.message()?;
        let content = MessageContent {
            // One on its way is nobody's to read: it is wiped as soon as it left.
            text: self
                .text
                .map(MessageText::new)
                .filter(|_| message.state == MessageState::Kept),
            secret: secret(self.secret.as_deref(), self.expires_at)?,
        };
        Ok(Message { content, ..message })
    }
}

/// What became of the newest confirmation of a row of users.
#[derive(Debug, FromRow)]
pub(crate) struct ConfirmationRow {
    user_number: i64,
    id: Uuid,
    state: String,
    fault: Option<String>,
    said: Option<String>,
    changed_at: i64,
}

impl ConfirmationRow {
    /// With the number of the row of users.
    pub fn confirmation(self) -> Result<(i64, ConfirmationSent)> {
        let sent = ConfirmationSent {
            message: MessageId(self.id),
            state: state(&self.state)?,
            fault: mail_fault(self.fault.as_deref(), self.said)?,
            changed_at: time(self.changed_at)?,
        };
        Ok((self.user_number, sent))
    }
}

/// An e-mail that is due.
#[derive(FromRow)]
pub(crate) struct ClaimedRow {
    pub number: i64,
    id: Uuid,
    kind: String,
    recipient: String,
    secret: Option<String>,
    expires_at: Option<i64>,
    created_at: i64,
    first_try_at: i64,
    tries: i64,
    about_id: Option<Uuid>,
    about_first_name: Option<String>,
    about_last_name: Option<String>,
}

impl ClaimedRow {
    pub fn claimed(self) -> Result<ClaimedMail> {
        let user = person(self.about_id, self.about_first_name, self.about_last_name)?;
        Ok(ClaimedMail {
            id: MessageId(self.id),
            kind: kind(&self.kind)?,
            to: email(&self.recipient)?,
            user: user.ok_or(DirectoryError::Damaged)?,
            secret: secret(self.secret.as_deref(), self.expires_at)?,
            created_at: time(self.created_at)?,
            first_try_at: time(self.first_try_at)?,
            tries: figure(self.tries)?,
        })
    }
}

/// Whether a message of this kind is of no use without what it brings.
pub(crate) fn brings_something(code: &str) -> Result<bool> {
    Ok(kind(code)?
        .template()
        .is_some_and(|template| !template.required().is_empty()))
}

fn kind(code: &str) -> Result<MessageKind> {
    coded(code, MessageKind::ALL, MessageKind::code)
}

fn state(code: &str) -> Result<MessageState> {
    coded(code, MessageState::ALL, MessageState::code)
}

/// A number begins with a plus; an address may too, and has an at sign.
fn recipient(stored: &str) -> Result<Recipient> {
    if stored.contains('@') {
        Ok(Recipient::Email(email(stored)?))
    } else {
        Ok(Recipient::Phone(phone(stored)?))
    }
}

/// What an e-mail brings, and until when that is good.
fn secret(stored: Option<&str>, until: Option<i64>) -> Result<Option<(ActivationSecret, Timestamp)>> {
    let (Some(stored), Some(until)) = (stored, until) else {
        return Ok(None);
    };
    let secret = ActivationSecret::parse(stored).ok_or(DirectoryError::Damaged)?;
    Ok(Some((secret, time(until)?)))
}

fn mail_fault(code: Option<&str>, said: Option<String>) -> Result<Option<MailFault>> {
    let Some(code) = code else {
        return Ok(None);
    };
    let kind = coded(code, MailFaultKind::ALL, MailFaultKind::code)?;
    Ok(Some(MailFault { kind, said }))
}

fn sms_fault(code: Option<&str>, said: Option<String>) -> Result<Option<SmsFault>> {
    let Some(code) = code else {
        return Ok(None);
    };
    let kind = coded(code, SmsFaultKind::ALL, SmsFaultKind::code)?;
    Ok(Some(SmsFault { kind, said }))
}

/// Whom a message is about, or who caused it.
fn person(id: Option<Uuid>, first: Option<String>, last: Option<String>) -> Result<Option<MessageUser>> {
    let Some(id) = id else {
        return Ok(None);
    };
    let (Some(first), Some(last)) = (first, last) else {
        return Err(DirectoryError::Damaged);
    };
    Ok(Some(MessageUser {
        id: UserId(id),
        first_name: name(&first)?,
        last_name: name(&last)?,
    }))
}

//! Looking at messages, and saying what becomes of those that wait.

use crate::{
    Cursor, Message, MessageId, MessagePage, MessageState, MessageText, Operator, Permission, Recipient,
    activity::{Action, Entry, Party},
    desk::{Desk, DeskError},
};

/// A message and what it says, as far as that is still there.
#[derive(Debug)]
pub struct ReadMessage {
    /// As listed.
    pub message: Message,
    /// What it says.
    pub text: Option<MessageText>,
}

impl Desk {
    /// A page of the outbox, newest first; of one state where it is given.
    pub async fn messages(
        &self,
        operator: &Operator,
        state: Option<MessageState>,
        after: Option<&Cursor>,
        limit: u32,
    ) -> Result<MessagePage, DeskError> {
        self.require(operator, Permission::ViewOutbox).await?;
        Ok(self.directory.messages(state, after, limit).await?)
    }

    /// One message with its text. Reading is recorded: it may hold a code or a link.
    pub async fn message(&self, operator: &Operator, id: MessageId) -> Result<ReadMessage, DeskError> {
        self.require(operator, Permission::ReadMessages).await?;
        let mut message = self.directory.message(id).await?;
        let text = match (&message.recipient, &message.user) {
            (Recipient::Email(email), Some(user)) => {
                let secret = message
                    .content
                    .secret
                    .as_ref()
                    .map(|(secret, until)| (secret, *until));
                let person = (&user.first_name, &user.last_name, email);
                let text = self.mail_text(message.kind, person, secret).await?;
                text.map(|mail| MessageText::new(mail.text))
            }
            _ => message.content.text.take(),
        };
        let entry = self.entry_about_message(operator, Action::MessageRead, &message);
        self.directory.record(&entry).await?;
        Ok(ReadMessage { message, text })
    }

    /// Has an e-mail tried at once.
    pub async fn retry_message(&self, operator: &Operator, id: MessageId) -> Result<(), DeskError> {
        self.require(operator, Permission::RetryMessages).await?;
        let message = self.directory.message(id).await?;
        let entry = self.entry_about_message(operator, Action::MessageRetried, &message);
        self.directory.retry_message(id, &entry).await?;
        self.bell.notify_one();
        Ok(())
    }

    /// Lets an e-mail never be sent.
    pub async fn cancel_message(&self, operator: &Operator, id: MessageId) -> Result<(), DeskError> {
        self.require(operator, Permission::RetryMessages).await?;
        let message = self.directory.message(id).await?;
        let entry = self.entry_about_message(operator, Action::MessageCancelled, &message);
        Ok(self.directory.cancel_message(id, &entry).await?)
    }

    fn entry_about_message(&self, operator: &Operator, action: Action, message: &Message) -> Entry {
        let mut entry = self.entry_of(operator, action);
        entry.subject = Some(Party {
            id: message.user.as_ref().map(|user| user.id.0),
            label: message.recipient.masked(),
        });
        entry
    }
}

//! Looking at messages that wait.

use crate::{
    Cursor, Message, MessageId, MessagePage, Operator, Permission,
    activity::{Action, Party},
    desk::{Desk, DeskError},
};

impl Desk {
    /// A page of the outbox, newest first.
    pub async fn messages(
        &self,
        operator: &Operator,
        after: Option<&Cursor>,
        limit: u32,
    ) -> Result<MessagePage, DeskError> {
        self.require(operator, Permission::ViewOutbox).await?;
        Ok(self.directory.messages(after, limit).await?)
    }

    /// One message with its text. Reading is recorded: it may hold a code.
    pub async fn message(&self, operator: &Operator, id: MessageId) -> Result<Message, DeskError> {
        self.require(operator, Permission::ReadMessages).await?;
        let message = self.directory.message(id).await?;
        let mut entry = self.entry_of(operator, Action::MessageRead);
        entry.subject = Some(Party {
            id: message.user.as_ref().map(|user| user.id.0),
            label: message.recipient.masked(),
        });
        self.directory.record(&entry).await?;
        Ok(message)
    }
}

//! Looking at messages that wait.

use crate::{
    Cursor, Message, MessageId, MessagePage, Operator, Permission,
    activity::Action,
    desk::{Desk, DeskError, party},
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

    /// One message with what it is written from. Reading is recorded: later it will hold a code.
    pub async fn message(&self, operator: &Operator, id: MessageId) -> Result<Message, DeskError> {
        self.require(operator, Permission::ReadMessages).await?;
        let message = self.directory.message(id).await?;
        let mut entry = self.entry_of(operator, Action::MessageRead);
        entry.subject = Some(party(message.user, &message.recipient));
        self.directory.record(&entry).await?;
        Ok(message)
    }
}

//! Which directories a computer knows, and moving from one to another.

use crate::{
    Operator, Permission,
    activity::{Action, Entry},
    desk::{Desk, DeskError},
};

impl Desk {
    /// Proves who may change which directories this computer knows.
    pub async fn require_connecting(&self, operator: &Operator) -> Result<(), DeskError> {
        self.require(operator, Permission::EditSettings).await
    }

    /// Proves who may copy the whole directory elsewhere, and words the entry with which the record of the copy goes on:
    /// `from` says where it comes from.
    pub async fn begin_copy(&self, operator: &Operator, from: String) -> Result<Entry, DeskError> {
        self.require(operator, Permission::EditSettings).await?;
        let mut entry = self.entry_of(operator, Action::DirectoryCopied);
        entry.details.insert("from".to_owned(), from);
        Ok(entry)
    }
}

//! Looking at the activity record, verifying it, and writing it out.

use std::{fmt::Write as _, io::Write};

use crate::{
    ActivityPage, Cursor, Operator, Permission,
    activity::{Action, Broken, Link, Verifier},
    desk::{Desk, DeskError},
};

/// Links that are read at once.
const BATCH: u32 = 1_000;

impl Desk {
    /// A page of the record, newest first.
    pub async fn activity(
        &self,
        operator: &Operator,
        after: Option<&Cursor>,
        limit: u32,
    ) -> Result<ActivityPage, DeskError> {
        self.require(operator, Permission::ViewActivity).await?;
        Ok(self.directory.activity(None, after, limit).await?)
    }

    /// Walks the whole chain: the number of entries, or where it is broken.
    pub async fn verify_activity(&self, operator: &Operator) -> Result<Result<u64, Broken>, DeskError> {
        self.require(operator, Permission::ViewActivity).await?;
        // The head is read first: entries that come while the chain is walked are not missed, only not looked at.
        let head = self.directory.head().await?;
        let mut verifier = Verifier::default();
        let mut from = 1;
        loop {
            let links = self.directory.links_from(from, BATCH).await?;
            let known = links.iter().take_while(|link| link.number <= head.number);
            for link in known {
                if let Err(broken) = verifier.take(link) {
                    return Ok(Err(broken));
                }
            }
            match links.last() {
                Some(last) if last.number < head.number => from = last.number + 1,
                _ => return Ok(verifier.finish(&head)),
            }
        }
    }

    /// Writes every entry as a line of JSON with its number, content and hash; the export is an entry itself.
    pub async fn export_activity(
        &self,
        operator: &Operator,
        out: &mut (dyn Write + Send),
    ) -> Result<u64, DeskError> {
        self.require(operator, Permission::ExportActivity).await?;
        self.directory
            .record(&self.entry_of(operator, Action::ActivityExported))
            .await?;
        let mut written = 0;
        loop {
            let links = self.directory.links_from(written + 1, BATCH).await?;
            let Some(last) = links.last() else {
                return out.flush().map(|()| written).map_err(DeskError::Writing);
            };
            written = last.number;
            for link in &links {
                writeln!(out, "{}", line(link)).map_err(DeskError::Writing)?;
            }
        }
    }
}

/// One line: the content stays a string, because exactly its octets are hashed.
fn line(link: &Link) -> serde_json::Value {
    let mut hash = String::with_capacity(2 * link.hash.len());
    for octet in link.hash {
        let _ = write!(hash, "{octet:02x}");
    }
    serde_json::json!({ "number": link.number, "content": link.content, "hash": hash })
}

//! The Outbox page.

use accounts::Cursor;
use tauri::command;

use super::{Answer, Desktop};
use crate::ipc::{OutboxMessage, OutboxPage, to_domain};

/// A page of messages, newest first.
#[command]
pub async fn list_outbox(shell: Desktop<'_>, after: Option<String>, limit: u32) -> Answer<OutboxPage> {
    let (desk, operator) = shell.operator().await?;
    let after = after.map(Cursor);
    let page = desk
        .messages(&operator, after.as_ref(), to_domain::rows(limit))
        .await?;
    Ok(page.into())
}

/// One message.
#[command]
pub async fn read_message(shell: Desktop<'_>, id: String) -> Answer<OutboxMessage> {
    let (desk, operator) = shell.operator().await?;
    Ok(desk.message(&operator, to_domain::message_id(&id)?).await?.into())
}

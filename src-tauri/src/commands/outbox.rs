//! The Outbox page.

use accounts::Cursor;
use tauri::command;

use super::{Answer, Desktop};
use crate::ipc::{EventName, MessageState, OutboxMessage, OutboxPage, to_domain};

/// A page of messages, newest first; of one state where it is given.
#[command]
pub async fn list_outbox(
    shell: Desktop<'_>,
    state: Option<MessageState>,
    after: Option<String>,
    limit: u32,
) -> Answer<OutboxPage> {
    let (desk, operator) = shell.operator().await?;
    let after = after.map(Cursor);
    let page = desk
        .messages(
            &operator,
            state.map(Into::into),
            after.as_ref(),
            to_domain::rows(limit),
        )
        .await?;
    Ok(page.into())
}

/// One message.
#[command]
pub async fn read_message(shell: Desktop<'_>, id: String) -> Answer<OutboxMessage> {
    let (desk, operator) = shell.operator().await?;
    Ok(desk.message(&operator, to_domain::message_id(&id)?).await?.into())
}

/// Has an e-mail tried at once.
#[command]
pub async fn retry_message(shell: Desktop<'_>, id: String) -> Answer<()> {
    let (desk, operator) = shell.operator().await?;
    desk.retry_message(&operator, to_domain::message_id(&id)?).await?;
    shell.notify(EventName::OutboxChanged);
    Ok(())
}

/// Lets an e-mail never be sent.
#[command]
pub async fn cancel_message(shell: Desktop<'_>, id: String) -> Answer<()> {
    let (desk, operator) = shell.operator().await?;
    desk.cancel_message(&operator, to_domain::message_id(&id)?)
        .await?;
    shell.notify(EventName::OutboxChanged);
    Ok(())
}

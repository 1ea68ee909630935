//! Settings → Messages.

use tauri::command;

use super::{Answer, Desktop};
use crate::ipc::{MailPreview, MessageSettings, MessageSettingsState, TemplateKind};

/// Settings → Messages as they are.
#[command]
pub async fn message_settings(shell: Desktop<'_>) -> Answer<MessageSettingsState> {
    let (desk, operator) = shell.operator().await?;
    Ok(desk.message_settings(&operator).await?.into())
}

/// Stores Settings → Messages.
#[command]
pub async fn save_message_settings(
    shell: Desktop<'_>,
    settings: MessageSettings,
) -> Answer<MessageSettingsState> {
    let (desk, operator) = shell.operator().await?;
    let state = desk.save_message_settings(&operator, settings.into()).await?;
    Ok(state.into())
}

/// How an e-mail would read under settings as entered.
#[command]
pub async fn preview_message(
    shell: Desktop<'_>,
    kind: TemplateKind,
    settings: MessageSettings,
) -> Answer<MailPreview> {
    let (desk, operator) = shell.operator().await?;
    let text = desk
        .preview_message(&operator, kind.into(), settings.into())
        .await?;
    Ok(text.into())
}

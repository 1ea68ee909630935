//! The Settings page.

use tauri::command;

use super::{Answer, Desktop};
use crate::ipc::Settings;

/// The directory's settings.
#[command]
pub async fn settings(shell: Desktop<'_>) -> Answer<Settings> {
    let (desk, operator) = shell.operator().await?;
    Ok(desk.settings(&operator).await?.into())
}

/// Stores the settings; they hold at once.
#[command]
pub async fn save_settings(shell: Desktop<'_>, settings: Settings) -> Answer<Settings> {
    let (desk, operator) = shell.operator().await?;
    let saved = desk.save_settings(&operator, settings.into()).await?;
    if let Some(session) = shell.open_directory().await?.session().as_mut() {
        session.set_idle_lock(saved.idle_lock_minutes);
    }
    Ok(saved.into())
}

//! The Activity page.

use std::io::BufWriter;

use accounts::{Cursor, Permission};
use tauri::command;

use super::{Answer, Desktop};
use crate::ipc::{ActivityPage, ChainCheck, CommandError, ErrorCode, Exported, to_domain};

/// A page of the record, newest first.
#[command]
pub async fn list_activity(shell: Desktop<'_>, after: Option<String>, limit: u32) -> Answer<ActivityPage> {
    let (desk, operator) = shell.operator().await?;
    let after = after.map(Cursor);
    let page = desk
        .activity(&operator, after.as_ref(), to_domain::rows(limit))
        .await?;
    Ok(page.into())
}

/// Walks the whole chain.
#[command]
pub async fn verify_activity(shell: Desktop<'_>) -> Answer<ChainCheck> {
    let (desk, operator) = shell.operator().await?;
    Ok(desk.verify_activity(&operator).await?.into())
}

/// Writes the record to a new file among the user's downloads.
#[command]
pub async fn export_activity(shell: Desktop<'_>) -> Answer<Exported> {
    let (desk, operator) = shell.operator().await?;
    if !operator.may(Permission::ExportActivity) {
        // Refused and recorded there, before any file is made.
        desk.export_activity(&operator, &mut std::io::sink()).await?;
    }
    let name = desk
        .clock
        .now()
        .strftime("frontdesk-activity-%Y%m%d-%H%M%S%.3f.jsonl");
    let path = shell.places.exports.join(name.to_string());
    let cannot = |error| {
        tracing::error!("the export could not be written: {error}");
        CommandError::about_path(ErrorCode::CannotWriteFile, &path)
    };
    shell.places.create_exports()?;
    let file = std::fs::File::create_new(&path).map_err(cannot)?;
    let entries = desk.export_activity(&operator, &mut BufWriter::new(file)).await?;
    Ok(Exported {
        path: path.display().to_string(),
        entries: u32::try_from(entries).unwrap_or(u32::MAX),
    })
}

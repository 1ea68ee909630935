//! The wizard.

use accounts::draft::Draft;
use tauri::command;

use super::{Answer, Desktop};
use crate::ipc::{CreatedUser, DraftCheck, EmailAvailability, EventName, UserDraft, to_domain};

/// What the draft still lacks: the one answer behind button, tab marks and list.
#[command]
pub async fn check_draft(shell: Desktop<'_>, draft: UserDraft) -> Answer<DraftCheck> {
    let (desk, operator) = shell.operator().await?;
    Ok((&desk.check_draft(&operator, &Draft::try_from(draft)?).await?).into())
}

/// Whether an address is free.
#[command]
pub async fn check_email(shell: Desktop<'_>, email: String) -> Answer<EmailAvailability> {
    let (desk, operator) = shell.operator().await?;
    Ok(desk.check_email(&operator, &email).await?.into())
}

/// Creates the user.
#[command]
pub async fn create_user(shell: Desktop<'_>, draft: UserDraft, request_id: String) -> Answer<CreatedUser> {
    let draft = Draft::try_from(draft)?;
    let (desk, operator) = shell.operator().await?;
    let request = to_domain::request_id(&request_id)?;
    let created = desk.create_user(&operator, &draft, request).await?;
    shell.notify(EventName::UsersChanged);
    Ok(created.into())
}

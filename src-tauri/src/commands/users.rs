//! The Users page.

use tauri::command;

use super::{Answer, Desktop};
use crate::ipc::{EventName, UserCounts, UserDetails, UserPage, UserQuery, to_domain};

/// A page of users.
#[command]
pub async fn list_users(shell: Desktop<'_>, query: UserQuery) -> Answer<UserPage> {
    let (desk, operator) = shell.operator().await?;
    Ok(desk.users(&operator, &query.into()).await?.into())
}

/// How many users a search finds.
#[command]
pub async fn count_users(shell: Desktop<'_>, query: UserQuery) -> Answer<UserCounts> {
    let (desk, operator) = shell.operator().await?;
    Ok(desk.count_users(&operator, &query.search).await?.into())
}

/// One user.
#[command]
pub async fn show_user(shell: Desktop<'_>, id: String) -> Answer<UserDetails> {
    let (desk, operator) = shell.operator().await?;
    Ok(desk.user(&operator, to_domain::user_id(&id)?).await?.into())
}

/// Lets a user sign in again after too many misses.
#[command]
pub async fn unlock_sign_in(shell: Desktop<'_>, id: String) -> Answer<()> {
    let (desk, operator) = shell.operator().await?;
    Ok(desk.unlock_sign_in(&operator, to_domain::user_id(&id)?).await?)
}

/// Sends a new confirmation, which voids the one before.
#[command]
pub async fn resend_confirmation(shell: Desktop<'_>, id: String) -> Answer<()> {
    let (desk, operator) = shell.operator().await?;
    desk.resend_confirmation(&operator, to_domain::user_id(&id)?)
        .await?;
    shell.notify(EventName::OutboxChanged);
    Ok(())
}

/// Removes a lost device.
#[command]
pub async fn remove_device(shell: Desktop<'_>, id: String) -> Answer<()> {
    let (desk, operator) = shell.operator().await?;
    desk.remove_device(&operator, to_domain::user_id(&id)?).await?;
    shell.notify(EventName::UsersChanged);
    Ok(())
}

//! A newcomer activates the account at the window.

use accounts::{draft::DeviceDraft, password::Password};
use tauri::command;
use zeroize::Zeroizing;

use super::{Answer, Desktop};
use crate::ipc::{CodeSent, DeviceForm, EventName, PasswordRating, StartState};

/// Proves address, code and initial password.
#[command]
pub async fn begin_activation(
    shell: Desktop<'_>,
    email: String,
    code: String,
    password: String,
) -> Answer<StartState> {
    let (code, password) = (Zeroizing::new(code), Zeroizing::new(password));
    shell
        .begin_activation(&email, &code, Password::new(&password))
        .await
}

/// How good a password of the newcomer's own is.
#[command]
pub async fn rate_own_password(shell: Desktop<'_>, password: String) -> Answer<PasswordRating> {
    let password = Zeroizing::new(password);
    let (desk, newcomer) = shell.newcomer().await?;
    let (policy, rating) = desk
        .rate_own_password(&newcomer, &Password::new(&password))
        .await?;
    Ok(PasswordRating::under(&policy, &rating))
}

/// Makes the account active with a password of the newcomer's own.
#[command]
pub async fn choose_own_password(
    shell: Desktop<'_>,
    password: String,
    confirm_password: String,
) -> Answer<StartState> {
    let (password, again) = (Zeroizing::new(password), Zeroizing::new(confirm_password));
    shell.choose_own_password((Password::new(&password), again)).await
}

/// Sends a code to the device that is offered to be registered.
#[command]
pub async fn send_own_code(shell: Desktop<'_>, device: DeviceForm) -> Answer<CodeSent> {
    let (desk, activated) = shell.activated().await?;
    let device = DeviceDraft::try_from(device)?;
    let sent = desk.send_own_code(&activated, &device).await?;
    shell.notify(EventName::OutboxChanged);
    Ok(sent.into())
}

/// Registers the device by the code.
#[command]
pub async fn register_own_device(shell: Desktop<'_>, device: DeviceForm, code: String) -> Answer<StartState> {
    let code = Zeroizing::new(code);
    shell
        .register_own_device(&DeviceDraft::try_from(device)?, &code)
        .await
}

/// Goes to the sign-in, whatever was still offered.
#[command]
pub async fn leave_activation(shell: Desktop<'_>) -> Answer<StartState> {
    shell.leave_activation().await
}

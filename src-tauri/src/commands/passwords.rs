//! Rating, generating and copying passwords, for the wizard and for the owner's form of the first run.

use accounts::{
    Permission,
    password::{self, Password, Policy},
};
use tauri::command;
use zeroize::Zeroizing;

use super::{Answer, Desktop, start};
use crate::{
    ipc::{CommandError, Copied, ErrorCode, EventName, GeneratorOptions, PasswordRating, PasswordToRate},
    shell::randomness,
};

/// How good a password is.
#[command]
pub async fn rate_password(shell: Desktop<'_>, form: PasswordToRate) -> Answer<PasswordRating> {
    let policy = policy(&shell).await?;
    let rating = policy.rate(&Password::new(&form.password), &form.person());
    Ok(PasswordRating::under(&policy, &rating))
}

/// A generated password, handed to the form once.
#[command]
pub async fn generate_password(shell: Desktop<'_>, options: GeneratorOptions) -> Answer<String> {
    let policy = policy(&shell).await?;
    let password = password::generate(options.shape(), &policy, &options.person(), &mut *randomness());
    let password = password.map_err(|_| ErrorCode::Malformed)?;
    Ok(password.expose().to_owned())
}

/// Puts a password or recovery codes on the clipboard, for a while, and out of clipboard histories where the system can.
#[command]
pub async fn copy_password(shell: Desktop<'_>, password: String) -> Answer<Copied> {
    let password = Zeroizing::new(password);
    let seconds = clear_after(&shell).await?;
    let notify = shell.notifier();
    let kept_out_of_history = shell
        .clipboard
        .copy(password, seconds, move || notify(EventName::ClipboardCleared))
        .await
        .map_err(|_| CommandError::from(ErrorCode::ClipboardUnavailable))?;
    Ok(Copied {
        cleared_after_seconds: seconds,
        kept_out_of_history,
    })
}

/// The policy that holds: the directory's, or before there is one the default.
async fn policy(shell: &Desktop<'_>) -> Result<Policy, CommandError> {
    if start::founding(shell).await.is_ok() {
        return Ok(Policy::default());
    }
    let (desk, operator) = shell.operator().await?;
    Ok(desk.password_policy(&operator).await?)
}

/// Seconds until a copied password leaves the clipboard.
async fn clear_after(shell: &Desktop<'_>) -> Result<u32, CommandError> {
    if start::founding(shell).await.is_ok() {
        return Ok(accounts::Settings::default().clipboard_clear_seconds);
    }
    let (desk, operator) = shell.operator().await?;
    if !shell.open_directory().await?.shows_recovery_codes() {
        operator.require(Permission::CreateUsers)?;
    }
    Ok(desk.settings(&operator).await?.clipboard_clear_seconds)
}

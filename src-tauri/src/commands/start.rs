//! Opening, the first run, signing in and out.

use accounts::{first_run::OwnerDraft, password::Password};
use tauri::command;
use zeroize::Zeroizing;

use super::{Answer, Desktop};
use crate::ipc::{CommandError, ErrorCode, OwnerForm, Problem, StartState};
use crate::stage::Stage;

/// Where the application stands.
#[command]
pub async fn start_state(shell: Desktop<'_>) -> Answer<StartState> {
    shell.start_state().await
}

/// Tries again to open what could not be opened.
#[command]
pub async fn retry_opening(shell: Desktop<'_>) -> Answer<StartState> {
    if !shell
        .at(|stage| {
            matches!(
                stage,
                Stage::Problem(_) | Stage::FirstRun { .. } | Stage::Credentials { .. } | Stage::Vacant { .. }
            )
        })
        .await
    {
        return Err(ErrorCode::WrongState.into());
    }
    shell.open().await;
    shell.start_state().await
}

/// Opens the directory with its passphrase.
#[command]
pub async fn unlock_directory(shell: Desktop<'_>, passphrase: String) -> Answer<StartState> {
    let passphrase = Zeroizing::new(passphrase);
    shell.unlock_directory(&Password::new(&passphrase)).await
}

/// What the owner's form still lacks.
#[command]
pub async fn check_owner(shell: Desktop<'_>, form: OwnerForm) -> Answer<Vec<Problem>> {
    founding(&shell).await?;
    let problems = OwnerDraft::from(form).check().err().unwrap_or_default();
    Ok(problems.iter().map(Problem::from).collect())
}

/// Makes the local directory and signs its owner in.
#[command]
pub async fn start_local_directory(shell: Desktop<'_>, form: OwnerForm) -> Answer<StartState> {
    shell.start_local_directory(&form.into()).await
}

/// Opens a throwaway directory of invented users.
#[command]
pub async fn look_around(shell: Desktop<'_>) -> Answer<StartState> {
    shell.look_around().await
}

/// Leaves the throwaway directory.
#[command]
pub async fn leave_sample(shell: Desktop<'_>) -> Answer<StartState> {
    shell.leave_sample().await
}

/// Lets an operator in.
#[command]
pub async fn sign_in(shell: Desktop<'_>, email: String, password: String) -> Answer<StartState> {
    let password = Zeroizing::new(password);
    shell.sign_in(&email, Password::new(&password)).await
}

/// Unlocks the window.
#[command]
pub async fn unlock(shell: Desktop<'_>, password: String) -> Answer<StartState> {
    let password = Zeroizing::new(password);
    shell.unlock(Password::new(&password)).await
}

/// Locks the window.
#[command]
pub async fn lock(shell: Desktop<'_>) -> Answer<StartState> {
    shell.lock().await
}

/// Ends the session.
#[command]
pub async fn sign_out(shell: Desktop<'_>) -> Answer<StartState> {
    shell.sign_out().await
}

/// The operator is at work.
#[command]
pub async fn keep_alive(shell: Desktop<'_>) -> Answer<()> {
    shell.keep_alive().await
}

/// Proves that a directory may wait for its owner: none is open.
pub(super) async fn founding(shell: &Desktop<'_>) -> Result<(), CommandError> {
    let waits = |stage: &Stage| {
        matches!(
            stage,
            Stage::FirstRun { .. } | Stage::Vacant { .. } | Stage::Problem(_) | Stage::Credentials { .. }
        )
    };
    if shell.at(waits).await {
        Ok(())
    } else {
        Err(ErrorCode::WrongState.into())
    }
}

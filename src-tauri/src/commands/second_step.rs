//! The second step of signing in, and the recovery codes for when the device is lost.

use accounts::desk::SecondStepError;
use tauri::command;
use zeroize::Zeroizing;

use super::{Answer, Desktop};
use crate::ipc::{CodeSent, CommandError, EventName, StartState};

/// Sends a code to the device of whoever signs in.
#[command]
pub async fn send_sign_in_code(shell: Desktop<'_>) -> Answer<CodeSent> {
    let (desk, step) = shell.second_step().await?;
    let sent = desk.send_sign_in_code(&step).await.map_err(guarded)?;
    shell.notify(EventName::OutboxChanged);
    Ok(CodeSent {
        number: step.number().masked(),
        uncertain: sent.uncertain.clone().map(CommandError::from).map(wordless),
        ..sent.into()
    })
}

/// Whoever knows no more than the password learns neither the number nor a gateway's words, which may hold it.
fn guarded(error: SecondStepError) -> CommandError {
    wordless(error.into())
}

fn wordless(mut error: CommandError) -> CommandError {
    error.data.remove("said");
    error
}

/// Signs in by the code.
#[command]
pub async fn confirm_sign_in(shell: Desktop<'_>, code: String) -> Answer<StartState> {
    let code = Zeroizing::new(code);
    let (desk, step) = shell.second_step().await?;
    let operator = desk.sign_in_by_code(&step, &code).await?;
    shell.signed_in(&operator).await
}

/// Signs in by a recovery code, which is used up.
#[command]
pub async fn use_recovery_code(shell: Desktop<'_>, code: String) -> Answer<StartState> {
    let code = Zeroizing::new(code);
    let (desk, step) = shell.second_step().await?;
    let operator = desk.sign_in_by_recovery_code(&step, &code).await?;
    shell.signed_in(&operator).await
}

/// Goes back to the password.
#[command]
pub async fn cancel_sign_in(shell: Desktop<'_>) -> Answer<StartState> {
    shell.cancel_sign_in().await
}

/// Ten recovery codes, shown once; good only once they are kept.
#[command]
pub async fn new_recovery_codes(shell: Desktop<'_>) -> Answer<Vec<String>> {
    let codes = shell.new_recovery_codes().await?;
    Ok(codes.iter().map(|code| code.to_string()).collect())
}

/// The operator has put the recovery codes away.
#[command]
pub async fn keep_recovery_codes(shell: Desktop<'_>) -> Answer<StartState> {
    shell.keep_recovery_codes().await
}

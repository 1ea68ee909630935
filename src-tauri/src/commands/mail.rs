//! Settings → E-mail.

use accounts::{ServiceSecret, desk};
use tauri::command;

use super::{Answer, Desktop};
use crate::ipc::{EventName, MailServer, MailSettings, MailState, MailTestSent, TriedStep};

/// Settings → E-mail as they are.
#[command]
pub async fn mail_settings(shell: Desktop<'_>) -> Answer<MailState> {
    let (desk, operator) = shell.operator().await?;
    let state = desk.mail_settings(&operator).await?;
    shown(&shell, state).await
}

/// Stores Settings → E-mail. `secret` is null for the one that this computer knows.
#[command]
pub async fn save_mail_settings(
    shell: Desktop<'_>,
    settings: MailSettings,
    secret: Option<String>,
) -> Answer<MailState> {
    let secret = secret.map(ServiceSecret::new);
    let (desk, operator) = shell.operator().await?;
    let form = desk::MailForm {
        settings: settings.into(),
        secret,
    };
    let state = desk.save_mail_settings(&operator, form).await?;
    shown(&shell, state).await
}

/// Goes through the steps of reaching a server as entered.
#[command]
pub async fn try_mail_server(
    shell: Desktop<'_>,
    server: MailServer,
    secret: Option<String>,
) -> Answer<Vec<TriedStep>> {
    let secret = secret.map(ServiceSecret::new);
    let (desk, operator) = shell.operator().await?;
    let steps = desk.try_mail_server(&operator, server.into(), secret).await?;
    Ok(steps.into_iter().map(TriedStep::from).collect())
}

/// Sends the operator an e-mail that shows that e-mails arrive.
#[command]
pub async fn send_mail_test(shell: Desktop<'_>) -> Answer<MailTestSent> {
    let (desk, operator) = shell.operator().await?;
    let sent = desk.send_mail_test(&operator).await?;
    shell.notify(EventName::OutboxChanged);
    Ok(sent.into())
}

async fn shown(shell: &Desktop<'_>, state: desk::MailState) -> Answer<MailState> {
    Ok(MailState {
        settings: state.settings.into(),
        secret_known: state.secret_known,
        secret_lasts: shell.open_directory().await?.secrets.last().await,
    })
}

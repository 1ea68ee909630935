//! Settings → SMS.

use accounts::ServiceSecret;
use tauri::command;

use super::{Answer, Desktop, device::own_country};
use crate::ipc::{EventName, GatewayCondition, SmsSettings, SmsState, TestSent, to_domain};

/// Settings → SMS as they are.
#[command]
pub async fn sms_settings(shell: Desktop<'_>) -> Answer<SmsState> {
    let (desk, operator) = shell.operator().await?;
    let state = desk.sms_settings(&operator).await?;
    shown(&shell, state).await
}

/// Stores Settings → SMS. `secret` is null for the one that this computer knows.
#[command]
pub async fn save_sms_settings(
    shell: Desktop<'_>,
    settings: SmsSettings,
    secret: Option<String>,
) -> Answer<SmsState> {
    let secret = secret.map(ServiceSecret::new);
    let (desk, operator) = shell.operator().await?;
    let form = accounts::desk::SmsForm {
        settings: settings.try_into()?,
        secret,
    };
    let state = desk.save_sms_settings(&operator, form).await?;
    shown(&shell, state).await
}

/// Sends a message that shows that messages arrive.
#[command]
pub async fn send_test_message(
    shell: Desktop<'_>,
    country: Option<String>,
    number: String,
) -> Answer<TestSent> {
    let (desk, operator) = shell.operator().await?;
    let country = to_domain::country(country.as_deref())?;
    let sent = desk.send_test(&operator, &number, country).await?;
    shell.notify(EventName::OutboxChanged);
    Ok(sent.into())
}

/// How the gateway is doing.
#[command]
pub async fn gateway_condition(shell: Desktop<'_>) -> Answer<GatewayCondition> {
    let (desk, operator) = shell.operator().await?;
    Ok(desk.sms_condition(&operator).await?.into())
}

async fn shown(shell: &Desktop<'_>, state: accounts::desk::SmsState) -> Answer<SmsState> {
    Ok(SmsState {
        secret_known: state.secret_known,
        secret_lasts: shell.open_directory().await?.secrets.last().await,
        own_country: own_country().map(String::from),
        ports: delivery::sms::modem::ports(),
        example: state.example.expose().to_owned(),
        settings: state.settings.into(),
    })
}

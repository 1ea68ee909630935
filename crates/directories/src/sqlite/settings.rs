//! The settings rows.

use accounts::{
    DirectoryError, Settings, SmsSettings,
    password::{Policy, Preset},
};
use sqlx::{Sqlite, SqlitePool, Transaction, query, query_scalar};

use super::{Result, failure::directory, rows::get};

pub(super) async fn load(readers: &SqlitePool) -> Result<Settings> {
    let row = query("SELECT * FROM settings")
        .fetch_optional(readers)
        .await
        .map_err(directory)?;
    let Some(row) = row else {
        return Ok(Settings::default());
    };
    Ok(Settings {
        idle_lock_minutes: get(&row, "idle_lock_minutes")?,
        clipboard_clear_seconds: get(&row, "clipboard_clear_seconds")?,
        passwords: Policy {
            preset: match get::<&str>(&row, "password_preset")? {
                "classes" => Preset::Classes,
                "nist" => Preset::Nist,
                _ => return Err(DirectoryError::Damaged),
            },
            least_score: get(&row, "least_password_score")?,
            organisation: get(&row, "organisation")?,
        },
    })
}

pub(super) async fn save(tx: &mut Transaction<'static, Sqlite>, settings: &Settings) -> Result<()> {
    query(
        "INSERT OR REPLACE INTO settings (one, idle_lock_minutes, clipboard_clear_seconds, password_preset,
             least_password_score, organisation) VALUES (1, ?, ?, ?, ?, ?)",
    )
    .bind(settings.idle_lock_minutes)
    .bind(settings.clipboard_clear_seconds)
    .bind(match settings.passwords.preset {
        Preset::Classes => "classes",
        Preset::Nist => "nist",
    })
    .bind(settings.passwords.least_score)
    .bind(&settings.passwords.organisation)
    .execute(&mut **tx)
    .await
    .map_err(directory)?;
    Ok(())
}

pub(super) async fn load_sms(readers: &SqlitePool) -> Result<SmsSettings> {
    let stored: Option<String> = query_scalar("SELECT value FROM sms_settings")
        .fetch_optional(readers)
        .await
        .map_err(directory)?;
    stored.map_or_else(
        || Ok(SmsSettings::default()),
        |value| serde_json::from_str(&value).map_err(|_| DirectoryError::Damaged),
    )
}

pub(super) async fn save_sms(tx: &mut Transaction<'static, Sqlite>, settings: &SmsSettings) -> Result<()> {
    // Texts, figures and lists always have a form in JSON.
    let value = serde_json::to_string(settings).map_err(|error| DirectoryError::Unexpected(error.into()))?;
    query("INSERT OR REPLACE INTO sms_settings (one, value) VALUES (1, ?)")
        .bind(value)
        .execute(&mut **tx)
        .await
        .map_err(directory)?;
    Ok(())
}

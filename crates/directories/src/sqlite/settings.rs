//! Settings: a row of figures, and documents.

use accounts::{
    DirectoryError, Settings,
    password::{Policy, Preset},
};
use serde::{Serialize, de::DeserializeOwned};
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

/// Settings that have a form of their own: the name of their document.
pub(super) mod document {
    pub const SMS: &str = "sms";
    pub const MAIL: &str = "mail";
    pub const MESSAGES: &str = "messages";
}

/// Settings kept as a document; defaults where there is none.
pub(super) async fn load_document<T: DeserializeOwned + Default>(
    readers: &SqlitePool,
    name: &str,
) -> Result<T> {
    let stored: Option<String> = query_scalar("SELECT value FROM setting_documents WHERE name = ?")
        .bind(name)
        .fetch_optional(readers)
        .await
        .map_err(directory)?;
    stored.map_or_else(
        || Ok(T::default()),
        |value| serde_json::from_str(&value).map_err(|_| DirectoryError::Damaged),
    )
}

pub(super) async fn save_document(
    tx: &mut Transaction<'static, Sqlite>,
    name: &str,
    settings: &impl Serialize,
) -> Result<()> {
    // Texts, figures and lists always have a form in JSON.
    let value = serde_json::to_string(settings).map_err(|error| DirectoryError::Unexpected(error.into()))?;
    query("INSERT OR REPLACE INTO setting_documents (name, value) VALUES (?, ?)")
        .bind(name)
        .bind(value)
        .execute(&mut **tx)
        .await
        .map_err(directory)?;
    Ok(())
}

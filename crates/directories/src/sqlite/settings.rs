//! Settings: a row of figures, and documents.

use accounts::Settings;
use serde::{Serialize, de::DeserializeOwned};
use sqlx::{Sqlite, SqlitePool, Transaction, query, query_as, query_scalar};

use super::{Result, failure::directory};
use crate::rows::{SettingsRow, document, preset};

pub(super) async fn load(readers: &SqlitePool) -> Result<Settings> {
    let row = query_as(
        "SELECT idle_lock_minutes, clipboard_clear_seconds, password_preset, least_password_score, organisation
         FROM settings",
    );
    SettingsRow::settings(row.fetch_optional(readers).await.map_err(directory)?)
}

pub(super) async fn save(tx: &mut Transaction<'static, Sqlite>, settings: &Settings) -> Result<()> {
    query(
        "INSERT OR REPLACE INTO settings (one, idle_lock_minutes, clipboard_clear_seconds, password_preset,
             least_password_score, organisation) VALUES (1, ?, ?, ?, ?, ?)",
    )
    .bind(settings.idle_lock_minutes)
    .bind(settings.clipboard_clear_seconds)
    .bind(preset(settings.passwords.preset))
    .bind(settings.passwords.least_score)
    .bind(&settings.passwords.organisation)
    .execute(&mut **tx)
    .await
    .map_err(directory)?;
    Ok(())
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
    document::read(stored)
}

pub(super) async fn save_document(
    tx: &mut Transaction<'static, Sqlite>,
    name: &str,
    settings: &impl Serialize,
) -> Result<()> {
    let value = document::written(settings)?;
    query("INSERT OR REPLACE INTO setting_documents (name, value) VALUES (?, ?)")
        .bind(name)
        .bind(value)
        .execute(&mut **tx)
        .await
        .map_err(directory)?;
    Ok(())
}

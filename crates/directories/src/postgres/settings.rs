//! Settings: a row of figures, and documents.

use accounts::Settings;
use serde::{Serialize, de::DeserializeOwned};
use sqlx::{PgConnection, query, query_as, query_scalar};

use super::{Result, failure::directory};
use crate::rows::{SettingsRow, document, preset};

pub(super) async fn load(connection: &mut PgConnection) -> Result<Settings> {
    let row = query_as(
        "SELECT idle_lock_minutes, clipboard_clear_seconds, password_preset, least_password_score, organisation
         FROM settings",
    );
    SettingsRow::settings(row.fetch_optional(&mut *connection).await.map_err(directory)?)
}

pub(super) async fn save(connection: &mut PgConnection, settings: &Settings) -> Result<()> {
    query(
        "INSERT INTO settings (one, idle_lock_minutes, clipboard_clear_seconds, password_preset,
             least_password_score, organisation) VALUES (1, $1, $2, $3, $4, $5)
         ON CONFLICT (one) DO UPDATE SET idle_lock_minutes = excluded.idle_lock_minutes,
             clipboard_clear_seconds = excluded.clipboard_clear_seconds, password_preset = excluded.password_preset,
             least_password_score = excluded.least_password_score, organisation = excluded.organisation",
    )
    .bind(i64::from(settings.idle_lock_minutes))
    .bind(i64::from(settings.clipboard_clear_seconds))
    .bind(preset(settings.passwords.preset))
    .bind(i64::from(settings.passwords.least_score))
    .bind(&settings.passwords.organisation)
    .execute(&mut *connection)
    .await
    .map_err(directory)?;
    Ok(())
}

/// Settings kept as a document; defaults where there is none.
pub(super) async fn load_document<T: DeserializeOwned + Default>(
    connection: &mut PgConnection,
    name: &str,
) -> Result<T> {
    let stored: Option<String> = query_scalar("SELECT value FROM setting_documents WHERE name = $1")
        .bind(name)
        .fetch_optional(&mut *connection)
        .await
        .map_err(directory)?;
    document::read(stored)
}

pub(super) async fn save_document(
    connection: &mut PgConnection,
    name: &str,
    settings: &impl Serialize,
) -> Result<()> {
    let value = document::written(settings)?;
    query(
        "INSERT INTO setting_documents (name, value) VALUES ($1, $2)
         ON CONFLICT (name) DO UPDATE SET value = excluded.value",
    )
    .bind(name)
    .bind(value)
    .execute(&mut *connection)
    .await
    .map_err(directory)?;
    Ok(())
}

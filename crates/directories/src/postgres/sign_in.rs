//! Misses of signing in, and successes.

use accounts::{
    DirectoryError, UserId,
    password::PasswordHash,
    sign_in::{Admission, Misses, Rule, TryKey},
};
use jiff::Timestamp;
use sqlx::{PgConnection, query, query_as};

use super::{Result, failure::directory};
use crate::rows::{MissesRow, longer};

/// Counts a try in advance where every key admits it.
pub(super) async fn admit(
    connection: &mut PgConnection,
    keys: &[TryKey],
    now: Timestamp,
    rule: Rule,
) -> Result<Admission> {
    let mut longest = Admission::Admitted;
    for key in keys {
        let misses = load(&mut *connection, key).await?;
        longest = longer(longest, rule(key, &misses, now));
    }
    if longest == Admission::Admitted {
        for key in keys {
            query(
                "INSERT INTO sign_in_misses AS misses (key, count, last_at) VALUES ($1, 1, $2)
                 ON CONFLICT (key) DO UPDATE SET count = misses.count + 1, last_at = excluded.last_at",
            )
            .bind(key.octets())
            .bind(now.as_millisecond())
            .execute(&mut *connection)
            .await
            .map_err(directory)?;
        }
    }
    Ok(longest)
}

/// Forgets misses.
pub(super) async fn clear(connection: &mut PgConnection, keys: &[TryKey]) -> Result<()> {
    for key in keys {
        query("DELETE FROM sign_in_misses WHERE key = $1")
            .bind(key.octets())
            .execute(&mut *connection)
            .await
            .map_err(directory)?;
    }
    Ok(())
}

/// Stores when a user signed in and, where given, a renewed hash. Nobody who is gone signs in.
pub(super) async fn store(
    connection: &mut PgConnection,
    id: UserId,
    renewed: Option<&PasswordHash>,
    at: Timestamp,
) -> Result<()> {
    let stored =
        query("UPDATE users SET last_sign_in_at = $1, password = coalesce($2, password) WHERE id = $3")
            .bind(at.as_millisecond())
            .bind(renewed.map(PasswordHash::as_str))
            .bind(id.0)
            .execute(&mut *connection)
            .await
            .map_err(directory)?;
    if stored.rows_affected() == 0 {
        return Err(DirectoryError::NotFound);
    }
    Ok(())
}

pub(super) async fn misses(connection: &mut PgConnection, key: &TryKey) -> Result<Misses> {
    load(connection, key).await
}

async fn load(connection: &mut PgConnection, key: &TryKey) -> Result<Misses> {
    let row = query_as("SELECT count, last_at FROM sign_in_misses WHERE key = $1")
        .bind(key.octets())
        .fetch_optional(connection)
        .await
        .map_err(directory)?;
    MissesRow::misses(row)
}

//! 2FA devices, and the recovery codes for when one is lost.

use accounts::{Device, DirectoryError, NewDevice, UserId, code::KEPT_SECONDS, recovery::RecoveryHash};
use jiff::Timestamp;
use sqlx::{Sqlite, SqliteConnection, SqlitePool, Transaction, query, query_as, query_scalar};

use super::{Result, failure::directory, users};
use crate::rows::{DeviceRow, millis_before};

/// Registers the device of a row of users. Its number has to be confirmed in its scope, and is so only once.
pub(super) async fn register(
    tx: &mut Transaction<'static, Sqlite>,
    user: i64,
    device: &NewDevice,
    now: Timestamp,
) -> Result<()> {
    let stored = query(
        "INSERT INTO devices (user, phone, confirmed_at, through)
         SELECT ?, phone, at, through FROM confirmed_numbers WHERE scope = ? AND phone = ? AND at > ?",
    )
    .bind(user)
    .bind(device.scope.octets())
    .bind(device.number.e164())
    .bind(millis_before(now, KEPT_SECONDS))
    .execute(&mut **tx)
    .await
    .map_err(directory)?;
    if stored.rows_affected() == 0 {
        return Err(DirectoryError::NotConfirmed);
    }
    query("DELETE FROM confirmed_numbers WHERE scope = ? AND phone = ?")
        .bind(device.scope.octets())
        .bind(device.number.e164())
        .execute(&mut **tx)
        .await
        .map_err(directory)?;
    Ok(())
}

/// Registers the device of a user who has none.
pub(super) async fn add(
    tx: &mut Transaction<'static, Sqlite>,
    user: UserId,
    device: &NewDevice,
    now: Timestamp,
) -> Result<()> {
    let number = users::number(tx, user).await?;
    if of(tx, number).await?.is_some() {
        return Err(DirectoryError::NotFound);
    }
    register(tx, number, device, now).await
}

/// The device of a row of users.
pub(super) async fn of(connection: &mut SqliteConnection, user: i64) -> Result<Option<Device>> {
    let row: Option<DeviceRow> = query_as("SELECT phone, confirmed_at, through FROM devices WHERE user = ?")
        .bind(user)
        .fetch_optional(connection)
        .await
        .map_err(directory)?;
    row.map(DeviceRow::device).transpose()
}

/// Takes a user's device and recovery codes away.
pub(super) async fn remove(tx: &mut Transaction<'static, Sqlite>, user: UserId) -> Result<()> {
    let removed = query("DELETE FROM devices WHERE user = (SELECT number FROM users WHERE id = ?)")
        .bind(user.0.as_bytes().as_slice())
        .execute(&mut **tx)
        .await
        .map_err(directory)?;
    if removed.rows_affected() == 0 {
        return Err(DirectoryError::NotFound);
    }
    forget_recovery_codes(tx, user).await
}

pub(super) async fn recovery_codes(readers: &SqlitePool, user: UserId) -> Result<u32> {
    query_scalar("SELECT count(*) FROM recovery_codes WHERE user = (SELECT number FROM users WHERE id = ?)")
        .bind(user.0.as_bytes().as_slice())
        .fetch_one(readers)
        .await
        .map_err(directory)
}

/// Puts recovery codes in the place of those that a user has.
pub(super) async fn replace_recovery_codes(
    tx: &mut Transaction<'static, Sqlite>,
    user: UserId,
    codes: &[RecoveryHash],
) -> Result<()> {
    forget_recovery_codes(tx, user).await?;
    for code in codes {
        query("INSERT INTO recovery_codes (user, hash) SELECT number, ? FROM users WHERE id = ?")
            .bind(code.0.as_slice())
            .bind(user.0.as_bytes().as_slice())
            .execute(&mut **tx)
            .await
            .map_err(directory)?;
    }
    Ok(())
}

/// Uses a recovery code up; tells whether the user had it.
pub(super) async fn use_recovery_code(
    tx: &mut Transaction<'static, Sqlite>,
    user: UserId,
    code: &RecoveryHash,
) -> Result<bool> {
    let removed =
        query("DELETE FROM recovery_codes WHERE hash = ? AND user = (SELECT number FROM users WHERE id = ?)")
            .bind(code.0.as_slice())
            .bind(user.0.as_bytes().as_slice())
            .execute(&mut **tx)
            .await
            .map_err(directory)?;
    Ok(removed.rows_affected() > 0)
}

async fn forget_recovery_codes(tx: &mut Transaction<'static, Sqlite>, user: UserId) -> Result<()> {
    query("DELETE FROM recovery_codes WHERE user = (SELECT number FROM users WHERE id = ?)")
        .bind(user.0.as_bytes().as_slice())
        .execute(&mut **tx)
        .await
        .map_err(directory)?;
    Ok(())
}

//! Ways to confirm an address. The hashes are here; what they are of rests with the message that brings it.

use accounts::{
    DirectoryError, EmailAddress, MessageId, UserId,
    activation::{Activation, NewActivation, TokenHash},
    password::PasswordHash,
};
use jiff::Timestamp;
use sqlx::{AssertSqlSafe, Sqlite, SqlitePool, Transaction, query, query_as, query_scalar};

use super::{Result, failure::directory};
use crate::rows::ActivationRow;

type Tx = Transaction<'static, Sqlite>;

const SELECT: &str = "SELECT users.id, email, token, code, expires_at
     FROM activations JOIN users ON users.number = activations.user";
/// It can still be used, but for its age.
const USABLE: &str =
    "confirmed_at IS NULL AND enabled = 1 AND users.email_canonical = activations.email_canonical";

/// Puts a way to confirm the address of a row of users in the place of the one before. `NotFound` where it is confirmed.
pub(super) async fn store(
    tx: &mut Tx,
    user: i64,
    activation: &NewActivation,
    email: &EmailAddress,
    message: MessageId,
    now: Timestamp,
) -> Result<()> {
    let stored = query(
        "INSERT OR REPLACE INTO activations (user, token, code, email_canonical, message, expires_at)
         SELECT number, ?, ?, ?, ?, ? FROM users WHERE number = ? AND confirmed_at IS NULL",
    )
    .bind(activation.token.0.as_slice())
    .bind(activation.code.0.as_slice())
    .bind(email.canonical())
    .bind(message.0.as_bytes().as_slice())
    .bind(activation.expires_at.as_millisecond())
    .bind(user)
    .execute(&mut **tx)
    .await
    .map_err(directory)?;
    if stored.rows_affected() == 0 {
        return Err(DirectoryError::NotFound);
    }
    withdraw_messages(tx, user, now).await
}

/// Takes away what confirmations of a row of users bring, and lets none of them be sent. One that is being sent is left
/// to its claim, which finds nothing to bring at the next try.
async fn withdraw_messages(tx: &mut Tx, user: i64, now: Timestamp) -> Result<()> {
    query(
        "UPDATE outbox SET secret = NULL,
             due_at = iif(state = 'sending', due_at, NULL),
             changed_at = iif(state IN ('waiting', 'failed', 'given_up'), ?1, changed_at),
             state = iif(state IN ('waiting', 'failed', 'given_up'), 'cancelled', state)
         WHERE user = ?2 AND kind = 'confirmation'
             AND (secret IS NOT NULL OR state IN ('waiting', 'failed', 'given_up'))",
    )
    .bind(now.as_millisecond())
    .bind(user)
    .execute(&mut **tx)
    .await
    .map_err(directory)?;
    Ok(())
}

pub(super) async fn by_token(readers: &SqlitePool, token: &TokenHash) -> Result<Option<Activation>> {
    one(readers, "token = ?", &token.0).await
}

pub(super) async fn by_user(readers: &SqlitePool, user: UserId) -> Result<Option<Activation>> {
    one(readers, "users.id = ?", user.0.as_bytes()).await
}

async fn one(readers: &SqlitePool, condition: &str, value: &[u8]) -> Result<Option<Activation>> {
    let row: Option<ActivationRow> =
        query_as(AssertSqlSafe(format!("{SELECT} WHERE {condition} AND {USABLE}")))
            .bind(value)
            .fetch_optional(readers)
            .await
            .map_err(directory)?;
    row.map(ActivationRow::activation).transpose()
}

/// Uses a token up, and confirms the address that it was sent to.
pub(super) async fn activate(
    tx: &mut Tx,
    token: &TokenHash,
    password: Option<&PasswordHash>,
    now: Timestamp,
) -> Result<()> {
    let statement = format!(
        "DELETE FROM activations WHERE token = ? AND expires_at > ?
             AND EXISTS (SELECT 1 FROM users WHERE number = activations.user AND {USABLE})
         RETURNING user"
    );
    let user: i64 = query_scalar(AssertSqlSafe(statement))
        .bind(token.0.as_slice())
        .bind(now.as_millisecond())
        .fetch_one(&mut **tx)
        .await
        .map_err(directory)?;
    query("UPDATE users SET confirmed_at = ?, password = coalesce(?, password) WHERE number = ?")
        .bind(now.as_millisecond())
        .bind(password.map(PasswordHash::as_str))
        .bind(user)
        .execute(&mut **tx)
        .await
        .map_err(directory)?;
    withdraw_messages(tx, user, now).await
}

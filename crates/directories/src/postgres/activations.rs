//! Ways to confirm an address. The hashes are here; what they are of rests with the message that brings it.

use accounts::{
    DirectoryError, EmailAddress, MessageId, UserId,
    activation::{Activation, NewActivation, TokenHash},
    password::PasswordHash,
};
use jiff::Timestamp;
use sqlx::{AssertSqlSafe, PgConnection, query, query_as, query_scalar};

use super::{Result, failure::directory};
use crate::rows::ActivationRow;

const SELECT: &str = "SELECT users.id, email, token, code, expires_at
     FROM activations JOIN users ON users.number = activations.user";
/// It can still be used, but for its age.
const USABLE: &str =
    "confirmed_at IS NULL AND enabled AND users.email_canonical = activations.email_canonical";

/// Puts a way to confirm the address of a row of users in the place of the one before. `NotFound` where it is confirmed.
pub(super) async fn store(
    connection: &mut PgConnection,
    user: i64,
    activation: &NewActivation,
    email: &EmailAddress,
    message: MessageId,
    now: Timestamp,
) -> Result<()> {
    let stored = query(
        "INSERT INTO activations (\"user\", token, code, email_canonical, message, expires_at)
         SELECT number, $1, $2, $3, $4, $5 FROM users WHERE number = $6 AND confirmed_at IS NULL
         ON CONFLICT (\"user\") DO UPDATE SET token = excluded.token, code = excluded.code,
             email_canonical = excluded.email_canonical, message = excluded.message, expires_at = excluded.expires_at",
    )
    .bind(activation.token.0.as_slice())
    .bind(activation.code.0.as_slice())
    .bind(email.canonical())
    .bind(message.0)
    .bind(activation.expires_at.as_millisecond())
    .bind(user)
    .execute(&mut *connection)
    .await
    .map_err(directory)?;
    if stored.rows_affected() == 0 {
        return Err(DirectoryError::NotFound);
    }
    withdraw_messages(connection, user, now).await
}

/// Takes away what confirmations of a row of users bring, and lets none of them be sent. One that is being sent is left
/// to its claim, which finds nothing to bring at the next try.
async fn withdraw_messages(connection: &mut PgConnection, user: i64, now: Timestamp) -> Result<()> {
    query(
        "UPDATE outbox SET secret = NULL,
             due_at = CASE WHEN state = 'sending' THEN due_at END,
             changed_at = CASE WHEN state IN ('waiting', 'failed', 'given_up') THEN $1 ELSE changed_at END,
             state = CASE WHEN state IN ('waiting', 'failed', 'given_up') THEN 'cancelled' ELSE state END
         WHERE \"user\" = $2 AND kind = 'confirmation'
             AND (secret IS NOT NULL OR state IN ('waiting', 'failed', 'given_up'))",
    )
    .bind(now.as_millisecond())
    .bind(user)
    .execute(&mut *connection)
    .await
    .map_err(directory)?;
    Ok(())
}

pub(super) async fn by_token(connection: &mut PgConnection, token: &TokenHash) -> Result<Option<Activation>> {
    let statement = format!("{SELECT} WHERE token = $1 AND {USABLE}");
    let row = query_as(AssertSqlSafe(statement)).bind(token.0.as_slice());
    let row: Option<ActivationRow> = row.fetch_optional(connection).await.map_err(directory)?;
    row.map(ActivationRow::activation).transpose()
}

pub(super) async fn by_user(connection: &mut PgConnection, user: UserId) -> Result<Option<Activation>> {
    let statement = format!("{SELECT} WHERE users.id = $1 AND {USABLE}");
    let row = query_as(AssertSqlSafe(statement)).bind(user.0);
    let row: Option<ActivationRow> = row.fetch_optional(connection).await.map_err(directory)?;
    row.map(ActivationRow::activation).transpose()
}

/// Uses a token up, and confirms the address that it was sent to.
pub(super) async fn activate(
    connection: &mut PgConnection,
    token: &TokenHash,
    password: Option<&PasswordHash>,
    now: Timestamp,
) -> Result<()> {
    let statement = format!(
        "DELETE FROM activations WHERE token = $1 AND expires_at > $2
             AND EXISTS (SELECT 1 FROM users WHERE number = activations.\"user\" AND {USABLE})
         RETURNING \"user\""
    );
    let user: i64 = query_scalar(AssertSqlSafe(statement))
        .bind(token.0.as_slice())
        .bind(now.as_millisecond())
        .fetch_one(&mut *connection)
        .await
        .map_err(directory)?;
    query("UPDATE users SET confirmed_at = $1, password = coalesce($2, password) WHERE number = $3")
        .bind(now.as_millisecond())
        .bind(password.map(PasswordHash::as_str))
        .bind(user)
        .execute(&mut *connection)
        .await
        .map_err(directory)?;
    withdraw_messages(connection, user, now).await
}

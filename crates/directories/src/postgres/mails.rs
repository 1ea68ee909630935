//! E-mails that wait for their delivery. A row is due at a moment. Whoever takes it moves that moment to the end of the
//! claim, so that a row of which nothing more is heard is simply due again.

use accounts::{
    DirectoryError, MessageId,
    outbox::{Claim, ClaimedMail, MailOutcome},
};
use jiff::Timestamp;
use sqlx::{AssertSqlSafe, PgConnection, query, query_as, query_scalar};
use uuid::Uuid;

use super::{Result, failure::directory, outbox::WITH_ACTIVATION};
use crate::rows::{self, ClaimedRow};

/// E-mails that nobody delivers at the moment and that may yet be sent.
const OPEN: &str = "strpos(recipient, '@') > 0 AND state IN ('waiting', 'failed', 'given_up')";

pub(super) async fn next_due(connection: &mut PgConnection) -> Result<Option<Timestamp>> {
    let next: Option<i64> = query_scalar("SELECT min(due_at) FROM outbox WHERE due_at IS NOT NULL")
        .fetch_one(&mut *connection)
        .await
        .map_err(directory)?;
    next.map(rows::time).transpose()
}

/// Takes e-mails that are due, the longest due first.
pub(super) async fn claim(connection: &mut PgConnection, claim: &Claim) -> Result<Vec<ClaimedMail>> {
    let statement = format!(
        "SELECT outbox.number, outbox.id, kind, recipient, secret, expires_at, outbox.created_at,
             coalesce(first_try_at, $1) AS first_try_at, tries + 1 AS tries,
             users.id AS about_id, first_name AS about_first_name, last_name AS about_last_name
         FROM outbox JOIN users ON users.number = outbox.\"user\" {WITH_ACTIVATION}
         WHERE due_at <= $1 ORDER BY due_at, outbox.number LIMIT $2"
    );
    let found: Vec<ClaimedRow> = query_as(AssertSqlSafe(statement))
        .bind(claim.now.as_millisecond())
        .bind(i64::from(claim.limit))
        .fetch_all(&mut *connection)
        .await
        .map_err(directory)?;
    let numbers: Vec<i64> = found.iter().map(|row| row.number).collect();
    query(
        "UPDATE outbox SET state = 'sending', claim = $1, due_at = $2, changed_at = $3, tries = tries + 1,
             first_try_at = coalesce(first_try_at, $3)
         WHERE number = ANY($4)",
    )
    .bind(claim.id)
    .bind(claim.until.as_millisecond())
    .bind(claim.now.as_millisecond())
    .bind(numbers)
    .execute(&mut *connection)
    .await
    .map_err(directory)?;
    found.into_iter().map(ClaimedRow::claimed).collect()
}

/// Stores what became of a try where its claim still holds the row; tells whether it did.
pub(super) async fn tried(
    connection: &mut PgConnection,
    message: MessageId,
    claim: Uuid,
    outcome: &MailOutcome,
    now: Timestamp,
) -> Result<bool> {
    let fault = outcome.fault();
    let is_over = matches!(outcome, MailOutcome::Sent | MailOutcome::Outdated);
    let again = match outcome {
        MailOutcome::Again { at, .. } => Some(at.as_millisecond()),
        _ => None,
    };
    let stored = query(
        "UPDATE outbox SET state = $1, fault = $2, said = $3, due_at = $4, changed_at = $5, claim = NULL,
             secret = CASE WHEN $6 THEN NULL ELSE secret END
         WHERE id = $7 AND claim = $8",
    )
    .bind(outcome.state().code())
    .bind(fault.map(|fault| fault.kind.code()))
    .bind(fault.and_then(|fault| fault.said.as_deref()))
    .bind(again)
    .bind(now.as_millisecond())
    .bind(is_over)
    .bind(message.0)
    .bind(claim)
    .execute(&mut *connection)
    .await
    .map_err(directory)?;
    Ok(stored.rows_affected() > 0)
}

/// Makes an e-mail due, where all that it brings is still there and good.
pub(super) async fn retry(connection: &mut PgConnection, message: MessageId, now: Timestamp) -> Result<()> {
    let statement = format!(
        "SELECT outbox.number, kind, secret IS NOT NULL AND coalesce(expires_at > $1, FALSE) AS is_good
         FROM outbox {WITH_ACTIVATION} WHERE outbox.id = $2 AND {OPEN}"
    );
    let (number, kind, is_good): (i64, String, bool) = query_as(AssertSqlSafe(statement))
        .bind(now.as_millisecond())
        .bind(message.0)
        .fetch_one(&mut *connection)
        .await
        .map_err(directory)?;
    if !is_good && rows::brings_something(&kind)? {
        return Err(DirectoryError::NotFound);
    }
    query(
        "UPDATE outbox SET state = 'waiting', due_at = $1, changed_at = $1, first_try_at = NULL WHERE number = $2",
    )
    .bind(now.as_millisecond())
    .bind(number)
    .execute(&mut *connection)
    .await
    .map_err(directory)?;
    Ok(())
}

/// Lets an e-mail never be sent.
pub(super) async fn cancel(connection: &mut PgConnection, message: MessageId, now: Timestamp) -> Result<()> {
    let statement = format!(
        "UPDATE outbox SET state = 'cancelled', due_at = NULL, secret = NULL, changed_at = $1 WHERE id = $2 AND {OPEN}"
    );
    let cancelled = query(AssertSqlSafe(statement))
        .bind(now.as_millisecond())
        .bind(message.0)
        .execute(&mut *connection)
        .await
        .map_err(directory)?;
    if cancelled.rows_affected() == 0 {
        return Err(DirectoryError::NotFound);
    }
    Ok(())
}

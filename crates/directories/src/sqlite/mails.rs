//! E-mails that wait for their delivery. A row is due at a moment. Whoever takes it moves that moment to the end of the
//! claim, so that a row of which nothing more is heard is simply due again.

use accounts::{
    DirectoryError, MessageId,
    outbox::{Claim, ClaimedMail, MailOutcome},
};
use jiff::Timestamp;
use sqlx::{AssertSqlSafe, Sqlite, SqlitePool, Transaction, query, query_as, query_scalar};
use uuid::Uuid;

use super::{Result, failure::directory, outbox::WITH_ACTIVATION};
use crate::{
    rows::{self, ClaimedRow},
    search::join,
};

type Tx = Transaction<'static, Sqlite>;

/// E-mails that nobody delivers at the moment and that may yet be sent.
const OPEN: &str = "instr(recipient, '@') > 0 AND state IN ('waiting', 'failed', 'given_up')";

pub(super) async fn next_due(readers: &SqlitePool) -> Result<Option<Timestamp>> {
    let next: Option<i64> = query_scalar("SELECT min(due_at) FROM outbox WHERE due_at IS NOT NULL")
        .fetch_one(readers)
        .await
        .map_err(directory)?;
    next.map(rows::time).transpose()
}

/// Takes e-mails that are due, the longest due first.
pub(super) async fn claim(tx: &mut Tx, claim: &Claim) -> Result<Vec<ClaimedMail>> {
    let statement = format!(
        "SELECT outbox.number, outbox.id, kind, recipient, secret, expires_at, outbox.created_at,
             coalesce(first_try_at, ?1) AS first_try_at, tries + 1 AS tries,
             users.id AS about_id, first_name AS about_first_name, last_name AS about_last_name
         FROM outbox JOIN users ON users.number = outbox.user {WITH_ACTIVATION}
         WHERE due_at <= ?1 ORDER BY due_at, outbox.number LIMIT ?2"
    );
    let found: Vec<ClaimedRow> = query_as(AssertSqlSafe(statement))
        .bind(claim.now.as_millisecond())
        .bind(claim.limit)
        .fetch_all(&mut **tx)
        .await
        .map_err(directory)?;
    let numbers: Vec<i64> = found.iter().map(|row| row.number).collect();
    query(AssertSqlSafe(format!(
        "UPDATE outbox SET state = 'sending', claim = ?1, due_at = ?2, changed_at = ?3, tries = tries + 1,
             first_try_at = coalesce(first_try_at, ?3)
         WHERE number IN ({})",
        join(&numbers)
    )))
    .bind(claim.id.as_bytes().as_slice())
    .bind(claim.until.as_millisecond())
    .bind(claim.now.as_millisecond())
    .execute(&mut **tx)
    .await
    .map_err(directory)?;
    found.into_iter().map(ClaimedRow::claimed).collect()
}

/// Stores what became of a try where its claim still holds the row.
pub(super) async fn tried(
    tx: &mut Tx,
    message: MessageId,
    claim: Uuid,
    outcome: &MailOutcome,
    now: Timestamp,
) -> Result<()> {
    let fault = outcome.fault();
    let is_over = matches!(outcome, MailOutcome::Sent | MailOutcome::Outdated);
    let again = match outcome {
        MailOutcome::Again { at, .. } => Some(at.as_millisecond()),
        _ => None,
    };
    query(
        "UPDATE outbox SET state = ?, fault = ?, said = ?, due_at = ?, changed_at = ?, claim = NULL,
             secret = iif(?, NULL, secret)
         WHERE id = ? AND claim = ?",
    )
    .bind(outcome.state().code())
    .bind(fault.map(|fault| fault.kind.code()))
    .bind(fault.and_then(|fault| fault.said.as_deref()))
    .bind(again)
    .bind(now.as_millisecond())
    .bind(is_over)
    .bind(message.0.as_bytes().as_slice())
    .bind(claim.as_bytes().as_slice())
    .execute(&mut **tx)
    .await
    .map_err(directory)?;
    Ok(())
}

/// Makes an e-mail due, where all that it brings is still there and good.
pub(super) async fn retry(tx: &mut Tx, message: MessageId, now: Timestamp) -> Result<()> {
    let statement = format!(
        "SELECT outbox.number, kind, secret IS NOT NULL AND coalesce(expires_at > ?, 0) AS is_good
         FROM outbox {WITH_ACTIVATION} WHERE outbox.id = ? AND {OPEN}"
    );
    let (number, kind, is_good): (i64, String, bool) = query_as(AssertSqlSafe(statement))
        .bind(now.as_millisecond())
        .bind(message.0)
        .fetch_one(&mut **tx)
        .await
        .map_err(directory)?;
    if !is_good && rows::brings_something(&kind)? {
        return Err(DirectoryError::NotFound);
    }
    query(
        "UPDATE outbox SET state = 'waiting', due_at = ?1, changed_at = ?1, first_try_at = NULL WHERE number = ?2",
    )
    .bind(now.as_millisecond())
    .bind(number)
    .execute(&mut **tx)
    .await
    .map_err(directory)?;
    Ok(())
}

/// Lets an e-mail never be sent.
pub(super) async fn cancel(tx: &mut Tx, message: MessageId, now: Timestamp) -> Result<()> {
    let statement = format!(
        "UPDATE outbox SET state = 'cancelled', due_at = NULL, secret = NULL, changed_at = ? WHERE id = ? AND {OPEN}"
    );
    let cancelled = query(AssertSqlSafe(statement))
        .bind(now.as_millisecond())
        .bind(message.0.as_bytes().as_slice())
        .execute(&mut **tx)
        .await
        .map_err(directory)?;
    if cancelled.rows_affected() == 0 {
        return Err(DirectoryError::NotFound);
    }
    Ok(())
}

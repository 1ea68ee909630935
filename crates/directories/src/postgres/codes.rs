//! One-time codes: the ledger of a number is loaded, asked and stored in one write.

use accounts::{
    GatewayKind, MessageId, PhoneNumber,
    code::{CodeRefusal, CodeTry, KEPT_SECONDS, KeyedCode, LIFE_SECONDS, Ledger, Scope},
};
use jiff::Timestamp;
use sqlx::{PgConnection, query, query_as, query_scalar};

use super::{Result, failure::directory};
use crate::rows::{self, SentCodeRow, millis_before};

/// Seconds within which the limits of prefix and installation count.
const HOUR: u32 = 3_600;

/// Asks whether a code may be sent; where it may, stores it with the message that brings it.
pub(super) async fn begin(
    connection: &mut PgConnection,
    code: &KeyedCode,
    through: GatewayKind,
    message: MessageId,
) -> Result<std::result::Result<u8, CodeRefusal>> {
    forget(connection, code.at).await?;
    let mut ledger = load(connection, &code.number, code.at).await?;
    if let Err(refusal) = ledger.send(&code.scope, code.hash, code.at) {
        return Ok(Err(refusal));
    }
    wipe_message(connection, &code.number).await?;
    if let Some(sent) = &ledger.code {
        query(
            "INSERT INTO codes (phone, scope, hash, sent_at, misses, through, message)
             VALUES ($1, $2, $3, $4, $5, $6, $7)
             ON CONFLICT (phone) DO UPDATE SET scope = excluded.scope, hash = excluded.hash,
                 sent_at = excluded.sent_at, misses = excluded.misses, through = excluded.through,
                 message = excluded.message",
        )
        .bind(code.number.e164())
        .bind(&sent.scope)
        .bind(code.hash.0.as_slice())
        .bind(sent.sent_at.as_millisecond())
        .bind(i64::from(sent.misses))
        .bind(through.code())
        .bind(message.0)
        .execute(&mut *connection)
        .await
        .map_err(directory)?;
    }
    query("INSERT INTO code_sends (phone, prefix, at, message) VALUES ($1, $2, $3, $4)")
        .bind(code.number.e164())
        .bind(code.number.prefix())
        .bind(code.at.as_millisecond())
        .bind(message.0)
        .execute(&mut *connection)
        .await
        .map_err(directory)?;
    Ok(Ok(ledger.tries_left()))
}

/// Tries a code, and stores what became of it.
pub(super) async fn attempt(connection: &mut PgConnection, code: &KeyedCode) -> Result<CodeTry> {
    forget(connection, code.at).await?;
    let mut ledger = load(connection, &code.number, code.at).await?;
    let misses = ledger.misses.len();
    let outcome = ledger.attempt(&code.scope, code.hash, code.at);
    if let Some(sent) = &ledger.code {
        query("UPDATE codes SET hash = $1, misses = $2 WHERE phone = $3")
            .bind(sent.hash.as_ref().map(|hash| hash.0.to_vec()))
            .bind(i64::from(sent.misses))
            .bind(code.number.e164())
            .execute(&mut *connection)
            .await
            .map_err(directory)?;
        if sent.hash.is_none() {
            wipe_message(connection, &code.number).await?;
        }
    }
    if ledger.misses.len() > misses {
        query("INSERT INTO code_misses (phone, at) VALUES ($1, $2)")
            .bind(code.number.e164())
            .bind(code.at.as_millisecond())
            .execute(&mut *connection)
            .await
            .map_err(directory)?;
    }
    if outcome == CodeTry::Confirmed && code.scope.registers() {
        query(
            "INSERT INTO confirmed_numbers (scope, phone, at, through)
             SELECT scope, phone, $1, through FROM codes WHERE phone = $2
             ON CONFLICT (scope, phone) DO UPDATE SET at = excluded.at, through = excluded.through",
        )
        .bind(code.at.as_millisecond())
        .bind(code.number.e164())
        .execute(&mut *connection)
        .await
        .map_err(directory)?;
    }
    Ok(outcome)
}

/// Ends the code that a message was to bring and did not: it was never sent, so it does not count.
pub(super) async fn withdraw(connection: &mut PgConnection, message: MessageId) -> Result<()> {
    for statement in [
        "UPDATE codes SET hash = NULL WHERE message = $1",
        "DELETE FROM code_sends WHERE message = $1",
    ] {
        query(statement)
            .bind(message.0)
            .execute(&mut *connection)
            .await
            .map_err(directory)?;
    }
    Ok(())
}

pub(super) async fn is_confirmed(
    connection: &mut PgConnection,
    scope: &Scope,
    number: &PhoneNumber,
    now: Timestamp,
) -> Result<bool> {
    query_scalar(
        "SELECT EXISTS (SELECT 1 FROM confirmed_numbers WHERE scope = $1 AND phone = $2 AND at > $3)",
    )
    .bind(scope.octets())
    .bind(number.e164())
    .bind(millis_before(now, KEPT_SECONDS))
    .fetch_one(&mut *connection)
    .await
    .map_err(directory)
}

/// What is older than anything counts, and the texts of codes that are.
async fn forget(connection: &mut PgConnection, now: Timestamp) -> Result<()> {
    // Whoever was sending it is gone: it may have left or not.
    query(
        "UPDATE outbox SET text = NULL, state = CASE WHEN state = 'sending' THEN 'uncertain' ELSE state END,
             changed_at = CASE WHEN state = 'sending' THEN $1 ELSE changed_at END
         WHERE text IS NOT NULL AND created_at <= $2",
    )
    .bind(now.as_millisecond())
    .bind(millis_before(now, LIFE_SECONDS))
    .execute(&mut *connection)
    .await
    .map_err(directory)?;
    for (statement, seconds) in [
        ("DELETE FROM code_sends WHERE at <= $1", KEPT_SECONDS),
        ("DELETE FROM code_misses WHERE at <= $1", KEPT_SECONDS),
        ("DELETE FROM confirmed_numbers WHERE at <= $1", KEPT_SECONDS),
        ("DELETE FROM codes WHERE sent_at <= $1", KEPT_SECONDS),
    ] {
        query(statement)
            .bind(millis_before(now, seconds))
            .execute(&mut *connection)
            .await
            .map_err(directory)?;
    }
    Ok(())
}

async fn wipe_message(connection: &mut PgConnection, number: &PhoneNumber) -> Result<()> {
    query("UPDATE outbox SET text = NULL WHERE id = (SELECT message FROM codes WHERE phone = $1)")
        .bind(number.e164())
        .execute(&mut *connection)
        .await
        .map_err(directory)?;
    Ok(())
}

async fn load(connection: &mut PgConnection, number: &PhoneNumber, now: Timestamp) -> Result<Ledger> {
    let phone = number.e164();
    let hour = millis_before(now, HOUR);
    let code: Option<SentCodeRow> =
        query_as("SELECT scope, hash, sent_at, misses FROM codes WHERE phone = $1")
            .bind(phone)
            .fetch_optional(&mut *connection)
            .await
            .map_err(directory)?;
    let sends = query_scalar("SELECT at FROM code_sends WHERE phone = $1").bind(phone);
    let alike = query_scalar("SELECT at FROM code_sends WHERE at > $1 AND prefix = $2")
        .bind(hour)
        .bind(number.prefix());
    let all = query_scalar("SELECT at FROM code_sends WHERE at > $1").bind(hour);
    let misses = query_scalar("SELECT at FROM code_misses WHERE phone = $1").bind(phone);
    Ok(Ledger {
        sends: times(sends.fetch_all(&mut *connection).await)?,
        alike: times(alike.fetch_all(&mut *connection).await)?,
        all: times(all.fetch_all(&mut *connection).await)?,
        misses: times(misses.fetch_all(&mut *connection).await)?,
        code: code.map(SentCodeRow::sent).transpose()?,
    })
}

fn times(found: sqlx::Result<Vec<i64>>) -> Result<Vec<Timestamp>> {
    found.map_err(directory)?.into_iter().map(rows::time).collect()
}

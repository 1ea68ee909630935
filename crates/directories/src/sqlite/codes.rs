//! One-time codes: the ledger of a number is loaded, asked and stored in one write.

use accounts::{
    GatewayKind, MessageId, PhoneNumber,
    code::{CodeRefusal, CodeTry, KEPT_SECONDS, KeyedCode, LIFE_SECONDS, Ledger, Scope},
};
use jiff::Timestamp;
use sqlx::{Sqlite, SqlitePool, Transaction, query, query_as, query_scalar};

use super::{Result, failure::directory};
use crate::rows::{self, SentCodeRow, millis_before};

/// Seconds within which the limits of prefix and installation count.
const HOUR: u32 = 3_600;

type Tx = Transaction<'static, Sqlite>;

/// Asks whether a code may be sent; where it may, stores it with the message that brings it.
pub(super) async fn begin(
    tx: &mut Tx,
    code: &KeyedCode,
    through: GatewayKind,
    message: MessageId,
) -> Result<std::result::Result<u8, CodeRefusal>> {
    forget(tx, code.at).await?;
    let mut ledger = load(tx, &code.number, code.at).await?;
    if let Err(refusal) = ledger.send(&code.scope, code.hash, code.at) {
        return Ok(Err(refusal));
    }
    wipe_message(tx, &code.number).await?;
    if let Some(sent) = &ledger.code {
        query(
            "INSERT OR REPLACE INTO codes (phone, scope, hash, sent_at, misses, through, message)
             VALUES (?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(code.number.e164())
        .bind(&sent.scope)
        .bind(code.hash.0.as_slice())
        .bind(sent.sent_at.as_millisecond())
        .bind(sent.misses)
        .bind(through.code())
        .bind(message.0.as_bytes().as_slice())
        .execute(&mut **tx)
        .await
        .map_err(directory)?;
    }
    query("INSERT INTO code_sends (phone, prefix, at, message) VALUES (?, ?, ?, ?)")
        .bind(code.number.e164())
        .bind(code.number.prefix())
        .bind(code.at.as_millisecond())
        .bind(message.0.as_bytes().as_slice())
        .execute(&mut **tx)
        .await
        .map_err(directory)?;
    Ok(Ok(ledger.tries_left()))
}

/// Tries a code, and stores what became of it.
pub(super) async fn attempt(tx: &mut Tx, code: &KeyedCode) -> Result<CodeTry> {
    forget(tx, code.at).await?;
    let mut ledger = load(tx, &code.number, code.at).await?;
    let misses = ledger.misses.len();
    let outcome = ledger.attempt(&code.scope, code.hash, code.at);
    if let Some(sent) = &ledger.code {
        query("UPDATE codes SET hash = ?, misses = ? WHERE phone = ?")
            .bind(sent.hash.as_ref().map(|hash| hash.0.to_vec()))
            .bind(sent.misses)
            .bind(code.number.e164())
            .execute(&mut **tx)
            .await
            .map_err(directory)?;
        if sent.hash.is_none() {
            wipe_message(tx, &code.number).await?;
        }
    }
    if ledger.misses.len() > misses {
        query("INSERT INTO code_misses (phone, at) VALUES (?, ?)")
            .bind(code.number.e164())
            .bind(code.at.as_millisecond())
            .execute(&mut **tx)
            .await
            .map_err(directory)?;
    }
    if outcome == CodeTry::Confirmed && code.scope.registers() {
        query(
            "INSERT OR REPLACE INTO confirmed_numbers (scope, phone, at, through)
             SELECT scope, phone, ?, through FROM codes WHERE phone = ?",
        )
        .bind(code.at.as_millisecond())
        .bind(code.number.e164())
        .execute(&mut **tx)
        .await
        .map_err(directory)?;
    }
    Ok(outcome)
}

/// Ends the code that a message was to bring and did not: it was never sent, so it does not count.
pub(super) async fn withdraw(tx: &mut Tx, message: MessageId) -> Result<()> {
    for statement in [
        "UPDATE codes SET hash = NULL WHERE message = ?",
        "DELETE FROM code_sends WHERE message = ?",
    ] {
        query(statement)
            .bind(message.0.as_bytes().as_slice())
            .execute(&mut **tx)
            .await
            .map_err(directory)?;
    }
    Ok(())
}

pub(super) async fn is_confirmed(
    readers: &SqlitePool,
    scope: &Scope,
    number: &PhoneNumber,
    now: Timestamp,
) -> Result<bool> {
    query_scalar("SELECT EXISTS (SELECT 1 FROM confirmed_numbers WHERE scope = ? AND phone = ? AND at > ?)")
        .bind(scope.octets())
        .bind(number.e164())
        .bind(millis_before(now, KEPT_SECONDS))
        .fetch_one(readers)
        .await
        .map_err(directory)
}

/// What is older than anything counts, and the texts of codes that are.
async fn forget(tx: &mut Tx, now: Timestamp) -> Result<()> {
    // Whoever was sending it is gone: it may have left or not.
    query(
        "UPDATE outbox SET text = NULL, state = iif(state = 'sending', 'uncertain', state),
             changed_at = iif(state = 'sending', ?, changed_at)
         WHERE text IS NOT NULL AND created_at <= ?",
    )
    .bind(now.as_millisecond())
    .bind(millis_before(now, LIFE_SECONDS))
    .execute(&mut **tx)
    .await
    .map_err(directory)?;
    for (statement, seconds) in [
        ("DELETE FROM code_sends WHERE at <= ?", KEPT_SECONDS),
        ("DELETE FROM code_misses WHERE at <= ?", KEPT_SECONDS),
        ("DELETE FROM confirmed_numbers WHERE at <= ?", KEPT_SECONDS),
        ("DELETE FROM codes WHERE sent_at <= ?", KEPT_SECONDS),
    ] {
        query(statement)
            .bind(millis_before(now, seconds))
            .execute(&mut **tx)
            .await
            .map_err(directory)?;
    }
    Ok(())
}

async fn wipe_message(tx: &mut Tx, number: &PhoneNumber) -> Result<()> {
    query("UPDATE outbox SET text = NULL WHERE id = (SELECT message FROM codes WHERE phone = ?)")
        .bind(number.e164())
        .execute(&mut **tx)
        .await
        .map_err(directory)?;
    Ok(())
}

async fn load(tx: &mut Tx, number: &PhoneNumber, now: Timestamp) -> Result<Ledger> {
    let phone = number.e164();
    let hour = millis_before(now, HOUR);
    let code: Option<SentCodeRow> =
        query_as("SELECT scope, hash, sent_at, misses FROM codes WHERE phone = ?")
            .bind(phone)
            .fetch_optional(&mut **tx)
            .await
            .map_err(directory)?;
    let sends = query_scalar("SELECT at FROM code_sends WHERE phone = ?").bind(phone);
    let alike = query_scalar("SELECT at FROM code_sends WHERE at > ? AND prefix = ?")
        .bind(hour)
        .bind(number.prefix());
    let all = query_scalar("SELECT at FROM code_sends WHERE at > ?").bind(hour);
    let misses = query_scalar("SELECT at FROM code_misses WHERE phone = ?").bind(phone);
    Ok(Ledger {
        sends: times(sends.fetch_all(&mut **tx).await)?,
        alike: times(alike.fetch_all(&mut **tx).await)?,
        all: times(all.fetch_all(&mut **tx).await)?,
        misses: times(misses.fetch_all(&mut **tx).await)?,
        code: code.map(SentCodeRow::sent).transpose()?,
    })
}

fn times(found: sqlx::Result<Vec<i64>>) -> Result<Vec<Timestamp>> {
    found.map_err(directory)?.into_iter().map(rows::time).collect()
}

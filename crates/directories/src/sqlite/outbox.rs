//! Messages that wait.

use accounts::{
    Cursor, DirectoryError, Message, MessageId, MessageKind, MessagePage, MessageState, NewMessage, UserId,
};
use sqlx::{AssertSqlSafe, Sqlite, SqlitePool, Transaction, query, sqlite::SqliteRow};

use super::{Result, failure::directory, rows};

const SELECT: &str = "SELECT outbox.number, outbox.id, kind, state, recipient, outbox.created_at, tries,
     users.id AS user_id, first_name, last_name FROM outbox JOIN users ON users.number = outbox.user";

/// Stores a message about the user of a row.
pub(super) async fn insert(
    tx: &mut Transaction<'static, Sqlite>,
    user: i64,
    message: &NewMessage,
) -> Result<()> {
    query("INSERT INTO outbox (id, kind, state, recipient, user, created_at) VALUES (?, ?, ?, ?, ?, ?)")
        .bind(message.id.0.as_bytes().as_slice())
        .bind(message.kind.code())
        .bind(MessageState::Waiting.code())
        .bind(message.recipient.as_str())
        .bind(user)
        .bind(message.created_at.as_millisecond())
        .execute(&mut **tx)
        .await
        .map_err(directory)?;
    Ok(())
}

pub(super) async fn page(readers: &SqlitePool, after: Option<&Cursor>, limit: u32) -> Result<MessagePage> {
    let before: i64 = match after {
        None => i64::MAX,
        Some(cursor) => cursor.0.parse().map_err(|_| DirectoryError::NotFound)?,
    };
    let statement = format!("{SELECT} WHERE outbox.number < ? ORDER BY outbox.number DESC LIMIT ?");
    let found = query(AssertSqlSafe(statement))
        .bind(before)
        .bind(limit)
        .fetch_all(readers)
        .await
        .map_err(directory)?;
    let full = found.len() == limit as usize;
    let last = found
        .last()
        .filter(|_| full)
        .map(|row| rows::get::<i64>(row, "number"));
    Ok(MessagePage {
        messages: found.iter().map(message).collect::<Result<_>>()?,
        next: last.transpose()?.map(|number| Cursor(number.to_string())),
    })
}

pub(super) async fn one(readers: &SqlitePool, id: MessageId) -> Result<Message> {
    let row = query(AssertSqlSafe(format!("{SELECT} WHERE outbox.id = ?")))
        .bind(id.0.as_bytes().as_slice())
        .fetch_one(readers)
        .await
        .map_err(directory)?;
    message(&row)
}

fn message(row: &SqliteRow) -> Result<Message> {
    let kind: String = rows::get(row, "kind")?;
    let state: String = rows::get(row, "state")?;
    if kind != MessageKind::Confirmation.code() || state != MessageState::Waiting.code() {
        return Err(DirectoryError::Damaged);
    }
    Ok(Message {
        id: MessageId(rows::id(row, "id")?),
        kind: MessageKind::Confirmation,
        state: MessageState::Waiting,
        recipient: rows::email(row, "recipient")?,
        user: UserId(rows::id(row, "user_id")?),
        first_name: rows::name(row, "first_name")?,
        last_name: rows::name(row, "last_name")?,
        created_at: rows::time(rows::get(row, "created_at")?)?,
        tries: rows::get(row, "tries")?,
    })
}

//! Messages that wait, or are kept.

use accounts::{
    Cursor, Delivery, DirectoryError, Message, MessageId, MessageKind, MessagePage, MessageState,
    MessageText, MessageUser, NewMessage, Recipient, UserId,
    sms::{SmsFault, SmsFaultKind},
};
use sqlx::{AssertSqlSafe, Sqlite, SqlitePool, Transaction, query, sqlite::SqliteRow};

use super::{Result, failure::directory, rows};

const SELECT: &str = "SELECT outbox.number, outbox.id, kind, state, recipient, outbox.created_at, tries,
     fault, said, users.id AS user_id, first_name, last_name";
const FROM: &str = "FROM outbox LEFT JOIN users ON users.number = outbox.user";

/// Stores a message.
pub(super) async fn insert(tx: &mut Transaction<'static, Sqlite>, message: &NewMessage) -> Result<()> {
    query(
        "INSERT INTO outbox (id, kind, state, recipient, user, text, created_at)
         VALUES (?, ?, ?, ?, (SELECT number FROM users WHERE id = ?), ?, ?)",
    )
    .bind(message.id.0.as_bytes().as_slice())
    .bind(message.kind.code())
    .bind(message.state.code())
    .bind(message.recipient.as_str())
    .bind(message.user.map(|user| user.0.as_bytes().to_vec()))
    .bind(message.text.as_ref().map(MessageText::expose))
    .bind(message.created_at.as_millisecond())
    .execute(&mut **tx)
    .await
    .map_err(directory)?;
    Ok(())
}

/// Stores what became of handing a message to a gateway, and takes its text away.
pub(super) async fn handed_over(
    tx: &mut Transaction<'static, Sqlite>,
    message: MessageId,
    delivery: &Delivery,
) -> Result<()> {
    let fault = delivery.fault();
    query("UPDATE outbox SET state = ?, fault = ?, said = ?, tries = tries + 1, text = NULL WHERE id = ?")
        .bind(delivery.state().code())
        .bind(fault.map(|fault| fault.kind.code()))
        .bind(fault.and_then(|fault| fault.said.as_deref()))
        .bind(message.0.as_bytes().as_slice())
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
    let statement = format!("{SELECT} {FROM} WHERE outbox.number < ? ORDER BY outbox.number DESC LIMIT ?");
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

/// One message with its text.
pub(super) async fn one(readers: &SqlitePool, id: MessageId) -> Result<Message> {
    let row = query(AssertSqlSafe(format!(
        "{SELECT}, text {FROM} WHERE outbox.id = ?"
    )))
    .bind(id.0.as_bytes().as_slice())
    .fetch_one(readers)
    .await
    .map_err(directory)?;
    let text: Option<String> = rows::get(&row, "text")?;
    Ok(Message {
        text: text.map(MessageText::new),
        ..message(&row)?
    })
}

/// A message without its text.
fn message(row: &SqliteRow) -> Result<Message> {
    let kind = match rows::get::<&str>(row, "kind")? {
        "confirmation" => MessageKind::Confirmation,
        "code" => MessageKind::Code,
        "test" => MessageKind::Test,
        _ => return Err(DirectoryError::Damaged),
    };
    Ok(Message {
        id: MessageId(rows::id(row, "id")?),
        kind,
        state: state(rows::get(row, "state")?)?,
        recipient: match kind {
            MessageKind::Confirmation => Recipient::Email(rows::email(row, "recipient")?),
            MessageKind::Code | MessageKind::Test => Recipient::Phone(rows::phone(row, "recipient")?),
        },
        user: user(row)?,
        text: None,
        fault: fault(row)?,
        created_at: rows::time(rows::get(row, "created_at")?)?,
        tries: rows::get(row, "tries")?,
    })
}

fn state(code: &str) -> Result<MessageState> {
    let found = MessageState::ALL.iter().find(|state| state.code() == code);
    found.copied().ok_or(DirectoryError::Damaged)
}

fn fault(row: &SqliteRow) -> Result<Option<SmsFault>> {
    let Some(code) = rows::get::<Option<&str>>(row, "fault")? else {
        return Ok(None);
    };
    let kind = SmsFaultKind::ALL.iter().find(|kind| kind.code() == code);
    Ok(Some(SmsFault {
        kind: *kind.ok_or(DirectoryError::Damaged)?,
        said: rows::get(row, "said")?,
    }))
}

fn user(row: &SqliteRow) -> Result<Option<MessageUser>> {
    if rows::get::<Option<Vec<u8>>>(row, "user_id")?.is_none() {
        return Ok(None);
    }
    Ok(Some(MessageUser {
        id: UserId(rows::id(row, "user_id")?),
        first_name: rows::name(row, "first_name")?,
        last_name: rows::name(row, "last_name")?,
    }))
}

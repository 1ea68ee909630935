//! Messages as rows: stored, and read for lists.

use accounts::{
    Cursor, Delivery, Message, MessageId, MessagePage, MessageState, MessageText, NewMessage, Recipient,
    outbox::ConfirmationSent,
};
use jiff::Timestamp;
use sqlx::{AssertSqlSafe, PgConnection, query, query_as};

use super::{Result, activations, failure::directory, users};
use crate::rows::{ConfirmationRow, Queued, WholeMessageRow, before, message_page};

const SELECT: &str = "SELECT outbox.number, outbox.id, kind, state, recipient, outbox.created_at, changed_at,
     due_at, tries, fault, said,
     about.id AS about_id, about.first_name AS about_first_name, about.last_name AS about_last_name,
     causing.id AS causing_id, causing.first_name AS causing_first_name, causing.last_name AS causing_last_name";
const FROM: &str = "FROM outbox LEFT JOIN users AS about ON about.number = outbox.\"user\"
     LEFT JOIN users AS causing ON causing.number = outbox.caused_by";
/// The way to confirm an address that a message brings, until another took its place.
pub(super) const WITH_ACTIVATION: &str = "LEFT JOIN activations
     ON activations.\"user\" = outbox.\"user\" AND activations.message = outbox.id";

/// Stores a message with the way to confirm an address that it brings. An e-mail is due at once, or claimed already.
pub(super) async fn insert(connection: &mut PgConnection, message: &NewMessage) -> Result<()> {
    let user = match message.user {
        Some(user) => Some(users::number(connection, user).await?),
        None => None,
    };
    let at = message.created_at;
    if let (Recipient::Email(email), Some(user), Some(activation)) =
        (&message.recipient, user, &message.activation)
    {
        activations::store(connection, user, activation, email, message.id, at).await?;
    }
    let Queued { state, due_at, claim } = Queued::of(message);
    let secret = message
        .activation
        .as_ref()
        .map(|activation| activation.secret.stored());
    query(
        "INSERT INTO outbox (id, kind, state, recipient, \"user\", caused_by, text, secret, created_at, changed_at,
             due_at, claim, first_try_at, tries)
         VALUES ($1, $2, $3, $4, $5, (SELECT number FROM users WHERE id = $6), $7, $8, $9, $10, $11, $12, $13, $14)",
    )
    .bind(message.id.0)
    .bind(message.kind.code())
    .bind(state.code())
    .bind(message.recipient.as_str())
    .bind(user)
    .bind(message.caused_by.map(|user| user.0))
    .bind(message.text.as_ref().map(MessageText::expose))
    .bind(secret.as_ref().map(|secret| secret.as_str()))
    .bind(at.as_millisecond())
    .bind(at.as_millisecond())
    .bind(due_at.map(Timestamp::as_millisecond))
    .bind(claim.map(|(claim, _)| claim))
    .bind(claim.map(|_| at.as_millisecond()))
    .bind(i64::from(claim.is_some()))
    .execute(&mut *connection)
    .await
    .map_err(directory)?;
    Ok(())
}

/// Stores what became of handing a message to a gateway, and takes its text away.
pub(super) async fn handed_over(
    connection: &mut PgConnection,
    message: MessageId,
    delivery: &Delivery,
    now: Timestamp,
) -> Result<()> {
    let fault = delivery.fault();
    query(
        "UPDATE outbox SET state = $1, fault = $2, said = $3, changed_at = $4, tries = tries + 1, text = NULL
         WHERE id = $5",
    )
    .bind(delivery.state().code())
    .bind(fault.map(|fault| fault.kind.code()))
    .bind(fault.and_then(|fault| fault.said.as_deref()))
    .bind(now.as_millisecond())
    .bind(message.0)
    .execute(&mut *connection)
    .await
    .map_err(directory)?;
    Ok(())
}

pub(super) async fn page(
    connection: &mut PgConnection,
    state: Option<MessageState>,
    after: Option<&Cursor>,
    limit: u32,
) -> Result<MessagePage> {
    let of_state = state.map_or("", |_| "AND state = $3");
    let statement =
        format!("{SELECT} {FROM} WHERE outbox.number < $1 {of_state} ORDER BY outbox.number DESC LIMIT $2");
    let mut query = query_as(AssertSqlSafe(statement))
        .bind(before(after)?)
        .bind(i64::from(limit));
    if let Some(state) = state {
        query = query.bind(state.code());
    }
    message_page(query.fetch_all(&mut *connection).await.map_err(directory)?, limit)
}

/// One message with its content.
pub(super) async fn one(connection: &mut PgConnection, id: MessageId) -> Result<Message> {
    let row: WholeMessageRow = query_as(AssertSqlSafe(format!(
        "{SELECT}, text, secret, expires_at {FROM} {WITH_ACTIVATION} WHERE outbox.id = $1"
    )))
    .bind(id.0)
    .fetch_one(&mut *connection)
    .await
    .map_err(directory)?;
    row.message()
}

/// What became of the newest confirmation of each of these rows of users, with the number of the row.
pub(super) async fn confirmations(
    connection: &mut PgConnection,
    users: &[i64],
) -> Result<Vec<(i64, ConfirmationSent)>> {
    if users.is_empty() {
        return Ok(Vec::new());
    }
    let found: Vec<ConfirmationRow> = query_as(
        "SELECT DISTINCT ON (\"user\") \"user\" AS user_number, id, state, fault, said, changed_at FROM outbox
         WHERE \"user\" = ANY($1) AND kind = 'confirmation' ORDER BY \"user\", number DESC",
    )
    .bind(users)
        .fetch_all(connection)
        .await
        .map_err(directory)?;
    found.into_iter().map(ConfirmationRow::confirmation).collect()
}

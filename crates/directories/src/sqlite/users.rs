//! Storing users, and finding one.

use accounts::{
    Credentials, EmailAddress, Field, Lookalike, NewAccount, PersonName, RequestId, UserId, text,
};
use sqlx::{AssertSqlSafe, Sqlite, SqliteConnection, SqlitePool, Transaction, query, query_as, query_scalar};
use uuid::Uuid;

use super::{Result, devices, failure::directory, outbox, tokens};
use crate::rows::{CredentialsRow, first_request, name_key, name_skeleton};

/// The columns of a user.
pub(super) const COLUMNS: &str =
    "number, id, email, first_name, last_name, confirmed_at, enabled, created_at, last_sign_in_at,
     EXISTS (SELECT 1 FROM devices WHERE devices.user = users.number) AS device";

/// The account that the same request created before, if it did. A request that created another is refused.
pub(super) async fn of_request(
    tx: &mut Transaction<'static, Sqlite>,
    account: &NewAccount,
) -> Result<Option<UserId>> {
    let earlier = query_as("SELECT id, email_canonical FROM users WHERE request = ?")
        .bind(account.request.0)
        .fetch_optional(&mut **tx)
        .await
        .map_err(directory)?;
    first_request(earlier, account)
}

/// The account that a request created.
pub(super) async fn created_by(readers: &SqlitePool, request: RequestId) -> Result<Option<UserId>> {
    let id: Option<Uuid> = query_scalar("SELECT id FROM users WHERE request = ?")
        .bind(request.0)
        .fetch_optional(readers)
        .await
        .map_err(directory)?;
    Ok(id.map(UserId))
}

/// Stores an account with its roles and permissions, and returns the number of its row.
pub(super) async fn insert(tx: &mut Transaction<'static, Sqlite>, account: &NewAccount) -> Result<i64> {
    let search_text = account.search_text();
    let name_key = name_key(&account.first_name, &account.last_name);
    let number = query(
        "INSERT INTO users (id, request, email, email_canonical, email_skeleton, first_name, last_name, name_key,
             name_skeleton, search_text, password, confirmed_at, enabled, created_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(account.id.0.as_bytes().as_slice())
    .bind(account.request.0.as_bytes().as_slice())
    .bind(account.email.as_str())
    .bind(account.email.canonical())
    .bind(text::skeleton(account.email.as_str()))
    .bind(account.first_name.as_str())
    .bind(account.last_name.as_str())
    .bind(&name_key)
    .bind(name_skeleton(&account.first_name, &account.last_name))
    .bind(&search_text)
    .bind(account.password.as_str())
    .bind(account.confirmed_at.map(jiff::Timestamp::as_millisecond))
    .bind(account.enabled)
    .bind(account.created_at.as_millisecond())
    .execute(&mut **tx)
    .await
    .map_err(directory)?
    .last_insert_rowid();
    tokens::index(tx, number, &search_text, &name_key, account.email.canonical()).await?;
    for role in &account.roles {
        query("INSERT INTO user_roles (user, role) VALUES (?, ?)")
            .bind(number)
            .bind(&role.0)
            .execute(&mut **tx)
            .await
            .map_err(directory)?;
    }
    for permission in &account.permissions {
        query("INSERT INTO user_permissions (user, permission) VALUES (?, ?)")
            .bind(number)
            .bind(permission.code())
            .execute(&mut **tx)
            .await
            .map_err(directory)?;
    }
    if let Some(device) = &account.device {
        devices::register(tx, number, device, account.created_at).await?;
    }
    Ok(number)
}

/// The number of a user's row.
pub(super) async fn number(tx: &mut Transaction<'static, Sqlite>, id: UserId) -> Result<i64> {
    query_scalar("SELECT number FROM users WHERE id = ?")
        .bind(id.0.as_bytes().as_slice())
        .fetch_one(&mut **tx)
        .await
        .map_err(directory)
}

pub(super) async fn is_taken(readers: &SqlitePool, email: &EmailAddress) -> Result<bool> {
    query_scalar("SELECT EXISTS (SELECT 1 FROM users WHERE email_canonical = ?)")
        .bind(email.canonical())
        .fetch_one(readers)
        .await
        .map_err(directory)
}

pub(super) async fn lookalike(
    readers: &SqlitePool,
    email: &EmailAddress,
    name: Option<(&PersonName, &PersonName)>,
) -> Result<Option<Lookalike>> {
    let existing: Option<String> =
        query_scalar("SELECT email FROM users WHERE email_skeleton = ? AND email_canonical <> ? LIMIT 1")
            .bind(text::skeleton(email.as_str()))
            .bind(email.canonical())
            .fetch_optional(readers)
            .await
            .map_err(directory)?;
    if let Some(existing) = existing {
        let field = Field::Email;
        return Ok(Some(Lookalike { field, existing }));
    }
    let Some((first, last)) = name else {
        return Ok(None);
    };
    // People may share a name; only a name that is written otherwise and looks the same deceives.
    let existing: Option<String> = query_scalar(
        "SELECT first_name || ' ' || last_name FROM users WHERE name_skeleton = ? AND name_key <> ? LIMIT 1",
    )
    .bind(name_skeleton(first, last))
    .bind(name_key(first, last))
    .fetch_optional(readers)
    .await
    .map_err(directory)?;
    Ok(existing.map(|existing| Lookalike {
        field: Field::FirstName,
        existing,
    }))
}

pub(super) async fn by_id(readers: &SqlitePool, id: UserId) -> Result<Credentials> {
    let mut connection = readers.acquire().await.map_err(directory)?;
    let statement = format!("SELECT {COLUMNS}, password FROM users WHERE id = ?");
    let row = query_as(AssertSqlSafe(statement))
        .bind(id.0)
        .fetch_one(&mut *connection)
        .await
        .map_err(directory)?;
    credentials(&mut connection, row).await
}

pub(super) async fn by_email(readers: &SqlitePool, email: &EmailAddress) -> Result<Option<Credentials>> {
    let mut connection = readers.acquire().await.map_err(directory)?;
    let statement = format!("SELECT {COLUMNS}, password FROM users WHERE email_canonical = ?");
    let row = query_as(AssertSqlSafe(statement))
        .bind(email.canonical())
        .fetch_optional(&mut *connection)
        .await
        .map_err(directory)?;
    match row {
        Some(row) => credentials(&mut connection, row).await.map(Some),
        None => Ok(None),
    }
}

async fn credentials(connection: &mut SqliteConnection, row: CredentialsRow) -> Result<Credentials> {
    let number = row.user.number;
    let roles = query_scalar("SELECT role FROM user_roles WHERE user = ? ORDER BY role")
        .bind(number)
        .fetch_all(&mut *connection)
        .await
        .map_err(directory)?;
    let permissions: Vec<String> =
        query_scalar("SELECT permission FROM user_permissions WHERE user = ? ORDER BY permission")
            .bind(number)
            .fetch_all(&mut *connection)
            .await
            .map_err(directory)?;
    let device = devices::of(connection, number).await?;
    let confirmation = if row.user.is_pending() {
        outbox::confirmations(connection, &[number]).await?.pop()
    } else {
        None
    };
    let confirmation = confirmation.map(|(_, confirmation)| confirmation);
    row.credentials(roles, &permissions, device, confirmation)
}

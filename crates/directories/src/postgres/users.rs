//! Storing users, and finding one.

use accounts::{
    Credentials, EmailAddress, Field, Lookalike, NewAccount, PersonName, RequestId, UserId, text,
};
use sqlx::{AssertSqlSafe, Executor as _, PgConnection, query, query_as, query_scalar};
use uuid::Uuid;

use super::{
    Result, devices,
    failure::directory,
    outbox,
    tokens::{self, Indexed},
};
use crate::rows::{CredentialsRow, first_request, name_key, name_skeleton};

/// The columns of a user.
pub(super) const COLUMNS: &str =
    "number, id, email, first_name, last_name, confirmed_at, enabled, created_at, last_sign_in_at,
     EXISTS (SELECT 1 FROM devices WHERE devices.\"user\" = users.number) AS device";

/// The account that the same request created before, if it did. A request that created another is refused.
pub(super) async fn of_request(
    connection: &mut PgConnection,
    account: &NewAccount,
) -> Result<Option<UserId>> {
    let earlier = query_as("SELECT id, email_canonical FROM users WHERE request = $1")
        .bind(account.request.0)
        .fetch_optional(connection)
        .await
        .map_err(directory)?;
    first_request(earlier, account)
}

/// The account that a request created. A write whose answer was lost may still go on: it is waited for.
pub(super) async fn created_by(connection: &mut PgConnection, request: RequestId) -> Result<Option<UserId>> {
    let wait = "BEGIN ISOLATION LEVEL READ COMMITTED; SELECT one FROM activity_head FOR SHARE";
    connection.execute(wait).await.map_err(directory)?;
    let id: Option<Uuid> = query_scalar("SELECT id FROM users WHERE request = $1")
        .bind(request.0)
        .fetch_optional(&mut *connection)
        .await
        .map_err(directory)?;
    connection.execute("COMMIT").await.map_err(directory)?;
    Ok(id.map(UserId))
}

/// Stores an account with its roles and permissions, and returns the number of its row.
pub(super) async fn insert(connection: &mut PgConnection, account: &NewAccount) -> Result<i64> {
    let search_text = account.search_text();
    let name_key = name_key(&account.first_name, &account.last_name);
    let number = query_scalar(
        "INSERT INTO users (id, request, email, email_canonical, email_skeleton, first_name, last_name, name_key,
             name_skeleton, search_text, password, confirmed_at, enabled, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) RETURNING number",
    )
    .bind(account.id.0)
    .bind(account.request.0)
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
    .fetch_one(&mut *connection)
    .await
    .map_err(directory)?;
    let indexed = Indexed {
        number,
        search_text,
        name_key,
        email_canonical: account.email.canonical().to_owned(),
    };
    tokens::index(connection, &[indexed]).await?;
    let roles: Vec<&str> = account.roles.iter().map(|role| role.0.as_str()).collect();
    query("INSERT INTO user_roles (\"user\", role) SELECT $1, unnest($2::TEXT[])")
        .bind(number)
        .bind(roles)
        .execute(&mut *connection)
        .await
        .map_err(directory)?;
    if !account.permissions.is_empty() {
        let permissions: Vec<&str> = account.permissions.iter().map(|one| one.code()).collect();
        query("INSERT INTO user_permissions (\"user\", permission) SELECT $1, unnest($2::TEXT[])")
            .bind(number)
            .bind(permissions)
            .execute(&mut *connection)
            .await
            .map_err(directory)?;
    }
    if let Some(device) = &account.device {
        devices::register(connection, number, device, account.created_at).await?;
    }
    Ok(number)
}

/// The number of a user's row.
pub(super) async fn number(connection: &mut PgConnection, id: UserId) -> Result<i64> {
    query_scalar("SELECT number FROM users WHERE id = $1")
        .bind(id.0)
        .fetch_one(connection)
        .await
        .map_err(directory)
}

pub(super) async fn is_taken(connection: &mut PgConnection, email: &EmailAddress) -> Result<bool> {
    query_scalar("SELECT EXISTS (SELECT 1 FROM users WHERE email_canonical = $1)")
        .bind(email.canonical())
        .fetch_one(connection)
        .await
        .map_err(directory)
}

pub(super) async fn lookalike(
    connection: &mut PgConnection,
    email: &EmailAddress,
    name: Option<(&PersonName, &PersonName)>,
) -> Result<Option<Lookalike>> {
    let existing: Option<String> = query_scalar(
        "SELECT email FROM users WHERE left(email_skeleton, 200) = left($1, 200) AND email_skeleton = $1
             AND email_canonical <> $2 LIMIT 1",
    )
    .bind(text::skeleton(email.as_str()))
    .bind(email.canonical())
    .fetch_optional(&mut *connection)
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
        "SELECT first_name || ' ' || last_name FROM users
         WHERE left(name_skeleton, 200) = left($1, 200) AND name_skeleton = $1 AND name_key <> $2 LIMIT 1",
    )
    .bind(name_skeleton(first, last))
    .bind(name_key(first, last))
    .fetch_optional(connection)
    .await
    .map_err(directory)?;
    Ok(existing.map(|existing| Lookalike {
        field: Field::FirstName,
        existing,
    }))
}

pub(super) async fn by_id(connection: &mut PgConnection, id: UserId) -> Result<Credentials> {
    let statement = format!("SELECT {COLUMNS}, password FROM users WHERE id = $1");
    let row = query_as(AssertSqlSafe(statement))
        .bind(id.0)
        .fetch_one(&mut *connection)
        .await
        .map_err(directory)?;
    credentials(connection, row).await
}

pub(super) async fn by_email(
    connection: &mut PgConnection,
    email: &EmailAddress,
) -> Result<Option<Credentials>> {
    let statement = format!("SELECT {COLUMNS}, password FROM users WHERE email_canonical = $1");
    let row = query_as(AssertSqlSafe(statement))
        .bind(email.canonical())
        .fetch_optional(&mut *connection)
        .await
        .map_err(directory)?;
    match row {
        Some(row) => credentials(connection, row).await.map(Some),
        None => Ok(None),
    }
}

async fn credentials(connection: &mut PgConnection, row: CredentialsRow) -> Result<Credentials> {
    let number = row.user.number;
    let (roles, permissions): (Vec<String>, Vec<String>) = query_as(
        "SELECT ARRAY(SELECT role FROM user_roles WHERE \"user\" = $1 ORDER BY role),
             ARRAY(SELECT permission FROM user_permissions WHERE \"user\" = $1 ORDER BY permission)",
    )
    .bind(number)
    .fetch_one(&mut *connection)
    .await
    .map_err(directory)?;
    let device = if row.user.device {
        devices::of(connection, number).await?
    } else {
        None
    };
    let confirmation = if row.user.is_pending() {
        outbox::confirmations(connection, &[number]).await?.pop()
    } else {
        None
    };
    let confirmation = confirmation.map(|(_, confirmation)| confirmation);
    row.credentials(roles, &permissions, device, confirmation)
}

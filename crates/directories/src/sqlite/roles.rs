//! Roles and permissions.

use accounts::{Catalogue, DirectoryError, Holder, Permission, Role, RoleId};
use sqlx::{AssertSqlSafe, Sqlite, SqlitePool, Transaction, query, query_as, query_scalar};

use super::{Result, failure::directory};
use crate::rows::{self, HolderRow};

/// Holders that are listed.
const HOLDERS: u32 = 200;
/// Up to so many are sorted by name; more would take longer than a list of the first 200 is worth.
const SORTED: i64 = 10_000;

pub(super) async fn catalogue(readers: &SqlitePool) -> Result<Catalogue> {
    let mut tx = readers.begin().await.map_err(directory)?;
    let roles = query_as(
        "SELECT id, name, description, built_in, holders FROM roles
         ORDER BY built_in IS NULL, built_in, name_canonical",
    );
    let roles = roles.fetch_all(&mut *tx).await.map_err(directory)?;
    let inside = query_as("SELECT role, inside FROM role_roles");
    let inside = inside.fetch_all(&mut *tx).await.map_err(directory)?;
    let granted = query_as("SELECT role, permission FROM role_permissions");
    let granted = granted.fetch_all(&mut *tx).await.map_err(directory)?;
    let words = query_as("SELECT code, name, description FROM permissions ORDER BY position");
    let words = words.fetch_all(&mut *tx).await.map_err(directory)?;
    rows::catalogue(roles, inside, granted, words)
}

/// Roles that grant a permission, themselves or through a role inside.
const GRANTING: &str = "WITH RECURSIVE granting (role) AS (
    SELECT role FROM role_permissions WHERE permission = ?1
    UNION SELECT role_roles.role FROM role_roles JOIN granting ON inside = granting.role)";

pub(super) async fn role_holders(readers: &SqlitePool, id: &RoleId) -> Result<Vec<Holder>> {
    let count = query_scalar("SELECT holders FROM roles WHERE id = ?").bind(&id.0);
    let count = count.fetch_one(readers).await.map_err(directory)?;
    let held =
        "SELECT id, email, first_name, last_name FROM user_roles JOIN users ON number = user WHERE role = ?1";
    holders(readers, held, &id.0, count).await
}

pub(super) async fn permission_holders(readers: &SqlitePool, permission: Permission) -> Result<Vec<Holder>> {
    let count = format!("{GRANTING} SELECT coalesce(sum(holders), 0) FROM roles WHERE id IN granting");
    let count = query_scalar(AssertSqlSafe(count)).bind(permission.code());
    let count = count.fetch_one(readers).await.map_err(directory)?;
    let held = format!(
        "{GRANTING} SELECT id, email, first_name, last_name FROM users WHERE number IN (
             SELECT user FROM user_permissions WHERE permission = ?1
             UNION SELECT user FROM user_roles WHERE role IN granting)"
    );
    holders(readers, &held, permission.code(), count).await
}

/// The first of about `count` users whom a statement finds.
async fn holders(readers: &SqlitePool, held: &str, of: &str, count: i64) -> Result<Vec<Holder>> {
    let order = if count <= SORTED {
        "ORDER BY name_key, id"
    } else {
        ""
    };
    let found: Vec<HolderRow> = query_as(AssertSqlSafe(format!("{held} {order} LIMIT {HOLDERS}")))
        .bind(of)
        .fetch_all(readers)
        .await
        .map_err(directory)?;
    found.into_iter().map(HolderRow::holder).collect()
}

/// The first role inside a role that leads back to it.
const LEADING_BACK: &str = "WITH RECURSIVE held (first, last) AS (
    SELECT inside, inside FROM role_roles WHERE role = ?1
    UNION SELECT first, inside FROM role_roles JOIN held ON role = last)
    SELECT first FROM held WHERE last = ?1 LIMIT 1";

/// Stores an own role, new or changed. A built-in role is none of them.
pub(super) async fn save(tx: &mut Transaction<'static, Sqlite>, role: &Role) -> Result<()> {
    let stored = query(
        "INSERT INTO roles (id, name, name_canonical, description) VALUES (?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, name_canonical = excluded.name_canonical,
             description = excluded.description WHERE built_in IS NULL",
    )
    .bind(&role.id.0)
    .bind(role.name.as_str())
    .bind(role.name.canonical())
    .bind(&role.description)
    .execute(&mut **tx)
    .await
    .map_err(directory)?;
    if stored.rows_affected() == 0 {
        return Err(DirectoryError::NotFound);
    }
    for statement in [
        "DELETE FROM role_roles WHERE role = ?",
        "DELETE FROM role_permissions WHERE role = ?",
    ] {
        query(statement)
            .bind(&role.id.0)
            .execute(&mut **tx)
            .await
            .map_err(directory)?;
    }
    for inside in &role.roles {
        query("INSERT INTO role_roles (role, inside) VALUES (?, ?)")
            .bind(&role.id.0)
            .bind(&inside.0)
            .execute(&mut **tx)
            .await
            .map_err(directory)?;
    }
    for permission in &role.permissions {
        query("INSERT INTO role_permissions (role, permission) VALUES (?, ?)")
            .bind(&role.id.0)
            .bind(permission.code())
            .execute(&mut **tx)
            .await
            .map_err(directory)?;
    }
    let leading_back: Option<String> = query_scalar(LEADING_BACK)
        .bind(&role.id.0)
        .fetch_optional(&mut **tx)
        .await
        .map_err(directory)?;
    match leading_back {
        Some(inside) => Err(DirectoryError::RoleLoop {
            inside: RoleId(inside),
        }),
        None => Ok(()),
    }
}

/// Deletes an own role that neither users nor roles hold.
pub(super) async fn delete(tx: &mut Transaction<'static, Sqlite>, id: &RoleId) -> Result<()> {
    let holders: Option<i64> = query_scalar(
        "SELECT holders + (SELECT count(*) FROM role_roles WHERE inside = id) FROM roles
         WHERE id = ? AND built_in IS NULL",
    )
    .bind(&id.0)
    .fetch_optional(&mut **tx)
    .await
    .map_err(directory)?;
    match holders {
        None => Err(DirectoryError::NotFound),
        Some(0) => {
            query("DELETE FROM roles WHERE id = ?")
                .bind(&id.0)
                .execute(&mut **tx)
                .await
                .map_err(directory)?;
            Ok(())
        }
        Some(holders) => Err(DirectoryError::InUse {
            holders: holders.unsigned_abs(),
        }),
    }
}

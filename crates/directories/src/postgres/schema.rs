//! The tables in a server's database: whether they are ours, whether we may use them, and bringing them up to date.

use sqlx::{
    Executor as _, PgConnection,
    migrate::{MigrateError, Migrator},
    query_as, query_scalar,
};

use super::{
    failure::{code, state},
    reaching,
    search::TOGETHER,
    servers::PATIENT,
};
use crate::{FaultKind, migrations};

/// Every table, and what is done with it. The role of a desk needs no more (see the README).
pub(super) const TABLES: &[(&str, &[&str])] = &[
    ("_sqlx_migrations", &["SELECT"]),
    ("activations", ALL),
    ("activity", &["SELECT", "INSERT"]),
    ("activity_head", &["SELECT", "UPDATE"]),
    ("code_misses", ALL),
    ("code_sends", ALL),
    ("codes", ALL),
    ("confirmed_numbers", ALL),
    ("devices", ALL),
    ("outbox", ALL),
    ("permissions", &["SELECT"]),
    ("recovery_codes", ALL),
    ("role_permissions", ALL),
    ("role_roles", ALL),
    ("roles", ALL),
    ("setting_documents", ALL),
    ("settings", ALL),
    ("sign_in_misses", ALL),
    ("user_counts", &["SELECT", "UPDATE"]),
    ("user_permissions", ALL),
    ("user_roles", ALL),
    ("users", ALL),
    ("users_search", ALL),
];
const ALL: &[&str] = &["SELECT", "INSERT", "UPDATE", "DELETE"];

/// Why the tables cannot be used, and what the server said.
pub(super) type Flaw = (FaultKind, Option<String>);

/// How the tables are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// Of this version, and we may use them.
    Current,
    /// There are none, or of an earlier version; we may make them.
    Behind,
    /// A directory is being copied into them.
    Copying,
}

/// Marks the tables while a directory is copied into them.
const COPYING: &str = "copying";

/// Looks at the tables as they are at one moment, for somebody else may just be making them, and changes nothing.
pub(super) async fn inspect(connection: &mut PgConnection) -> Result<Standing, Flaw> {
    run(connection, TOGETHER).await?;
    let standing = standing(connection).await?;
    run(connection, "COMMIT").await?;
    Ok(standing)
}

async fn standing(connection: &mut PgConnection) -> Result<Standing, Flaw> {
    let mut found = tables(connection).await?;
    let is_marked = found.iter().any(|name| name == COPYING);
    found.retain(|name| name != COPYING);
    if !found.iter().any(|name| name == "_sqlx_migrations") {
        return if found.is_empty() {
            may_create(connection).await
        } else {
            Err((FaultKind::ForeignSchema, None))
        };
    }
    if !may(connection, "_sqlx_migrations", &["SELECT"]).await? {
        return Err((FaultKind::NoRights, None));
    }
    match applied(connection).await? {
        0 if found.len() > 1 => Err((FaultKind::ForeignSchema, None)),
        count if count < migrations::POSTGRES.iter().count() => may_create(connection).await,
        _ if found.len() < TABLES.len() => Err((FaultKind::ForeignSchema, None)),
        _ => {
            for (table, rights) in TABLES {
                if !may(connection, table, rights).await? {
                    return Err((FaultKind::NoRights, None));
                }
            }
            Ok(if is_marked {
                Standing::Copying
            } else {
                Standing::Current
            })
        }
    }
}

/// Makes the tables, or brings them up to date. Of several that do so at the same moment one comes first, and the others
/// find it done.
pub(super) async fn migrate(connection: &mut PgConnection) -> Result<(), Flaw> {
    // What others are doing is waited for, and a large directory takes its time.
    run(connection, PATIENT).await?;
    let migrated = match migrations::POSTGRES.run_direct(None, connection, false).await {
        Err(MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _))
            if knows_no_lock(&error) =>
        {
            let mut without_lock = Migrator::with_migrations(migrations::POSTGRES.iter().cloned().collect());
            without_lock.set_locking(false);
            without_lock.run_direct(None, connection, false).await
        }
        other => other,
    };
    migrated.map_err(|error| match error {
        MigrateError::VersionMissing(_) | MigrateError::VersionTooNew(..) => (FaultKind::NewerSchema, None),
        MigrateError::VersionMismatch(_) | MigrateError::Dirty(_) => (FaultKind::ForeignSchema, None),
        MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => {
            reaching::classified(&error)
        }
        other => (FaultKind::Unexpected, Some(other.to_string())),
    })
}

/// Advisory locks are PostgreSQL's own.
fn knows_no_lock(error: &sqlx::Error) -> bool {
    matches!(
        code(error).as_deref(),
        Some(state::NO_FUNCTION | state::NOT_SUPPORTED)
    )
}

/// Our tables that are there.
async fn tables(connection: &mut PgConnection) -> Result<Vec<String>, Flaw> {
    let names = TABLES.iter().map(|(name, _)| *name);
    let names: Vec<&str> = names.chain([COPYING]).collect();
    query_scalar(
        "SELECT relname::TEXT FROM pg_catalog.pg_class JOIN pg_catalog.pg_namespace AS schemas
             ON schemas.oid = relnamespace
         WHERE nspname = current_schema() AND relkind IN ('r', 'p', 'v', 'm', 'f') AND relname::TEXT = ANY($1)",
    )
    .bind(names)
    .fetch_all(connection)
    .await
    .map_err(|error| reaching::classified(&error))
}

/// How many of our migrations were applied, all of them as we know them.
async fn applied(connection: &mut PgConnection) -> Result<usize, Flaw> {
    let statement = "SELECT version, checksum, success FROM _sqlx_migrations ORDER BY version";
    let applied: Vec<(i64, Vec<u8>, bool)> = query_as(statement)
        .fetch_all(connection)
        .await
        // A table of this name that has other columns is somebody else's.
        .map_err(|error| match reaching::classified(&error) {
            (FaultKind::Unexpected, said) => (FaultKind::ForeignSchema, said),
            other => other,
        })?;
    let mut known = migrations::POSTGRES.iter();
    for (version, checksum, succeeded) in &applied {
        match known.next() {
            Some(ours) if ours.version == *version && ours.checksum[..] == checksum[..] && *succeeded => {}
            Some(_) => return Err((FaultKind::ForeignSchema, None)),
            None => return Err((FaultKind::NewerSchema, None)),
        }
    }
    Ok(applied.len())
}

async fn may_create(connection: &mut PgConnection) -> Result<Standing, Flaw> {
    // Without a schema there is nowhere to make them.
    let may: Option<bool> = query_scalar("SELECT has_schema_privilege(current_schema(), 'CREATE')")
        .fetch_one(connection)
        .await
        .map_err(|error| reaching::classified(&error))?;
    if may == Some(true) {
        Ok(Standing::Behind)
    } else {
        Err((FaultKind::NoRights, None))
    }
}

/// Whether we have all of these rights.
async fn may(connection: &mut PgConnection, table: &str, rights: &[&str]) -> Result<bool, Flaw> {
    query_scalar("SELECT bool_and(has_table_privilege($1, wanted)) FROM unnest($2::TEXT[]) AS wanted")
        .bind(table)
        .bind(rights)
        .fetch_one(connection)
        .await
        .map_err(|error| reaching::classified(&error))
}

pub(super) async fn run(connection: &mut PgConnection, statement: &'static str) -> Result<(), Flaw> {
    let done = connection.execute(statement).await;
    done.map(drop).map_err(|error| reaching::classified(&error))
}

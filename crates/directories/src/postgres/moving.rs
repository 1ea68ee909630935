//! What a copy of a whole directory does with a server's database that the port does not.

use accounts::{
    DirectoryError,
    activity::{Entry, Head},
};
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection, query_as};

use super::{
    Result, activity,
    failure::directory,
    schema::{self, TABLES},
    servers::{PATIENT, Servers},
    tokens::{self, Indexed},
};
use crate::{ConnectionFault, ConnectionSecrets, PostgresConnection};

/// Users that are put into the index of tokens together.
const TOGETHER: i64 = 500;

/// A connection to a database whose tables are ours, or that has none.
pub(crate) async fn connect(
    connection: &PostgresConnection,
    secrets: &ConnectionSecrets,
) -> std::result::Result<PgConnection, ConnectionFault> {
    let servers = Servers::new(connection, secrets)?;
    let mut connection = servers.connect().await?;
    let ready = async {
        schema::inspect(&mut connection).await?;
        schema::run(&mut connection, PATIENT).await
    };
    match ready.await {
        Ok(()) => Ok(connection),
        Err(flaw) => Err(servers.fault(flaw).await),
    }
}

/// Makes the tables anew, and all of them empty.
pub(crate) async fn make_anew(connection: &mut PgConnection) -> Result<()> {
    let names: Vec<String> = TABLES.iter().map(|(name, _)| format!("\"{name}\"")).collect();
    let statement = format!(
        "DROP TABLE IF EXISTS copying, {} CASCADE;
         DROP FUNCTION IF EXISTS count_users, count_holders, follow_user, refuse_to_change",
        names.join(", ")
    );
    connection
        .execute(AssertSqlSafe(statement))
        .await
        .map_err(directory)?;
    schema::migrate(connection)
        .await
        .map_err(|(kind, _)| DirectoryError::Unexpected(kind.code().into()))
}

/// Makes copied rows a directory: everybody can be searched for, numbers go on, and the record goes on from `head` with
/// `entry`.
pub(crate) async fn adopt(connection: &mut PgConnection, head: &Head, entry: &Entry) -> Result<()> {
    while index_some(connection).await? {}
    let link = head.append(entry);
    let mut tx = connection.begin().await.map_err(directory)?;
    activity::store(&mut tx, &link, entry).await?;
    tx.execute(
        "UPDATE activity_head SET revision = revision + 1;
         SELECT setval(pg_get_serial_sequence('users', 'number'), (SELECT coalesce(max(number), 0) + 1 FROM users), false);
         SELECT setval(pg_get_serial_sequence('outbox', 'number'), (SELECT coalesce(max(number), 0) + 1 FROM outbox), false);
         DROP TABLE copying",
    )
    .await
    .map_err(directory)?;
    tx.commit().await.map_err(directory)?;
    // What the server knows of the tables decides how it looks for rows. It learns it by itself later.
    connection.execute("ANALYZE").await.map_err(directory)?;
    Ok(())
}

/// Puts some users into the index of tokens; tells whether there were any left.
async fn index_some(connection: &mut PgConnection) -> Result<bool> {
    let users: Vec<Indexed> = query_as(
        "SELECT number, search_text, name_key, email_canonical FROM users
         WHERE number > (SELECT coalesce(max(number), 0) FROM users_search) ORDER BY number LIMIT $1",
    )
    .bind(TOGETHER)
    .fetch_all(&mut *connection)
    .await
    .map_err(directory)?;
    if users.is_empty() {
        return Ok(false);
    }
    tokens::index(connection, &users).await?;
    Ok(true)
}

//! The local directory: SQLite, encrypted by SQLCipher.
//!
//! One connection writes, a few read; a write begins with `BEGIN IMMEDIATE`, so that two never meet half-way. What a
//! write appends to the activity record is part of its transaction.

mod activations;
mod activity;
mod changes;
mod codes;
mod devices;
pub(crate) mod failure;
mod list;
mod mails;
mod outbox;
mod port;
mod roles;
mod search;
mod settings;
mod sign_in;
mod tokens;
mod users;

use std::{path::Path, sync::Arc, time::Duration};

use accounts::{
    Directory as _, DirectoryError, NewAccount,
    activity::{Entry, Head},
};
use sqlx::{
    ConnectOptions as _, Connection as _, Sqlite, SqliteConnection, SqlitePool, Transaction,
    migrate::MigrateError,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

use crate::{DirectoryKey, OpenError, migrations};
use changes::{Bell, Changes};

/// How long a write waits for another program's.
const BUSY: Duration = Duration::from_secs(5);
/// Connections that read.
const READERS: u32 = 2;
/// KiB of decrypted pages that a reading connection keeps. It is taken as it is needed: a small directory never
/// takes it, a large one answers a search several times as fast.
const READER_CACHE_KIB: u32 = 262_144;

type Result<T> = std::result::Result<T, DirectoryError>;

/// A directory in an SQLite file, or in memory.
pub(crate) struct SqliteDirectory {
    pub(crate) writer: SqlitePool,
    readers: SqlitePool,
    changes: Changes,
}

impl SqliteDirectory {
    /// Makes a new file.
    pub async fn create(path: &Path, key: &DirectoryKey) -> std::result::Result<Self, OpenError> {
        let options = options(path, key).create_if_missing(true);
        Self::connect(options, path, key).await
    }

    /// Opens a file that is there.
    pub async fn open(path: &Path, key: &DirectoryKey) -> std::result::Result<Self, OpenError> {
        Self::inspect(path, key).await?;
        Self::connect(options(path, key), path, key).await
    }

    /// Refuses a file that is damaged or newer without writing to it. A connection that may write would, when it
    /// closes, move the log beside the file into it.
    async fn inspect(path: &Path, key: &DirectoryKey) -> std::result::Result<(), OpenError> {
        let mut connection = encrypted(path, key).read_only(true).connect().await?;
        let applied: sqlx::Result<Vec<i64>> = sqlx::query_scalar("SELECT version FROM _sqlx_migrations")
            .fetch_all(&mut connection)
            .await;
        connection.close().await?;
        if applied?
            .iter()
            .all(|version| migrations::SQLITE.version_exists(*version))
        {
            Ok(())
        } else {
            Err(OpenError::NewerVersion)
        }
    }

    async fn connect(
        writing: SqliteConnectOptions,
        path: &Path,
        key: &DirectoryKey,
    ) -> std::result::Result<Self, OpenError> {
        let bell = Arc::<Bell>::default();
        let writer = ringing(&bell)
            .max_connections(1)
            .acquire_timeout(BUSY)
            .connect_with(writing)
            .await?;
        // They read, so a writer that waits for its turn never meets them.
        let reading = options(path, key)
            .pragma("cache_size", format!("-{READER_CACHE_KIB}"))
            .pragma("query_only", "ON");
        let readers = SqlitePoolOptions::new()
            .max_connections(READERS)
            .connect_lazy_with(reading);
        let changes = Changes::of_file(bell, encrypted(path, key).read_only(true));
        let directory = Self {
            writer,
            readers,
            changes,
        };
        if let Err(error) = directory.bring_up_to_date().await {
            directory.close().await;
            return Err(error);
        }
        Ok(directory)
    }

    /// Brings the schema up to date, and the index of tokens where a migration asks for it.
    async fn bring_up_to_date(&self) -> std::result::Result<(), OpenError> {
        self.migrate().await?;
        if tokens::is_emptied(&self.writer).await? {
            let mut tx = self.begin().await?;
            tokens::fill(&mut tx).await?;
            tx.commit().await?;
        }
        Ok(())
    }

    /// One connection, which is the directory: it lives as long as that.
    pub async fn in_memory() -> std::result::Result<Self, OpenError> {
        let options = SqliteConnectOptions::new()
            .in_memory(true)
            .foreign_keys(true)
            .disable_statement_logging();
        let bell = Arc::<Bell>::default();
        let only = ringing(&bell)
            .max_connections(1)
            .min_connections(1)
            .idle_timeout(None)
            .max_lifetime(None)
            .connect_with(options)
            .await?;
        let directory = Self {
            writer: only.clone(),
            readers: only,
            changes: Changes::in_memory(bell),
        };
        directory.migrate().await?;
        Ok(directory)
    }

    /// Brings the schema up to date; a schema that is newer than this program is refused untouched.
    async fn migrate(&self) -> std::result::Result<(), OpenError> {
        migrations::SQLITE
            .run(&self.writer)
            .await
            .map_err(|error| match error {
                MigrateError::VersionMissing(_) | MigrateError::VersionTooNew(..) => OpenError::NewerVersion,
                MigrateError::VersionMismatch(_) | MigrateError::Dirty(_) => OpenError::Damaged,
                MigrateError::Execute(cause) | MigrateError::ExecuteMigration(cause, _) => cause.into(),
                other => OpenError::Unexpected(other.into()),
            })
    }

    /// Stores the owner of a new directory with the entries that its record begins with.
    pub async fn store_owner(
        &self,
        owner: &NewAccount,
        entries: &[Entry],
    ) -> std::result::Result<(), OpenError> {
        let mut tx = self.begin().await?;
        users::insert(&mut tx, owner).await?;
        for entry in entries {
            activity::append(&mut tx, entry).await?;
        }
        Ok(tx.commit().await?)
    }

    /// Stores many accounts, each with its entry; thousands share a transaction and all of them a large cache.
    pub async fn store_many(
        &self,
        accounts: impl Iterator<Item = (NewAccount, Entry)> + Send,
    ) -> std::result::Result<(), OpenError> {
        const TOGETHER: usize = 20_000;
        sqlx::query("PRAGMA cache_size = -2097152")
            .execute(&self.writer)
            .await?;
        let mut accounts = accounts.peekable();
        while accounts.peek().is_some() {
            let mut tx = self.begin().await?;
            for (account, entry) in accounts.by_ref().take(TOGETHER) {
                users::insert(&mut tx, &account).await?;
                activity::append(&mut tx, &entry).await?;
            }
            tx.commit().await?;
        }
        Ok(())
    }

    /// A connection that only reads, beside whoever works with the file.
    pub async fn reading(
        path: &Path,
        key: &DirectoryKey,
    ) -> std::result::Result<SqliteConnection, OpenError> {
        Ok(encrypted(path, key).read_only(true).connect().await?)
    }

    /// Makes copied rows a directory: everybody can be searched for, and the record goes on from `head` with `entry`.
    pub async fn adopt(&self, head: &Head, entry: &Entry) -> Result<()> {
        let mut tx = self.begin().await?;
        tokens::fill(&mut tx).await?;
        activity::set_head(&mut tx, head).await?;
        activity::append(&mut tx, entry).await?;
        tx.commit().await.map_err(failure::directory)
    }

    /// Every table and column that there is.
    #[cfg(test)]
    pub async fn columns(&self) -> sqlx::Result<Vec<(String, String)>> {
        sqlx::query_as(
            "SELECT tables.name, columns.name FROM sqlite_schema AS tables, pragma_table_info(tables.name) AS columns
             WHERE tables.type = 'table'",
        )
        .fetch_all(&self.writer)
        .await
    }

    /// Begins a write.
    pub(crate) async fn begin(&self) -> Result<Transaction<'static, Sqlite>> {
        const WRITE: &str = "BEGIN IMMEDIATE";
        match self.writer.begin_with(WRITE).await {
            // A full disk makes SQLite roll back by itself, which sqlx does not notice: it believes that the
            // transaction still goes on. Such a connection is of no more use.
            Err(sqlx::Error::InvalidSavePointStatement) => {
                let stuck = self.writer.acquire().await.map_err(failure::directory)?;
                stuck.close().await.map_err(failure::directory)?;
                self.writer.begin_with(WRITE).await
            }
            begun => begun,
        }
        .map_err(failure::directory)
    }
}

/// Connections that ring a bell at each of their commits.
fn ringing(bell: &Arc<Bell>) -> SqlitePoolOptions {
    let bell = Arc::clone(bell);
    SqlitePoolOptions::new().after_connect(move |connection, _| {
        let bell = Arc::clone(&bell);
        Box::pin(async move { bell.hang(connection).await })
    })
}

/// How connections to a directory in use are made.
fn options(path: &Path, key: &DirectoryKey) -> SqliteConnectOptions {
    encrypted(path, key)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        // What is wiped from a row leaves no copy in the file.
        .pragma("secure_delete", "FAST")
}

/// How every connection to a file is made. The options are never printed: they hold the key.
fn encrypted(path: &Path, key: &DirectoryKey) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .pragma("key", format!("\"x'{}'\"", *key.to_hex()))
        .busy_timeout(BUSY)
        // What is sorted stays out of files, where it would not be encrypted.
        .pragma("temp_store", "MEMORY")
        // The statement that sets the key would be logged too.
        .disable_statement_logging()
}

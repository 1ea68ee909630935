//! A local directory as one side of a copy.

use std::path::{Path, PathBuf};

use accounts::{
    Directory as _, DirectoryError,
    activity::{Entry, Head, Link},
};
use async_trait::async_trait;
use sqlx::{AssertSqlSafe, SqliteConnection, query, query_as, query_scalar};
use uuid::Uuid;

use super::{
    CopyError, Source, Target,
    tables::Table,
    value::{Value, Values, insert_sqlite, read_sqlite, select_sqlite},
};
use crate::{
    DATABASE, DirectoryKey, KeySource,
    open::{clear, new_database, settle},
    rows,
    sqlite::{SqliteDirectory, failure::directory},
};

type Result<T> = std::result::Result<T, DirectoryError>;

/// A local directory that is read, while it may be in use.
pub(super) struct SqliteSource(SqliteConnection);

impl SqliteSource {
    pub async fn open(folder: &Path, key: &DirectoryKey) -> std::result::Result<Self, CopyError> {
        let mut connection = SqliteDirectory::reading(&folder.join(DATABASE), key).await?;
        query("BEGIN").execute(&mut connection).await.map_err(directory)?;
        Ok(Self(connection))
    }
}

#[async_trait]
impl Source for SqliteSource {
    async fn head(&mut self) -> Result<Head> {
        head(&mut self.0, "activity_head").await
    }

    async fn count(&mut self, table: &Table) -> Result<u64> {
        count(&mut self.0, table).await
    }

    async fn rows(&mut self, table: &Table, after: Option<&[Value]>) -> Result<Vec<Values>> {
        let mut sql = select_sqlite(table, after);
        let found = sql.build().fetch_all(&mut self.0).await.map_err(directory)?;
        let rows = found.iter().map(|row| read_sqlite(row, table.columns));
        rows.collect::<sqlx::Result<_>>().map_err(directory)
    }
}

/// A local directory that is being made, under another name.
pub(super) struct SqliteTarget {
    folder: PathBuf,
    key: DirectoryKey,
    id: Uuid,
    source: KeySource,
    made: SqliteDirectory,
}

impl SqliteTarget {
    pub async fn open(
        folder: &Path,
        key: &DirectoryKey,
        id: Uuid,
        source: &KeySource,
    ) -> std::result::Result<Self, CopyError> {
        if folder
            .join(DATABASE)
            .try_exists()
            .map_err(crate::OpenError::from)?
        {
            return Err(CopyError::InUse);
        }
        Ok(Self {
            folder: folder.to_owned(),
            key: key.clone(),
            id,
            source: source.clone(),
            made: SqliteDirectory::create(&new_database(folder), key).await?,
        })
    }
}

#[async_trait]
impl Target for SqliteTarget {
    async fn begun(&mut self) -> Result<Option<Head>> {
        let mut connection = self.made.writer.acquire().await.map_err(directory)?;
        let begun: bool = query_scalar("SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'copying')")
            .fetch_one(&mut *connection)
            .await
            .map_err(directory)?;
        if begun {
            Ok(Some(head(&mut connection, "copying").await?))
        } else {
            Ok(None)
        }
    }

    async fn begin(&mut self, head: &Head) -> std::result::Result<(), CopyError> {
        self.made.close().await;
        clear(&self.folder)?;
        self.made = SqliteDirectory::create(&new_database(&self.folder), &self.key).await?;
        query("CREATE TABLE copying (number INTEGER NOT NULL, hash BLOB NOT NULL) STRICT")
            .execute(&self.made.writer)
            .await
            .map_err(directory)?;
        query("INSERT INTO copying (number, hash) VALUES (?, ?)")
            .bind(head.number.cast_signed())
            .bind(head.hash.as_slice())
            .execute(&self.made.writer)
            .await
            .map_err(directory)?;
        Ok(())
    }

    async fn count(&mut self, table: &Table) -> Result<u64> {
        let mut connection = self.made.writer.acquire().await.map_err(directory)?;
        count(&mut connection, table).await
    }

    async fn last(&mut self, table: &Table) -> Result<Option<Values>> {
        let found = query(table.finding_last())
            .fetch_optional(&self.made.writer)
            .await;
        let last = found.map_err(directory)?;
        let key = last.map(|row| read_sqlite(&row, table.key_columns()));
        key.transpose().map_err(directory)
    }

    async fn clear(&mut self, table: &Table) -> Result<()> {
        query(table.clearing())
            .execute(&self.made.writer)
            .await
            .map_err(directory)?;
        Ok(())
    }

    async fn put(&mut self, table: &Table, rows: &[Values]) -> Result<()> {
        let mut tx = self.made.begin().await?;
        insert_sqlite(table, rows)
            .build()
            .execute(&mut *tx)
            .await
            .map_err(directory)?;
        tx.commit().await.map_err(directory)
    }

    async fn links_from(&mut self, number: u64, limit: u32) -> Result<Vec<Link>> {
        self.made.links_from(number, limit).await
    }

    async fn finish(&mut self, head: &Head, entry: &Entry) -> std::result::Result<(), CopyError> {
        self.made.adopt(head, entry).await?;
        query("DROP TABLE copying")
            .execute(&self.made.writer)
            .await
            .map_err(directory)?;
        self.made.close().await;
        Ok(settle(&self.folder, &self.key, self.id, &self.source)?)
    }

    async fn close(self: Box<Self>) {
        self.made.close().await;
    }
}

async fn head(connection: &mut SqliteConnection, table: &str) -> Result<Head> {
    let (number, hash): (i64, Vec<u8>) = query_as(AssertSqlSafe(format!("SELECT number, hash FROM {table}")))
        .fetch_one(connection)
        .await
        .map_err(directory)?;
    rows::head(number, hash)
}

async fn count(connection: &mut SqliteConnection, table: &Table) -> Result<u64> {
    let count: i64 = query_scalar(table.counting())
        .fetch_one(connection)
        .await
        .map_err(directory)?;
    Ok(count.unsigned_abs())
}

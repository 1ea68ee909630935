//! A server's database as one side of a copy.

use accounts::{
    DirectoryError,
    activity::{Entry, Head, Link},
};
use async_trait::async_trait;
use sqlx::{AssertSqlSafe, Connection as _, PgConnection, query, query_as, query_scalar};

use super::{
    CopyError, Source, Target,
    tables::Table,
    value::{Value, Values, insert_postgres, read_postgres, select_postgres},
};
use crate::{
    ConnectionSecrets, PostgresConnection,
    postgres::{activity::links_from, failure::directory, moving},
    rows,
};

type Result<T> = std::result::Result<T, DirectoryError>;

/// A server's directory that is read, while others work in it.
pub(super) struct PostgresSource(PgConnection);

impl PostgresSource {
    pub async fn open(
        connection: &PostgresConnection,
        secrets: &ConnectionSecrets,
    ) -> std::result::Result<Self, CopyError> {
        let mut connection = moving::connect(connection, secrets).await?;
        query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            .execute(&mut connection)
            .await
            .map_err(directory)?;
        Ok(Self(connection))
    }
}

#[async_trait]
impl Source for PostgresSource {
    async fn head(&mut self) -> Result<Head> {
        head(&mut self.0, "activity_head").await
    }

    async fn count(&mut self, table: &Table) -> Result<u64> {
        count(&mut self.0, table).await
    }

    async fn rows(&mut self, table: &Table, after: Option<&[Value]>) -> Result<Vec<Values>> {
        let mut sql = select_postgres(table, after);
        let found = sql.build().fetch_all(&mut self.0).await.map_err(directory)?;
        let rows = found.iter().map(|row| read_postgres(row, table.columns));
        rows.collect::<sqlx::Result<_>>().map_err(directory)
    }
}

/// A server's database that becomes a directory.
pub(super) struct PostgresTarget(PgConnection);

impl PostgresTarget {
    pub async fn open(
        connection: &PostgresConnection,
        secrets: &ConnectionSecrets,
    ) -> std::result::Result<Self, CopyError> {
        let mut target = Self(moving::connect(connection, secrets).await?);
        if !target.has("copying").await? && target.has("users").await? {
            let used: bool = query_scalar("SELECT EXISTS (SELECT 1 FROM users)")
                .fetch_one(&mut target.0)
                .await
                .map_err(directory)?;
            if used {
                return Err(CopyError::InUse);
            }
        }
        Ok(target)
    }

    async fn has(&mut self, table: &str) -> Result<bool> {
        query_scalar(
            "SELECT EXISTS (SELECT 1 FROM information_schema.tables
                 WHERE table_schema = current_schema() AND table_name = $1)",
        )
        .bind(table)
        .fetch_one(&mut self.0)
        .await
        .map_err(directory)
    }
}

#[async_trait]
impl Target for PostgresTarget {
    async fn begun(&mut self) -> Result<Option<Head>> {
        if self.has("copying").await? {
            Ok(Some(head(&mut self.0, "copying").await?))
        } else {
            Ok(None)
        }
    }

    async fn begin(&mut self, head: &Head) -> std::result::Result<(), CopyError> {
        moving::make_anew(&mut self.0).await?;
        query("CREATE TABLE copying (number BIGINT NOT NULL, hash BYTEA NOT NULL)")
            .execute(&mut self.0)
            .await
            .map_err(directory)?;
        query("INSERT INTO copying (number, hash) VALUES ($1, $2)")
            .bind(head.number.cast_signed())
            .bind(head.hash.as_slice())
            .execute(&mut self.0)
            .await
            .map_err(directory)?;
        Ok(())
    }

    async fn count(&mut self, table: &Table) -> Result<u64> {
        count(&mut self.0, table).await
    }

    async fn last(&mut self, table: &Table) -> Result<Option<Values>> {
        let found = query(table.finding_last()).fetch_optional(&mut self.0).await;
        let last = found.map_err(directory)?;
        let key = last.map(|row| read_postgres(&row, table.key_columns()));
        key.transpose().map_err(directory)
    }

    async fn clear(&mut self, table: &Table) -> Result<()> {
        query(table.clearing())
            .execute(&mut self.0)
            .await
            .map_err(directory)?;
        Ok(())
    }

    async fn put(&mut self, table: &Table, rows: &[Values]) -> Result<()> {
        insert_postgres(table, rows)
            .build()
            .execute(&mut self.0)
            .await
            .map_err(directory)?;
        Ok(())
    }

    async fn links_from(&mut self, number: u64, limit: u32) -> Result<Vec<Link>> {
        links_from(&mut self.0, number, limit).await
    }

    async fn finish(&mut self, head: &Head, entry: &Entry) -> std::result::Result<(), CopyError> {
        Ok(moving::adopt(&mut self.0, head, entry).await?)
    }

    async fn close(self: Box<Self>) {
        // The server ends the session by itself where this fails.
        let _ = self.0.close().await;
    }
}

async fn head(connection: &mut PgConnection, table: &str) -> Result<Head> {
    let (number, hash): (i64, Vec<u8>) = query_as(AssertSqlSafe(format!("SELECT number, hash FROM {table}")))
        .fetch_one(connection)
        .await
        .map_err(directory)?;
    rows::head(number, hash)
}

async fn count(connection: &mut PgConnection, table: &Table) -> Result<u64> {
    let count: i64 = query_scalar(table.counting())
        .fetch_one(connection)
        .await
        .map_err(directory)?;
    Ok(count.unsigned_abs())
}

//! The activity record and the end of its chain.

use accounts::{
    ActivityPage, Cursor, DirectoryError, UserId,
    activity::{Entry, Head, Link},
};
use sqlx::{PgConnection, query, query_as};

use super::{Result, failure::directory, write::Write};
use crate::rows::{LinkRow, activity_page, before, head as head_of};

/// Appends an entry to the chain, in the write of what it records.
pub(super) async fn append(write: &mut Write<'_>, entry: &Entry) -> Result<()> {
    let link = write.head.append(entry);
    store(write, &link, entry).await?;
    write.head = link.head();
    Ok(())
}

/// Stores an entry as the last link of the chain.
pub(super) async fn store(connection: &mut PgConnection, link: &Link, entry: &Entry) -> Result<()> {
    let number = i64::try_from(link.number).map_err(|_| DirectoryError::Damaged)?;
    query(
        "WITH link AS (INSERT INTO activity (number, content, hash, subject) VALUES ($1, $2, $3, $4))
         UPDATE activity_head SET number = $1, hash = $3",
    )
    .bind(number)
    .bind(&link.content)
    .bind(link.hash.as_slice())
    .bind(entry.subject.as_ref().and_then(|party| party.id))
    .execute(connection)
    .await
    .map_err(directory)?;
    Ok(())
}

pub(super) async fn head(connection: &mut PgConnection) -> Result<Head> {
    let (number, hash) = query_as("SELECT number, hash FROM activity_head")
        .fetch_one(connection)
        .await
        .map_err(directory)?;
    head_of(number, hash)
}

pub(super) async fn page(
    connection: &mut PgConnection,
    subject: Option<UserId>,
    after: Option<&Cursor>,
    limit: u32,
) -> Result<ActivityPage> {
    let statement = match subject {
        None => "SELECT number, content, hash FROM activity WHERE number < $1 ORDER BY number DESC LIMIT $2",
        Some(_) => {
            "SELECT number, content, hash FROM activity WHERE number < $1 AND subject = $3
             ORDER BY number DESC LIMIT $2"
        }
    };
    let mut query = query_as(statement).bind(before(after)?).bind(i64::from(limit));
    if let Some(subject) = subject {
        query = query.bind(subject.0);
    }
    activity_page(query.fetch_all(connection).await.map_err(directory)?, limit)
}

pub(crate) async fn links_from(connection: &mut PgConnection, from: u64, limit: u32) -> Result<Vec<Link>> {
    let found: Vec<LinkRow> =
        query_as("SELECT number, content, hash FROM activity WHERE number >= $1 ORDER BY number LIMIT $2")
            .bind(i64::try_from(from).unwrap_or(i64::MAX))
            .bind(i64::from(limit))
            .fetch_all(connection)
            .await
            .map_err(directory)?;
    found.into_iter().map(LinkRow::link).collect()
}

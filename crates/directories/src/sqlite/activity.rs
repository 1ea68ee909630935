//! The activity record and the end of its chain.

use accounts::{
    ActivityPage, Cursor, DirectoryError, UserId,
    activity::{Entry, Head, Link},
};
use sqlx::{Executor, Sqlite, SqlitePool, Transaction, query, query_as};

use super::{Result, failure::directory};
use crate::rows::{LinkRow, activity_page, before, head as head_of};

/// Appends an entry to the chain, in the transaction of what it records.
pub(super) async fn append(tx: &mut Transaction<'static, Sqlite>, entry: &Entry) -> Result<()> {
    let link = load_head(&mut **tx).await?.append(entry);
    let number = i64::try_from(link.number).map_err(|_| DirectoryError::Damaged)?;
    let subject = entry.subject.as_ref().and_then(|party| party.id);
    query("INSERT INTO activity (number, content, hash, subject) VALUES (?, ?, ?, ?)")
        .bind(number)
        .bind(&link.content)
        .bind(link.hash.as_slice())
        .bind(subject.as_ref().map(|id| id.as_bytes().as_slice()))
        .execute(&mut **tx)
        .await
        .map_err(directory)?;
    set_head(tx, &link.head()).await
}

/// Sets the end of the chain.
pub(super) async fn set_head(tx: &mut Transaction<'static, Sqlite>, head: &Head) -> Result<()> {
    query("UPDATE activity_head SET number = ?, hash = ?")
        .bind(head.number.cast_signed())
        .bind(head.hash.as_slice())
        .execute(&mut **tx)
        .await
        .map_err(directory)?;
    Ok(())
}

pub(super) async fn head(readers: &SqlitePool) -> Result<Head> {
    load_head(readers).await
}

async fn load_head<'e>(executor: impl Executor<'e, Database = Sqlite>) -> Result<Head> {
    let (number, hash) = query_as("SELECT number, hash FROM activity_head")
        .fetch_one(executor)
        .await
        .map_err(directory)?;
    head_of(number, hash)
}

pub(super) async fn page(
    readers: &SqlitePool,
    subject: Option<UserId>,
    after: Option<&Cursor>,
    limit: u32,
) -> Result<ActivityPage> {
    let statement = match subject {
        None => "SELECT number, content, hash FROM activity WHERE number < ?1 ORDER BY number DESC LIMIT ?2",
        Some(_) => {
            "SELECT number, content, hash FROM activity WHERE number < ?1 AND subject = ?3
             ORDER BY number DESC LIMIT ?2"
        }
    };
    let mut query = query_as(statement).bind(before(after)?).bind(limit);
    if let Some(subject) = subject {
        query = query.bind(subject.0);
    }
    activity_page(query.fetch_all(readers).await.map_err(directory)?, limit)
}

pub(super) async fn links_from(readers: &SqlitePool, from: u64, limit: u32) -> Result<Vec<Link>> {
    let found: Vec<LinkRow> =
        query_as("SELECT number, content, hash FROM activity WHERE number >= ? ORDER BY number LIMIT ?")
            .bind(i64::try_from(from).unwrap_or(i64::MAX))
            .bind(limit)
            .fetch_all(readers)
            .await
            .map_err(directory)?;
    found.into_iter().map(LinkRow::link).collect()
}

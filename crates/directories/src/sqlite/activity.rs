//! The activity record and the end of its chain.

use accounts::{
    ActivityPage, Cursor, DirectoryError, UserId,
    activity::{Entry, Head, Link},
};
use sqlx::{Executor, Sqlite, SqlitePool, Transaction, query, sqlite::SqliteRow};

use super::{Result, failure::directory, rows::get};

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
    query("UPDATE activity_head SET number = ?, hash = ?")
        .bind(number)
        .bind(link.hash.as_slice())
        .execute(&mut **tx)
        .await
        .map_err(directory)?;
    Ok(())
}

pub(super) async fn head(readers: &SqlitePool) -> Result<Head> {
    load_head(readers).await
}

async fn load_head<'e>(executor: impl Executor<'e, Database = Sqlite>) -> Result<Head> {
    let row = query("SELECT number, hash FROM activity_head")
        .fetch_one(executor)
        .await
        .map_err(directory)?;
    Ok(Head {
        number: number(&row)?,
        hash: hash(&row)?,
    })
}

pub(super) async fn page(
    readers: &SqlitePool,
    subject: Option<UserId>,
    after: Option<&Cursor>,
    limit: u32,
) -> Result<ActivityPage> {
    let before: i64 = match after {
        None => i64::MAX,
        Some(cursor) => cursor.0.parse().map_err(|_| DirectoryError::NotFound)?,
    };
    let statement = match subject {
        None => "SELECT number, content, hash FROM activity WHERE number < ?1 ORDER BY number DESC LIMIT ?2",
        Some(_) => {
            "SELECT number, content, hash FROM activity WHERE number < ?1 AND subject = ?3
             ORDER BY number DESC LIMIT ?2"
        }
    };
    let mut query = query(statement).bind(before).bind(limit);
    if let Some(subject) = subject {
        query = query.bind(subject.0.as_bytes().to_vec());
    }
    let found = query.fetch_all(readers).await.map_err(directory)?;
    let links: Vec<Link> = found.iter().map(link).collect::<Result<_>>()?;
    let full = links.len() == limit as usize;
    let next = links
        .last()
        .filter(|_| full)
        .map(|last| Cursor(last.number.to_string()));
    Ok(ActivityPage { links, next })
}

pub(super) async fn links_from(readers: &SqlitePool, from: u64, limit: u32) -> Result<Vec<Link>> {
    let found = query("SELECT number, content, hash FROM activity WHERE number >= ? ORDER BY number LIMIT ?")
        .bind(i64::try_from(from).unwrap_or(i64::MAX))
        .bind(limit)
        .fetch_all(readers)
        .await
        .map_err(directory)?;
    found.iter().map(link).collect()
}

fn link(row: &SqliteRow) -> Result<Link> {
    Ok(Link {
        number: number(row)?,
        content: get(row, "content")?,
        hash: hash(row)?,
    })
}

fn number(row: &SqliteRow) -> Result<u64> {
    u64::try_from(get::<i64>(row, "number")?).map_err(|_| DirectoryError::Damaged)
}

fn hash(row: &SqliteRow) -> Result<[u8; 32]> {
    let octets: Vec<u8> = get(row, "hash")?;
    octets.try_into().map_err(|_| DirectoryError::Damaged)
}

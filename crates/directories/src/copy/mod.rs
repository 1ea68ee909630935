//! Moving house: a directory is copied whole to another place, compared there, and opened only then.
//!
//! Rows go in the order of their keys, a batch in each transaction, so that a copy that ended early goes on behind its
//! last row. What it copied until then holds as long as the record of the source has not grown; where it has, the copy
//! begins anew. The source is read in one transaction, and never written.

mod postgres;
mod sqlite;
mod tables;
mod value;

use std::path::PathBuf;

use accounts::{
    DirectoryError,
    activity::{Entry, Head, Link, Verifier},
};
use async_trait::async_trait;
use tokio::sync::watch;
use uuid::Uuid;

use crate::{ConnectionFault, ConnectionSecrets, DirectoryKey, KeySource, OpenError, PostgresConnection};
use postgres::{PostgresSource, PostgresTarget};
use sqlite::{SqliteSource, SqliteTarget};
use tables::{TABLES, Table};
use value::{Value, Values};

/// Rows that go together.
const BATCH: usize = 500;
/// Links of the record that are compared together.
const LINKS: u32 = 1_000;

/// An existing directory, and what opens it.
#[derive(Clone)]
pub enum Storage {
    /// A local one.
    Local {
        /// Its folder.
        folder: PathBuf,
        /// Its key.
        key: DirectoryKey,
    },
    /// One on a server.
    Server {
        /// How it is reached.
        connection: PostgresConnection,
        /// What signs in there.
        secrets: ConnectionSecrets,
    },
}

/// Where a copy goes.
#[derive(Clone)]
pub enum CopyTo {
    /// To a new local directory.
    Local {
        /// Its own folder, which is there.
        folder: PathBuf,
        /// Its key; the same one when the copy goes on.
        key: DirectoryKey,
        /// Names the entry in the keychain.
        id: Uuid,
        /// Where the key comes from.
        source: KeySource,
    },
    /// To a server's database, in which nobody is yet.
    Server {
        /// How it is reached.
        connection: PostgresConnection,
        /// What signs in there: with the right to make tables.
        secrets: ConnectionSecrets,
    },
}

/// How far a copy has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// All is there, and is being compared.
    pub checking: bool,
    /// Rows that are there, or were compared.
    pub done: u64,
    /// Rows in all.
    pub total: u64,
}

/// What was copied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Copied {
    /// Rows of all tables.
    pub rows: u64,
    /// Entries of the activity record, all of them a whole chain.
    pub links: u64,
}

/// Why there is no copy. What was copied stays, and the same call goes on there.
#[derive(Debug, thiserror::Error)]
pub enum CopyError {
    /// A local directory cannot be opened or made.
    #[error(transparent)]
    Local(#[from] OpenError),
    /// A server's database cannot be used.
    #[error(transparent)]
    Server(#[from] ConnectionFault),
    /// Reading or writing failed on the way.
    #[error(transparent)]
    Directory(#[from] DirectoryError),
    /// There is a directory already where the copy is to go, or the unfinished copy of another one.
    #[error("the place is in use")]
    InUse,
    /// The copy is not what was copied.
    #[error("the copy differs in {table}")]
    Differs {
        /// Where it first showed.
        table: &'static str,
    },
    /// It was told to end.
    #[error("the copy was stopped")]
    Stopped,
}

/// Where a copy comes from: one transaction, in which nothing changes.
#[async_trait]
trait Source: Send {
    async fn head(&mut self) -> Result<Head, DirectoryError>;
    async fn count(&mut self, table: &Table) -> Result<u64, DirectoryError>;
    /// Rows behind a key, in the order of keys; all of them where the table has no key.
    async fn rows(&mut self, table: &Table, after: Option<&[Value]>) -> Result<Vec<Values>, DirectoryError>;
}

/// Where a copy goes.
#[async_trait]
trait Target: Send {
    /// The end of the record that the unfinished copy here is of; nothing where none was begun.
    async fn begun(&mut self) -> Result<Option<Head>, DirectoryError>;
    /// Begins anew: whatever was copied goes.
    async fn begin(&mut self, head: &Head) -> Result<(), CopyError>;
    async fn count(&mut self, table: &Table) -> Result<u64, DirectoryError>;
    /// The key of the last row.
    async fn last(&mut self, table: &Table) -> Result<Option<Values>, DirectoryError>;
    async fn clear(&mut self, table: &Table) -> Result<(), DirectoryError>;
    /// Stores rows that are not there yet.
    async fn put(&mut self, table: &Table, rows: &[Values]) -> Result<(), DirectoryError>;
    /// Links of the copied record from a number on.
    async fn links_from(&mut self, number: u64, limit: u32) -> Result<Vec<Link>, DirectoryError>;
    /// Makes the copy a directory: its record goes on from `head` with `entry`.
    async fn finish(&mut self, head: &Head, entry: &Entry) -> Result<(), CopyError>;
    async fn close(self: Box<Self>);
}

/// Copies a directory whole. `entry` says so in the record of the copy, once it was compared.
pub async fn copy(
    from: &Storage,
    to: &CopyTo,
    entry: &Entry,
    progress: &(dyn Fn(Progress) + Send + Sync),
    stop: &watch::Receiver<bool>,
) -> Result<Copied, CopyError> {
    let mut source = source(from).await?;
    let mut target = target(to).await?;
    let copied = async {
        let head = source.head().await?;
        if target.begun().await?.as_ref() != Some(&head) {
            target.begin(&head).await?;
        }
        let mut counted = Vec::with_capacity(TABLES.len());
        for table in TABLES {
            counted.push((table, source.count(table).await?));
        }
        let mut on_the_way = OnTheWay {
            total: counted.iter().map(|(_, count)| count).sum(),
            done: 0,
            counted,
            source: source.as_mut(),
            target: target.as_mut(),
            progress,
            stop,
        };
        on_the_way.copy().await?;
        let copied = on_the_way.compare(&head).await?;
        target.finish(&head, entry).await?;
        Ok(copied)
    }
    .await;
    target.close().await;
    copied
}

async fn source(from: &Storage) -> Result<Box<dyn Source>, CopyError> {
    Ok(match from {
        Storage::Local { folder, key } => Box::new(SqliteSource::open(folder, key).await?),
        Storage::Server { connection, secrets } => Box::new(PostgresSource::open(connection, secrets).await?),
    })
}

async fn target(to: &CopyTo) -> Result<Box<dyn Target>, CopyError> {
    Ok(match to {
        CopyTo::Local {
            folder,
            key,
            id,
            source,
        } => Box::new(SqliteTarget::open(folder, key, *id, source).await?),
        CopyTo::Server { connection, secrets } => Box::new(PostgresTarget::open(connection, secrets).await?),
    })
}

struct OnTheWay<'a> {
    /// The tables, and how many rows the source has in each.
    counted: Vec<(&'static Table, u64)>,
    source: &'a mut dyn Source,
    target: &'a mut dyn Target,
    progress: &'a (dyn Fn(Progress) + Send + Sync),
    stop: &'a watch::Receiver<bool>,
    done: u64,
    total: u64,
}

impl OnTheWay<'_> {
    async fn copy(&mut self) -> Result<(), CopyError> {
        // Those that name others come last, so they go first.
        for table in TABLES.iter().rev().filter(|table| table.volatile) {
            self.target.clear(table).await?;
        }
        for (table, count) in self.counted.clone() {
            self.copy_table(table, count).await?;
        }
        Ok(())
    }

    async fn copy_table(&mut self, table: &Table, count: u64) -> Result<(), CopyError> {
        // In a short table what a migration put there is no sign of how far the copy has come.
        let is_long = count > BATCH as u64;
        let mut after = if is_long {
            self.target.last(table).await?
        } else {
            None
        };
        if after.is_some() {
            self.done += self.target.count(table).await?;
        }
        loop {
            self.tell(false)?;
            let rows = self.source.rows(table, after.as_deref()).await?;
            let Some(last) = rows.last() else {
                return Ok(());
            };
            after = Some(last[..table.key].to_vec());
            self.target.put(table, &rows).await?;
            self.done += rows.len() as u64;
            if rows.len() < BATCH || table.key == 0 {
                return Ok(());
            }
        }
    }

    /// Counts of every table, and every link of the record.
    async fn compare(&mut self, head: &Head) -> Result<Copied, CopyError> {
        self.done = 0;
        let mut rows = 0;
        for (table, count) in &self.counted {
            if self.target.count(table).await? != *count {
                return Err(CopyError::Differs { table: table.name });
            }
            rows += count;
        }
        self.total = head.number;
        let differs = |_| CopyError::Differs { table: "activity" };
        let mut verifier = Verifier::default();
        while self.done < head.number {
            self.tell(true)?;
            let links = self.target.links_from(self.done + 1, LINKS).await?;
            if links.is_empty() {
                break;
            }
            for link in &links {
                verifier.take(link).map_err(differs)?;
            }
            self.done += links.len() as u64;
        }
        self.tell(true)?;
        let links = verifier.finish(head).map_err(differs)?;
        Ok(Copied { rows, links })
    }

    /// Says how far it has come, and ends where it is told to.
    fn tell(&self, checking: bool) -> Result<(), CopyError> {
        (self.progress)(Progress {
            checking,
            done: self.done,
            total: self.total,
        });
        if *self.stop.borrow() {
            return Err(CopyError::Stopped);
        }
        Ok(())
    }
}

//! Hearing of changes. What this program commits is told by SQLite; what others commit to the file shows when it is
//! asked for, on a connection of its own, for the answer counts the commits of every other one.

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use accounts::Revision;
use sqlx::{ConnectOptions as _, SqliteConnection, query_scalar, sqlite::SqliteConnectOptions};
use tokio::{
    sync::{Mutex, Notify},
    time::{Instant, sleep, sleep_until, timeout},
};

use super::{Result, failure::directory};

/// How long a change is waited for.
const WAIT: Duration = Duration::from_secs(2);
/// How often the file is asked for changes of others.
const POLL: Duration = Duration::from_secs(1);
/// SQLite tells of a commit just before it is one.
const SETTLED: Duration = Duration::from_millis(20);

/// Rung at every commit of this program.
#[derive(Default)]
pub(super) struct Bell {
    commits: AtomicI64,
    rung: Notify,
}

impl Bell {
    /// Has a connection ring at each of its commits.
    pub async fn hang(self: Arc<Self>, connection: &mut SqliteConnection) -> sqlx::Result<()> {
        connection.lock_handle().await?.set_commit_hook(move || {
            self.commits.fetch_add(1, Ordering::AcqRel);
            self.rung.notify_waiters();
            true
        });
        Ok(())
    }
}

pub(super) struct Changes {
    bell: Arc<Bell>,
    /// None in memory, where nobody else writes.
    file: Option<File>,
}

struct File {
    options: SqliteConnectOptions,
    watch: Mutex<Watch>,
}

#[derive(Default)]
struct Watch {
    connection: Option<SqliteConnection>,
    /// Means something to this connection only.
    version: i64,
    revision: i64,
}

impl Changes {
    pub fn in_memory(bell: Arc<Bell>) -> Self {
        Self { bell, file: None }
    }

    /// The options are those of a connection that reads.
    pub fn of_file(bell: Arc<Bell>, options: SqliteConnectOptions) -> Self {
        let watch = Mutex::default();
        let file = Some(File { options, watch });
        Self { bell, file }
    }

    pub async fn next(&self, seen: Option<Revision>) -> Result<Revision> {
        let end = Instant::now() + WAIT;
        loop {
            let rung = self.bell.rung.notified();
            let revision = match &self.file {
                Some(file) => file.watch.lock().await.look(&file.options).await?,
                None => Revision(self.bell.commits.load(Ordering::Acquire)),
            };
            if seen != Some(revision) || Instant::now() >= end {
                return Ok(revision);
            }
            let poll = if self.file.is_some() {
                end.min(Instant::now() + POLL)
            } else {
                end
            };
            tokio::select! {
                () = rung => sleep(SETTLED).await,
                () = sleep_until(poll) => {}
            }
        }
    }

    /// Watches no more.
    pub async fn close(&self) {
        if let Some(file) = &self.file
            && let Ok(mut watch) = timeout(POLL, file.watch.lock()).await
        {
            watch.connection = None;
        }
    }
}

impl Watch {
    async fn look(&mut self, options: &SqliteConnectOptions) -> Result<Revision> {
        let is_new = self.connection.is_none();
        let connection = match &mut self.connection {
            Some(connection) => connection,
            None => self
                .connection
                .insert(options.connect().await.map_err(directory)?),
        };
        let version: i64 = query_scalar("PRAGMA data_version")
            .fetch_one(connection)
            .await
            .map_err(directory)?;
        if is_new || version != self.version {
            self.version = version;
            self.revision += 1;
        }
        Ok(Revision(self.revision))
    }
}

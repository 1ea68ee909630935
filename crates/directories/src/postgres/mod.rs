//! The directory in a database of a PostgreSQL server.
//!
//! Writes go one after the other, as those of a local directory do: each begins by changing one row, and holds it. What a
//! write appends to the activity record is part of its transaction. Whatever a server does or does not do, a call has its
//! answer within five seconds.

/// Asks on a connection. One that was dead already is no reason to give up: it is asked once more on a new one.
macro_rules! reading {
    ($connections:expr, $connection:ident => $ask:expr) => {
        $connections
            .limited(async {
                loop {
                    let mut lease = $connections.lease().await?;
                    let $connection = &mut lease.connection;
                    let answer = $ask;
                    if let Some(answer) = $connections.settled(lease, answer) {
                        break answer;
                    }
                }
            })
            .await
    };
}

/// Writes: the block says what it did.
macro_rules! writing {
    ($self:ident, $tx:ident => $write:block) => {
        $self
            .connections
            .limited(async {
                let mut write = $self.begin().await?;
                let $tx = &mut write;
                let done: Result<$crate::postgres::write::Done<_>> = async { $write }.await;
                write.end(done).await
            })
            .await
    };
}

/// Writes what always changes something, and appends an entry that says so.
macro_rules! recording {
    ($self:ident, $entry:ident, $tx:ident => { $($write:tt)* }) => {
        writing!($self, $tx => {
            $($write)*
            activity::append($tx, $entry).await?;
            Ok($crate::postgres::write::Done::Changed(()))
        })
    };
}

mod activations;
pub(crate) mod activity;
mod changes;
mod codes;
mod connections;
mod devices;
pub(crate) mod failure;
mod filling;
mod list;
mod mails;
pub(crate) mod moving;
mod outbox;
mod port;
mod reaching;
mod roles;
mod schema;
mod search;
mod servers;
mod settings;
mod sign_in;
mod tokens;
mod users;
mod write;

use std::{future::Future, time::Duration};

use accounts::{DirectoryError, NewAccount, activity::Entry};
use sqlx::{Executor as _, PgConnection, query_scalar};
use tokio::time::timeout;

use crate::{ConnectionFault, ConnectionSecrets, FaultKind, OpenError, PostgresConnection};
use changes::Changes;
use connections::Connections;
use failure::{code, directory, state};
use schema::{Flaw, Standing};
use servers::{CONNECTING, Servers};
use write::{Done, Write};

/// How long making the tables may take, where others who make them are waited for.
const MIGRATING: Duration = Duration::from_mins(1);

type Result<T> = std::result::Result<T, DirectoryError>;

/// A directory in a database of a server, or of several that follow each other.
pub(crate) struct PostgresDirectory {
    connections: Connections,
    changes: Changes,
    /// Whether the server tells others of a change.
    tells: bool,
}

impl PostgresDirectory {
    /// Opens it; makes its tables where there are none, and brings them up to date.
    pub async fn open(
        connection: &PostgresConnection,
        secrets: &ConnectionSecrets,
    ) -> std::result::Result<Self, ConnectionFault> {
        let servers = Servers::new(connection, secrets)?;
        let mut first = servers.connect().await?;
        let made = async {
            let standing = in_time(CONNECTING, schema::inspect(&mut first)).await?;
            if whole(standing)? == Standing::Behind {
                in_time(MIGRATING, schema::migrate(&mut first)).await?;
                in_time(CONNECTING, schema::inspect(&mut first)).await?;
            }
            in_time(CONNECTING, tells(&mut first)).await
        };
        match made.await {
            Ok(tells) => Ok(Self {
                connections: Connections::new(servers),
                changes: Changes::default(),
                tells,
            }),
            Err(flaw) => Err(servers.fault(flaw).await),
        }
    }

    /// Looks whether it could be opened, and changes nothing.
    pub async fn inspect(
        connection: &PostgresConnection,
        secrets: &ConnectionSecrets,
    ) -> std::result::Result<(), ConnectionFault> {
        let servers = Servers::new(connection, secrets)?;
        let mut first = servers.connect().await?;
        let standing = in_time(CONNECTING, schema::inspect(&mut first)).await;
        match standing.and_then(whole) {
            Ok(_) => Ok(()),
            Err(flaw) => Err(servers.fault(flaw).await),
        }
    }

    /// Whether anybody is in it.
    pub async fn has_users(&self) -> std::result::Result<bool, ConnectionFault> {
        let found = reading!(self.connections, connection => any_user(connection).await);
        match found {
            Ok(found) => Ok(found),
            Err(error) => Err(self.connections.servers.fault(failure::flaw(&error)).await),
        }
    }

    /// Stores the first user with the entries that the record begins with. The same call may be made again.
    pub async fn store_owner(
        &self,
        owner: &NewAccount,
        entries: &[Entry],
    ) -> std::result::Result<(), OpenError> {
        let stored = writing!(self, tx => {
            if users::of_request(tx, owner).await?.is_some() {
                return Ok(Done::Unchanged(true));
            }
            if any_user(tx).await? {
                return Ok(Done::Unchanged(false));
            }
            users::insert(tx, owner).await?;
            for entry in entries {
                activity::append(tx, entry).await?;
            }
            Ok(Done::Changed(true))
        });
        match stored {
            Ok(true) => Ok(()),
            Ok(false) | Err(DirectoryError::RequestReused) => Err(OpenError::Exists),
            Err(error) => Err(error.into()),
        }
    }

    async fn begin(&self) -> Result<Write<'_>> {
        Write::begin(&self.connections, self.tells).await
    }
}

/// Half a directory is none.
fn whole(standing: Standing) -> std::result::Result<Standing, Flaw> {
    match standing {
        Standing::Copying => Err((FaultKind::Copying, None)),
        other => Ok(other),
    }
}

/// Work on the tables that may take so long.
async fn in_time<T>(
    limit: Duration,
    work: impl Future<Output = std::result::Result<T, Flaw>>,
) -> std::result::Result<T, Flaw> {
    let done = timeout(limit, work).await;
    done.unwrap_or(Err((FaultKind::NoAnswer, None)))
}

async fn any_user(connection: &mut PgConnection) -> Result<bool> {
    query_scalar("SELECT EXISTS (SELECT 1 FROM users)")
        .fetch_one(connection)
        .await
        .map_err(directory)
}

/// Whether the server tells others of a change. Those who have nothing to hear of look once in vain.
async fn tells(connection: &mut PgConnection) -> std::result::Result<bool, Flaw> {
    match connection.execute("SELECT pg_notify('frontdesk', '')").await {
        Ok(_) => Ok(true),
        Err(error) => match code(&error).as_deref() {
            Some(state::NOT_SUPPORTED | state::NO_FUNCTION) => Ok(false),
            _ => Err(reaching::classified(&error)),
        },
    }
}

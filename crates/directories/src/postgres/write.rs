//! Writes, one after the other: each begins with a change of the one row that ends the record's chain, and holds it until
//! its end, so that what it looked at stays as it was.

use std::ops::{Deref, DerefMut};

use accounts::{DirectoryError, activity::Head};
use sqlx::{Executor as _, PgConnection, Row as _};

use super::{
    Result,
    connections::{Connections, Lease},
    failure::directory,
};
use crate::rows;

/// In one go, for the way there and back takes longest.
const BEGIN: &str = "BEGIN ISOLATION LEVEL READ COMMITTED;
    UPDATE activity_head SET revision = revision + 1 RETURNING number, hash";
/// The same, and whoever waits for a change is told when it is there.
const BEGIN_AND_TELL: &str = "BEGIN ISOLATION LEVEL READ COMMITTED;
    UPDATE activity_head SET revision = revision + 1 RETURNING number, hash, pg_notify('frontdesk', '')";

/// A write that goes on.
pub(super) struct Write<'a> {
    connections: &'a Connections,
    lease: Lease<'a>,
    /// The end of the chain.
    pub head: Head,
}

/// How a write ends that met no error.
pub(super) enum Done<T> {
    /// What it changed is to last.
    Changed(T),
    /// It changed nothing.
    Unchanged(T),
}

impl<'a> Write<'a> {
    /// Begins a write on the server that may be written to. Nothing is done before it has begun, so a connection that was
    /// dead is no reason to give up, nor is a server that only follows another since.
    pub async fn begin(connections: &'a Connections, tells: bool) -> Result<Self> {
        let statement = if tells { BEGIN_AND_TELL } else { BEGIN };
        let mut has_looked = false;
        loop {
            let mut lease = connections.lease().await?;
            match head(&mut lease.connection, statement).await {
                Ok(head) => {
                    return Ok(Self {
                        connections,
                        lease,
                        head,
                    });
                }
                Err(DirectoryError::Unreachable) => {
                    connections.give_up();
                    if !lease.has_rested {
                        return Err(DirectoryError::Unreachable);
                    }
                }
                Err(DirectoryError::ReadOnly) if !has_looked => {
                    has_looked = true;
                    connections.give_up();
                }
                Err(other) => return Err(other),
            }
        }
    }

    /// Ends it: all of it lasts, or nothing. Where the answer to the commit is lost, so is what became of it.
    pub async fn end<T>(mut self, done: Result<Done<T>>) -> Result<T> {
        let (statement, answer) = match done {
            Ok(Done::Changed(answer)) => ("COMMIT", Ok(answer)),
            Ok(Done::Unchanged(answer)) => ("ROLLBACK", Ok(answer)),
            Err(DirectoryError::Unreachable) => {
                self.connections.give_up();
                return Err(DirectoryError::Unreachable);
            }
            Err(error) => ("ROLLBACK", Err(error)),
        };
        match self.lease.connection.execute(statement).await {
            Ok(_) => {
                self.connections.rest(self.lease);
                answer
            }
            // Nothing was to last, and the server rolls back by itself.
            Err(_) if statement == "ROLLBACK" => answer,
            Err(error) => {
                self.connections.give_up();
                Err(match directory(error) {
                    DirectoryError::ReadOnly => DirectoryError::Unreachable,
                    other => other,
                })
            }
        }
    }
}

async fn head(connection: &mut PgConnection, statement: &'static str) -> Result<Head> {
    let row = connection.fetch_optional(statement).await.map_err(directory)?;
    let row = row.ok_or(DirectoryError::Damaged)?;
    rows::head(
        row.try_get("number").map_err(directory)?,
        row.try_get("hash").map_err(directory)?,
    )
}

impl Deref for Write<'_> {
    type Target = PgConnection;

    fn deref(&self) -> &PgConnection {
        &self.lease.connection
    }
}

impl DerefMut for Write<'_> {
    fn deref_mut(&mut self) -> &mut PgConnection {
        &mut self.lease.connection
    }
}

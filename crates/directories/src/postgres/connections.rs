//! The few connections of a desk. One is given back only by who is done with it in good order; in every other case, a call
//! that was given up included, it is dropped with the call, and the server ends what it did there. (The pool of sqlx waits
//! for a server that is frozen before it lets go of a connection.)

use std::{
    future::Future,
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use accounts::DirectoryError;
use sqlx::{Connection as _, PgConnection};
use tokio::{
    sync::{Semaphore, SemaphorePermit},
    time::timeout,
};

use super::{Result, servers::Servers};

/// Connections that are used at the same moment.
const CONNECTIONS: usize = 5;
/// How long one may rest.
const REST: Duration = Duration::from_mins(5);
/// How long a call may take, whatever it does.
const ANSWER: Duration = Duration::from_millis(4_500);
/// How long closing may take.
const CLOSING: Duration = Duration::from_secs(1);

pub(super) struct Connections {
    pub servers: Servers,
    resting: Mutex<Vec<Resting>>,
    permits: Semaphore,
    /// Counts how often all connections were given up: one that was made before is of no more use.
    round: AtomicU64,
}

struct Resting {
    connection: PgConnection,
    since: Instant,
}

/// A connection for one call.
pub(super) struct Lease<'a> {
    pub connection: PgConnection,
    /// Whether it rested before: what was at its other end may be gone.
    pub has_rested: bool,
    round: u64,
    _permit: SemaphorePermit<'a>,
}

impl Connections {
    pub fn new(servers: Servers) -> Self {
        Self {
            servers,
            resting: Mutex::new(Vec::new()),
            permits: Semaphore::new(CONNECTIONS),
            round: AtomicU64::new(0),
        }
    }

    /// Gives a call up that takes too long: the server is frozen, or the network swallows what is sent.
    pub async fn limited<T>(&self, call: impl Future<Output = Result<T>>) -> Result<T> {
        timeout(ANSWER, call).await.unwrap_or_else(|_| {
            self.give_up();
            Err(DirectoryError::Unreachable)
        })
    }

    /// A connection that rested, or a new one.
    pub async fn lease(&self) -> Result<Lease<'_>> {
        // It is closed once the directory is.
        let permit = self.permits.acquire().await;
        let permit = permit.map_err(|_| DirectoryError::Unreachable)?;
        let round = self.round();
        let rested = {
            let mut resting = self.resting();
            resting.retain(|resting| resting.since.elapsed() < REST);
            resting.pop()
        };
        let has_rested = rested.is_some();
        let connection = match rested {
            Some(rested) => rested.connection,
            None => self.servers.connect().await?,
        };
        Ok(Lease {
            connection,
            has_rested,
            round,
            _permit: permit,
        })
    }

    /// Takes a connection back that has nothing left to say.
    pub fn rest(&self, lease: Lease<'_>) {
        let mut resting = self.resting();
        if lease.round == self.round() && !self.permits.is_closed() {
            resting.push(Resting {
                connection: lease.connection,
                since: Instant::now(),
            });
        }
    }

    /// What became of a call that only reads; nothing where it is to be made again, on a new connection.
    pub fn settled<T>(&self, lease: Lease<'_>, answer: Result<T>) -> Option<Result<T>> {
        match answer {
            Ok(_) | Err(DirectoryError::NotFound) => self.rest(lease),
            Err(DirectoryError::Unreachable) => {
                self.give_up();
                if lease.has_rested {
                    return None;
                }
            }
            Err(_) => {}
        }
        Some(answer)
    }

    /// Changes when all connections were given up.
    pub fn round(&self) -> u64 {
        self.round.load(Ordering::Acquire)
    }

    /// Gives every connection up: what is at their other end is gone, or not what it was.
    pub fn give_up(&self) {
        self.round.fetch_add(1, Ordering::Release);
        self.resting().clear();
    }

    /// Takes leave of the server, if it listens.
    pub async fn close(&self) {
        self.permits.close();
        let resting = std::mem::take(&mut *self.resting());
        let leaving = async {
            for Resting { connection, .. } in resting {
                // A server that is gone need not be told.
                let _ = connection.close().await;
            }
        };
        let _ = timeout(CLOSING, leaving).await;
    }

    fn resting(&self) -> MutexGuard<'_, Vec<Resting>> {
        self.resting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

//! The worker that delivers the e-mails that wait in a directory, each at least once (SECURITY 33).
//!
//! An e-mail is claimed before it is sent, and what became of it is noted after that. Between the two it may have left
//! without a note: whoever comes after the claim sends it again, with the same Message-ID. That is kept rare: nothing is
//! begun in the second half of a claim, and while a note cannot be stored nothing else is sent.
//!
//! A fault of one e-mail gives that one a pause of its own. A fault of the way to the server meets all of them, so the
//! round ends there: what else was claimed is noted with the same fault, untried, and the pause is the worker's. It
//! grows with every round in vain, so that a server that refuses a password, or is down, is asked once a round and ever
//! more seldom, however many e-mails wait. In the next round another e-mail goes first: where one alone makes a server
//! hang up, the others pass it.

mod backoff;
mod batch;
mod queue;
#[cfg(test)]
mod tests;

use std::{error::Error, sync::Arc, time::Duration};

use accounts::{
    Clock, Directory, DirectoryError,
    desk::{Randomness, Texts},
    mail::Mailer,
    outbox::Claim,
};
use jiff::Timestamp;
use rand::Rng as _;
use tokio::{
    sync::{Notify, watch},
    time::sleep,
};
use uuid::Builder;

use backoff::backoff;
use batch::Batch;
use queue::Queue;

/// What noting is given after the last e-mail, once the worker is to stop.
const LAST_NOTE: Duration = Duration::from_millis(400);

/// Delivers e-mails until it is told to stop.
pub struct Worker<D: ?Sized = dyn Directory> {
    /// Where they wait.
    pub directory: Arc<D>,
    /// What brings them to the server of the settings.
    pub mailer: Arc<dyn Mailer>,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// For claims and pauses.
    pub randomness: Randomness,
    /// What they say.
    pub texts: Texts,
    /// Others deliver too: without the server's secret, what is due is left to them. Where nobody does, an e-mail that
    /// cannot leave says why.
    pub only_with_secret: bool,
    /// Rung when an e-mail was stored, or may leave sooner than thought.
    pub bell: Arc<Notify>,
    /// How long everything may take.
    pub pace: Pace,
    /// Called whenever the outbox was changed.
    pub changed: Arc<dyn Fn() + Send + Sync>,
}

/// How long everything may take.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    /// How long claimed e-mails are the worker's own. None is begun in the second half, and none is given more than half.
    pub lease: Duration,
    /// E-mails claimed at once.
    pub batch: u32,
    /// Between two looks for e-mails that other programs stored.
    pub poll: Duration,
    /// Between two looks for a server while there is none.
    pub idle: Duration,
    /// Between two tries of a server that is not reached, however often the bell rings; a shorter pause stays shorter.
    pub apart: Duration,
    /// What an e-mail being sent is given once the worker is to stop.
    pub grace: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            lease: Duration::from_mins(5),
            batch: 16,
            poll: Duration::from_secs(2),
            idle: Duration::from_mins(1),
            apart: Duration::from_secs(5),
            grace: Duration::from_millis(1_500),
        }
    }
}

/// How long to rest before the next round: at most so long, and less where the bell rings, but for the first part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Rest {
    least: Duration,
    most: Duration,
}

impl Rest {
    const NONE: Self = Self::until_the_bell(Duration::ZERO);

    const fn until_the_bell(most: Duration) -> Self {
        Self {
            least: Duration::ZERO,
            most,
        }
    }
}

impl Worker {
    /// Delivers until `stop` holds true or its sender is gone, and ends within two seconds after that: an e-mail being
    /// sent may end in [`Pace::grace`]. One that does not is sent again once its claim has ended.
    pub async fn run(self, stop: watch::Receiver<bool>) {
        self.work(stop).await;
    }
}

impl<D: Queue + ?Sized> Worker<D> {
    async fn work(&self, stop: watch::Receiver<bool>) {
        tokio::select! {
            () = self.rounds(&stop) => {}
            () = stopped_for(&stop, self.pace.grace + LAST_NOTE) => {}
        }
    }

    async fn rounds(&self, stop: &watch::Receiver<bool>) {
        // Rounds in a row in which the server was not reached, or the directory failed.
        let (mut unreached, mut failed) = (0, 0);
        while !is_stopped(stop) {
            let rest = match self.round(&mut unreached, stop).await {
                Ok(rest) => {
                    failed = 0;
                    rest
                }
                Err(error) => {
                    let error: &dyn Error = &error;
                    tracing::warn!(error, "the outbox waits for the directory");
                    failed += 1;
                    self.rest_in_vain(self.backoff(failed).min(self.pace.idle))
                }
            };
            self.rest(rest, stop).await;
        }
    }

    /// One look at the outbox, and what is due delivered.
    async fn round(&self, unreached: &mut u32, stop: &watch::Receiver<bool>) -> Result<Rest, DirectoryError> {
        // At every round: another program may have changed the settings.
        let Some(server) = self.directory.server().await? else {
            return Ok(Rest::until_the_bell(self.pace.idle));
        };
        let now = self.clock.now();
        let due = self.directory.next_due().await?;
        let wait = due.map_or(self.pace.poll, |due| between(now, due));
        if !wait.is_zero() {
            return Ok(Rest::until_the_bell(wait.min(self.pace.poll)));
        }
        if self.only_with_secret && server.needs_secret() && !self.mailer.has_secret(&server).await {
            return Ok(Rest::until_the_bell(self.pace.idle));
        }
        let (settings, organisation) = self.directory.style().await?;
        let claim = self.new_claim(now);
        let mails = self.directory.claim(&claim).await?;
        if mails.is_empty() {
            // Another worker was faster.
            return Ok(Rest::until_the_bell(self.pace.poll));
        }
        (self.changed)();
        let batch = Batch {
            claim,
            server,
            settings,
            organisation,
        };
        self.deliver(&batch, mails, unreached, stop).await
    }

    fn new_claim(&self, now: Timestamp) -> Claim {
        let mut random = [0; 16];
        (self.randomness)().fill_bytes(&mut random);
        Claim {
            id: Builder::from_random_bytes(random).into_uuid(),
            now,
            until: later(now, self.pace.lease),
            limit: self.pace.batch,
        }
    }

    fn backoff(&self, tries: u32) -> Duration {
        backoff(tries, (self.randomness)().next_u32())
    }

    fn rest_in_vain(&self, pause: Duration) -> Rest {
        Rest {
            least: pause.min(self.pace.apart),
            most: pause,
        }
    }

    async fn rest(&self, rest: Rest, stop: &watch::Receiver<bool>) {
        let rested = async {
            sleep(rest.least).await;
            tokio::select! {
                () = sleep(rest.most.saturating_sub(rest.least)) => {}
                () = self.bell.notified() => {}
            }
        };
        tokio::select! {
            () = rested => {}
            () = stopped_for(stop, Duration::ZERO) => {}
        }
    }
}

/// A sender that is gone tells nothing any more: nobody is left to stop for.
fn is_stopped(stop: &watch::Receiver<bool>) -> bool {
    *stop.borrow() || stop.has_changed().is_err()
}

/// Ends so long after the worker was to stop.
async fn stopped_for(stop: &watch::Receiver<bool>, time: Duration) {
    let mut stop = stop.clone();
    drop(stop.wait_for(|stop| *stop).await);
    sleep(time).await;
}

/// Beyond the end of the calendar there is nothing to wait for.
fn later(now: Timestamp, time: Duration) -> Timestamp {
    now.checked_add(time).unwrap_or(Timestamp::MAX)
}

/// From one time to a later one; nothing where it is no later one.
fn between(from: Timestamp, to: Timestamp) -> Duration {
    Duration::try_from(to.duration_since(from)).unwrap_or_default()
}

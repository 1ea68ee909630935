//! Whether the open directory answers, and what others changed in it.

use std::{
    future::Future,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use accounts::Directory;
use tokio::{task::JoinHandle, time::sleep};

use crate::{
    ipc::{CommandError, DirectoryCondition, EventName},
    locked::locked,
    shell::Notify,
};

/// Before the first further try; it doubles with each in vain.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
/// The longest pause.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// When something that failed is tried again.
#[derive(Debug, Clone, Copy)]
pub struct Retry {
    /// Tries in vain so far.
    tries: u32,
    at: Instant,
}

impl Retry {
    /// After one more try in vain.
    pub fn after(earlier: Option<Self>) -> Self {
        let tries = earlier.map_or(0, |earlier| earlier.tries.saturating_add(1));
        let pause = FIRST_PAUSE.saturating_mul(1 << tries.min(6)).min(LONGEST_PAUSE);
        Self {
            tries,
            at: Instant::now() + pause,
        }
    }

    /// Whether it is time.
    pub fn is_due(&self) -> bool {
        self.pause().is_zero()
    }

    /// Until it is time.
    pub fn pause(&self) -> Duration {
        self.at.saturating_duration_since(Instant::now())
    }

    /// The same in whole seconds, for people.
    pub fn seconds(&self) -> u32 {
        u32::try_from(self.pause().as_millis().div_ceil(1_000)).unwrap_or(u32::MAX)
    }
}

/// What is known of an open directory.
#[derive(Default)]
struct Condition {
    lost: bool,
    fault: Option<CommandError>,
    retry: Option<Retry>,
}

/// Watches an open directory for as long as it lives.
pub struct Watching {
    condition: Arc<Mutex<Condition>>,
    task: JoinHandle<()>,
}

impl Watching {
    /// Begins. `why` finds out what is wrong with a directory that does not answer.
    pub fn start<W, F>(directory: Arc<dyn Directory>, tell: Notify, why: W) -> Self
    where
        W: Fn() -> F + Send + Sync + 'static,
        F: Future<Output = Option<CommandError>> + Send,
    {
        let condition = Arc::new(Mutex::new(Condition::default()));
        let shared = Arc::clone(&condition);
        let task = tokio::spawn(async move { watch(directory.as_ref(), &shared, &tell, why).await });
        Self { condition, task }
    }

    /// For the window.
    pub fn condition(&self) -> DirectoryCondition {
        let condition = locked(&self.condition);
        DirectoryCondition {
            answers: !condition.lost,
            fault: condition.fault.clone(),
            next_try_seconds: condition.retry.as_ref().map(Retry::seconds),
        }
    }

    /// Ends it.
    pub fn stop(&self) {
        self.task.abort();
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Tells the window of every change, by whomever, and of the directory's silence.
async fn watch<W, F>(directory: &dyn Directory, condition: &Mutex<Condition>, tell: &Notify, why: W)
where
    W: Fn() -> F + Send + Sync,
    F: Future<Output = Option<CommandError>> + Send,
{
    let mut seen = None;
    let mut retry = None;
    loop {
        if let Ok(revision) = directory.next_revision(seen).await {
            let was_lost = retry.take().is_some();
            if was_lost {
                *locked(condition) = Condition::default();
                tell(EventName::ConditionChanged);
            }
            if was_lost || seen.is_some_and(|seen| seen != revision) {
                tell(EventName::DirectoryChanged);
            }
            seen = Some(revision);
            continue;
        }
        if retry.is_none() {
            // Said at once; the reason follows.
            locked(condition).lost = true;
            tell(EventName::ConditionChanged);
        }
        let fault = why().await;
        let next = Retry::after(retry);
        retry = Some(next);
        {
            let mut condition = locked(condition);
            // Where it can be reached again, the last reason still says best what happened.
            condition.fault = fault.or(condition.fault.take());
            condition.retry = Some(next);
        }
        tell(EventName::ConditionChanged);
        sleep(next.pause()).await;
        locked(condition).retry = None;
        tell(EventName::ConditionChanged);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_to_half_a_minute() {
        let mut retry = None;
        let mut seconds = Vec::new();
        for _ in 0..7 {
            let next = Retry::after(retry);
            seconds.push(next.seconds());
            retry = Some(next);
        }
        assert_eq!(seconds, [1, 2, 4, 8, 16, 30, 30]);
    }
}

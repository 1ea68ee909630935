//! Who is signed in, and since when nobody touched the keyboard.

use std::time::{Duration, Instant};

use accounts::{Operator, UserId, recovery::RecoveryHash};
use jiff::Timestamp;

/// A signed-in operator.
pub struct Session {
    /// Which user. What they may do is asked of the directory at every command.
    pub operator: UserId,
    /// As the directory named the operator when it last answered, and whether recovery codes were due then.
    pub shown: Option<(Operator, bool)>,
    locked: bool,
    idle_limit: Duration,
    last_input: Instant,
    /// By the system's clock too: the monotonic one stands still while the computer sleeps.
    last_input_at: Timestamp,
    /// Recovery codes that are shown and not yet put away.
    pub shown_codes: Vec<RecoveryHash>,
}

impl Session {
    /// Begins one.
    pub fn begin(operator: UserId, idle_lock_minutes: u32, now: Timestamp) -> Self {
        Self {
            operator,
            shown: None,
            locked: false,
            idle_limit: minutes(idle_lock_minutes),
            last_input: Instant::now(),
            last_input_at: now,
            shown_codes: Vec::new(),
        }
    }

    /// Whether the window is locked; it locks itself once idle too long, whoever asks first.
    pub fn is_locked(&mut self, now: Timestamp) -> bool {
        let by_clock = Duration::try_from(now.duration_since(self.last_input_at)).unwrap_or_default();
        if self.last_input.elapsed().max(by_clock) >= self.idle_limit {
            self.locked = true;
        }
        self.locked
    }

    /// Whether it was locked when last asked.
    pub const fn was_locked(&self) -> bool {
        self.locked
    }

    /// Locks on demand.
    pub const fn lock(&mut self) {
        self.locked = true;
    }

    /// The operator is at work.
    pub fn touch(&mut self, now: Timestamp) {
        self.last_input = Instant::now();
        self.last_input_at = now;
    }

    /// After the right password.
    pub fn unlock(&mut self, now: Timestamp) {
        self.locked = false;
        self.touch(now);
    }

    /// After the setting was changed.
    pub fn set_idle_lock(&mut self, idle_lock_minutes: u32) {
        self.idle_limit = minutes(idle_lock_minutes);
    }
}

fn minutes(count: u32) -> Duration {
    Duration::from_secs(u64::from(count) * 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).expect("in range")
    }

    fn session() -> Session {
        Session::begin(UserId(uuid::Uuid::nil()), 15, at(0))
    }

    #[test]
    fn an_idle_session_locks_itself_and_stays_locked() {
        let mut session = session();
        assert!(!session.is_locked(at(15 * 60 - 1)));
        assert!(session.is_locked(at(15 * 60)));
        assert!(session.is_locked(at(0)));
        session.unlock(at(15 * 60));
        assert!(!session.is_locked(at(15 * 60)));
    }

    #[test]
    fn input_keeps_it_open_and_a_clock_set_back_does_no_harm() {
        let mut session = session();
        session.touch(at(14 * 60));
        assert!(!session.is_locked(at(20 * 60)));
        assert!(!session.is_locked(at(-1_000)));
    }

    #[test]
    fn the_limit_follows_the_setting() {
        let mut session = session();
        session.set_idle_lock(1);
        assert!(session.is_locked(at(60)));
    }
}

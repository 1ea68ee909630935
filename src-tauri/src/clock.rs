//! The system's clock, which never goes back while the program runs.

use std::{
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use accounts::Clock;
use jiff::Timestamp;

/// The system's clock. Set back, it goes on from where it was by the monotonic clock until the system has caught up, so
/// that no wait gets shorter and nothing that has expired lives again (SECURITY 12).
#[derive(Debug, Default)]
pub struct SystemClock {
    latest: Mutex<Option<(Timestamp, Instant)>>,
}

impl SystemClock {
    fn at(&self, system: Timestamp, running: Instant) -> Timestamp {
        // What a panic left behind is an earlier moment: as good as any.
        let mut latest = self.latest.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((told, then)) = *latest {
            let since: Duration = running.saturating_duration_since(then);
            let least = told.checked_add(since).unwrap_or(told);
            if system < least {
                return least;
            }
        }
        *latest = Some((system, running));
        system
    }
}

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that reads the system's clock"
    )]
    fn now(&self) -> Timestamp {
        let now = self.at(Timestamp::now(), Instant::now());
        Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn second(second: i64) -> Timestamp {
        Timestamp::from_second(second).expect("in range")
    }

    #[test]
    fn set_forward_it_follows_and_set_back_it_goes_on() {
        let clock = SystemClock::default();
        let start = Instant::now();
        let after = |seconds| start + Duration::from_secs(seconds);
        assert_eq!(clock.at(second(1_000), start), second(1_000));
        assert_eq!(clock.at(second(5_000), after(1)), second(5_000));
        assert_eq!(clock.at(second(1_002), after(2)), second(5_001));
        assert_eq!(clock.at(second(1_602), after(602)), second(5_601));
        assert_eq!(clock.at(second(6_000), after(603)), second(6_000));
    }
}

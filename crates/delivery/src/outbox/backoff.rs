//! How long to wait after tries in vain (SECURITY 33).

use std::time::Duration;

const FIRST_MILLIS: u64 = 1_000;
const LONGEST_MILLIS: u64 = 15 * 60 * 1_000;

/// The pause after so many tries in a row in vain: 1 s, doubled with each, 15 min at most. Half of it is sure, and `draw`
/// says how much of the other half is added, so that those who failed together do not come back together.
pub(super) fn backoff(tries: u32, draw: u32) -> Duration {
    // Beyond ten doublings it is the longest all the same.
    let doublings = tries.saturating_sub(1).min(10);
    let half = (FIRST_MILLIS << doublings).min(LONGEST_MILLIS) / 2;
    Duration::from_millis(half + half * u64::from(draw) / u64::from(u32::MAX))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_first_pauses_double_and_the_longest_is_a_quarter_of_an_hour() {
        let longest = |tries| backoff(tries, u32::MAX).as_secs();
        let pauses: Vec<u64> = (1..=12).map(longest).collect();
        assert_eq!(pauses, [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]);
        assert_eq!(backoff(1, 0), Duration::from_millis(500));
        assert_eq!(backoff(0, 0), backoff(1, 0));
    }

    proptest! {
        #[test]
        fn a_pause_stays_in_its_bounds_and_grows(tries: u32, draw: u32) {
            let pause = backoff(tries, draw);
            prop_assert!(pause >= Duration::from_millis(500));
            prop_assert!(pause <= Duration::from_mins(15));
            prop_assert!(backoff(tries.saturating_add(1), draw) >= pause);
        }

        #[test]
        fn while_it_doubles_no_draw_makes_a_pause_shorter_than_the_one_before(
            tries in 1_u32..10,
            draw: u32,
            next: u32,
        ) {
            prop_assert!(backoff(tries + 1, next) >= backoff(tries, draw));
        }

        #[test]
        fn draws_spread_evenly(tries in 1_u32..20, draw: u32) {
            let sum = backoff(tries, draw) + backoff(tries, u32::MAX - draw);
            let whole = backoff(tries, u32::MAX) + backoff(tries, 0);
            prop_assert!(whole.abs_diff(sum) <= Duration::from_millis(1));
        }
    }
}

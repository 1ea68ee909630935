//! Signing in: the slow-down after misses, and the one answer for every kind of wrong.

use jiff::Timestamp;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::EmailAddress;

/// Misses that lock an account until an operator unlocks it (SECURITY 8).
pub const LOCK_AFTER: u32 = 100;

/// What misses are counted for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TryKey {
    /// An address, known or not: SHA-256 of its canonical form, so that the count tells nothing by itself.
    Address([u8; 32]),
    /// One computer, among those that work in the directory.
    Machine(Uuid),
}

impl TryKey {
    /// The key of an address.
    pub fn of(email: &EmailAddress) -> Self {
        Self::Address(Sha256::digest(email.canonical()).into())
    }

    /// The key of a text that is no address.
    pub fn of_anything(typed: &str) -> Self {
        Self::Address(Sha256::digest(typed).into())
    }

    /// As stored.
    pub fn octets(&self) -> Vec<u8> {
        match self {
            Self::Address(hash) => hash.to_vec(),
            Self::Machine(computer) => [b"machine".as_slice(), computer.as_bytes()].concat(),
        }
    }
}

/// Misses so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Misses {
    /// How many since the last success.
    pub count: u32,
    /// When the last one was.
    pub last_at: Option<Timestamp>,
}

/// Whether a try may go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Admission {
    /// It may.
    Admitted,
    /// Not for so many more milliseconds.
    Wait {
        /// At least 1.
        milliseconds: u64,
    },
    /// Not until an operator unlocks the account.
    Locked,
}

/// Decides about one key; [`admission`] is the rule that holds.
pub type Rule = fn(&TryKey, &Misses, Timestamp) -> Admission;

/// The waits of SECURITY 8: 1, 3, 5, 10 s under 3, 9, 25, 100 misses, then locked. This computer is never locked,
/// else nobody could sign in to unlock it. A clock that was set back shortens no wait.
pub fn admission(key: &TryKey, misses: &Misses, now: Timestamp) -> Admission {
    let seconds = match misses.count {
        0 => return Admission::Admitted,
        1..3 => 1,
        3..9 => 3,
        9..25 => 5,
        25..LOCK_AFTER => 10,
        _ if matches!(key, TryKey::Machine(_)) => 10,
        _ => return Admission::Locked,
    };
    let wait = i64::from(seconds) * 1_000;
    let passed = misses
        .last_at
        .map_or(wait, |last| (now.as_millisecond() - last.as_millisecond()).max(0));
    match u64::try_from(wait - passed) {
        Ok(milliseconds @ 1..) => Admission::Wait { milliseconds },
        _ => Admission::Admitted,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: TryKey = TryKey::Address([7; 32]);

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).expect("in range")
    }

    #[test]
    fn waits_grow_with_the_misses_and_end_in_a_lock() {
        for (count, seconds) in [
            (1, 1),
            (2, 1),
            (3, 3),
            (8, 3),
            (9, 5),
            (24, 5),
            (25, 10),
            (99, 10),
        ] {
            let misses = Misses {
                count,
                last_at: Some(at(1_000)),
            };
            assert_eq!(
                admission(&KEY, &misses, at(1_000)),
                Admission::Wait {
                    milliseconds: seconds * 1_000
                }
            );
            assert_eq!(
                admission(&KEY, &misses, at(1_000 + seconds.cast_signed())),
                Admission::Admitted
            );
        }
        let misses = Misses {
            count: 100,
            last_at: Some(at(0)),
        };
        assert_eq!(admission(&KEY, &misses, at(1_000_000)), Admission::Locked);
        assert_eq!(
            admission(&TryKey::Machine(Uuid::nil()), &misses, at(1_000_000)),
            Admission::Admitted
        );
        assert_eq!(admission(&KEY, &Misses::default(), at(0)), Admission::Admitted);
    }

    #[test]
    fn a_clock_set_back_shortens_no_wait() {
        let misses = Misses {
            count: 3,
            last_at: Some(at(1_000)),
        };
        assert_eq!(
            admission(&KEY, &misses, at(10)),
            Admission::Wait { milliseconds: 3_000 }
        );
    }
}

//! What is known of a number: what was sent to it, what was tried, and the code that waits.
//!
//! A ledger decides and changes; the directory loads it before and stores it after, in one transaction. It is pure, so
//! that every order of events can be tried.

use jiff::Timestamp;

use super::{CodeHash, LIFE_SECONDS, RESEND_SECONDS, Scope, TRIES};

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// Misses of a number within a day that lock it (SECURITY 10).
const MISSES_A_DAY: usize = 15;

/// At most so many within so many seconds.
#[derive(Clone, Copy)]
struct Window {
    most: usize,
    seconds: i64,
}

impl Window {
    const fn new(most: usize, seconds: i64) -> Self {
        Self { most, seconds }
    }

    /// Seconds until one more fits; nothing where it fits now. What lies ahead of a clock that was set back counts.
    fn wait(self, events: &[Timestamp], now: Timestamp) -> Option<u64> {
        let mut left: Vec<i64> = events
            .iter()
            .map(|at| self.seconds - seconds_since(*at, now).max(0))
            .filter(|left| *left > 0)
            .collect();
        left.sort_unstable_by(|a, b| b.cmp(a));
        left.get(self.most - 1).map(|left| left.unsigned_abs())
    }
}

/// How far back events are kept.
pub const KEPT_SECONDS: u32 = 86_400;

/// Why no code is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CodeRefusal {
    /// The last one was sent less than 30 s ago.
    #[error("too soon after the last code")]
    TooSoon {
        /// To wait.
        seconds: u64,
    },
    /// 3 in 10 minutes or 5 in a day to this number.
    #[error("too many codes to this number")]
    TooMany {
        /// To wait.
        seconds: u64,
    },
    /// 5 in an hour to numbers that differ in their last four digits.
    #[error("too many codes to numbers like this")]
    TooManyAlike {
        /// To wait.
        seconds: u64,
    },
    /// 20 in an hour from this installation.
    #[error("too many codes from here")]
    TooManyHere {
        /// To wait.
        seconds: u64,
    },
    /// 15 wrong codes in a day lock the number.
    #[error("the number is locked")]
    Locked {
        /// To wait.
        seconds: u64,
    },
}

/// What became of a try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeTry {
    /// The code was right, and is used up.
    Confirmed,
    /// It was wrong.
    Wrong {
        /// Tries that are left.
        left: u8,
    },
    /// It was the fifth wrong one, or came after it.
    Ended,
    /// The code is older than ten minutes, or the clock was set back behind it.
    Expired,
    /// No code of this scope waits.
    Missing,
    /// 15 wrong codes in a day lock the number.
    Locked {
        /// To wait.
        seconds: u64,
    },
}

/// The last code sent to a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentCode {
    /// Scope that it was sent for, as stored.
    pub scope: Vec<u8>,
    /// Of the code; nothing once it was used or ended.
    pub hash: Option<CodeHash>,
    /// When.
    pub sent_at: Timestamp,
    /// Wrong tries, those on the code before it included.
    pub misses: u8,
}

/// See the module.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ledger {
    /// Codes to this number within a day.
    pub sends: Vec<Timestamp>,
    /// Codes to numbers of the same prefix within an hour, those to this one included.
    pub alike: Vec<Timestamp>,
    /// Codes to any number within an hour.
    pub all: Vec<Timestamp>,
    /// Wrong tries for this number within a day.
    pub misses: Vec<Timestamp>,
    /// The last code.
    pub code: Option<SentCode>,
}

impl Ledger {
    /// Tries that the waiting code leaves.
    pub fn tries_left(&self) -> u8 {
        self.code
            .as_ref()
            .map_or(TRIES, |code| TRIES.saturating_sub(code.misses))
    }

    /// Puts a new code in the place of the one before, where the limits allow.
    pub fn send(&mut self, scope: &Scope, hash: CodeHash, now: Timestamp) -> Result<(), CodeRefusal> {
        self.admit(now)?;
        let before = self.code.take().map_or(0, |code| code.misses);
        self.code = Some(SentCode {
            scope: scope.octets(),
            hash: Some(hash),
            sent_at: now,
            // Five misses ended the one before; the day's count of misses goes on all the same.
            misses: if before < TRIES { before } else { 0 },
        });
        for sends in [&mut self.sends, &mut self.alike, &mut self.all] {
            sends.push(now);
        }
        Ok(())
    }

    fn admit(&self, now: Timestamp) -> Result<(), CodeRefusal> {
        let wait = |most, seconds, events: &[Timestamp]| Window::new(most, seconds).wait(events, now);
        if let Some(seconds) = self.locked(now) {
            return Err(CodeRefusal::Locked { seconds });
        }
        if let Some(seconds) = wait(5, DAY, &self.sends).max(wait(3, 10 * MINUTE, &self.sends)) {
            return Err(CodeRefusal::TooMany { seconds });
        }
        if let Some(seconds) = wait(1, i64::from(RESEND_SECONDS), &self.sends) {
            return Err(CodeRefusal::TooSoon { seconds });
        }
        if let Some(seconds) = wait(5, HOUR, &self.alike) {
            return Err(CodeRefusal::TooManyAlike { seconds });
        }
        if let Some(seconds) = wait(20, HOUR, &self.all) {
            return Err(CodeRefusal::TooManyHere { seconds });
        }
        Ok(())
    }

    /// Tries a code.
    pub fn attempt(&mut self, scope: &Scope, hash: CodeHash, now: Timestamp) -> CodeTry {
        if let Some(seconds) = self.locked(now) {
            return CodeTry::Locked { seconds };
        }
        let Some(code) = self.code.as_mut().filter(|code| code.scope == scope.octets()) else {
            return CodeTry::Missing;
        };
        if code.misses >= TRIES {
            return CodeTry::Ended;
        }
        if !(0..i64::from(LIFE_SECONDS)).contains(&seconds_since(code.sent_at, now)) {
            code.hash = None;
            return CodeTry::Expired;
        }
        let Some(expected) = code.hash else {
            return CodeTry::Missing;
        };
        if expected == hash {
            code.hash = None;
            code.misses = 0;
            return CodeTry::Confirmed;
        }
        code.misses += 1;
        self.misses.push(now);
        let left = TRIES.saturating_sub(code.misses);
        if left > 0 {
            return CodeTry::Wrong { left };
        }
        code.hash = None;
        CodeTry::Ended
    }

    fn locked(&self, now: Timestamp) -> Option<u64> {
        Window::new(MISSES_A_DAY, DAY).wait(&self.misses, now)
    }
}

/// Rounded towards the past, so that nothing counts as older than it is.
fn seconds_since(at: Timestamp, now: Timestamp) -> i64 {
    (now.as_millisecond() - at.as_millisecond()).div_euclid(1_000)
}

#[cfg(test)]
mod tests;

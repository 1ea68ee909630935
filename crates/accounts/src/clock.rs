//! Time, passed in.

use jiff::Timestamp;

/// What time it is. The shell keeps it with the system's clock, tests with one that they set.
pub trait Clock: Send + Sync {
    /// Now, in whole milliseconds.
    fn now(&self) -> Timestamp;
}

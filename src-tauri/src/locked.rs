//! Mutexes of the shell. What they hold stays good where a panic left it: at worst it is a moment old.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// Locks one. Never held over an await: clippy refuses that.
pub fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

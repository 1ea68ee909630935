//! What a desk takes from the operating system, for tests and benches that have no shell to hand it in.

use accounts::Clock;
use jiff::Timestamp;
use rand::{CryptoRng, rand_core::UnwrapErr, rngs::SysRng};

/// The system's time.
#[derive(Debug, Clone, Copy)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "here is the place that takes the time")]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// The system's randomness. It panics where the system has none.
pub fn randomness() -> Box<dyn CryptoRng + Send> {
    Box::new(UnwrapErr(SysRng))
}

//! The outbox's worker over a real local directory and a real mail server, with everything that comes in between.
#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "in a test every surprise is a failure"
)]

mod faults;
mod killed;
mod office;
mod side_by_side;

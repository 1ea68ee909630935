//! Journeys through the real window, one module a theme. Each test has a computer of its own.

mod accessible;
mod closing;
mod connection;
mod crashing;
mod creating;
mod first_run;
mod general;
mod locking;
mod opening;
mod picker;
mod records;
mod roles;
mod secrets;
mod shell;
mod sign_in;
mod users;

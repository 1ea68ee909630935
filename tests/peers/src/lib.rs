//! The servers and devices at the other end, for tests: each is started on free ports of 127.0.0.1 with files in a
//! temporary folder, and ended when it is dropped.

pub mod authority;
#[cfg(unix)]
pub mod exim;
pub mod kannel;
pub mod load;
pub mod misbehaving;
#[cfg(unix)]
pub mod modem;
pub mod nobody;
#[cfg(target_os = "linux")]
pub mod postgres;
mod program;
pub mod smpp;
pub mod system;
pub mod twilio;
#[cfg(unix)]
mod user;

//! The heart of Frontdesk: what an account is, the rules it keeps, what can be done with it, and the ports that
//! the rest of the program keeps. It knows no window, no SQL, no network, no file, and has no clock of its own.

pub mod email;
pub mod name;
pub mod password;
pub mod problem;
pub mod text;

pub use email::EmailAddress;
pub use name::PersonName;
pub use problem::{Field, Flaw, Problem};

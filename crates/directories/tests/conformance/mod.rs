//! What every directory has to do, whatever is behind it.

mod devices;
mod lists;
mod roles;
mod settings;
mod sign_in;
mod users;

pub use devices::*;
pub use lists::*;
pub use roles::*;
pub use settings::*;
pub use sign_in::*;
pub use users::*;

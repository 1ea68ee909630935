//! What every directory has to do, whatever is behind it.

mod activation;
mod changes;
mod devices;
mod lists;
mod messages;
mod outbox;
mod roles;
mod settings;
mod sign_in;
mod users;

pub use activation::*;
pub use changes::*;
pub use devices::*;
pub use lists::*;
pub use messages::*;
pub use outbox::*;
pub use roles::*;
pub use settings::*;
pub use sign_in::*;
pub use users::*;

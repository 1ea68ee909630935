//! The port to the operating system's keychain and what keeps it.
//!
//! [`OsKeychain`] is the real one: Keychain Services on macOS, the Credential Manager on Windows, the Secret Service
//! (GNOME Keyring, KDE Wallet, `KeePassXC`) elsewhere. [`MemoryKeychain`] is for tests.
//!
//! A keychain is a neighbour that may be absent, locked or silent, so every answer is one of few errors that mean
//! something, and none is waited for longer than [`TIME_LIMIT`].

mod memory;
mod os;
mod secret;
#[cfg(all(unix, not(target_os = "macos")))]
mod secret_service_state;

use std::{error::Error, time::Duration};

use async_trait::async_trait;

pub use memory::{MemoryKeychain, Refusal};
pub use os::OsKeychain;
pub use secret::Secret;

/// The name under which the keychain shows all entries of this application.
pub const SERVICE: &str = "Frontdesk";

/// How long one call may take, waiting for its turn included.
pub const TIME_LIMIT: Duration = Duration::from_secs(5);

/// Keeps secrets by name.
#[async_trait]
pub trait SecretStore: Send + Sync {
    /// Whether secrets can be kept here now. It asks nobody for a password: a locked keychain is
    /// [`KeychainError::Locked`].
    async fn probe(&self) -> Result<(), KeychainError>;

    /// The secret of this name, or `None` where there is none. The system may ask for the keychain's password.
    async fn read(&self, name: &str) -> Result<Option<Secret>, KeychainError>;

    /// Stores a secret in the place of an older one of the same name. The system may ask for the keychain's password.
    async fn write(&self, name: &str, secret: &Secret) -> Result<(), KeychainError>;

    /// Removes the secret of this name; it is no error if there is none.
    async fn delete(&self, name: &str) -> Result<(), KeychainError>;
}

/// Why the keychain did not do what it was asked. Never holds a secret.
#[derive(Debug, thiserror::Error)]
pub enum KeychainError {
    /// There is no keychain in this login session, or one with no keyring in it yet.
    #[error("there is no keychain here")]
    Missing,
    /// It is locked, and unlocking it was refused or would have to ask.
    #[error("the keychain is locked")]
    Locked,
    /// It did not answer within [`TIME_LIMIT`] and is not asked again until the program starts anew.
    #[error("the keychain does not answer")]
    TimedOut,
    /// The entry is there and is not what was stored: no text, or several of one name.
    #[error("the entry in the keychain is damaged")]
    Damaged,
    /// Anything else.
    #[error("the keychain failed")]
    Unexpected(#[source] Box<dyn Error + Send + Sync>),
}

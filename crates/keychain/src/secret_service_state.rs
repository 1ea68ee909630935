//! Looking at the Secret Service without making it ask for a password.

use secret_service::{EncryptionType, Error, blocking::SecretService};

use crate::KeychainError;

/// Whether the keyring that new entries go to is there and open.
///
/// A service with no keyring made yet answers searches as if all were well and refuses to store, so it counts as
/// missing.
pub(crate) fn look() -> Result<(), KeychainError> {
    // No secret travels in this connection, so it needs no encryption.
    let service = SecretService::connect(EncryptionType::Plain).map_err(meaning)?;
    let keyring = service.get_default_collection().map_err(meaning)?;
    if keyring.is_locked().map_err(meaning)? {
        return Err(KeychainError::Locked);
    }
    Ok(())
}

/// Whether a refusal means that no keyring has been made yet.
pub(crate) fn says_no_keyring(refusal: &(dyn std::error::Error + 'static)) -> bool {
    matches!(refusal.downcast_ref(), Some(Error::NoResult))
}

fn meaning(error: Error) -> KeychainError {
    match error {
        Error::Unavailable | Error::NoResult => KeychainError::Missing,
        Error::Locked | Error::Prompt => KeychainError::Locked,
        other => KeychainError::Unexpected(Box::new(other)),
    }
}

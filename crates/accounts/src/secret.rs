//! What Frontdesk signs in to others with.

use std::fmt;

use zeroize::Zeroizing;

/// The one secret that a gateway or a mail server is signed in to with: a password, token or PIN. Wiped after use, hidden
/// in `Debug`.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct ServiceSecret(Zeroizing<String>);

impl ServiceSecret {
    /// Takes the text over.
    pub fn new(text: impl Into<Zeroizing<String>>) -> Self {
        Self(text.into())
    }

    /// The text itself.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for ServiceSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ServiceSecret(…)")
    }
}

//! A person's first or last name.

use crate::{problem::Flaw, text};

/// A first or last name: 1 to 100 characters of any script, NFC.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PersonName(String);

impl PersonName {
    /// Characters at most.
    pub const MAX: usize = 100;

    /// The only way in. Trims, brings to NFC; refuses characters that deceive ([`text::line`]).
    pub fn parse(raw: &str) -> Result<Self, Flaw> {
        text::line(raw, Self::MAX).map(Self)
    }

    /// The name as it is shown.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

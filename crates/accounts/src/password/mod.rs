//! Passwords: what one is, what makes one acceptable, how one is generated and kept.

mod blocklist;
mod generator;
mod hash;
mod policy;
mod strength;

pub use generator::{Shape, ShapeError, generate};
pub use hash::{Hashing, PasswordHash, Verified};
pub use policy::{Person, Policy, Preset, Rating, Rule, RuleState, SYMBOLS};
pub use strength::Weakness;

use std::fmt;

use unicode_normalization::UnicodeNormalization;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// A password in the form that is checked and hashed, wiped from memory when dropped, never printed.
///
/// The form is that of RFC 8265 (`OpaqueString`, 4.2.2): every kind of space becomes U+0020, then NFC. Every
/// character is allowed but control characters, so that what was typed on one keyboard can be typed on another.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Password(String);

impl Password {
    /// Brings what was typed into the form to compare. Whether it is acceptable is the [`Policy`]'s to say.
    pub fn new(raw: &str) -> Self {
        // The capacity is enough for NFC of every input, so that no copy is left behind by growing.
        let mut text = String::with_capacity(raw.len() * 3);
        text.extend(raw.chars().map(plain_space).nfc());
        Self(text)
    }

    /// Characters (code points), of which 8 to 128 are accepted.
    pub fn length(&self) -> usize {
        self.0.chars().count()
    }

    /// The secret itself, for hashing and for the one time that a generated password is shown.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// The case-folded form, wiped when dropped.
    fn folded(&self) -> Zeroizing<String> {
        Zeroizing::new(crate::text::without_case(&self.0))
    }
}

impl PartialEq for Password {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(…)")
    }
}

/// The space separators (Zs) of Unicode beyond ASCII.
const fn plain_space(c: char) -> char {
    match c {
        '\u{A0}' | '\u{1680}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}' => ' ',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_never_printed() {
        assert_eq!(format!("{:?}", Password::new("Tr0ub4dor&3")), "Password(…)");
    }

    #[test]
    fn the_same_password_typed_differently_is_the_same() {
        assert_eq!(Password::new("Cafe\u{301} \u{3000}"), Password::new("Café  "));
        assert_ne!(Password::new("secret"), Password::new("Secret"));
    }

    #[test]
    fn the_buffer_never_grows() {
        let worst = "\u{1D160}".repeat(128);
        let password = Password::new(&worst);
        assert!(password.0.capacity() >= password.0.len());
        assert!(password.0.len() <= worst.len() * 3);
    }
}

//! The key of a local directory.

use std::fmt;

use accounts::password::Password;
use argon2::{Algorithm, Argon2, Params, Version};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit as _, Mac as _};
use rand::CryptoRng;
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// Octets of a key: SQLCipher takes 256 bits as they are, without deriving anything.
const OCTETS: usize = 32;

/// The key that a local directory is encrypted with; wiped from memory when dropped, never printed.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct DirectoryKey([u8; OCTETS]);

impl DirectoryKey {
    /// A new one.
    pub fn random(rng: &mut dyn CryptoRng) -> Self {
        let mut octets = [0; OCTETS];
        rng.fill_bytes(&mut octets);
        Self(octets)
    }

    /// As a keychain kept it; nothing where that is no key.
    pub fn from_base64(text: &str) -> Option<Self> {
        let octets = Zeroizing::new(STANDARD.decode(text).ok()?);
        octets.as_slice().try_into().ok().map(Self)
    }

    /// For a keychain.
    pub fn to_base64(&self) -> Zeroizing<String> {
        Zeroizing::new(STANDARD.encode(self.0))
    }

    /// Derived from a passphrase by argon2id (RFC 9106); nothing where the parameters are impossible. Takes a good
    /// part of a second.
    pub fn from_passphrase(passphrase: &Password, parameters: &PassphraseParameters) -> Option<Self> {
        let salt = STANDARD.decode(&parameters.salt).ok()?;
        let params = Params::new(
            parameters.memory_kib,
            parameters.passes,
            parameters.lanes,
            Some(OCTETS),
        );
        let mut octets = [0; OCTETS];
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params.ok()?)
            .hash_password_into(passphrase.expose().as_bytes(), &salt, &mut octets)
            .ok()?;
        Some(Self(octets))
    }

    /// In hexadecimal, as SQLCipher takes it.
    pub fn to_hex(&self) -> Zeroizing<String> {
        let halves = self.0.iter().flat_map(|octet| [octet >> 4, octet & 15]);
        // The capacity is enough, so that no copy is left behind by growing.
        let mut hex = Zeroizing::new(String::with_capacity(2 * OCTETS));
        hex.extend(halves.filter_map(|half| char::from_digit(half.into(), 16)));
        hex
    }

    /// The key itself.
    pub const fn expose(&self) -> &[u8; OCTETS] {
        &self.0
    }

    /// What tells this key from another, and nothing about it: HMAC-SHA256 of a fixed text.
    pub(crate) fn check(&self) -> String {
        STANDARD.encode(self.keyed_text().finalize().into_bytes())
    }

    /// Whether the check is this key's; compared in constant time.
    pub(crate) fn passes(&self, check: &str) -> bool {
        STANDARD
            .decode(check)
            .is_ok_and(|tag| self.keyed_text().verify_slice(&tag).is_ok())
    }

    #[expect(clippy::expect_used, reason = "HMAC takes keys of every length")]
    fn keyed_text(&self) -> Hmac<Sha256> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).expect("every length");
        mac.update(b"frontdesk key check");
        mac
    }
}

impl fmt::Debug for DirectoryKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DirectoryKey(…)")
    }
}

/// How a key is derived from a passphrase. It stands beside the file and is no secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PassphraseParameters {
    /// 16 octets, base64.
    salt: String,
    /// KiB.
    memory_kib: u32,
    passes: u32,
    lanes: u32,
}

impl PassphraseParameters {
    /// With a salt of its own. The file can be guessed at leisure, so they are well above those of a sign-in: the
    /// second choice of RFC 9106, section 4 (64 MiB, three passes), with one lane.
    pub fn new(rng: &mut dyn CryptoRng) -> Self {
        let mut salt = [0; 16];
        rng.fill_bytes(&mut salt);
        Self {
            salt: STANDARD.encode(salt),
            memory_kib: 65_536,
            passes: 3,
            lanes: 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_survives_the_keychain_and_is_never_printed() {
        let key = DirectoryKey::random(&mut rand::rng());
        let back = DirectoryKey::from_base64(&key.to_base64()).expect("a key");
        assert_eq!(key.expose(), back.expose());
        assert_eq!(format!("{key:?}"), "DirectoryKey(…)");
        assert!(DirectoryKey::from_base64("c2hvcnQ=").is_none());
        assert!(DirectoryKey::from_base64("not base64").is_none());
    }

    #[test]
    fn the_check_tells_one_key_from_another() {
        let (one, other) = (
            DirectoryKey::random(&mut rand::rng()),
            DirectoryKey::random(&mut rand::rng()),
        );
        assert!(one.passes(&one.check()));
        assert!(!other.passes(&one.check()));
        assert!(!one.passes("nonsense"));
    }

    #[test]
    fn the_same_passphrase_and_salt_give_the_same_key() {
        let parameters = PassphraseParameters::new(&mut rand::rng());
        let key = |text: &str, parameters: &PassphraseParameters| {
            *DirectoryKey::from_passphrase(&Password::new(text), parameters)
                .expect("derived")
                .expose()
        };
        assert_eq!(key("one", &parameters), key("one", &parameters));
        assert_ne!(key("one", &parameters), key("two", &parameters));
        let other = PassphraseParameters::new(&mut rand::rng());
        assert_ne!(key("one", &parameters), key("one", &other));
    }
}

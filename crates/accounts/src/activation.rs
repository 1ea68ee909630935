//! How a newcomer's address is confirmed: by a link or by a short code, both in one e-mail (SECURITY 14).
//!
//! The directory keeps hashes alone. What they are of rests in the outbox until the e-mail has left, and nowhere after
//! that.

use std::fmt;

use argon2::{Algorithm, Argon2, Params, Version};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use jiff::{SignedDuration, Timestamp};
use rand::CryptoRng;
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

use crate::{EmailAddress, UserId, letters};

/// Letters of a code, shown in groups of [`GROUP`].
const LETTERS: usize = 10;
const GROUP: usize = 5;

/// What the link of an e-mail carries: 32 random octets, wiped after use.
pub struct ActivationToken(Zeroizing<[u8; 32]>);

impl ActivationToken {
    /// A new one.
    pub fn random(rng: &mut dyn CryptoRng) -> Self {
        let mut octets = Zeroizing::new([0; 32]);
        rng.fill_bytes(octets.as_mut());
        Self(octets)
    }

    /// What stood in an address: base64url without padding (RFC 4648, 5). Nothing where that is no token.
    pub fn parse(text: &str) -> Option<Self> {
        let mut octets = Zeroizing::new([0; 32]);
        // A longer text fits nowhere, a shorter one fills only a part.
        let length = URL_SAFE_NO_PAD.decode_slice(text, octets.as_mut()).ok()?;
        (length == octets.len()).then_some(Self(octets))
    }

    /// As it stands in an address.
    pub fn text(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::with_capacity(43));
        URL_SAFE_NO_PAD.encode_string(self.0.as_slice(), &mut text);
        text
    }

    /// As the directory keeps it: 256 random bits need no slower hash.
    pub fn hash(&self) -> TokenHash {
        TokenHash(Sha256::digest(self.0.as_slice()).into())
    }
}

impl fmt::Debug for ActivationToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ActivationToken(…)")
    }
}

/// SHA-256 of an [`ActivationToken`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TokenHash(pub [u8; 32]);

/// Ten letters of an alphabet without look-alikes, 50 bits, wiped after use.
pub struct ActivationCode(Zeroizing<String>);

impl ActivationCode {
    /// A new one.
    pub fn random(rng: &mut dyn CryptoRng) -> Self {
        Self(letters::random(LETTERS, rng))
    }

    /// What was typed, however it was written; nothing where that is no code.
    pub fn parse(typed: &str) -> Option<Self> {
        letters::parse(typed, LETTERS).map(Self)
    }

    /// In two groups, to be read and typed.
    pub fn grouped(&self) -> Zeroizing<String> {
        letters::grouped(&self.0, GROUP)
    }

    /// As the directory keeps it, for one user.
    pub fn hash(&self, user: UserId) -> ActivationCodeHash {
        ActivationCodeHash(slow_hash(self.0.as_bytes(), user))
    }
}

impl fmt::Debug for ActivationCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ActivationCode(…)")
    }
}

/// Argon2id of an [`ActivationCode`]. A plain hash of 50 bits could be searched within a day, while the code still lives;
/// with 1 MiB each the search takes decades, and less than a millisecond here.
#[derive(Debug, Clone, Copy)]
pub struct ActivationCodeHash(pub [u8; 32]);

impl PartialEq for ActivationCodeHash {
    /// In constant time.
    fn eq(&self, other: &Self) -> bool {
        bool::from(self.0.as_slice().ct_eq(other.0.as_slice()))
    }
}

impl Eq for ActivationCodeHash {}

#[expect(
    clippy::expect_used,
    reason = "it depends on no input, and a hash in its place might equal another"
)]
fn slow_hash(letters: &[u8], user: UserId) -> [u8; 32] {
    const MEMORY_KIB: u32 = 1_024;
    let mut hash = [0; 32];
    Params::new(MEMORY_KIB, 1, 1, Some(hash.len()))
        .and_then(|params| {
            // The id of a user is random enough for a salt, and lives as long as the code.
            Argon2::new(Algorithm::Argon2id, Version::V0x13, params).hash_password_into(
                letters,
                user.0.as_bytes(),
                &mut hash,
            )
        })
        .expect("the parameters and all lengths are constants that argon2 takes");
    hash
}

/// Both ways, as they rest in the outbox until the e-mail has left.
#[derive(Debug)]
pub struct ActivationSecret {
    /// Of the link.
    pub token: ActivationToken,
    /// To be typed.
    pub code: ActivationCode,
}

impl ActivationSecret {
    /// A new one.
    pub fn random(rng: &mut dyn CryptoRng) -> Self {
        Self {
            token: ActivationToken::random(rng),
            code: ActivationCode::random(rng),
        }
    }

    /// As stored: token and code, a space between.
    pub fn stored(&self) -> Zeroizing<String> {
        Zeroizing::new(format!("{} {}", *self.token.text(), *self.code.0))
    }

    /// Takes back what a directory stored.
    pub fn parse(stored: &str) -> Option<Self> {
        let (token, code) = stored.split_once(' ')?;
        Some(Self {
            token: ActivationToken::parse(token)?,
            code: ActivationCode::parse(code)?,
        })
    }
}

/// A way to confirm an address, about to be stored with the e-mail that brings it. It voids the one before.
#[derive(Debug)]
pub struct NewActivation {
    /// Both ways.
    pub secret: ActivationSecret,
    /// Of the token.
    pub token: TokenHash,
    /// Of the code.
    pub code: ActivationCodeHash,
    /// From then on it confirms nothing.
    pub expires_at: Timestamp,
}

impl NewActivation {
    /// For one user, good for so many hours from now.
    pub fn new(user: UserId, hours: u32, now: Timestamp, rng: &mut dyn CryptoRng) -> Self {
        let secret = ActivationSecret::random(rng);
        let life = SignedDuration::from_hours(i64::from(hours));
        Self {
            token: secret.token.hash(),
            code: secret.code.hash(user),
            secret,
            // Beyond the end of the calendar there is nothing to expire.
            expires_at: now.checked_add(life).unwrap_or(Timestamp::MAX),
        }
    }
}

/// A way to confirm an address that was not used yet. The directory gives it only while the address is the one that it
/// was sent to, and the account is neither confirmed nor disabled.
#[derive(Debug, Clone)]
pub struct Activation {
    /// Whose.
    pub user: UserId,
    /// The address that it confirms.
    pub email: EmailAddress,
    /// Of the token.
    pub token: TokenHash,
    /// Of the code.
    pub code: ActivationCodeHash,
    /// From then on it confirms nothing.
    pub expires_at: Timestamp,
}

impl Activation {
    /// Whether it is too late.
    pub fn is_over(&self, now: Timestamp) -> bool {
        now >= self.expires_at
    }
}

#[cfg(test)]
mod tests {
    use rand::{SeedableRng as _, rngs::StdRng};
    use uuid::Uuid;

    use super::*;

    const USER: UserId = UserId(Uuid::from_u128(7));

    #[test]
    fn a_token_of_an_address_is_read_back_and_nothing_else_is_one() {
        let token = ActivationToken::random(&mut StdRng::seed_from_u64(1));
        let text = token.text();
        assert_eq!(text.len(), 43);
        let read = ActivationToken::parse(&text).expect("a token");
        assert_eq!(read.hash(), token.hash());
        for typed in [
            "",
            &text[..42],
            &format!("{}A", *text),
            &text.replace(text.chars().next().expect("a letter"), "/"),
            &"é".repeat(43),
        ] {
            assert!(ActivationToken::parse(typed).is_none(), "{typed}");
        }
        assert_eq!(format!("{token:?}"), "ActivationToken(…)");
    }

    #[test]
    fn a_code_is_read_back_however_it_is_typed_and_belongs_to_one_user() {
        let code = ActivationCode::random(&mut StdRng::seed_from_u64(2));
        let grouped = code.grouped();
        assert_eq!(grouped.len(), 11);
        let sloppy = grouped.to_lowercase().replace('-', "  ");
        for typed in [grouped.as_str(), sloppy.as_str()] {
            let read = ActivationCode::parse(typed).expect("a code");
            assert_eq!(read.hash(USER), code.hash(USER));
        }
        assert_ne!(code.hash(USER), code.hash(UserId(Uuid::max())));
        let other = ActivationCode::random(&mut StdRng::seed_from_u64(3));
        assert_ne!(other.hash(USER), code.hash(USER));
        assert!(ActivationCode::parse(&grouped[..9]).is_none());
        assert_eq!(format!("{code:?}"), "ActivationCode(…)");
    }

    #[test]
    fn both_ways_come_back_from_the_outbox() {
        let secret = ActivationSecret::random(&mut StdRng::seed_from_u64(4));
        let read = ActivationSecret::parse(&secret.stored()).expect("a secret");
        assert_eq!(read.token.hash(), secret.token.hash());
        assert_eq!(read.code.hash(USER), secret.code.hash(USER));
        assert!(ActivationSecret::parse("nothing of the kind").is_none());
    }

    #[test]
    fn it_ends_after_its_hours() {
        let now = Timestamp::from_second(1_000).expect("in range");
        let new = NewActivation::new(USER, 72, now, &mut StdRng::seed_from_u64(5));
        assert_eq!(new.expires_at.as_second(), 1_000 + 72 * 3_600);
    }
}

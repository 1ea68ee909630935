//! Recovery codes: ten ways past a lost 2FA device, each good once.
//!
//! A code has 80 bits, so that its plain hash can stand at rest: nobody guesses it from that.

use std::fmt;

use rand::CryptoRng;
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use crate::{UserId, letters};

/// How many are made at once.
pub const COUNT: usize = 10;

const LETTERS: usize = 16;
const GROUP: usize = 4;

/// Sixteen letters and digits, wiped after use.
pub struct RecoveryCode(Zeroizing<String>);

/// The hash of a recovery code of one user, as stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RecoveryHash(pub [u8; 32]);

impl RecoveryCode {
    /// A new one.
    pub fn random(rng: &mut dyn CryptoRng) -> Self {
        Self(letters::random(LETTERS, rng))
    }

    /// What was typed, however it was written; nothing where that is no recovery code.
    pub fn parse(typed: &str) -> Option<Self> {
        letters::parse(typed, LETTERS).map(Self)
    }

    /// In groups of four, to be read and typed.
    pub fn grouped(&self) -> Zeroizing<String> {
        letters::grouped(&self.0, GROUP)
    }

    /// The hash (SHA-256) of this code for one user.
    pub fn hash(&self, user: UserId) -> RecoveryHash {
        let hash = Sha256::new()
            .chain_update(b"recovery code")
            .chain_update(user.0.as_bytes())
            .chain_update(self.0.as_bytes());
        RecoveryHash(hash.finalize().into())
    }
}

impl fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryCode(…)")
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use rand::{SeedableRng as _, rngs::StdRng};
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_code_is_read_back_however_it_is_typed() {
        let code = RecoveryCode::random(&mut StdRng::seed_from_u64(3));
        let user = UserId(Uuid::nil());
        let grouped = code.grouped();
        assert_eq!(grouped.len(), 19);
        let sloppy = grouped
            .to_lowercase()
            .replace('-', " ")
            .replace('0', "o")
            .replace('1', "l");
        for typed in [grouped.as_str(), sloppy.as_str()] {
            let read = RecoveryCode::parse(typed).expect("a code");
            assert_eq!(read.hash(user), code.hash(user));
        }
        assert_ne!(code.hash(user), code.hash(UserId(Uuid::max())));
        assert_eq!(format!("{code:?}"), "RecoveryCode(…)");
    }

    #[test]
    fn what_is_no_recovery_code_is_told() {
        for typed in [
            "",
            "123456",
            "ABCD-EFGH-JKMN-PQR",
            "ABCD-EFGH-JKMN-PQRST",
            "ABCD-EFGH-JKMN-PQRÜ",
            "ABCD-EFGH-JKMN-PQRU",
        ] {
            assert!(RecoveryCode::parse(typed).is_none(), "{typed}");
        }
    }

    #[test]
    fn no_two_are_alike_and_every_letter_is_used() {
        let mut rng = StdRng::seed_from_u64(4);
        let codes: Vec<_> = (0..1_000)
            .map(|_| RecoveryCode::random(&mut rng).grouped())
            .collect();
        let all: BTreeSet<&str> = codes.iter().map(|code| code.as_str()).collect();
        assert_eq!(all.len(), 1_000);
        let letters: BTreeSet<char> = all
            .iter()
            .flat_map(|code| code.chars())
            .filter(|c| *c != '-')
            .collect();
        assert_eq!(letters.len(), 32);
    }
}

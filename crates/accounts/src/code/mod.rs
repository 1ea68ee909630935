//! One-time codes: six digits that prove that somebody holds a telephone (SECURITY 9 to 12).
//!
//! What was sent and tried lives in the directory, as a [`Ledger`] for each number; the code itself lives nowhere. Its
//! keyed hash can be compared only by the process that sent it, because the [`CodeKey`] is never stored: nothing
//! that a restart or a clock set back across one could do brings a code back to life.

mod ledger;

use std::{fmt, sync::Arc};

use hmac::{Hmac, KeyInit as _, Mac as _};
use jiff::Timestamp;
use rand::{CryptoRng, RngExt as _};
use sha2::Sha256;
use subtle::ConstantTimeEq as _;
use uuid::Uuid;
use zeroize::{Zeroize as _, Zeroizing};

use crate::{Operator, PhoneNumber, UserId};

pub use ledger::{CodeRefusal, CodeTry, KEPT_SECONDS, Ledger, SentCode};

/// How long a code is good.
pub const LIFE_SECONDS: u32 = 600;
/// Between two codes to one number.
pub const RESEND_SECONDS: u32 = 30;
/// Wrong tries that end a code; a new one goes on counting.
pub const TRIES: u8 = 5;

/// Which draft of the wizard, made by the window when it opens one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct DraftId(pub Uuid);

/// What a code is for. A code of one scope confirms nothing in another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// The number of a new user, in one draft of one operator.
    Draft {
        /// Whose draft.
        operator: UserId,
        /// Which one.
        draft: DraftId,
    },
    /// Signing in with a registered device, once.
    SignIn {
        /// Who signs in.
        user: UserId,
        /// Which time.
        attempt: Uuid,
    },
    /// The number of a user's own device, registered when the account is activated.
    Own {
        /// Whose.
        user: UserId,
        /// Which time.
        attempt: Uuid,
    },
}

impl Scope {
    /// Of a draft.
    pub const fn of(operator: &Operator, draft: DraftId) -> Self {
        Self::Draft {
            operator: operator.id,
            draft,
        }
    }

    /// As stored.
    pub fn octets(&self) -> Vec<u8> {
        let (kind, who, which) = match self {
            Self::Draft { operator, draft } => (b'd', operator, &draft.0),
            Self::SignIn { user, attempt } => (b's', user, attempt),
            Self::Own { user, attempt } => (b'o', user, attempt),
        };
        [&[kind], who.0.as_bytes().as_slice(), which.as_bytes()].concat()
    }

    /// Whether the code of this scope registers a number: signing in proves one that is registered already.
    pub const fn registers(&self) -> bool {
        matches!(self, Self::Draft { .. } | Self::Own { .. })
    }
}

/// Six digits, wiped after use.
pub struct Code(Zeroizing<String>);

impl Code {
    /// A new one, uniform over all million, leading zeros kept.
    pub fn random(rng: &mut dyn CryptoRng) -> Self {
        Self(Zeroizing::new(format!(
            "{:06}",
            rng.random_range(0..1_000_000_u32)
        )))
    }

    /// What was typed; nothing where it is not six digits. Spaces and hyphens are no part of it.
    pub fn parse(typed: &str) -> Option<Self> {
        let digits: Zeroizing<String> = Zeroizing::new(
            crate::text::ascii_digits(typed)
                .chars()
                .filter(|c| !c.is_whitespace() && *c != '-')
                .collect(),
        );
        let whole = digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_digit());
        whole.then_some(Self(digits))
    }

    /// One that was never sent, for showing what a message looks like.
    pub fn example() -> Self {
        Self(Zeroizing::new("123456".to_owned()))
    }

    /// The digits, for the message.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Code(…)")
    }
}

/// The key of the codes of this process; never stored.
#[derive(Clone)]
pub struct CodeKey(Arc<Zeroizing<[u8; 32]>>);

impl CodeKey {
    /// A new one.
    pub fn random(rng: &mut dyn CryptoRng) -> Self {
        let mut octets = [0; 32];
        rng.fill_bytes(&mut octets);
        let key = Self(Arc::new(Zeroizing::new(octets)));
        octets.zeroize();
        key
    }

    /// The keyed hash (HMAC-SHA-256) of a code for one number in one scope.
    pub fn hash(&self, scope: &Scope, number: &PhoneNumber, code: &Code) -> CodeHash {
        // HMAC takes a key of any length.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(self.0.as_slice()) else {
            return CodeHash([0; 32]);
        };
        for part in [
            scope.octets().as_slice(),
            number.e164().as_bytes(),
            code.0.as_bytes(),
        ] {
            mac.update(&[u8::try_from(part.len()).unwrap_or(u8::MAX)]);
            mac.update(part);
        }
        CodeHash(mac.finalize().into_bytes().into())
    }
}

impl fmt::Debug for CodeKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CodeKey(…)")
    }
}

/// A code sent or tried, as the directory sees it.
#[derive(Debug, Clone)]
pub struct KeyedCode {
    /// What for.
    pub scope: Scope,
    /// Which number.
    pub number: PhoneNumber,
    /// Of the code, for both.
    pub hash: CodeHash,
    /// Now.
    pub at: Timestamp,
}

/// The keyed hash of a code, as stored.
#[derive(Debug, Clone, Copy)]
pub struct CodeHash(pub [u8; 32]);

impl PartialEq for CodeHash {
    /// In constant time.
    fn eq(&self, other: &Self) -> bool {
        bool::from(self.0.as_slice().ct_eq(other.0.as_slice()))
    }
}

impl Eq for CodeHash {}

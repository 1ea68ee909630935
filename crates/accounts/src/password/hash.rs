//! Password hashes: argon2id with its parameters inside (PHC string), as RFC 9106 and SECURITY 7 have it.

use std::{fmt, sync::Arc, thread};

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{self, PasswordHasher, PasswordVerifier, phc},
};
use rand::CryptoRng;
use tokio::sync::{Semaphore, oneshot};

use super::Password;

/// Octets of salt.
const SALT_OCTETS: usize = 16;
/// Octets of output.
const TAG_OCTETS: usize = 32;
/// The floor of OWASP's password storage cheat sheet: 19 MiB, two passes, one lane.
const MEMORY_KIB: u32 = 19_456;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// A PHC string, as `$argon2id$v=19$m=19456,t=2,p=1$…`.
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordHash(String);

impl PasswordHash {
    /// Takes back what a directory stored; whether it can be read shows when it is verified.
    pub const fn stored(phc: String) -> Self {
        Self(phc)
    }

    /// For storing.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasswordHash(…)")
    }
}

/// Hashes and verifies, at most one per core at a time, away from the threads that serve the window.
///
/// Each has a thread of its own, which ends with it: allocators keep what a thread once had for that thread, and 19 MiB for
/// every thread of a pool add up.
#[derive(Clone)]
pub struct Hashing {
    turns: Arc<Semaphore>,
    /// Verified when there is no account, so that the answer takes as long.
    dummy: PasswordHash,
}

/// The outcome of a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verified {
    /// The password is not the one.
    No,
    /// It is.
    Yes,
    /// It is, and its hash is weaker than today's: hash it anew.
    YesButWeak,
}

impl Hashing {
    /// Sized for `cores`.
    pub fn new(cores: usize) -> Self {
        // A valid hash that no password is known for: its tag was drawn at random.
        const DUMMY: &str = "$argon2id$v=19$m=19456,t=2,p=1$b25seSBmb3IgdGltZSE$\
                             u1Yq4mRrC0Ww9mC2m4v0m5o3nJb8c6xk2hPqS7tZfEo";
        Self {
            turns: Arc::new(Semaphore::new(cores.max(1))),
            dummy: PasswordHash(DUMMY.to_owned()),
        }
    }

    /// Hashes with a fresh salt from `rng`.
    pub async fn hash(&self, password: Password, rng: &mut (dyn CryptoRng + Send)) -> Option<PasswordHash> {
        let mut salt = [0; SALT_OCTETS];
        rng.fill_bytes(&mut salt);
        self.in_turn(move || hash(&password, &salt).ok()).await.flatten()
    }

    /// Verifies against the stored hash, or, where there is none, takes as long and says no.
    pub async fn verify(&self, password: Password, stored: Option<PasswordHash>) -> Verified {
        let (known, stored) = stored.map_or((false, self.dummy.clone()), |stored| (true, stored));
        let verified = self
            .in_turn(move || verify(&password, &stored))
            .await
            .unwrap_or(Verified::No);
        if known { verified } else { Verified::No }
    }

    async fn in_turn<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
        let _turn = self.turns.acquire().await.ok()?;
        let (done, answer) = oneshot::channel();
        let working = move || {
            // Whoever asked may have gone away meanwhile.
            let _ = done.send(work());
        };
        thread::Builder::new()
            .name("hashing".to_owned())
            .spawn(working)
            .ok()?;
        answer.await.ok()
    }
}

fn argon2id() -> Result<Argon2<'static>, password_hash::Error> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, Some(TAG_OCTETS))
        .map_err(|_| password_hash::Error::ParamsInvalid)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn hash(password: &Password, salt: &[u8]) -> Result<PasswordHash, password_hash::Error> {
    let phc: phc::PasswordHash = argon2id()?.hash_password_with_salt(password.expose().as_bytes(), salt)?;
    Ok(PasswordHash(phc.to_string()))
}

fn verify(password: &Password, stored: &PasswordHash) -> Verified {
    let (Ok(argon2), Ok(phc)) = (argon2id(), phc::PasswordHash::new(&stored.0)) else {
        return Verified::No;
    };
    match argon2.verify_password(password.expose().as_bytes(), &phc) {
        Ok(()) if is_weak(&phc) => Verified::YesButWeak,
        Ok(()) => Verified::Yes,
        Err(_) => Verified::No,
    }
}

fn is_weak(phc: &phc::PasswordHash) -> bool {
    phc.algorithm.as_str() != "argon2id"
        || Params::try_from(phc)
            .is_ok_and(|p| p.m_cost() < MEMORY_KIB || p.t_cost() < PASSES || p.p_cost() < LANES)
}

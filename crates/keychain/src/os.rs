//! The operating system's keychain.
//!
//! Its calls block, and on some systems one never returns (a locked GNOME Keyring whose question nobody answers), so
//! they are made by a thread of their own, one at a time. Nobody waits longer than the limit; after a call that took
//! longer the keychain is off, since the thread may be stuck for good.

use std::{
    fmt,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc,
    },
    thread,
};

use async_trait::async_trait;
use keyring::{Entry, Error};
use tokio::{sync::oneshot, time};
use zeroize::{Zeroize, Zeroizing};

use crate::{KeychainError, SERVICE, Secret, SecretStore, TIME_LIMIT};

/// The operating system's keychain. One for the whole program: the system's connection is set up once per process, and
/// a failure to do so stays until the program starts anew.
pub struct OsKeychain {
    errands: mpsc::Sender<Errand>,
    off: Arc<AtomicBool>,
}

type Errand = Box<dyn FnOnce() + Send>;

/// The thread that makes the calls could not be started, or has failed.
#[derive(Debug, thiserror::Error)]
#[error("the thread that asks the keychain has ended")]
struct NobodyToAsk;

impl OsKeychain {
    /// Starts the thread; the keychain itself is first met at the first call.
    pub fn new() -> Self {
        let (errands, to_run) = mpsc::channel::<Errand>();
        // Where the system gives no thread, `to_run` is dropped with the closure and every call says so.
        let _ = thread::Builder::new()
            .name("keychain".to_owned())
            .spawn(move || to_run.into_iter().for_each(|errand| errand()));
        Self {
            errands,
            off: Arc::new(AtomicBool::new(false)),
        }
    }

    async fn ask<T: Send + 'static>(
        &self,
        call: impl FnOnce() -> Result<T, KeychainError> + Send + 'static,
    ) -> Result<T, KeychainError> {
        if self.off.load(Ordering::Relaxed) {
            return Err(KeychainError::TimedOut);
        }
        let (answer, answered) = oneshot::channel();
        let off = Arc::clone(&self.off);
        let errand = Box::new(move || {
            if !off.load(Ordering::Relaxed) && !answer.is_closed() {
                // Nobody waits any more: the answer is dropped, and wiped if it is a secret.
                let _ = answer.send(call());
            }
        });
        self.errands.send(errand).map_err(|_| nobody_to_ask())?;
        if let Ok(answer) = time::timeout(TIME_LIMIT, answered).await {
            answer.unwrap_or_else(|_| Err(nobody_to_ask()))
        } else {
            self.off.store(true, Ordering::Relaxed);
            Err(KeychainError::TimedOut)
        }
    }
}

impl Default for OsKeychain {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for OsKeychain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OsKeychain")
            .field("off", &self.off)
            .finish_non_exhaustive()
    }
}

#[async_trait]
impl SecretStore for OsKeychain {
    async fn probe(&self) -> Result<(), KeychainError> {
        self.ask(look).await
    }

    async fn read(&self, name: &str) -> Result<Option<Secret>, KeychainError> {
        let name = name.to_owned();
        self.ask(move || match entry(&name)?.get_password() {
            Ok(text) => Ok(Some(Secret::new(text))),
            Err(Error::NoEntry) => Ok(None),
            Err(error) => Err(meaning(error)),
        })
        .await
    }

    async fn write(&self, name: &str, secret: &Secret) -> Result<(), KeychainError> {
        let name = name.to_owned();
        let secret = Zeroizing::new(secret.expose().to_owned());
        self.ask(move || entry(&name)?.set_password(&secret).map_err(meaning))
            .await
    }

    async fn delete(&self, name: &str) -> Result<(), KeychainError> {
        let name = name.to_owned();
        self.ask(move || match entry(&name)?.delete_credential() {
            Ok(()) | Err(Error::NoEntry) => Ok(()),
            Err(error) => Err(meaning(error)),
        })
        .await
    }
}

fn entry(name: &str) -> Result<Entry, KeychainError> {
    Entry::new(SERVICE, name).map_err(meaning)
}

#[cfg(all(unix, not(target_os = "macos")))]
fn look() -> Result<(), KeychainError> {
    if Entry::store_status().is_err() {
        return Err(KeychainError::Missing);
    }
    crate::secret_service_state::look()
}

#[cfg(not(all(unix, not(target_os = "macos"))))]
fn look() -> Result<(), KeychainError> {
    // Reading what is not there asks nobody for a password on these systems.
    match entry("probe")?.get_password() {
        Ok(mut text) => {
            text.zeroize();
            Ok(())
        }
        Err(Error::NoEntry) => Ok(()),
        Err(error) => Err(meaning(error)),
    }
}

/// What an error of the library means. Those that carry the entry's bytes are wiped and let go.
fn meaning(error: Error) -> KeychainError {
    match error {
        Error::NoDefaultStore => KeychainError::Missing,
        #[cfg(all(unix, not(target_os = "macos")))]
        Error::NoStorageAccess(cause) if crate::secret_service_state::says_no_keyring(cause.as_ref()) => {
            KeychainError::Missing
        }
        Error::NoStorageAccess(_) => KeychainError::Locked,
        Error::BadEncoding(mut bytes) | Error::BadDataFormat(mut bytes, _) => {
            bytes.zeroize();
            KeychainError::Damaged
        }
        Error::BadStoreFormat(_) | Error::Ambiguous(_) => KeychainError::Damaged,
        other => KeychainError::Unexpected(Box::new(other)),
    }
}

fn nobody_to_ask() -> KeychainError {
    KeychainError::Unexpected(Box::new(NobodyToAsk))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bytes_of_a_damaged_entry_are_not_in_the_error() {
        let error = meaning(Error::BadEncoding(b"canary\xff".to_vec()));
        assert!(matches!(error, KeychainError::Damaged));
        assert_eq!(format!("{error:?}"), "Damaged");
    }

    #[tokio::test]
    async fn after_a_call_that_panics_the_others_say_that_nobody_answers() {
        let keychain = OsKeychain::new();
        let first: Result<(), _> = keychain.ask(|| panic!("as a library might")).await;
        assert!(matches!(first, Err(KeychainError::Unexpected(_))));
        let second = keychain.ask(|| Ok(())).await;
        assert!(matches!(second, Err(KeychainError::Unexpected(_))));
    }

    #[tokio::test(start_paused = true)]
    async fn after_a_call_that_took_too_long_none_is_made() {
        let keychain = OsKeychain::new();
        let (release, stuck) = mpsc::channel::<()>();
        let first = keychain
            .ask(move || stuck.recv().map_err(|_| nobody_to_ask()))
            .await;
        assert!(matches!(first, Err(KeychainError::TimedOut)));
        release.send(()).unwrap();
        let second: Result<(), _> = keychain.ask(|| panic!("this is not called")).await;
        assert!(matches!(second, Err(KeychainError::TimedOut)));
    }
}

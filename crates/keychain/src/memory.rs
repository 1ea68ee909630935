//! A keychain in memory, for tests.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use async_trait::async_trait;

use crate::{KeychainError, Secret, SecretStore};

/// A keychain in memory, for tests; it can be told to refuse.
#[derive(Debug, Default)]
pub struct MemoryKeychain {
    inside: Mutex<Inside>,
}

#[derive(Debug, Default)]
struct Inside {
    secrets: HashMap<String, Secret>,
    refusal: Option<Refusal>,
}

/// The way in which a [`MemoryKeychain`] refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// As if there were none.
    Missing,
    /// As if it were locked.
    Locked,
    /// As if it did not answer (at once, without the wait).
    TimedOut,
}

impl MemoryKeychain {
    /// An empty one that answers.
    pub fn new() -> Self {
        Self::default()
    }

    /// From now on every call is refused so; with `None` it answers again, with all it held.
    pub fn refuse(&self, refusal: Option<Refusal>) {
        self.inside().refusal = refusal;
    }

    fn inside(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn answering(&self) -> Result<MutexGuard<'_, Inside>, KeychainError> {
        let inside = self.inside();
        match inside.refusal {
            None => Ok(inside),
            Some(Refusal::Missing) => Err(KeychainError::Missing),
            Some(Refusal::Locked) => Err(KeychainError::Locked),
            Some(Refusal::TimedOut) => Err(KeychainError::TimedOut),
        }
    }
}

#[async_trait]
impl SecretStore for MemoryKeychain {
    async fn probe(&self) -> Result<(), KeychainError> {
        self.answering().map(drop)
    }

    async fn read(&self, name: &str) -> Result<Option<Secret>, KeychainError> {
        Ok(self.answering()?.secrets.get(name).cloned())
    }

    async fn write(&self, name: &str, secret: &Secret) -> Result<(), KeychainError> {
        self.answering()?.secrets.insert(name.to_owned(), secret.clone());
        Ok(())
    }

    async fn delete(&self, name: &str) -> Result<(), KeychainError> {
        self.answering()?.secrets.remove(name);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_is_written_is_read_until_it_is_deleted() {
        let keychain = MemoryKeychain::new();
        keychain
            .write("key", &Secret::new("one".to_owned()))
            .await
            .unwrap();
        keychain
            .write("key", &Secret::new("two".to_owned()))
            .await
            .unwrap();
        assert_eq!(keychain.read("key").await.unwrap().unwrap().expose(), "two");
        keychain.delete("key").await.unwrap();
        assert!(keychain.read("key").await.unwrap().is_none());
        keychain.delete("key").await.unwrap();
    }

    #[tokio::test]
    async fn it_refuses_as_told_and_forgets_nothing() {
        let keychain = MemoryKeychain::new();
        keychain
            .write("key", &Secret::new("one".to_owned()))
            .await
            .unwrap();
        keychain.refuse(Some(Refusal::Locked));
        assert!(matches!(keychain.probe().await, Err(KeychainError::Locked)));
        assert!(matches!(keychain.read("key").await, Err(KeychainError::Locked)));
        keychain.refuse(None);
        assert!(keychain.read("key").await.unwrap().is_some());
    }
}

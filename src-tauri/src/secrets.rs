//! The secrets of gateways and mail servers: in the keychain, or where there is none, known until the program ends.

use std::{collections::HashMap, sync::Arc};

use accounts::ServiceSecret;
use keychain::{KeychainError, Secret, SecretStore};
use tokio::sync::Mutex;

/// See the module. A secret goes by a name that holds the place that it is for: another place has none.
pub struct Secrets {
    /// Where secrets rest; nothing for a directory that leaves nothing behind.
    keychain: Option<Arc<dyn SecretStore>>,
    /// Those that no keychain took.
    unkept: Mutex<HashMap<String, ServiceSecret>>,
}

impl Secrets {
    /// With none known yet.
    pub fn new(keychain: Option<Arc<dyn SecretStore>>) -> Self {
        Self {
            keychain,
            unkept: Mutex::default(),
        }
    }

    /// Whether a secret outlives the program.
    pub async fn last(&self) -> bool {
        match &self.keychain {
            Some(keychain) => keychain.probe().await.is_ok(),
            None => false,
        }
    }

    /// The secret of a name. A keychain that is missing keeps nothing, so it knows of none.
    pub async fn read(&self, name: &str) -> Result<Option<ServiceSecret>, KeychainError> {
        if let Some(secret) = self.unkept.lock().await.get(name) {
            return Ok(Some(secret.clone()));
        }
        let Some(keychain) = &self.keychain else {
            return Ok(None);
        };
        match keychain.read(name).await {
            Ok(secret) => Ok(secret.map(|secret| ServiceSecret::new(secret.expose().to_owned()))),
            Err(KeychainError::Missing) => Ok(None),
            Err(error) => Err(logged(error)),
        }
    }

    /// Whether there is a secret of a name.
    pub async fn knows(&self, name: &str) -> bool {
        matches!(self.read(name).await, Ok(Some(_)))
    }

    /// Keeps a secret for as long as this computer can.
    pub async fn keep(&self, name: &str, secret: &ServiceSecret) -> Result<(), KeychainError> {
        let mut unkept = self.unkept.lock().await;
        unkept.remove(name);
        let written = match &self.keychain {
            Some(keychain) => {
                keychain
                    .write(name, &Secret::new(secret.expose().to_owned()))
                    .await
            }
            None => Err(KeychainError::Missing),
        };
        match written {
            Ok(()) => Ok(()),
            Err(KeychainError::Missing | KeychainError::Locked | KeychainError::TimedOut) => {
                unkept.insert(name.to_owned(), secret.clone());
                Ok(())
            }
            Err(error) => Err(logged(error)),
        }
    }

    /// Forgets a secret. One that cannot be removed guards a place that nothing goes to any more.
    pub async fn forget(&self, name: &str) {
        self.unkept.lock().await.remove(name);
        if let Some(keychain) = &self.keychain {
            let _ = keychain.delete(name).await;
        }
    }
}

fn logged(error: KeychainError) -> KeychainError {
    tracing::warn!("the secret of a gateway or mail server: {error}");
    error
}

#[cfg(test)]
mod tests {
    use keychain::{MemoryKeychain, Refusal};

    use super::*;

    #[tokio::test]
    async fn a_secret_goes_with_its_name_and_is_gone_when_forgotten() {
        let keychain = Arc::new(MemoryKeychain::default());
        let secrets = Secrets::new(Some(Arc::clone(&keychain) as Arc<dyn SecretStore>));
        let secret = ServiceSecret::new("1234".to_owned());
        secrets.keep("sms modem one", &secret).await.expect("kept");
        assert!(secrets.knows("sms modem one").await);
        assert!(!secrets.knows("sms modem two").await);
        let started_anew = Secrets::new(Some(keychain));
        assert!(started_anew.knows("sms modem one").await);
        started_anew.forget("sms modem one").await;
        assert!(!secrets.knows("sms modem one").await);
    }

    #[tokio::test]
    async fn without_a_keychain_a_secret_is_known_until_the_end() {
        let keychain = Arc::new(MemoryKeychain::default());
        keychain.refuse(Some(Refusal::Missing));
        for keychain in [None, Some(Arc::clone(&keychain) as Arc<dyn SecretStore>)] {
            let secrets = Secrets::new(keychain);
            let secret = ServiceSecret::new("1234".to_owned());
            secrets.keep("mail one", &secret).await.expect("kept");
            assert!(secrets.knows("mail one").await);
            assert!(!secrets.last().await);
        }
        assert!(!Secrets::new(Some(keychain)).knows("mail one").await);
    }
}

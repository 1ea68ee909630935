//! Opening and making the local directory: keychain, key, file.

use std::sync::Arc;

use accounts::{first_run::OwnerDraft, password::Password, sample};
use directories::{DirectoryKey, Found, KeySource, PassphraseParameters};
use keychain::{KeychainError, Secret};
use uuid::Uuid;

use crate::{
    ipc::{CommandError, ErrorCode, KeychainState, StartState},
    outbox::Delivering,
    secrets::Secrets,
    shell::{Shell, randomness},
    stage::{OpenDirectory, Stage},
};

impl Shell {
    /// Opens what is there, and goes to the stage that follows.
    pub async fn open(&self) {
        let stage = self.opened().await.unwrap_or_else(Stage::Problem);
        self.enter(stage).await;
    }

    async fn opened(&self) -> Result<Stage, CommandError> {
        match directories::look(&self.places.data).map_err(|error| self.open_error(error))? {
            Found::Nothing => Ok(Stage::FirstRun {
                keychain: self.keychain_state().await,
            }),
            Found::Local {
                source: KeySource::Passphrase(parameters),
                ..
            } => Ok(Stage::Passphrase { parameters }),
            Found::Local {
                id,
                source: KeySource::Keychain,
            } => {
                let key = self.key_in_keychain(id).await?;
                self.open_with(&key).await
            }
        }
    }

    async fn keychain_state(&self) -> KeychainState {
        match self.keychain.probe().await {
            Ok(()) => KeychainState::Available,
            Err(KeychainError::Locked) => KeychainState::Locked,
            Err(KeychainError::TimedOut) => KeychainState::TimedOut,
            Err(_) => KeychainState::Missing,
        }
    }

    async fn key_in_keychain(&self, id: Uuid) -> Result<DirectoryKey, CommandError> {
        let secret = self.keychain.read(&entry_name(id)).await?;
        let missing = || CommandError::about_path(ErrorCode::KeyMissing, &self.places.data);
        let secret = secret.ok_or_else(missing)?;
        DirectoryKey::from_base64(secret.expose())
            .ok_or_else(|| CommandError::about_path(ErrorCode::KeyWrong, &self.places.data))
    }

    async fn open_with(&self, key: &DirectoryKey) -> Result<Stage, CommandError> {
        let directory = directories::open_local(&self.places.data, key)
            .await
            .map_err(|error| self.open_error(error))?;
        let secrets = Arc::new(Secrets::new(Some(Arc::clone(&self.keychain))));
        let desk = self.desk(directory, &secrets);
        let delivering = Delivering::start(&desk, self.notifier());
        Ok(Stage::Open(Arc::new(OpenDirectory::new(
            desk,
            secrets,
            Some(delivering),
        ))))
    }

    /// Opens the directory with the key that a passphrase gives.
    pub async fn unlock_directory(&self, passphrase: &Password) -> Result<StartState, CommandError> {
        let parameters = self
            .at(|stage| match stage {
                Stage::Passphrase { parameters } => Some(parameters.clone()),
                _ => None,
            })
            .await
            .ok_or(ErrorCode::WrongState)?;
        let key = derived_key(passphrase.clone(), parameters).await?;
        let stage = self.open_with(&key).await?;
        self.enter(stage).await;
        self.start_state().await
    }

    /// Makes the local directory with its owner, who is signed in at once.
    pub async fn start_local_directory(&self, owner: &OwnerDraft) -> Result<StartState, CommandError> {
        let keychain = self.first_run_keychain().await?;
        let needs_passphrase = keychain != KeychainState::Available;
        let owner = &OwnerDraft {
            // Without a keychain the passphrase is required; with one it would guard nothing.
            passphrase: needs_passphrase.then(|| owner.passphrase.clone().unwrap_or_else(no_passphrase)),
            general: owner.general.clone(),
        };
        let first = owner
            .owner(self.clock.as_ref(), &self.hashing, randomness)
            .await?;
        let id = first.account.id.0;
        let (key, source) = match &owner.passphrase {
            Some((passphrase, _)) => {
                let parameters = PassphraseParameters::new(&mut *randomness());
                let key = derived_key(passphrase.clone(), parameters.clone()).await?;
                (key, KeySource::Passphrase(parameters))
            }
            None => (self.new_key_in_keychain(id).await?, KeySource::Keychain),
        };
        self.places.create_private()?;
        let made = directories::create_local(
            &self.places.data,
            &key,
            id,
            &source,
            &first.account,
            &first.entries,
        )
        .await;
        if let Err(error) = made {
            if source == KeySource::Keychain {
                // The key guards nothing; where it cannot be deleted it does no harm either.
                let _ = self.keychain.delete(&entry_name(id)).await;
            }
            return Err(self.open_error(error));
        }
        let stage = self.open_with(&key).await?;
        self.enter(stage).await;
        let password = Password::new(&owner.general.password);
        self.sign_in(first.account.email.as_str(), password).await
    }

    async fn first_run_keychain(&self) -> Result<KeychainState, CommandError> {
        self.at(|stage| match stage {
            Stage::FirstRun { keychain } => Ok(*keychain),
            _ => Err(ErrorCode::WrongState.into()),
        })
        .await
    }

    /// A random key, in the keychain before any file is made, and read back: a keychain that forgets is found now.
    async fn new_key_in_keychain(&self, id: Uuid) -> Result<DirectoryKey, CommandError> {
        let key = DirectoryKey::random(&mut *randomness());
        let secret = Secret::new(key.to_base64());
        self.keychain.write(&entry_name(id), &secret).await?;
        match self.keychain.read(&entry_name(id)).await? {
            Some(kept) if kept.expose() == secret.expose() => Ok(key),
            _ => Err(ErrorCode::KeychainMissing.into()),
        }
    }

    /// Opens a directory of invented users that lives in memory only.
    pub async fn look_around(&self) -> Result<StartState, CommandError> {
        self.first_run_keychain().await?;
        let directory = directories::open_sample()
            .await
            .map_err(|error| self.open_error(error))?;
        let operator = sample::fill(directory.as_ref(), self.clock.as_ref(), randomness).await?;
        // What is kept in the keychain would be left behind.
        let secrets = Arc::new(Secrets::new(None));
        let open = OpenDirectory::new(self.desk(directory, &secrets), secrets, None);
        let settings = open.desk.settings(&operator).await?;
        open.begin(&operator, settings.idle_lock_minutes);
        self.enter(Stage::Open(Arc::new(open))).await;
        self.start_state().await
    }

    /// Throws the sample away and begins anew.
    pub async fn leave_sample(&self) -> Result<StartState, CommandError> {
        let open = self.open_directory().await?;
        if !open.sample {
            return Err(ErrorCode::WrongState.into());
        }
        open.close().await;
        self.open().await;
        self.start_state().await
    }

    /// Closes the directory in good order when the program ends.
    pub async fn close(&self) {
        if let Ok(open) = self.open_directory().await {
            open.close().await;
        }
    }

    fn open_error(&self, error: directories::OpenError) -> CommandError {
        CommandError::from_opening(error, &self.places.data)
    }
}

fn entry_name(id: Uuid) -> String {
    format!("directory-{id}")
}

fn no_passphrase() -> (Password, zeroize::Zeroizing<String>) {
    (Password::new(""), zeroize::Zeroizing::default())
}

/// Deriving takes a good part of a second, so it is done away from the threads that serve the window.
async fn derived_key(
    passphrase: Password,
    parameters: PassphraseParameters,
) -> Result<DirectoryKey, CommandError> {
    tokio::task::spawn_blocking(move || DirectoryKey::from_passphrase(&passphrase, &parameters))
        .await
        .ok()
        .flatten()
        .ok_or_else(|| ErrorCode::Unexpected.into())
}

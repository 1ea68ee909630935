//! Opening and making the local directory: keychain, key, file. Which directory is opened, the list says.

use std::{path::Path, sync::Arc, time::Duration};

use accounts::{Directory, first_run::OwnerDraft, password::Password, sample};
use directories::{DirectoryKey, Found, KeySource, PassphraseParameters, Storage};
use keychain::{KeychainError, Secret};
use tokio::time::timeout;
use uuid::Uuid;

use crate::{
    ipc::{CommandError, DirectoryInfo, DirectoryKind, ErrorCode, KeychainState, StartState},
    known::{KnownDirectories, KnownDirectory, Place},
    outbox::{Delivering, Reach},
    secrets::Secrets,
    shell::{Shell, randomness},
    stage::{OpenDirectory, Problem, Stage},
    watching::{Retry, Watching},
};

/// How long whoever opens a directory is waited for when the program ends.
const CLOSING: Duration = Duration::from_secs(2);

impl Shell {
    /// Opens what is to be open, and goes to the stage that follows.
    pub async fn open(&self) {
        let _turn = self.opening.lock().await;
        let stage = self.opened(None).await;
        self.enter(stage).await;
    }

    /// Tries a server again whose time has come.
    pub async fn open_if_due(&self) {
        let _turn = self.opening.lock().await;
        let due = self
            .at(|stage| match stage {
                Stage::Problem(problem) => problem.retry.filter(Retry::is_due),
                _ => None,
            })
            .await;
        if due.is_some() {
            let stage = self.opened(due).await;
            self.enter(stage).await;
        }
    }

    /// The stage after opening, for the which-th time so far in vain.
    pub(crate) async fn opened(&self, earlier: Option<Retry>) -> Stage {
        let known = match self.list.read() {
            Ok(known) => known,
            Err(error) => return Stage::Problem(Problem::of_list(error)),
        };
        let Some(directory) = known.active().cloned() else {
            let keychain = self.keychain_state().await;
            return Stage::FirstRun { keychain };
        };
        let opened = match &directory.place {
            Place::Local(folder) => self.open_local(&directory, &self.places.data.join(folder)).await,
            Place::Postgres(connection) => self.open_server(&directory, connection).await,
        };
        opened.unwrap_or_else(|error| {
            let is_server = matches!(directory.place, Place::Postgres(_));
            let retry = is_server.then(|| Retry::after(earlier));
            Stage::Problem(Problem {
                error,
                directory: Some(directory),
                retry,
            })
        })
    }

    async fn open_local(&self, directory: &KnownDirectory, folder: &Path) -> Result<Stage, CommandError> {
        match directories::look(folder).map_err(|error| CommandError::from_opening(error, folder))? {
            Found::Nothing => Err(CommandError::about_path(ErrorCode::DirectoryMissing, folder)),
            Found::Local {
                source: KeySource::Passphrase(parameters),
                ..
            } => Ok(Stage::Passphrase {
                directory: directory.clone(),
                parameters,
            }),
            Found::Local {
                id,
                source: KeySource::Keychain,
            } => {
                let key = self.key_in_keychain(id, folder).await?;
                self.open_with(directory, &key).await
            }
        }
    }

    /// Whether the keychain answers.
    pub(crate) async fn keychain_state(&self) -> KeychainState {
        match self.keychain.probe().await {
            Ok(()) => KeychainState::Available,
            Err(KeychainError::Locked) => KeychainState::Locked,
            Err(KeychainError::TimedOut) => KeychainState::TimedOut,
            Err(_) => KeychainState::Missing,
        }
    }

    /// The key of a local directory, from the keychain.
    pub(crate) async fn key_in_keychain(
        &self,
        id: Uuid,
        folder: &Path,
    ) -> Result<DirectoryKey, CommandError> {
        let secret = self.keychain.read(&entry_name(id)).await?;
        let missing = || CommandError::about_path(ErrorCode::KeyMissing, folder);
        let secret = secret.ok_or_else(missing)?;
        DirectoryKey::from_base64(secret.expose())
            .ok_or_else(|| CommandError::about_path(ErrorCode::KeyWrong, folder))
    }

    async fn open_with(&self, directory: &KnownDirectory, key: &DirectoryKey) -> Result<Stage, CommandError> {
        let folder = directory.folder(&self.places.data);
        let opened = directories::open_local(&folder, key)
            .await
            .map_err(|error| CommandError::from_opening(error, &folder))?;
        // A file that cannot be read says so itself, at the next command.
        let watching = Watching::start(Arc::clone(&opened), self.notifier(), || async { None });
        let storage = Storage::Local {
            folder,
            key: key.clone(),
        };
        Ok(self.begun(directory, storage, opened, watching, Reach::ThisComputer))
    }

    /// A directory that was just opened, its worker at work.
    pub(crate) fn begun(
        &self,
        known: &KnownDirectory,
        storage: Storage,
        directory: Arc<dyn Directory>,
        watching: Watching,
        reach: Reach,
    ) -> Stage {
        let secrets = Arc::new(Secrets::new(Some(Arc::clone(&self.keychain))));
        let computer = self.list.read().map_or(known.id, |list| list.computer);
        let desk = self.desk(directory, &secrets, computer);
        let delivering = Delivering::start(&desk, self.notifier(), reach);
        Stage::Open(Arc::new(OpenDirectory::new(
            known.info(&self.places.data),
            Some(storage),
            desk,
            secrets,
            watching,
            Some(delivering),
        )))
    }

    /// Opens the directory with the key that a passphrase gives.
    pub async fn unlock_directory(&self, passphrase: &Password) -> Result<StartState, CommandError> {
        let (directory, parameters) = self
            .at(|stage| match stage {
                Stage::Passphrase {
                    directory,
                    parameters,
                } => Some((directory.clone(), parameters.clone())),
                _ => None,
            })
            .await
            .ok_or(ErrorCode::WrongState)?;
        let key = derived_key(passphrase.clone(), parameters).await?;
        let stage = self.open_with(&directory, &key).await?;
        self.enter(stage).await;
        self.start_state().await
    }

    /// Makes the local directory with its owner, who is signed in at once.
    pub async fn start_local_directory(&self, owner: &OwnerDraft) -> Result<StartState, CommandError> {
        let keychain = self.founding_keychain().await?;
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
        let passphrase = owner.passphrase.as_ref().map(|(passphrase, _)| passphrase);
        let (key, source) = self.new_key(id, passphrase).await?;
        self.places.create_private()?;
        let folder = &self.places.data;
        let made = directories::create_local(folder, &key, id, &source, &first.account, &first.entries).await;
        if let Err(error) = made {
            self.forget_key(id, &source).await;
            return Err(CommandError::from_opening(error, folder));
        }
        let known = self.add_local(id).await?;
        let stage = self.open_with(&known, &key).await?;
        self.enter(stage).await;
        let password = Password::new(&owner.general.password);
        self.sign_in(first.account.email.as_str(), password).await
    }

    /// Writes a new local directory into the list, where there is one: without it the file speaks for itself.
    async fn add_local(&self, id: Uuid) -> Result<KnownDirectory, CommandError> {
        let local = KnownDirectories::of_local(id);
        let directory = local.directories[0].clone();
        if self.list.is_written() {
            let join = |known: &mut KnownDirectories| {
                known.add(directory.clone());
                known.active = Some(id);
            };
            self.list.change(join).await?;
        }
        Ok(directory)
    }

    /// Proves that a local directory may be made: at the first run, and where nothing that is known opens and none of it
    /// is on this computer.
    async fn founding_keychain(&self) -> Result<KeychainState, CommandError> {
        if let Ok(keychain) = self.first_run_keychain().await {
            return Ok(keychain);
        }
        let waits = self
            .at(|stage| {
                matches!(
                    stage,
                    Stage::Problem(_) | Stage::Credentials { .. } | Stage::Vacant { .. }
                )
            })
            .await;
        let is_local = |known: &KnownDirectory| matches!(known.place, Place::Local(_));
        if !waits || self.list.read()?.directories.iter().any(is_local) {
            return Err(ErrorCode::WrongState.into());
        }
        Ok(self.keychain_state().await)
    }

    /// Proves that this is the first run.
    pub(crate) async fn first_run_keychain(&self) -> Result<KeychainState, CommandError> {
        self.at(|stage| match stage {
            Stage::FirstRun { keychain } => Ok(*keychain),
            _ => Err(ErrorCode::WrongState.into()),
        })
        .await
    }

    /// The key of a new local directory: from a passphrase where one is given, else random and in the keychain before
    /// any file is made, and read back: a keychain that forgets is found now.
    pub(crate) async fn new_key(
        &self,
        id: Uuid,
        passphrase: Option<&Password>,
    ) -> Result<(DirectoryKey, KeySource), CommandError> {
        if let Some(passphrase) = passphrase {
            let parameters = PassphraseParameters::new(&mut *randomness());
            let key = derived_key(passphrase.clone(), parameters.clone()).await?;
            return Ok((key, KeySource::Passphrase(parameters)));
        }
        let key = DirectoryKey::random(&mut *randomness());
        let secret = Secret::new(key.to_base64());
        self.keychain.write(&entry_name(id), &secret).await?;
        match self.keychain.read(&entry_name(id)).await? {
            Some(kept) if kept.expose() == secret.expose() => Ok((key, KeySource::Keychain)),
            _ => Err(ErrorCode::KeychainMissing.into()),
        }
    }

    /// Removes a key that guards nothing; where it cannot be removed it does no harm either.
    pub(crate) async fn forget_key(&self, id: Uuid, source: &KeySource) {
        if *source == KeySource::Keychain {
            let _ = self.keychain.delete(&entry_name(id)).await;
        }
    }

    /// Opens a directory of invented users that lives in memory only.
    pub async fn look_around(&self) -> Result<StartState, CommandError> {
        self.first_run_keychain().await?;
        let directory = directories::open_sample()
            .await
            .map_err(|error| CommandError::from_opening(error, &self.places.data))?;
        let operator = sample::fill(directory.as_ref(), self.clock.as_ref(), randomness).await?;
        // What is kept in the keychain would be left behind.
        let secrets = Arc::new(Secrets::new(None));
        let watching = Watching::start(Arc::clone(&directory), self.notifier(), || async { None });
        let info = DirectoryInfo {
            kind: DirectoryKind::Local,
            sample: true,
            name: String::new(),
            place: String::new(),
        };
        let desk = self.desk(directory, &secrets, Uuid::nil());
        let open = OpenDirectory::new(info, None, desk, secrets, watching, None);
        let settings = open.desk.settings(&operator).await?;
        open.begin(&operator, settings.idle_lock_minutes);
        self.enter(Stage::Open(Arc::new(open))).await;
        self.start_state().await
    }

    /// Throws the sample away and begins anew.
    pub async fn leave_sample(&self) -> Result<StartState, CommandError> {
        let open = self.open_directory().await?;
        if !open.info().sample {
            return Err(ErrorCode::WrongState.into());
        }
        open.close().await;
        self.open().await;
        self.start_state().await
    }

    /// Closes everything in good order when the program ends: SQLCipher frees then what a connection that is still open goes
    /// on using.
    pub async fn close(&self) {
        // What is being opened is closed too; a server that does not answer is not waited for.
        let _turn = timeout(CLOSING, self.opening.lock()).await;
        self.end_copy().await;
        if let Ok(open) = self.open_directory().await {
            open.close().await;
        }
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

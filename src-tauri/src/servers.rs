//! Opening a directory on a server, and making one there.

use std::sync::Arc;

use accounts::{Directory, ServiceSecret, first_run::OwnerDraft, password::Password};
use directories::{ConnectionFault, ConnectionSecrets, FaultKind, PostgresConnection, Remote, Storage, Tls};

use crate::{
    ipc::{CommandError, ErrorCode, StartState},
    known::KnownDirectory,
    outbox::Reach,
    shell::{Shell, randomness},
    stage::Stage,
    watching::Watching,
};

impl Shell {
    /// Opens a directory on a server with what the keychain knows, or asks for that.
    pub(crate) async fn open_server(
        &self,
        directory: &KnownDirectory,
        connection: &PostgresConnection,
    ) -> Result<Stage, CommandError> {
        let secrets = self.server_secrets(connection).await;
        if lacks_any(connection, &secrets) {
            return Ok(self.asking(directory, None).await);
        }
        match self.reached(directory, connection, &secrets).await {
            Err(fault) if fault.kind == FaultKind::Credentials => {
                Ok(self.asking(directory, Some(fault)).await)
            }
            reached => Ok(reached?),
        }
    }

    async fn asking(&self, directory: &KnownDirectory, fault: Option<ConnectionFault>) -> Stage {
        Stage::Credentials {
            directory: directory.clone(),
            keychain: self.keychain_state().await,
            fault: fault.map(CommandError::from),
        }
    }

    async fn reached(
        &self,
        known: &KnownDirectory,
        connection: &PostgresConnection,
        secrets: &ConnectionSecrets,
    ) -> Result<Stage, ConnectionFault> {
        match directories::open_remote(connection, secrets).await? {
            Remote::Open(directory) => Ok(self.begun_there(known, connection, secrets, directory)),
            Remote::Empty(empty) => Ok(Stage::Vacant {
                directory: known.clone(),
                empty: Arc::new(empty),
            }),
        }
    }

    fn begun_there(
        &self,
        known: &KnownDirectory,
        connection: &PostgresConnection,
        secrets: &ConnectionSecrets,
        directory: Arc<dyn Directory>,
    ) -> Stage {
        let (connection, secrets) = (connection.clone(), secrets.clone());
        let storage = Storage::Server {
            connection: connection.clone(),
            secrets: secrets.clone(),
        };
        let why = move || {
            let (connection, secrets) = (connection.clone(), secrets.clone());
            async move {
                let steps = directories::try_connection(&connection, &secrets).await;
                let fault = steps.into_iter().find_map(|tried| tried.fault);
                fault.map(CommandError::from)
            }
        };
        let watching = Watching::start(Arc::clone(&directory), self.notifier(), why);
        self.begun(known, storage, directory, watching, Reach::Office)
    }

    /// Opens the directory whose password was asked for, and keeps it for as long as this computer can.
    pub async fn enter_credentials(
        &self,
        password: Option<ServiceSecret>,
        key: Option<ServiceSecret>,
    ) -> Result<StartState, CommandError> {
        let _turn = self.opening.lock().await;
        let directory = self
            .at(|stage| match stage {
                Stage::Credentials { directory, .. } => Some(directory.clone()),
                _ => None,
            })
            .await
            .ok_or(ErrorCode::WrongState)?;
        let connection = directory.server().ok_or(ErrorCode::WrongState)?;
        let known = self.server_secrets(connection).await;
        let secrets = ConnectionSecrets {
            password: password.or(known.password),
            client_key: key.or(known.client_key),
        };
        let stage = self.reached(&directory, connection, &secrets).await?;
        self.keep_server_secrets(connection, &secrets).await?;
        self.enter(stage).await;
        self.start_state().await
    }

    /// Makes the owner of the directory that was reached, who is signed in at once.
    pub async fn start_remote_directory(&self, owner: &OwnerDraft) -> Result<StartState, CommandError> {
        let _turn = self.opening.lock().await;
        let (directory, empty) = self
            .at(|stage| match stage {
                Stage::Vacant { directory, empty } => Some((directory.clone(), Arc::clone(empty))),
                _ => None,
            })
            .await
            .ok_or(ErrorCode::WrongState)?;
        let connection = directory.server().ok_or(ErrorCode::WrongState)?;
        let owner = &OwnerDraft {
            passphrase: None,
            general: owner.general.clone(),
        };
        let first = owner
            .owner(self.clock.as_ref(), &self.hashing, randomness)
            .await?;
        let opened = empty
            .store_owner(&first.account, &first.entries)
            .await
            .map_err(CommandError::from_founding)?;
        let secrets = self.server_secrets(connection).await;
        let stage = self.begun_there(&directory, connection, &secrets, opened);
        self.enter(stage).await;
        let password = Password::new(&owner.general.password);
        self.sign_in(first.account.email.as_str(), password).await
    }

    /// What is known here to sign in to a server with.
    pub(crate) async fn server_secrets(&self, connection: &PostgresConnection) -> ConnectionSecrets {
        let read = async |name: String| self.server_secrets.read(&name).await.ok().flatten();
        ConnectionSecrets {
            password: read(password_name(connection)).await,
            client_key: read(key_name(connection)).await,
        }
    }

    /// Keeps what a server is signed in to with, for as long as this computer can; forgets what is not given.
    pub(crate) async fn keep_server_secrets(
        &self,
        connection: &PostgresConnection,
        secrets: &ConnectionSecrets,
    ) -> Result<(), CommandError> {
        for (name, secret) in [
            (password_name(connection), &secrets.password),
            (key_name(connection), &secrets.client_key),
        ] {
            match secret {
                Some(secret) => self.server_secrets.keep(&name, secret).await?,
                None => self.server_secrets.forget(&name).await,
            }
        }
        Ok(())
    }
}

/// Whether something has to be asked for. A certificate may be enough, and then its key is needed.
pub(crate) fn lacks_any(connection: &PostgresConnection, secrets: &ConnectionSecrets) -> bool {
    if connection.certificate.is_empty() {
        secrets.password.is_none()
    } else {
        secrets.client_key.is_none()
    }
}

/// A secret goes with the place that it is for: another place has none.
fn password_name(connection: &PostgresConnection) -> String {
    let guard = match connection.tls {
        Tls::VerifyFull => "",
        // What was entered for a server that proves who it is goes to no other.
        Tls::Plain => " in the clear",
    };
    format!("server {}{guard}", connection.place())
}

fn key_name(connection: &PostgresConnection) -> String {
    format!("key for server {}", connection.place())
}

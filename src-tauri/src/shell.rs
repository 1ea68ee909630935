//! The state behind the window: one stage, and what the stages share.

use std::{collections::HashMap, num::NonZero, sync::Arc, thread};

use accounts::{
    Clock, CodeKey, Desk, Directory, DirectoryError, Operator, ServiceSecret, UserId, password::Hashing,
};
use keychain::SecretStore;
use rand::{CryptoRng, rand_core::UnwrapErr, rngs::SysRng};
use tokio::sync::{Mutex, RwLock};
use uuid::Uuid;

use crate::{
    clipboard::Clipboard,
    clock::SystemClock,
    copying::Copying,
    ipc::{CommandError, ErrorCode, EventName, OperatorInfo, Session, StartState},
    known::DirectoryList,
    mail::OpenMailServer,
    places::Places,
    secrets::Secrets,
    sms::OpenGateway,
    stage::{OpenDirectory, Stage},
    watching::Retry,
};

/// Tells the window that something happened.
pub type Notify = Arc<dyn Fn(EventName) + Send + Sync>;

/// The state behind the window.
pub struct Shell {
    /// Where files live.
    pub places: Places,
    /// The operating system's, or in tests one in memory.
    pub keychain: Arc<dyn SecretStore>,
    /// For copied passwords.
    pub clipboard: Clipboard,
    pub(crate) hashing: Hashing,
    pub(crate) clock: Arc<SystemClock>,
    codes: CodeKey,
    notify: Notify,
    stage: RwLock<Stage>,
    /// Held while a directory is opened or left: one after the other.
    pub(crate) opening: Mutex<()>,
    pub(crate) list: Arc<DirectoryList>,
    /// Of the servers that directories are on.
    pub(crate) server_secrets: Secrets,
    /// Passwords that stood in a pasted address, by the place that they are for, until the connection is saved.
    pub(crate) pasted: Mutex<HashMap<String, ServiceSecret>>,
    pub(crate) copying: Mutex<Option<Copying>>,
}

/// The operating system's randomness. It aborts where the system has none: nothing safe could follow.
pub(crate) fn randomness() -> Box<dyn CryptoRng + Send> {
    Box::new(UnwrapErr(SysRng))
}

impl Shell {
    /// Before anything is opened.
    pub fn new(places: Places, keychain: Arc<dyn SecretStore>, notify: Notify) -> Self {
        Self {
            server_secrets: Secrets::new(Some(Arc::clone(&keychain))),
            opening: Mutex::default(),
            list: Arc::new(DirectoryList::of(places.clone())),
            pasted: Mutex::default(),
            copying: Mutex::default(),
            places,
            keychain,
            clipboard: Clipboard::start(),
            clock: Arc::new(SystemClock::default()),
            codes: CodeKey::random(&mut *randomness()),
            hashing: Hashing::new(thread::available_parallelism().map_or(1, NonZero::get)),
            notify,
            stage: RwLock::new(Stage::Opening),
        }
    }

    /// Tells the window.
    pub fn notify(&self, event: EventName) {
        (self.notify)(event);
    }

    /// For telling the window later, from another thread.
    pub fn notifier(&self) -> Notify {
        Arc::clone(&self.notify)
    }

    /// A desk before an open directory.
    pub(crate) fn desk(&self, directory: Arc<dyn Directory>, secrets: &Arc<Secrets>, computer: Uuid) -> Desk {
        Desk {
            directory,
            computer,
            clock: Arc::clone(&self.clock) as Arc<dyn Clock>,
            hashing: self.hashing.clone(),
            randomness,
            codes: self.codes.clone(),
            texts: delivery::TEXTS,
            gateways: Arc::new(OpenGateway::new(Arc::clone(secrets))),
            mailer: Arc::new(OpenMailServer::new(Arc::clone(secrets))),
            bell: Arc::default(),
        }
    }

    /// Looks at the stage.
    pub(crate) async fn at<T>(&self, look: impl FnOnce(&Stage) -> T) -> T {
        look(&*self.stage.read().await)
    }

    /// Goes to another stage, and tells the window.
    pub(crate) async fn enter(&self, stage: Stage) {
        *self.stage.write().await = stage;
        self.notify(EventName::StartChanged);
    }

    /// The open directory.
    pub(crate) async fn open_directory(&self) -> Result<Arc<OpenDirectory>, CommandError> {
        self.at(|stage| match stage {
            Stage::Open(open) => Ok(Arc::clone(open)),
            _ => Err(ErrorCode::NotSignedIn.into()),
        })
        .await
    }

    /// Who acts, with the rights that the directory gives them now: the beginning of every command that needs one.
    pub async fn operator(&self) -> Result<(Desk, Operator), CommandError> {
        let open = self.open_directory().await?;
        let id = open.acting().inspect_err(|error| {
            if error.code == ErrorCode::Locked {
                self.notify(EventName::StartChanged);
            }
        })?;
        if let Some(operator) = open.desk.operator(id).await? {
            return Ok((open.desk.clone(), operator));
        }
        *open.session() = None;
        self.notify(EventName::StartChanged);
        Err(ErrorCode::NotSignedIn.into())
    }

    /// What the interface shows.
    pub async fn start_state(&self) -> Result<StartState, CommandError> {
        let open = match &*self.stage.read().await {
            Stage::Open(open) => Arc::clone(open),
            closed => return Ok(self.closed_state(closed).await),
        };
        let directory = open.info();
        let now = open.desk.clock.now();
        let signed_in = open.session().as_mut().map(|s| (s.operator, s.is_locked(now)));
        let Some((id, locked)) = signed_in else {
            if let Some(activation) = open.activation().as_ref() {
                return Ok(StartState::of_activation(directory, activation));
            }
            let step = open.second_step();
            return Ok(match step.as_ref() {
                Some(step) => StartState::SecondStep {
                    directory,
                    number: step.number().masked(),
                },
                None => StartState::SignIn { directory },
            });
        };
        let Some((operator, recovery_codes_due)) = shown_operator(&open, id).await? else {
            *open.session() = None;
            return Ok(StartState::SignIn { directory });
        };
        Ok(StartState::SignedIn {
            session: Session {
                permissions: operator.permissions.iter().map(|p| p.code().to_owned()).collect(),
                operator: OperatorInfo::from(&operator),
                locked,
                recovery_codes_due,
                directory,
            },
        })
    }

    async fn closed_state(&self, stage: &Stage) -> StartState {
        let data = &self.places.data;
        match stage {
            Stage::Opening | Stage::Open(_) => StartState::Opening,
            Stage::FirstRun { keychain } => StartState::FirstRun { keychain: *keychain },
            Stage::Passphrase { directory, .. } => StartState::Passphrase {
                directory: directory.info(data),
            },
            Stage::Credentials {
                directory,
                keychain,
                fault,
            } => {
                let key = match directory.server() {
                    Some(server) if !server.certificate.is_empty() => {
                        self.server_secrets(server).await.client_key.is_none()
                    }
                    _ => false,
                };
                StartState::Credentials {
                    directory: directory.info(data),
                    keychain: *keychain,
                    fault: fault.clone(),
                    key,
                }
            }
            Stage::Vacant { directory, .. } => StartState::Vacant {
                directory: directory.info(data),
            },
            Stage::Problem(problem) => StartState::Problem {
                error: problem.error.clone(),
                directory: problem.directory.as_ref().map(|directory| directory.info(data)),
                next_try_seconds: problem.retry.as_ref().map(Retry::seconds),
            },
        }
    }
}

/// Whom the window names as signed in, and whether recovery codes are due. Where the directory does not answer, as it
/// last answered: what is shown stays, and every command asks again.
async fn shown_operator(open: &OpenDirectory, id: UserId) -> Result<Option<(Operator, bool)>, CommandError> {
    let asked = async {
        let Some(operator) = open.desk.operator(id).await? else {
            return Ok(None);
        };
        let due = open.desk.recovery_codes_due(&operator).await?;
        Ok::<_, DirectoryError>(Some((operator, due)))
    };
    match asked.await {
        Ok(shown) => {
            if let Some(session) = open.session().as_mut() {
                session.shown.clone_from(&shown);
            }
            Ok(shown)
        }
        Err(DirectoryError::Unreachable) => {
            let session = open.session();
            Ok(session.as_ref().and_then(|session| session.shown.clone()))
        }
        Err(error) => Err(error.into()),
    }
}

//! Where the application stands: from opening to an open directory with somebody signed in.

use std::sync::{Arc, Mutex, MutexGuard};

use accounts::{
    Desk, Operator, UserId,
    desk::{Activated, Newcomer, SecondStep},
};
use directories::{EmptyDirectory, Storage};
use jiff::Timestamp;

use crate::{
    ipc::{CommandError, DirectoryInfo, ErrorCode, KeychainState},
    known::KnownDirectory,
    locked::locked,
    outbox::Delivering,
    secrets::Secrets,
    session::Session,
    watching::{Retry, Watching},
};

/// The stages; the interface shows one view for each.
pub enum Stage {
    /// Keychain and directory are being opened.
    Opening,
    /// There is no directory yet.
    FirstRun {
        /// Whether its key can rest there.
        keychain: KeychainState,
    },
    /// The directory's key comes from a passphrase.
    Passphrase {
        /// Which.
        directory: KnownDirectory,
        /// How it is derived.
        parameters: directories::PassphraseParameters,
    },
    /// The password of a server is asked for.
    Credentials {
        /// Of which directory.
        directory: KnownDirectory,
        /// Whether the keychain could have known it.
        keychain: KeychainState,
        /// What was known was refused.
        fault: Option<CommandError>,
    },
    /// A server was reached, and nobody is in its directory yet.
    Vacant {
        /// Which.
        directory: KnownDirectory,
        /// Takes its owner.
        empty: Arc<EmptyDirectory>,
    },
    /// It cannot be opened.
    Problem(Problem),
    /// It is open.
    Open(Arc<OpenDirectory>),
}

/// Why no directory is open.
pub struct Problem {
    /// For the window.
    pub error: CommandError,
    /// Which one; nothing where the list of directories itself cannot be read.
    pub directory: Option<KnownDirectory>,
    /// A server is tried again by itself.
    pub retry: Option<Retry>,
}

impl Problem {
    /// The list of directories cannot be read.
    pub const fn of_list(error: CommandError) -> Self {
        Self {
            error,
            directory: None,
            retry: None,
        }
    }
}

/// An open directory and who is signed in.
pub struct OpenDirectory {
    info: Mutex<DirectoryInfo>,
    /// For copying it; nothing where it is throwaway.
    pub storage: Option<Storage>,
    /// Where the use cases are.
    pub desk: Desk,
    /// Of its gateway and its mail server.
    pub secrets: Arc<Secrets>,
    /// Whether it answers.
    pub watching: Watching,
    /// Delivers its e-mails; nothing where none is to leave.
    delivering: Option<Delivering>,
    session: Mutex<Option<Session>>,
    second_step: Mutex<Option<Box<SecondStep>>>,
    activation: Mutex<Option<Activation>>,
}

/// How far somebody has come who activates an account at the window.
#[derive(Debug, Clone)]
pub enum Activation {
    /// Code and initial password were right; a password of their own is to be chosen.
    OwnPassword(Newcomer),
    /// The account is active, and has no device yet.
    OfferDevice(Activated),
    /// The account is active.
    Done(Activated),
}

impl Activation {
    /// Once the account is active.
    pub const fn active(activated: Activated) -> Self {
        if activated.offers_device {
            Self::OfferDevice(activated)
        } else {
            Self::Done(activated)
        }
    }

    fn is_over(&self, now: Timestamp) -> bool {
        match self {
            Self::OwnPassword(newcomer) => newcomer.is_over(now),
            Self::OfferDevice(activated) | Self::Done(activated) => activated.is_over(now),
        }
    }
}

impl OpenDirectory {
    /// With nobody signed in.
    pub fn new(
        info: DirectoryInfo,
        storage: Option<Storage>,
        desk: Desk,
        secrets: Arc<Secrets>,
        watching: Watching,
        delivering: Option<Delivering>,
    ) -> Self {
        Self {
            info: Mutex::new(info),
            storage,
            desk,
            secrets,
            watching,
            delivering,
            session: Mutex::new(None),
            second_step: Mutex::new(None),
            activation: Mutex::new(None),
        }
    }

    /// As the window names it.
    pub fn info(&self) -> DirectoryInfo {
        locked(&self.info).clone()
    }

    /// Gives it another name in the window.
    pub fn rename(&self, name: &str) {
        name.clone_into(&mut locked(&self.info).name);
    }

    /// Closes it in good order: first what is on its way, then the directory.
    pub async fn close(&self) {
        if let Some(delivering) = &self.delivering {
            delivering.stop().await;
        }
        self.watching.stop();
        self.desk.directory.close().await;
    }

    /// Who is signed in.
    pub fn session(&self) -> MutexGuard<'_, Option<Session>> {
        locked(&self.session)
    }

    /// The operator as the directory named them when it last answered.
    pub fn remembered(&self) -> Option<Operator> {
        let session = self.session();
        let shown = session.as_ref().and_then(|session| session.shown.as_ref());
        shown.map(|(operator, _)| operator.clone())
    }

    /// Whether the operator is being shown recovery codes.
    pub fn shows_recovery_codes(&self) -> bool {
        let session = self.session();
        session
            .as_ref()
            .is_some_and(|session| !session.shown_codes.is_empty())
    }

    /// Who knew the password and still owes a code, while that is not too long ago.
    pub fn second_step(&self) -> MutexGuard<'_, Option<Box<SecondStep>>> {
        let mut step = locked(&self.second_step);
        let now = self.desk.clock.now();
        step.take_if(|step| step.is_over(now));
        step
    }

    /// Who activates an account, while that is not too long ago.
    pub fn activation(&self) -> MutexGuard<'_, Option<Activation>> {
        let mut activation = locked(&self.activation);
        let now = self.desk.clock.now();
        activation.take_if(|activation| activation.is_over(now));
        activation
    }

    /// Begins a session.
    pub fn begin(&self, operator: &Operator, idle_lock_minutes: u32) {
        let now = self.desk.clock.now();
        *self.session() = Some(Session::begin(operator.id, idle_lock_minutes, now));
    }

    /// Who may act: signed in, not locked, not idle too long.
    pub fn acting(&self) -> Result<UserId, CommandError> {
        let now = self.desk.clock.now();
        let mut session = self.session();
        let session = session.as_mut().ok_or(ErrorCode::NotSignedIn)?;
        if session.is_locked(now) {
            return Err(ErrorCode::Locked.into());
        }
        Ok(session.operator)
    }
}

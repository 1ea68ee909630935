//! Where the application stands: from opening to an open directory with somebody signed in.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use accounts::{
    Desk, Operator, UserId,
    desk::{Activated, Newcomer, SecondStep},
};

use jiff::Timestamp;

use crate::{
    ipc::{CommandError, ErrorCode, KeychainState},
    outbox::Delivering,
    secrets::Secrets,
    session::Session,
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
        /// How it is derived.
        parameters: directories::PassphraseParameters,
    },
    /// It cannot be opened.
    Problem(CommandError),
    /// It is open.
    Open(Arc<OpenDirectory>),
}

/// An open directory and who is signed in.
pub struct OpenDirectory {
    /// Where the use cases are.
    pub desk: Desk,
    /// Throwaway, of invented users.
    pub sample: bool,
    /// Of its gateway and its mail server.
    pub secrets: Arc<Secrets>,
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
    pub fn new(desk: Desk, secrets: Arc<Secrets>, delivering: Option<Delivering>) -> Self {
        Self {
            // What leaves nothing behind sends nothing either.
            sample: delivering.is_none(),
            desk,
            secrets,
            delivering,
            session: Mutex::new(None),
            second_step: Mutex::new(None),
            activation: Mutex::new(None),
        }
    }

    /// Closes it in good order: first what is on its way, then the directory.
    pub async fn close(&self) {
        if let Some(delivering) = &self.delivering {
            delivering.stop().await;
        }
        self.desk.directory.close().await;
    }

    /// Who is signed in. Never held over an await: clippy refuses that.
    pub fn session(&self) -> MutexGuard<'_, Option<Session>> {
        // A panic while it was held left at worst an older session: as good as any.
        self.session.lock().unwrap_or_else(PoisonError::into_inner)
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
        let mut step = self.second_step.lock().unwrap_or_else(PoisonError::into_inner);
        let now = self.desk.clock.now();
        step.take_if(|step| step.is_over(now));
        step
    }

    /// Who activates an account, while that is not too long ago.
    pub fn activation(&self) -> MutexGuard<'_, Option<Activation>> {
        let mut activation = self.activation.lock().unwrap_or_else(PoisonError::into_inner);
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

//! Signing in, locking, signing out.

use accounts::{
    Desk, DirectoryError, Operator, UserId,
    desk::{SecondStep, SignedIn},
    password::Password,
};
use zeroize::Zeroizing;

use crate::{
    ipc::{CommandError, ErrorCode, EventName, StartState},
    shell::Shell,
    stage::OpenDirectory,
};

impl Shell {
    /// Lets an operator in.
    pub async fn sign_in(&self, email: &str, password: Password) -> Result<StartState, CommandError> {
        let open = self.open_directory().await.map_err(|_| ErrorCode::WrongState)?;
        if open.session().is_some() {
            return Err(ErrorCode::WrongState.into());
        }
        match open.desk.sign_in(email, password).await? {
            SignedIn::Whole(operator) => self.signed_in(&operator).await,
            SignedIn::Half(step) => {
                *open.second_step() = Some(step);
                self.notify(EventName::StartChanged);
                self.start_state().await
            }
        }
    }

    /// Who knew the password and still owes a code.
    pub async fn second_step(&self) -> Result<(Desk, SecondStep), CommandError> {
        let open = self.open_directory().await.map_err(|_| ErrorCode::WrongState)?;
        let step = open.second_step().as_deref().cloned();
        let step = step.ok_or_else(|| {
            // The window still shows it.
            self.notify(EventName::StartChanged);
            ErrorCode::SignInTooLate
        })?;
        Ok((open.desk.clone(), step))
    }

    /// Begins the session of an operator who did every step.
    pub async fn signed_in(&self, operator: &Operator) -> Result<StartState, CommandError> {
        let open = self.open_directory().await?;
        let settings = open.desk.settings(operator).await?;
        *open.second_step() = None;
        open.begin(operator, settings.idle_lock_minutes);
        self.notify(EventName::StartChanged);
        self.start_state().await
    }

    /// Goes back to the password.
    pub async fn cancel_sign_in(&self) -> Result<StartState, CommandError> {
        let open = self.open_directory().await.map_err(|_| ErrorCode::WrongState)?;
        *open.second_step() = None;
        self.notify(EventName::StartChanged);
        self.start_state().await
    }

    /// Recovery codes to show, where they are due.
    pub async fn new_recovery_codes(&self) -> Result<Vec<Zeroizing<String>>, CommandError> {
        let (desk, operator) = self.operator().await?;
        if !desk.recovery_codes_due(&operator).await? {
            return Err(ErrorCode::WrongState.into());
        }
        let (codes, hashes) = desk.new_recovery_codes(&operator);
        if let Some(session) = self.open_directory().await?.session().as_mut() {
            session.shown_codes = hashes;
        }
        Ok(codes)
    }

    /// Makes the recovery codes good that were shown.
    pub async fn keep_recovery_codes(&self) -> Result<StartState, CommandError> {
        let (desk, operator) = self.operator().await?;
        let open = self.open_directory().await?;
        let shown = open.session().as_ref().map(|session| session.shown_codes.clone());
        let shown = shown
            .filter(|codes| !codes.is_empty())
            .ok_or(ErrorCode::WrongState)?;
        desk.keep_recovery_codes(&operator, &shown).await?;
        if let Some(session) = open.session().as_mut() {
            session.shown_codes.clear();
        }
        self.notify(EventName::StartChanged);
        self.start_state().await
    }

    /// Lets the operator of a locked window back in.
    pub async fn unlock(&self, password: Password) -> Result<StartState, CommandError> {
        let open = self.open_directory().await?;
        let id = open.session().as_ref().map(|session| session.operator);
        let id = id.ok_or(ErrorCode::NotSignedIn)?;
        open.desk.unlock(id, password).await?;
        let now = open.desk.clock.now();
        if let Some(session) = open.session().as_mut() {
            session.unlock(now);
        }
        self.notify(EventName::StartChanged);
        self.start_state().await
    }

    /// Locks the window.
    pub async fn lock(&self) -> Result<StartState, CommandError> {
        let open = self.open_directory().await?;
        match open.session().as_mut() {
            Some(session) => session.lock(),
            None => return Err(ErrorCode::NotSignedIn.into()),
        }
        self.notify(EventName::StartChanged);
        self.start_state().await
    }

    /// Ends the session, locked or not.
    pub async fn sign_out(&self) -> Result<StartState, CommandError> {
        let open = self.open_directory().await?;
        let session = open.session().take().ok_or(ErrorCode::NotSignedIn)?;
        let recorded = record_sign_out(&open, session.operator).await;
        self.notify(EventName::StartChanged);
        match recorded {
            // Who leaves has left, whether it can be recorded or not.
            Ok(()) | Err(DirectoryError::Unreachable) => self.start_state().await,
            Err(error) => Err(error.into()),
        }
    }

    /// Ends whatever session there is, for the directory is left.
    pub(crate) async fn leave_session(&self, open: &OpenDirectory) {
        let session = open.session().take();
        if let Some(session) = session {
            // The directory may be left because it does not answer.
            let _ = record_sign_out(open, session.operator).await;
        }
    }

    /// The operator is at work: the window does not lock yet.
    pub async fn keep_alive(&self) -> Result<(), CommandError> {
        let open = self.open_directory().await?;
        open.acting()?;
        let now = open.desk.clock.now();
        if let Some(session) = open.session().as_mut() {
            session.touch(now);
        }
        Ok(())
    }

    /// Locks where nobody was at work for too long; called every few seconds.
    pub async fn lock_if_idle(&self) {
        let Ok(open) = self.open_directory().await else {
            return;
        };
        let now = open.desk.clock.now();
        let newly = open
            .session()
            .as_mut()
            .is_some_and(|s| !s.was_locked() && s.is_locked(now));
        if newly {
            self.notify(EventName::StartChanged);
        }
    }
}

async fn record_sign_out(open: &OpenDirectory, id: UserId) -> Result<(), DirectoryError> {
    if let Some(operator) = open.desk.operator(id).await? {
        open.desk.sign_out(&operator).await?;
    }
    Ok(())
}

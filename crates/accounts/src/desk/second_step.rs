//! The second step of signing in: a code to the registered device, or a recovery code where that is lost.

use jiff::Timestamp;
use zeroize::Zeroizing;

use crate::{
    Credentials, DirectoryError, Operator, PhoneNumber,
    activity::Action,
    code::{CodeTry, LIFE_SECONDS, Scope},
    desk::{CodeError, CodeSent, Desk, SignInError, party},
    password::PasswordHash,
    recovery::{self, RecoveryCode, RecoveryHash},
    sign_in::TryKey,
};

/// The password was right; a code is still to come. Kept by the shell, in memory only.
#[derive(Debug, Clone)]
pub struct SecondStep {
    /// Who signs in. May do nothing yet.
    operator: Operator,
    /// Of the registered device.
    number: PhoneNumber,
    scope: Scope,
    began: Timestamp,
    keys: [TryKey; 2],
    renewed: Option<PasswordHash>,
}

/// Why the second step did not let anybody in.
#[derive(Debug, thiserror::Error)]
pub enum SecondStepError {
    /// More than ten minutes since the password.
    #[error("the password was entered too long ago")]
    TooLate,
    /// The code was not sent, or not accepted.
    #[error(transparent)]
    Code(#[from] CodeError),
    /// No such recovery code, or one that was used.
    #[error("no such recovery code")]
    NoRecoveryCode,
    /// As at the first step.
    #[error(transparent)]
    SignIn(#[from] SignInError),
}

impl From<DirectoryError> for SecondStepError {
    fn from(error: DirectoryError) -> Self {
        Self::SignIn(error.into())
    }
}

impl SecondStep {
    /// The number of the device.
    pub const fn number(&self) -> &PhoneNumber {
        &self.number
    }

    /// Whether the password was entered too long ago.
    pub fn is_over(&self, now: Timestamp) -> bool {
        let passed = now.as_millisecond() - self.began.as_millisecond();
        !(0..i64::from(LIFE_SECONDS) * 1_000).contains(&passed)
    }
}

impl Desk {
    /// The second step for an account with a device.
    pub(super) fn second_step(
        &self,
        account: &Credentials,
        operator: Operator,
        keys: [TryKey; 2],
        renewed: Option<PasswordHash>,
    ) -> Option<SecondStep> {
        let device = account.device.as_ref()?;
        Some(SecondStep {
            number: device.number.clone(),
            scope: Scope::SignIn {
                user: operator.id,
                attempt: self.new_id(),
            },
            began: self.clock.now(),
            operator,
            keys,
            renewed,
        })
    }

    /// Sends a code to the device.
    pub async fn send_sign_in_code(&self, step: &SecondStep) -> Result<CodeSent, SecondStepError> {
        self.require_in_time(step)?;
        Ok(self
            .send_code_for(step.operator.party(), step.scope, step.number.clone())
            .await?)
    }

    /// Lets the operator in by the code sent to the device.
    pub async fn sign_in_by_code(&self, step: &SecondStep, typed: &str) -> Result<Operator, SecondStepError> {
        self.require_in_time(step)?;
        let tried = self.try_code(step.scope, &step.number, typed, None).await;
        if let Err(CodeError::NotAccepted(CodeTry::Wrong { .. } | CodeTry::Ended)) = &tried {
            self.record_second_miss(step, "code").await?;
        }
        tried?;
        self.let_in(step, "code").await
    }

    /// Lets the operator in by a recovery code, which is used up. Wrong ones slow down as wrong passwords do.
    pub async fn sign_in_by_recovery_code(
        &self,
        step: &SecondStep,
        typed: &str,
    ) -> Result<Operator, SecondStepError> {
        self.require_in_time(step)?;
        let code = RecoveryCode::parse(typed).ok_or(SecondStepError::NoRecoveryCode)?;
        self.admit_try(&step.keys).await?;
        let id = step.operator.id;
        let mut entry = self.entry_of(&step.operator, Action::RecoveryCodeUsed);
        entry.subject = Some(party(id, &step.operator.email));
        if !self
            .directory
            .use_recovery_code(id, &code.hash(id), &entry)
            .await?
        {
            self.record_second_miss(step, "recovery_code").await?;
            return Err(SecondStepError::NoRecoveryCode);
        }
        self.let_in(step, "recovery_code").await
    }

    /// Whether the operator has a device and no recovery code: then ten are to be shown.
    pub async fn recovery_codes_due(&self, operator: &Operator) -> Result<bool, DirectoryError> {
        let has_device = self.directory.user(operator.id).await?.device.is_some();
        Ok(has_device && self.directory.recovery_codes(operator.id).await? == 0)
    }

    /// Ten new recovery codes, to be shown once; good only once they are kept.
    pub fn new_recovery_codes(&self, operator: &Operator) -> (Vec<Zeroizing<String>>, Vec<RecoveryHash>) {
        let mut rng = (self.randomness)();
        let codes = (0..recovery::COUNT).map(|_| RecoveryCode::random(&mut *rng));
        codes.map(|code| (code.grouped(), code.hash(operator.id))).unzip()
    }

    /// Makes recovery codes good that their owner has put away.
    pub async fn keep_recovery_codes(
        &self,
        operator: &Operator,
        codes: &[RecoveryHash],
    ) -> Result<(), DirectoryError> {
        let mut entry = self.entry_of(operator, Action::RecoveryCodesMade);
        entry.subject = Some(party(operator.id, &operator.email));
        self.directory
            .replace_recovery_codes(operator.id, codes, &entry)
            .await
    }

    fn require_in_time(&self, step: &SecondStep) -> Result<(), SecondStepError> {
        if step.is_over(self.clock.now()) {
            return Err(SecondStepError::TooLate);
        }
        Ok(())
    }

    /// The account as it stands now: it may have been disabled since the password.
    async fn let_in(&self, step: &SecondStep, by: &str) -> Result<Operator, SecondStepError> {
        let operator = self.operator(step.operator.id).await?;
        let operator = operator.ok_or(SignInError::Disabled)?;
        let mut entry = self.entry_of(&operator, Action::SignedIn);
        entry.details.insert("second_step".to_owned(), by.to_owned());
        self.directory
            .signed_in(operator.id, &step.keys, step.renewed.as_ref(), &entry)
            .await?;
        Ok(operator)
    }

    async fn record_second_miss(&self, step: &SecondStep, by: &str) -> Result<(), DirectoryError> {
        let mut entry = self.entry(Action::SignInFailed);
        entry.subject = Some(party(step.operator.id, &step.operator.email));
        entry.details.insert("second_step".to_owned(), by.to_owned());
        self.directory.record(&entry).await
    }
}

//! Signing in and unlocking.

use crate::{
    Credentials, DirectoryError, EmailAddress, Operator, UserId,
    activity::{Action, Party},
    desk::{Desk, SecondStep},
    password::{Password, PasswordHash, Verified},
    sign_in::{Admission, LOCK_AFTER, TryKey, admission},
};

/// Why somebody was not let in.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// Unknown address or wrong password; not told apart.
    #[error("unknown address or wrong password")]
    Refused,
    /// Too soon after a miss.
    #[error("too soon after a miss")]
    SlowDown {
        /// To wait.
        milliseconds: u64,
    },
    /// Too many misses: an operator must unlock.
    #[error("locked after too many misses")]
    Locked,
    /// Right password, but the address is not confirmed yet.
    #[error("the account waits for its confirmation")]
    Pending,
    /// Right password, but the account is disabled.
    #[error("the account is disabled")]
    Disabled,
    /// Right password, but the account grants nothing in Frontdesk.
    #[error("the account may not use Frontdesk")]
    NoAccess,
    /// The directory did not answer.
    #[error(transparent)]
    Directory(#[from] DirectoryError),
}

/// How far somebody has come.
#[derive(Debug, Clone)]
pub enum SignedIn {
    /// In.
    Whole(Operator),
    /// The password was right, and a code to the registered device is still to come.
    Half(Box<SecondStep>),
}

/// Somebody who knew the password of an account.
struct Known {
    account: Credentials,
    operator: Operator,
    keys: [TryKey; 2],
    /// Hash of the same password by today's parameters, where the stored one is weaker.
    renewed: Option<PasswordHash>,
}

impl Desk {
    /// Lets an operator in, or half in where the account has a device. An unknown address takes the same way and the same
    /// time as a wrong password.
    pub async fn sign_in(&self, typed: &str, password: Password) -> Result<SignedIn, SignInError> {
        let known = self.by_password(typed, password).await?;
        let Known {
            account,
            operator,
            keys,
            renewed,
        } = known;
        // What was counted against the account stays until the second step is done.
        if let Some(step) = self.second_step(&account, operator.clone(), keys, renewed.clone()) {
            return Ok(SignedIn::Half(Box::new(step)));
        }
        self.admit(&operator, &keys, renewed.as_ref()).await?;
        Ok(SignedIn::Whole(operator))
    }

    /// Lets the operator of a locked window back in, who did the second step when signing in.
    pub async fn unlock(&self, id: UserId, password: Password) -> Result<Operator, SignInError> {
        let email = self.directory.user(id).await?.user.email;
        let known = self.by_password(email.as_str(), password).await?;
        self.admit(&known.operator, &known.keys, known.renewed.as_ref())
            .await?;
        Ok(known.operator)
    }

    async fn by_password(&self, typed: &str, password: Password) -> Result<Known, SignInError> {
        let email = EmailAddress::parse(typed).ok();
        let keys = [
            email
                .as_ref()
                .map_or_else(|| TryKey::of_anything(typed), TryKey::of),
            TryKey::Machine(self.computer),
        ];
        self.admit_try(&keys).await?;
        let account = match &email {
            Some(email) => self.directory.user_by_email(email).await?,
            None => None,
        };
        let stored = account.as_ref().map(|account| account.password.clone());
        let verified = self.hashing.verify(password.clone(), stored).await;
        let (account, renewed) = match (account, verified) {
            (Some(account), Verified::Yes) => (account, None),
            (Some(account), Verified::YesButWeak) => {
                let renewed = self.hashing.hash(password, &mut *(self.randomness)()).await;
                (account, renewed)
            }
            _ => {
                self.record_miss(email.as_ref(), &keys[0]).await?;
                return Err(SignInError::Refused);
            }
        };
        Ok(Known {
            operator: self.usable(&account).await?,
            account,
            keys,
            renewed,
        })
    }

    /// Counts a try in advance, where the slow-down admits it.
    pub(super) async fn admit_try(&self, keys: &[TryKey]) -> Result<(), SignInError> {
        match self
            .directory
            .admit_try(keys, self.clock.now(), admission)
            .await?
        {
            Admission::Admitted => Ok(()),
            Admission::Wait { milliseconds } => Err(SignInError::SlowDown { milliseconds }),
            Admission::Locked => Err(SignInError::Locked),
        }
    }

    /// The operator as the directory knows them now: rights that were taken away meanwhile are gone, and an account
    /// that was disabled or deleted is nobody's.
    pub async fn operator(&self, id: UserId) -> Result<Option<Operator>, DirectoryError> {
        let account = match self.directory.user(id).await {
            Ok(account) => account,
            Err(DirectoryError::NotFound) => return Ok(None),
            Err(error) => return Err(error),
        };
        if !account.user.enabled {
            return Ok(None);
        }
        let operator = Operator::of(&account, &self.directory.catalogue().await?);
        Ok((!operator.permissions.is_empty()).then_some(operator))
    }

    /// Records that an operator left.
    pub async fn sign_out(&self, operator: &Operator) -> Result<(), DirectoryError> {
        self.directory
            .record(&self.entry_of(operator, Action::SignedOut))
            .await
    }

    /// The account as an operator, where it may be used.
    async fn usable(&self, account: &Credentials) -> Result<Operator, SignInError> {
        let operator = Operator::of(account, &self.directory.catalogue().await?);
        if !account.user.enabled {
            return Err(SignInError::Disabled);
        }
        if account.user.confirmed_at.is_none() {
            return Err(SignInError::Pending);
        }
        if operator.permissions.is_empty() {
            return Err(SignInError::NoAccess);
        }
        Ok(operator)
    }

    async fn admit(
        &self,
        operator: &Operator,
        keys: &[TryKey],
        renewed: Option<&PasswordHash>,
    ) -> Result<(), SignInError> {
        let entry = self.entry_of(operator, Action::SignedIn);
        Ok(self
            .directory
            .signed_in(operator.id, keys, renewed, &entry)
            .await?)
    }

    /// Records a miss, and that it was the last one before the lock. What is no address is not recorded: it may well
    /// be a password in the wrong field.
    async fn record_miss(&self, email: Option<&EmailAddress>, key: &TryKey) -> Result<(), DirectoryError> {
        let misses = self.directory.misses(key).await?;
        let action = if misses.count == LOCK_AFTER {
            Action::SignInLocked
        } else {
            Action::SignInFailed
        };
        let mut entry = self.entry(action);
        entry.subject = Some(Party {
            id: None,
            label: email.map_or_else(|| "…".to_owned(), EmailAddress::masked),
        });
        self.directory.record(&entry).await
    }
}

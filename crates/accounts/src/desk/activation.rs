//! A newcomer becomes active: by the code of the e-mail at the window, or by its link on a small page.

use jiff::Timestamp;
use zeroize::Zeroizing;

use crate::{
    Credentials, DirectoryError, EmailAddress, Flaw, NewDevice, PersonName, Problem, UserId,
    activation::{Activation, ActivationCode, ActivationToken, TokenHash},
    activity::{Action, Entry, Party},
    code::{LIFE_SECONDS, Scope},
    desk::{CodeError, CodeSent, Desk, DeskError, SignInError, device::number_of, party},
    draft::{DeviceDraft, confirmation_problem, password_problems},
    password::{Password, PasswordHash, Person, Policy, Rating, Verified},
    problem::Field,
    sign_in::TryKey,
};

/// A password of the newcomer's own, and the same again.
pub type OwnPassword = (Password, Zeroizing<String>);

/// Somebody who knew the code and the initial password. Kept by the shell, in memory only.
#[derive(Debug, Clone)]
pub struct Newcomer {
    user: UserId,
    token: TokenHash,
    began: Timestamp,
    /// What was counted against them until they are through.
    keys: [TryKey; 2],
    /// Whether a password of their own is to be chosen.
    pub own_password: bool,
    /// For judging that.
    pub first_name: PersonName,
    /// For judging that.
    pub last_name: PersonName,
    /// The address that is being confirmed.
    pub email: EmailAddress,
}

/// Somebody whose account has just become active. Kept by the shell, in memory only.
#[derive(Debug, Clone)]
pub struct Activated {
    user: UserId,
    scope: Scope,
    began: Timestamp,
    /// The address that was confirmed.
    pub email: EmailAddress,
    /// Whether to offer to register a device: there is none yet.
    pub offers_device: bool,
}

/// What the page of a link that can still be used shows.
#[derive(Debug, Clone)]
pub struct LinkedActivation {
    /// The address that it confirms.
    pub email: EmailAddress,
    /// Whether a password of one's own is to be chosen.
    pub own_password: bool,
}

/// Why nobody became active.
#[derive(Debug, thiserror::Error)]
pub enum ActivationError {
    /// Unknown address, wrong code or wrong password; or a link that was used, has expired or was invented. Not told apart.
    #[error("nothing is activated by this")]
    Refused,
    /// The code and the password are right, and the code is too old.
    #[error("the code has expired")]
    Expired,
    /// More than ten minutes since the code was entered.
    #[error("the code was entered too long ago")]
    TooLate,
    /// The slow-down after misses, or the directory.
    #[error(transparent)]
    SignIn(#[from] SignInError),
    /// The new password has flaws.
    #[error("the password has {} problems", .0.len())]
    Invalid(Vec<Problem>),
    /// The password could not be hashed, as for want of memory.
    #[error("the password could not be hashed")]
    Hashing,
}

impl From<DirectoryError> for ActivationError {
    fn from(error: DirectoryError) -> Self {
        Self::SignIn(error.into())
    }
}

impl Newcomer {
    /// Whether the code was entered too long ago.
    pub fn is_over(&self, now: Timestamp) -> bool {
        is_over(self.began, now)
    }
}

impl Activated {
    /// Whether the account became active too long ago for more to be done without signing in.
    pub fn is_over(&self, now: Timestamp) -> bool {
        is_over(self.began, now)
    }

    fn party(&self) -> Party {
        party(self.user, &self.email)
    }
}

fn is_over(began: Timestamp, now: Timestamp) -> bool {
    let passed = now.as_millisecond() - began.as_millisecond();
    !(0..i64::from(LIFE_SECONDS) * 1_000).contains(&passed)
}

impl Desk {
    /// Proves address, code and initial password together. Wrong ones slow down as wrong passwords do, and are counted
    /// with them; an unknown address takes the same way and the same time.
    pub async fn begin_activation(
        &self,
        typed_email: &str,
        typed_code: &str,
        password: Password,
    ) -> Result<Newcomer, ActivationError> {
        let email = EmailAddress::parse(typed_email).ok();
        let key = email
            .as_ref()
            .map_or_else(|| TryKey::of_anything(typed_email), TryKey::of);
        let keys = [key, TryKey::Machine(self.computer)];
        self.admit_try(&keys).await?;
        let account = match &email {
            Some(email) => self.directory.user_by_email(email).await?,
            None => None,
        };
        let activation = match &account {
            Some(account) => self.directory.activation_of(account.user.id).await?,
            None => None,
        };
        let stored = account.as_ref().map(|account| account.password.clone());
        let verified = self.hashing.verify(password, stored).await;
        let code = ActivationCode::parse(typed_code);
        let user = account
            .as_ref()
            .map_or(UserId(uuid::Uuid::nil()), |account| account.user.id);
        let hash = code.map(|code| code.hash(user));
        match (account, activation) {
            (Some(account), Some(activation))
                if verified != Verified::No && hash == Some(activation.code) =>
            {
                self.newcomer(account, &activation, keys).await
            }
            _ => {
                self.record_activation_miss(email.as_ref()).await?;
                Err(ActivationError::Refused)
            }
        }
    }

    async fn newcomer(
        &self,
        account: Credentials,
        activation: &Activation,
        keys: [TryKey; 2],
    ) -> Result<Newcomer, ActivationError> {
        let now = self.clock.now();
        if activation.is_over(now) {
            return Err(ActivationError::Expired);
        }
        Ok(Newcomer {
            user: account.user.id,
            token: activation.token,
            began: now,
            keys,
            own_password: self.directory.message_settings().await?.own_password,
            first_name: account.user.first_name,
            last_name: account.user.last_name,
            email: account.user.email,
        })
    }

    /// How good a password of the newcomer's own is, and by which policy.
    pub async fn rate_own_password(
        &self,
        newcomer: &Newcomer,
        password: &Password,
    ) -> Result<(Policy, Rating), DirectoryError> {
        let policy = self.directory.settings().await?.passwords;
        let rating = policy.rate(
            password,
            &Person {
                first_name: newcomer.first_name.as_str(),
                last_name: newcomer.last_name.as_str(),
                email: newcomer.email.as_str(),
            },
        );
        Ok((policy, rating))
    }

    /// Makes the account active, with the password of the newcomer's own where one is to be chosen.
    pub async fn finish_activation(
        &self,
        newcomer: &Newcomer,
        own: Option<&OwnPassword>,
    ) -> Result<Activated, ActivationError> {
        if newcomer.is_over(self.clock.now()) {
            return Err(ActivationError::TooLate);
        }
        let account = self
            .activate(newcomer.user, &newcomer.token, own, &newcomer.keys, "code")
            .await?;
        Ok(Activated {
            user: newcomer.user,
            scope: Scope::Own {
                user: newcomer.user,
                attempt: self.new_id(),
            },
            began: self.clock.now(),
            offers_device: account.device.is_none(),
            email: account.user.email,
        })
    }

    /// What a link leads to; nothing where it was used, has expired or was invented. Looking changes nothing: scanners of
    /// mail open links.
    pub async fn linked_activation(&self, typed: &str) -> Result<Option<LinkedActivation>, DirectoryError> {
        let Some(activation) = self.living_activation(typed).await? else {
            return Ok(None);
        };
        Ok(Some(LinkedActivation {
            email: activation.email,
            own_password: self.directory.message_settings().await?.own_password,
        }))
    }

    /// Makes the account of a link active.
    pub async fn activate_by_link(
        &self,
        typed: &str,
        own: Option<&OwnPassword>,
    ) -> Result<(), ActivationError> {
        let activation = self.living_activation(typed).await?;
        let activation = activation.ok_or(ActivationError::Refused)?;
        let keys = [TryKey::of(&activation.email)];
        self.activate(activation.user, &activation.token, own, &keys, "link")
            .await?;
        Ok(())
    }

    async fn living_activation(&self, typed: &str) -> Result<Option<Activation>, DirectoryError> {
        let Some(token) = ActivationToken::parse(typed) else {
            return Ok(None);
        };
        let activation = self.directory.activation(&token.hash()).await?;
        let now = self.clock.now();
        Ok(activation.filter(|activation| !activation.is_over(now)))
    }

    async fn activate(
        &self,
        user: UserId,
        token: &TokenHash,
        own: Option<&OwnPassword>,
        keys: &[TryKey],
        by: &str,
    ) -> Result<Credentials, ActivationError> {
        let account = match self.directory.user(user).await {
            Err(DirectoryError::NotFound) => return Err(ActivationError::Refused),
            account => account?,
        };
        let password = if self.directory.message_settings().await?.own_password {
            Some(self.own_password(&account, own).await?)
        } else {
            None
        };
        let mut entry = self.entry(Action::UserActivated);
        entry.actor = Some(party(user, &account.user.email));
        entry.subject.clone_from(&entry.actor);
        entry.details.insert("by".to_owned(), by.to_owned());
        match self
            .directory
            .activate(token, password.as_ref(), keys, &entry)
            .await
        {
            Ok(()) => Ok(account),
            Err(DirectoryError::NotFound) => Err(ActivationError::Refused),
            Err(error) => Err(error.into()),
        }
    }

    /// The hash of a password of one's own: not the one that others know.
    async fn own_password(
        &self,
        account: &Credentials,
        own: Option<&OwnPassword>,
    ) -> Result<PasswordHash, ActivationError> {
        let Some((password, again)) = own else {
            return Err(ActivationError::Invalid(vec![Problem::new(
                Field::Password,
                Flaw::Required,
            )]));
        };
        let policy = self.directory.settings().await?.passwords;
        let person = Person {
            first_name: account.user.first_name.as_str(),
            last_name: account.user.last_name.as_str(),
            email: account.user.email.as_str(),
        };
        let mut problems = password_problems(Field::Password, &policy, password, &person);
        if problems.is_empty() {
            let before = Some(account.password.clone());
            if self.hashing.verify(password.clone(), before).await != Verified::No {
                problems.push(Problem::new(Field::Password, Flaw::PasswordUnchanged));
            }
        }
        problems.extend(confirmation_problem(Field::ConfirmPassword, password, again));
        if !problems.is_empty() {
            return Err(ActivationError::Invalid(problems));
        }
        let hash = self
            .hashing
            .hash(password.clone(), &mut *(self.randomness)())
            .await;
        hash.ok_or(ActivationError::Hashing)
    }

    /// Sends a code to the device that somebody registers whose account has just become active.
    pub async fn send_own_code(
        &self,
        owner: &Activated,
        device: &DeviceDraft,
    ) -> Result<CodeSent, CodeError> {
        let number = number_of(device)?;
        self.send_code_for(owner.party(), owner.scope, number).await
    }

    /// Registers that device by the code sent to it.
    pub async fn register_own_device(
        &self,
        owner: &Activated,
        device: &DeviceDraft,
        typed: &str,
    ) -> Result<(), CodeError> {
        let number = number_of(device)?;
        let entry = self.entry_about(owner.party(), Action::NumberConfirmed, &number);
        self.try_code(owner.scope, &number, typed, Some(&entry)).await?;
        let mut entry = self.entry(Action::DeviceRegistered);
        entry.actor = Some(owner.party());
        entry.subject = Some(owner.party());
        entry.details.insert("device".to_owned(), number.masked());
        let message = self.device_changed(owner.user, owner.email.clone(), None);
        let device = NewDevice {
            number,
            scope: owner.scope,
        };
        let registered = self
            .directory
            .register_device(owner.user, &device, &message, &entry);
        registered.await.map_err(DeskError::from)?;
        self.bell.notify_one();
        Ok(())
    }

    /// What is no address is not recorded: it may well be a password in the wrong field.
    async fn record_activation_miss(&self, email: Option<&EmailAddress>) -> Result<(), DirectoryError> {
        let mut entry: Entry = self.entry(Action::ActivationFailed);
        entry.subject = Some(Party {
            id: None,
            label: email.map_or_else(|| "…".to_owned(), EmailAddress::masked),
        });
        self.directory.record(&entry).await
    }
}

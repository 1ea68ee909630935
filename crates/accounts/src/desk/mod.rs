//! The use cases: what can be done at a desk that stands before a directory.
//!
//! Every one takes the [`Operator`] first and proves the permission before it does anything, so that the window,
//! the kiosk and the command line cannot differ.

mod activation;
mod activity;
mod confirmation;
mod create_user;
mod device;
mod directories;
mod mail;
mod outbox;
mod passwords;
mod roles;
mod second_step;
mod settings;
mod sign_in;
mod sms;
mod users;

pub use activation::{Activated, ActivationError, LinkedActivation, Newcomer, OwnPassword};
pub use create_user::{Availability, Created};
pub use device::{CodeError, CodeSent};
pub use mail::{MailForm, MailState, MailTestSent, MessageState};
pub use outbox::ReadMessage;
pub use roles::RoleDraft;
pub use second_step::{SecondStep, SecondStepError};
pub use sign_in::{SignInError, SignedIn};
pub use sms::{SmsForm, SmsState, TestSent};
pub use users::UserDetails;

use std::{collections::BTreeMap, sync::Arc};

use rand::CryptoRng;
use tokio::sync::Notify;
use uuid::{Builder, Uuid};

use crate::{
    Clock, CodeKey, Directory, DirectoryError, Language, MessageSettings, MessageText, NotPermitted,
    Operator, Permission, Problem, SmsSettings,
    activity::{Action, Entry, Party},
    code::Code,
    mail::{Facts, MailFault, MailText, Mailer, Template, TemplateKind},
    password::Hashing,
    sms::{Gateways, SmsFault},
};

/// Makes sources of randomness for secrets and ids; the shell gives the operating system's.
pub type Randomness = fn() -> Box<dyn CryptoRng + Send>;

/// Writes messages, as the settings want them.
#[derive(Clone, Copy)]
pub struct Texts {
    /// Brings a code to a telephone.
    pub code: fn(&Code, &SmsSettings) -> MessageText,
    /// Shows that text messages arrive.
    pub sms_test: fn(&SmsSettings) -> MessageText,
    /// An e-mail from its template, or from the built-in one where that fails.
    pub mail: fn(TemplateKind, &Facts<'_>, &MessageSettings) -> MailText,
    /// Shows that e-mails arrive.
    pub mail_test: fn(&MessageSettings) -> MailText,
    /// The built-in template.
    pub template: fn(TemplateKind, Language) -> Template,
}

/// A directory, and what is needed to work at it.
#[derive(Clone)]
pub struct Desk {
    /// Where the accounts live.
    pub directory: Arc<dyn Directory>,
    /// Which computer this is: tries to sign in are counted for each.
    pub computer: Uuid,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// Hashes passwords in turn.
    pub hashing: Hashing,
    /// Of the operating system.
    pub randomness: Randomness,
    /// Of the one-time codes of this process.
    pub codes: CodeKey,
    /// What messages say.
    pub texts: Texts,
    /// What brings them to telephones.
    pub gateways: Arc<dyn Gateways>,
    /// What brings them to mailboxes.
    pub mailer: Arc<dyn Mailer>,
    /// Rung when an e-mail was stored, or may leave sooner than thought.
    pub bell: Arc<Notify>,
}

/// Why a use case did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    /// The operator lacks a permission.
    #[error(transparent)]
    NotPermitted(#[from] NotPermitted),
    /// What was entered has flaws.
    #[error("the input has {} problems", .0.len())]
    Invalid(Vec<Problem>),
    /// Built-in roles cannot be changed.
    #[error("a built-in role cannot be changed")]
    RoleBuiltIn,
    /// The directory did not do it.
    #[error(transparent)]
    Directory(#[from] DirectoryError),
    /// A password could not be hashed, as for want of memory.
    #[error("the password could not be hashed")]
    Hashing,
    /// Nobody removes their own device.
    #[error("nobody removes their own device")]
    OwnDevice,
    /// The gateway's secret cannot be kept.
    #[error(transparent)]
    Gateway(SmsFault),
    /// The mail server's secret cannot be kept.
    #[error(transparent)]
    Mail(MailFault),
    /// The user has confirmed the address already.
    #[error("the address is confirmed already")]
    AlreadyConfirmed,
    /// What was to be written outside could not be.
    #[error("the file could not be written")]
    Writing(#[source] std::io::Error),
}

impl Desk {
    /// The entry of something done now by nobody in particular.
    fn entry(&self, action: Action) -> Entry {
        Entry {
            at: self.clock.now(),
            actor: None,
            action,
            subject: None,
            details: BTreeMap::new(),
        }
    }

    /// The entry of something that the operator does now.
    fn entry_of(&self, operator: &Operator, action: Action) -> Entry {
        Entry {
            actor: Some(operator.party()),
            ..self.entry(action)
        }
    }

    /// Proves a permission. The interface offers nothing that is not permitted, so a refusal is worth a record.
    async fn require(&self, operator: &Operator, permission: Permission) -> Result<(), DeskError> {
        self.require_any(operator, &[permission]).await
    }

    /// Proves at least one of several permissions.
    async fn require_any(&self, operator: &Operator, permissions: &[Permission]) -> Result<(), DeskError> {
        if let Err(refusal) = operator.require_any(permissions) {
            self.record_refusal(operator, [refusal.0.code()]).await?;
            return Err(refusal.into());
        }
        Ok(())
    }

    async fn record_refusal(
        &self,
        operator: &Operator,
        permissions: impl IntoIterator<Item = &str>,
    ) -> Result<(), DirectoryError> {
        let codes: Vec<&str> = permissions.into_iter().collect();
        let mut entry = self.entry_of(operator, Action::Refused);
        entry.details.insert("permission".to_owned(), codes.join(","));
        self.directory.record(&entry).await
    }

    /// A UUIDv7 of now.
    fn new_id(&self) -> Uuid {
        new_id(self.clock.as_ref(), &mut *(self.randomness)())
    }
}

/// A UUIDv7 (RFC 9562, 5.7), so that ids sort by creation.
pub(crate) fn new_id(clock: &dyn Clock, rng: &mut dyn CryptoRng) -> Uuid {
    let mut random = [0; 10];
    rng.fill_bytes(&mut random);
    let millis = clock.now().as_millisecond().cast_unsigned();
    Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
}

/// A user as the activity record names them.
pub(crate) fn party(id: crate::UserId, email: &crate::EmailAddress) -> Party {
    Party {
        id: Some(id.0),
        label: email.masked(),
    }
}

//! The port to a directory, kept by every backend.

use async_trait::async_trait;
use jiff::Timestamp;
use uuid::Uuid;

use crate::{
    Catalogue, Credentials, Cursor, Delivery, EmailAddress, Field, Holder, MailSettings, Message, MessageId,
    MessagePage, MessageSettings, MessageState, NewAccount, NewDevice, NewMessage, Permission, PersonName,
    PhoneNumber, RequestId, Role, RoleId, Settings, User, UserCounts, UserId, UserPage, UserQuery,
    activation::{Activation, TokenHash},
    activity::{Entry, Head, Link},
    code::{CodeRefusal, CodeTry, KeyedCode, Scope},
    outbox::{Claim, ClaimedMail, MailOutcome},
    password::PasswordHash,
    recovery::RecoveryHash,
    sign_in::{Admission, Misses, Rule, TryKey},
    sms::{GatewayKind, SmsSettings},
};

/// Why a directory did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum DirectoryError {
    /// Another row has it: an address, the name of a role.
    #[error("the value of {field:?} is taken")]
    Taken {
        /// Which field.
        field: Field,
    },
    /// There is no such row (any more), or a row that this one names is gone.
    #[error("no such row")]
    NotFound,
    /// The request id was used for another account.
    #[error("the request id was used for another account")]
    RequestReused,
    /// The number of the device is not confirmed in its scope.
    #[error("the number is not confirmed")]
    NotConfirmed,
    /// A role that users or other roles still hold cannot be deleted.
    #[error("still held by {holders}")]
    InUse {
        /// Users and roles.
        holders: u64,
    },
    /// The role would hold itself, by way of this one inside it.
    #[error("the role would hold itself")]
    RoleLoop {
        /// Which of the roles inside it.
        inside: RoleId,
    },
    /// Another program holds the directory; the same call may succeed later.
    #[error("the directory is busy")]
    Busy,
    /// It cannot be written.
    #[error("the directory is read-only")]
    ReadOnly,
    /// No space is left.
    #[error("no space is left")]
    Full,
    /// It does not answer (any more). Whether what was asked was done is not known: the same call may be made again.
    #[error("the directory does not answer")]
    Unreachable,
    /// What is stored is not what was stored.
    #[error("the directory is damaged")]
    Damaged,
    /// Anything else; the cause is for the log.
    #[error("the directory failed")]
    Unexpected(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// What became of a request to create.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Creation {
    /// The account is stored.
    Created,
    /// The same request had already created it.
    AlreadyCreated(UserId),
}

/// An existing account that a new one would look like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lookalike {
    /// [`Field::Email`], [`Field::FirstName`] for the whole name.
    pub field: Field,
    /// The existing address or name.
    pub existing: String,
}

/// Counts the changes of a directory, whoever made them: two that are equal saw the same content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Revision(pub i64);

/// A page of the activity record, newest first.
#[derive(Debug, Clone)]
pub struct ActivityPage {
    /// In order.
    pub links: Vec<Link>,
    /// Where to go on.
    pub next: Option<Cursor>,
}

/// Where accounts live. Every method that changes something appends its entry to the activity record in the same
/// transaction: all of it is stored, or nothing.
#[async_trait]
pub trait Directory: Send + Sync {
    /// Stores account, roles, permissions, device, message and entry. `Taken` where the canonical address exists,
    /// `NotFound` where a role does not, `NotConfirmed` where the device's number is not confirmed in its scope,
    /// `RequestReused` where the request id belongs to another address.
    async fn create_user(
        &self,
        account: &NewAccount,
        message: Option<&NewMessage>,
        entry: &Entry,
    ) -> Result<Creation, DirectoryError>;

    /// The account that a request made, for whoever lost the answer; nothing where it made none.
    async fn created_by(&self, request: RequestId) -> Result<Option<UserId>, DirectoryError>;

    /// Whether an account has this canonical address. Advice: [`Self::create_user`] decides.
    async fn is_taken(&self, email: &EmailAddress) -> Result<bool, DirectoryError>;

    /// Asks the ledger of the number whether a code may be sent. Where it may, stores the code, which way it goes, and its
    /// message; where not, nothing changes. The answer says how many tries the code leaves.
    async fn begin_code(
        &self,
        code: &KeyedCode,
        through: GatewayKind,
        message: &NewMessage,
        entry: &Entry,
    ) -> Result<Result<u8, CodeRefusal>, DirectoryError>;

    /// Tries a code against the ledger of the number, and stores what became of it. A right one uses the code up, takes
    /// the text from its message, and in the scope of a draft confirms the number; then `entry`, if any, is appended.
    async fn try_code(&self, code: &KeyedCode, entry: Option<&Entry>) -> Result<CodeTry, DirectoryError>;

    /// Stores a message that brings no one-time code. One that brings a way to confirm an address voids the one before;
    /// `NotFound` where its user has confirmed already.
    async fn store_message(&self, message: &NewMessage, entry: &Entry) -> Result<(), DirectoryError>;

    /// Stores what became of handing a text message to a gateway, and takes its text away. A code that did not leave
    /// ends, and does not count as sent.
    async fn message_handed_over(
        &self,
        message: MessageId,
        delivery: &Delivery,
        now: Timestamp,
    ) -> Result<(), DirectoryError>;

    /// Whether the number was confirmed in the scope within a day before `now`.
    async fn is_confirmed(
        &self,
        scope: &Scope,
        number: &PhoneNumber,
        now: Timestamp,
    ) -> Result<bool, DirectoryError>;

    /// Registers the device of a user who has none, and stores the message that tells so. `NotConfirmed` where its
    /// number is not confirmed in its scope, `NotFound` where the user has a device.
    async fn register_device(
        &self,
        user: UserId,
        device: &NewDevice,
        message: &NewMessage,
        entry: &Entry,
    ) -> Result<(), DirectoryError>;

    /// Takes a user's device and recovery codes away, and stores the message that tells so. `NotFound` where there is no
    /// device.
    async fn remove_device(
        &self,
        user: UserId,
        message: &NewMessage,
        entry: &Entry,
    ) -> Result<(), DirectoryError>;

    /// How many recovery codes a user has left.
    async fn recovery_codes(&self, user: UserId) -> Result<u32, DirectoryError>;

    /// Puts recovery codes in the place of those that a user has.
    async fn replace_recovery_codes(
        &self,
        user: UserId,
        codes: &[RecoveryHash],
        entry: &Entry,
    ) -> Result<(), DirectoryError>;

    /// Uses a recovery code up. Appends `entry` where the user had it; the answer says whether.
    async fn use_recovery_code(
        &self,
        user: UserId,
        code: &RecoveryHash,
        entry: &Entry,
    ) -> Result<bool, DirectoryError>;

    /// Existing accounts with another canonical address or folded name, but the same skeleton (UTS 39).
    async fn lookalike(
        &self,
        email: &EmailAddress,
        name: Option<(&PersonName, &PersonName)>,
    ) -> Result<Option<Lookalike>, DirectoryError>;

    /// A page of users.
    async fn users(&self, query: &UserQuery) -> Result<UserPage, DirectoryError>;

    /// How many users a search finds.
    async fn count_users(&self, search: &str) -> Result<UserCounts, DirectoryError>;

    /// One user with the permissions assigned singly and the password's hash.
    async fn user(&self, id: UserId) -> Result<Credentials, DirectoryError>;

    /// The same by address, or nothing.
    async fn user_by_email(&self, email: &EmailAddress) -> Result<Option<Credentials>, DirectoryError>;

    /// Every role and permission.
    async fn catalogue(&self) -> Result<Catalogue, DirectoryError>;

    /// The first 200 users to whom a role is assigned directly, by name.
    async fn role_holders(&self, id: &RoleId) -> Result<Vec<Holder>, DirectoryError>;

    /// The first 200 users who hold a permission, singly or through a role, by name.
    async fn permission_holders(&self, permission: Permission) -> Result<Vec<Holder>, DirectoryError>;

    /// Stores an own role, new or changed. `Taken` where another role has the name, `RoleLoop` where it would hold itself.
    async fn save_role(&self, role: &Role, entry: &Entry) -> Result<(), DirectoryError>;

    /// Deletes an own role that nobody holds.
    async fn delete_role(&self, id: &RoleId, entry: &Entry) -> Result<(), DirectoryError>;

    /// Counts a try to sign in before the password is looked at, so that tries at the same moment cannot slip past:
    /// asks `rule` about the misses of every key; where all admit, one miss more is stored for each.
    async fn admit_try(
        &self,
        keys: &[TryKey],
        now: Timestamp,
        rule: Rule,
    ) -> Result<Admission, DirectoryError>;

    /// After a right password: clears the misses, stores the time and, where given, a renewed hash.
    async fn signed_in(
        &self,
        id: UserId,
        keys: &[TryKey],
        renewed: Option<&PasswordHash>,
        entry: &Entry,
    ) -> Result<(), DirectoryError>;

    /// The misses of a key.
    async fn misses(&self, key: &TryKey) -> Result<Misses, DirectoryError>;

    /// Clears the misses of a key.
    async fn clear_misses(&self, key: &TryKey, entry: &Entry) -> Result<(), DirectoryError>;

    /// A page of the outbox, newest first; of one state where it is given.
    async fn messages(
        &self,
        state: Option<MessageState>,
        after: Option<&Cursor>,
        limit: u32,
    ) -> Result<MessagePage, DirectoryError>;

    /// One message with its content.
    async fn message(&self, id: MessageId) -> Result<Message, DirectoryError>;

    /// Takes e-mails that are due for one worker: the longest due first. Two claims never get the same row, and a row
    /// whose claim has ended is due again.
    async fn claim_mails(&self, claim: &Claim) -> Result<Vec<ClaimedMail>, DirectoryError>;

    /// Stores what became of a try, where the claim still holds the row; else nothing. Once an e-mail is sent, or of no
    /// more use, what it brought is wiped from the row.
    async fn mail_tried(
        &self,
        message: MessageId,
        claim: Uuid,
        outcome: &MailOutcome,
        now: Timestamp,
    ) -> Result<(), DirectoryError>;

    /// When the next e-mail is due, claimed ones included; nothing where none waits.
    async fn next_due(&self) -> Result<Option<Timestamp>, DirectoryError>;

    /// Has an e-mail tried at once that waits, or was tried in vain, with a whole day before it. `NotFound` where it is
    /// another, or what it brings is gone.
    async fn retry_message(&self, message: MessageId, entry: &Entry) -> Result<(), DirectoryError>;

    /// Lets an e-mail that waits, or was tried in vain, never be sent, and wipes what it brings. `NotFound` where it is
    /// another.
    async fn cancel_message(&self, message: MessageId, entry: &Entry) -> Result<(), DirectoryError>;

    /// The way to confirm an address that has this token, where there is one and it can still be used but for its age.
    async fn activation(&self, token: &TokenHash) -> Result<Option<Activation>, DirectoryError>;

    /// The same by its user.
    async fn activation_of(&self, user: UserId) -> Result<Option<Activation>, DirectoryError>;

    /// Confirms the address that a token was sent to, and uses the token up: stores when, and the new password where one
    /// is given, clears the misses of the keys, and cancels e-mails that bring the token. `NotFound` where the token
    /// confirms nothing (any more), so that of two at the same moment one comes second.
    async fn activate(
        &self,
        token: &TokenHash,
        password: Option<&PasswordHash>,
        keys: &[TryKey],
        entry: &Entry,
    ) -> Result<(), DirectoryError>;

    /// Appends an entry that goes with no other change.
    async fn record(&self, entry: &Entry) -> Result<(), DirectoryError>;

    /// A page of the activity record, newest first; of one user where `subject` is given.
    async fn activity(
        &self,
        subject: Option<UserId>,
        after: Option<&Cursor>,
        limit: u32,
    ) -> Result<ActivityPage, DirectoryError>;

    /// Links in the order of their numbers, from `number` on, at most `limit`.
    async fn links_from(&self, number: u64, limit: u32) -> Result<Vec<Link>, DirectoryError>;

    /// The end of the chain as the directory keeps it beside the record.
    async fn head(&self) -> Result<Head, DirectoryError>;

    /// The settings, defaults where none were saved.
    async fn settings(&self) -> Result<Settings, DirectoryError>;

    /// Stores the settings.
    async fn save_settings(&self, settings: &Settings, entry: &Entry) -> Result<(), DirectoryError>;

    /// Settings → SMS, the outbox where nothing was saved.
    async fn sms_settings(&self) -> Result<SmsSettings, DirectoryError>;

    /// Stores Settings → SMS.
    async fn save_sms_settings(&self, settings: &SmsSettings, entry: &Entry) -> Result<(), DirectoryError>;

    /// Settings → E-mail, no server where nothing was saved.
    async fn mail_settings(&self) -> Result<MailSettings, DirectoryError>;

    /// Stores Settings → E-mail.
    async fn save_mail_settings(&self, settings: &MailSettings, entry: &Entry) -> Result<(), DirectoryError>;

    /// Settings → Messages, defaults where nothing was saved.
    async fn message_settings(&self) -> Result<MessageSettings, DirectoryError>;

    /// Stores Settings → Messages.
    async fn save_message_settings(
        &self,
        settings: &MessageSettings,
        entry: &Entry,
    ) -> Result<(), DirectoryError>;

    /// Waits for a change after `seen`, by whomever, for two seconds at most, and answers what is current then; at once
    /// where nothing was seen yet. `Unreachable` within four seconds where the directory does not answer.
    async fn next_revision(&self, seen: Option<Revision>) -> Result<Revision, DirectoryError>;

    /// Closes it in good order, so that nothing waits in a log beside it.
    async fn close(&self);
}

/// A user of the list from [`Credentials`], without what is secret.
impl From<Credentials> for User {
    fn from(credentials: Credentials) -> Self {
        credentials.user
    }
}

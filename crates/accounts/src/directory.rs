//! The port to a directory, kept by every backend.

use async_trait::async_trait;
use jiff::Timestamp;

use crate::{
    Catalogue, Credentials, Cursor, EmailAddress, Field, Holder, Message, MessageId, MessagePage, NewAccount,
    NewMessage, Permission, PersonName, Role, RoleId, Settings, User, UserCounts, UserId, UserPage,
    UserQuery,
    activity::{Entry, Head, Link},
    password::PasswordHash,
    sign_in::{Admission, Misses, Rule, TryKey},
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
    /// A role that users or other roles still hold cannot be deleted.
    #[error("still held by {holders}")]
    InUse {
        /// Users and roles.
        holders: u64,
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
    /// Stores account, roles, permissions, message and entry. `Taken` where the canonical address exists,
    /// `NotFound` where a role does not, `RequestReused` where the request id belongs to another address.
    async fn create_user(
        &self,
        account: &NewAccount,
        message: Option<&NewMessage>,
        entry: &Entry,
    ) -> Result<Creation, DirectoryError>;

    /// Whether an account has this canonical address. Advice: [`Self::create_user`] decides.
    async fn is_taken(&self, email: &EmailAddress) -> Result<bool, DirectoryError>;

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

    /// Stores an own role, new or changed. `Taken` where another role has the name.
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

    /// A page of the outbox, newest first.
    async fn messages(&self, after: Option<&Cursor>, limit: u32) -> Result<MessagePage, DirectoryError>;

    /// One message.
    async fn message(&self, id: MessageId) -> Result<Message, DirectoryError>;

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

    /// Closes it in good order, so that nothing waits in a log beside it.
    async fn close(&self);
}

/// A user of the list from [`Credentials`], without what is secret.
impl From<Credentials> for User {
    fn from(credentials: Credentials) -> Self {
        credentials.user
    }
}

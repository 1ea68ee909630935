//! Outbox and activity.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::CommandError;

/// One page of the outbox, newest first.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct OutboxPage {
    pub rows: Vec<OutboxRow>,
    pub next: Option<String>,
}

/// A message that waits or was sent.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct OutboxRow {
    pub id: String,
    pub kind: MessageKind,
    pub state: MessageState,
    /// An e-mail address, or a number formatted with its calling code.
    pub recipient: String,
    /// The user whom it is about, where there is one yet.
    pub user: Option<MessageUser>,
    /// The operator who caused it; null where Frontdesk itself or its recipient did.
    pub caused_by: Option<MessageUser>,
    pub created_at: String,
    /// When the state last changed.
    pub changed_at: String,
    /// When it is tried next, where it is tried by itself.
    pub due_at: Option<String>,
    /// Whether `retry_message` and `cancel_message` change it: an e-mail that waits or was tried in vain.
    pub open: bool,
    pub tries: u32,
    /// What went wrong at the last try.
    pub fault: Option<CommandError>,
}

/// What a message is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum MessageKind {
    /// By e-mail.
    Confirmation,
    /// By e-mail.
    PasswordReset,
    /// By e-mail: a 2FA device was registered or removed.
    DeviceChanged,
    /// A one-time code, by SMS.
    Code,
    /// Shows that messages arrive.
    Test,
}

/// What became of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum MessageState {
    Waiting,
    /// Never leaves this computer.
    Kept,
    /// Being handed over.
    Sending,
    /// The gateway or mail server took it.
    Sent,
    /// It may arrive or not.
    Uncertain,
    /// The gateway or mail server did not take it, and will not.
    Failed,
    /// Tried for a day in vain.
    GivenUp,
    /// Not sent: an operator, or something that happened meanwhile, made it needless.
    Cancelled,
}

/// What became of the newest confirmation of a user who has not confirmed yet.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ConfirmationSent {
    pub message_id: String,
    pub state: MessageState,
    /// What went wrong at the last try.
    pub fault: Option<CommandError>,
    /// When the state last changed: of `sent`, when the mail server took it.
    pub changed_at: String,
}

/// The user whom a message is about.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct MessageUser {
    pub id: String,
    pub first_name: String,
    pub last_name: String,
}

/// A message and what it says.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct OutboxMessage {
    pub row: OutboxRow,
    /// Of an SMS that is kept, gone once its code was used or has expired; of an e-mail, gone once it was delivered.
    pub text: Option<String>,
}

/// One page of the activity, newest first.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ActivityPage {
    pub rows: Vec<ActivityEntry>,
    pub next: Option<String>,
}

/// One link of the chain.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ActivityEntry {
    pub number: u32,
    pub at: String,
    /// Who did it: a masked e-mail address, or null for Frontdesk itself.
    pub actor: Option<String>,
    pub action: ActivityAction,
    /// To whom or what: a masked e-mail address or the name of a role; null where there is none.
    pub subject: Option<String>,
    /// Further facts, as `roles` or `permission`.
    pub details: BTreeMap<String, String>,
}

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum ActivityAction {
    DirectoryCreated,
    DirectoryCopied,
    UserCreated,
    CodeSent,
    NumberConfirmed,
    TestMessageSent,
    DeviceRemoved,
    RecoveryCodesMade,
    RecoveryCodeUsed,
    SignedIn,
    SignInFailed,
    SignInLocked,
    SignInUnlocked,
    SignedOut,
    Refused,
    RoleCreated,
    RoleChanged,
    RoleDeleted,
    SettingsChanged,
    ActivityExported,
    MessageRead,
    ConfirmationResent,
    UserActivated,
    ActivationFailed,
    DeviceRegistered,
    MessageRetried,
    MessageCancelled,
    /// What is stored cannot be read: it was tampered with.
    Unreadable,
}

/// Whether the chain is whole.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "result", rename_all = "snake_case", rename_all_fields = "camelCase")]
pub enum ChainCheck {
    Whole {
        entries: u32,
    },
    /// The first entry that was changed, removed or put elsewhere.
    Broken {
        at: u32,
    },
}

/// After `export_activity`.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Exported {
    pub path: String,
    pub entries: u32,
}

//! Outbox and activity.

use std::collections::BTreeMap;

use serde::Serialize;

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
    pub created_at: String,
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
    /// A one-time code, by SMS.
    Code,
    /// Shows that text messages arrive.
    Test,
}

/// What became of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum MessageState {
    Waiting,
    /// Never leaves this computer.
    Kept,
    /// Being handed to a gateway.
    Sending,
    /// The gateway took it.
    Sent,
    /// It may arrive or not.
    Uncertain,
    /// The gateway did not take it.
    Failed,
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
    /// Of a message that is kept; gone once its code was used or has expired. An e-mail is written when it is
    /// delivered.
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

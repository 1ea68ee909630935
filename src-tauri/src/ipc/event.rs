//! Events that Rust sends to the window.

use serde::Serialize;

/// Events that Rust sends to the window, by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum EventName {
    /// `start_state` has changed: ask again.
    StartChanged,
    /// The list of users has changed.
    UsersChanged,
    /// The outbox has changed.
    OutboxChanged,
    /// Anything in the directory may have changed, at whatever desk: what is shown is asked for anew.
    DirectoryChanged,
    /// The directory has begun or ceased to answer: `directory_condition` says.
    ConditionChanged,
    /// The copy of the directory has come further: `copy_state` says.
    CopyChanged,
    /// A copied password was cleared from the clipboard.
    ClipboardCleared,
}

impl EventName {
    /// As the window listens to it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::StartChanged => "start-changed",
            Self::UsersChanged => "users-changed",
            Self::OutboxChanged => "outbox-changed",
            Self::DirectoryChanged => "directory-changed",
            Self::ConditionChanged => "condition-changed",
            Self::CopyChanged => "copy-changed",
            Self::ClipboardCleared => "clipboard-cleared",
        }
    }
}

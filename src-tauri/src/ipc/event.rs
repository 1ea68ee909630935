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
            Self::ClipboardCleared => "clipboard-cleared",
        }
    }
}

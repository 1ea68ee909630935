//! The Users page and the read-only view of one user.

use serde::{Deserialize, Serialize};

use super::{ActivityEntry, ConfirmationSent, GatewayKind};

/// Which users, in which order, from where.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UserQuery {
    /// As typed; every word of it has to match.
    pub search: String,
    pub status: StatusFilter,
    pub sort: UserSort,
    pub descending: bool,
    /// `next` of the page before, or null for the first.
    pub after: Option<String>,
    /// Rows, 1 to 200.
    pub limit: u32,
}

/// The status filter of the Users page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum StatusFilter {
    All,
    Active,
    Pending,
    Disabled,
}

/// The order of the Users page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum UserSort {
    Name,
    Email,
    Created,
    LastSignIn,
}

/// One page of users.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct UserPage {
    pub rows: Vec<UserRow>,
    /// For `UserQuery::after`; null on the last page.
    pub next: Option<String>,
}

/// One row of the Users page.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct UserRow {
    pub id: String,
    pub email: String,
    pub first_name: String,
    pub last_name: String,
    /// Role ids.
    pub roles: Vec<String>,
    pub confirmed: bool,
    /// RFC 3339, UTC.
    pub confirmed_at: Option<String>,
    /// Of a user who has not confirmed: what became of the e-mail that asks for it; null where there is none.
    pub confirmation: Option<ConfirmationSent>,
    pub enabled: bool,
    /// Whether a 2FA device is registered.
    pub device: bool,
    /// RFC 3339, UTC.
    pub created_at: String,
    pub last_sign_in_at: Option<String>,
}

/// Counts of the current search (the status filter aside).
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct UserCounts {
    pub total: u32,
    pub active: u32,
    pub pending: u32,
    pub disabled: u32,
}

/// One user, read-only.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct UserDetails {
    pub user: UserRow,
    pub device: Option<Device>,
    /// Permissions assigned singly.
    pub permissions: Vec<String>,
    /// All that the user may do, and where from.
    pub grants: Vec<Grant>,
    /// Too many wrong passwords: an operator has to unlock.
    pub sign_in_locked: bool,
    /// The newest entries about this user; empty without the right `activity.view`.
    pub history: Vec<ActivityEntry>,
}

/// A registered 2FA device.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Device {
    /// Formatted with its calling code.
    pub number: String,
    /// RFC 3339, UTC.
    pub confirmed_at: String,
    /// Which way the code came.
    pub through: GatewayKind,
}

/// A permission and where it comes from.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Grant {
    pub permission: String,
    /// Ids of assigned roles that give it.
    pub roles: Vec<String>,
    /// Whether it is also assigned singly.
    pub single: bool,
}

//! The wizard: what it holds, and what is still wrong with it.

use serde::{Deserialize, Serialize};

use super::{DeviceForm, PhoneCheck, Problem};

/// What the wizard holds, as typed.
#[derive(Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UserDraft {
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    pub password: String,
    pub confirm_password: String,
    pub device: DeviceForm,
    pub roles: Vec<String>,
    pub permissions: Vec<String>,
    /// The address that the directory has answered is taken, so that the one answer below can say so.
    pub taken_email: Option<String>,
    /// The operator has seen that the name or address looks like an existing one, and means it.
    pub lookalike_confirmed: bool,
}

/// The one answer that the `Create User` button, the tab marks and the list of what is missing are drawn from.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct DraftCheck {
    /// Whether `create_user` would be tried.
    pub ready: bool,
    pub general: TabState,
    pub device: TabState,
    pub roles: TabState,
    /// The number of the device, where it is a valid one.
    pub phone: Option<PhoneCheck>,
    /// All that stands in the way, in the order of the fields: first what is wrong or missing in each.
    pub problems: Vec<Problem>,
}

/// The mark of a tab.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum TabState {
    /// Nothing was entered.
    Untouched,
    /// Something was entered, and something is wrong or missing.
    Problem,
    /// All that is required is there and valid.
    Complete,
}

/// What a check of an address found.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "answer", rename_all = "snake_case")]
pub enum EmailAvailability {
    Available,
    Taken,
    /// It looks like the address of an existing account, or mixes scripts.
    LooksLike {
        existing: Option<String>,
    },
}

/// After `create_user`.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct CreatedUser {
    pub id: String,
    pub email: String,
    /// An earlier call with the same request id had created it, and its answer was lost.
    pub earlier: bool,
}

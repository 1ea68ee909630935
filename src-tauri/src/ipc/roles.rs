//! Roles and permissions.

use serde::{Deserialize, Serialize};

/// Every role and permission of the directory.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Catalogue {
    pub roles: Vec<Role>,
    /// In the order to show.
    pub permissions: Vec<Permission>,
}

/// A role.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Role {
    pub id: String,
    /// For built-in roles the interface may have better words, by id.
    pub name: String,
    pub description: String,
    pub built_in: bool,
    /// Ids of the roles inside.
    pub roles: Vec<String>,
    /// Permissions given directly.
    pub permissions: Vec<String>,
    /// Permissions given directly or by the roles inside.
    pub all_permissions: Vec<String>,
    /// Whether the operator holds all of it, and so may assign it.
    pub assignable: bool,
    /// Whether it reaches into the accounts or messages of others, so that a 2FA device matters most.
    pub administrative: bool,
    /// Users to whom it is assigned directly.
    pub holders: u32,
}

/// A permission.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Permission {
    /// As `users.create`.
    pub id: String,
    /// The part before the dot: `users`, `roles`, `devices`, `outbox`, `activity`, `settings`, `kiosk`.
    pub group: String,
    pub name: String,
    pub description: String,
    pub assignable: bool,
    /// Whether it reaches into the accounts or messages of others, so that a 2FA device matters most.
    pub administrative: bool,
}

/// What `save_role` takes.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RoleForm {
    /// Null makes a new role.
    pub id: Option<String>,
    pub name: String,
    pub description: String,
    pub roles: Vec<String>,
    pub permissions: Vec<String>,
}

/// Who holds a role or a permission.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Holder {
    pub id: String,
    pub email: String,
    pub first_name: String,
    pub last_name: String,
}

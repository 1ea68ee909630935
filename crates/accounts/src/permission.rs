//! What an operator may be allowed to do.

use std::{fmt, str::FromStr};

/// Declares the permissions once: variant, code, and what it allows.
macro_rules! permissions {
    ($($(#[$doc:meta])* $variant:ident = $code:literal,)*) => {
        /// A single right, a row of the directory by its code. The part before the dot is its group.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Permission { $($(#[$doc])* $variant,)* }

        impl Permission {
            /// All of them, in the order to show.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The code, as in the directory and on the wire.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }
        }
    };
}

permissions! {
    /// See the list of users and open one.
    ViewUsers = "users.view",
    /// Create users.
    CreateUsers = "users.create",
    /// Change names and roles of users.
    EditUsers = "users.edit",
    /// Enable and disable users.
    EnableUsers = "users.enable",
    /// Delete and restore users.
    DeleteUsers = "users.delete",
    /// Give a user a new password.
    ResetPasswords = "users.reset_password",
    /// Let a user sign in again after too many misses.
    UnlockUsers = "users.unlock",
    /// Create many users from a file.
    ImportUsers = "users.import",
    /// Write the list of users to a file.
    ExportUsers = "users.export",
    /// See roles and who holds them.
    ViewRoles = "roles.view",
    /// Create, change and delete own roles.
    EditRoles = "roles.edit",
    /// Register a 2FA device for a user.
    RegisterDevices = "devices.register",
    /// Remove a lost 2FA device of a user.
    RemoveDevices = "devices.remove",
    /// See which messages wait and which were sent.
    ViewOutbox = "outbox.view",
    /// Read the text of a message, codes and links included.
    ReadMessages = "outbox.read",
    /// Send a message again, or not at all.
    RetryMessages = "outbox.retry",
    /// See who did what.
    ViewActivity = "activity.view",
    /// Write the activity record to a file.
    ExportActivity = "activity.export",
    /// Change settings of the directory.
    EditSettings = "settings.edit",
    /// Start and leave the kiosk.
    StartKiosk = "kiosk.start",
    /// Change what the kiosk may do.
    ConfigureKiosk = "kiosk.configure",
    /// Decide on entries that need attention.
    ReviewEntries = "kiosk.review",
}

impl Permission {
    /// `users`, `roles`, `devices`, `outbox`, `activity`, `settings` or `kiosk`.
    pub fn group(self) -> &'static str {
        self.code().split('.').next().unwrap_or_default()
    }

    /// Whether it reaches into the accounts or messages of others, so that a second factor matters most. Seeing
    /// changes nothing, and a kiosk does only what it was set up for.
    pub const fn is_administrative(self) -> bool {
        !matches!(
            self,
            Self::ViewUsers
                | Self::ViewRoles
                | Self::ViewOutbox
                | Self::ViewActivity
                | Self::ExportActivity
                | Self::StartKiosk
        )
    }
}

/// There is no permission of this code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no permission is called {0}")]
pub struct UnknownPermission(pub String);

impl FromStr for Permission {
    type Err = UnknownPermission;

    fn from_str(code: &str) -> Result<Self, Self::Err> {
        let found = Self::ALL.iter().find(|permission| permission.code() == code);
        found.copied().ok_or_else(|| UnknownPermission(code.to_owned()))
    }
}

impl fmt::Display for Permission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seeing_is_not_administrative_and_reaching_into_accounts_is() {
        for permission in [
            Permission::ViewUsers,
            Permission::ViewRoles,
            Permission::ViewOutbox,
            Permission::ViewActivity,
        ] {
            assert!(!permission.is_administrative(), "{permission}");
        }
        for permission in [
            Permission::CreateUsers,
            Permission::ResetPasswords,
            Permission::EditRoles,
            Permission::ReadMessages,
        ] {
            assert!(permission.is_administrative(), "{permission}");
        }
    }
}

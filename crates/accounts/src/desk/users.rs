//! Looking at users.

use std::collections::BTreeMap;

use crate::{
    Device, Operator, Permission, User, UserCounts, UserId, UserPage, UserQuery,
    activity::{Action, Link},
    desk::{Desk, DeskError, party},
    role::Origin,
    sign_in::{LOCK_AFTER, TryKey},
};

/// Entries of a user's history that are shown with the user.
const HISTORY: u32 = 50;

/// One user, with all that an operator may see.
#[derive(Debug, Clone)]
pub struct UserDetails {
    /// As listed.
    pub user: User,
    /// Registered 2FA device.
    pub device: Option<Device>,
    /// Permissions assigned singly.
    pub permissions: Vec<Permission>,
    /// What the user may do, and where from.
    pub grants: BTreeMap<Permission, Origin>,
    /// Too many misses: an operator has to unlock.
    pub sign_in_locked: bool,
    /// The newest entries about the user; none without [`Permission::ViewActivity`].
    pub history: Vec<Link>,
}

impl Desk {
    /// A page of users.
    pub async fn users(&self, operator: &Operator, query: &UserQuery) -> Result<UserPage, DeskError> {
        self.require(operator, Permission::ViewUsers).await?;
        Ok(self.directory.users(query).await?)
    }

    /// How many users a search finds.
    pub async fn count_users(&self, operator: &Operator, search: &str) -> Result<UserCounts, DeskError> {
        self.require(operator, Permission::ViewUsers).await?;
        Ok(self.directory.count_users(search).await?)
    }

    /// One user.
    pub async fn user(&self, operator: &Operator, id: UserId) -> Result<UserDetails, DeskError> {
        self.require(operator, Permission::ViewUsers).await?;
        let account = self.directory.user(id).await?;
        let catalogue = self.directory.catalogue().await?;
        let misses = self.directory.misses(&TryKey::of(&account.user.email)).await?;
        let history = if operator.may(Permission::ViewActivity) {
            self.directory.activity(Some(id), None, HISTORY).await?.links
        } else {
            Vec::new()
        };
        Ok(UserDetails {
            grants: catalogue.grants(&account.user.roles, &account.permissions),
            permissions: account.permissions.clone(),
            device: account.device.clone(),
            user: account.into(),
            sign_in_locked: misses.count >= LOCK_AFTER,
            history,
        })
    }

    /// Lets a user sign in again after too many misses.
    pub async fn unlock_sign_in(&self, operator: &Operator, id: UserId) -> Result<(), DeskError> {
        self.require(operator, Permission::UnlockUsers).await?;
        let user = self.directory.user(id).await?.user;
        let mut entry = self.entry_of(operator, Action::SignInUnlocked);
        entry.subject = Some(party(user.id, &user.email));
        Ok(self
            .directory
            .clear_misses(&TryKey::of(&user.email), &entry)
            .await?)
    }
}

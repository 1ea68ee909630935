//! Who acts, and what they may do.

use std::collections::BTreeSet;

use crate::{Catalogue, Credentials, EmailAddress, Flaw, Permission, PersonName, UserId, activity::Party};

/// A signed-in user. Every use case takes one first and proves the right before it does anything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operator {
    /// Which user.
    pub id: UserId,
    /// Login identifier.
    pub email: EmailAddress,
    /// First name.
    pub first_name: PersonName,
    /// Last name.
    pub last_name: PersonName,
    /// The union of what the roles and single permissions of the account grant.
    pub permissions: BTreeSet<Permission>,
}

/// The operator lacks a permission.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the operator lacks the permission {0}")]
pub struct NotPermitted(pub Permission);

impl Operator {
    /// The account as it stands in the directory, with what its roles grant today.
    pub fn of(account: &Credentials, catalogue: &Catalogue) -> Self {
        let user = &account.user;
        Self {
            id: user.id,
            email: user.email.clone(),
            first_name: user.first_name.clone(),
            last_name: user.last_name.clone(),
            permissions: catalogue
                .grants(&user.roles, &account.permissions)
                .into_keys()
                .collect(),
        }
    }

    /// As the activity record names the operator.
    pub fn party(&self) -> Party {
        Party {
            id: Some(self.id.0),
            label: self.email.masked(),
        }
    }

    /// Nobody can grant what they do not hold: the flaw that names what the operator lacks, if anything.
    pub fn beyond_own_rights(&self, granted: impl IntoIterator<Item = Permission>) -> Option<Flaw> {
        let lacking: BTreeSet<Permission> = granted.into_iter().filter(|p| !self.may(*p)).collect();
        (!lacking.is_empty())
            .then(|| Flaw::ExceedsOwnRights(lacking.iter().map(|p| p.code().to_owned()).collect()))
    }

    /// Whether the operator holds the permission.
    pub fn may(&self, permission: Permission) -> bool {
        self.permissions.contains(&permission)
    }

    /// Proves that the operator holds the permission.
    pub fn require(&self, permission: Permission) -> Result<(), NotPermitted> {
        if self.may(permission) {
            Ok(())
        } else {
            Err(NotPermitted(permission))
        }
    }

    /// Proves that the operator holds at least one of them; names the first where none is held.
    pub fn require_any(&self, permissions: &[Permission]) -> Result<(), NotPermitted> {
        match permissions {
            [first, ..] if !permissions.iter().any(|p| self.may(*p)) => Err(NotPermitted(*first)),
            _ => Ok(()),
        }
    }
}

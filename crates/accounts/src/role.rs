//! Roles: bundles of permissions and of other roles.

use std::collections::{BTreeMap, BTreeSet};

use crate::{EmailAddress, Flaw, Permission, PersonName, UserId, text};

/// Which role: a short code for a built-in one, a UUIDv7 for an own one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RoleId(pub String);

impl RoleId {
    /// The built-in role that holds every permission.
    pub fn owner() -> Self {
        Self("owner".to_owned())
    }
}

/// A role's name: 1 to 60 characters, unique without case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleName(String);

impl RoleName {
    /// Characters at most.
    pub const MAX: usize = 60;

    /// The only way in; the same characters as a person's name.
    pub fn parse(raw: &str) -> Result<Self, Flaw> {
        text::line(raw, Self::MAX).map(Self)
    }

    /// As shown.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The form that is unique.
    pub fn canonical(&self) -> String {
        text::without_case(&self.0)
    }
}

/// Characters of a role's description at most; it may be empty.
pub const DESCRIPTION_MAX: usize = 300;

/// A role as a directory holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Role {
    /// Which.
    pub id: RoleId,
    /// As shown.
    pub name: RoleName,
    /// What it is for.
    pub description: String,
    /// Built-in roles cannot be changed.
    pub built_in: bool,
    /// Roles inside.
    pub roles: Vec<RoleId>,
    /// Permissions given directly.
    pub permissions: Vec<Permission>,
    /// Users to whom it is assigned directly.
    pub holders: u64,
}

/// A permission as a directory holds it: its words for an administrator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PermissionRow {
    /// Which.
    pub permission: Permission,
    /// A few words.
    pub name: String,
    /// What it allows.
    pub description: String,
}

/// Who holds a role or a permission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// Which user.
    pub id: UserId,
    /// Login identifier.
    pub email: EmailAddress,
    /// First name.
    pub first_name: PersonName,
    /// Last name.
    pub last_name: PersonName,
}

/// Every role and permission of a directory.
#[derive(Debug, Clone, Default)]
pub struct Catalogue {
    /// Built-in ones first, then by name.
    pub roles: Vec<Role>,
    /// In the order to show.
    pub permissions: Vec<PermissionRow>,
}

/// Where a permission comes from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origin {
    /// Assigned roles that grant it, themselves or through a role inside.
    pub roles: Vec<RoleId>,
    /// Whether it is assigned singly.
    pub single: bool,
}

impl Catalogue {
    /// The role of an id.
    pub fn role(&self, id: &RoleId) -> Option<&Role> {
        self.roles.iter().find(|role| role.id == *id)
    }

    /// What a role grants, the roles inside it included. Ends even where roles hold each other.
    pub fn permissions_of(&self, id: &RoleId) -> BTreeSet<Permission> {
        self.within(id)
            .into_iter()
            .filter_map(|id| self.role(&id))
            .flat_map(|role| role.permissions.iter().copied())
            .collect()
    }

    /// The role and every role inside it.
    pub fn within(&self, id: &RoleId) -> BTreeSet<RoleId> {
        let mut seen = BTreeSet::new();
        let mut open = vec![id.clone()];
        while let Some(id) = open.pop() {
            if let Some(role) = self.role(&id)
                && seen.insert(id)
            {
                open.extend(role.roles.iter().cloned());
            }
        }
        seen
    }

    /// The union of all that roles and single permissions grant, each with where it comes from.
    pub fn grants(&self, roles: &[RoleId], permissions: &[Permission]) -> BTreeMap<Permission, Origin> {
        let mut grants: BTreeMap<Permission, Origin> = BTreeMap::new();
        for id in roles {
            for permission in self.permissions_of(id) {
                grants.entry(permission).or_default().roles.push(id.clone());
            }
        }
        for permission in permissions {
            grants.entry(*permission).or_default().single = true;
        }
        grants
    }
}

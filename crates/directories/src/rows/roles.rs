//! Roles and permissions, and who holds them.

use std::collections::BTreeMap;

use accounts::{
    Catalogue, DirectoryError, Holder, Permission, PermissionRow, Role, RoleId, RoleName, UserId,
};
use sqlx_macros::FromRow;
use uuid::Uuid;

use super::{Result, email, name};

/// A role without what it holds.
#[derive(Debug, FromRow)]
pub(crate) struct RoleRow {
    id: String,
    name: String,
    description: String,
    built_in: Option<i64>,
    holders: i64,
}

impl RoleRow {
    fn role(self, inside: Vec<String>, granted: &[String]) -> Result<Role> {
        let mut permissions: Vec<Permission> =
            granted.iter().map(|code| parsed(code)).collect::<Result<_>>()?;
        permissions.sort_unstable();
        Ok(Role {
            id: RoleId(self.id),
            name: RoleName::parse(&self.name).map_err(|_| DirectoryError::Damaged)?,
            description: self.description,
            built_in: self.built_in.is_some(),
            roles: inside.into_iter().map(RoleId).collect(),
            permissions,
            holders: self.holders.unsigned_abs(),
        })
    }
}

/// A permission with its words.
#[derive(Debug, FromRow)]
pub(crate) struct PermissionWords {
    code: String,
    name: String,
    description: String,
}

impl PermissionWords {
    fn permission(self) -> Result<PermissionRow> {
        Ok(PermissionRow {
            permission: parsed(&self.code)?,
            name: self.name,
            description: self.description,
        })
    }
}

/// All roles, with pairs of roles and what stands inside, and of roles and what they grant.
pub(crate) fn catalogue(
    roles: Vec<RoleRow>,
    inside: Vec<(String, String)>,
    granted: Vec<(String, String)>,
    permissions: Vec<PermissionWords>,
) -> Result<Catalogue> {
    let (mut inside, mut granted) = (lists(inside), lists(granted));
    let roles = roles.into_iter().map(|row| {
        let inside = inside.remove(&row.id).unwrap_or_default();
        let granted = granted.remove(&row.id).unwrap_or_default();
        row.role(inside, &granted)
    });
    let permissions = permissions.into_iter().map(PermissionWords::permission);
    Ok(Catalogue {
        roles: roles.collect::<Result<_>>()?,
        permissions: permissions.collect::<Result<_>>()?,
    })
}

fn lists(pairs: Vec<(String, String)>) -> BTreeMap<String, Vec<String>> {
    let mut lists: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (key, value) in pairs {
        lists.entry(key).or_default().push(value);
    }
    lists
}

fn parsed(code: &str) -> Result<Permission> {
    code.parse().map_err(|_| DirectoryError::Damaged)
}

/// Who holds a role or a permission.
#[derive(Debug, FromRow)]
pub(crate) struct HolderRow {
    id: Uuid,
    email: String,
    first_name: String,
    last_name: String,
}

impl HolderRow {
    pub fn holder(self) -> Result<Holder> {
        Ok(Holder {
            id: UserId(self.id),
            email: email(&self.email)?,
            first_name: name(&self.first_name)?,
            last_name: name(&self.last_name)?,
        })
    }
}

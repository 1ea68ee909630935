//! Roles: looking at them, and making, changing and deleting own ones.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    Catalogue, DirectoryError, Field, Flaw, Holder, Operator, Permission, Problem, Role, RoleId, RoleName,
    activity::{Action, Entry, Party},
    desk::{Desk, DeskError},
    role::{DESCRIPTION_MAX, Origin},
    text,
};

/// A role as typed.
#[derive(Debug, Clone)]
pub struct RoleDraft {
    /// Which role to change; nothing makes a new one.
    pub id: Option<RoleId>,
    /// As typed.
    pub name: String,
    /// As typed; may be empty.
    pub description: String,
    /// Roles inside.
    pub roles: Vec<RoleId>,
    /// Codes of permissions given directly.
    pub permissions: Vec<String>,
}

impl Desk {
    /// Every role and permission.
    pub async fn catalogue(&self, operator: &Operator) -> Result<Catalogue, DeskError> {
        let enough = [
            Permission::ViewRoles,
            Permission::ViewUsers,
            Permission::CreateUsers,
        ];
        self.require_any(operator, &enough).await?;
        Ok(self.directory.catalogue().await?)
    }

    /// What roles and single permissions would grant together. Unknown codes grant nothing.
    pub async fn preview_grants(
        &self,
        operator: &Operator,
        roles: &[RoleId],
        permissions: &[String],
    ) -> Result<BTreeMap<Permission, Origin>, DeskError> {
        self.require_any(operator, &[Permission::CreateUsers, Permission::ViewRoles])
            .await?;
        let permissions: Vec<Permission> = permissions.iter().filter_map(|code| code.parse().ok()).collect();
        Ok(self.directory.catalogue().await?.grants(roles, &permissions))
    }

    /// The first 200 users to whom a role is assigned directly.
    pub async fn role_holders(&self, operator: &Operator, id: &RoleId) -> Result<Vec<Holder>, DeskError> {
        self.require(operator, Permission::ViewRoles).await?;
        self.require(operator, Permission::ViewUsers).await?;
        Ok(self.directory.role_holders(id).await?)
    }

    /// The first 200 users who hold a permission, singly or through a role. Nobody holds an unknown one.
    pub async fn permission_holders(
        &self,
        operator: &Operator,
        code: &str,
    ) -> Result<Vec<Holder>, DeskError> {
        self.require(operator, Permission::ViewRoles).await?;
        self.require(operator, Permission::ViewUsers).await?;
        match code.parse() {
            Ok(permission) => Ok(self.directory.permission_holders(permission).await?),
            Err(_) => Ok(Vec::new()),
        }
    }

    /// Makes or changes an own role.
    pub async fn save_role(&self, operator: &Operator, draft: &RoleDraft) -> Result<Role, DeskError> {
        self.require(operator, Permission::EditRoles).await?;
        let catalogue = self.directory.catalogue().await?;
        let old = match &draft.id {
            Some(id) => Some(own_role(&catalogue, id)?),
            None => None,
        };
        let role = match draft.check(&catalogue, operator, || RoleId(self.new_id().to_string())) {
            Ok(role) => role,
            Err(problems) => {
                self.record_overreach(operator, &problems).await?;
                return Err(DeskError::Invalid(problems));
            }
        };
        let action = match old {
            Some(_) => Action::RoleChanged,
            None => Action::RoleCreated,
        };
        let stored = self
            .directory
            .save_role(&role, &self.role_entry(operator, action, &role))
            .await;
        match stored {
            Ok(()) => Ok(role),
            Err(DirectoryError::Taken { field }) => {
                Err(DeskError::Invalid(vec![Problem::new(field, Flaw::NameTaken)]))
            }
            // Another desk changed a role meanwhile.
            Err(DirectoryError::RoleLoop { inside }) => Err(DeskError::Invalid(vec![Problem::new(
                Field::RoleContents,
                Flaw::RoleLoop(inside.0),
            )])),
            Err(error) => Err(error.into()),
        }
    }

    /// Deletes an own role that nobody holds.
    pub async fn delete_role(&self, operator: &Operator, id: &RoleId) -> Result<(), DeskError> {
        self.require(operator, Permission::EditRoles).await?;
        let catalogue = self.directory.catalogue().await?;
        let role = own_role(&catalogue, id)?;
        let entry = self.role_entry(operator, Action::RoleDeleted, role);
        Ok(self.directory.delete_role(id, &entry).await?)
    }

    fn role_entry(&self, operator: &Operator, action: Action, role: &Role) -> Entry {
        let mut entry = self.entry_of(operator, action);
        entry.subject = Some(Party {
            id: None,
            label: role.name.as_str().to_owned(),
        });
        let roles: Vec<&str> = role.roles.iter().map(|id| id.0.as_str()).collect();
        let permissions: Vec<&str> = role.permissions.iter().map(|p| p.code()).collect();
        entry.details.insert("role".to_owned(), role.id.0.clone());
        entry.details.insert("roles".to_owned(), roles.join(","));
        entry
            .details
            .insert("permissions".to_owned(), permissions.join(","));
        entry
    }
}

/// A role that is there and not built in.
fn own_role<'a>(catalogue: &'a Catalogue, id: &RoleId) -> Result<&'a Role, DeskError> {
    let role = catalogue.role(id).ok_or(DirectoryError::NotFound)?;
    if role.built_in {
        return Err(DeskError::RoleBuiltIn);
    }
    Ok(role)
}

impl RoleDraft {
    /// The role, or all that is wrong. `new_id` is asked for a new role only.
    fn check(
        &self,
        catalogue: &Catalogue,
        operator: &Operator,
        new_id: impl FnOnce() -> RoleId,
    ) -> Result<Role, Vec<Problem>> {
        let mut problems = Vec::new();
        let name = RoleName::parse(&self.name)
            .map_err(|flaw| problems.push(Problem::new(Field::RoleName, flaw)))
            .ok();
        let description = match text::line(&self.description, DESCRIPTION_MAX) {
            Ok(description) => description,
            Err(Flaw::Required) => String::new(),
            Err(flaw) => {
                problems.push(Problem::new(Field::RoleDescription, flaw));
                String::new()
            }
        };
        let roles: BTreeSet<RoleId> = self.roles.iter().cloned().collect();
        let mut permissions = BTreeSet::new();
        problems.extend(
            self.contents_flaws(catalogue, operator, &roles, &mut permissions)
                .into_iter()
                .map(|flaw| Problem::new(Field::RoleContents, flaw)),
        );
        match name {
            Some(name) if problems.is_empty() => Ok(Role {
                id: self.id.clone().unwrap_or_else(new_id),
                name,
                description,
                built_in: false,
                roles: roles.into_iter().collect(),
                permissions: permissions.into_iter().collect(),
                holders: 0,
            }),
            _ => Err(problems),
        }
    }

    fn contents_flaws(
        &self,
        catalogue: &Catalogue,
        operator: &Operator,
        roles: &BTreeSet<RoleId>,
        permissions: &mut BTreeSet<Permission>,
    ) -> Vec<Flaw> {
        let mut flaws = Vec::new();
        for code in &self.permissions {
            match code.parse() {
                Ok(permission) => {
                    permissions.insert(permission);
                }
                Err(_) => flaws.push(Flaw::Unknown(code.clone())),
            }
        }
        for id in roles {
            if catalogue.role(id).is_none() {
                flaws.push(Flaw::Unknown(id.0.clone()));
            } else if let Some(own) = &self.id
                && catalogue.within(id).contains(own)
            {
                flaws.push(Flaw::RoleLoop(id.0.clone()));
            }
        }
        // What the role grants today counts too: taking from others what one does not hold is no less a reach.
        let before = self.id.iter().flat_map(|id| catalogue.permissions_of(id));
        let inside = roles.iter().flat_map(|id| catalogue.permissions_of(id));
        let all = permissions.iter().copied().chain(inside).chain(before);
        flaws.extend(operator.beyond_own_rights(all));
        flaws
    }
}

//! Roles and permissions.

use accounts::RoleId;
use tauri::command;

use super::{Answer, Desktop};
use crate::ipc::{Catalogue, Grant, Holder, Role, RoleForm, from_domain, to_domain};

/// Every role and permission.
#[command]
pub async fn list_roles(shell: Desktop<'_>) -> Answer<Catalogue> {
    let (desk, operator) = shell.operator().await?;
    let catalogue = desk.catalogue(&operator).await?;
    Ok(Catalogue::seen_by(&operator, &catalogue))
}

/// What roles and single permissions would grant together.
#[command]
pub async fn preview_grants(
    shell: Desktop<'_>,
    roles: Vec<String>,
    permissions: Vec<String>,
) -> Answer<Vec<Grant>> {
    let (desk, operator) = shell.operator().await?;
    let roles = to_domain::role_ids(roles);
    let grants = desk.preview_grants(&operator, &roles, &permissions).await?;
    Ok(from_domain::grants(grants))
}

/// Who holds a role.
#[command]
pub async fn role_holders(shell: Desktop<'_>, id: String) -> Answer<Vec<Holder>> {
    let (desk, operator) = shell.operator().await?;
    let holders = desk.role_holders(&operator, &RoleId(id)).await?;
    Ok(holders.into_iter().map(Holder::from).collect())
}

/// Who holds a permission, singly or through a role.
#[command]
pub async fn permission_holders(shell: Desktop<'_>, id: String) -> Answer<Vec<Holder>> {
    let (desk, operator) = shell.operator().await?;
    let holders = desk.permission_holders(&operator, &id).await?;
    Ok(holders.into_iter().map(Holder::from).collect())
}

/// Makes or changes an own role.
#[command]
pub async fn save_role(shell: Desktop<'_>, form: RoleForm) -> Answer<Role> {
    let (desk, operator) = shell.operator().await?;
    let role = desk.save_role(&operator, &form.into()).await?;
    let catalogue = desk.catalogue(&operator).await?;
    Ok(Role::seen_by(
        &operator,
        &catalogue,
        catalogue.role(&role.id).unwrap_or(&role),
    ))
}

/// Deletes an own role that nobody holds.
#[command]
pub async fn delete_role(shell: Desktop<'_>, id: String) -> Answer<()> {
    let (desk, operator) = shell.operator().await?;
    Ok(desk.delete_role(&operator, &RoleId(id)).await?)
}

//! Tells Tauri which commands there are: without the list every local page might call every command.

use tauri_build::{AppManifest, Attributes};

const COMMANDS: &[&str] = &[
    "start_state",
    "retry_opening",
    "unlock_directory",
    "check_owner",
    "start_local_directory",
    "look_around",
    "leave_sample",
    "sign_in",
    "unlock",
    "lock",
    "sign_out",
    "keep_alive",
    "list_users",
    "count_users",
    "show_user",
    "unlock_sign_in",
    "check_draft",
    "check_email",
    "create_user",
    "rate_password",
    "generate_password",
    "copy_password",
    "list_roles",
    "preview_grants",
    "role_holders",
    "permission_holders",
    "save_role",
    "delete_role",
    "list_outbox",
    "read_message",
    "list_activity",
    "verify_activity",
    "export_activity",
    "settings",
    "save_settings",
];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let manifest = AppManifest::new().commands(COMMANDS);
    Ok(tauri_build::try_build(Attributes::new().app_manifest(manifest))?)
}

//! Every command, with arguments that would pass, and what it takes to call it.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::desktop::{draft, request_id};

/// A command with arguments that would pass, and the permissions of which one is enough.
pub fn commands() -> Vec<(&'static str, Value, &'static [&'static str])> {
    let query = json!({ "query": {
        "search": "", "status": "all", "sort": "name", "descending": false, "after": null, "limit": 10
    }});
    let id = json!({ "id": Uuid::nil().to_string() });
    let page = json!({ "state": null, "after": null, "limit": 10 });
    let person = json!({ "password": "x", "firstName": "", "lastName": "", "email": "" });
    let shape = json!({
        "shape": "characters", "length": 20, "lookAlikes": false, "words": 6,
        "firstName": "", "lastName": "", "email": ""
    });
    let role = json!({ "id": null, "name": "Own", "description": "", "roles": [], "permissions": [] });
    let settings = json!({
        "idleLockMinutes": 15, "clipboardClearSeconds": 30, "passwordPreset": "classes",
        "leastPasswordScore": 2, "organisation": ""
    });
    vec![
        ("list_users", query.clone(), &["users.view"]),
        ("count_users", query, &["users.view"]),
        ("show_user", id.clone(), &["users.view"]),
        ("unlock_sign_in", id.clone(), &["users.unlock"]),
        (
            "check_draft",
            json!({ "draft": draft("a@example.com") }),
            &["users.create"],
        ),
        (
            "check_email",
            json!({ "email": "a@example.com" }),
            &["users.create"],
        ),
        (
            "create_user",
            json!({ "draft": draft("a@example.com"), "requestId": request_id() }),
            &["users.create"],
        ),
        ("rate_password", json!({ "form": person }), &["users.create"]),
        (
            "generate_password",
            json!({ "options": shape }),
            &["users.create"],
        ),
        ("copy_password", json!({ "password": "x" }), &["users.create"]),
        (
            "list_roles",
            json!({}),
            &["roles.view", "users.view", "users.create"],
        ),
        (
            "preview_grants",
            json!({ "roles": [], "permissions": [] }),
            &["users.create", "roles.view"],
        ),
        ("role_holders", json!({ "id": "member" }), &["roles.view"]),
        ("role_holders", json!({ "id": "member" }), &["users.view"]),
        (
            "permission_holders",
            json!({ "id": "users.view" }),
            &["roles.view"],
        ),
        (
            "permission_holders",
            json!({ "id": "users.view" }),
            &["users.view"],
        ),
        ("save_role", json!({ "form": role }), &["roles.edit"]),
        ("delete_role", json!({ "id": "own" }), &["roles.edit"]),
        ("list_outbox", page.clone(), &["outbox.view"]),
        ("read_message", id, &["outbox.read"]),
        ("list_activity", page, &["activity.view"]),
        ("verify_activity", json!({}), &["activity.view"]),
        ("export_activity", json!({}), &["activity.export"]),
        (
            "save_settings",
            json!({ "settings": settings }),
            &["settings.edit"],
        ),
    ]
}

/// All of them.
pub fn every_command() -> Vec<(&'static str, Value, &'static [&'static str])> {
    [
        commands(),
        device_commands(),
        mail_commands(),
        connection_commands(),
    ]
    .concat()
}

/// Those about e-mails and confirmations.
fn mail_commands() -> Vec<(&'static str, Value, &'static [&'static str])> {
    let id = json!({ "id": Uuid::nil().to_string() });
    let server = json!({
        "host": "127.0.0.1", "port": 25, "security": "none", "auth": "none", "account": "",
        "sender": "desk@example.com", "senderName": "", "hello": "", "authority": ""
    });
    let messages = json!({
        "language": "en", "templates": [], "linkBase": "", "activationHours": 72, "ownPassword": true
    });
    vec![
        (
            "resend_confirmation",
            id.clone(),
            &["outbox.retry", "users.create"],
        ),
        ("retry_message", id.clone(), &["outbox.retry"]),
        ("cancel_message", id, &["outbox.retry"]),
        ("mail_settings", json!({}), &["settings.edit"]),
        (
            "save_mail_settings",
            json!({ "settings": { "server": null }, "secret": null }),
            &["settings.edit"],
        ),
        (
            "try_mail_server",
            json!({ "server": server, "secret": null }),
            &["settings.edit"],
        ),
        ("send_mail_test", json!({}), &["settings.edit"]),
        ("message_settings", json!({}), &["settings.edit"]),
        (
            "save_message_settings",
            json!({ "settings": messages }),
            &["settings.edit"],
        ),
        (
            "preview_message",
            json!({ "kind": "confirmation", "settings": messages }),
            &["settings.edit"],
        ),
    ]
}

/// Those about the directories that this computer knows.
fn connection_commands() -> Vec<(&'static str, Value, &'static [&'static str])> {
    let id = json!({ "id": Uuid::nil().to_string() });
    let form = json!({ "form": {
        "id": null, "name": "Office", "password": "secret", "key": null,
        "server": {
            "hosts": [{ "name": "127.0.0.1", "port": 1 }], "database": "users", "user": "frontdesk",
            "tls": "verify_full", "authority": "", "certificate": ""
        }
    }});
    let rights: &[&str] = &["settings.edit"];
    vec![
        (
            "read_connection_address",
            json!({ "address": "postgresql://frontdesk:secret@127.0.0.1:1/users" }),
            rights,
        ),
        ("try_connection", form.clone(), rights),
        ("save_connection", form, rights),
        (
            "rename_connection",
            json!({ "id": Uuid::nil().to_string(), "name": "Office" }),
            rights,
        ),
        ("remove_connection", id.clone(), rights),
        (
            "copy_directory",
            json!({ "target": { "kind": "connection", "id": Uuid::nil().to_string() } }),
            rights,
        ),
        ("copy_state", json!({}), rights),
        ("cancel_copy", json!({}), rights),
    ]
}

/// Those about devices and text messages.
fn device_commands() -> Vec<(&'static str, Value, &'static [&'static str])> {
    let device = json!({ "draftId": request_id(), "country": "DE", "number": "0151 12345678" });
    let mut with_device = draft("a@example.com");
    with_device["device"] = device.clone();
    let sms = json!({ "gateway": { "kind": "outbox" }, "countries": [], "language": "en", "host": "" });
    let code_tried = json!({ "device": device, "code": "123456" });
    vec![
        ("send_code", code_tried.clone(), &["users.create"]),
        ("send_code", code_tried.clone(), &["devices.register"]),
        ("confirm_code", code_tried.clone(), &["users.create"]),
        ("confirm_code", code_tried, &["devices.register"]),
        (
            "check_draft",
            json!({ "draft": with_device }),
            &["devices.register"],
        ),
        (
            "create_user",
            json!({ "draft": with_device, "requestId": request_id() }),
            &["devices.register"],
        ),
        (
            "remove_device",
            json!({ "id": Uuid::nil().to_string() }),
            &["devices.remove"],
        ),
        ("sms_settings", json!({}), &["settings.edit"]),
        (
            "save_sms_settings",
            json!({ "settings": sms, "secret": null }),
            &["settings.edit"],
        ),
        (
            "send_test_message",
            json!({ "country": "DE", "number": "0151 12345678" }),
            &["settings.edit"],
        ),
        ("gateway_condition", json!({}), &["settings.edit"]),
    ]
}

/// Commands that need a session and no permission.
pub const FOR_EVERY_OPERATOR: [&str; 6] = [
    "settings",
    "keep_alive",
    "phone_countries",
    "format_phone",
    "new_recovery_codes",
    "keep_recovery_codes",
];
/// Commands of opening, the first run and the session itself.
pub const WITHOUT_OPERATOR: [&str; 26] = [
    "connections",
    "switch_connection",
    "enter_credentials",
    "start_remote_directory",
    "directory_condition",
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
    "send_sign_in_code",
    "confirm_sign_in",
    "use_recovery_code",
    "cancel_sign_in",
    "begin_activation",
    "rate_own_password",
    "choose_own_password",
    "send_own_code",
    "register_own_device",
    "leave_activation",
];

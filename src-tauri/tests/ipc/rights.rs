//! Every command refuses an operator without the right, everyone while locked, and everyone before signing in.

use accounts::{
    EmailAddress, NewAccount, Permission, PersonName, RequestId, RoleId, UserId,
    activity::{Action, Entry},
    password::{Hashing, Password},
};
use jiff::Timestamp;
use rand::{rand_core::UnwrapErr, rngs::SysRng};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::desktop::{Desktop, PASSWORD, code, draft, request_id};

/// A command with arguments that would pass, and the permissions of which one is enough.
fn commands() -> Vec<(&'static str, Value, &'static [&'static str])> {
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
fn every_command() -> Vec<(&'static str, Value, &'static [&'static str])> {
    [commands(), device_commands(), mail_commands()].concat()
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
const FOR_EVERY_OPERATOR: [&str; 6] = [
    "settings",
    "keep_alive",
    "phone_countries",
    "format_phone",
    "new_recovery_codes",
    "keep_recovery_codes",
];
/// Commands of opening, the first run and the session itself.
const WITHOUT_OPERATOR: [&str; 21] = [
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

/// Arguments that would pass for any of them.
fn for_every_operator() -> Value {
    json!({ "typed": { "country": "DE", "before": "0151", "after": "", "deleted": null, "previous": "" } })
}

/// Stores a confirmed account that holds every permission but some.
fn operator_without(desktop: &Desktop, hash: &accounts::password::PasswordHash, lacking: &[&str]) -> String {
    let directory = desktop.second_connection();
    let id = Uuid::now_v7();
    let email = format!("u{}@example.com", id.simple());
    let now = Timestamp::from_second(1_700_000_000).expect("in range");
    let account = NewAccount {
        id: UserId(id),
        request: RequestId(Uuid::now_v7()),
        email: EmailAddress::parse(&email).expect("an address"),
        first_name: PersonName::parse("Lara").expect("a name"),
        last_name: PersonName::parse("Lacking").expect("a name"),
        password: hash.clone(),
        device: None,
        roles: vec![RoleId("member".to_owned())],
        permissions: Permission::ALL
            .iter()
            .copied()
            .filter(|permission| !lacking.contains(&permission.code()))
            .collect(),
        confirmed_at: Some(now),
        enabled: true,
        created_at: now,
    };
    let entry = Entry {
        at: now,
        actor: None,
        action: Action::UserCreated,
        subject: None,
        details: std::collections::BTreeMap::new(),
    };
    tauri::async_runtime::block_on(async {
        directory
            .create_user(&account, None, &entry)
            .await
            .expect("it is stored");
        directory.close().await;
    });
    email
}

fn hash() -> accounts::password::PasswordHash {
    let hashing = Hashing::new(1);
    let hashed = async {
        hashing
            .hash(Password::new(PASSWORD), &mut UnwrapErr(SysRng))
            .await
    };
    tauri::async_runtime::block_on(hashed).expect("it is hashed")
}

#[test]
fn the_tables_of_this_test_name_every_command() {
    let mut named: Vec<&str> = every_command().iter().map(|(name, ..)| *name).collect();
    named.extend(FOR_EVERY_OPERATOR);
    named.extend(WITHOUT_OPERATOR);
    for command in frontdesk::ipc::COMMANDS {
        assert!(named.contains(command), "{command} is in no table");
    }
}

#[test]
fn each_command_refuses_an_operator_without_the_right() {
    let desktop = Desktop::with_owner();
    let hash = hash();
    for (command, arguments, enough) in every_command() {
        let email = operator_without(&desktop, &hash, enough);
        desktop.call("sign_out", json!({})).expect("signed out");
        desktop
            .sign_in(&email, PASSWORD)
            .expect("the operator may use Frontdesk");
        let refusal = desktop.call(command, arguments).expect_err(command);
        assert_eq!(refusal["code"], "not_permitted", "{command}: {refusal}");
        assert!(
            enough.contains(&refusal["data"]["permission"].as_str().expect("it names it")),
            "{command}: {refusal}"
        );
    }
}

#[test]
fn a_refusal_is_written_into_the_activity_record() {
    let desktop = Desktop::with_owner();
    let email = operator_without(&desktop, &hash(), &["settings.edit"]);
    desktop.call("sign_out", json!({})).expect("signed out");
    desktop.sign_in(&email, PASSWORD).expect("signed in");
    let (command, arguments, _) = commands().pop().expect("the last one saves settings");
    assert_eq!(code(desktop.call(command, arguments)), "not_permitted");
    let page = desktop
        .call("list_activity", json!({ "after": null, "limit": 1 }))
        .expect("it lists");
    assert_eq!(page["rows"][0]["action"], "refused");
    assert_eq!(page["rows"][0]["details"]["permission"], "settings.edit");
}

#[test]
fn every_command_refuses_everyone_while_locked() {
    let desktop = Desktop::with_owner();
    desktop.call("lock", json!({})).expect("locked");
    for (command, arguments, _) in every_command() {
        assert_eq!(code(desktop.call(command, arguments)), "locked", "{command}");
    }
    for command in FOR_EVERY_OPERATOR {
        let answer = desktop.call(command, for_every_operator());
        assert_eq!(code(answer), "locked", "{command}");
    }
    desktop
        .call("unlock", json!({ "password": PASSWORD }))
        .expect("unlocked");
    desktop.call("settings", json!({})).expect("it answers again");
}

#[test]
fn every_command_refuses_everyone_before_signing_in() {
    let desktop = Desktop::with_owner();
    desktop.call("sign_out", json!({})).expect("signed out");
    for (command, arguments, _) in every_command() {
        assert_eq!(
            code(desktop.call(command, arguments)),
            "not_signed_in",
            "{command}"
        );
    }
    for command in FOR_EVERY_OPERATOR {
        let answer = desktop.call(command, for_every_operator());
        assert_eq!(code(answer), "not_signed_in", "{command}");
    }
    for command in ["lock", "sign_out", "unlock"] {
        let answer = desktop.call(command, json!({ "password": PASSWORD }));
        assert_eq!(code(answer), "not_signed_in", "{command}");
    }
    for command in ["send_sign_in_code", "confirm_sign_in", "use_recovery_code"] {
        let answer = desktop.call(command, json!({ "code": "123456" }));
        assert_eq!(code(answer), "sign_in_too_late", "{command}");
    }
    let device = json!({ "draftId": request_id(), "country": "DE", "number": "0151 12345678" });
    let newcomer =
        json!({ "password": PASSWORD, "confirmPassword": PASSWORD, "device": device, "code": "123456" });
    for command in [
        "rate_own_password",
        "choose_own_password",
        "send_own_code",
        "register_own_device",
    ] {
        let answer = desktop.call(command, newcomer.clone());
        assert_eq!(code(answer), "activation_too_late", "{command}");
    }
}

#[test]
fn nobody_begins_a_first_run_where_a_directory_is() {
    let desktop = Desktop::with_owner();
    let form = json!({ "form": crate::desktop::owner_form(), "passphrase": "x" });
    for command in [
        "check_owner",
        "start_local_directory",
        "look_around",
        "unlock_directory",
        "leave_sample",
    ] {
        assert_eq!(
            code(desktop.call(command, form.clone())),
            "wrong_state",
            "{command}"
        );
    }
}

#[test]
fn rights_that_were_taken_away_are_gone_at_once() {
    let desktop = Desktop::with_owner();
    let draft_role = json!({ "form": {
        "id": null, "name": "Viewer", "description": "", "roles": [], "permissions": ["users.view", "roles.view"]
    }});
    let role = desktop.call("save_role", draft_role).expect("the role is made");
    assert_eq!(role["assignable"], true);
    assert_eq!(role["allPermissions"], json!(["users.view", "roles.view"]));
}

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

use crate::{
    desktop::{Desktop, PASSWORD, code, request_id},
    tables::{FOR_EVERY_OPERATOR, WITHOUT_OPERATOR, commands, every_command},
};

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

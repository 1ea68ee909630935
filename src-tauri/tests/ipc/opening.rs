//! Opening what is there, and saying plainly what is wrong with it.

use std::fs;

use keychain::{Refusal, Secret, SecretStore as _};
use serde_json::json;
use tauri::async_runtime::block_on;

use crate::desktop::{Desktop, OWNER, PASSWORD, code, owner_form};

const PASSPHRASE: &str = "saffron kettle drifts northward";

fn problem(desktop: &Desktop) -> String {
    let state = desktop.call("start_state", json!({})).expect("a state");
    assert_eq!(state["phase"], "problem", "{state}");
    state["error"]["code"].as_str().expect("a code").to_owned()
}

#[test]
fn a_first_run_is_ready_after_one_form_and_the_next_start_asks_to_sign_in() {
    let desktop = Desktop::new();
    let state = desktop.call("start_state", json!({})).expect("a state");
    assert_eq!(state, json!({ "phase": "first_run", "keychain": "available" }));
    let state = desktop
        .call("start_local_directory", json!({ "form": owner_form() }))
        .expect("made");
    assert_eq!(state["session"]["operator"]["email"], OWNER);
    let desktop = desktop.restarted();
    assert_eq!(
        desktop.call("start_state", json!({})).expect("a state")["phase"],
        "sign_in"
    );
    desktop.sign_in(OWNER, PASSWORD).expect("signed in");
}

#[test]
fn the_owners_form_is_held_to_the_wizards_rules() {
    let desktop = Desktop::new();
    let mut form = owner_form();
    form["password"] = json!("short");
    form["email"] = json!("nobody");
    let problems = desktop
        .call("check_owner", json!({ "form": form }))
        .expect("checked");
    let codes: Vec<&str> = problems
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|p| p["code"].as_str())
        .collect();
    assert!(
        codes.contains(&"email_needs_at") && codes.contains(&"password_too_short"),
        "{codes:?}"
    );
    assert_eq!(
        code(desktop.call("start_local_directory", json!({ "form": form }))),
        "invalid"
    );
    assert!(!desktop.data().join("frontdesk.db").exists(), "nothing was made");
}

#[test]
fn without_a_keychain_a_passphrase_is_asked_for_and_opens_the_directory() {
    let desktop = Desktop::new();
    desktop.keychain.refuse(Some(Refusal::Missing));
    let state = desktop.call("retry_opening", json!({})).expect("a state");
    assert_eq!(state["keychain"], "missing");
    let refused = desktop
        .call("start_local_directory", json!({ "form": owner_form() }))
        .expect_err("no passphrase");
    assert_eq!(refused["fields"][0]["field"], "passphrase");
    let mut form = owner_form();
    form["passphrase"] = json!(PASSPHRASE);
    form["confirmPassphrase"] = json!(PASSPHRASE);
    desktop
        .call("start_local_directory", json!({ "form": form }))
        .expect("made");
    let desktop = desktop.restarted();
    assert_eq!(
        desktop.call("start_state", json!({})).expect("a state")["phase"],
        "passphrase"
    );
    assert_eq!(
        code(desktop.call(
            "unlock_directory",
            json!({ "passphrase": "another one entirely" })
        )),
        "key_wrong"
    );
    let state = desktop
        .call("unlock_directory", json!({ "passphrase": PASSPHRASE }))
        .expect("opened");
    assert_eq!(state["phase"], "sign_in");
}

#[test]
fn each_trouble_with_the_key_or_the_file_has_its_own_message_and_changes_nothing() {
    let desktop = Desktop::with_owner();
    let entry = desktop.key_entry();
    let db = desktop.data().join("frontdesk.db");
    let key = block_on(desktop.keychain.read(&entry))
        .expect("it answers")
        .expect("the key");
    block_on(desktop.keychain.delete(&entry)).expect("deleted");
    let desktop = desktop.restarted();
    // Closed in good order, so nothing waits beside it to be written into it.
    let before = fs::read(&db).expect("readable");
    assert_eq!(problem(&desktop), "key_missing");
    assert!(
        block_on(desktop.keychain.read(&entry))
            .expect("it answers")
            .is_none(),
        "no key is made anew"
    );

    let other = Secret::new("A".repeat(43) + "=");
    block_on(desktop.keychain.write(&entry, &other)).expect("written");
    let desktop = desktop.restarted();
    assert_eq!(problem(&desktop), "key_wrong");

    desktop.keychain.refuse(Some(Refusal::Locked));
    let desktop = desktop.restarted();
    assert_eq!(problem(&desktop), "keychain_locked");
    desktop.keychain.refuse(None);

    block_on(desktop.keychain.write(&entry, &key)).expect("written");
    assert_eq!(fs::read(&db).expect("readable"), before, "the file is as it was");

    let mut damaged = before.clone();
    damaged[100..200].fill(0);
    fs::write(&db, &damaged).expect("written");
    let desktop = desktop.restarted();
    assert_eq!(problem(&desktop), "damaged");
    assert_eq!(
        fs::read(&db).expect("readable"),
        damaged,
        "the file is left as it is"
    );

    fs::write(&db, &before).expect("written");
    let state = desktop.call("retry_opening", json!({})).expect("a state");
    assert_eq!(state["phase"], "sign_in", "{state}");
}

#[test]
fn looking_around_shows_two_hundred_users_and_leaves_nothing_behind() {
    let desktop = Desktop::new();
    let state = desktop.call("look_around", json!({})).expect("a sample");
    assert_eq!(state["session"]["directory"]["sample"], true);
    let query = json!({ "query": {
        "search": "", "status": "all", "sort": "name", "descending": false, "after": null, "limit": 10
    }});
    assert_eq!(desktop.call("count_users", query).expect("counted")["total"], 200);
    let state = desktop.call("leave_sample", json!({})).expect("left");
    assert_eq!(state["phase"], "first_run");
    let left: Vec<_> = walk(desktop.home.path());
    assert!(left.is_empty(), "{left:?}");
}

fn walk(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let entries = fs::read_dir(folder)
        .expect("readable")
        .map(|entry| entry.expect("an entry").path());
    entries
        .flat_map(|path| if path.is_dir() { walk(&path) } else { vec![path] })
        .collect()
}

/// SQLCipher frees at the end of the process what an open connection goes on using, and the process dies of that.
#[cfg(target_os = "linux")]
#[test]
fn nothing_of_a_directory_is_open_once_the_program_has_ended() {
    let desktop = Desktop::with_owner();
    let target = json!({ "kind": "local", "name": "Copy", "passphrase": null, "confirmPassphrase": null });
    let begun = desktop.call("copy_directory", json!({ "target": target }));
    begun.expect("the copy has begun");
    let home = std::sync::Arc::clone(&desktop.home);
    drop(desktop);
    let handles = fs::read_dir("/proc/self/fd").expect("a list");
    let open: Vec<_> = handles
        .filter_map(|handle| fs::read_link(handle.ok()?.path()).ok())
        .filter(|file| file.starts_with(home.path()))
        .collect();
    assert!(open.is_empty(), "{open:?}");
}

//! The directories that a computer knows: added, changed, removed, with no server to be reached.

use std::fs;

use serde_json::{Value, json};

use crate::desktop::{Desktop, code, owner_form};

const SECRET: &str = "s3cret & more";

/// A form for a server that nobody runs.
fn form(name: &str, password: Option<&str>) -> Value {
    json!({ "form": {
        "id": null, "name": name, "password": password, "key": null,
        "server": {
            "hosts": [{ "name": "127.0.0.1", "port": 1 }], "database": "users", "user": "frontdesk",
            "tls": "verify_full", "authority": "", "certificate": ""
        }
    }})
}

fn connections(desktop: &Desktop) -> Vec<Value> {
    let listed = desktop.call("connections", json!({})).expect("they are listed");
    listed["connections"].as_array().expect("a list").clone()
}

fn fields(refusal: &Value) -> Vec<&str> {
    let fields = refusal["fields"].as_array().expect("a list");
    fields
        .iter()
        .filter_map(|field| field["field"].as_str())
        .collect()
}

fn file(desktop: &Desktop) -> String {
    let file = desktop.home.path().join("data/frontdesk.connections.json");
    fs::read_to_string(file).expect("it was written")
}

#[test]
fn a_connection_is_added_renamed_and_removed_with_its_password() {
    let desktop = Desktop::with_owner();
    assert_eq!(
        connections(&desktop).len(),
        1,
        "the local directory speaks for itself"
    );
    let saved = desktop.call("save_connection", form("Head office", Some(SECRET)));
    let saved = saved.expect("saved");
    assert_eq!(saved["place"], "frontdesk@127.0.0.1:1/users");
    assert_eq!(
        (&saved["passwordKnown"], &saved["active"]),
        (&json!(true), &json!(false))
    );
    assert!(!file(&desktop).contains(SECRET));
    let renamed = json!({ "id": saved["id"], "name": " Branch " });
    let renamed = desktop.call("rename_connection", renamed).expect("renamed");
    assert_eq!(renamed["name"], "Branch");
    let id = json!({ "id": saved["id"] });
    desktop.call("remove_connection", id.clone()).expect("removed");
    assert_eq!(connections(&desktop).len(), 1);
    assert_eq!(code(desktop.call("remove_connection", id)), "not_found");
    let again = desktop.call("save_connection", form("Head office", None));
    let again = again.expect_err("its password is gone");
    assert_eq!(fields(&again), ["connection_password"]);
}

#[test]
fn an_address_fills_the_form_and_its_password_never_comes_back() {
    let desktop = Desktop::with_owner();
    let address = "postgresql://frontdesk:s3cret%20%26%20more@127.0.0.1:1/users?sslmode=require";
    let read = desktop.call("read_connection_address", json!({ "address": address }));
    let read = read.expect("it is read");
    assert_eq!(read["passwordTaken"], true);
    assert_eq!(read["server"]["tls"], "verify_full");
    assert!(!read.to_string().contains("s3cret"), "{read}");
    let saved = desktop.call("save_connection", form("Head office", None));
    let saved = saved.expect("the password came with the address");
    assert_eq!(saved["passwordKnown"], true);
    assert!(!file(&desktop).contains("s3cret"));
    let back = desktop.restarted();
    let listed = connections(&back);
    assert_eq!(listed.len(), 2);
    assert_eq!(listed[1]["passwordKnown"], true, "it went to the keychain");
    assert_eq!(listed[1]["server"], Value::Null, "nobody has signed in");
}

#[test]
fn what_is_wrong_with_a_connection_is_told_by_field() {
    let desktop = Desktop::with_owner();
    let mut wrong = form("", Some(SECRET));
    wrong["form"]["server"]["hosts"] = json!([{ "name": "no host", "port": 0 }]);
    wrong["form"]["server"]["authority"] = json!("no certificate");
    let refused = desktop.call("save_connection", wrong).expect_err("refused");
    let told = fields(&refused);
    for field in ["connection_name", "connection_hosts", "connection_authority"] {
        assert!(told.contains(&field), "{told:?}");
    }
    let with_path = json!({ "address": "postgresql://u@h/d?sslkey=/etc/key" });
    let refused = desktop
        .call("read_connection_address", with_path)
        .expect_err("refused");
    assert_eq!(fields(&refused), ["connection_address"]);
    assert_eq!(refused["fields"][0]["data"]["id"], "sslkey");
    desktop
        .call("save_connection", form("Office", Some(SECRET)))
        .expect("saved");
    let twice = desktop.call("save_connection", form("OFFICE", Some(SECRET)));
    assert_eq!(fields(&twice.expect_err("taken")), ["connection_name"]);
}

#[test]
fn a_password_goes_to_no_other_server() {
    let desktop = Desktop::with_owner();
    let saved = desktop.call("save_connection", form("Office", Some(SECRET)));
    let mut moved = form("Office", None);
    moved["form"]["id"] = saved.expect("saved")["id"].clone();
    moved["form"]["server"]["hosts"][0]["port"] = json!(2);
    for (tls, port) in [("verify_full", 2), ("plain", 1)] {
        moved["form"]["server"]["tls"] = json!(tls);
        moved["form"]["server"]["hosts"][0]["port"] = json!(port);
        for command in ["save_connection", "try_connection"] {
            let refused = desktop.call(command, moved.clone()).expect_err("refused");
            assert_eq!(fields(&refused), ["connection_password"], "{tls} {command}");
        }
    }
}

#[test]
fn the_open_directory_and_local_ones_are_not_removed() {
    let desktop = Desktop::with_owner();
    let id = json!({ "id": connections(&desktop)[0]["id"] });
    assert_eq!(code(desktop.call("remove_connection", id)), "connection_active");
}

#[test]
fn a_server_that_is_not_there_is_said_and_the_local_directory_opened_again() {
    let desktop = Desktop::with_owner();
    let local = json!({ "id": connections(&desktop)[0]["id"] });
    let saved = desktop.call("save_connection", form("Office", Some(SECRET)));
    let id = json!({ "id": saved.expect("saved")["id"] });
    let state = desktop.call("switch_connection", id).expect("a state");
    assert_eq!(state["phase"], "problem");
    assert_eq!(state["error"]["code"], "connection_refused");
    assert_eq!(state["directory"]["name"], "Office");
    assert!(state["nextTrySeconds"].is_number(), "{state}");
    let back = desktop.call("switch_connection", local).expect("a state");
    assert_eq!(back["phase"], "sign_in");
    assert_eq!(back["directory"]["kind"], "local");
}

#[test]
fn a_list_that_cannot_be_read_is_said_and_left_as_it_is() {
    let desktop = Desktop::with_owner();
    desktop
        .call("save_connection", form("Office", Some(SECRET)))
        .expect("saved");
    let path = desktop.home.path().join("data/frontdesk.connections.json");
    fs::write(&path, "{").expect("written");
    let back = desktop.restarted();
    let state = back.call("start_state", json!({})).expect("a state");
    assert_eq!(state["error"]["code"], "connections_unreadable");
    assert_eq!(fs::read_to_string(&path).expect("there"), "{");
    fs::remove_file(&path).expect("moved away");
    let state = back.call("retry_opening", json!({})).expect("a state");
    assert_eq!(state["phase"], "sign_in", "the local directory speaks for itself");
}

#[test]
fn who_has_saved_a_wrong_server_first_may_still_begin_on_this_computer() {
    let desktop = Desktop::new();
    let saved = desktop.call("save_connection", form("Office", Some(SECRET)));
    let id = json!({ "id": saved.expect("saved")["id"] });
    let state = desktop.call("switch_connection", id).expect("a state");
    assert_eq!(state["phase"], "problem");
    let begun = desktop.call("start_local_directory", json!({ "form": owner_form() }));
    assert_eq!(begun.expect("made")["phase"], "signed_in");
    assert_eq!(connections(&desktop).len(), 2);
    let back = desktop.restarted();
    let state = back.call("start_state", json!({})).expect("a state");
    assert_eq!(state["directory"]["kind"], "local");
}

#[test]
fn a_name_that_was_given_shows_at_once() {
    let desktop = Desktop::with_owner();
    let renamed = json!({ "id": connections(&desktop)[0]["id"], "name": "Reception" });
    desktop.call("rename_connection", renamed).expect("renamed");
    let state = desktop.call("start_state", json!({})).expect("a state");
    assert_eq!(state["session"]["directory"]["name"], "Reception");
}

#[test]
fn a_locked_window_names_directories_and_tells_no_more_of_them() {
    let desktop = Desktop::with_owner();
    let saved = desktop.call("save_connection", form("Office", Some(SECRET)));
    saved.expect("saved");
    assert!(connections(&desktop)[1]["server"].is_object());
    desktop.call("lock", json!({})).expect("locked");
    let listed = connections(&desktop);
    assert_eq!(listed[1]["name"], "Office");
    assert_eq!(listed[1]["server"], Value::Null);
}

//! A directory on a real PostgreSQL server: founded, opened, lost and found again, copied from and to.

use std::{
    thread::sleep,
    time::{Duration, Instant},
};

use keychain::Refusal;
use peers::postgres::{Database, Postgres};
use serde_json::{Value, json};

use crate::desktop::{Desktop, OWNER, PASSWORD, code, draft, owner_form, request_id};

/// What a form says of a database.
fn form(postgres: &Postgres, database: &Database, name: &str) -> Value {
    json!({ "form": {
        "id": null, "name": name, "password": Postgres::PASSWORD, "key": null,
        "server": {
            "hosts": [{ "name": "localhost", "port": postgres.port() }],
            "database": database.name(), "user": Postgres::ROLE,
            "tls": "verify_full", "authority": postgres.authority(), "certificate": ""
        }
    }})
}

/// Adds a database and opens it.
fn switched(desktop: &Desktop, postgres: &Postgres, database: &Database) -> Value {
    let saved = desktop.call("save_connection", form(postgres, database, "Office"));
    let id = saved.expect("saved")["id"].clone();
    desktop
        .call("switch_connection", json!({ "id": id }))
        .expect("a state")
}

/// At a directory on a server of the test's own, whose owner is signed in.
fn with_owner(postgres: &Postgres) -> Desktop {
    let desktop = Desktop::new();
    let database = postgres.database().expect("a database");
    assert_eq!(switched(&desktop, postgres, &database)["phase"], "vacant");
    let founded = desktop.call("start_remote_directory", json!({ "form": owner_form() }));
    assert_eq!(founded.expect("founded")["phase"], "signed_in");
    desktop
}

/// Looks again until something holds, for ten seconds.
fn wait_for(what: &str, mut holds: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !holds() {
        assert!(begun.elapsed() < Duration::from_secs(15), "{what} came in time");
        sleep(Duration::from_millis(50));
    }
}

fn answers(desktop: &Desktop) -> bool {
    let condition = desktop
        .call("directory_condition", json!({}))
        .expect("it is known");
    condition["answers"] == true
}

#[test]
fn a_servers_directory_is_founded_and_the_next_start_asks_to_sign_in() {
    let postgres = Postgres::shared().expect("PostgreSQL");
    let desktop = with_owner(postgres);
    let created = desktop.call(
        "create_user",
        json!({ "draft": draft("nadia@example.com"), "requestId": request_id() }),
    );
    assert_eq!(created.expect("created")["earlier"], false);
    let back = desktop.restarted();
    let state = back.call("start_state", json!({})).expect("a state");
    assert_eq!(state["phase"], "sign_in");
    assert_eq!(state["directory"]["kind"], "postgres");
    assert_eq!(state["directory"]["name"], "Office");
    back.sign_in(OWNER, PASSWORD).expect("signed in");
    let checked = back.call("verify_activity", json!({})).expect("checked");
    assert_eq!(checked["brokenAt"], Value::Null, "{checked}");
}

#[test]
fn of_two_who_found_a_directory_one_does_and_the_other_is_told() {
    let postgres = Postgres::shared().expect("PostgreSQL");
    let database = postgres.database().expect("a database");
    let (one, other) = (Desktop::new(), Desktop::new());
    for desktop in [&one, &other] {
        assert_eq!(switched(desktop, postgres, &database)["phase"], "vacant");
    }
    let form = json!({ "form": owner_form() });
    one.call("start_remote_directory", form.clone()).expect("founded");
    assert_eq!(
        code(other.call("start_remote_directory", form)),
        "directory_founded"
    );
    let state = other.call("retry_opening", json!({})).expect("a state");
    assert_eq!(state["phase"], "sign_in");
}

#[test]
fn without_a_keychain_the_password_is_asked_for_at_each_start() {
    let postgres = Postgres::shared().expect("PostgreSQL");
    let desktop = with_owner(postgres);
    desktop.keychain.refuse(Some(Refusal::Missing));
    let back = desktop.restarted();
    let state = back.call("start_state", json!({})).expect("a state");
    assert_eq!(
        (&state["phase"], &state["keychain"]),
        (&json!("credentials"), &json!("missing"))
    );
    let wrong = json!({ "password": "wrong", "key": null });
    assert_eq!(
        code(back.call("enter_credentials", wrong)),
        "connection_credentials"
    );
    let right = json!({ "password": Postgres::PASSWORD, "key": null });
    let state = back.call("enter_credentials", right).expect("a state");
    assert_eq!(state["phase"], "sign_in");
    back.sign_in(OWNER, PASSWORD).expect("signed in");
}

#[test]
fn a_password_that_was_changed_on_the_server_is_asked_for_anew() {
    let postgres = Postgres::shared().expect("PostgreSQL");
    let desktop = with_owner(postgres);
    let id = desktop.call("connections", json!({})).expect("listed")["connections"][0]["id"].clone();
    let mut changed = json!({ "form": desktop.call("connections", json!({})).expect("listed")["connections"][0]["server"] });
    let server = changed["form"].take();
    let form =
        json!({ "form": { "id": id, "name": "Office", "server": server, "password": "old", "key": null } });
    desktop.call("save_connection", form).expect("saved");
    let back = desktop.restarted();
    let state = back.call("start_state", json!({})).expect("a state");
    assert_eq!(state["phase"], "credentials");
    assert_eq!(state["fault"]["code"], "connection_credentials");
}

#[test]
fn a_server_that_stops_is_said_and_everything_goes_on_by_itself() {
    let mut postgres = Postgres::start().expect("PostgreSQL");
    let desktop = with_owner(&postgres);
    let changes = desktop.count_of("directory-changed");
    postgres.stop().expect("stopped");
    wait_for("the loss", || !answers(&desktop));
    let request = request_id();
    let create = || {
        desktop.call(
            "create_user",
            json!({ "draft": draft("nadia@example.com"), "requestId": request }),
        )
    };
    let refused = create().expect_err("it does not answer");
    assert_eq!(
        (&refused["code"], &refused["retryable"]),
        (&json!("directory_unreachable"), &json!(true))
    );
    let state = desktop.call("start_state", json!({})).expect("a state");
    assert_eq!(state["phase"], "signed_in", "what is shown stays");
    let condition = desktop
        .call("directory_condition", json!({}))
        .expect("it is known");
    wait_for("the reason", || {
        let condition = desktop
            .call("directory_condition", json!({}))
            .expect("it is known");
        condition["fault"]["code"] == "connection_refused"
    });
    assert!(condition["answers"] == false);
    postgres.start_again().expect("started");
    wait_for("its answer", || answers(&desktop));
    assert!(
        changes.load(std::sync::atomic::Ordering::SeqCst) > 0,
        "what is shown is asked for anew"
    );
    let created = create().expect("created");
    let again = create().expect("the same");
    assert_eq!((&again["id"], &again["earlier"]), (&created["id"], &json!(true)));
}

#[test]
fn a_server_that_is_down_at_the_start_is_opened_once_it_is_up() {
    let mut postgres = Postgres::start().expect("PostgreSQL");
    let desktop = with_owner(&postgres);
    postgres.stop().expect("stopped");
    let back = desktop.restarted();
    let state = back.call("start_state", json!({})).expect("a state");
    assert_eq!(state["phase"], "problem");
    assert_eq!(state["error"]["code"], "connection_refused");
    postgres.start_again().expect("started");
    wait_for("the sign-in", || {
        back.call("start_state", json!({})).expect("a state")["phase"] == "sign_in"
    });
}

#[test]
fn who_signs_out_while_the_server_is_silent_is_out() {
    let mut postgres = Postgres::start().expect("PostgreSQL");
    let desktop = with_owner(&postgres);
    postgres.stop().expect("stopped");
    let state = desktop.call("sign_out", json!({})).expect("a state");
    assert_eq!(state["phase"], "sign_in");
}

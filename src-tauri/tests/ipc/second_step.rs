//! The second step of signing in: a code to the device, or a recovery code.

use std::time::Duration;

use serde_json::{Value, json};

use crate::{
    desktop::{Desktop, OWNER, PASSWORD, code},
    device::{draft_with_phone, wrong},
};

const MARTA: &str = "marta@example.com";

impl Desktop {
    /// Creates a confirmed user manager with a device, and returns the id. The owner stays signed in.
    fn with_device(&self) -> String {
        let mut form = draft_with_phone(MARTA);
        form["roles"] = json!(["user-manager"]);
        self.confirm_number(&form);
        let created = self.create(&form).expect("created");
        self.confirm(MARTA);
        // As if some time had passed since the wizard.
        self.sql("UPDATE code_sends SET at = at - 60000");
        created["id"].as_str().expect("an id").to_owned()
    }

    /// The code that waits in the outbox, read by the owner at another desk.
    fn code_at_another_desk(&self, message: &Value) -> String {
        // Whoever is half in counts as a try of this computer.
        std::thread::sleep(Duration::from_millis(1_050));
        let other = Self::at_same_home(self);
        other.sign_in(OWNER, PASSWORD).expect("signed in");
        other.code_in(message)
    }

    fn phase(&self) -> Value {
        self.call("start_state", json!({})).expect("a state")["phase"].clone()
    }

    fn enter(&self, command: &str, code: &str) -> Result<Value, Value> {
        self.call(command, json!({ "code": code }))
    }

    /// Signs in by password and code.
    fn sign_in_with_code(&self) -> Value {
        self.sign_in(MARTA, PASSWORD).expect("the password is right");
        let sent = self.call("send_sign_in_code", json!({})).expect("sent");
        let right = self.code_at_another_desk(&sent["messageId"]);
        self.enter("confirm_sign_in", &right).expect("signed in")
    }
}

#[test]
fn an_account_with_a_device_signs_in_by_password_and_code() {
    let desktop = Desktop::with_owner();
    desktop.with_device();
    desktop.call("sign_out", json!({})).expect("signed out");
    let half = desktop.sign_in(MARTA, PASSWORD).expect("the password is right");
    assert_eq!(
        (&half["phase"], &half["number"]),
        (&json!("second_step"), &json!("+49…78"))
    );
    assert_eq!(code(desktop.call("settings", json!({}))), "not_signed_in");

    let sent = desktop.call("send_sign_in_code", json!({})).expect("sent");
    // Whoever knows no more than the password does not learn the number.
    assert_eq!(sent["number"], "+49…78");
    let right = desktop.code_at_another_desk(&sent["messageId"]);
    let missed = desktop
        .enter("confirm_sign_in", &wrong(&right))
        .expect_err("wrong");
    assert_eq!(
        (&missed["code"], &missed["data"]["left"]),
        (&json!("code_wrong"), &json!("4"))
    );
    assert_eq!(desktop.phase(), "second_step");
    let state = desktop.enter("confirm_sign_in", &right).expect("signed in");
    assert_eq!(state["phase"], "signed_in");
    assert_eq!(state["session"]["recoveryCodesDue"], true);
    assert_eq!(state["session"]["operator"]["email"], MARTA);

    let activity = Desktop::at_same_home(&desktop);
    activity.sign_in(OWNER, PASSWORD).expect("signed in");
    let page = activity.call("list_activity", json!({ "after": null, "limit": 10 }));
    let rows = page.expect("listed")["rows"].clone();
    let entries: Vec<(&Value, &Value)> = rows
        .as_array()
        .expect("rows")
        .iter()
        .filter(|row| row["details"]["second_step"].is_string())
        .map(|row| (&row["action"], &row["details"]["second_step"]))
        .collect();
    assert_eq!(
        entries,
        [
            (&json!("signed_in"), &json!("code")),
            (&json!("sign_in_failed"), &json!("code"))
        ]
    );
}

#[test]
fn a_code_is_good_for_its_own_sign_in_only() {
    let desktop = Desktop::with_owner();
    desktop.with_device();
    desktop.call("sign_out", json!({})).expect("signed out");
    desktop.sign_in(MARTA, PASSWORD).expect("the password is right");
    assert_eq!(code(desktop.enter("confirm_sign_in", "123456")), "code_missing");
    let sent = desktop.call("send_sign_in_code", json!({})).expect("sent");
    let right = desktop.code_at_another_desk(&sent["messageId"]);
    let state = desktop.call("cancel_sign_in", json!({})).expect("back");
    assert_eq!(state["phase"], "sign_in");
    assert_eq!(code(desktop.enter("confirm_sign_in", &right)), "sign_in_too_late");
    // The password alone clears nothing that was counted.
    for _ in 0..2 {
        desktop.sign_in(MARTA, PASSWORD).expect("the password is right");
        desktop.call("cancel_sign_in", json!({})).expect("back");
        assert_eq!(code(desktop.sign_in(MARTA, PASSWORD)), "slow_down");
        std::thread::sleep(Duration::from_millis(1_050));
    }
    std::thread::sleep(Duration::from_secs(2));
    desktop.sign_in(MARTA, PASSWORD).expect("the password is right");
    assert_eq!(code(desktop.enter("confirm_sign_in", &right)), "code_missing");
}

#[test]
fn recovery_codes_are_shown_once_and_each_lets_in_once() {
    let desktop = Desktop::with_owner();
    desktop.with_device();
    assert_eq!(code(desktop.call("new_recovery_codes", json!({}))), "wrong_state");
    desktop.call("sign_out", json!({})).expect("signed out");
    desktop.sign_in_with_code();
    assert_eq!(
        code(desktop.call("keep_recovery_codes", json!({}))),
        "wrong_state"
    );
    let codes = desktop.call("new_recovery_codes", json!({})).expect("made");
    let codes: Vec<&str> = codes
        .as_array()
        .expect("codes")
        .iter()
        .filter_map(Value::as_str)
        .collect();
    assert_eq!(codes.len(), 10);
    // A code that could not be stored is asked for again, not lost.
    desktop.sql("ALTER TABLE recovery_codes RENAME TO gone");
    assert_eq!(code(desktop.call("keep_recovery_codes", json!({}))), "unexpected");
    desktop.sql("ALTER TABLE gone RENAME TO recovery_codes");
    let state = desktop.call("keep_recovery_codes", json!({})).expect("kept");
    assert_eq!(state["session"]["recoveryCodesDue"], false);
    assert_eq!(code(desktop.call("new_recovery_codes", json!({}))), "wrong_state");

    desktop.call("sign_out", json!({})).expect("signed out");
    desktop.sign_in(MARTA, PASSWORD).expect("the password is right");
    assert_eq!(
        code(desktop.enter("use_recovery_code", "nonsense")),
        "no_recovery_code"
    );
    desktop.forget_misses(MARTA);
    let unknown = "0000-0000-0000-0000";
    assert_eq!(
        code(desktop.enter("use_recovery_code", unknown)),
        "no_recovery_code"
    );
    assert_eq!(code(desktop.enter("use_recovery_code", codes[0])), "slow_down");
    std::thread::sleep(Duration::from_millis(1_050));
    let typed = codes[0].to_lowercase().replace('-', " ");
    let state = desktop.enter("use_recovery_code", &typed).expect("signed in");
    assert_eq!(state["phase"], "signed_in");

    desktop.call("sign_out", json!({})).expect("signed out");
    desktop.sign_in(MARTA, PASSWORD).expect("the password is right");
    desktop.forget_misses(MARTA);
    assert_eq!(
        code(desktop.enter("use_recovery_code", codes[0])),
        "no_recovery_code"
    );
    desktop.forget_misses(MARTA);
    desktop.enter("use_recovery_code", codes[9]).expect("signed in");
}

#[test]
fn a_lost_device_is_removed_by_another_operator() {
    let desktop = Desktop::with_owner();
    let id = desktop.with_device();
    desktop.call("sign_out", json!({})).expect("signed out");
    desktop.sign_in_with_code();
    let own = desktop.call("remove_device", json!({ "id": id }));
    assert_eq!(code(own), "own_device");
    desktop.call("sign_out", json!({})).expect("signed out");

    desktop.sign_in(OWNER, PASSWORD).expect("signed in");
    desktop
        .call("remove_device", json!({ "id": id }))
        .expect("removed");
    let shown = desktop.call("show_user", json!({ "id": id })).expect("shown");
    assert_eq!(shown["device"], Value::Null);
    assert_eq!(shown["history"][0]["action"], "device_removed");
    assert_eq!(
        code(desktop.call("remove_device", json!({ "id": id }))),
        "not_found"
    );
    desktop.call("sign_out", json!({})).expect("signed out");
    let state = desktop.sign_in(MARTA, PASSWORD).expect("signed in");
    assert_eq!(state["phase"], "signed_in");
}

#[test]
fn an_account_that_was_disabled_between_the_steps_stays_out() {
    let desktop = Desktop::with_owner();
    desktop.with_device();
    desktop.call("sign_out", json!({})).expect("signed out");
    desktop.sign_in(MARTA, PASSWORD).expect("the password is right");
    let sent = desktop.call("send_sign_in_code", json!({})).expect("sent");
    let right = desktop.code_at_another_desk(&sent["messageId"]);
    desktop.sql(&format!("UPDATE users SET enabled = 0 WHERE email = '{MARTA}'"));
    assert_eq!(code(desktop.enter("confirm_sign_in", &right)), "account_disabled");
}

#[test]
fn a_lock_asks_for_the_password_only() {
    let desktop = Desktop::with_owner();
    desktop.with_device();
    desktop.call("sign_out", json!({})).expect("signed out");
    desktop.sign_in_with_code();
    desktop.call("lock", json!({})).expect("locked");
    let state = desktop
        .call("unlock", json!({ "password": PASSWORD }))
        .expect("unlocked");
    assert_eq!(state["phase"], "signed_in");
}

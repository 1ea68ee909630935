//! A newcomer activates the account by the code of the e-mail; without a mail server the outbox shows it.

use serde_json::{Value, json};

use crate::desktop::{Desktop, OWNER, PASSWORD, code, draft, request_id};

const NEWCOMER: &str = "nadia@example.com";
const OWN: &str = "Marmot#Glacier4Umbrella";

impl Desktop {
    fn create_newcomer(&self) -> String {
        let mut draft = draft(NEWCOMER);
        // Whoever may do nothing in Frontdesk does not sign in.
        draft["roles"] = json!(["help-desk"]);
        let created = self.call(
            "create_user",
            json!({ "draft": draft, "requestId": request_id() }),
        );
        created.expect("created")["id"]
            .as_str()
            .expect("an id")
            .to_owned()
    }

    /// What the newest e-mail says.
    fn newest_text(&self) -> String {
        let page = self.call("list_outbox", json!({ "state": null, "after": null, "limit": 1 }));
        let id = page.expect("a page")["rows"][0]["id"].clone();
        let message = self.call("read_message", json!({ "id": id })).expect("a message");
        message["text"].as_str().expect("a text").to_owned()
    }

    /// The code of the newest e-mail.
    fn newest_code(&self) -> String {
        let text = self.newest_text();
        let is_code = |line: &&str| line.len() == 11 && line.as_bytes()[5] == b'-';
        text.lines().find(is_code).expect("a code").to_owned()
    }

    fn activate(&self, email: &str, typed: &str, password: &str) -> Result<Value, Value> {
        self.call(
            "begin_activation",
            json!({ "email": email, "code": typed, "password": password }),
        )
    }

    fn choose(&self, password: &str, again: &str) -> Result<Value, Value> {
        let chosen = json!({ "password": password, "confirmPassword": again });
        self.call("choose_own_password", chosen)
    }
}

/// With a newcomer who has an e-mail, and nobody signed in.
fn with_newcomer() -> (Desktop, String) {
    let desktop = Desktop::with_owner();
    desktop.create_newcomer();
    let typed = desktop.newest_code();
    desktop.call("sign_out", json!({})).expect("signed out");
    (desktop, typed)
}

#[test]
fn a_newcomer_chooses_a_password_and_signs_in_with_it_alone() {
    let (desktop, typed) = with_newcomer();
    assert_eq!(code(desktop.sign_in(NEWCOMER, PASSWORD)), "account_pending");
    desktop.forget_misses(NEWCOMER);
    let state = desktop.activate(NEWCOMER, &typed.to_lowercase().replace('-', " "), PASSWORD);
    let state = state.expect("right");
    assert_eq!(state["phase"], "activation");
    assert_eq!(state["step"], "own_password");
    let rating = desktop
        .call("rate_own_password", json!({ "password": OWN }))
        .expect("rated");
    assert_eq!(rating["score"], 4);
    let unchanged = desktop.choose(PASSWORD, PASSWORD).expect_err("known to others");
    assert_eq!(unchanged["fields"][0]["code"], "password_unchanged");
    let mismatch = desktop.choose(OWN, "other").expect_err("typed differently");
    assert_eq!(mismatch["fields"][0]["code"], "mismatch");
    assert_eq!(desktop.choose(OWN, OWN).expect("chosen")["step"], "offer_device");
    let state = desktop.call("leave_activation", json!({})).expect("left");
    assert_eq!(state["phase"], "sign_in");
    assert_eq!(code(desktop.sign_in(NEWCOMER, PASSWORD)), "sign_in_refused");
    desktop.forget_misses(NEWCOMER);
    assert_eq!(desktop.sign_in(NEWCOMER, OWN).expect("in")["phase"], "signed_in");
}

#[test]
fn whatever_of_the_three_is_wrong_gets_the_same_answer_and_slows_down() {
    let (desktop, typed) = with_newcomer();
    let wrong = [
        (NEWCOMER, "AAAAA-AAAAA", PASSWORD),
        (NEWCOMER, typed.as_str(), "Wrong#Password1"),
        ("nobody@example.com", typed.as_str(), PASSWORD),
        (NEWCOMER, "nonsense", PASSWORD),
    ];
    let mut answers = Vec::new();
    for (email, typed, password) in wrong {
        answers.push(desktop.activate(email, typed, password).expect_err("wrong"));
        assert_eq!(
            code(desktop.activate(NEWCOMER, "AAAAA-AAAAA", PASSWORD)),
            "slow_down"
        );
        desktop.forget_misses(email);
    }
    assert_eq!(answers[0]["code"], "activation_refused");
    assert!(answers.windows(2).all(|pair| pair[0] == pair[1]));
    desktop
        .activate(NEWCOMER, &typed, PASSWORD)
        .expect("right all the same");
}

#[test]
fn a_code_works_once_and_a_new_one_voids_the_old() {
    let desktop = Desktop::with_owner();
    let id = desktop.create_newcomer();
    let old = desktop.newest_code();
    desktop
        .call("resend_confirmation", json!({ "id": id }))
        .expect("sent again");
    let new = desktop.newest_code();
    assert_ne!(old, new);
    let page = desktop.call(
        "list_outbox",
        json!({ "state": "cancelled", "after": null, "limit": 9 }),
    );
    assert_eq!(page.expect("a page")["rows"].as_array().expect("rows").len(), 1);
    desktop.call("sign_out", json!({})).expect("signed out");
    assert_eq!(
        code(desktop.activate(NEWCOMER, &old, PASSWORD)),
        "activation_refused"
    );
    desktop.forget_misses(NEWCOMER);
    desktop.activate(NEWCOMER, &new, PASSWORD).expect("right");
    desktop.choose(OWN, OWN).expect("chosen");
    desktop.call("leave_activation", json!({})).expect("left");
    assert_eq!(code(desktop.activate(NEWCOMER, &new, OWN)), "activation_refused");
    desktop.forget_misses(NEWCOMER);
    desktop.sign_in(OWNER, PASSWORD).expect("the owner");
    let again = desktop.call("resend_confirmation", json!({ "id": id }));
    assert_eq!(code(again), "already_confirmed");
}

#[test]
fn where_the_initial_password_stays_the_code_alone_activates() {
    let desktop = Desktop::with_owner();
    let mut state = desktop.call("message_settings", json!({})).expect("settings");
    state["settings"]["ownPassword"] = json!(false);
    let saved = json!({ "settings": state["settings"] });
    desktop.call("save_message_settings", saved).expect("saved");
    desktop.create_newcomer();
    let typed = desktop.newest_code();
    desktop.call("sign_out", json!({})).expect("signed out");
    let state = desktop.activate(NEWCOMER, &typed, PASSWORD).expect("right");
    assert_eq!(state["step"], "offer_device");
    desktop.call("leave_activation", json!({})).expect("left");
    desktop.sign_in(NEWCOMER, PASSWORD).expect("in");
}

#[test]
fn a_newcomer_registers_a_device_and_is_told_by_mail() {
    let (desktop, typed) = with_newcomer();
    desktop.activate(NEWCOMER, &typed, PASSWORD).expect("right");
    let device = json!({ "draftId": request_id(), "country": "DE", "number": "0151 12345678" });
    let too_early = desktop.call("send_own_code", json!({ "device": device }));
    assert_eq!(code(too_early), "wrong_state");
    desktop.choose(OWN, OWN).expect("chosen");
    let countries = desktop.call("phone_countries", json!({})).expect("countries");
    assert_eq!(countries["gateway"], "outbox");
    desktop
        .call("send_own_code", json!({ "device": device }))
        .expect("sent");
    let owner = Desktop::at_same_home(&desktop);
    owner.sign_in(OWNER, PASSWORD).expect("the owner");
    let text = owner.newest_text();
    let digits: String = text.chars().filter(char::is_ascii_digit).take(6).collect();
    let confirmed = json!({ "device": device, "code": digits });
    // The key of the codes lives in the process that sent them, as for every code.
    let state = desktop
        .call("register_own_device", confirmed)
        .expect("registered");
    assert_eq!(state["step"], "done");
    let told = owner.newest_text();
    assert!(told.contains("Nadia"), "{told}");
    let users = owner.call("list_users", json!({ "query": {
        "search": NEWCOMER, "status": "active", "sort": "name", "descending": false, "after": null, "limit": 9
    }}));
    assert_eq!(users.expect("users")["rows"][0]["device"], true);
}

#[test]
fn the_link_stands_in_the_mail_only_where_there_is_a_page() {
    let desktop = Desktop::with_owner();
    desktop.create_newcomer();
    assert!(!desktop.newest_text().contains("http"));
    let mut state = desktop.call("message_settings", json!({})).expect("settings");
    state["settings"]["linkBase"] = json!("https://id.example.com/");
    let saved = json!({ "settings": state["settings"] });
    desktop.call("save_message_settings", saved).expect("saved");
    assert!(desktop.newest_text().contains("https://id.example.com/activate/"));
}

#[test]
fn a_mail_that_waits_is_cancelled_and_says_nothing_any_more() {
    let desktop = Desktop::with_owner();
    desktop.create_newcomer();
    let page = desktop.call(
        "list_outbox",
        json!({ "state": "waiting", "after": null, "limit": 9 }),
    );
    let row = page.expect("a page")["rows"][0].clone();
    assert_eq!(row["causedBy"]["firstName"], "Olga");
    assert_eq!(row["open"], true);
    let id = json!({ "id": row["id"] });
    desktop.call("retry_message", id.clone()).expect("due at once");
    desktop.call("cancel_message", id.clone()).expect("cancelled");
    assert_eq!(
        desktop.call("read_message", id.clone()).expect("a message")["text"],
        Value::Null
    );
    assert_eq!(code(desktop.call("retry_message", id)), "not_found");
    let users = desktop.call("list_users", json!({ "query": {
        "search": NEWCOMER, "status": "pending", "sort": "name", "descending": false, "after": null, "limit": 9
    }}));
    assert_eq!(
        users.expect("users")["rows"][0]["confirmation"]["state"],
        "cancelled"
    );
}

//! The number of a 2FA device: registered only once its own code was entered in its own draft.

use peers::misbehaving::{Behaviour, Misbehaving};
use serde_json::{Value, json};

use crate::desktop::{Desktop, PASSWORD, code, draft, request_id};

pub const NUMBER: &str = "0151 12345678";

/// A draft with a number.
pub fn draft_with_phone(email: &str) -> Value {
    let mut form = draft(email);
    form["device"]["country"] = json!("DE");
    form["device"]["number"] = json!(NUMBER);
    form
}

impl Desktop {
    pub fn create(&self, draft: &Value) -> Result<Value, Value> {
        self.call(
            "create_user",
            json!({ "draft": draft, "requestId": request_id() }),
        )
    }

    fn phone(&self, draft: &Value) -> Value {
        self.call("check_draft", json!({ "draft": draft }))
            .expect("it answers")["phone"]
            .clone()
    }

    pub fn send(&self, draft: &Value) -> Result<Value, Value> {
        self.call("send_code", json!({ "device": draft["device"] }))
    }

    pub fn confirm_by(&self, draft: &Value, code: &str) -> Result<Value, Value> {
        self.call("confirm_code", json!({ "device": draft["device"], "code": code }))
    }

    /// The code that the outbox keeps.
    pub fn code_in(&self, message: &Value) -> String {
        let read = self.call("read_message", json!({ "id": message }));
        let text = read.expect("it is read")["text"].clone();
        text.as_str().expect("a text")[..6].to_owned()
    }

    /// Sends a code to the draft's number, and enters it.
    pub fn confirm_number(&self, draft: &Value) {
        let sent = self.send(draft).expect("sent");
        let code = self.code_in(&sent["messageId"]);
        self.confirm_by(draft, &code).expect("confirmed");
    }

    fn newest_message(&self) -> Value {
        let page = self.call("list_outbox", json!({ "after": null, "limit": 1 }));
        page.expect("listed")["rows"][0].clone()
    }

    /// Sends through a server of the test that speaks as Twilio does.
    fn through(&self, server: &Misbehaving, countries: &[&str]) -> Result<Value, Value> {
        let settings = json!({
            "gateway": { "kind": "twilio", "baseUrl": server.url(), "account": "AC1", "from": "+4915100000" },
            "countries": countries, "language": "en", "host": "",
        });
        self.call(
            "save_sms_settings",
            json!({ "settings": settings, "secret": "t0ken" }),
        )
    }
}

/// Another code than this one.
pub fn wrong(code: &str) -> String {
    let first = (code.as_bytes()[0] - b'0' + 1) % 10;
    format!("{first}{}", &code[1..])
}

#[test]
fn a_number_is_registered_once_its_own_code_was_entered() {
    let desktop = Desktop::with_owner();
    let form = draft_with_phone("nadia@example.com");
    assert_eq!(
        desktop.phone(&form),
        json!({ "international": "+49 1511 2345678", "country": "DE", "confirmed": false })
    );
    let refused = desktop.create(&form).expect_err("the number is not confirmed");
    assert_eq!(refused["fields"][0]["code"], "phone_not_confirmed");

    let sent = desktop.send(&form).expect("sent");
    assert_eq!(
        (&sent["gateway"], &sent["triesLeft"]),
        (&json!("outbox"), &json!(5))
    );
    let right = desktop.code_in(&sent["messageId"]);
    let missed = desktop.confirm_by(&form, &wrong(&right)).expect_err("wrong");
    assert_eq!(
        (&missed["code"], &missed["data"]["left"]),
        (&json!("code_wrong"), &json!("4"))
    );
    desktop.confirm_by(&form, &right).expect("confirmed");
    assert_eq!(desktop.phone(&form)["confirmed"], true);

    let created = desktop.create(&form).expect("created");
    let shown = desktop
        .call("show_user", json!({ "id": created["id"] }))
        .expect("shown");
    assert_eq!(shown["device"]["number"], "+49 1511 2345678");
    assert_eq!(shown["device"]["through"], "outbox");
    assert_eq!(shown["history"][0]["details"]["device"], "+49…78");
    // The text is gone with its code, and the confirmation with the account.
    let read = desktop.call("read_message", json!({ "id": sent["messageId"] }));
    assert_eq!(read.expect("it is there")["text"], Value::Null);
    assert_eq!(desktop.phone(&form)["confirmed"], false);
}

#[test]
fn who_lost_the_answer_to_a_user_with_a_device_asks_again_and_is_told_which_it_was() {
    let desktop = Desktop::with_owner();
    let draft = draft_with_phone("nadia@example.com");
    desktop.confirm_number(&draft);
    let request = request_id();
    let create = |draft: &Value| desktop.call("create_user", json!({ "draft": draft, "requestId": request }));
    let created = create(&draft).expect("created");
    let again = create(&draft).expect("the confirmation is used up, and the account is there");
    assert_eq!((&again["id"], &again["earlier"]), (&created["id"], &json!(true)));
    let mut other = draft;
    other["email"] = json!("other@example.com");
    let refused = create(&other).expect_err("another account");
    assert_eq!(refused["fields"][0]["field"], "phone");
}

#[test]
fn no_other_order_of_calls_registers_a_number() {
    let desktop = Desktop::with_owner();
    let mine = draft_with_phone("nadia@example.com");
    assert_eq!(code(desktop.confirm_by(&mine, "123456")), "code_missing");
    let sent = desktop.send(&mine).expect("sent");
    let right = desktop.code_in(&sent["messageId"]);

    // The right code in another draft, or for another number, confirms nothing.
    let mut other_draft = mine.clone();
    other_draft["device"]["draftId"] = json!(request_id());
    assert_eq!(code(desktop.confirm_by(&other_draft, &right)), "code_missing");
    let mut other_number = mine.clone();
    other_number["device"]["number"] = json!("0151 12345679");
    assert_eq!(code(desktop.confirm_by(&other_number, &right)), "code_missing");
    for malformed in ["", "12345", "1234567", "abcdef"] {
        assert_eq!(code(desktop.confirm_by(&mine, malformed)), "code_malformed");
    }
    desktop.confirm_by(&mine, &right).expect("confirmed");
    assert_eq!(code(desktop.confirm_by(&mine, &right)), "code_missing");
    for tampered in [&other_draft, &other_number] {
        let refused = desktop.create(tampered).expect_err("not confirmed");
        assert_eq!(refused["fields"][0]["code"], "phone_not_confirmed");
    }

    // Another operator cannot take over the draft.
    desktop.confirmed_user("marta@example.com", "user-manager");
    desktop.call("sign_out", json!({})).expect("signed out");
    desktop.sign_in("marta@example.com", PASSWORD).expect("signed in");
    let refused = desktop.create(&mine).expect_err("confirmed by somebody else");
    assert_eq!(refused["fields"][0]["code"], "phone_not_confirmed");
}

#[test]
fn five_wrong_codes_end_it_and_another_window_starts_no_new_count() {
    let desktop = Desktop::with_owner();
    let form = draft_with_phone("nadia@example.com");
    let sent = desktop.send(&form).expect("sent");
    let right = desktop.code_in(&sent["messageId"]);
    for left in ["4", "3", "2", "1"] {
        let missed = desktop.confirm_by(&form, &wrong(&right)).expect_err("wrong");
        assert_eq!(missed["data"]["left"], left);
    }
    assert_eq!(code(desktop.confirm_by(&form, &wrong(&right))), "code_ended");
    assert_eq!(code(desktop.confirm_by(&form, &right)), "code_ended");
    let reopened = draft_with_phone("nadia@example.com");
    let soon = desktop.send(&reopened).expect_err("within 30 seconds");
    assert_eq!(soon["code"], "code_too_soon");
    // The code does not outlive the program, and its counters do.
    let desktop = desktop.restarted();
    desktop
        .sign_in(crate::desktop::OWNER, PASSWORD)
        .expect("signed in");
    assert_eq!(code(desktop.send(&reopened)), "code_too_soon");
    assert_eq!(code(desktop.confirm_by(&form, &right)), "code_ended");
}

#[test]
fn an_old_code_has_expired() {
    let desktop = Desktop::with_owner();
    let form = draft_with_phone("nadia@example.com");
    let sent = desktop.send(&form).expect("sent");
    let right = desktop.code_in(&sent["messageId"]);
    desktop.sql("UPDATE codes SET sent_at = sent_at - 600000");
    assert_eq!(code(desktop.confirm_by(&form, &right)), "code_expired");
    assert_eq!(desktop.phone(&form)["confirmed"], false);
}

#[test]
fn numbers_that_take_no_messages_are_refused_before_sending() {
    let desktop = Desktop::with_owner();
    for (country, number, flaw) in [
        ("DE", "", "required"),
        ("DE", "12a", "phone_not_a_number"),
        ("DE", "0151 123", "phone_too_short"),
        ("DE", "030 123456", "phone_takes_no_sms"),
        ("DE", "0900 1234567", "phone_takes_no_sms"),
        ("DE", "+33 6 12 34 56 78", "phone_other_country"),
    ] {
        let mut form = draft_with_phone("nadia@example.com");
        form["device"]["country"] = json!(country);
        form["device"]["number"] = json!(number);
        let refused = desktop.send(&form).expect_err(number);
        assert_eq!(refused["fields"][0]["code"], flaw, "{number}");
    }
    assert_eq!(desktop.newest_message(), Value::Null);
}

#[test]
fn a_gateway_sends_to_the_countries_of_the_organisation_only() {
    let desktop = Desktop::with_owner();
    let server = Misbehaving::start(Behaviour::Answer(201, r#"{"sid":"SM1"}"#.to_owned())).expect("a server");
    let none = desktop.through(&server, &[]).expect_err("no country");
    assert_eq!(none["fields"][0]["field"], "sms_countries");
    desktop.through(&server, &["FR"]).expect("saved");
    let form = draft_with_phone("nadia@example.com");
    let checked = desktop
        .call("check_draft", json!({ "draft": form }))
        .expect("checked");
    assert_eq!(checked["problems"][0]["code"], "phone_country_not_served");
    let refused = desktop.send(&form).expect_err("not served");
    assert_eq!(refused["fields"][0]["code"], "phone_country_not_served");
    assert_eq!(server.count(), 0);

    desktop.through(&server, &["DE", "FR"]).expect("saved");
    let sent = desktop.send(&form).expect("sent");
    assert_eq!(
        (&sent["gateway"], &sent["uncertain"]),
        (&json!("twilio"), &Value::Null)
    );
    assert_eq!(server.count(), 1);
    let row = desktop.newest_message();
    assert_eq!((&row["state"], &row["tries"]), (&json!("sent"), &json!(1)));
    // What has left is wiped here: the code is in the request that the gateway got, and nowhere else.
    let kept = desktop.call("read_message", json!({ "id": sent["messageId"] }));
    assert_eq!(kept.expect("it is there")["text"], Value::Null);
    let requests = server.requests();
    let body = requests.last().expect("a request").body.clone();
    let at = body.find("Body=").expect("a text") + 5;
    desktop.confirm_by(&form, &body[at..at + 6]).expect("confirmed");
    let created = desktop.create(&form).expect("created");
    let shown = desktop
        .call("show_user", json!({ "id": created["id"] }))
        .expect("shown");
    assert_eq!(shown["device"]["through"], "twilio");
}

#[test]
fn what_a_gateway_refuses_is_told_and_does_not_count() {
    let desktop = Desktop::with_owner();
    let body = r#"{"code":21211,"message":"Invalid 'To' Phone Number","status":400}"#;
    let server = Misbehaving::start(Behaviour::Answer(400, body.to_owned())).expect("a server");
    desktop.through(&server, &["DE"]).expect("saved");
    let form = draft_with_phone("nadia@example.com");
    for _ in 0..6 {
        let refused = desktop.send(&form).expect_err("refused");
        assert_eq!(refused["code"], "sms_bad_number");
        assert_eq!(refused["data"]["said"], "Invalid 'To' Phone Number");
    }
    let row = desktop.newest_message();
    assert_eq!(
        (&row["state"], &row["fault"]["code"]),
        (&json!("failed"), &json!("sms_bad_number"))
    );

    // Cut off after the request was read, nobody knows: it counts, and its code is good.
    server.behave(Behaviour::Cut);
    let sent = desktop.send(&form).expect("it may arrive");
    assert_eq!(sent["uncertain"]["code"], "sms_no_answer");
    assert_eq!(desktop.newest_message()["state"], "uncertain");
    assert_eq!(code(desktop.send(&form)), "code_too_soon");
    assert_eq!(server.count(), 7);
}

#[test]
fn typing_a_number_tells_the_window_nothing() {
    let desktop = Desktop::with_owner();
    let told = desktop.count_of("start-changed");
    desktop.call("lock", json!({})).expect("locked");
    desktop
        .call("unlock", json!({ "password": PASSWORD }))
        .expect("unlocked");
    let before = told.load(std::sync::atomic::Ordering::SeqCst);
    assert!(before > 0, "what is told is counted");
    let typed = json!({ "typed": {
        "country": "DE", "before": "0151", "after": "", "deleted": null, "previous": ""
    }});
    for _ in 0..5 {
        desktop.call("format_phone", typed.clone()).expect("formatted");
    }
    desktop.call("phone_countries", json!({})).expect("countries");
    assert_eq!(told.load(std::sync::atomic::Ordering::SeqCst), before);
}

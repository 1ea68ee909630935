//! Settings → SMS.

use peers::misbehaving::{Behaviour, Misbehaving};
use serde_json::{Value, json};

use crate::desktop::{Desktop, OWNER, PASSWORD};

fn twilio(base_url: &str) -> Value {
    json!({
        "gateway": { "kind": "twilio", "baseUrl": base_url, "account": "AC1", "from": "+4915100000" },
        "countries": ["DE"], "language": "de", "host": "id.example.com",
    })
}

fn outbox() -> Value {
    json!({ "gateway": { "kind": "outbox" }, "countries": [], "language": "en", "host": "" })
}

impl Desktop {
    fn save_sms(&self, settings: &Value, secret: Option<&str>) -> Result<Value, Value> {
        self.call(
            "save_sms_settings",
            json!({ "settings": settings, "secret": secret }),
        )
    }

    fn test_message(&self) -> Value {
        let form = json!({ "country": "DE", "number": "0151 12345678" });
        self.call("send_test_message", form).expect("it answers")
    }
}

#[test]
fn a_secret_goes_to_the_keychain_and_comes_back_to_nobody() {
    let desktop = Desktop::with_owner();
    let missing = desktop
        .save_sms(&twilio("https://sms.example.com"), None)
        .expect_err("no secret");
    assert_eq!(missing["fields"][0]["field"], "gateway_secret");
    let saved = desktop
        .save_sms(&twilio("https://sms.example.com"), Some("t0ken-canary"))
        .expect("saved");
    assert_eq!(
        (&saved["secretKnown"], &saved["secretLasts"]),
        (&json!(true), &json!(true))
    );
    assert_eq!(
        saved["example"].as_str().and_then(|text| text.lines().last()),
        Some("@id.example.com #123456")
    );
    assert!(!saved.to_string().contains("canary"));

    let desktop = desktop.restarted();
    desktop.sign_in(OWNER, PASSWORD).expect("signed in");
    let shown = desktop.call("sms_settings", json!({})).expect("shown");
    assert_eq!(
        (&shown["secretKnown"], &shown["settings"]["language"]),
        (&json!(true), &json!("de"))
    );
    desktop
        .save_sms(&twilio("https://sms.example.com"), None)
        .expect("the known one is kept");

    // Nobody has it sent elsewhere without knowing it, not even by going there and back.
    let elsewhere = desktop
        .save_sms(&twilio("https://thief.example.com"), None)
        .expect_err("elsewhere");
    assert_eq!(elsewhere["fields"][0]["field"], "gateway_secret");
    desktop.save_sms(&outbox(), None).expect("saved");
    let back = desktop
        .save_sms(&twilio("https://sms.example.com"), None)
        .expect_err("it was forgotten");
    assert_eq!(back["fields"][0]["field"], "gateway_secret");
}

#[test]
fn a_test_message_says_what_became_of_it() {
    let desktop = Desktop::with_owner();
    assert_eq!(desktop.test_message()["outcome"], "kept");

    let mut server =
        Misbehaving::start(Behaviour::Answer(201, r#"{"sid":"SM1"}"#.to_owned())).expect("a server");
    desktop
        .save_sms(&twilio(&server.url()), Some("t0ken"))
        .expect("saved");
    let sent = desktop.test_message();
    assert_eq!(
        (&sent["outcome"], &sent["number"]),
        (&json!("sent"), &json!("+49 1511 2345678"))
    );
    server.behave(Behaviour::Answer(
        401,
        r#"{"code":20003,"message":"Authenticate"}"#.to_owned(),
    ));
    let refused = desktop.test_message();
    assert_eq!(
        (&refused["outcome"], &refused["fault"]["code"]),
        (&json!("failed"), &json!("sms_credentials"))
    );
    server.behave(Behaviour::Cut);
    assert_eq!(desktop.test_message()["outcome"], "uncertain");
    server.stop();
    let gone = desktop.test_message();
    assert_eq!(
        (&gone["outcome"], &gone["fault"]["code"]),
        (&json!("failed"), &json!("sms_unreachable"))
    );

    let page = desktop
        .call("list_outbox", json!({ "after": null, "limit": 9 }))
        .expect("listed");
    let states: Vec<&Value> = page["rows"]
        .as_array()
        .expect("rows")
        .iter()
        .map(|row| &row["state"])
        .collect();
    assert_eq!(states, ["failed", "uncertain", "failed", "sent", "kept"]);
    let activity = desktop
        .call("list_activity", json!({ "after": null, "limit": 1 }))
        .expect("listed");
    assert_eq!(activity["rows"][0]["action"], "test_message_sent");
    assert_eq!(activity["rows"][0]["subject"], "+49…78");
}

#[test]
fn the_sample_keeps_nothing_in_the_keychain() {
    let desktop = Desktop::new();
    desktop
        .call("look_around", json!({}))
        .expect("the sample is open");
    let saved = desktop
        .save_sms(&twilio("https://sms.example.com"), Some("t0ken"))
        .expect("saved");
    assert_eq!(
        (&saved["secretKnown"], &saved["secretLasts"]),
        (&json!(true), &json!(false))
    );
    desktop.call("leave_sample", json!({})).expect("left");
    let kept = tauri::async_runtime::block_on(keychain::SecretStore::read(
        &*desktop.keychain,
        "sms twilio https://sms.example.com AC1",
    ));
    assert!(kept.expect("it answers").is_none());
}

#[test]
fn the_condition_of_the_gateway_is_told() {
    let desktop = Desktop::with_owner();
    let condition = || desktop.call("gateway_condition", json!({})).expect("it answers");
    assert_eq!(condition()["state"], "ready");
    let server = Misbehaving::start(Behaviour::Answer(401, "{}".to_owned())).expect("a server");
    desktop
        .save_sms(&twilio(&server.url()), Some("t0ken"))
        .expect("saved");
    let faulty = condition();
    assert_eq!(
        (&faulty["state"], &faulty["fault"]["code"]),
        (&json!("faulty"), &json!("sms_credentials"))
    );
}

//! The Big List of Naughty Strings through every text field: refused with a reason, or stored and shown back to the
//! letter.

use serde_json::{Value, json};
use unicode_normalization::UnicodeNormalization as _;

use crate::desktop::{Desktop, draft, request_id};

/// As the domain stores a line: trimmed, NFC.
fn stored(text: &str) -> String {
    text.trim().nfc().collect()
}

fn problems_of<'a>(answer: &'a Value, field: &str) -> Vec<&'a Value> {
    let list = answer["problems"]
        .as_array()
        .or_else(|| answer["fields"].as_array());
    list.expect("a list")
        .iter()
        .filter(|problem| problem["field"] == field)
        .collect()
}

#[test]
fn naughty_names_are_refused_with_a_reason_or_come_back_to_the_letter() {
    let desktop = Desktop::with_owner();
    let (mut kept, mut refused) = (0, 0);
    for (index, naughty) in naughty_strings::BLNS.iter().enumerate() {
        let mut form = draft(&format!("naughty{index}@example.com"));
        form["firstName"] = json!(naughty);
        form["lastName"] = json!(naughty);
        form["lookalikeConfirmed"] = json!(true);
        // A name inside the password is refused for the password's sake; that is not what is tried here.
        form["password"] = json!("5#Vq!zR8_wXk2@Tb7$Yp");
        form["confirmPassword"] = form["password"].clone();
        match desktop.call("create_user", json!({ "draft": form, "requestId": request_id() })) {
            Ok(created) => {
                let shown = desktop
                    .call("show_user", json!({ "id": created["id"] }))
                    .expect("it is there");
                assert_eq!(shown["user"]["firstName"], stored(naughty), "{index}");
                assert_eq!(shown["user"]["lastName"], stored(naughty), "{index}");
                kept += 1;
            }
            Err(error) => {
                assert_eq!(error["code"], "invalid", "{index}: {error}");
                let reasons = problems_of(&error, "first_name");
                assert!(!reasons.is_empty(), "{index} {naughty:?}: {error}");
                refused += 1;
            }
        }
    }
    assert_eq!(kept + refused, naughty_strings::BLNS.len());
    assert!(kept > 300, "{kept} kept, {refused} refused");
}

#[test]
fn naughty_addresses_and_passwords_get_a_reason_or_are_accepted() {
    let desktop = Desktop::with_owner();
    for (index, naughty) in naughty_strings::BLNS.iter().enumerate() {
        let mut form = draft("fine@example.com");
        form["email"] = json!(naughty);
        let check = desktop
            .call("check_draft", json!({ "draft": form }))
            .expect("it answers");
        let reasons = problems_of(&check, "email");
        assert!(
            !reasons.is_empty() || naughty.contains('@'),
            "{index} {naughty:?}"
        );

        let mut form = draft("fine@example.com");
        form["password"] = json!(naughty);
        form["confirmPassword"] = json!(naughty);
        let check = desktop
            .call("check_draft", json!({ "draft": form }))
            .expect("it answers");
        let reasons = problems_of(&check, "password");
        assert!(
            !reasons.is_empty() || check["ready"] == true,
            "{index} {naughty:?}: {check}"
        );
    }
}

#[test]
fn naughty_searches_are_answered() {
    let desktop = Desktop::with_owner();
    for naughty in naughty_strings::BLNS {
        let query = json!({ "query": {
            "search": naughty, "status": "all", "sort": "name", "descending": false, "after": null, "limit": 10
        }});
        desktop.call("list_users", query.clone()).expect("a page");
        desktop.call("count_users", query).expect("counts");
    }
}

#[test]
fn naughty_roles_and_settings_are_refused_with_a_reason_or_come_back_to_the_letter() {
    let desktop = Desktop::with_owner();
    for (index, naughty) in naughty_strings::BLNS.iter().enumerate() {
        let form = json!({
            "id": null, "name": format!("{index} {naughty}"), "description": naughty, "roles": [], "permissions": []
        });
        match desktop.call("save_role", json!({ "form": form })) {
            Ok(role) => {
                assert_eq!(role["name"], stored(&format!("{index} {naughty}")), "{index}");
                assert_eq!(role["description"], stored(naughty), "{index}");
            }
            Err(error) => assert!(!error["fields"].as_array().expect("a list").is_empty(), "{error}"),
        }
        let mut settings = desktop.call("settings", json!({})).expect("settings");
        settings["organisation"] = json!(naughty);
        match desktop.call("save_settings", json!({ "settings": settings })) {
            Ok(saved) => assert_eq!(saved["organisation"], stored(naughty), "{index}"),
            Err(error) => assert_eq!(error["fields"][0]["field"], "setting", "{error}"),
        }
    }
}

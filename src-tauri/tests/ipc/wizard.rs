//! Creating users by the commands.

use serde_json::{Value, json};

use crate::desktop::{Desktop, OWNER, PASSWORD, code, draft, request_id};

fn create(desktop: &Desktop, draft: &Value, request: &str) -> Result<Value, Value> {
    desktop.call("create_user", json!({ "draft": draft, "requestId": request }))
}

fn check(desktop: &Desktop, draft: &Value) -> Value {
    desktop
        .call("check_draft", json!({ "draft": draft }))
        .expect("it answers")
}

#[test]
fn a_created_user_is_there_with_roles_message_and_entry() {
    let desktop = Desktop::with_owner();
    let created = create(&desktop, &draft("nadia@example.com"), &request_id()).expect("created");
    let shown = desktop
        .call("show_user", json!({ "id": created["id"] }))
        .expect("shown");
    assert_eq!(shown["user"]["email"], "nadia@example.com");
    assert_eq!(shown["user"]["roles"], json!(["member"]));
    assert_eq!(shown["user"]["confirmed"], false);
    assert_eq!(shown["user"]["enabled"], true);
    assert_eq!(shown["history"][0]["action"], "user_created");
    assert_eq!(shown["history"][0]["subject"], "n…@example.com");
    let outbox = desktop
        .call("list_outbox", json!({ "after": null, "limit": 10 }))
        .expect("listed");
    assert_eq!(outbox["rows"][0]["recipient"], "nadia@example.com");
    assert_eq!(outbox["rows"][0]["user"]["id"], created["id"]);
    let verified = desktop.call("verify_activity", json!({})).expect("walked");
    assert_eq!(verified["result"], "whole");
}

#[test]
fn a_pending_user_cannot_sign_in() {
    let desktop = Desktop::with_owner();
    let mut form = draft("pat@example.com");
    form["roles"] = json!(["help-desk"]);
    create(&desktop, &form, &request_id()).expect("created");
    desktop.call("sign_out", json!({})).expect("signed out");
    assert_eq!(
        code(desktop.sign_in("pat@example.com", PASSWORD)),
        "account_pending"
    );
}

#[test]
fn asking_twice_with_the_same_request_creates_one_account() {
    let desktop = Desktop::with_owner();
    let request = request_id();
    let first = create(&desktop, &draft("once@example.com"), &request).expect("created");
    let again = create(&desktop, &draft("once@example.com"), &request).expect("the same answer");
    assert_eq!(first["id"], again["id"]);
    let other = create(&desktop, &draft("other@example.com"), &request);
    assert_eq!(code(other), "request_reused");
    let query = json!({ "query": {
        "search": "", "status": "all", "sort": "name", "descending": false, "after": null, "limit": 10
    }});
    assert_eq!(desktop.call("count_users", query).expect("counted")["total"], 2);
}

#[test]
fn an_address_taken_meanwhile_by_another_connection_is_one_error_on_the_field() {
    let desktop = Desktop::with_owner();
    let form = draft("race@example.com");
    assert_eq!(check(&desktop, &form)["ready"], true);
    let other = Desktop::at_same_home(&desktop);
    other.sign_in(OWNER, PASSWORD).expect("signed in");
    create(&other, &form, &request_id()).expect("created");
    let error = create(&desktop, &draft("RACE@Example.com"), &request_id()).expect_err("it is taken");
    assert_eq!(error["code"], "invalid");
    assert_eq!(
        error["fields"],
        json!([{ "field": "email", "code": "email_taken", "data": {} }])
    );
    let mut known = form;
    known["takenEmail"] = json!("race@example.com");
    let answer = check(&desktop, &known);
    assert_eq!(
        (&answer["ready"], &answer["general"]),
        (&json!(false), &json!("problem"))
    );
}

#[test]
fn a_look_alike_of_an_existing_address_has_to_be_confirmed() {
    let desktop = Desktop::with_owner();
    create(&desktop, &draft("paypal@example.com"), &request_id()).expect("created");
    // A digit one in the place of the letter l.
    let mut form = draft("paypa1@example.com");
    form["firstName"] = json!("Someone");
    let error = create(&desktop, &form, &request_id()).expect_err("it looks like another");
    assert_eq!(error["fields"][0]["code"], "looks_like_existing");
    assert_eq!(error["fields"][0]["data"]["existing"], "paypal@example.com");
    let availability = desktop
        .call("check_email", json!({ "email": "paypa1@example.com" }))
        .expect("an answer");
    assert_eq!(
        availability,
        json!({ "answer": "looks_like", "existing": "paypal@example.com" })
    );
    form["lookalikeConfirmed"] = json!(true);
    create(&desktop, &form, &request_id()).expect("the operator means it");
}

#[test]
fn a_generated_password_satisfies_the_rules_and_is_never_the_same() {
    let desktop = Desktop::with_owner();
    let mut seen = std::collections::HashSet::new();
    for shape in ["characters", "words"] {
        for _ in 0..20 {
            let options = json!({ "options": {
                "shape": shape, "length": 20, "lookAlikes": false, "words": 6,
                "firstName": "Nadia", "lastName": "Newcomer", "email": "n@example.com"
            }});
            let password = desktop.call("generate_password", options).expect("generated");
            let mut form = draft("n@example.com");
            form["password"] = password.clone();
            form["confirmPassword"] = password.clone();
            assert_eq!(check(&desktop, &form)["ready"], true);
            assert!(seen.insert(password.to_string()));
        }
    }
}

#[test]
fn a_draft_that_grants_more_than_the_operator_holds_is_refused_and_recorded() {
    let desktop = Desktop::with_owner();
    let limited = json!({ "form": {
        "id": null, "name": "Clerk", "description": "", "roles": [],
        "permissions": ["users.view", "users.create", "activity.view"]
    }});
    let role = desktop.call("save_role", limited).expect("the role is made");
    let mut clerk = draft("clerk@example.com");
    clerk["roles"] = json!([role["id"]]);
    create(&desktop, &clerk, &request_id()).expect("created");
    desktop.confirm("clerk@example.com");
    desktop.call("sign_out", json!({})).expect("signed out");
    desktop.sign_in("clerk@example.com", PASSWORD).expect("signed in");
    let mut overreach = draft("friend@example.com");
    overreach["roles"] = json!(["owner"]);
    let error = create(&desktop, &overreach, &request_id()).expect_err("more than the clerk holds");
    assert_eq!(error["fields"][0]["code"], "exceeds_own_rights");
    let page = desktop
        .call("list_activity", json!({ "after": null, "limit": 1 }))
        .expect("listed");
    assert_eq!(page["rows"][0]["action"], "refused");
}

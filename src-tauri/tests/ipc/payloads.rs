//! 10,000 malformed payloads for every command: no panic, and an answer within a second each.

use std::time::{Duration, Instant};

use rand::{RngExt as _, SeedableRng as _, rngs::StdRng};
use serde_json::{Map, Value, json};

use crate::desktop::{Desktop, PASSWORD};

const PAYLOADS: usize = 10_000;
const LIMIT: Duration = Duration::from_secs(1);

/// The keys of all arguments and of their fields: a payload that uses them gets further in.
const KEYS: [&str; 67] = [
    "server",
    "hosts",
    "address",
    "target",
    "key",
    "query",
    "draft",
    "form",
    "options",
    "settings",
    "id",
    "email",
    "password",
    "passphrase",
    "requestId",
    "after",
    "limit",
    "roles",
    "permissions",
    "firstName",
    "lastName",
    "confirmPassword",
    "takenEmail",
    "lookalikeConfirmed",
    "search",
    "status",
    "sort",
    "descending",
    "shape",
    "length",
    "lookAlikes",
    "words",
    "name",
    "description",
    "organisation",
    "device",
    "draftId",
    "country",
    "number",
    "code",
    "typed",
    "before",
    "deleted",
    "previous",
    "gateway",
    "kind",
    "countries",
    "language",
    "host",
    "secret",
    "url",
    "headers",
    "body",
    "from",
    "port",
    "state",
    "server",
    "security",
    "auth",
    "account",
    "sender",
    "authority",
    "templates",
    "subject",
    "linkBase",
    "activationHours",
    "ownPassword",
];

fn text(rng: &mut StdRng) -> String {
    const TEXTS: [&str; 12] = [
        "",
        " ",
        "\0",
        "\u{202e}",
        "' OR 1=1 --",
        "../../etc/passwd",
        "𝕏",
        "null",
        "a@b",
        "%00",
        "-1",
        "{}",
    ];
    match rng.random_range(0..40) {
        0 => "x".repeat(rng.random_range(1_000..20_000)),
        n => TEXTS[n % TEXTS.len()].to_owned(),
    }
}

fn value(rng: &mut StdRng, depth: usize) -> Value {
    match rng.random_range(0..if depth == 0 { 6 } else { 9 }) {
        0 => Value::Null,
        1 => json!(rng.random::<bool>()),
        2 => json!(rng.random::<i64>()),
        3 => json!(rng.random::<f64>()),
        4 | 5 => json!(text(rng)),
        6 => (0..rng.random_range(0..5))
            .map(|_| value(rng, depth - 1))
            .collect(),
        _ => object(rng, depth - 1),
    }
}

fn object(rng: &mut StdRng, depth: usize) -> Value {
    let count = rng.random_range(0..10);
    let fields: Map<String, Value> = (0..count)
        .map(|_| {
            (
                KEYS[rng.random_range(0..KEYS.len())].to_owned(),
                value(rng, depth),
            )
        })
        .collect();
    Value::Object(fields)
}

fn nested(depth: usize) -> Value {
    (0..depth).fold(Value::Null, |inner, _| json!([inner]))
}

/// Every key with the same thing in it.
fn everywhere(inside: &Value) -> Value {
    let fields: Map<String, Value> = KEYS
        .iter()
        .map(|key| ((*key).to_owned(), inside.clone()))
        .collect();
    let mut outer = fields.clone();
    for argument in [
        "query", "draft", "form", "options", "settings", "device", "typed", "gateway", "server", "target",
    ] {
        outer.insert(argument.to_owned(), Value::Object(fields.clone()));
    }
    Value::Object(outer)
}

fn payload(index: usize, rng: &mut StdRng) -> Value {
    match index {
        0 => Value::Null,
        1 => json!({}),
        2 => json!([]),
        3 => json!("x".repeat(1_000_000)),
        4 => everywhere(&json!("x".repeat(1_000_000))),
        5 => everywhere(&nested(100)),
        6 => everywhere(&json!(u64::MAX)),
        _ => object(rng, 3),
    }
}

fn answers_all(desktop: &Desktop, command: &str) {
    let mut rng = StdRng::seed_from_u64(command.len() as u64);
    for index in 0..PAYLOADS {
        let payload = payload(index, &mut rng);
        let started = Instant::now();
        // Refused or answered, but answered: a panic in the command would leave the call waiting, or fail the test.
        let _ = desktop.call(command, payload);
        let took = started.elapsed();
        assert!(took < LIMIT, "{command}, payload {index}, took {took:?}");
    }
}

#[test]
fn every_command_answers_malformed_payloads() {
    let desktop = Desktop::with_owner();
    let (without_arguments, with_arguments): (Vec<&str>, Vec<&str>) =
        frontdesk::ipc::COMMANDS.iter().copied().partition(|command| {
            [
                "start_state",
                "retry_opening",
                "look_around",
                "leave_sample",
                "lock",
                "sign_out",
                "keep_alive",
                "connections",
                "directory_condition",
                "copy_state",
                "cancel_copy",
                "list_roles",
                "verify_activity",
                "export_activity",
                "settings",
                "phone_countries",
                "send_sign_in_code",
                "cancel_sign_in",
                "new_recovery_codes",
                "keep_recovery_codes",
                "sms_settings",
                "gateway_condition",
                "leave_activation",
                "mail_settings",
                "send_mail_test",
                "message_settings",
            ]
            .contains(command)
        });
    for command in with_arguments
        .iter()
        .filter(|command| !["sign_in", "unlock", "begin_activation"].contains(command))
    {
        answers_all(&desktop, command);
    }
    // What takes no arguments cannot tell one payload from another: asked where it changes least.
    desktop.call("sign_out", json!({})).expect("signed out");
    let of_strangers = ["sign_in", "unlock", "begin_activation"];
    for command in without_arguments.iter().chain(&of_strangers) {
        answers_all(&desktop, command);
    }
    let back = desktop.restarted();
    std::thread::sleep(Duration::from_secs(11));
    back.sign_in(crate::desktop::OWNER, PASSWORD)
        .expect("nothing is broken");
}

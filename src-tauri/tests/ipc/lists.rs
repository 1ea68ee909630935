//! One list of commands in four places.

use std::{collections::BTreeSet, fs, path::Path};

use serde_json::{Value, json};

use crate::desktop::Desktop;

fn file(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).expect("it is there")
}

fn declared() -> BTreeSet<String> {
    frontdesk::ipc::COMMANDS
        .iter()
        .map(|name| (*name).to_owned())
        .collect()
}

#[test]
fn the_build_script_names_the_commands_of_the_code() {
    let named: BTreeSet<String> = file("build.rs")
        .lines()
        .filter_map(|line| line.trim().strip_prefix('"')?.strip_suffix("\","))
        .map(str::to_owned)
        .collect();
    assert_eq!(named, declared());
}

#[test]
fn the_capability_grants_the_one_window_exactly_the_commands_and_listening() {
    let capability: Value = serde_json::from_str(&file("capabilities/main.json")).expect("JSON");
    assert_eq!(capability["windows"], json!(["main"]));
    let granted: BTreeSet<String> = capability["permissions"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|permission| permission.as_str().expect("a name").to_owned())
        .collect();
    let commands = declared()
        .into_iter()
        .map(|name| format!("allow-{}", name.replace('_', "-")));
    let events = ["core:event:allow-listen", "core:event:allow-unlisten"].map(str::to_owned);
    assert_eq!(granted, commands.chain(events).collect());
}

#[test]
fn every_command_is_served_and_no_other() {
    let desktop = Desktop::new();
    for command in declared() {
        let answer = desktop.call(&command, json!({}));
        let missing = answer
            .as_ref()
            .err()
            .and_then(Value::as_str)
            .is_some_and(|text| text.contains("not found"));
        assert!(!missing, "{command}: {answer:?}");
    }
    for other in [
        "greet",
        "plugin:fs|read_file",
        "plugin:shell|execute",
        "plugin:event|emit",
    ] {
        assert!(desktop.call(other, json!({})).is_err(), "{other}");
    }
}

#[test]
fn the_content_policy_is_the_strict_one() {
    let conf: Value = serde_json::from_str(&file("tauri.conf.json")).expect("JSON");
    assert_eq!(
        conf["app"]["security"]["csp"],
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; \
         connect-src ipc: http://ipc.localhost; form-action 'none'; frame-ancestors 'none'; base-uri 'none'"
    );
    assert_eq!(conf["app"]["security"]["freezePrototype"], true);
    assert_eq!(conf["app"]["withGlobalTauri"], false);
    assert_eq!(conf["app"]["security"]["assetProtocol"]["enable"], false);
}

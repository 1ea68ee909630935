//! The keychain against the real GNOME Keyring, each case in a login session of its own.
//!
//! A process meets its keychain once, so each case runs this test program again inside the session: the variable
//! `KEYCHAIN_ERRANDS` tells [`run_errands`] what to do, and it prints one line for each answer.

#![cfg(target_os = "linux")]
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "in a test every surprise is a failure"
)]

mod session;

use std::{env, process::Output, time::Duration};

use keychain::{KeychainError, OsKeychain, Secret, SecretStore};
use session::Session;
use tokio::time::{Instant, interval};

const ERRANDS: &str = "KEYCHAIN_ERRANDS";
const VALUE: &str = "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA=";

/// What the keychain answered inside the session, and how long it took in milliseconds.
struct Answer {
    words: String,
    took: u64,
}

/// Runs errands one after the other in a new process inside the session.
fn run(session: &Session, errands: &str) -> Vec<Answer> {
    let mut command = session.command(env::current_exe().unwrap());
    command.args([
        "what_is_written_is_read_replaced_and_deleted",
        "--exact",
        "--nocapture",
    ]);
    let output = command.env(ERRANDS, errands).output().unwrap();
    assert!(output.status.success(), "{}", told(&output));
    let lines = String::from_utf8(output.stdout).unwrap();
    let answers = lines.lines().filter_map(|line| line.strip_prefix("answer "));
    answers
        .map(|line| {
            let (took, words) = line.split_once(' ').unwrap();
            Answer {
                words: words.to_owned(),
                took: took.parse().unwrap(),
            }
        })
        .collect()
}

fn words(answers: &[Answer]) -> Vec<&str> {
    answers.iter().map(|answer| answer.words.as_str()).collect()
}

fn told(output: &Output) -> String {
    format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

/// What the process inside the session does.
#[tokio::main]
async fn run_errands(errands: &str) {
    let keychain = OsKeychain::new();
    println!();
    for errand in errands.split(' ') {
        let began = Instant::now();
        let words = answer(&keychain, errand).await;
        println!("answer {} {words}", began.elapsed().as_millis());
    }
}

async fn answer(keychain: &OsKeychain, errand: &str) -> String {
    let done = match errand {
        "probe" => keychain.probe().await.map(|()| "available".to_owned()),
        "read" => keychain.read("directory-1").await.map(|found| match found {
            Some(secret) => secret.expose().to_owned(),
            None => "nothing".to_owned(),
        }),
        "write" => keychain
            .write("directory-1", &Secret::new(VALUE.to_owned()))
            .await
            .map(|()| "written".to_owned()),
        "write-other" => keychain
            .write("directory-1", &Secret::new("other".to_owned()))
            .await
            .map(|()| "written".to_owned()),
        "delete" => keychain
            .delete("directory-1")
            .await
            .map(|()| "deleted".to_owned()),
        "probe-while-working" => return work_while(keychain.probe()).await,
        other => panic!("unknown errand {other}"),
    };
    done.unwrap_or_else(|error| name(&error))
}

/// Counts tenths of a second on the same thread until the keychain has answered.
async fn work_while(probe: impl Future<Output = Result<(), KeychainError>>) -> String {
    tokio::pin!(probe);
    let mut clock = interval(Duration::from_millis(100));
    let mut ticks = 0;
    loop {
        tokio::select! {
            _ = clock.tick() => ticks += 1,
            answer = &mut probe => {
                let name = answer.map_or_else(|error| name(&error), |()| "available".to_owned());
                return format!("{name} {ticks}");
            }
        }
    }
}

fn name(error: &KeychainError) -> String {
    match error {
        KeychainError::Unexpected(cause) => format!("Unexpected: {cause}"),
        plain => format!("{plain:?}"),
    }
}

#[test]
fn what_is_written_is_read_replaced_and_deleted() {
    if let Ok(errands) = env::var(ERRANDS) {
        return run_errands(&errands);
    }
    let session = Session::with_open_keyring();
    let answers = run(
        &session,
        "probe read write read write-other read delete read delete",
    );
    assert_eq!(
        words(&answers),
        [
            "available",
            "nothing",
            "written",
            VALUE,
            "written",
            "other",
            "deleted",
            "nothing",
            "deleted"
        ]
    );
}

#[test]
fn a_secret_survives_the_program_and_other_programs_see_it_as_text() {
    let session = Session::with_open_keyring();
    assert_eq!(words(&run(&session, "write")), ["written"]);
    assert_eq!(words(&run(&session, "read")), [VALUE]);
    let mut outside = session.command("secret-tool");
    let found = outside
        .args(["lookup", "service", keychain::SERVICE, "username", "directory-1"])
        .output();
    let found = found.expect("secret-tool (package libsecret-tools) is installed");
    assert_eq!(String::from_utf8_lossy(&found.stdout).trim_end(), VALUE);
}

#[test]
fn without_a_bus_the_keychain_is_missing_within_a_second() {
    let answers = run(&Session::without_bus(), "probe read write delete");
    assert_eq!(words(&answers), ["Missing"; 4]);
    assert!(answers.iter().all(|answer| answer.took < 1000));
}

#[test]
fn without_a_service_the_keychain_is_missing_within_a_second() {
    let answers = run(&Session::without_keyring(), "probe read");
    assert_eq!(words(&answers), ["Missing"; 2]);
    assert!(answers.iter().all(|answer| answer.took < 1000));
}

#[test]
fn a_service_in_which_no_keyring_was_made_counts_as_missing() {
    let answers = run(&Session::with_new_keyring(), "probe read write");
    assert_eq!(words(&answers), ["Missing", "nothing", "Missing"]);
}

#[test]
fn a_keyring_that_nobody_can_unlock_is_locked() {
    let mut session = Session::with_open_keyring();
    assert_eq!(words(&run(&session, "write")), ["written"]);
    session.lock_keyring();
    let answers = run(&session, "probe read write-other delete");
    assert_eq!(words(&answers), ["Locked"; 4]);
    assert!(answers.iter().all(|answer| answer.took < 2000));
}

#[test]
fn a_service_that_never_answers_is_given_up_after_five_seconds_and_nobody_is_held_up() {
    let session = Session::with_open_keyring();
    session.silence_keyring();
    let answers = run(&session, "probe-while-working read");
    let ticks: u32 = answers[0]
        .words
        .strip_prefix("TimedOut ")
        .unwrap()
        .parse()
        .unwrap();
    assert!(ticks >= 40, "only {ticks} tenths of a second were worked");
    assert!((4900..7000).contains(&answers[0].took));
    assert_eq!(answers[1].words, "TimedOut");
    assert!(answers[1].took < 100);
}

#[test]
fn a_service_that_falls_silent_later_is_given_up_too() {
    let session = Session::with_open_keyring();
    let writing = run(&session, "write");
    assert_eq!(words(&writing), ["written"]);
    session.silence_keyring();
    let answers = run(&session, "read probe");
    assert_eq!(words(&answers), ["TimedOut"; 2]);
}

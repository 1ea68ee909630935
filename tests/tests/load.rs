//! The page that confirms addresses, while somebody guesses at tokens as fast as the line allows.

use std::time::{Duration, Instant};

use accounts::{
    Directory, MessageId, MessageKind, MessageState, NewMessage, Recipient, activation::NewActivation,
    activity::Action,
};
use jiff::Timestamp;
use journeys::{
    Computer, Outcome, Serving, Trouble, check, journey,
    people::{NEWCOMER, OWNER},
    same, steps,
};
use peers::load::Load;

use crate::connection;

/// Requests a second, and for how long.
const RATE: u32 = 500;
const SECONDS: u32 = 30;
/// One every two seconds of the load.
const NEWCOMERS: u32 = 15;
/// KiB that the server may grow by once it is warm: the allocator may keep what one hash of a password takes (19 MiB).
const GROWTH_KIB: u64 = 24_576;

/// Stores a user who has not confirmed, and gives the token of the link.
async fn newcomer(directory: &dyn Directory, number: u32) -> Outcome<String> {
    #[expect(clippy::disallowed_methods, reason = "a test has the system's clock")]
    let now = Timestamp::now();
    let email = format!("n{number}@example.com");
    let account = connection::account(&NEWCOMER, &email, u128::from(number) + 100, now)?;
    let id = account.id;
    let activation = NewActivation::new(id, 72, now, &mut rand::rng());
    let token = activation.secret.token.text().to_string();
    let message = NewMessage {
        id: MessageId(id.0),
        kind: MessageKind::Confirmation,
        state: MessageState::Waiting,
        recipient: Recipient::Email(account.email.clone()),
        user: Some(id),
        caused_by: None,
        text: None,
        activation: Some(activation),
        claim: None,
        created_at: now,
    };
    let stored = directory
        .create_user(&account, Some(&message), &connection::entry(Action::UserCreated))
        .await;
    stored.map_err(connection::failed)?;
    Ok(token)
}

/// Opens the link as a browser does, and sets a password. Gives how long both took.
async fn activate(client: &reqwest::Client, address: &str, token: &str) -> Outcome<Duration> {
    let begun = Instant::now();
    let link = format!("{address}/activate/{token}");
    let opened = client.get(&link).send().await.map_err(connection::failed)?;
    same("opening a living link", &opened.status().as_u16(), &200)?;
    let form = [
        ("password", "Marmot#Glacier4Umbrella"),
        ("again", "Marmot#Glacier4Umbrella"),
    ];
    let sent = client
        .post(&link)
        .form(&form)
        .send()
        .await
        .map_err(connection::failed)?;
    same("activating", &sent.status().as_u16(), &200)?;
    Ok(begun.elapsed())
}

fn resident_kib(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok())
        .unwrap_or_default()
}

#[tokio::test(flavor = "multi_thread")]
async fn no_newcomer_is_refused_while_tokens_are_guessed_and_memory_stays_flat() -> Outcome {
    journey(Computer::new()?, async |window| {
        steps::start_directory(window, &OWNER).await?;
        let directory = connection::open(&window.computer).await?;
        let mut tokens = Vec::new();
        for number in 0..NEWCOMERS {
            tokens.push(newcomer(&*directory, number).await?);
        }
        directory.close().await;
        let mut serving = Serving::start(&window.computer, &[])?;
        let address = serving.address().to_owned();
        let process = serving.program().id();
        let load = Load::of_invented_tokens(&address, RATE, SECONDS).map_err(Trouble::with("autocannon"))?;
        tokio::time::sleep(Duration::from_secs(2)).await;
        let client = reqwest::Client::new();
        let mut warm = 0;
        let mut slowest = Duration::ZERO;
        for (done, token) in tokens.iter().enumerate() {
            let took = activate(&client, &address, token).await?;
            slowest = slowest.max(took);
            if done == 3 {
                warm = resident_kib(process);
            }
            tokio::time::sleep(Duration::from_millis(1_600)).await;
        }
        let grown = resident_kib(process).saturating_sub(warm);
        let measured = load.finish().map_err(Trouble::with("autocannon"))?;
        println!("{measured}; slowest newcomer {slowest:?}; grown by {grown} KiB from {warm} KiB");
        let measured: serde_json::Value = serde_json::from_str(&measured).map_err(connection::failed)?;
        let asked = measured["asked"].as_u64().unwrap_or_default();
        check(asked >= u64::from(RATE * SECONDS) * 9 / 10, || {
            format!("only {asked} were asked")
        })?;
        same("errors", &measured["errors"].as_u64(), &Some(0))?;
        check(warm > 0 && grown < GROWTH_KIB, || {
            format!("grown by {grown} KiB from {warm} KiB")
        })
    })
    .await
}

//! The outbox against a real exim: how many e-mails a second leave by its worker, claims and notes in an encrypted
//! directory included, against one bare client that does nothing but send.
//!
//! Both are done in turns in one run, and their medians are compared.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a bench says what it expects"
)]

#[allow(dead_code, reason = "tests need more of it")]
#[path = "../tests/outbox/office.rs"]
mod office;

use std::{
    process::ExitCode,
    sync::Arc,
    time::{Duration, Instant},
};

use accounts::{
    Directory, EmailAddress, MessageId, ServiceSecret,
    mail::{Mail, MailAuth, MailSecurity, MailServer},
};
use delivery::{mail::smtp::SmtpServer, outbox::Pace};
use peers::exim::Exim;
use uuid::Uuid;

/// E-mails of one turn.
const MAILS: u32 = 150;
/// Pairs of turns, after one that warms up.
const PAIRS: u32 = 7;
/// The least share of the bare client's rate.
const LIMIT: f64 = 0.8;

fn main() -> ExitCode {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let (worker, bare) = runtime.block_on(measure());
    let ratio = bare.as_secs_f64() / worker.as_secs_f64();
    let rate = |time: Duration| f64::from(MAILS) / time.as_secs_f64();
    println!(
        "figure: the outbox's rate against one bare client's, to exim | {ratio:.2} ({:.0} against {:.0} e-mails a second, \
         medians of {PAIRS}) | at least {LIMIT}",
        rate(worker),
        rate(bare)
    );
    if ratio >= LIMIT {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

async fn measure() -> (Duration, Duration) {
    let folder = tempfile::tempdir().expect("a folder");
    let exim = Exim::start().expect("exim");
    let directory = office::found(folder.path()).await;
    let server = MailServer {
        host: "localhost".to_owned(),
        port: exim.port(),
        security: MailSecurity::StartTls,
        auth: MailAuth::Password,
        account: Exim::ACCOUNT.to_owned(),
        sender: "desk@example.com".to_owned(),
        sender_name: "Frontdesk".to_owned(),
        hello: String::new(),
        authority: exim.authority().to_owned(),
    };
    office::use_server(&*directory, server.clone()).await;
    let bare = SmtpServer::open(&server, ServiceSecret::new(Exim::SECRET.to_owned())).expect("good settings");
    let (mut by_worker, mut by_bare) = (Vec::new(), Vec::new());
    for pair in 0..=PAIRS {
        let (worker, client) = (turn_of_worker(&directory, pair).await, turn_of(&bare).await);
        if pair > 0 {
            by_worker.push(worker);
            by_bare.push(client);
        }
    }
    (median(by_worker), median(by_bare))
}

async fn turn_of_worker(directory: &Arc<dyn Directory>, pair: u32) -> Duration {
    for number in 1..=MAILS {
        let number = pair * MAILS + number;
        office::create(&**directory, number, &format!("u{number}")).await;
    }
    let started = Instant::now();
    let worker = office::start(directory, Exim::SECRET, Pace::default());
    while directory.next_due().await.expect("an answer").is_some() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let time = started.elapsed();
    worker.stop().await;
    time
}

async fn turn_of(bare: &SmtpServer) -> Duration {
    let text = (delivery::TEXTS.mail_test)(&accounts::MessageSettings::default());
    let started = Instant::now();
    for number in 0..MAILS {
        let mail = Mail {
            id: MessageId(Uuid::now_v7()),
            to: EmailAddress::parse(&format!("b{number}@example.com")).expect("an address"),
            at: accounts::Clock::now(&peers::system::SystemClock),
            text: text.clone(),
        };
        bare.send(&mail).await.expect("taken");
    }
    started.elapsed()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

//! Creating a user, with everything that belongs to it, against nothing but the hash of the password.
//!
//! Both are done in turns in one run, on an encrypted file, and their medians are compared.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a bench says what it expects"
)]

use std::{
    process::ExitCode,
    sync::Arc,
    time::{Duration, Instant},
};

use accounts::{
    Clock, CodeKey, Desk, Draft, General, Operator, RequestId, RoleId,
    first_run::OwnerDraft,
    password::{Hashing, Password},
};
use directories::{DirectoryKey, KeySource, create_local, open_local};
use jiff::Timestamp;
use peers::nobody;
use rand::{CryptoRng, rand_core::UnwrapErr, rngs::SysRng};
use uuid::Uuid;

/// Pairs that count, after ten that warm up.
const PAIRS: u32 = 200;
/// The most that creating may take, as a multiple of the hash.
const LIMIT: f64 = 1.25;
const PASSWORD: &str = "Quince#Harbour7Lantern";

struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "a bench has no shell that would pass the time in"
    )]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

fn randomness() -> Box<dyn CryptoRng + Send> {
    Box::new(UnwrapErr(SysRng))
}

fn main() -> ExitCode {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let (create, hash) = runtime.block_on(measure());
    let ratio = create.as_secs_f64() / hash.as_secs_f64();
    println!("creating a user {create:?}, the bare hash {hash:?}");
    println!("figure: creating a user against the bare argon2id hash | {ratio:.2} | at most {LIMIT}");
    if ratio <= LIMIT {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

async fn measure() -> (Duration, Duration) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (desk, operator) = desk(folder.path()).await;
    let (mut created, mut hashed) = (Vec::new(), Vec::new());
    for index in 0..PAIRS + 10 {
        let draft = draft(index);
        let started = Instant::now();
        desk.create_user(&operator, &draft, RequestId(Uuid::now_v7()))
            .await
            .expect("created");
        let create = started.elapsed();
        let started = Instant::now();
        desk.hashing
            .hash(Password::new(PASSWORD), &mut *randomness())
            .await
            .expect("hashed");
        let hash = started.elapsed();
        if index >= 10 {
            created.push(create);
            hashed.push(hash);
        }
    }
    desk.directory.close().await;
    (median(created), median(hashed))
}

async fn desk(folder: &std::path::Path) -> (Desk, Operator) {
    let key = DirectoryKey::random(&mut rand::rng());
    let hashing = Hashing::new(1);
    let owner = OwnerDraft {
        general: person("owner@example.com"),
        passphrase: None,
    };
    let first = owner
        .owner(&SystemClock, &hashing, randomness)
        .await
        .expect("an owner");
    create_local(
        folder,
        &key,
        Uuid::now_v7(),
        &KeySource::Keychain,
        &first.account,
        &first.entries,
    )
    .await
    .expect("made");
    let desk = Desk {
        computer: Uuid::nil(),
        directory: open_local(folder, &key).await.expect("it opens"),
        clock: Arc::new(SystemClock),
        hashing,
        randomness,
        codes: CodeKey::random(&mut *randomness()),
        texts: nobody::TEXTS,
        gateways: Arc::new(nobody::NoGateways),
        mailer: Arc::new(nobody::NoMailer),
        bell: Arc::default(),
    };
    let operator = desk
        .operator(first.account.id)
        .await
        .expect("it answers")
        .expect("the owner");
    (desk, operator)
}

fn person(email: &str) -> General {
    General {
        first_name: "Nadia".to_owned(),
        last_name: "Newcomer".to_owned(),
        email: email.to_owned(),
        password: PASSWORD.to_owned().into(),
        confirm_password: PASSWORD.to_owned().into(),
    }
}

fn draft(index: u32) -> Draft {
    Draft {
        general: person(&format!("user{index}@example.com")),
        roles: vec![RoleId("member".to_owned())],
        ..Draft::default()
    }
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

//! Creating a user, with everything that belongs to it, against nothing but the hash of the password: both in turns, and
//! their medians are compared.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use accounts::{
    CodeKey, Desk, Directory, Draft, General, Operator, RequestId, RoleId,
    password::{Hashing, Password},
};
use peers::{
    nobody,
    system::{SystemClock, randomness},
};
use uuid::Uuid;

use crate::{crowd, median};

/// Pairs that count, after ten that warm up.
const PAIRS: u32 = 200;
const PASSWORD: &str = "Quince#Harbour7Lantern";

/// Prints the figure, and says whether it is within its limit.
pub async fn measure(directory: &Arc<dyn Directory>, place: &str, limit: f64) -> bool {
    let (create, hash) = medians(directory).await;
    let ratio = create.as_secs_f64() / hash.as_secs_f64();
    println!("creating a user {place}: {create:?}, the bare hash {hash:?}");
    println!(
        "figure: creating a user among 1,000,000, {place}, against the bare argon2id hash | {ratio:.2} | at most {limit}"
    );
    ratio <= limit
}

async fn medians(directory: &Arc<dyn Directory>) -> (Duration, Duration) {
    let desk = desk(Arc::clone(directory));
    let operator = owner(&desk).await;
    let (mut created, mut hashed) = (Vec::new(), Vec::new());
    for index in 0..PAIRS + 10 {
        let draft = draft();
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
    (median(created), median(hashed))
}

fn desk(directory: Arc<dyn Directory>) -> Desk {
    Desk {
        computer: Uuid::nil(),
        directory,
        clock: Arc::new(SystemClock),
        hashing: Hashing::new(1),
        randomness,
        codes: CodeKey::random(&mut *randomness()),
        texts: nobody::TEXTS,
        gateways: Arc::new(nobody::NoGateways),
        mailer: Arc::new(nobody::NoMailer),
        bell: Arc::default(),
    }
}

async fn owner(desk: &Desk) -> Operator {
    let (owner, _) = crowd::owner();
    let operator = desk.operator(owner.id).await;
    operator.expect("it answers").expect("the owner")
}

/// A person whom no earlier run has created: the local directory is kept.
fn draft() -> Draft {
    Draft {
        general: General {
            first_name: "Nadia".to_owned(),
            last_name: "Newcomer".to_owned(),
            email: format!("{}@example.com", Uuid::now_v7().simple()),
            password: PASSWORD.to_owned().into(),
            confirm_password: PASSWORD.to_owned().into(),
        },
        roles: vec![RoleId("member".to_owned())],
        ..Draft::default()
    }
}

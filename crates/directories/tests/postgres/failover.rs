//! A primary that stops in the middle of its work, and the standby that takes its place.

use std::{
    collections::BTreeSet,
    process::{Child, Command, Stdio},
    sync::Arc,
    time::{Duration, Instant},
};

use accounts::{Creation, Directory, DirectoryError, NewAccount, UserId, activity::Verifier};
use directories::PostgresConnection;
use peers::postgres::Postgres;
use tokio::time::sleep;
use uuid::Uuid;

use crate::fixture::{
    account, creation,
    server::{connection_to, host_of, opened_on},
};

/// Two servers, the second of which follows the first and confirms whatever it confirms.
fn pair() -> (Postgres, Postgres, PostgresConnection) {
    let primary = Postgres::start().expect("a server");
    let database = primary.database().expect("a database");
    let standby = primary.synchronous_standby().expect("a standby");
    let connection = PostgresConnection {
        hosts: vec![host_of(&standby), host_of(&primary)],
        ..connection_to(&primary, &database)
    };
    (primary, standby, connection)
}

/// Creates until it is known to be done: the same request again while the answer is lost.
async fn insist(directory: &dyn Directory, account: &NewAccount) -> UserId {
    let began = Instant::now();
    loop {
        match directory.create_user(account, None, &creation(account)).await {
            Ok(Creation::Created) => return account.id,
            Ok(Creation::AlreadyCreated(id)) => return id,
            Err(DirectoryError::Unreachable | DirectoryError::Busy | DirectoryError::ReadOnly) => {
                assert!(began.elapsed() < Duration::from_mins(1), "it takes too long");
                sleep(Duration::from_millis(50)).await;
            }
            Err(other) => panic!("{other:?}"),
        }
    }
}

/// Accounts that each of four writers makes: two in this process, two in another one.
const EACH: usize = 40;
/// Tells the other process where to write.
const PLACE: &str = "FRONTDESK_TEST_PLACE";

/// Two writers that make their accounts one after the other, each until it is known to be there.
async fn write(directory: &Arc<dyn Directory>, process: &str) -> BTreeSet<Uuid> {
    let writers: Vec<_> = (0..2)
        .map(|writer| {
            let (directory, process) = (Arc::clone(directory), process.to_owned());
            tokio::spawn(async move {
                let mut made = Vec::new();
                for turn in 0..EACH {
                    let email = format!("{process}{writer}-{turn}@example.com");
                    let account = account("Ova", "Over", &email, "member");
                    let id = insist(directory.as_ref(), &account).await;
                    assert_eq!(id, account.id);
                    made.push(id.0);
                    sleep(Duration::from_millis(5)).await;
                }
                made
            })
        })
        .collect();
    let mut made = BTreeSet::new();
    for writer in writers {
        made.extend(writer.await.expect("no panic"));
    }
    made
}

/// What the other process does: it tells what it has made.
async fn write_elsewhere(place: &str) {
    let connection = serde_json::from_str(place).expect("a connection");
    let mut opened = opened_on(&connection).await;
    // It may have come too late, and has to wait for the other server.
    while opened.is_err() {
        sleep(Duration::from_millis(100)).await;
        opened = opened_on(&connection).await;
    }
    let directory = opened.expect("it opens");
    for id in write(&directory, "other").await {
        println!("made {id}");
    }
    directory.close().await;
}

/// Starts the other process; what it made is known when it has ended.
fn other_process(connection: &PostgresConnection) -> Child {
    Command::new(std::env::current_exe().expect("this program"))
        .args([
            "--exact",
            "failover::no_account_is_lost_or_there_twice_when_the_standby_takes_over",
            "--nocapture",
        ])
        .env(PLACE, serde_json::to_string(connection).expect("JSON"))
        .stdout(Stdio::piped())
        .spawn()
        .expect("it starts")
}

#[tokio::test(flavor = "multi_thread")]
async fn no_account_is_lost_or_there_twice_when_the_standby_takes_over() {
    if let Ok(place) = std::env::var(PLACE) {
        return write_elsewhere(&place).await;
    }
    let (mut primary, mut standby, connection) = pair();
    let directory = opened_on(&connection).await.expect("the primary is found");
    let other = other_process(&connection);
    let fall = tokio::task::spawn_blocking(move || {
        std::thread::sleep(Duration::from_millis(400));
        primary.stop().expect("it stops");
        std::thread::sleep(Duration::from_millis(500));
        standby.promote().expect("it takes over");
        (primary, standby)
    });
    let mut made = write(&directory, "this").await;
    let (_primary, _standby) = fall.await.expect("no panic");
    let ended = tokio::task::spawn_blocking(|| other.wait_with_output()).await;
    let ended = ended.expect("no panic").expect("it ends");
    let told = String::from_utf8_lossy(&ended.stdout);
    assert!(ended.status.success(), "{told}");
    // The first stands behind the test's name.
    let ids = told.lines().filter_map(|line| Some(line.split_once("made ")?.1));
    made.extend(ids.map(|id| id.parse::<Uuid>().expect("an id")));
    assert_eq!(made.len(), 4 * EACH);
    for id in &made {
        directory.user(UserId(*id)).await.expect("it is there");
    }
    let counts = directory.count_users("").await.expect("counted");
    assert_eq!(counts.total, 4 * EACH as u64 + 1, "and nobody else");
    let mut verifier = Verifier::default();
    for link in directory.links_from(1, 1_000).await.expect("links") {
        verifier.take(&link).expect("whole");
    }
    let head = directory.head().await.expect("a head");
    assert_eq!(
        verifier.finish(&head),
        Ok(4 * EACH as u64 + 2),
        "each was recorded once"
    );
    directory.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_frozen_primary_is_left_for_the_one_that_took_over() {
    let primary = Postgres::start().expect("a server");
    let mut standby = primary.standby().expect("a standby");
    let database = primary.database().expect("a database");
    let connection = PostgresConnection {
        hosts: vec![host_of(&primary), host_of(&standby)],
        ..connection_to(&primary, &database)
    };
    let directory = opened_on(&connection).await.expect("the primary is found");
    let seen = directory.next_revision(None).await.expect("it answers");
    standby.catch_up_with(&primary).expect("it follows");
    let mut primary = primary;
    primary.freeze().expect("it is frozen");
    standby.promote().expect("it takes over");
    let account = account("Fay", "Frozen", "fay@example.com", "member");
    let began = Instant::now();
    let id = insist(directory.as_ref(), &account).await;
    assert_eq!(id, account.id);
    assert!(began.elapsed() < Duration::from_secs(8), "{:?}", began.elapsed());
    assert_ne!(
        directory.next_revision(Some(seen)).await.expect("it answers"),
        seen
    );
    directory.close().await;
    primary.thaw().expect("it goes on");
}

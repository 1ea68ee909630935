//! A server that fails while a directory is open: frozen, stopped, or with its connections ended.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use accounts::{Creation, DirectoryError, RequestId, StatusFilter, UserQuery, UserSort};
use directories::FaultKind;
use peers::postgres::Postgres;
use uuid::Uuid;

use crate::{
    faults::fault,
    fixture::{
        account, claimed, create, creation,
        server::{connection_to, opened_on, secrets},
    },
};

const LIMIT: Duration = Duration::from_secs(5);

fn everybody() -> UserQuery {
    UserQuery {
        search: String::new(),
        status: StatusFilter::All,
        sort: UserSort::Name,
        descending: false,
        after: None,
        limit: 50,
    }
}

fn assert_unreachable<T: std::fmt::Debug>(answer: &Result<T, DirectoryError>, began: Instant) {
    assert!(matches!(answer, Err(DirectoryError::Unreachable)), "{answer:?}");
    assert!(began.elapsed() < LIMIT, "{:?}", began.elapsed());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_frozen_server_is_unreachable_in_time_and_works_again_afterwards() {
    let mut postgres = Postgres::start().expect("a server");
    let connection = connection_to(&postgres, &postgres.database().expect("a database"));
    let directory = opened_on(&connection).await.expect("it opens");
    let leaving = opened_on(&connection).await.expect("it opens");
    leaving.head().await.expect("it answers");
    let seen = directory.next_revision(None).await.expect("it answers");
    // Several connections rest.
    let reads: Vec<_> = (0..10)
        .map(|_| {
            let directory = Arc::clone(&directory);
            tokio::spawn(async move { directory.users(&everybody()).await.expect("a page") })
        })
        .collect();
    for read in reads {
        read.await.expect("no panic");
    }

    postgres.freeze().expect("it is frozen");
    let account = account("Fred", "Frozen", "fred@example.com", "member");
    let (query, created) = (everybody(), creation(&account));
    let began = Instant::now();
    let all_at_once = tokio::join!(
        directory.users(&query),
        directory.create_user(&account, None, &created),
        directory.head(),
        directory.next_revision(Some(seen)),
        directory.next_due(),
        directory.settings(),
        directory.catalogue(),
        directory.count_users("x"),
    );
    assert_unreachable(&all_at_once.0, began);
    assert_unreachable(&all_at_once.1, began);
    assert_unreachable(&all_at_once.2, began);
    assert_unreachable(&all_at_once.3, began);
    assert_unreachable(&all_at_once.4, began);
    assert_unreachable(&all_at_once.5, began);
    assert_unreachable(&all_at_once.6, began);
    assert_unreachable(&all_at_once.7, began);
    // Now all connections are new.
    let began = Instant::now();
    assert_unreachable(&directory.head().await, began);
    let began = Instant::now();
    assert_unreachable(&directory.next_revision(Some(seen)).await, began);
    let began = Instant::now();
    let recorded = directory.record(&creation(&account)).await;
    assert_unreachable(&recorded, began);
    assert_eq!(fault(&connection, &secrets()).await.kind, FaultKind::NoAnswer);
    let began = Instant::now();
    leaving.close().await;
    assert!(
        began.elapsed() < Duration::from_millis(1_500),
        "{:?}",
        began.elapsed()
    );

    postgres.thaw().expect("it goes on");
    let again = directory.create_user(&account, None, &creation(&account)).await;
    let again = again.expect("it is stored, now or before");
    assert!(matches!(again, Creation::Created | Creation::AlreadyCreated(_)));
    assert_eq!(directory.count_users("").await.expect("counted").total, 2);
    let heard = directory.next_revision(Some(seen)).await.expect("it answers");
    assert_ne!(heard, seen);
    directory.close().await;
    let closed = directory.head().await;
    assert!(matches!(closed, Err(DirectoryError::Unreachable)), "{closed:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_that_was_ended_is_no_reason_to_fail() {
    let postgres = Postgres::shared().expect("a server");
    let database = postgres.database().expect("a database");
    let directory = opened_on(&connection_to(postgres, &database))
        .await
        .expect("it opens");
    let seen = directory.next_revision(None).await.expect("it answers");
    for round in 0..4 {
        let end = "select count(pg_terminate_backend(pid)) from pg_stat_activity
                   where datname = current_database() and pid <> pg_backend_pid()";
        database.ask(end).expect("they are ended");
        if round % 2 == 0 {
            directory.users(&everybody()).await.expect("a page");
        }
        let email = format!("ended{round}@example.com");
        create(directory.as_ref(), &account("Enya", "Ended", &email, "member")).await;
    }
    assert_ne!(
        directory.next_revision(Some(seen)).await.expect("it answers"),
        seen
    );
    directory.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_was_gone_is_used_again() {
    let mut postgres = Postgres::start().expect("a server");
    let connection = connection_to(&postgres, &postgres.database().expect("a database"));
    let directory = opened_on(&connection).await.expect("it opens");
    create(
        directory.as_ref(),
        &account("Gus", "Gone", "gus@example.com", "member"),
    )
    .await;
    postgres.stop().expect("it stops");
    let began = Instant::now();
    assert_unreachable(&directory.head().await, began);
    assert!(
        began.elapsed() < Duration::from_secs(1),
        "a closed port is known at once"
    );
    let began = Instant::now();
    let made = directory.created_by(RequestId(Uuid::now_v7())).await;
    assert_unreachable(&made, began);
    assert_eq!(fault(&connection, &secrets()).await.kind, FaultKind::Refused);
    postgres.start_again().expect("it starts");
    create(
        directory.as_ref(),
        &account("Gus", "Back", "back@example.com", "member"),
    )
    .await;
    directory.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_waits_too_long_for_another_is_told_that_it_is_busy() {
    let postgres = Postgres::shared().expect("a server");
    let database = postgres.database().expect("a database");
    let directory = opened_on(&connection_to(postgres, &database))
        .await
        .expect("it opens");
    let holder = database.clone();
    let holds = tokio::task::spawn_blocking(move || {
        holder.run("begin; update activity_head set revision = revision; select pg_sleep(5); rollback")
    });
    tokio::time::sleep(Duration::from_millis(500)).await;
    let account = account("Bea", "Busy", "bea@example.com", "member");
    let began = Instant::now();
    let refused = directory.create_user(&account, None, &creation(&account)).await;
    assert!(matches!(refused, Err(DirectoryError::Busy)), "{refused:?}");
    assert!(began.elapsed() < LIMIT);
    directory.users(&everybody()).await.expect("reading goes on");
    holds.await.expect("no panic").expect("it ran");
    create(directory.as_ref(), &account).await;
    directory.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_claim_that_finds_nothing_due_writes_nothing() {
    let postgres = Postgres::shared().expect("a server");
    let database = postgres.database().expect("a database");
    let directory = opened_on(&connection_to(postgres, &database))
        .await
        .expect("it opens");
    let seen = directory.next_revision(None).await.expect("it answers");
    let (_, mails) = claimed(directory.as_ref(), 0, 10).await;
    assert!(mails.is_empty());
    let refused = account("Nia", "Nobody", "owner@example.com", "member");
    let taken = directory.create_user(&refused, None, &creation(&refused)).await;
    assert!(matches!(taken, Err(DirectoryError::Taken { .. })), "{taken:?}");
    assert_eq!(directory.next_revision(None).await.expect("it answers"), seen);
    directory.close().await;
}

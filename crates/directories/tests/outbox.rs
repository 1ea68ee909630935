//! The outbox of a local directory as it is seen from beside the application: by another program, and in its rows.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test says what it expects"
)]

mod fixture;

use std::{collections::BTreeSet, sync::Arc};

use accounts::{DirectoryError, MessageKind, activity::Action, outbox::MailOutcome};
use fixture::{Local, account, claimed, create, creation, entry, mail, message, now, raw, run};
use sqlx::{AssertSqlSafe, Row as _, SqliteConnection};
use tokio::sync::Barrier;

#[tokio::test(flavor = "multi_thread")]
async fn two_programs_with_one_file_claim_each_email_once() {
    const MANY: usize = 300;
    let local = Local::new().await;
    let directories = [local.open().await, local.open().await];
    let nadia = account("Nadia", "Newcomer", "nadia@example.com", "member");
    create(directories[0].as_ref(), &nadia).await;
    for _ in 1..MANY {
        let message = mail(&nadia, MessageKind::DeviceChanged);
        let stored = directories[0]
            .store_message(&message, &entry(Action::DeviceRemoved, None))
            .await;
        stored.expect("it is stored");
    }
    // Neither goes on before the other has begun: else the first could be done before that.
    let both = Arc::new(Barrier::new(2));
    let workers = directories.clone().map(|directory| {
        let both = both.clone();
        tokio::spawn(async move {
            let mut taken = Vec::new();
            loop {
                let (_, mails) = claimed(directory.as_ref(), 0, 3).await;
                if mails.is_empty() {
                    return taken;
                }
                if taken.is_empty() {
                    both.wait().await;
                }
                taken.extend(mails.iter().map(|mail| mail.id.0));
            }
        })
    });
    let mut taken = Vec::new();
    for worker in workers {
        taken.extend(worker.await.expect("it ends"));
    }
    let different: BTreeSet<_> = taken.iter().collect();
    assert_eq!((taken.len(), different.len()), (MANY, MANY));
    for directory in directories {
        directory.close().await;
    }
}

#[tokio::test]
async fn a_token_confirms_no_address_but_the_one_that_it_was_sent_to() {
    let local = Local::new().await;
    let directory = local.open().await;
    let nadia = account("Nadia", "Newcomer", "nadia@example.com", "member");
    let sent = message(&nadia);
    let token = sent.activation.as_ref().expect("it brings one").token;
    let stored = directory
        .create_user(&nadia, Some(&sent), &creation(&nadia))
        .await;
    stored.expect("it is stored");
    let mut connection = raw(&local).await;
    let mut changed_to = async |email: &str| {
        let statement = "UPDATE users SET email = ?1, email_canonical = ?1 WHERE first_name = 'Nadia'";
        let changed = sqlx::query(statement).bind(email).execute(&mut connection).await;
        changed.expect("it is changed");
    };
    let activated = entry(Action::UserActivated, None);

    changed_to("other@example.com").await;
    assert!(directory.activation(&token).await.expect("it answers").is_none());
    assert!(
        directory
            .activation_of(nadia.id)
            .await
            .expect("it answers")
            .is_none()
    );
    let refused = directory.activate(&token, None, &[], &activated).await;
    assert!(matches!(refused, Err(DirectoryError::NotFound)), "{refused:?}");

    changed_to("nadia@example.com").await;
    let done = directory.activate(&token, None, &[], &activated).await;
    done.expect("it is the address that it was sent to");
    directory.close().await;
}

/// Tokens and codes, as they would stand in a column.
async fn holds(connection: &mut SqliteConnection, secret: &str) -> Vec<String> {
    let tables =
        sqlx::query("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'");
    let mut found = Vec::new();
    for table in tables.fetch_all(&mut *connection).await.expect("tables") {
        let table: String = table.get("name");
        let columns = sqlx::query("SELECT name FROM pragma_table_info(?)").bind(&table);
        for column in columns.fetch_all(&mut *connection).await.expect("columns") {
            let column: String = column.get("name");
            let statement = format!("SELECT EXISTS (SELECT 1 FROM {table} WHERE instr(\"{column}\", ?) > 0)");
            let is_there = sqlx::query_scalar(AssertSqlSafe(statement)).bind(secret);
            if is_there.fetch_one(&mut *connection).await.expect("it answers") {
                found.push(format!("{table}.{column}"));
            }
        }
    }
    found
}

#[tokio::test]
async fn what_an_email_brings_rests_in_its_row_until_it_is_of_no_more_use_and_nowhere_else() {
    let local = Local::new().await;
    let directory = local.open().await;
    let mut connection = raw(&local).await;
    for (email, end) in [
        ("sent@example.com", Some(MailOutcome::Sent)),
        ("outdated@example.com", Some(MailOutcome::Outdated)),
        ("cancelled@example.com", None),
    ] {
        let nadia = account("Nadia", "Newcomer", email, "member");
        let sent = message(&nadia);
        let secret = &sent.activation.as_ref().expect("it brings one").secret;
        let (token, stored) = (secret.token.text(), secret.stored());
        let code = stored.split(' ').next_back().expect("a code");
        let created = directory
            .create_user(&nadia, Some(&sent), &creation(&nadia))
            .await;
        created.expect("it is stored");
        for part in [token.as_str(), code] {
            assert_eq!(holds(&mut connection, part).await, ["outbox.secret"]);
        }
        if let Some(outcome) = end {
            let (claim, _) = claimed(directory.as_ref(), 0, 10).await;
            let tried = directory.mail_tried(sent.id, claim, &outcome, now()).await;
            tried.expect("it is stored");
        } else {
            let cancelled = entry(Action::MessageCancelled, None);
            let done = directory.cancel_message(sent.id, &cancelled).await;
            done.expect("it waits");
        }
        for part in [token.as_str(), code] {
            assert_eq!(holds(&mut connection, part).await, [""; 0], "{email}");
        }
    }
    directory.close().await;
}

#[tokio::test]
async fn an_operator_who_is_gone_leaves_the_messages_that_they_caused() {
    let local = Local::new().await;
    let directory = local.open().await;
    let olga = account("Olga", "Operator", "olga@example.com", "user-manager");
    let stored = directory.create_user(&olga, None, &creation(&olga)).await;
    stored.expect("it is stored");
    let nadia = account("Nadia", "Newcomer", "nadia@example.com", "member");
    let sent = accounts::NewMessage {
        caused_by: Some(olga.id),
        ..message(&nadia)
    };
    let stored = directory
        .create_user(&nadia, Some(&sent), &creation(&nadia))
        .await;
    stored.expect("it is stored");
    let mut connection = raw(&local).await;
    run(
        &mut connection,
        "PRAGMA foreign_keys = ON; DELETE FROM users WHERE last_name = 'Operator'",
    )
    .await;
    let seen = directory.message(sent.id).await.expect("it is there");
    assert!(seen.caused_by.is_none() && seen.user.is_some());
    directory.close().await;
}

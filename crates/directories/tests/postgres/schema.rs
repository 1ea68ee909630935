//! Tables that are missing, old, new, foreign or forbidden.

use directories::{FaultKind, OpenError, PostgresConnection, Remote, open_remote};
use peers::postgres::{Database, Postgres};

use crate::{
    faults::fault,
    fixture::{
        account, creation,
        server::{connection_to, opened_on, owned, secrets},
    },
};

fn empty() -> (Database, PostgresConnection) {
    let postgres = Postgres::shared().expect("a server");
    let database = postgres.database().expect("a database");
    let connection = connection_to(postgres, &database);
    (database, connection)
}

async fn kind(connection: &PostgresConnection) -> FaultKind {
    fault(connection, &secrets()).await.kind
}

#[tokio::test(flavor = "multi_thread")]
async fn of_those_who_make_the_tables_at_the_same_moment_one_becomes_owner() {
    let (database, connection) = empty();
    let several: Vec<_> = (0..6)
        .map(|_| {
            let connection = connection.clone();
            tokio::spawn(async move { open_remote(&connection, &secrets()).await })
        })
        .collect();
    let mut opened = Vec::new();
    for one in several {
        opened.push(one.await.expect("no panic").expect("it opens"));
    }
    let mut owners = Vec::new();
    for one in opened {
        let Remote::Empty(empty) = one else {
            panic!("nobody is in it yet");
        };
        owners.push(tokio::spawn(async move {
            let owner = account("Olga", "Owner", "owner@example.com", "owner");
            let stored = empty.store_owner(&owner, &[creation(&owner)]).await;
            // The same call again, as after a lost answer.
            if stored.is_ok() {
                empty
                    .store_owner(&owner, &[creation(&owner)])
                    .await
                    .expect("the same");
            }
            empty.close().await;
            stored.map(drop)
        }));
    }
    let mut stored = 0;
    for owner in owners {
        match owner.await.expect("no panic") {
            Ok(()) => stored += 1,
            Err(OpenError::Exists) => {}
            Err(other) => panic!("{other:?}"),
        }
    }
    assert_eq!(stored, 1);
    let counts = database.ask("select count(*) from users; select count(*) from activity");
    assert_eq!(counts.expect("it answers"), "1\n1");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_current_is_opened_without_a_write() {
    let (database, connection) = empty();
    opened_on(&connection).await.expect("it opens").close().await;
    database
        .run("revoke all on schema public from public; grant usage on schema public to public;
              alter schema public owner to admin; revoke insert, update, delete on _sqlx_migrations from frontdesk")
        .expect("it is revoked");
    opened_on(&connection).await.expect("it opens").close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newer_schema_is_left_alone() {
    let (database, connection) = empty();
    opened_on(&connection).await.expect("it opens").close().await;
    let newer = "insert into _sqlx_migrations values (99, 'later', now(), true, '\\x00', 0)";
    database.run(newer).expect("it is stored");
    assert_eq!(kind(&connection).await, FaultKind::NewerSchema);
}

#[tokio::test(flavor = "multi_thread")]
async fn foreign_and_changed_tables_are_left_alone() {
    let (database, connection) = empty();
    database.run("create table users (id int)").expect("it is made");
    assert_eq!(kind(&connection).await, FaultKind::ForeignSchema);

    let (database, connection) = empty();
    opened_on(&connection).await.expect("it opens").close().await;
    let changed = "update _sqlx_migrations set checksum = '\\x00' where version = 1";
    database.run(changed).expect("it is changed");
    assert_eq!(kind(&connection).await, FaultKind::ForeignSchema);

    let (database, connection) = empty();
    opened_on(&connection).await.expect("it opens").close().await;
    database.run("drop table user_counts").expect("it is dropped");
    assert_eq!(kind(&connection).await, FaultKind::ForeignSchema);

    // Another program that is made in the same way.
    let (database, connection) = empty();
    database
        .run(
            "create table _sqlx_migrations (version bigint primary key, description text not null,
                  installed_on timestamptz not null default now(), success boolean not null,
                  checksum bytea not null, execution_time bigint not null);
              insert into _sqlx_migrations values (20240101000000, 'theirs', now(), true, '\\x00', 0);
              grant all on _sqlx_migrations to frontdesk",
        )
        .expect("it is made");
    assert_eq!(kind(&connection).await, FaultKind::ForeignSchema);

    // And one in another way.
    let (database, connection) = empty();
    database
        .run("create table _sqlx_migrations (id int); grant all on _sqlx_migrations to frontdesk")
        .expect("it is made");
    assert_eq!(kind(&connection).await, FaultKind::ForeignSchema);
}

#[tokio::test(flavor = "multi_thread")]
async fn rights_that_are_missing() {
    let (database, connection) = empty();
    database
        .run("alter schema public owner to admin; revoke create on schema public from public, frontdesk")
        .expect("it is revoked");
    assert_eq!(kind(&connection).await, FaultKind::NoRights, "to make tables");

    for (right, table) in [
        ("insert", "users"),
        ("select", "activity"),
        ("update", "activity_head"),
        ("select", "_sqlx_migrations"),
    ] {
        let (database, connection) = empty();
        opened_on(&connection).await.expect("it opens").close().await;
        database
            .run(&format!("revoke {right} on {table} from frontdesk"))
            .expect("it is revoked");
        assert_eq!(kind(&connection).await, FaultKind::NoRights, "to {right} {table}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_earlier_schema_is_brought_up_to_date() {
    let (database, connection) = empty();
    let Remote::Empty(made) = open_remote(&connection, &secrets()).await.expect("it opens") else {
        panic!("nobody is in it yet");
    };
    made.close().await;
    // As the first migration leaves it.
    database
        .run("delete from role_permissions; delete from role_roles; delete from roles; delete from permissions;
              delete from _sqlx_migrations where version > 1")
        .expect("it is undone");
    let Remote::Empty(empty) = open_remote(&connection, &secrets()).await.expect("it opens") else {
        panic!("nobody is in it yet");
    };
    let directory = owned(empty).await;
    assert_eq!(directory.catalogue().await.expect("a catalogue").roles.len(), 6);
    directory.close().await;
}

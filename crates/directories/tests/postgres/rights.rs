//! The two roles of the README, made by the very statements that stand there.

use accounts::{MessageKind, Role, RoleId, RoleName, Settings, activity::Action};
use directories::{FaultKind, PostgresConnection, Remote, open_remote};
use peers::postgres::{Postgres, psql};

use crate::{
    faults::fault,
    fixture::{
        account, claimed, create, entry, mail,
        server::{connection_to, owned, password},
    },
};

/// The blocks of SQL in the README.
fn blocks() -> Vec<&'static str> {
    let readme = include_str!("../../README.md");
    let blocks = readme.split("```sql\n").skip(1);
    blocks
        .map(|block| block.split("```").next().unwrap_or(block))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_least_rights_are_enough() {
    let postgres = Postgres::start().expect("a server");
    let [roles, schema, tables] = blocks()[..] else {
        panic!("three blocks");
    };
    postgres.database_named("postgres").run(roles).expect("roles");
    let database = postgres.database_named("users");
    database.run(schema).expect("a schema");
    let (as_owner, as_desk) = (password("change this"), password("change this too"));
    let of = |user: &str| PostgresConnection {
        user: user.to_owned(),
        ..connection_to(&postgres, &database)
    };

    let desk = of("frontdesk_desk");
    assert_eq!(
        fault(&desk, &as_desk).await.kind,
        FaultKind::NoRights,
        "there are no tables yet"
    );
    let opened = open_remote(&of("frontdesk_owner"), &as_owner).await;
    let Remote::Empty(empty) = opened.expect("it opens") else {
        panic!("nobody is in it yet");
    };
    owned(empty).await.close().await;
    assert_eq!(
        fault(&desk, &as_desk).await.kind,
        FaultKind::NoRights,
        "nothing is granted yet"
    );
    // As the owner, over the network.
    let place = |user: &str| {
        format!(
            "host=localhost port={} dbname=users user={user} sslmode=verify-full sslrootcert={}",
            postgres.port(),
            postgres.authority_file().display()
        )
    };
    psql(&place("frontdesk_owner"), "change this", tables).expect("it grants");

    let Remote::Open(directory) = open_remote(&desk, &as_desk).await.expect("it opens") else {
        panic!("the owner is in it");
    };
    let nadia = account("Nadia", "Newcomer", "nadia@example.com", "member");
    create(directory.as_ref(), &nadia).await;
    let role = Role {
        id: RoleId("own-1".to_owned()),
        name: RoleName::parse("Front Office").expect("a name"),
        description: "For trying".to_owned(),
        built_in: false,
        roles: vec![RoleId("help-desk".to_owned())],
        permissions: Vec::new(),
        holders: 0,
    };
    let recorded = entry(Action::RoleCreated, None);
    directory.save_role(&role, &recorded).await.expect("it is saved");
    directory
        .delete_role(&role.id, &recorded)
        .await
        .expect("it is deleted");
    directory
        .save_settings(&Settings::default(), &recorded)
        .await
        .expect("they are saved");
    let told = mail(&nadia, MessageKind::DeviceChanged);
    directory
        .store_message(&told, &recorded)
        .await
        .expect("it is stored");
    let (_, mails) = claimed(directory.as_ref(), 0, 10).await;
    assert_eq!(mails.len(), 2);
    directory
        .signed_in(nadia.id, &[], None, &entry(Action::SignedIn, None))
        .await
        .expect("it is stored");
    directory.close().await;

    for forbidden in [
        "update activity set content = ''",
        "delete from activity",
        "truncate activity",
        "update permissions set name = ''",
        "create table mine (id int)",
        "drop trigger activity_is_never_changed on activity",
        "alter table users add column mine int",
    ] {
        let refused = psql(&place("frontdesk_desk"), "change this too", forbidden);
        assert!(refused.is_err(), "{forbidden}");
    }
    for forbidden in [
        "update activity set content = ''",
        "delete from activity",
        "truncate activity",
    ] {
        let refused = psql(&place("frontdesk_owner"), "change this", forbidden);
        assert!(
            refused
                .expect_err("it is refused")
                .to_string()
                .contains("append-only"),
            "{forbidden}"
        );
    }
}

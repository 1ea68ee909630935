//! Creating users.

use std::sync::Arc;

use accounts::{
    Creation, Directory, DirectoryError, EmailAddress, Field, Permission, PersonName, RoleId,
    activity::Verifier,
};
use naughty_strings::BLNS;

use crate::fixture::{account, create, creation, message};

pub async fn a_created_user_is_there_whole(directory: Arc<dyn Directory>) {
    let mut nadia = account("Nadia", "Newcomer", "Nadia@Example.com", "member");
    nadia.roles.push(RoleId("help-desk".to_owned()));
    nadia.permissions = vec![Permission::CreateUsers];
    create(directory.as_ref(), &nadia).await;
    let stored = directory.user(nadia.id).await.expect("it is there");
    assert_eq!(stored.user.email.as_str(), "Nadia@Example.com");
    assert_eq!(stored.user.roles.len(), 2);
    assert_eq!(stored.permissions, [Permission::CreateUsers]);
    assert_eq!(stored.user.confirmed_at, None);
    let by_email = EmailAddress::parse("nadia@EXAMPLE.com").expect("an address");
    let found = directory.user_by_email(&by_email).await.expect("it answers");
    assert_eq!(found.expect("it is found").user.id, nadia.id);
    let outbox = directory
        .messages(None, None, 10)
        .await
        .expect("it lists")
        .messages;
    assert_eq!(outbox[0].user.as_ref().map(|user| user.id), Some(nadia.id));
    let links = directory
        .activity(Some(nadia.id), None, 10)
        .await
        .expect("it lists")
        .links;
    assert_eq!(links.len(), 1);
}

pub async fn a_taken_address_is_a_conflict_of_its_field(directory: Arc<dyn Directory>) {
    let first = account("Ada", "One", "ada@bücher.example", "member");
    create(directory.as_ref(), &first).await;
    assert!(directory.is_taken(&first.email).await.expect("it answers"));
    let second = account("Ada", "Two", "ADA@xn--bcher-kva.example", "member");
    let refused = directory
        .create_user(&second, Some(&message(&second)), &creation(&second))
        .await;
    assert!(
        matches!(refused, Err(DirectoryError::Taken { field: Field::Email })),
        "{refused:?}"
    );
    assert!(matches!(
        directory.user(second.id).await,
        Err(DirectoryError::NotFound)
    ));
    assert_eq!(
        directory
            .messages(None, None, 10)
            .await
            .expect("it lists")
            .messages
            .len(),
        1
    );
    assert!(
        directory
            .activity(Some(second.id), None, 9)
            .await
            .expect("it lists")
            .links
            .is_empty()
    );
}

pub async fn the_same_request_creates_one_account(directory: Arc<dyn Directory>) {
    let once = account("Ada", "Once", "once@example.com", "member");
    create(directory.as_ref(), &once).await;
    let mut again = account("Ada", "Once", "once@example.com", "member");
    again.request = once.request;
    let answer = directory.create_user(&again, None, &creation(&again)).await;
    assert_eq!(answer.expect("the same"), Creation::AlreadyCreated(once.id));
    let mut other = account("Eve", "Other", "other@example.com", "member");
    other.request = once.request;
    let refused = directory.create_user(&other, None, &creation(&other)).await;
    assert!(
        matches!(refused, Err(DirectoryError::RequestReused)),
        "{refused:?}"
    );
}

pub async fn twenty_with_one_request_at_the_same_moment_make_one_account(directory: Arc<dyn Directory>) {
    let before = directory.head().await.expect("a head").number;
    let once = account("Ada", "Once", "once@example.com", "member");
    let tries: Vec<_> = (0..20)
        .map(|_| {
            let directory = Arc::clone(&directory);
            let mut account = account("Ada", "Once", "once@example.com", "member");
            account.request = once.request;
            tokio::spawn(async move {
                let answer = directory.create_user(&account, None, &creation(&account)).await;
                (account.id, answer.expect("it answers"))
            })
        })
        .collect();
    let mut answers = Vec::new();
    for attempt in tries {
        answers.push(attempt.await.expect("no panic"));
    }
    let created: Vec<_> = answers
        .iter()
        .filter(|(_, answer)| *answer == Creation::Created)
        .collect();
    assert_eq!(created.len(), 1);
    let (id, _) = created[0];
    let others = answers.iter().filter(|(_, answer)| *answer != Creation::Created);
    assert!(
        others
            .clone()
            .all(|(_, answer)| *answer == Creation::AlreadyCreated(*id))
    );
    let made = directory.created_by(once.request).await.expect("it answers");
    assert_eq!(made, Some(*id));
    let other = account("Eve", "Other", "other@example.com", "member");
    assert_eq!(
        directory.created_by(other.request).await.expect("it answers"),
        None
    );
    assert_eq!(directory.head().await.expect("a head").number, before + 1);
}

pub async fn twenty_who_write_at_the_same_moment_make_one_chain(directory: Arc<dyn Directory>) {
    let before = directory.head().await.expect("a head").number;
    let writers: Vec<_> = (0..20)
        .map(|writer| {
            let directory = Arc::clone(&directory);
            tokio::spawn(async move {
                for turn in 0..5 {
                    let email = format!("writer{writer}-{turn}@example.com");
                    create(directory.as_ref(), &account("Will", "Writer", &email, "member")).await;
                }
            })
        })
        .collect();
    for writer in writers {
        writer.await.expect("no panic");
    }
    let head = directory.head().await.expect("a head");
    assert_eq!(head.number, before + 100);
    let mut verifier = Verifier::default();
    for link in directory.links_from(1, 1_000).await.expect("links") {
        verifier.take(&link).expect("whole");
    }
    verifier.finish(&head).expect("whole");
    let member = RoleId("member".to_owned());
    let catalogue = directory.catalogue().await.expect("a catalogue");
    assert_eq!(catalogue.role(&member).expect("it is there").holders, 100);
}

pub async fn an_unknown_role_creates_nothing(directory: Arc<dyn Directory>) {
    let lost = account("Lou", "Lost", "lou@example.com", "no-such-role");
    let refused = directory
        .create_user(&lost, Some(&message(&lost)), &creation(&lost))
        .await;
    assert!(matches!(refused, Err(DirectoryError::NotFound)), "{refused:?}");
    assert!(!directory.is_taken(&lost.email).await.expect("it answers"));
    assert!(
        directory
            .messages(None, None, 10)
            .await
            .expect("it lists")
            .messages
            .is_empty()
    );
}

pub async fn fifty_creates_of_one_address_make_one_account(directory: Arc<dyn Directory>) {
    let before = directory.count_users("").await.expect("counted").total;
    let tries: Vec<_> = (0..50)
        .map(|_| {
            let directory = Arc::clone(&directory);
            tokio::spawn(async move {
                let account = account("Rae", "Race", "race@example.com", "member");
                directory.create_user(&account, None, &creation(&account)).await
            })
        })
        .collect();
    let (mut created, mut taken) = (0, 0);
    for attempt in tries {
        match attempt.await.expect("no panic") {
            Ok(Creation::Created) => created += 1,
            Err(DirectoryError::Taken { field: Field::Email }) => taken += 1,
            other => panic!("{other:?}"),
        }
    }
    assert_eq!((created, taken), (1, 49));
    assert_eq!(
        directory.count_users("").await.expect("counted").total,
        before + 1
    );
}

pub async fn a_look_alike_is_found(directory: Arc<dyn Directory>) {
    create(
        directory.as_ref(),
        &account("Paul", "Allen", "paypal@example.com", "member"),
    )
    .await;
    let email = |text: &str| EmailAddress::parse(text).expect("an address");
    let name = |text: &str| PersonName::parse(text).expect("a name");
    let found = directory
        .lookalike(&email("p\u{430}yp\u{430}l@example.com"), None)
        .await;
    let found = found
        .expect("it answers")
        .expect("Cyrillic letters in the place of Latin ones");
    assert_eq!(
        (found.field, found.existing.as_str()),
        (Field::Email, "paypal@example.com")
    );
    let same = directory
        .lookalike(&email("PayPal@example.com"), None)
        .await
        .expect("it answers");
    assert_eq!(same, None, "the same address is taken, not alike");
    let (first, last) = (name("P\u{430}ul"), name("Allen"));
    let found = directory
        .lookalike(&email("x@example.com"), Some((&first, &last)))
        .await;
    assert_eq!(
        found.expect("it answers").expect("the name").existing,
        "Paul Allen"
    );
    let (first, last) = (name("PAUL"), name("Allen"));
    let namesake = directory
        .lookalike(&email("x@example.com"), Some((&first, &last)))
        .await;
    assert_eq!(namesake.expect("it answers"), None, "people may share a name");
}

pub async fn naughty_names_come_back_to_the_byte(directory: Arc<dyn Directory>) {
    let mut kept = 0;
    for (index, naughty) in BLNS.iter().enumerate() {
        let Ok(name) = PersonName::parse(naughty) else {
            continue;
        };
        let mut account = account("x", "x", &format!("n{index}@example.com"), "member");
        account.first_name = name.clone();
        account.last_name = name.clone();
        create(directory.as_ref(), &account).await;
        let stored = directory.user(account.id).await.expect("it is there").user;
        assert_eq!((&stored.first_name, &stored.last_name), (&name, &name));
        let query = accounts::UserQuery {
            search: naughty.to_string(),
            status: accounts::StatusFilter::All,
            sort: accounts::UserSort::Name,
            descending: false,
            after: None,
            limit: 200,
        };
        let page = directory.users(&query).await.expect("a page");
        assert!(
            page.users.iter().any(|user| user.id == account.id),
            "{index} {naughty:?} is found"
        );
        kept += 1;
    }
    assert!(kept > 300, "{kept}");
}

/// Characters that each become several, so that a name of a hundred is some thousand octets long, and none that could be
/// packed.
fn long_name(from: u32) -> String {
    let squares = (from..).filter_map(char::from_u32);
    let squares = squares.filter(|c| PersonName::parse(&c.to_string()).is_ok());
    squares.take(100).collect()
}

pub async fn names_that_folding_makes_long_are_stored_and_found(directory: Arc<dyn Directory>) {
    let mut ids = Vec::new();
    for (first, last, email) in [
        (long_name(0x3300), long_name(0x3364), "long1@example.com"),
        (long_name(0x3364), long_name(0x3300), "long2@example.com"),
        (
            "\u{FDFA}".repeat(100),
            "\u{FDFA}".repeat(100),
            "long3@example.com",
        ),
        ("Otto".to_owned(), "Ordinary".to_owned(), "long4@example.com"),
    ] {
        let account = account(&first, &last, email, "member");
        create(directory.as_ref(), &account).await;
        ids.push(account.id);
    }
    let query = |search: &str, sort| accounts::UserQuery {
        search: search.to_owned(),
        status: accounts::StatusFilter::All,
        sort,
        descending: false,
        after: None,
        limit: 200,
    };
    for sort in [accounts::UserSort::Name, accounts::UserSort::Email] {
        for (search, expected) in [("long", 4), ("アパート", 2), ("long2@", 1), ("ordin", 1)] {
            let page = directory.users(&query(search, sort)).await.expect("a page");
            assert_eq!(page.users.len(), expected, "{search}");
            assert_eq!(
                directory.count_users(search).await.expect("counted").total,
                expected as u64,
                "{search}"
            );
        }
    }
    let first = directory.user(ids[0]).await.expect("it is there").user;
    assert_eq!(first.first_name.as_str(), long_name(0x3300));
    let alike = directory
        .lookalike(&first.email, Some((&first.first_name, &first.last_name)))
        .await;
    assert_eq!(alike.expect("it answers"), None);
}

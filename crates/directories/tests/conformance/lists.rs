//! Lists: users, messages, activity, settings.

use std::{collections::BTreeSet, sync::Arc};

use accounts::{
    Cursor, Directory, DirectoryError, RoleId, Settings, StatusFilter, User, UserQuery, UserSort,
    activity::{Action, Verifier},
    password::{Policy, Preset},
};
use jiff::SignedDuration;
use naughty_strings::BLNS;

use crate::fixture::{account, create, entry, now};

fn query(search: &str) -> UserQuery {
    UserQuery {
        search: search.to_owned(),
        status: StatusFilter::All,
        sort: UserSort::Name,
        descending: false,
        after: None,
        limit: 50,
    }
}

async fn found(directory: &dyn Directory, search: &str) -> BTreeSet<String> {
    let page = directory.users(&query(search)).await.expect("a page");
    page.users
        .iter()
        .map(|user| user.first_name.as_str().to_owned())
        .collect()
}

pub async fn search_ignores_case_and_accents_and_finds_inside_words(directory: Arc<dyn Directory>) {
    for (first, last, email) in [
        ("Zoë", "Ångström", "zoe@physics.example"),
        ("Bjørn", "Strauß", "bjorn@example.com"),
        ("太郎", "田中", "taro@example.com"),
        ("Conor", "O’Brien", "conor.ob@example.com"),
        ("Дмитрий", "Иванов", "dmitri@example.com"),
    ] {
        create(directory.as_ref(), &account(first, last, email, "member")).await;
    }
    for (search, first) in [
        ("ZOE", "Zoë"),
        ("angstrom", "Zoë"),
        ("gstr", "Zoë"),
        ("physics", "Zoë"),
        ("zo phys", "Zoë"),
        ("strauss", "Bjørn"),
        ("郎", "太郎"),
        ("田中", "太郎"),
        ("o’", "Conor"),
        ("иван", "Дмитрий"),
        ("ДМ", "Дмитрий"),
        ("conor.ob@", "Conor"),
    ] {
        let names = found(directory.as_ref(), search).await;
        assert_eq!(names, [first.to_owned()].into(), "{search}");
        assert_eq!(
            directory.count_users(search).await.expect("counted").total,
            1,
            "{search}"
        );
    }
    assert!(
        found(directory.as_ref(), "oe").await.is_empty(),
        "two characters match beginnings only"
    );
    assert!(
        found(directory.as_ref(), "zoe nobody").await.is_empty(),
        "every word has to match"
    );
}

/// All users, page by page.
async fn all(directory: &dyn Directory, mut query: UserQuery) -> Vec<User> {
    let mut users = Vec::new();
    loop {
        let page = directory.users(&query).await.expect("a page");
        users.extend(page.users);
        match page.next {
            Some(next) => query.after = Some(next),
            None => return users,
        }
    }
}

/// So many that a search for them is answered by walking, which begins above 2,000.
const MANY: i64 = 2_100;

async fn fill(directory: &dyn Directory) {
    for index in 0..MANY {
        let mut account = account(
            &format!("First{}", index % 7),
            &format!("Last{}", index % 31),
            &format!("user{index}@example.com"),
            "member",
        );
        account.created_at = now() + SignedDuration::from_secs(index % 100);
        account.confirmed_at = (index % 3 == 0).then(now);
        account.enabled = index % 10 != 0;
        directory
            .create_user(&account, None, &entry(Action::UserCreated, None))
            .await
            .expect("stored");
        if index % 5 == 0 {
            let at = entry(Action::SignedIn, None);
            directory
                .signed_in(account.id, &[], None, &at)
                .await
                .expect("stored");
        }
    }
    // What most last names begin with stands in a few first names too.
    for index in 0..5 {
        let email = format!("elsewhere{index}@example.com");
        create(
            directory,
            &account("Lastly", &format!("Other{index}"), &email, "member"),
        )
        .await;
    }
}

pub async fn every_order_pages_without_gaps_or_repeats(directory: Arc<dyn Directory>) {
    fill(directory.as_ref()).await;
    for search in ["", "first3", "last", "la fi"] {
        let expected = directory.count_users(search).await.expect("counted").total;
        for sort in [
            UserSort::Name,
            UserSort::Email,
            UserSort::Created,
            UserSort::LastSignIn,
        ] {
            for descending in [false, true] {
                let query = UserQuery {
                    sort,
                    descending,
                    limit: 97,
                    ..query(search)
                };
                let users = all(directory.as_ref(), query).await;
                let ids: BTreeSet<_> = users.iter().map(|user| user.id).collect();
                assert_eq!(users.len(), ids.len(), "no repeats: {search} {sort:?}");
                assert_eq!(
                    users.len() as u64,
                    expected,
                    "no gaps: {search} {sort:?} {descending}"
                );
                assert_in_order(&users, sort, descending);
            }
        }
    }
}

pub async fn pages_are_stable_while_users_are_created(directory: Arc<dyn Directory>) {
    for index in 0..60 {
        let email = format!("stable{index:02}@example.com");
        create(
            directory.as_ref(),
            &account("Stan", &format!("Stable{index:02}"), &email, "member"),
        )
        .await;
    }
    for (round, (sort, descending)) in [
        (UserSort::Name, false),
        (UserSort::Email, true),
        (UserSort::Created, false),
        (UserSort::LastSignIn, true),
    ]
    .into_iter()
    .enumerate()
    {
        let mut query = UserQuery {
            sort,
            descending,
            limit: 7,
            ..query("stab")
        };
        let mut seen = Vec::new();
        for turn in 0.. {
            let page = directory.users(&query).await.expect("a page");
            seen.extend(page.users.iter().map(|user| user.email.as_str().to_owned()));
            let Some(next) = page.next else { break };
            query.after = Some(next);
            // One before and one behind where the list goes on.
            for place in ["stab-a", "stabz"] {
                let email = format!("{place}{round}-{turn}@example.com");
                create(directory.as_ref(), &account("Nina", place, &email, "member")).await;
            }
        }
        let different: BTreeSet<_> = seen.iter().collect();
        assert_eq!(different.len(), seen.len(), "no repeats: {sort:?}");
        let stable = seen.iter().filter(|email| email.starts_with("stable"));
        assert_eq!(stable.count(), 60, "no gaps: {sort:?}");
    }
}

fn assert_in_order(users: &[User], sort: UserSort, descending: bool) {
    for pair in users.windows(2) {
        let (a, b) = if descending {
            (&pair[1], &pair[0])
        } else {
            (&pair[0], &pair[1])
        };
        match sort {
            UserSort::Name => assert!(a.last_name <= b.last_name),
            UserSort::Email => assert!(a.email.canonical() < b.email.canonical()),
            UserSort::Created => assert!((a.created_at, a.id) < (b.created_at, b.id)),
            UserSort::LastSignIn => {
                // Those who never signed in come last both ways.
                assert!(pair[0].last_sign_in_at.is_some() || pair[1].last_sign_in_at.is_none());
            }
        }
    }
}

pub async fn a_status_filter_and_the_counts_agree(directory: Arc<dyn Directory>) {
    fill(directory.as_ref()).await;
    for search in ["", "last1", "last", "user77@"] {
        let counts = directory.count_users(search).await.expect("counted");
        assert_eq!(counts.total, counts.active + counts.pending + counts.disabled);
        for (status, count) in [
            (StatusFilter::All, counts.total),
            (StatusFilter::Active, counts.active),
            (StatusFilter::Pending, counts.pending),
            (StatusFilter::Disabled, counts.disabled),
        ] {
            let users = all(
                directory.as_ref(),
                UserQuery {
                    status,
                    limit: 200,
                    ..query(search)
                },
            )
            .await;
            assert_eq!(users.len() as u64, count, "{search} {status:?}");
        }
    }
}

pub async fn a_cursor_of_nonsense_is_refused(directory: Arc<dyn Directory>) {
    let no_text = r#"{"key":{"Text":"a\u0000"},"id":"00000000-0000-0000-0000-000000000000"}"#;
    for nonsense in ["", "x", "{}", "-1", "9999999999999999999999", "null", no_text] {
        let cursor = Cursor(nonsense.to_owned());
        let query = UserQuery {
            after: Some(cursor.clone()),
            ..query("")
        };
        assert!(
            matches!(directory.users(&query).await, Err(DirectoryError::NotFound)),
            "{nonsense}"
        );
        let messages = directory.messages(None, Some(&cursor), 10).await;
        assert!(messages.is_err() || nonsense == "-1", "{nonsense}");
    }
    let page = directory.users(&query("a\0")).await.expect("a page");
    assert!(page.users.is_empty(), "no text holds it");
    assert_eq!(directory.count_users("a\0").await.expect("counted").total, 0);
    let holders = directory.role_holders(&RoleId("a\0".to_owned())).await;
    assert!(matches!(holders, Err(DirectoryError::NotFound)), "{holders:?}");
}

pub async fn messages_and_activity_are_paged_newest_first(directory: Arc<dyn Directory>) {
    let before = directory.head().await.expect("a head").number;
    for index in 0..25 {
        create(
            directory.as_ref(),
            &account("Max", "Mail", &format!("m{index}@example.com"), "member"),
        )
        .await;
    }
    let first = directory.messages(None, None, 20).await.expect("a page");
    assert_eq!(first.messages[0].recipient.as_str(), "m24@example.com");
    let second = directory.messages(None, first.next.as_ref(), 20).await;
    let second = second.expect("a page");
    assert_eq!((second.messages.len(), second.next), (5, None));
    let one = directory
        .message(second.messages[4].id)
        .await
        .expect("it is there");
    assert_eq!(one.recipient.as_str(), "m0@example.com");

    let page = directory.activity(None, None, 20).await.expect("a page");
    assert_eq!(page.links[0].number, before + 25);
    let rest = directory
        .activity(None, page.next.as_ref(), 200)
        .await
        .expect("a page");
    assert_eq!(page.links.len() as u64 + rest.links.len() as u64, before + 25);
    let mut verifier = Verifier::default();
    for link in directory.links_from(1, 1_000).await.expect("links") {
        verifier.take(&link).expect("whole");
    }
    verifier
        .finish(&directory.head().await.expect("a head"))
        .expect("whole");
}

pub async fn settings_are_kept(directory: Arc<dyn Directory>) {
    assert_eq!(directory.settings().await.expect("defaults"), Settings::default());
    let mut settings = Settings {
        idle_lock_minutes: 3,
        passwords: Policy {
            preset: Preset::Nist,
            organisation: "Ærø & Söhne".to_owned(),
            ..Policy::default()
        },
        ..Settings::default()
    };
    let changed = entry(Action::SettingsChanged, None);
    directory.save_settings(&settings, &changed).await.expect("saved");
    directory
        .save_settings(&settings, &changed)
        .await
        .expect("saved again");
    assert_eq!(directory.settings().await.expect("settings"), settings);
    for naughty in BLNS {
        settings.passwords.organisation = (*naughty).to_owned();
        directory.save_settings(&settings, &changed).await.expect("saved");
        assert_eq!(directory.settings().await.expect("settings"), settings);
    }
}

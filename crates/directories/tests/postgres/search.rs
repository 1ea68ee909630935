//! Lists of a server are those of a local directory, to the order of their rows.

use accounts::{Directory, NewAccount, PersonName, StatusFilter, UserQuery, UserSort};
use directories::{fill_local, fill_remote, open_sample};
use naughty_strings::BLNS;
use peers::postgres::Postgres;

use crate::fixture::{
    Local, account, after, creation, entry,
    server::{connection_to, opened_on, secrets},
};

const NAMES: &[(&str, &str)] = &[
    ("Zoë", "Ångström"),
    ("ZOE", "angstrom"),
    ("Bjørn", "Strauß"),
    ("BJØRN", "STRAUSS"),
    ("太郎", "田中"),
    ("花子", "田村"),
    ("Conor", "O’Brien"),
    ("Дмитрий", "Иванов"),
    ("محمد", "علي"),
    ("नरेन्द्र", "मोदी"),
    ("Nguyễn", "Thị Ánh"),
    ("ﬁnn", "ﬂood"),
    ("Ｆｕｌｌ", "Ｗｉｄｔｈ"),
    ("𝒜da", "𝔏ovelace"),
    ("Zhang", "Wei"),
    ("Wei", "Zhang"),
    ("한", "국인"),
    ("a", "b"),
    ("ab", "cd"),
    ("İpek", "Işık"),
];

const SEARCHES: &[&str] = &[
    "",
    "zo",
    "zoe",
    "ZOË ang",
    "strauss",
    "ß",
    "郎",
    "田",
    "田中",
    "o’",
    "иван",
    "ИВ",
    "علي",
    "नर",
    "fin",
    "fi",
    "full wid",
    "ada",
    "zhang",
    "zha",
    "zh",
    "z",
    "wei zhang",
    "한",
    "국",
    "a",
    "ab",
    "a b",
    "example",
    "user1",
    "@example",
    "1@",
    "naught",
    "nothing at all",
    "%",
    "_",
    "\\",
    "'",
    "\"",
    "a\u{0}b",
    "ipek",
    "ışık",
    "i",
];

fn accounts() -> Vec<NewAccount> {
    let mut accounts = Vec::new();
    for (index, (first, last)) in NAMES.iter().enumerate() {
        for round in 0..3 {
            let email = format!("user{index}.{round}@example.com");
            accounts.push(account(first, last, &email, "member"));
        }
    }
    for (index, naughty) in BLNS.iter().enumerate() {
        if PersonName::parse(naughty).is_ok() {
            let email = format!("naughty{index}@example.org");
            accounts.push(account(naughty, naughty, &email, "member"));
        }
    }
    for (index, account) in accounts.iter_mut().enumerate() {
        account.created_at = after(i64::try_from(index % 17).expect("small"));
        account.confirmed_at = (index % 3 != 0).then(|| after(0));
        account.enabled = index % 11 != 0;
    }
    accounts
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_finds_what_a_local_directory_finds_in_the_same_order() {
    let postgres = Postgres::shared().expect("a server");
    let database = postgres.database().expect("a database");
    let server = opened_on(&connection_to(postgres, &database))
        .await
        .expect("it opens");
    let local = open_sample().await.expect("it opens");
    for (index, account) in accounts().iter().enumerate() {
        for directory in [server.as_ref(), local.as_ref()] {
            let created = directory.create_user(account, None, &creation(account)).await;
            created.expect("it is stored");
            if index % 5 == 0 {
                let at = accounts::activity::Entry {
                    at: after(i64::try_from(index % 7).expect("small")),
                    ..entry(accounts::activity::Action::SignedIn, None)
                };
                directory
                    .signed_in(account.id, &[], None, &at)
                    .await
                    .expect("stored");
            }
        }
    }
    for search in SEARCHES {
        for sort in [
            UserSort::Name,
            UserSort::Email,
            UserSort::Created,
            UserSort::LastSignIn,
        ] {
            for descending in [false, true] {
                let query = |limit| UserQuery {
                    search: (*search).to_owned(),
                    status: StatusFilter::All,
                    sort,
                    descending,
                    after: None,
                    limit,
                };
                let on_server = listed(server.as_ref(), query(50), 100).await;
                let here = listed(local.as_ref(), query(70), 100).await;
                assert_eq!(on_server, here, "{search:?} {sort:?} {descending}");
            }
        }
    }
    let astray = "SELECT count(*) FROM users LEFT JOIN users_search AS found_by USING (number)
        WHERE (users.id, users.status, users.name_order, users.email_canonical, users.created_at,
            users.last_sign_in_at, users.search_text) IS DISTINCT FROM (found_by.id, found_by.status,
            found_by.name_order, found_by.email_canonical, found_by.created_at, found_by.last_sign_in_at,
            found_by.search_text)";
    assert_eq!(
        database.ask(astray).expect("asked"),
        "0",
        "kept beside the tokens"
    );
    server.close().await;
}

/// Addresses of so many pages; without the owner, whom not every directory has.
async fn listed(directory: &dyn Directory, mut query: UserQuery, pages: usize) -> Vec<String> {
    let mut listed = Vec::new();
    for _ in 0..pages {
        let page = directory.users(&query).await.expect("a page");
        listed.extend(page.users.iter().map(|user| user.email.as_str().to_owned()));
        match page.next {
            Some(next) => query.after = Some(next),
            None => break,
        }
    }
    listed.retain(|email| email != "owner@example.com");
    listed
}

/// More than are looked up at first bear one last name and stand together, some bear it elsewhere, and more than are
/// walked at first stand before them.
fn crowd() -> Vec<NewAccount> {
    let mut crowd = Vec::new();
    let mut add = |first: String, last: &str, email: String| {
        let index = i64::try_from(crowd.len()).expect("small");
        let mut account = account(&first, last, &email, "member");
        account.created_at = after(index * 7_919 % 10_007);
        account.confirmed_at = (index % 4 != 0).then(|| after(0));
        account.enabled = index % 50 != 0;
        crowd.push(account);
    };
    for index in 0..7_400 {
        add(
            format!("Ann{index}"),
            "Adams",
            format!("adams.ann{index}@example.com"),
        );
    }
    for index in 0..6_300 {
        add(
            format!("Bo{index}"),
            "Zhang",
            format!("zhang.bo{index}@example.com"),
        );
    }
    for index in 0..90 {
        add(
            "Zhang".to_owned(),
            &format!("Moore{index}"),
            format!("m{index}.zhang@example.com"),
        );
    }
    crowd
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crowd_is_found_in_the_same_order_too() {
    let postgres = Postgres::shared().expect("a server");
    let connection = connection_to(postgres, &postgres.database().expect("a database"));
    let server = opened_on(&connection).await.expect("it opens");
    let local = Local::new().await;
    let crowd = crowd();
    let accounts = || crowd.iter().map(|account| (account.clone(), creation(account)));
    fill_remote(&connection, &secrets(), accounts())
        .await
        .expect("they are stored");
    fill_local(local.folder.path(), &local.key, accounts())
        .await
        .expect("they are stored");
    let here = local.open().await;
    for search in [
        "zhang",
        "zha",
        "zhang bo1",
        "bo",
        "adams",
        "moore",
        "zhang moore",
        "example",
    ] {
        let counts = server.count_users(search).await.expect("counted");
        assert_eq!(
            counts,
            here.count_users(search).await.expect("counted"),
            "{search}"
        );
        for (sort, descending, status) in [
            (UserSort::Name, false, StatusFilter::All),
            (UserSort::Name, true, StatusFilter::Pending),
            (UserSort::Email, false, StatusFilter::Active),
            (UserSort::Email, true, StatusFilter::All),
            (UserSort::Created, false, StatusFilter::All),
            (UserSort::LastSignIn, false, StatusFilter::Disabled),
        ] {
            let query = || UserQuery {
                search: search.to_owned(),
                status,
                sort,
                descending,
                after: None,
                limit: 60,
            };
            let on_server = listed(server.as_ref(), query(), 4).await;
            assert_eq!(
                on_server,
                listed(here.as_ref(), query(), 4).await,
                "{search} {sort:?} {status:?}"
            );
            assert!(search != "zhang" || on_server.len() >= 100);
        }
    }
    let links = server.links_from(1, 20_000).await.expect("links");
    let mut verifier = accounts::activity::Verifier::default();
    links
        .iter()
        .try_for_each(|link| verifier.take(link))
        .expect("whole");
    verifier
        .finish(&server.head().await.expect("a head"))
        .expect("whole");
    server.close().await;
    here.close().await;
}

//! Moving house: from a local directory to a server and back.
#![cfg(target_os = "linux")]
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test says what it expects"
)]

mod fixture;

use std::{
    fs,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
};

use accounts::{
    Directory, RoleId, RoleName, Settings, StatusFilter, UserQuery, UserSort,
    activity::{Action, Verifier},
    sign_in::{TryKey, admission},
};
use directories::{
    CopyError, CopyTo, DirectoryKey, FaultKind, KeySource, PostgresConnection, Progress, Remote, Storage,
    copy, open_local, open_remote,
};
use fixture::{
    Local, account, create, creation, entry, message, now, raw, run,
    server::{connection_to, secrets},
};
use peers::postgres::Postgres;
use tokio::sync::watch;
use uuid::Uuid;

/// So many that they do not fit into one batch.
const USERS: usize = 1_203;

fn quietly() -> (impl Fn(Progress) + Send + Sync, watch::Receiver<bool>) {
    // Dropping the sender stops nothing.
    (|_| {}, watch::channel(false).1)
}

/// A local directory with something in every corner.
async fn lived_in() -> Local {
    let local = Local::new().await;
    let directory = local.open().await;
    for index in 0..USERS {
        let email = format!("user{index}@example.com");
        let mut account = account(&format!("Zoë{index}"), "O’Brien-Núñez", &email, "member");
        account.enabled = index % 7 != 0;
        let confirmation = message(&account);
        directory
            .create_user(
                &account,
                (index % 100 == 0).then_some(&confirmation),
                &creation(&account),
            )
            .await
            .expect("stored");
    }
    let role = accounts::Role {
        id: RoleId("own".to_owned()),
        name: RoleName::parse("Front of house").expect("a name"),
        description: "Ours".to_owned(),
        built_in: false,
        roles: vec![RoleId("member".to_owned())],
        permissions: vec![accounts::Permission::CreateUsers],
        holders: 0,
    };
    let changed = entry(Action::RoleCreated, None);
    directory.save_role(&role, &changed).await.expect("stored");
    create(
        directory.as_ref(),
        &account("Ada", "Own", "ada@example.com", "own"),
    )
    .await;
    let settings = Settings {
        idle_lock_minutes: 3,
        ..Settings::default()
    };
    let changed = entry(Action::SettingsChanged, None);
    directory
        .save_settings(&settings, &changed)
        .await
        .expect("stored");
    let keys = [TryKey::Machine(Uuid::nil())];
    directory
        .admit_try(&keys, now(), admission)
        .await
        .expect("counted");
    directory.close().await;
    local
}

fn of(local: &Local) -> Storage {
    Storage::Local {
        folder: local.folder.path().to_owned(),
        key: local.key.clone(),
    }
}

fn to(connection: &PostgresConnection) -> CopyTo {
    CopyTo::Server {
        connection: connection.clone(),
        secrets: secrets(),
    }
}

fn empty_database() -> PostgresConnection {
    let postgres = Postgres::shared().expect("PostgreSQL");
    connection_to(postgres, &postgres.database().expect("a database"))
}

async fn opened(connection: &PostgresConnection) -> Arc<dyn Directory> {
    match open_remote(connection, &secrets()).await.expect("it opens") {
        Remote::Open(directory) => directory,
        Remote::Empty(_) => panic!("it is empty"),
    }
}

/// What a directory holds, as far as it tells: users with everything, roles, messages, settings, the end of the record.
async fn content(directory: &dyn Directory) -> Vec<String> {
    let mut told = Vec::new();
    let mut query = UserQuery {
        search: String::new(),
        status: StatusFilter::All,
        sort: UserSort::Email,
        descending: false,
        after: None,
        limit: 200,
    };
    loop {
        let page = directory.users(&query).await.expect("a page");
        for user in &page.users {
            let whole = directory.user(user.id).await.expect("it is there");
            told.push(format!("{whole:?} {}", whole.password.as_str()));
        }
        match page.next {
            Some(next) => query.after = Some(next),
            None => break,
        }
    }
    told.push(format!("{:?}", directory.catalogue().await.expect("roles")));
    told.push(format!("{:?}", directory.settings().await.expect("settings")));
    told.push(format!(
        "{:?}",
        directory.count_users("brien").await.expect("counted")
    ));
    let messages = directory.messages(None, None, 200).await.expect("messages");
    told.push(format!("{:?}", messages.messages));
    let machine = TryKey::Machine(Uuid::nil());
    told.push(format!(
        "{:?}",
        directory.misses(&machine).await.expect("counted")
    ));
    told
}

async fn chain(directory: &dyn Directory) -> u64 {
    let mut verifier = Verifier::default();
    let mut from = 1;
    loop {
        let links = directory.links_from(from, 500).await.expect("links");
        let Some(last) = links.last() else { break };
        from = last.number + 1;
        for link in &links {
            verifier.take(link).expect("whole");
        }
    }
    verifier
        .finish(&directory.head().await.expect("a head"))
        .expect("whole")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_directory_goes_to_a_server_and_back_whole_and_the_source_stays() {
    let local = lived_in().await;
    let before = fs::read(local.database()).expect("readable");
    let connection = empty_database();
    let moved = entry(Action::DirectoryCopied, None);
    let (tell, stop) = quietly();
    let copied = copy(&of(&local), &to(&connection), &moved, &tell, &stop)
        .await
        .expect("copied");
    assert_eq!(
        fs::read(local.database()).expect("readable"),
        before,
        "the source stays"
    );
    let (here, there) = (local.open().await, opened(&connection).await);
    assert_eq!(content(there.as_ref()).await, content(here.as_ref()).await);
    assert_eq!(copied.links, chain(here.as_ref()).await);
    assert_eq!(
        chain(there.as_ref()).await,
        copied.links + 1,
        "and the entry of the copy"
    );
    create(
        there.as_ref(),
        &account("New", "There", "new@example.com", "member"),
    )
    .await;
    let expected = content(there.as_ref()).await;
    here.close().await;

    let folder = tempfile::tempdir().expect("a folder");
    let key = DirectoryKey::random(&mut rand::rng());
    let back = CopyTo::Local {
        folder: folder.path().to_owned(),
        key: key.clone(),
        id: Uuid::now_v7(),
        source: KeySource::Keychain,
    };
    let from = Storage::Server {
        connection: connection.clone(),
        secrets: secrets(),
    };
    copy(&from, &back, &moved, &tell, &stop)
        .await
        .expect("copied back");
    let back = open_local(folder.path(), &key).await.expect("it opens");
    assert_eq!(content(back.as_ref()).await, expected);
    assert_eq!(chain(back.as_ref()).await, chain(there.as_ref()).await + 1);
    create(
        back.as_ref(),
        &account("New", "Back", "back@example.com", "member"),
    )
    .await;
    back.close().await;
    there.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_that_was_stopped_is_no_directory_and_goes_on_where_it_ended() {
    let local = lived_in().await;
    let connection = empty_database();
    let moved = entry(Action::DirectoryCopied, None);
    let (stop, stopped) = watch::channel(false);
    let (first, again) = (AtomicU64::new(0), Mutex::new(None));
    let half_way = |progress: Progress| {
        first.store(progress.done, Ordering::SeqCst);
        if progress.done > USERS as u64 {
            stop.send_replace(true);
        }
    };
    let ended = copy(&of(&local), &to(&connection), &moved, &half_way, &stopped).await;
    assert!(matches!(ended, Err(CopyError::Stopped)), "{ended:?}");
    let refused = open_remote(&connection, &secrets())
        .await
        .err()
        .expect("it is half a directory");
    assert_eq!(refused.kind, FaultKind::Copying);

    let users_again = |progress: Progress| {
        again.lock().expect("no panic").get_or_insert(progress.total);
    };
    let (_, stop) = quietly();
    let copied = copy(&of(&local), &to(&connection), &moved, &users_again, &stop)
        .await
        .expect("copied");
    let (here, there) = (local.open().await, opened(&connection).await);
    assert_eq!(content(there.as_ref()).await, content(here.as_ref()).await);
    assert_eq!(copied.links + 1, chain(there.as_ref()).await);
    assert!(first.load(Ordering::SeqCst) > 1_000, "it had come so far");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_begins_anew_where_the_source_has_changed_meanwhile() {
    let local = lived_in().await;
    let connection = empty_database();
    let moved = entry(Action::DirectoryCopied, None);
    let (stop, stopped) = watch::channel(false);
    let half_way = |progress: Progress| {
        if progress.done > USERS as u64 {
            stop.send_replace(true);
        }
    };
    let ended = copy(&of(&local), &to(&connection), &moved, &half_way, &stopped).await;
    assert!(matches!(ended, Err(CopyError::Stopped)), "{ended:?}");
    let here = local.open().await;
    create(
        here.as_ref(),
        &account("Late", "Comer", "late@example.com", "member"),
    )
    .await;
    let (tell, stop) = quietly();
    copy(&of(&local), &to(&connection), &moved, &tell, &stop)
        .await
        .expect("copied");
    let there = opened(&connection).await;
    assert_eq!(content(there.as_ref()).await, content(here.as_ref()).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_directory_that_is_there_is_not_written_over() {
    let local = Local::new().await;
    let connection = empty_database();
    let moved = entry(Action::DirectoryCopied, None);
    let (tell, stop) = quietly();
    copy(&of(&local), &to(&connection), &moved, &tell, &stop)
        .await
        .expect("copied");
    let expected = content(opened(&connection).await.as_ref()).await;
    let again = copy(&of(&local), &to(&connection), &moved, &tell, &stop).await;
    assert!(matches!(again, Err(CopyError::InUse)), "{again:?}");
    assert_eq!(content(opened(&connection).await.as_ref()).await, expected);
    let onto_itself = CopyTo::Local {
        folder: local.folder.path().to_owned(),
        key: local.key.clone(),
        id: Uuid::nil(),
        source: KeySource::Keychain,
    };
    let onto_itself = copy(&of(&local), &onto_itself, &moved, &tell, &stop).await;
    assert!(matches!(onto_itself, Err(CopyError::InUse)), "{onto_itself:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_that_was_tampered_with_is_no_copy() {
    let local = Local::new().await;
    let mut connection = raw(&local).await;
    run(
        &mut connection,
        "DROP TRIGGER activity_is_never_changed; UPDATE activity SET content = replace(content, 'o', '0') WHERE number = 1",
    )
    .await;
    let server = empty_database();
    let moved = entry(Action::DirectoryCopied, None);
    let (tell, stop) = quietly();
    let copied = copy(&of(&local), &to(&server), &moved, &tell, &stop).await;
    assert!(
        matches!(copied, Err(CopyError::Differs { table: "activity" })),
        "{copied:?}"
    );
    assert!(
        open_remote(&server, &secrets()).await.is_err(),
        "it is no directory"
    );
}

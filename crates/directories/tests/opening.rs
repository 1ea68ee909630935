//! Making and opening a local directory: what is wrong with it is said, and it is left as it was.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test says what it expects"
)]

mod fixture;

use std::{fs, path::Path};

use accounts::{MessageState, NewMessage, activity::Action, outbox::DeliveryFault};
use directories::{
    DATABASE, DirectoryKey, Found, KEY_FILE, KeySource, OpenError, PassphraseParameters, create_local, look,
    open_local,
};
use fixture::{Local, account, claimed, create, creation, entry, opened, raw, run};
use sqlx::{Connection as _, SqliteConnection, migrate::Migrator};
use uuid::Uuid;

#[tokio::test]
async fn an_empty_folder_is_a_first_run_and_a_made_directory_is_found() {
    let empty = tempfile::tempdir().expect("a folder");
    assert_eq!(look(empty.path()).expect("readable"), Found::Nothing);
    assert_eq!(
        look(&empty.path().join("not there")).expect("readable"),
        Found::Nothing
    );
    let local = Local::new().await;
    assert!(matches!(
        look(local.folder.path()),
        Ok(Found::Local {
            source: KeySource::Keychain,
            ..
        })
    ));
}

/// A lock that is lost lets another program believe that it is alone with the file, and clear its log away.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn opening_a_directory_again_leaves_the_locks_on_its_file() {
    use std::os::unix::fs::MetadataExt as _;

    let local = Local::new().await;
    let inode = fs::metadata(local.database()).expect("readable").ino();
    let locks = || {
        let held = fs::read_to_string("/proc/locks").expect("readable");
        let of_the_file = held.lines().filter(|lock| lock.contains(&format!(":{inode} ")));
        of_the_file.count()
    };
    let first = local.open().await;
    let held = locks();
    assert!(held > 0, "an open directory locks its file");
    let second = local.open().await;
    second.close().await;
    assert!(locks() >= held, "{held} locks were held");
    first.close().await;
}

#[tokio::test]
async fn a_wrong_key_is_told_from_a_damaged_file() {
    let local = Local::new().await;
    let folder = local.folder.path();
    let wrong = DirectoryKey::random(&mut rand::rng());
    assert!(matches!(opened(folder, &wrong).await, Err(OpenError::KeyWrong)));

    let whole = fs::read(local.database()).expect("readable");
    for (from, to) in [(0, 16), (100, 300)] {
        let mut damaged = whole.clone();
        damaged[from..to].fill(0xA5);
        fs::write(local.database(), &damaged).expect("written");
        let outcome = opened(folder, &local.key).await;
        assert!(
            matches!(outcome, Err(OpenError::Damaged)),
            "{from}..{to}: {outcome:?}"
        );
    }
    fs::write(local.database(), &whole[..5_000]).expect("written");
    let outcome = opened(folder, &local.key).await;
    assert!(matches!(outcome, Err(OpenError::Damaged)), "cut off: {outcome:?}");
    fs::write(local.database(), &whole).expect("written");
    opened(folder, &local.key).await.expect("whole again");
}

#[tokio::test]
async fn a_damaged_file_keeps_the_log_that_a_crash_left_beside_it() {
    let local = Local::new().await;
    let log = local.database().with_extension("db-wal");
    let directory = local.open().await;
    create(
        directory.as_ref(),
        &account("Ada", "Lovelace", "ada@example.com", "member"),
    )
    .await;
    let (whole, kept) = (fs::read(local.database()), fs::read(&log));
    let (whole, kept) = (whole.expect("readable"), kept.expect("readable"));
    directory.close().await;
    assert!(kept.len() > 4_096, "there is nothing in the log");

    let damaged = &whole[..whole.len() / 2 - 100];
    fs::write(local.database(), damaged).expect("written");
    fs::write(&log, &kept).expect("written");
    let outcome = opened(local.folder.path(), &local.key).await;
    assert!(matches!(outcome, Err(OpenError::Damaged)), "{outcome:?}");
    assert!(fs::read(local.database()).expect("readable") == damaged);
    assert!(fs::read(&log).expect("readable") == kept);

    fs::write(local.database(), &whole).expect("written");
    let directory = local.open().await;
    let found = directory.users(&everybody()).await.expect("readable").users;
    assert!(
        found.iter().any(|user| user.first_name.as_str() == "Ada"),
        "the account in the log is there again"
    );
    directory.close().await;
}

#[tokio::test]
async fn an_index_that_a_migration_emptied_is_filled_when_the_directory_is_opened() {
    let local = Local::new().await;
    let directory = local.open().await;
    create(
        directory.as_ref(),
        &account("Ada", "Lovelace", "ada@example.com", "member"),
    )
    .await;
    directory.close().await;
    let mut connection = raw(&local).await;
    run(
        &mut connection,
        "INSERT INTO users_search (users_search) VALUES ('delete-all')",
    )
    .await;
    connection.close().await.expect("closed");

    let directory = local.open().await;
    for search in ["lovelace", "vel", "lo"] {
        let found = accounts::UserQuery {
            search: search.to_owned(),
            ..everybody()
        };
        let found = directory.users(&found).await.expect("readable").users;
        assert_eq!(found.len(), 1, "{search}");
    }
    directory.close().await;
}

#[tokio::test]
async fn confirmations_that_wait_from_before_they_brought_anything_are_cancelled() {
    let local = Local::new().await;
    fs::remove_file(local.database()).expect("removed");
    let mut connection = raw(&local).await;
    migrate_up_to(5, &mut connection).await;
    run(&mut connection, BEFORE_ACTIVATION).await;
    connection.close().await.expect("closed");

    let directory = local.open().await;
    let listed = directory
        .messages(None, None, 10)
        .await
        .expect("it lists")
        .messages;
    let seen: Vec<_> = listed
        .iter()
        .map(|message| (message.recipient.as_str(), message.state, message.due_at))
        .collect();
    assert_eq!(
        seen,
        [
            ("+4915112345678", MessageState::Failed, None),
            ("old@example.com", MessageState::Cancelled, None),
        ]
    );
    let fault = accounts::sms::SmsFaultKind::Unreachable.into();
    assert_eq!(listed[0].fault, Some(DeliveryFault::Sms(fault)));
    assert_eq!(listed[1].changed_at, listed[1].created_at);
    let users = directory.users(&everybody()).await.expect("readable").users;
    let confirmation = users[0].confirmation.as_ref().expect("it is shown");
    assert_eq!(confirmation.state, MessageState::Cancelled);
    let settings = directory.sms_settings().await.expect("they are there");
    assert_eq!(settings.host, "example.com");

    let resent = NewMessage {
        user: Some(users[0].id),
        ..fixture::message(&account("Olaf", "Old", "old@example.com", "member"))
    };
    let entry = entry(Action::ConfirmationResent, None);
    directory
        .store_message(&resent, &entry)
        .await
        .expect("it is stored");
    let (_, mails) = claimed(directory.as_ref(), 0, 10).await;
    assert_eq!((mails.len(), mails[0].id), (1, resent.id));
    directory.close().await;
}

/// A user whose confirmation waits, a text message that did not leave, and settings.
const BEFORE_ACTIVATION: &str = r#"
    INSERT INTO users (number, id, request, email, email_canonical, email_skeleton, first_name, last_name, name_key,
        name_skeleton, search_text, password, enabled, created_at)
    VALUES (1, zeroblob(16), zeroblob(16), 'old@example.com', 'old@example.com', 'old@example.com', 'Olaf', 'Old',
        'old', 'Olaf Old', ' olaf old', 'hash', 1, 0);
    INSERT INTO outbox (id, kind, state, recipient, user, created_at)
    VALUES (x'00000000000000000000000000000001', 'confirmation', 'waiting', 'old@example.com', 1, 1000);
    INSERT INTO outbox (id, kind, state, recipient, fault, created_at, tries)
    VALUES (x'00000000000000000000000000000002', 'code', 'failed', '+4915112345678', 'unreachable', 2000, 1);
    INSERT INTO sms_settings (one, value) VALUES (1, '{"gateway":{"kind":"outbox"},"countries":[],"language":"en","host":"example.com"}');
"#;

/// Makes the schema as it was after so many migrations.
async fn migrate_up_to(version: i64, connection: &mut SqliteConnection) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations/sqlite");
    let all = Migrator::new(folder).await.expect("they are there");
    let earlier = all.iter().filter(|migration| migration.version <= version);
    let earlier = Migrator::with_migrations(earlier.cloned().collect());
    earlier
        .run_direct(None, connection, false)
        .await
        .expect("they run");
}

fn everybody() -> accounts::UserQuery {
    accounts::UserQuery {
        search: String::new(),
        status: accounts::StatusFilter::All,
        sort: accounts::UserSort::Created,
        descending: false,
        after: None,
        limit: 200,
    }
}

#[tokio::test]
async fn damage_in_the_middle_is_said_when_it_is_met() {
    let local = Local::new().await;
    let directory = local.open().await;
    for index in 0..300 {
        create(
            directory.as_ref(),
            &account("Max", "Many", &format!("m{index}@example.com"), "member"),
        )
        .await;
    }
    directory.close().await;
    let mut damaged = fs::read(local.database()).expect("readable");
    let (from, to) = (damaged.len() / 3, damaged.len() * 9 / 10);
    damaged[from..to].fill(0);
    fs::write(local.database(), &damaged).expect("written");
    let met = match open_local(local.folder.path(), &local.key).await {
        Err(OpenError::Damaged) => true,
        Err(other) => panic!("{other:?}"),
        Ok(directory) => {
            let listed = directory.users(&everybody()).await;
            directory.close().await;
            matches!(listed, Err(accounts::DirectoryError::Damaged))
        }
    };
    assert!(met);
}

#[tokio::test]
async fn a_missing_or_unreadable_key_file_is_never_a_first_run() {
    let local = Local::new().await;
    let key_file = local.folder.path().join(KEY_FILE);
    let whole = fs::read_to_string(&key_file).expect("readable");
    for nonsense in ["", "{", "{\"format\":1}", "[]"] {
        fs::write(&key_file, nonsense).expect("written");
        assert!(
            matches!(look(local.folder.path()), Err(OpenError::KeyFileDamaged)),
            "{nonsense}"
        );
    }
    fs::write(&key_file, whole.replace("\"format\": 1", "\"format\": 2")).expect("written");
    assert!(matches!(look(local.folder.path()), Err(OpenError::NewerVersion)));
    fs::remove_file(&key_file).expect("removed");
    assert!(matches!(
        look(local.folder.path()),
        Err(OpenError::KeyFileMissing)
    ));
    assert!(matches!(
        opened(local.folder.path(), &local.key).await,
        Err(OpenError::KeyFileMissing)
    ));
}

#[tokio::test]
async fn a_file_of_a_newer_version_is_refused_untouched() {
    let local = Local::new().await;
    let mut connection = raw(&local).await;
    run(
        &mut connection,
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
         VALUES (9999, 'from the future', 1, x'00', 0)",
    )
    .await;
    connection.close().await.expect("closed");
    let outcome = opened(local.folder.path(), &local.key).await;
    assert!(matches!(outcome, Err(OpenError::NewerVersion)), "{outcome:?}");
}

#[tokio::test]
async fn no_directory_is_made_where_one_is_and_a_crash_while_making_leaves_nothing() {
    let local = Local::new().await;
    let folder = local.folder.path();
    let owner = account("Eve", "Other", "eve@example.com", "owner");
    let other = DirectoryKey::random(&mut rand::rng());
    let entries = [creation(&owner)];
    let made = create_local(
        folder,
        &other,
        Uuid::now_v7(),
        &KeySource::Keychain,
        &owner,
        &entries,
    )
    .await;
    assert!(matches!(made, Err(OpenError::Exists)), "{made:?}");
    opened(folder, &local.key)
        .await
        .expect("the old one is as it was");

    let fresh = tempfile::tempdir().expect("a folder");
    fs::write(fresh.path().join("frontdesk.db.new"), "half made").expect("written");
    fs::write(fresh.path().join("frontdesk.db.new-wal"), "half made").expect("written");
    assert_eq!(look(fresh.path()).expect("readable"), Found::Nothing);
    let source = KeySource::Passphrase(PassphraseParameters::new(&mut rand::rng()));
    create_local(fresh.path(), &other, Uuid::now_v7(), &source, &owner, &entries)
        .await
        .expect("made");
    let names: Vec<_> = fs::read_dir(fresh.path())
        .expect("readable")
        .map(|file| file.expect("a file").file_name())
        .collect();
    assert_eq!(names.len(), 2, "{names:?}");
}

#[tokio::test]
async fn a_making_that_fails_leaves_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let key = DirectoryKey::random(&mut rand::rng());
    let owner = account("Lou", "Lost", "lou@example.com", "no-such-role");
    let entries = [creation(&owner)];
    let made = create_local(
        folder.path(),
        &key,
        Uuid::now_v7(),
        &KeySource::Keychain,
        &owner,
        &entries,
    )
    .await;
    assert!(made.is_err());
    assert_eq!(fs::read_dir(folder.path()).expect("readable").count(), 0);
}

#[tokio::test]
async fn a_log_without_its_database_is_no_first_run_and_is_kept() {
    let folder = tempfile::tempdir().expect("a folder");
    let log = folder.path().join("frontdesk.db-wal");
    fs::write(&log, "accounts that were not written yet").expect("written");
    assert!(matches!(look(folder.path()), Err(OpenError::Damaged)));
    let owner = account("Eve", "Other", "eve@example.com", "owner");
    let key = DirectoryKey::random(&mut rand::rng());
    let source = KeySource::Keychain;
    let made = create_local(
        folder.path(),
        &key,
        Uuid::now_v7(),
        &source,
        &owner,
        &[creation(&owner)],
    )
    .await;
    assert!(matches!(made, Err(OpenError::Exists)), "{made:?}");
    assert!(log.exists());
}

#[tokio::test]
async fn the_key_file_of_a_database_that_was_moved_away_is_kept() {
    let old = Local::new().await;
    let folder = old.folder.path();
    let away = tempfile::tempdir().expect("a folder");
    let key_file = fs::read(folder.join(KEY_FILE)).expect("readable");
    fs::rename(old.database(), away.path().join(DATABASE)).expect("moved");
    assert_eq!(look(folder).expect("readable"), Found::Nothing);
    let owner = account("Eve", "Other", "eve@example.com", "owner");
    let (id, key) = (Uuid::now_v7(), DirectoryKey::random(&mut rand::rng()));
    create_local(
        folder,
        &key,
        id,
        &KeySource::Keychain,
        &owner,
        &[creation(&owner)],
    )
    .await
    .expect("made");
    let aside = folder.join(format!("frontdesk.key.before-{id}.json"));
    assert_eq!(fs::read(&aside).expect("kept"), key_file);
    fs::copy(&aside, away.path().join(KEY_FILE)).expect("copied");
    opened(away.path(), &old.key)
        .await
        .expect("the old one opens with it");
}

//! A local directory when disk, rights or other programs are against it, and what rests on the disk.
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
    io::Write as _,
    os::unix::fs::PermissionsExt as _,
    path::Path,
    process::{Command, Stdio},
    sync::Arc,
};

use accounts::{Creation, Directory, DirectoryError, Field, MessageState, outbox::Claim};
use directories::{DATABASE, DirectoryKey, KEY_FILE, KeySource, OpenError, create_local, open_local};
use fixture::{Local, account, after, create, creation, message, now, opened, raw, run};
use uuid::Uuid;

/// Set in the process that runs on a small disk of its own: where that disk is.
const SMALL_DISK: &str = "FRONTDESK_SMALL_DISK";

#[tokio::test]
async fn a_full_disk_is_said_and_leaves_no_half_account() {
    if let Ok(folder) = std::env::var(SMALL_DISK) {
        return fill_the_disk(Path::new(&folder)).await;
    }
    on_a_small_disk("a_full_disk_is_said_and_leaves_no_half_account");
}

#[tokio::test]
async fn a_full_disk_claims_no_email_half() {
    if let Ok(folder) = std::env::var(SMALL_DISK) {
        return claim_on_a_full_disk(Path::new(&folder)).await;
    }
    on_a_small_disk("a_full_disk_claims_no_email_half");
}

/// Runs a test on a disk of 2 MiB in a namespace of its own, which no right is needed for and which is gone with the
/// process.
fn on_a_small_disk(test: &str) {
    let folder = tempfile::tempdir().expect("a folder");
    let outcome = Command::new("unshare")
        .args(["--mount", "--map-root-user", "sh", "-c"])
        .arg("mount -t tmpfs -o size=2m none \"$1\" && exec \"$0\" --exact \"$2\"")
        .arg(std::env::current_exe().expect("this program"))
        .arg(folder.path())
        .arg(test)
        .env(SMALL_DISK, folder.path())
        .status()
        .expect("unshare is there");
    assert!(outcome.success());
}

/// A directory on the small disk.
async fn made_in(folder: &Path) -> Arc<dyn Directory> {
    let key = DirectoryKey::random(&mut rand::rng());
    let owner = account("Olga", "Owner", "owner@example.com", "owner");
    let (id, source, entries) = (Uuid::now_v7(), KeySource::Keychain, [creation(&owner)]);
    create_local(folder, &key, id, &source, &owner, &entries)
        .await
        .expect("made");
    open_local(folder, &key).await.expect("it opens")
}

async fn fill_the_disk(folder: &Path) {
    let directory = made_in(folder).await;
    // Room for several accounts: each takes some dozen pages of the log.
    let ballast = folder.join("ballast");
    fs::write(&ballast, vec![0; 768 * 1_024]).expect("written");
    let (last, error) = loop {
        let account = account(
            "Flo",
            "Full",
            &format!("f{}@example.com", Uuid::now_v7().simple()),
            "member",
        );
        match directory
            .create_user(&account, Some(&message(&account)), &creation(&account))
            .await
        {
            Ok(_) => {}
            Err(error) => break (account, error),
        }
    };
    assert!(matches!(error, DirectoryError::Full), "{error:?}");
    assert!(
        !directory.is_taken(&last.email).await.expect("it answers"),
        "no half account"
    );
    fs::remove_file(&ballast).expect("removed");
    create(directory.as_ref(), &last).await;
    directory.close().await;
}

async fn claim_on_a_full_disk(folder: &Path) {
    const MAILS: u32 = 8;
    let directory = made_in(folder).await;
    for index in 0..MAILS {
        let email = format!("full{index}@example.com");
        create(directory.as_ref(), &account("Flo", "Full", &email, "member")).await;
    }
    let ballast = folder.join("ballast");
    let mut file = fs::File::create(&ballast).expect("made");
    while file.write_all(&[0; 1_024]).is_ok() {}
    let claim = Claim {
        id: Uuid::now_v7(),
        now: now(),
        until: after(60),
        limit: 100,
    };
    for _ in 0..3 {
        let refused = directory.claim_mails(&claim).await;
        assert!(matches!(refused, Err(DirectoryError::Full)), "{refused:?}");
        let waiting = directory.messages(Some(MessageState::Waiting), None, 100).await;
        let waiting = waiting.expect("it lists").messages;
        assert_eq!(waiting.len(), MAILS as usize);
        assert!(waiting.iter().all(|message| message.tries == 0));
    }
    drop(file);
    fs::remove_file(&ballast).expect("removed");
    let mails = directory.claim_mails(&claim).await.expect("there is room");
    assert_eq!(mails.len(), MAILS as usize);
    assert!(mails.iter().all(|mail| mail.tries == 1));
    directory.close().await;
}

#[tokio::test]
async fn a_file_that_another_program_holds_is_busy_and_works_again_afterwards() {
    let local = Local::new().await;
    let directory = local.open().await;
    let mut other = raw(&local).await;
    run(&mut other, "BEGIN IMMEDIATE").await;
    let account = account("Bea", "Busy", "bea@example.com", "member");
    let refused = directory.create_user(&account, None, &creation(&account)).await;
    assert!(matches!(refused, Err(DirectoryError::Busy)), "{refused:?}");
    run(&mut other, "ROLLBACK").await;
    create(directory.as_ref(), &account).await;
}

/// Set in the process that runs without rights: the folder it opens.
const UNPRIVILEGED: &str = "FRONTDESK_READ_ONLY_FOLDER";

#[tokio::test]
async fn a_read_only_file_is_said() {
    if let Ok(folder) = std::env::var(UNPRIVILEGED) {
        let key = fs::read_to_string(Path::new(&folder).join("key of this test")).expect("laid before");
        let key = DirectoryKey::from_base64(&key).expect("a key");
        let outcome = opened(Path::new(&folder), &key).await;
        assert!(matches!(outcome, Err(OpenError::ReadOnly)), "{outcome:?}");
        return;
    }
    let local = Local::new().await;
    let folder = local.folder.path();
    fs::write(folder.join("key of this test"), local.key.to_base64().as_bytes()).expect("written");
    let readable = |path: &Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode));
    readable(folder, 0o555).expect("set");
    for name in [DATABASE, KEY_FILE, "key of this test"] {
        readable(&folder.join(name), 0o444).expect("set");
    }
    // A superuser may write everything, so this program is run again as nobody; from a copy that nobody may read.
    let program = tempfile::Builder::new()
        .prefix("program")
        .tempdir()
        .expect("a folder");
    readable(program.path(), 0o755).expect("set");
    let copy = program.path().join("opening");
    fs::copy(std::env::current_exe().expect("this program"), &copy).expect("copied");
    let id = Command::new("id").arg("-u").output().expect("id is there").stdout;
    let mut again = if id.starts_with(b"0\n") {
        let mut as_nobody = Command::new("setpriv");
        as_nobody
            .args(["--reuid=65534", "--regid=65534", "--clear-groups"])
            .arg(&copy);
        as_nobody
    } else {
        Command::new(&copy)
    };
    let outcome = again
        .args(["--exact", "a_read_only_file_is_said"])
        .env(UNPRIVILEGED, folder)
        .stdin(Stdio::null())
        .status()
        .expect("it runs");
    readable(folder, 0o755).expect("set");
    assert!(outcome.success());
}

#[tokio::test]
async fn nothing_readable_rests_on_the_disk() {
    const CANARY: &str = "Canaryname";
    let local = Local::new().await;
    let directory = local.open().await;
    for index in 0..50 {
        let account = account(
            CANARY,
            CANARY,
            &format!("canaryname{index}@example.com"),
            "member",
        );
        create(directory.as_ref(), &account).await;
    }
    let key = local.key.to_base64();
    for round in ["open", "closed"] {
        for file in fs::read_dir(local.folder.path()).expect("readable") {
            let path = file.expect("a file").path();
            let octets = fs::read(&path).expect("readable");
            let holds = |needle: &[u8]| octets.windows(needle.len()).any(|part| part == needle);
            for needle in [
                CANARY.as_bytes(),
                b"canaryname",
                b"SQLite format 3",
                key.as_bytes(),
                local.key.expose(),
            ] {
                assert!(
                    !holds(needle),
                    "{round}: {} holds what it must not",
                    path.display()
                );
            }
        }
        directory.close().await;
    }
}

#[tokio::test]
async fn an_edited_removed_or_reordered_entry_is_found() {
    for (tampering, at) in [
        ("UPDATE activity SET content = replace(content, 'user_created', 'signed_in') WHERE number = 5", 5),
        ("DELETE FROM activity WHERE number = 7", 7),
        ("DELETE FROM activity WHERE number >= 9", 9),
        (
            "UPDATE activity SET number = -3 WHERE number = 3; UPDATE activity SET number = 3 WHERE number = 4;
             UPDATE activity SET number = 4 WHERE number = -3",
            3,
        ),
    ] {
        let local = Local::new().await;
        let directory = local.open().await;
        for index in 0..8 {
            create(directory.as_ref(), &account("Ann", "Audit", &format!("a{index}@example.com"), "member")).await;
        }
        let mut connection = raw(&local).await;
        let refused = sqlx::raw_sql(tampering).execute(&mut connection).await;
        assert!(refused.is_err(), "the record refuses to be changed: {tampering}");
        run(
            &mut connection,
            "DROP TRIGGER activity_is_never_changed; DROP TRIGGER activity_is_never_deleted",
        )
        .await;
        run(&mut connection, tampering).await;
        let links = directory.links_from(1, 1_000).await.expect("links");
        let mut verifier = accounts::activity::Verifier::default();
        let head = directory.head().await.expect("a head");
        let walked = links.iter().try_for_each(|link| verifier.take(link));
        let broken = walked.and_then(|()| verifier.finish(&head).map(|_| ()));
        assert_eq!(broken.expect_err("it is found").at, at, "{tampering}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_creates_through_five_connections_make_one_account() {
    let local = Local::new().await;
    let mut directories = Vec::new();
    for _ in 0..5 {
        directories.push(local.open().await);
    }
    let tries: Vec<_> = (0..50)
        .map(|index| {
            let directory = directories[index % directories.len()].clone();
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
    let links = directories[0].links_from(1, 1_000).await.expect("links");
    let mut verifier = accounts::activity::Verifier::default();
    links
        .iter()
        .try_for_each(|link| verifier.take(link))
        .expect("whole");
    let head = directories[4].head().await.expect("a head");
    assert_eq!(verifier.finish(&head), Ok(3), "the chain did not fork");
    for directory in directories {
        directory.close().await;
    }
}

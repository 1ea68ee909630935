//! Both directories, filled: an encrypted file, and a database reached over TLS on loopback.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
    time::Instant,
};

use accounts::Directory;
use directories::{
    DATABASE, DirectoryKey, KEY_FILE, KeySource, Remote, create_local, fill_local, fill_remote, open_local,
    open_remote,
};
use peers::postgres::{Options, Postgres};
use sha2::{Digest as _, Sha256};
use sqlx::{ConnectOptions as _, Connection as _, sqlite::SqliteConnectOptions};
use uuid::Uuid;

use crate::{
    crowd::{SIGN_INS, USERS, others, owner},
    fixture::server::{connection_to, secrets},
};

/// As somebody would set up a server that has a few gigabytes: otherwise it is not measured what it can do, but what its
/// disk can.
const SETTINGS: &[&str] = &[
    "shared_buffers = '2GB'",
    "checkpoint_timeout = '30min'",
    "autovacuum = off",
];

/// The local one. Its file is made once and kept in the target folder (some minutes); a change of the schema or of the
/// tokens makes it anew.
pub async fn local() -> Arc<dyn Directory> {
    let folder = kept_folder();
    if !folder.join(KEY_FILE).exists() || !folder.join("whole").exists() {
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).expect("a folder");
        println!("making {USERS} users in {}", folder.display());
        fill(&folder).await;
        fs::write(folder.join("whole"), "").expect("written");
    }
    open_local(&folder, &key()).await.expect("it opens")
}

/// Not a secret: nobody real is in this file.
fn key() -> DirectoryKey {
    DirectoryKey::from_base64("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=").expect("a key")
}

fn kept_folder() -> PathBuf {
    let [a, b, c, d, ..]: [u8; 32] = Sha256::new()
        .chain_update(include_str!("../../migrations/sqlite/0001_directory.sql"))
        .chain_update(include_str!("../../migrations/sqlite/0004_search_index.sql"))
        .chain_update(include_str!("../../src/sqlite/tokens.rs"))
        .chain_update(include_str!("../../src/search/terms.rs"))
        .chain_update(include_str!("crowd.rs"))
        .finalize()
        .into();
    let schema = u32::from_be_bytes([a, b, c, d]);
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("million-{schema:08x}"))
}

async fn fill(folder: &Path) {
    let started = Instant::now();
    let (owner, entry) = owner();
    create_local(
        folder,
        &key(),
        Uuid::nil(),
        &KeySource::Keychain,
        &owner,
        &[entry],
    )
    .await
    .expect("made");
    fill_local(folder, &key(), others()).await.expect("stored");
    let mut connection = SqliteConnectOptions::new()
        .filename(folder.join(DATABASE))
        .pragma("key", format!("\"x'{}'\"", *key().to_hex()))
        .pragma("cache_size", "-2097152")
        .disable_statement_logging()
        .connect()
        .await
        .expect("it opens");
    sqlx::raw_sql(SIGN_INS)
        .execute(&mut connection)
        .await
        .expect("stored");
    connection.close().await.expect("closed");
    println!("made in {:?}", started.elapsed());
}

/// The one on a server, made anew in each run (some minutes). What it acknowledges is on the disk.
pub async fn on_a_server() -> (Postgres, Arc<dyn Directory>) {
    let started = Instant::now();
    let server = Postgres::start_with(Options {
        is_durable: true,
        settings: SETTINGS,
        ..Options::default()
    })
    .expect("a server");
    let database = server.database().expect("a database");
    let (connection, secrets) = (connection_to(&server, &database), secrets());
    println!("making {USERS} users on a server");
    let (owner, entry) = owner();
    match open_remote(&connection, &secrets).await.expect("it opens") {
        Remote::Open(_) => panic!("a new database has users"),
        Remote::Empty(empty) => {
            empty.store_owner(&owner, &[entry]).await.expect("made");
            empty.close().await;
        }
    }
    fill_remote(&connection, &secrets, others())
        .await
        .expect("stored");
    database.run(SIGN_INS).expect("stored");
    database.run("VACUUM ANALYZE").expect("tidied");
    database.run("CHECKPOINT").expect("written");
    println!("made in {:?}", started.elapsed());
    match open_remote(&connection, &secrets).await.expect("it opens") {
        Remote::Open(directory) => (server, directory),
        Remote::Empty(_) => panic!("the users are gone"),
    }
}

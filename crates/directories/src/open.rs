//! Finding, making and opening directories: the one place that chooses a backend.

use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
    sync::Arc,
};

use accounts::{Directory, NewAccount, activity::Entry};
use uuid::Uuid;

use crate::{
    ConnectionFault, ConnectionSecrets, DirectoryKey, PostgresConnection, Step, Tls,
    key_file::{KeyFile, KeySource},
    postgres::PostgresDirectory,
    sqlite::SqliteDirectory,
};

/// The encrypted file.
pub const DATABASE: &str = "frontdesk.db";
/// Says where its key comes from.
pub const KEY_FILE: &str = "frontdesk.key.json";
/// What SQLite has not yet written into the encrypted file; encrypted too.
const LOG: &str = "frontdesk.db-wal";
/// While a directory is being made.
const NEW_DATABASE: &str = "frontdesk.db.new";
const NEW_KEY_FILE: &str = "frontdesk.key.json.new";

/// Why a local directory could not be opened or made. Whatever the reason, what was there is left as it was.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The key or passphrase is not the one of this file.
    #[error("the key is not the one of this directory")]
    KeyWrong,
    /// There is a database, and nothing says where its key comes from.
    #[error("the description of the key is missing")]
    KeyFileMissing,
    /// What says where the key comes from cannot be read.
    #[error("the description of the key cannot be read")]
    KeyFileDamaged,
    /// The key is right and the content is not.
    #[error("the directory's file is damaged")]
    Damaged,
    /// A newer Frontdesk wrote it.
    #[error("a newer version wrote the directory")]
    NewerVersion,
    /// The file or its folder cannot be written.
    #[error("the directory's file cannot be written")]
    ReadOnly,
    /// No space is left.
    #[error("no space is left")]
    Full,
    /// Another program holds the file.
    #[error("another program holds the directory's file")]
    Busy,
    /// There is a directory already: no key is made where one is.
    #[error("there is a directory already")]
    Exists,
    /// Its server does not answer (any more).
    #[error("the directory's server does not answer")]
    Unreachable,
    /// Anything else; the cause is for the log.
    #[error("the directory could not be opened")]
    Unexpected(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl From<io::Error> for OpenError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => Self::ReadOnly,
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::Full,
            _ => Self::Unexpected(error.into()),
        }
    }
}

/// What is in a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// No directory: the first run.
    Nothing,
    /// A local directory.
    Local {
        /// Names the entry in the keychain.
        id: Uuid,
        /// Where its key comes from.
        source: KeySource,
    },
}

/// Says what is in a folder. A database without its key file, or its log without the database, is an error, never a
/// first run.
pub fn look(folder: &Path) -> Result<Found, OpenError> {
    let key_file = folder.join(KEY_FILE);
    if !folder.join(DATABASE).try_exists()? {
        if folder.join(LOG).try_exists()? {
            return Err(OpenError::Damaged);
        }
        // A key file alone was left by a crash between two renames, or by somebody who moved the database away.
        return Ok(Found::Nothing);
    }
    let KeyFile { id, source, .. } = KeyFile::read(&key_file)?;
    Ok(Found::Local { id, source })
}

/// Makes a local directory with its owner. It is made under another name and renamed at the end, so that a crash
/// leaves either nothing or the whole.
pub async fn create_local(
    folder: &Path,
    key: &DirectoryKey,
    id: Uuid,
    source: &KeySource,
    owner: &NewAccount,
    entries: &[Entry],
) -> Result<(), OpenError> {
    let database = folder.join(DATABASE);
    // SQLite would take a log that is there for the new database's.
    if database.try_exists()? || folder.join(LOG).try_exists()? {
        return Err(OpenError::Exists);
    }
    let new = new_database(folder);
    clear(folder)?;
    let made = async {
        let directory = SqliteDirectory::create(&new, key).await?;
        let stored = directory.store_owner(owner, entries).await;
        directory.close().await;
        stored?;
        settle(folder, key, id, source)
    }
    .await;
    if made.is_err() {
        // Nothing more can be done about what cannot be cleared; the next try clears it first.
        let _ = clear(folder);
    }
    made
}

/// Where a directory is made that is to be the folder's.
pub(crate) fn new_database(folder: &Path) -> PathBuf {
    folder.join(NEW_DATABASE)
}

/// Makes a new database the folder's directory, once it is whole and closed.
pub(crate) fn settle(
    folder: &Path,
    key: &DirectoryKey,
    id: Uuid,
    source: &KeySource,
) -> Result<(), OpenError> {
    let new = new_database(folder);
    File::open(&new)?.sync_all()?;
    KeyFile::new(id, source.clone(), key.check()).write(&folder.join(NEW_KEY_FILE))?;
    set_aside(
        &folder.join(KEY_FILE),
        &folder.join(format!("frontdesk.key.before-{id}.json")),
    )?;
    fs::rename(folder.join(NEW_KEY_FILE), folder.join(KEY_FILE))?;
    fs::rename(&new, folder.join(DATABASE))?;
    sync_folder(folder)
}

/// Opens the local directory of a folder.
pub async fn open_local(folder: &Path, key: &DirectoryKey) -> Result<Arc<dyn Directory>, OpenError> {
    let key_file = KeyFile::read(&folder.join(KEY_FILE))?;
    if !key.passes(&key_file.check) {
        return Err(OpenError::KeyWrong);
    }
    let database = folder.join(DATABASE);
    require_writable(&database)?;
    Ok(Arc::new(SqliteDirectory::open(&database, key).await?))
}

/// SQLite would open a file that it may not write, and fail at the first account. The file is not opened to find out:
/// closing it would take away every lock that this program holds on it (POSIX), and let others clear its log away.
fn require_writable(database: &Path) -> Result<(), OpenError> {
    #[cfg(unix)]
    {
        use rustix::fs::{Access, access};
        access(database, Access::READ_OK | Access::WRITE_OK).map_err(io::Error::from)?;
    }
    #[cfg(not(unix))]
    if fs::metadata(database)?.permissions().readonly() {
        return Err(OpenError::ReadOnly);
    }
    Ok(())
}

/// Stores many accounts at once, each with its entry: a directory of a million in minutes, for benches.
#[doc(hidden)]
pub async fn fill_local(
    folder: &Path,
    key: &DirectoryKey,
    accounts: impl Iterator<Item = (NewAccount, Entry)> + Send,
) -> Result<(), OpenError> {
    let directory = SqliteDirectory::open(&folder.join(DATABASE), key).await?;
    let stored = directory.store_many(accounts).await;
    directory.close().await;
    stored
}

/// Opens an empty directory that lives in memory only and is gone when it is closed.
pub async fn open_sample() -> Result<Arc<dyn Directory>, OpenError> {
    Ok(Arc::new(SqliteDirectory::in_memory().await?))
}

/// A server's directory that was reached, its tables brought up to date.
pub enum Remote {
    /// It has users.
    Open(Arc<dyn Directory>),
    /// It has none: its owner is still to be stored.
    Empty(EmptyDirectory),
}

/// A server's directory without users.
pub struct EmptyDirectory(Arc<PostgresDirectory>);

impl EmptyDirectory {
    /// Stores its owner with the entries that its record begins with; `Exists` where somebody else came first. The same
    /// call may be made again.
    pub async fn store_owner(
        &self,
        owner: &NewAccount,
        entries: &[Entry],
    ) -> Result<Arc<dyn Directory>, OpenError> {
        self.0.store_owner(owner, entries).await?;
        Ok(Arc::clone(&self.0) as Arc<dyn Directory>)
    }

    /// Closes it.
    pub async fn close(&self) {
        self.0.close().await;
    }
}

/// Opens the directory in a database of a server. Where there is none yet, its tables are made.
pub async fn open_remote(
    connection: &PostgresConnection,
    secrets: &ConnectionSecrets,
) -> Result<Remote, ConnectionFault> {
    let directory = Arc::new(PostgresDirectory::open(connection, secrets).await?);
    if directory.has_users().await? {
        Ok(Remote::Open(directory))
    } else {
        Ok(Remote::Empty(EmptyDirectory(directory)))
    }
}

/// A step of reaching a server, and what went wrong at it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TriedStep {
    /// Which.
    pub step: Step,
    /// Nothing where it went well.
    pub fault: Option<ConnectionFault>,
}

/// Tries to reach a server's directory, step by step to the first that fails. Changes nothing there.
pub async fn try_connection(connection: &PostgresConnection, secrets: &ConnectionSecrets) -> Vec<TriedStep> {
    let fault = PostgresDirectory::inspect(connection, secrets).await.err();
    let failed = fault.as_ref().map(|fault| fault.kind.step());
    let tried = Step::ALL.iter().copied().filter(|step| {
        let is_used = *step != Step::Tls || connection.tls == Tls::VerifyFull || failed == Some(Step::Tls);
        is_used && failed.is_none_or(|failed| *step <= failed)
    });
    tried
        .map(|step| TriedStep {
            step,
            fault: fault.clone().filter(|_| failed == Some(step)),
        })
        .collect()
}

/// Stores many accounts at once, each with its entry: a directory of a million in minutes, for benches.
#[doc(hidden)]
pub async fn fill_remote(
    connection: &PostgresConnection,
    secrets: &ConnectionSecrets,
    accounts: impl Iterator<Item = (NewAccount, Entry)> + Send,
) -> Result<(), OpenError> {
    let directory = PostgresDirectory::open(connection, secrets)
        .await
        .map_err(|fault| OpenError::Unexpected(fault.into()))?;
    let stored = directory.store_many(accounts).await;
    directory.close().await;
    stored
}

/// Clears what a crash left of a directory that was being made.
pub(crate) fn clear(folder: &Path) -> Result<(), OpenError> {
    for name in [
        NEW_DATABASE,
        "frontdesk.db.new-wal",
        "frontdesk.db.new-shm",
        NEW_KEY_FILE,
    ] {
        match fs::remove_file(folder.join(name)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
    }
    Ok(())
}

/// Keeps a key file that has no database beside it: where somebody moved that away, its salt opens it.
fn set_aside(key_file: &Path, aside: &Path) -> Result<(), OpenError> {
    match fs::rename(key_file, aside) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

/// Makes renames in a folder outlast a power cut. Windows has no such thing, and does it by itself.
fn sync_folder(folder: &Path) -> Result<(), OpenError> {
    if cfg!(unix) {
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

//! The directories that this computer knows, in a file of the shell's own. No secret is in it.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use directories::{Found, PostgresConnection};
use serde::{Deserialize, Serialize};
use tokio::sync::Mutex;
use uuid::{Builder, Uuid};

use crate::{
    ipc::{CommandError, DirectoryInfo, DirectoryKind},
    places::Places,
    shell::randomness,
};

/// The file, in the folder of the local directory.
const FILE: &str = "frontdesk.connections.json";
/// While it is written.
const NEW_FILE: &str = "frontdesk.connections.json.new";

/// The directories that this computer knows.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct KnownDirectories {
    /// Which computer this is, among those that work in a directory.
    pub computer: Uuid,
    /// The one that is opened at the start.
    pub active: Option<Uuid>,
    /// In the order in which they were added.
    pub directories: Vec<KnownDirectory>,
}

/// A directory that this computer knows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownDirectory {
    /// Names it here, and the key of a local one in the keychain.
    pub id: Uuid,
    /// As it is called here; empty for the first local one until somebody names it.
    pub name: String,
    /// Where it is.
    pub place: Place,
}

/// Where a directory is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// In a folder inside that of the application's data; empty for that itself.
    Local(String),
    /// On a server.
    Postgres(PostgresConnection),
}

impl KnownDirectory {
    /// The folder of a local directory.
    pub fn folder(&self, data: &Path) -> PathBuf {
        match &self.place {
            Place::Local(folder) => data.join(folder),
            Place::Postgres(_) => data.to_owned(),
        }
    }

    /// How its server is reached, where it is on one.
    pub const fn server(&self) -> Option<&PostgresConnection> {
        match &self.place {
            Place::Postgres(connection) => Some(connection),
            Place::Local(_) => None,
        }
    }

    /// As the window names it.
    pub fn info(&self, data: &Path) -> DirectoryInfo {
        let (kind, place) = match &self.place {
            Place::Local(_) => (DirectoryKind::Local, self.folder(data).display().to_string()),
            Place::Postgres(connection) => (DirectoryKind::Postgres, connection.place()),
        };
        DirectoryInfo {
            kind,
            sample: false,
            name: self.name.clone(),
            place,
        }
    }
}

/// Why the list cannot be read or written.
#[derive(Debug, thiserror::Error)]
#[error("the list of directories cannot be read or written")]
pub struct KnownError(#[from] io::Error);

/// A new one, for a directory or a computer.
pub fn new_id() -> Uuid {
    let mut octets = [0; 16];
    randomness().fill_bytes(&mut octets);
    Builder::from_random_bytes(octets).into_uuid()
}

impl KnownDirectories {
    /// With none.
    pub const fn of(computer: Uuid) -> Self {
        Self {
            computer,
            active: None,
            directories: Vec::new(),
        }
    }

    /// With the local directory alone, for a folder without a list.
    pub fn of_local(id: Uuid) -> Self {
        // The same computer at every start, though no list was written.
        let mut known = Self::of(id);
        known.add(KnownDirectory {
            id,
            name: String::new(),
            place: Place::Local(String::new()),
        });
        known.active = Some(id);
        known
    }

    /// The list of a folder; nothing where none was written.
    pub fn read(folder: &Path) -> Result<Option<Self>, KnownError> {
        match fs::read(folder.join(FILE)) {
            Ok(text) => Ok(Some(serde_json::from_slice(&text).map_err(io::Error::from)?)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Writes it whole or not at all.
    pub fn write(&self, folder: &Path) -> Result<(), KnownError> {
        let new = folder.join(NEW_FILE);
        fs::write(&new, serde_json::to_vec_pretty(self).map_err(io::Error::from)?)?;
        fs::File::open(&new)?.sync_all()?;
        Ok(fs::rename(new, Self::file(folder))?)
    }

    /// Where it is written.
    pub fn file(folder: &Path) -> PathBuf {
        folder.join(FILE)
    }

    /// The one that is to be open.
    pub fn active(&self) -> Option<&KnownDirectory> {
        self.active.and_then(|id| self.find(id))
    }

    /// One of them.
    pub fn find(&self, id: Uuid) -> Option<&KnownDirectory> {
        self.directories.iter().find(|known| known.id == id)
    }

    /// Adds one, or puts it in the place of the one with its id.
    pub fn add(&mut self, directory: KnownDirectory) {
        match self.directories.iter_mut().find(|known| known.id == directory.id) {
            Some(known) => *known = directory,
            None => self.directories.push(directory),
        }
    }

    /// Whether another has the name, by which people tell them apart.
    pub fn is_taken(&self, name: &str, id: Option<Uuid>) -> bool {
        let name = name.to_lowercase();
        let mut others = self.directories.iter().filter(|known| Some(known.id) != id);
        others.any(|known| known.name.to_lowercase() == name)
    }
}

/// The list of this computer.
pub struct DirectoryList {
    places: Places,
    /// Held while it is changed.
    changing: Mutex<()>,
}

impl DirectoryList {
    /// Of these places.
    pub fn of(places: Places) -> Self {
        Self {
            places,
            changing: Mutex::default(),
        }
    }

    /// As it stands. Where none was written, the local directory speaks for itself.
    pub fn read(&self) -> Result<KnownDirectories, CommandError> {
        let folder = &self.places.data;
        if let Some(known) = KnownDirectories::read(folder).map_err(|error| self.failed(&error))? {
            return Ok(known);
        }
        match directories::look(folder).map_err(|error| CommandError::from_opening(error, folder))? {
            Found::Local { id, .. } => Ok(KnownDirectories::of_local(id)),
            Found::Nothing => Ok(KnownDirectories::of(new_id())),
        }
    }

    /// Whether one was written.
    pub fn is_written(&self) -> bool {
        KnownDirectories::file(&self.places.data).exists()
    }

    /// Changes it.
    pub async fn change<T>(
        &self,
        change: impl FnOnce(&mut KnownDirectories) -> T,
    ) -> Result<T, CommandError> {
        let _turn = self.changing.lock().await;
        let mut known = self.read()?;
        let changed = change(&mut known);
        self.places.create_private()?;
        known
            .write(&self.places.data)
            .map_err(|error| self.failed(&error))?;
        Ok(changed)
    }

    fn failed(&self, error: &KnownError) -> CommandError {
        CommandError::from_list(error, &KnownDirectories::file(&self.places.data))
    }
}

#[cfg(test)]
mod tests {
    use directories::Tls;

    use super::*;

    fn server(id: u128, name: &str) -> KnownDirectory {
        KnownDirectory {
            id: Uuid::from_u128(id),
            name: name.to_owned(),
            place: Place::Postgres(PostgresConnection {
                hosts: Vec::new(),
                database: "users".to_owned(),
                user: "frontdesk".to_owned(),
                tls: Tls::VerifyFull,
                authority: String::new(),
                certificate: String::new(),
            }),
        }
    }

    #[test]
    fn a_list_comes_back_as_it_was_written() {
        let folder = tempfile::tempdir().expect("a folder");
        assert!(KnownDirectories::read(folder.path()).expect("none").is_none());
        let mut known = KnownDirectories::of_local(Uuid::from_u128(1));
        known.add(server(2, "Head office"));
        known.active = Some(Uuid::from_u128(2));
        known.write(folder.path()).expect("written");
        let read = KnownDirectories::read(folder.path())
            .expect("read")
            .expect("a list");
        assert_eq!(read.active(), Some(&server(2, "Head office")));
        assert_eq!(read.directories, known.directories);
        assert_eq!(read.computer, known.computer);
    }

    #[test]
    fn a_list_that_is_none_is_an_error_and_stays() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(KnownDirectories::file(folder.path()), "{").expect("written");
        assert!(KnownDirectories::read(folder.path()).is_err());
        assert_eq!(
            fs::read_to_string(KnownDirectories::file(folder.path())).expect("there"),
            "{"
        );
    }

    #[test]
    fn names_are_told_apart_whatever_their_case() {
        let mut known = KnownDirectories::of(Uuid::from_u128(9));
        known.add(server(2, "Head office"));
        assert!(known.is_taken("HEAD OFFICE", None));
        assert!(!known.is_taken("head office", Some(Uuid::from_u128(2))));
    }
}

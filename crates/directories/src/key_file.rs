//! The small file beside a local directory that says where its key comes from. It holds no secret.

use std::{
    fs::{self, File},
    io::{self, Write as _},
    path::Path,
};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{OpenError, PassphraseParameters};

/// Written by this version.
const FORMAT: u32 = 1;

/// Where the key comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeySource {
    /// It rests in the operating system's keychain.
    Keychain,
    /// It is derived from a passphrase.
    Passphrase(PassphraseParameters),
}

/// What the file holds.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct KeyFile {
    format: u32,
    /// Names the entry in the keychain.
    pub id: Uuid,
    pub source: KeySource,
    /// Tells a wrong key from a damaged file.
    pub check: String,
}

/// The one field that every format will have.
#[derive(Deserialize)]
struct Format {
    format: u32,
}

impl KeyFile {
    pub fn new(id: Uuid, source: KeySource, check: String) -> Self {
        Self {
            format: FORMAT,
            id,
            source,
            check,
        }
    }

    pub fn read(path: &Path) -> Result<Self, OpenError> {
        let text = fs::read_to_string(path).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => OpenError::KeyFileMissing,
            io::ErrorKind::InvalidData => OpenError::KeyFileDamaged,
            _ => OpenError::from(error),
        })?;
        match serde_json::from_str::<Format>(&text) {
            Ok(Format { format }) if format > FORMAT => Err(OpenError::NewerVersion),
            Ok(_) => serde_json::from_str(&text).map_err(|_| OpenError::KeyFileDamaged),
            Err(_) => Err(OpenError::KeyFileDamaged),
        }
    }

    pub fn write(&self, path: &Path) -> Result<(), OpenError> {
        let mut file = File::create(path)?;
        file.write_all(
            &serde_json::to_vec_pretty(self).map_err(|error| OpenError::Unexpected(error.into()))?,
        )?;
        file.sync_all()?;
        Ok(())
    }
}

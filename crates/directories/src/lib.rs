//! The `Directory` port kept by real directories. So far there is one: the local directory, an SQLite file encrypted
//! with SQLCipher.
//!
//! Only [`open`](self) chooses a backend: [`look`] says what is there, [`create_local`] makes a local directory,
//! [`open_local`] opens it, [`open_sample`] opens one that lives in memory only.

mod key;
mod key_file;
mod open;
mod sqlite;

pub use key::{DirectoryKey, PassphraseParameters};
pub use key_file::KeySource;
pub use open::{
    DATABASE, Found, KEY_FILE, OpenError, create_local, fill_local, look, open_local, open_sample,
};

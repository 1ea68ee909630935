#![doc = include_str!("../README.md")]

mod key;
mod key_file;
mod open;
mod sqlite;

pub use key::{DirectoryKey, PassphraseParameters};
pub use key_file::KeySource;
pub use open::{
    DATABASE, Found, KEY_FILE, OpenError, create_local, fill_local, look, open_local, open_sample,
};

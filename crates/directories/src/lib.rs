#![doc = include_str!("../README.md")]

mod certificates;
mod connection;
mod copy;
mod fault;
mod key;
mod key_file;
mod migrations;
mod open;
mod postgres;
mod rows;
mod search;
mod sqlite;

pub use connection::{ConnectionSecrets, Host, PostgresConnection, Tls, UrlFlaw};
pub use copy::{Copied, CopyError, CopyTo, Progress, Storage, copy};
pub use fault::{ConnectionFault, FaultKind, Step};
pub use key::{DirectoryKey, PassphraseParameters};
pub use key_file::KeySource;
pub use open::{
    DATABASE, EmptyDirectory, Found, KEY_FILE, OpenError, Remote, TriedStep, create_local, fill_local,
    fill_remote, look, open_local, open_remote, open_sample, try_connection,
};

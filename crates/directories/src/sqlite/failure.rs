//! What SQLite answers, as errors that mean something to the caller.

use accounts::{DirectoryError, Field};
use sqlx::Error;

use crate::OpenError;

/// Primary result codes, <https://sqlite.org/rescode.html>.
mod code {
    pub const BUSY: u32 = 5;
    pub const LOCKED: u32 = 6;
    pub const READ_ONLY: u32 = 8;
    pub const CORRUPT: u32 = 11;
    pub const FULL: u32 = 13;
    pub const CANNOT_OPEN: u32 = 14;
    pub const CONSTRAINT: u32 = 19;
    pub const NOT_A_DATABASE: u32 = 26;
}
/// Extended: a row that is named is not there, or a row is still named.
const CONSTRAINT_FOREIGN_KEY: u32 = 787;

/// The extended result code, if SQLite itself answered.
fn extended(error: &Error) -> Option<u32> {
    error.as_database_error()?.code()?.parse().ok()
}

/// Errors of an open directory.
pub(crate) fn directory(error: Error) -> DirectoryError {
    if let Error::RowNotFound = error {
        return DirectoryError::NotFound;
    }
    if let Error::PoolTimedOut = error {
        return DirectoryError::Busy;
    }
    if let Error::ColumnDecode { .. } | Error::Decode(_) = error {
        return DirectoryError::Damaged;
    }
    let Some(extended) = extended(&error) else {
        return DirectoryError::Unexpected(error.into());
    };
    match extended & 0xff {
        code::BUSY | code::LOCKED => DirectoryError::Busy,
        code::READ_ONLY | code::CANNOT_OPEN => DirectoryError::ReadOnly,
        code::FULL => DirectoryError::Full,
        code::CORRUPT | code::NOT_A_DATABASE => DirectoryError::Damaged,
        code::CONSTRAINT if extended == CONSTRAINT_FOREIGN_KEY => DirectoryError::NotFound,
        code::CONSTRAINT => match taken(&error) {
            Some(field) => DirectoryError::Taken { field },
            None => DirectoryError::Unexpected(error.into()),
        },
        _ => DirectoryError::Unexpected(error.into()),
    }
}

/// Which field a unique index protects. SQLite names the columns in its message and nowhere else; the test
/// `a_taken_address_is_a_conflict_of_its_field` would notice other words.
fn taken(error: &Error) -> Option<Field> {
    let message = error.as_database_error()?.message();
    if message.contains("users.email_canonical") {
        Some(Field::Email)
    } else if message.contains("roles.name_canonical") {
        Some(Field::RoleName)
    } else {
        None
    }
}

impl From<Error> for OpenError {
    fn from(error: Error) -> Self {
        directory(error).into()
    }
}

impl From<DirectoryError> for OpenError {
    fn from(error: DirectoryError) -> Self {
        match error {
            DirectoryError::Busy => Self::Busy,
            DirectoryError::ReadOnly => Self::ReadOnly,
            DirectoryError::Full => Self::Full,
            DirectoryError::Unreachable => Self::Unreachable,
            // The key was proved right before the file was opened.
            DirectoryError::Damaged => Self::Damaged,
            other => Self::Unexpected(other.into()),
        }
    }
}

//! What PostgreSQL answers, as errors that mean something to the caller.

use accounts::{DirectoryError, Field};
use sqlx::{Error, error::DatabaseError};

use crate::{ConnectionFault, FaultKind, OpenError, Step};

/// SQLSTATEs, <https://www.postgresql.org/docs/current/errcodes-appendix.html>.
pub(super) mod state {
    pub const NOT_SUPPORTED: &str = "0A000";
    pub const NO_TEXT: &str = "22021";
    pub const FOREIGN_KEY: &str = "23503";
    pub const UNIQUE: &str = "23505";
    pub const READ_ONLY: &str = "25006";
    pub const NOT_ADMITTED: &str = "28000";
    pub const WRONG_PASSWORD: &str = "28P01";
    pub const NO_DATABASE: &str = "3D000";
    pub const NOT_SERIALIZED: &str = "40001";
    pub const DEADLOCK: &str = "40P01";
    pub const NO_RIGHT: &str = "42501";
    pub const SYNTAX: &str = "42601";
    pub const NO_FUNCTION: &str = "42883";
    pub const DISK_FULL: &str = "53100";
    pub const SERVER_FULL: &str = "53300";
    pub const NO_LOCK: &str = "55P03";
    pub const TOOK_TOO_LONG: &str = "57014";
    pub const SHUT_DOWN: [&str; 4] = ["57P01", "57P02", "57P03", "57P05"];
}

/// The SQLSTATE, if the server itself answered.
pub(super) fn code(error: &Error) -> Option<String> {
    Some(error.as_database_error()?.code()?.into_owned())
}

/// Errors of an open directory.
pub(crate) fn directory(error: Error) -> DirectoryError {
    match &error {
        Error::RowNotFound => return DirectoryError::NotFound,
        Error::ColumnDecode { .. } | Error::Decode(_) => return DirectoryError::Damaged,
        Error::Io(_) | Error::Tls(_) | Error::Protocol(_) | Error::WorkerCrashed => {
            return DirectoryError::Unreachable;
        }
        _ => {}
    }
    let Some(code) = code(&error) else {
        return DirectoryError::Unexpected(error.into());
    };
    match code.as_str() {
        state::UNIQUE => match error.as_database_error().and_then(taken) {
            Some(field) => DirectoryError::Taken { field },
            None => DirectoryError::Unexpected(error.into()),
        },
        // No text holds U+0000, and whatever is stored was checked: it was asked for.
        state::FOREIGN_KEY | state::NO_TEXT => DirectoryError::NotFound,
        state::NOT_SERIALIZED | state::DEADLOCK | state::NO_LOCK | state::TOOK_TOO_LONG => {
            DirectoryError::Busy
        }
        state::READ_ONLY => DirectoryError::ReadOnly,
        state::DISK_FULL => DirectoryError::Full,
        state::SERVER_FULL => DirectoryError::Busy,
        // 25P03 ends an idle transaction; class 08 is a connection that failed.
        code if code.starts_with("08") || code == "25P03" || state::SHUT_DOWN.contains(&code) => {
            DirectoryError::Unreachable
        }
        _ => DirectoryError::Unexpected(error.into()),
    }
}

/// Which field a unique constraint protects.
fn taken(error: &dyn DatabaseError) -> Option<Field> {
    match error.constraint()? {
        "users_email_canonical" => Some(Field::Email),
        "roles_name_canonical" => Some(Field::RoleName),
        _ => None,
    }
}

/// Why a server that an open directory needs cannot be reached.
impl From<ConnectionFault> for DirectoryError {
    fn from(fault: ConnectionFault) -> Self {
        match fault.kind {
            FaultKind::ReadOnly => Self::ReadOnly,
            FaultKind::ServerFull => Self::Busy,
            kind if kind.step() <= Step::Tls => Self::Unreachable,
            _ => Self::Unexpected(fault.into()),
        }
    }
}

/// Errors of making a directory.
pub(super) fn opening(error: Error) -> OpenError {
    directory(error).into()
}

/// What an error of an open directory is as a fault of its connection.
pub(super) fn flaw(error: &DirectoryError) -> (FaultKind, Option<String>) {
    match error {
        DirectoryError::Unreachable => (FaultKind::NoAnswer, None),
        DirectoryError::ReadOnly => (FaultKind::ReadOnly, None),
        DirectoryError::Busy => (FaultKind::NotReady, None),
        other => (FaultKind::Unexpected, Some(other.to_string())),
    }
}

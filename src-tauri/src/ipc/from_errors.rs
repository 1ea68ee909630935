//! Every failure as a [`CommandError`]; the cause chain goes to the log here, once, and nowhere else.

use std::{collections::BTreeMap, error::Error, path::Path};

use accounts::{
    DeskError, DirectoryError, NotPermitted,
    code::{CodeRefusal, CodeTry},
    desk::{ActivationError, CodeError, SecondStepError, SignInError},
};
use directories::OpenError;
use keychain::KeychainError;

use super::{CommandError, ErrorCode, Problem};
use crate::places::PlacesError;

impl CommandError {
    /// With data, not retryable.
    fn with(code: ErrorCode, key: &str, value: String) -> Self {
        Self {
            data: BTreeMap::from([(key.to_owned(), value)]),
            ..code.into()
        }
    }

    /// With one more fact.
    pub(super) fn and(mut self, key: &str, value: String) -> Self {
        self.data.insert(key.to_owned(), value);
        self
    }

    /// Not before so many seconds.
    fn later(code: ErrorCode, seconds: u64) -> Self {
        Self::with(code, "seconds", seconds.to_string()).retryable()
    }

    /// About a file or folder.
    pub fn about_path(code: ErrorCode, path: &Path) -> Self {
        Self::with(code, "path", path.display().to_string())
    }

    /// The same call may succeed later.
    pub(super) fn retryable(self) -> Self {
        Self {
            retryable: true,
            ..self
        }
    }

    /// Why a local directory could not be opened or made in the folder `place`.
    pub fn from_opening(error: OpenError, place: &Path) -> Self {
        let about = |code| Self::about_path(code, place);
        match error {
            OpenError::KeyWrong => about(ErrorCode::KeyWrong),
            OpenError::KeyFileMissing | OpenError::KeyFileDamaged => about(ErrorCode::KeyFileMissing),
            OpenError::Damaged => about(ErrorCode::Damaged),
            OpenError::NewerVersion => about(ErrorCode::NewerVersion),
            OpenError::ReadOnly => about(ErrorCode::ReadOnly).retryable(),
            OpenError::Full => about(ErrorCode::DiskFull).retryable(),
            OpenError::Busy => about(ErrorCode::DirectoryBusy).retryable(),
            OpenError::Exists => ErrorCode::WrongState.into(),
            OpenError::Unreachable => Self::from(ErrorCode::DirectoryUnreachable).retryable(),
            OpenError::Unexpected(source) => unexpected(&*source),
        }
    }
}

impl From<ErrorCode> for CommandError {
    fn from(code: ErrorCode) -> Self {
        Self {
            code,
            fields: Vec::new(),
            retryable: false,
            data: BTreeMap::new(),
        }
    }
}

impl From<NotPermitted> for CommandError {
    fn from(refusal: NotPermitted) -> Self {
        Self::with(ErrorCode::NotPermitted, "permission", refusal.0.code().to_owned())
    }
}

impl From<DeskError> for CommandError {
    fn from(error: DeskError) -> Self {
        match error {
            DeskError::NotPermitted(refusal) => refusal.into(),
            DeskError::Invalid(problems) => Self {
                fields: problems.iter().map(Problem::from).collect(),
                ..ErrorCode::Invalid.into()
            },
            DeskError::RoleBuiltIn => ErrorCode::RoleBuiltIn.into(),
            DeskError::Directory(error) => error.into(),
            DeskError::OwnDevice => ErrorCode::OwnDevice.into(),
            DeskError::Gateway(fault) => fault.into(),
            DeskError::Mail(fault) => fault.into(),
            DeskError::AlreadyConfirmed => ErrorCode::AlreadyConfirmed.into(),
            DeskError::Hashing => unexpected(&DeskError::Hashing).retryable(),
            DeskError::Writing(source) => {
                log(&source);
                Self::from(ErrorCode::CannotWriteFile).retryable()
            }
        }
    }
}

impl From<DirectoryError> for CommandError {
    fn from(error: DirectoryError) -> Self {
        match error {
            // The use cases turn it into a problem of its field; here it would be one that they did not foresee.
            DirectoryError::Taken { .. } | DirectoryError::NotConfirmed | DirectoryError::RoleLoop { .. } => {
                unexpected(&error)
            }
            DirectoryError::NotFound => ErrorCode::NotFound.into(),
            DirectoryError::RequestReused => ErrorCode::RequestReused.into(),
            DirectoryError::InUse { holders } => {
                Self::with(ErrorCode::RoleInUse, "holders", holders.to_string())
            }
            DirectoryError::Unreachable => Self::from(ErrorCode::DirectoryUnreachable).retryable(),
            DirectoryError::Busy => Self::from(ErrorCode::DirectoryBusy).retryable(),
            DirectoryError::ReadOnly => Self::from(ErrorCode::ReadOnly).retryable(),
            DirectoryError::Full => Self::from(ErrorCode::DiskFull).retryable(),
            DirectoryError::Damaged => ErrorCode::Damaged.into(),
            DirectoryError::Unexpected(source) => unexpected(&*source),
        }
    }
}

impl From<CodeError> for CommandError {
    fn from(error: CodeError) -> Self {
        match error {
            CodeError::Desk(error) => error.into(),
            CodeError::Refused(refusal) => refusal.into(),
            CodeError::Gateway(fault) => fault.into(),
            CodeError::Malformed => ErrorCode::CodeMalformed.into(),
            CodeError::NotAccepted(CodeTry::Wrong { left }) => {
                Self::with(ErrorCode::CodeWrong, "left", left.to_string()).retryable()
            }
            CodeError::NotAccepted(CodeTry::Expired) => ErrorCode::CodeExpired.into(),
            CodeError::NotAccepted(CodeTry::Ended) => ErrorCode::CodeEnded.into(),
            CodeError::NotAccepted(CodeTry::Missing | CodeTry::Confirmed) => ErrorCode::CodeMissing.into(),
            CodeError::NotAccepted(CodeTry::Locked { seconds }) => {
                Self::later(ErrorCode::NumberLocked, seconds)
            }
        }
    }
}

impl From<CodeRefusal> for CommandError {
    fn from(refusal: CodeRefusal) -> Self {
        match refusal {
            CodeRefusal::TooSoon { seconds } => Self::later(ErrorCode::CodeTooSoon, seconds),
            CodeRefusal::TooMany { seconds } => Self::later(ErrorCode::TooManyCodes, seconds),
            CodeRefusal::TooManyAlike { seconds } => Self::later(ErrorCode::TooManyCodesAlike, seconds),
            CodeRefusal::TooManyHere { seconds } => Self::later(ErrorCode::TooManyCodesHere, seconds),
            CodeRefusal::Locked { seconds } => Self::later(ErrorCode::NumberLocked, seconds),
        }
    }
}

impl From<SignInError> for CommandError {
    fn from(error: SignInError) -> Self {
        match error {
            SignInError::Refused => ErrorCode::SignInRefused.into(),
            SignInError::SlowDown { milliseconds } => Self::with(
                ErrorCode::SlowDown,
                "seconds",
                milliseconds.div_ceil(1_000).to_string(),
            )
            .retryable(),
            SignInError::Locked => ErrorCode::SignInLocked.into(),
            SignInError::Pending => ErrorCode::AccountPending.into(),
            SignInError::Disabled => ErrorCode::AccountDisabled.into(),
            SignInError::NoAccess => ErrorCode::NoAccess.into(),
            SignInError::Directory(error) => error.into(),
        }
    }
}

impl From<SecondStepError> for CommandError {
    fn from(error: SecondStepError) -> Self {
        match error {
            SecondStepError::TooLate => ErrorCode::SignInTooLate.into(),
            SecondStepError::Code(error) => error.into(),
            SecondStepError::NoRecoveryCode => ErrorCode::NoRecoveryCode.into(),
            SecondStepError::SignIn(error) => error.into(),
        }
    }
}

impl From<ActivationError> for CommandError {
    fn from(error: ActivationError) -> Self {
        match error {
            ActivationError::Refused => ErrorCode::ActivationRefused.into(),
            ActivationError::Expired => ErrorCode::ActivationExpired.into(),
            ActivationError::TooLate => ErrorCode::ActivationTooLate.into(),
            ActivationError::SignIn(error) => error.into(),
            ActivationError::Invalid(problems) => DeskError::Invalid(problems).into(),
            ActivationError::Hashing => DeskError::Hashing.into(),
        }
    }
}

impl From<KeychainError> for CommandError {
    fn from(error: KeychainError) -> Self {
        match error {
            // The store is set up once in a process: only a new start can find one that began later.
            KeychainError::Missing => ErrorCode::KeychainMissing.into(),
            KeychainError::Locked => Self::from(ErrorCode::KeychainLocked).retryable(),
            KeychainError::TimedOut => ErrorCode::KeychainTimedOut.into(),
            KeychainError::Damaged => ErrorCode::KeyWrong.into(),
            KeychainError::Unexpected(source) => unexpected(&*source),
        }
    }
}

impl From<PlacesError> for CommandError {
    fn from(error: PlacesError) -> Self {
        match error {
            PlacesError::NoHome => unexpected(&error),
            PlacesError::Create { path, source } => {
                log(&source);
                Self::about_path(ErrorCode::CannotWriteFile, &path).retryable()
            }
        }
    }
}

fn unexpected(error: &(dyn Error + 'static)) -> CommandError {
    log(error);
    ErrorCode::Unexpected.into()
}

/// Logs a failure and its causes. None of our errors holds a secret or what was typed.
fn log(error: &(dyn Error + 'static)) {
    let mut causes = String::new();
    let mut source = error.source();
    while let Some(cause) = source {
        causes = format!("{causes}: {cause}");
        source = cause.source();
    }
    tracing::error!("{error}{causes}");
}

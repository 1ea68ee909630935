//! Why a command failed.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Problem;

/// Why a command failed. `data` holds what the words need; the comment at each code names the keys.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct CommandError {
    pub code: ErrorCode,
    /// For `invalid`.
    pub fields: Vec<Problem>,
    /// Whether the same call may succeed later.
    pub retryable: bool,
    pub data: BTreeMap<String, String>,
}

/// The reasons for failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    /// Nobody is signed in.
    NotSignedIn,
    /// The window is locked.
    Locked,
    /// `permission`: what the operator lacks.
    NotPermitted,
    /// `fields` says what.
    Invalid,
    /// Unknown e-mail or wrong password; not told apart.
    SignInRefused,
    /// `seconds`: to wait before the next try.
    SlowDown,
    /// Too many misses: an operator must unlock.
    SignInLocked,
    /// Right password, but the account is not confirmed yet.
    AccountPending,
    /// Right password, but the account is disabled.
    AccountDisabled,
    /// Right password, but no right to use Frontdesk.
    NoAccess,
    /// `left`: tries that the code still has.
    CodeWrong,
    /// The code is older than ten minutes.
    CodeExpired,
    /// Five wrong tries ended the code.
    CodeEnded,
    /// No code waits for this number in this draft.
    CodeMissing,
    /// Not six digits.
    CodeMalformed,
    /// `seconds`: until the number may be tried again, after 15 wrong codes in a day.
    NumberLocked,
    /// `seconds`: until another code may be sent.
    CodeTooSoon,
    /// `seconds`. Too many codes to this number.
    TooManyCodes,
    /// `seconds`. Too many codes to numbers that differ in their last digits.
    TooManyCodesAlike,
    /// `seconds`. Too many codes from here.
    TooManyCodesHere,
    /// More than ten minutes between password and code.
    SignInTooLate,
    /// No such recovery code, or one that was used.
    NoRecoveryCode,
    /// Nobody removes their own device.
    OwnDevice,
    /// Unknown e-mail, wrong activation code or wrong initial password; not told apart.
    ActivationRefused,
    /// All is right, but the activation code is too old.
    ActivationExpired,
    /// More than ten minutes between the code and the new password.
    ActivationTooLate,
    /// The user has confirmed the address already.
    AlreadyConfirmed,
    /// The mail server's name has no address. All that begin with `mail`: `said`, the server's own words, if any.
    MailNameUnknown,
    MailUnreachable,
    /// What answers does not speak SMTP.
    MailNonsense,
    MailNoAnswer,
    MailCut,
    /// No answer after the e-mail was handed over: it may arrive.
    MailUncertain,
    MailNoTls,
    MailUntrusted,
    MailCredentials,
    /// The server offers no way to sign in that we know.
    MailNoAuth,
    MailSecretMissing,
    MailKeychainFailed,
    MailAuthorityInvalid,
    /// The server says: not now.
    MailLater,
    MailSender,
    MailRecipient,
    MailContent,
    /// The address has letters beyond ASCII, and the server cannot write to such.
    MailInternational,
    /// Nobody listens at the gateway's address. All that begin with `sms`: `said`, the gateway's own words, if any.
    SmsUnreachable,
    /// The gateway's certificate is not trusted, of another host, or expired.
    SmsUntrusted,
    /// No answer in time: the message may arrive.
    SmsNoAnswer,
    /// An answer that means neither yes nor no: the message may arrive.
    SmsNonsense,
    SmsCredentials,
    /// This computer does not know the gateway's secret.
    SmsSecretMissing,
    /// The keychain does not give or take the gateway's secret.
    SmsKeychainFailed,
    SmsBadNumber,
    SmsLandline,
    /// Nothing is sent to this country, or the recipient wants nothing.
    SmsBlocked,
    SmsOutOfFunds,
    SmsBusy,
    /// The sender's number or name is not allowed.
    SmsSender,
    SmsRefused,
    SmsPortMissing,
    SmsPortBusy,
    SmsNoModem,
    SmsSimMissing,
    SmsPinNeeded,
    SmsPinWrong,
    SmsPukNeeded,
    SmsNoNetwork,
    /// The command does not fit the moment, as signing in twice.
    WrongState,
    /// The payload is not what the command takes.
    Malformed,
    NotFound,
    /// A request id was used for another user.
    RequestReused,
    RoleBuiltIn,
    /// `holders`: how many users and roles still hold it.
    RoleInUse,
    /// Another program holds the directory's file.
    DirectoryBusy,
    /// The server does not answer (any more): whether what was asked was done is not known yet.
    DirectoryUnreachable,
    /// Somebody else made the directory's owner first.
    DirectoryFounded,
    /// The server's name has no address. All that begin with `connection`: `host`, and `said`, the server's own words, if
    /// any.
    ConnectionNameUnknown,
    ConnectionRefused,
    ConnectionNoAnswer,
    ConnectionCut,
    ConnectionNotReady,
    /// What answers does not speak PostgreSQL's protocol.
    ConnectionNonsense,
    ConnectionNoTls,
    ConnectionUntrusted,
    ConnectionOtherHost,
    ConnectionExpired,
    ConnectionTlsFailed,
    ConnectionAuthorityInvalid,
    ConnectionCertificateInvalid,
    ConnectionCredentials,
    /// The server's rules let this user in from here in no way.
    ConnectionNotAdmitted,
    ConnectionServerFull,
    ConnectionDatabaseUnknown,
    /// Every server only follows another.
    ConnectionReadOnly,
    ConnectionNoRights,
    ConnectionNewerSchema,
    ConnectionForeignSchema,
    /// A directory is being copied there, and is not whole yet.
    ConnectionCopying,
    ConnectionUnexpected,
    /// The list of directories cannot be read or written. `path`.
    ConnectionsUnreadable,
    /// There is no directory (any more) in the folder. `path`.
    DirectoryMissing,
    /// The directory that is open cannot be removed.
    ConnectionActive,
    /// A copy is under way already.
    CopyRunning,
    /// The place that it is to go to holds a directory already.
    CopyTargetInUse,
    /// The copy is not what was copied. `table`.
    CopyDiffers,
    /// It was cancelled.
    CopyStopped,
    /// The file or its folder cannot be written. `path`.
    ReadOnly,
    /// `path`.
    DiskFull,
    /// `path`.
    Damaged,
    /// The keychain holds no key for the existing directory. `path`.
    KeyMissing,
    /// The key or passphrase is not the one of this file. `path`.
    KeyWrong,
    /// The description of the key beside the file is gone or unreadable. `path`.
    KeyFileMissing,
    /// The file was written by a newer Frontdesk. `path`.
    NewerVersion,
    KeychainMissing,
    KeychainLocked,
    KeychainTimedOut,
    ClipboardUnavailable,
    /// `path`.
    CannotWriteFile,
    Unexpected,
}

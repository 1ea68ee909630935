//! Where the application stands, who is signed in, and the first run.

use serde::{Deserialize, Serialize};

use super::CommandError;

/// Where the application stands; the interface shows exactly one view for each phase.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "phase", rename_all = "snake_case", rename_all_fields = "camelCase")]
pub enum StartState {
    /// The keychain and the directory are being opened.
    Opening,
    /// No directory exists here yet. `keychain` says whether its key can rest in the OS keychain.
    FirstRun { keychain: KeychainState },
    /// The directory's key comes from a passphrase, which has to be typed.
    Passphrase { directory: DirectoryInfo },
    /// The server's password is asked for: `enter_credentials`.
    Credentials {
        directory: DirectoryInfo,
        /// Why: `available` where the keychain holds none.
        keychain: KeychainState,
        /// What was known was refused.
        fault: Option<CommandError>,
        /// The private key of our certificate is asked for too.
        key: bool,
    },
    /// The server was reached, and nobody is in its directory yet: `start_remote_directory` makes its owner.
    Vacant { directory: DirectoryInfo },
    /// The directory cannot be opened; the error says why. A server is tried again by itself.
    Problem {
        error: CommandError,
        directory: Option<DirectoryInfo>,
        next_try_seconds: Option<u32>,
    },
    /// The directory is open and nobody is signed in.
    SignIn { directory: DirectoryInfo },
    /// The password was right; a code to the registered device is still to come.
    SecondStep {
        directory: DirectoryInfo,
        /// Calling code and last two digits.
        number: String,
    },
    /// A newcomer's code and initial password were right, and the account is being made active.
    Activation {
        directory: DirectoryInfo,
        step: ActivationStep,
        /// Of the newcomer, as are the names.
        email: String,
        first_name: String,
        last_name: String,
    },
    /// Someone is signed in; `session.locked` says whether the window is locked.
    SignedIn { session: Session },
}

/// How far a newcomer has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum ActivationStep {
    /// A password of their own is to be chosen: `choose_own_password`.
    OwnPassword,
    /// The account is active; a device may be registered: `send_own_code`, `register_own_device`, or `leave_activation`.
    OfferDevice,
    /// The account is active; `leave_activation` goes to the sign-in.
    Done,
}

/// Whether the OS keychain answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum KeychainState {
    /// It answers: the key of the directory goes there.
    Available,
    /// There is no keychain service on this computer or in this login session.
    Missing,
    /// The keychain is locked, and unlocking it was refused.
    Locked,
    /// The service did not answer in time.
    TimedOut,
}

/// The open directory.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct DirectoryInfo {
    pub kind: DirectoryKind,
    /// A throwaway directory of invented users.
    pub sample: bool,
    /// As it is called here.
    pub name: String,
    /// The folder of a local directory; else as `frontdesk@db.example.com:5432/users`.
    pub place: String,
}

/// The kind of directory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum DirectoryKind {
    /// An encrypted SQLite file on this computer.
    Local,
    /// A database of a PostgreSQL server.
    Postgres,
}

/// The signed-in operator and what they may do.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Session {
    pub operator: OperatorInfo,
    /// Permission codes such as `users.create`. For showing and hiding only: Rust checks every command again.
    pub permissions: Vec<String>,
    pub locked: bool,
    /// The operator has a device and no recovery codes: they are to be shown now.
    pub recovery_codes_due: bool,
    pub directory: DirectoryInfo,
}

/// Who is signed in.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct OperatorInfo {
    pub id: String,
    pub email: String,
    pub first_name: String,
    pub last_name: String,
}

/// The owner's form of the first run; the same rules as the wizard's.
#[derive(Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OwnerForm {
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    pub password: String,
    pub confirm_password: String,
    /// Only where no keychain answers: the passphrase that the directory's key is derived from.
    pub passphrase: Option<String>,
    pub confirm_passphrase: Option<String>,
}

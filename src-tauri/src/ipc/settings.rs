//! Settings of the directory.

use serde::{Deserialize, Serialize};

/// Settings of the directory.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Settings {
    /// 1 to 120.
    pub idle_lock_minutes: u32,
    /// 10 to 120.
    pub clipboard_clear_seconds: u32,
    pub password_preset: PasswordPreset,
    /// The least zxcvbn score accepted, 0 to 4.
    pub least_password_score: u8,
    /// Refused inside passwords; may be empty. At most 100 characters.
    pub organisation: String,
}

/// The password rules to hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum PasswordPreset {
    /// 8 characters, one uppercase letter, one digit, one of `# @ _ ! $`.
    Classes,
    /// 15 characters, no classes (NIST SP 800-63B-4).
    Nist,
}

//! Rating, generating and copying passwords.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// What `rate_password` takes.
#[derive(Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PasswordToRate {
    pub password: String,
    pub first_name: String,
    pub last_name: String,
    pub email: String,
}

/// How good a password is.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct PasswordRating {
    /// 0 (very weak) to 4 (very strong): the five steps of the indicator.
    pub score: u8,
    /// The list that ticks itself off, in the order to show.
    pub rules: Vec<RuleState>,
    /// What makes it weak, the most important first.
    pub weaknesses: Vec<Weakness>,
}

/// One line of the list of requirements.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct RuleState {
    pub rule: PasswordRule,
    pub met: bool,
    /// `min`, `max`, `symbols`, `required`.
    pub data: BTreeMap<String, String>,
}

/// The requirements.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum PasswordRule {
    Length,
    Uppercase,
    Digit,
    Symbol,
    NotCommon,
    NotPersonal,
    Strength,
}

/// What makes a password weak (after zxcvbn's warnings).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Weakness {
    StraightRow,
    ShortKeyboardPattern,
    Repeats,
    RepeatedPattern,
    Sequence,
    RecentYear,
    Date,
    TopTen,
    TopHundred,
    Common,
    SimilarToCommon,
    SingleWord,
    Name,
    CommonName,
    Personal,
}

/// What `generate_password` takes.
#[derive(Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GeneratorOptions {
    pub shape: PasswordShape,
    /// Characters, 12 to 64; for `characters` only.
    pub length: u8,
    /// Whether `I`, `l`, `1`, `O`, `0` and the like may occur; for `characters` only.
    pub look_alikes: bool,
    /// Words, 5 to 10; for `words` only.
    pub words: u8,
    /// Who it is for: a password never contains the person's own name.
    pub first_name: String,
    pub last_name: String,
    pub email: String,
}

/// The shape of a generated password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum PasswordShape {
    Characters,
    Words,
}

/// After `copy_password`.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Copied {
    pub cleared_after_seconds: u32,
    /// Whether this system has a way to keep it out of clipboard histories, and it was used.
    pub kept_out_of_history: bool,
}

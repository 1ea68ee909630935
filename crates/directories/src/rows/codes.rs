//! Codes, devices, ways to confirm an address, misses of signing in, and settings.

use accounts::{
    Device, DirectoryError, Settings, UserId,
    activation::{Activation, ActivationCodeHash, TokenHash},
    code::{CodeHash, SentCode},
    password::{Policy, Preset},
    sign_in::{Admission, Misses},
};
use serde::{Serialize, de::DeserializeOwned};
use sqlx_macros::FromRow;
use uuid::Uuid;

use super::{Result, email, figure, hash, phone, time};

/// The last code sent to a number.
#[derive(FromRow)]
pub(crate) struct SentCodeRow {
    scope: Vec<u8>,
    hash: Option<Vec<u8>>,
    sent_at: i64,
    misses: i64,
}

impl SentCodeRow {
    pub fn sent(self) -> Result<SentCode> {
        Ok(SentCode {
            scope: self.scope,
            hash: self.hash.map(hash).transpose()?.map(CodeHash),
            sent_at: time(self.sent_at)?,
            misses: figure(self.misses)?,
        })
    }
}

/// A 2FA device.
#[derive(Debug, FromRow)]
pub(crate) struct DeviceRow {
    phone: String,
    confirmed_at: i64,
    through: String,
}

impl DeviceRow {
    pub fn device(self) -> Result<Device> {
        Ok(Device {
            number: phone(&self.phone)?,
            confirmed_at: time(self.confirmed_at)?,
            through: self.through.parse().map_err(|_| DirectoryError::Damaged)?,
        })
    }
}

/// A way to confirm an address.
#[derive(FromRow)]
pub(crate) struct ActivationRow {
    id: Uuid,
    email: String,
    token: Vec<u8>,
    code: Vec<u8>,
    expires_at: i64,
}

impl ActivationRow {
    pub fn activation(self) -> Result<Activation> {
        Ok(Activation {
            user: UserId(self.id),
            email: email(&self.email)?,
            token: TokenHash(hash(self.token)?),
            code: ActivationCodeHash(hash(self.code)?),
            expires_at: time(self.expires_at)?,
        })
    }
}

/// Misses of signing in.
#[derive(Debug, FromRow)]
pub(crate) struct MissesRow {
    count: i64,
    last_at: i64,
}

impl MissesRow {
    /// None where there is no row.
    pub fn misses(row: Option<Self>) -> Result<Misses> {
        let Some(row) = row else {
            return Ok(Misses::default());
        };
        Ok(Misses {
            count: figure(row.count)?,
            last_at: Some(time(row.last_at)?),
        })
    }
}

/// What stands more in the way of a try.
pub(crate) fn longer(one: Admission, other: Admission) -> Admission {
    match (one, other) {
        (Admission::Locked, _) | (_, Admission::Locked) => Admission::Locked,
        (Admission::Wait { milliseconds: a }, Admission::Wait { milliseconds: b }) => Admission::Wait {
            milliseconds: a.max(b),
        },
        (wait @ Admission::Wait { .. }, _) | (_, wait @ Admission::Wait { .. }) => wait,
        (Admission::Admitted, Admission::Admitted) => Admission::Admitted,
    }
}

/// Settings of the directory.
#[derive(Debug, FromRow)]
pub(crate) struct SettingsRow {
    idle_lock_minutes: i64,
    clipboard_clear_seconds: i64,
    password_preset: String,
    least_password_score: i64,
    organisation: String,
}

impl SettingsRow {
    /// Defaults where there is no row.
    pub fn settings(row: Option<Self>) -> Result<Settings> {
        let Some(row) = row else {
            return Ok(Settings::default());
        };
        Ok(Settings {
            idle_lock_minutes: figure(row.idle_lock_minutes)?,
            clipboard_clear_seconds: figure(row.clipboard_clear_seconds)?,
            passwords: Policy {
                preset: match row.password_preset.as_str() {
                    "classes" => Preset::Classes,
                    "nist" => Preset::Nist,
                    _ => return Err(DirectoryError::Damaged),
                },
                least_score: figure(row.least_password_score)?,
                organisation: row.organisation,
            },
        })
    }
}

/// As a column has it.
pub(crate) const fn preset(preset: Preset) -> &'static str {
    match preset {
        Preset::Classes => "classes",
        Preset::Nist => "nist",
    }
}

/// Settings that have a form of their own, as a document.
pub(crate) mod document {
    use super::{DeserializeOwned, DirectoryError, Result, Serialize};

    pub const SMS: &str = "sms";
    pub const MAIL: &str = "mail";
    pub const MESSAGES: &str = "messages";

    /// Defaults where there is none.
    pub fn read<T: DeserializeOwned + Default>(stored: Option<String>) -> Result<T> {
        stored.map_or_else(
            || Ok(T::default()),
            |value| serde_json::from_str(&value).map_err(|_| DirectoryError::Damaged),
        )
    }

    /// Texts, figures and lists always have a form in JSON.
    pub fn written(settings: &impl Serialize) -> Result<String> {
        serde_json::to_string(settings).map_err(|error| DirectoryError::Unexpected(error.into()))
    }
}

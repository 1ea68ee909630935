//! The number of a 2FA device, and the code that confirms it.

use serde::{Deserialize, Serialize};

use super::CommandError;

/// The device's part of the wizard, as typed.
#[derive(Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DeviceForm {
    /// A UUID that the window makes for each draft: codes are bound to it.
    pub draft_id: String,
    /// ISO 3166-1 letters of the chosen country.
    pub country: Option<String>,
    /// Empty for no device.
    pub number: String,
}

/// A valid number, and whether its code was entered in this draft.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct PhoneCheck {
    /// Formatted with its calling code.
    pub international: String,
    /// ISO 3166-1 letters.
    pub country: String,
    pub confirmed: bool,
}

/// Every country that has telephone numbers.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct PhoneCountries {
    pub countries: Vec<PhoneCountry>,
    /// Of the system's region.
    pub preselected: Option<String>,
    /// Which way codes go.
    pub gateway: GatewayKind,
}

/// A country that has telephone numbers; the window knows its name in its language.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct PhoneCountry {
    /// ISO 3166-1 letters.
    pub id: String,
    pub calling_code: u16,
    /// Whether the organisation sends messages there.
    pub served: bool,
    /// A mobile number as it is written in the country.
    pub example: String,
}

/// Which way codes go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum GatewayKind {
    /// Nothing leaves this computer: the message can be read in the outbox.
    Outbox,
    Http,
    Twilio,
    Smpp,
    Modem,
}

/// A number after an edit, split at the caret.
#[derive(Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TypedPhone {
    pub country: Option<String>,
    pub before: String,
    pub after: String,
    /// Where the edit deleted one character.
    pub deleted: Option<DeletedCharacter>,
    /// The whole text before the edit.
    pub previous: String,
}

/// On which side of the caret a character was deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum DeletedCharacter {
    /// By Backspace.
    Backward,
    /// By Delete.
    Forward,
}

/// The number as it is written, split at the caret.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct FormattedPhone {
    pub before: String,
    pub after: String,
    /// Of an international number; else as it was.
    pub country: Option<String>,
}

/// A code is on its way.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct CodeSent {
    /// Formatted with its calling code; masked while somebody signs in.
    pub number: String,
    /// For `read_message`.
    pub message_id: String,
    pub seconds_valid: u32,
    pub seconds_to_resend: u32,
    pub tries_left: u8,
    pub gateway: GatewayKind,
    /// The gateway did not clearly answer: the message may arrive or not.
    pub uncertain: Option<CommandError>,
}

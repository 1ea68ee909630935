//! Settings → SMS: which gateway brings text messages, and how it is reached.

use serde::{Deserialize, Serialize};

use super::CommandError;

/// Settings → SMS as kept; no secret is in it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SmsSettings {
    pub gateway: Gateway,
    /// ISO letters of the countries that messages go to; the outbox, which sends nothing, asks nobody.
    pub countries: Vec<String>,
    pub language: Language,
    /// For the last line `@host #code`, by which a telephone offers the code where it belongs; may be empty.
    pub host: String,
}

/// A gateway and how it is reached.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(
    tag = "kind",
    rename_all = "snake_case",
    rename_all_fields = "camelCase",
    deny_unknown_fields
)]
pub enum Gateway {
    /// Nothing leaves this computer.
    Outbox,
    /// A request made from a template. `{to}`, `{to_digits}`, `{text}`, `{id}` and `{secret}` may stand in the address
    /// after the host, in the values of headers and in the body.
    Http {
        method: HttpMethod,
        url: String,
        headers: Vec<Header>,
        body_form: HttpBody,
        body: String,
        /// As `200-299,202`.
        success_status: String,
        /// What the answer contains besides; empty for anything.
        success_contains: String,
    },
    /// A REST interface like Twilio's; the secret is the auth token.
    Twilio {
        base_url: String,
        account: String,
        /// Number, name, or the SID of a messaging service.
        from: String,
    },
    /// SMPP 3.4; the secret is the password.
    Smpp {
        host: String,
        port: u16,
        tls: bool,
        system_id: String,
        system_type: String,
        from: String,
    },
    /// A GSM modem; the secret is the SIM's PIN, empty where it has none.
    Modem {
        /// As `/dev/ttyUSB0` or `COM3`.
        port: String,
        /// Bits per second.
        baud: u32,
    },
}

/// A header of a request.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Header {
    pub name: String,
    pub value: String,
}

/// The method of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum HttpMethod {
    Get,
    Post,
}

/// The form of a body, which says how placeholders are escaped in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum HttpBody {
    Form,
    Json,
}

/// Language of the messages to telephones, as in BCP 47.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Language {
    En,
    Es,
    Fr,
    De,
    Pt,
    Ar,
    Ja,
    Zh,
}

/// Settings → SMS as shown.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct SmsState {
    pub settings: SmsSettings,
    /// Whether this computer knows the gateway's secret.
    pub secret_known: bool,
    /// Whether the secret outlives the program: false where there is no keychain, and it is asked for anew.
    pub secret_lasts: bool,
    /// ISO letters of the system's region, first to be offered.
    pub own_country: Option<String>,
    /// Serial ports of this computer, to choose a modem from.
    pub ports: Vec<String>,
    /// How the code's message reads with what is kept, a made-up code in it.
    pub example: String,
}

/// A message that was to show that messages arrive.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct TestSent {
    /// Formatted with its calling code.
    pub number: String,
    /// For `read_message`, where the outbox keeps it.
    pub message_id: String,
    pub outcome: TestOutcome,
    /// With `uncertain` and `failed`.
    pub fault: Option<CommandError>,
}

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum TestOutcome {
    /// It stays in the outbox.
    Kept,
    /// The gateway took it.
    Sent,
    /// It may arrive or not.
    Uncertain,
    /// It did not leave.
    Failed,
}

/// How the gateway is doing.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "state", rename_all = "snake_case", rename_all_fields = "camelCase")]
pub enum GatewayCondition {
    /// Reached, and signed in.
    Ready,
    /// Only a message shows whether it works.
    Unknown,
    /// A modem in a network.
    Modem {
        /// Empty where the modem does not tell.
        network: String,
        roaming: bool,
        /// Percent.
        signal: Option<u8>,
    },
    /// Not now.
    Faulty { fault: CommandError },
}

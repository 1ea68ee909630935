//! Which gateway brings text messages, and how it is reached. Its secret is not among the settings: it rests in the
//! keychain of each computer.

use std::{collections::BTreeSet, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::{Country, Flaw, Language, PhoneNumber};

/// Which way text messages go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum GatewayKind {
    /// Nothing leaves: the message stays in the outbox, where an operator may read it.
    Outbox,
    /// An HTTP request made from a template.
    Http,
    /// A REST interface like Twilio's.
    Twilio,
    /// SMPP 3.4.
    Smpp,
    /// A GSM modem at a serial port.
    Modem,
}

impl GatewayKind {
    /// All of them.
    pub const ALL: &[Self] = &[Self::Outbox, Self::Http, Self::Twilio, Self::Smpp, Self::Modem];

    /// As stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Outbox => "outbox",
            Self::Http => "http",
            Self::Twilio => "twilio",
            Self::Smpp => "smpp",
            Self::Modem => "modem",
        }
    }
}

/// There is no gateway of this code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no such gateway")]
pub struct NoSuchGateway;

impl FromStr for GatewayKind {
    type Err = NoSuchGateway;

    fn from_str(code: &str) -> Result<Self, NoSuchGateway> {
        let found = Self::ALL.iter().find(|kind| kind.code() == code);
        found.copied().ok_or(NoSuchGateway)
    }
}

/// A gateway and how it is reached.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Gateway {
    /// See [`GatewayKind::Outbox`].
    #[default]
    Outbox,
    /// See [`GatewayKind::Http`].
    Http(HttpGateway),
    /// See [`GatewayKind::Twilio`].
    Twilio(TwilioGateway),
    /// See [`GatewayKind::Smpp`].
    Smpp(SmppGateway),
    /// See [`GatewayKind::Modem`].
    Modem(ModemGateway),
}

/// The method of an HTTP request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HttpMethod {
    /// No body: all stands in the address.
    Get,
    /// With a body.
    Post,
}

/// The form of a body, which says how placeholders are escaped in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HttpBody {
    /// `application/x-www-form-urlencoded`.
    Form,
    /// `application/json`.
    Json,
}

/// An HTTP request made from a template, as Kannel and many providers take it. The placeholders `{to}` (E.164),
/// `{to_digits}` (without its `+`), `{text}`, `{id}` and `{secret}` may stand in the address after the host, in the values of headers
/// and in the body; each is escaped for where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HttpGateway {
    /// How it is asked.
    pub method: HttpMethod,
    /// `https:` or `http:`; the host holds no placeholder.
    pub url: String,
    /// Names and values.
    pub headers: Vec<(String, String)>,
    /// Form of the body; `GET` has none.
    pub body_form: HttpBody,
    /// The body; empty for `GET`.
    pub body: String,
    /// Status codes that mean success, as `200-299,202`.
    pub success_status: String,
    /// What the answer has to contain besides; empty for anything.
    pub success_contains: String,
}

/// A REST interface like Twilio's (`POST /2010-04-01/Accounts/{sid}/Messages.json`); the secret is the auth token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TwilioGateway {
    /// `https://api.twilio.com`, or where another provider speaks the same.
    pub base_url: String,
    /// Account SID.
    pub account: String,
    /// Number, name, or the SID of a messaging service (`MG…`).
    pub from: String,
}

/// SMPP 3.4, bound as a transceiver; the secret is the password.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SmppGateway {
    /// Name or address.
    pub host: String,
    /// TCP port.
    pub port: u16,
    /// Whether TLS is spoken from the first octet.
    pub tls: bool,
    /// 15 octets at most (SMPP 3.4, 5.2.1).
    pub system_id: String,
    /// 12 octets at most (SMPP 3.4, 5.2.3); mostly empty.
    pub system_type: String,
    /// Number or name; the centre chooses where it is empty.
    pub from: String,
}

/// A GSM modem at a serial port; the secret is the SIM's PIN, empty where it has none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModemGateway {
    /// `/dev/ttyUSB0`, `COM3`.
    pub port: String,
    /// Bits per second.
    pub baud: u32,
}

/// Settings → SMS.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SmsSettings {
    /// Which way messages go.
    pub gateway: Gateway,
    /// Where messages may go (SECURITY 11); the outbox, which sends nothing, asks nobody.
    pub countries: BTreeSet<Country>,
    /// Language of the messages.
    pub language: Language,
    /// The host for the last line `@host #code`, by which a telephone offers the code where it belongs; may be empty.
    pub host: String,
}

impl Gateway {
    /// Where the gateway is and who signs in there: what its secret is for, as the keychain names it.
    pub fn destination(&self) -> String {
        match self {
            Self::Outbox => String::new(),
            Self::Http(http) => http.origin().to_owned(),
            Self::Twilio(twilio) => format!("{} {}", twilio.base_url, twilio.account),
            Self::Smpp(smpp) => format!("{}@{}:{}", smpp.system_id, smpp.host, smpp.port),
            Self::Modem(modem) => modem.port.clone(),
        }
    }

    /// Whether nothing can be sent without the secret.
    pub fn needs_secret(&self) -> bool {
        match self {
            Self::Outbox | Self::Modem(_) => false,
            Self::Http(http) => http.mentions_secret(),
            Self::Twilio(_) | Self::Smpp(_) => true,
        }
    }

    /// Which kind.
    pub const fn kind(&self) -> GatewayKind {
        match self {
            Self::Outbox => GatewayKind::Outbox,
            Self::Http(_) => GatewayKind::Http,
            Self::Twilio(_) => GatewayKind::Twilio,
            Self::Smpp(_) => GatewayKind::Smpp,
            Self::Modem(_) => GatewayKind::Modem,
        }
    }
}

impl HttpGateway {
    /// Scheme, host and port of the address: all before the path.
    fn origin(&self) -> &str {
        let host = self.url.find("://").map_or(0, |at| at + 3);
        let end = self.url[host..].find(['/', '?', '#']).map(|at| host + at);
        &self.url[..end.unwrap_or(self.url.len())]
    }

    fn mentions_secret(&self) -> bool {
        let headers = self.headers.iter().map(|(_, value)| value);
        [&self.url, &self.body]
            .into_iter()
            .chain(headers)
            .any(|text| text.contains("{secret}"))
    }
}

impl SmsSettings {
    /// Whether messages may go to a country.
    pub fn serves(&self, country: Country) -> bool {
        self.gateway == Gateway::Outbox || self.countries.contains(&country)
    }

    /// Proves that messages may go to a number, before one is sent.
    pub fn require_served(&self, number: &PhoneNumber) -> Result<(), Flaw> {
        let country = number.country();
        if self.serves(country) {
            Ok(())
        } else {
            Err(Flaw::PhoneCountryNotServed { country })
        }
    }
}

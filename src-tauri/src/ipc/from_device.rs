//! Numbers, countries and codes as they cross the wire.

use accounts::{Country, SmsSettings, desk, draft, phone};

use super::{
    CodeSent, CommandError, Device, FormattedPhone, GatewayKind, PhoneCheck, PhoneCountries, PhoneCountry,
    from_domain::rfc3339,
};

impl PhoneCountries {
    /// All of them.
    pub fn with(preselected: Option<Country>, settings: &SmsSettings) -> Self {
        let shown = |country: &Country| PhoneCountry {
            calling_code: country.calling_code(),
            served: settings.serves(*country),
            example: country.example(),
            id: letters(*country),
        };
        Self {
            countries: Country::all().iter().map(shown).collect(),
            preselected: preselected.map(letters),
            gateway: settings.gateway.kind().into(),
        }
    }
}

impl From<&draft::PhoneCheck> for PhoneCheck {
    fn from(check: &draft::PhoneCheck) -> Self {
        Self {
            international: check.number.international(),
            country: letters(check.number.country()),
            confirmed: check.confirmed,
        }
    }
}

impl From<phone::Formatted> for FormattedPhone {
    fn from(formatted: phone::Formatted) -> Self {
        Self {
            before: formatted.before,
            after: formatted.after,
            country: formatted.country.map(letters),
        }
    }
}

impl From<desk::CodeSent> for CodeSent {
    fn from(sent: desk::CodeSent) -> Self {
        Self {
            number: sent.number.international(),
            message_id: sent.message.0.to_string(),
            seconds_valid: sent.seconds_valid,
            seconds_to_resend: sent.seconds_to_resend,
            tries_left: sent.tries_left,
            gateway: sent.gateway.into(),
            uncertain: sent.uncertain.map(CommandError::from),
        }
    }
}

impl From<&accounts::Device> for Device {
    fn from(device: &accounts::Device) -> Self {
        Self {
            number: device.number.international(),
            confirmed_at: rfc3339(device.confirmed_at),
            through: device.through.into(),
        }
    }
}

impl From<accounts::GatewayKind> for GatewayKind {
    fn from(kind: accounts::GatewayKind) -> Self {
        match kind {
            accounts::GatewayKind::Outbox => Self::Outbox,
            accounts::GatewayKind::Http => Self::Http,
            accounts::GatewayKind::Twilio => Self::Twilio,
            accounts::GatewayKind::Smpp => Self::Smpp,
            accounts::GatewayKind::Modem => Self::Modem,
        }
    }
}

fn letters(country: Country) -> String {
    country.code().to_owned()
}

//! What Settings → SMS has to fulfil before it is kept.

use super::{
    Gateway, HttpBody, HttpFlaw, HttpGateway, HttpMethod, HttpPlace, ModemGateway, SmppGateway, SmsSettings,
    TwilioGateway,
};
use crate::{
    Problem,
    address::{is_host, is_this_computer},
    problem::{Field, Flaw},
    text,
};

/// Characters of one line of the settings.
const LINE_MAX: usize = 200;
/// Characters of an address or a body.
const TEXT_MAX: usize = 2_000;
/// Headers of a request.
const HEADERS_MAX: usize = 20;

/// Collects what is wrong.
#[derive(Default)]
struct Problems(Vec<Problem>);

impl Problems {
    fn add(&mut self, field: Field, flaw: Flaw) {
        self.0.push(Problem::new(field, flaw));
    }

    /// A line, or what is wrong with it.
    fn line(&mut self, field: Field, raw: &str, max: usize) -> String {
        match text::line(raw, max) {
            Ok(line) => line,
            Err(flaw) => {
                self.add(field, flaw);
                String::new()
            }
        }
    }

    /// A line that may be empty.
    fn optional(&mut self, field: Field, raw: &str, max: usize) -> String {
        if raw.trim().is_empty() {
            return String::new();
        }
        self.line(field, raw, max)
    }

    /// What a template lacks.
    fn flaws(&mut self, http: &HttpGateway) {
        for flaw in http.flaws() {
            let field = match flaw.place() {
                HttpPlace::Address => Field::GatewayAddress,
                HttpPlace::Headers => Field::GatewayHeaders,
                HttpPlace::Body => Field::GatewayBody,
                HttpPlace::Status => Field::GatewaySuccess,
            };
            // What is missing was said already.
            if !self.0.iter().any(|problem| problem.field == field) {
                self.add(field, flaw.into());
            }
        }
    }

    fn octets(&mut self, field: Field, text: &str, max: usize) {
        if !text.is_ascii() || text.len() > max {
            self.add(field, Flaw::TooLong { max });
        }
    }
}

impl SmsSettings {
    /// Trims every text, and tells all that is wrong.
    pub fn checked(self) -> Result<Self, Vec<Problem>> {
        let mut problems = Problems::default();
        let gateway = match self.gateway {
            Gateway::Outbox => Gateway::Outbox,
            Gateway::Http(http) => Gateway::Http(http_gateway(http, &mut problems)),
            Gateway::Twilio(twilio) => Gateway::Twilio(twilio_gateway(&twilio, &mut problems)),
            Gateway::Smpp(smpp) => Gateway::Smpp(smpp_gateway(&smpp, &mut problems)),
            Gateway::Modem(modem) => Gateway::Modem(modem_gateway(&modem, &mut problems)),
        };
        if gateway != Gateway::Outbox && self.countries.is_empty() {
            problems.add(Field::SmsCountries, Flaw::Required);
        }
        let host = problems.optional(Field::SmsHost, &self.host, LINE_MAX);
        if !host.is_empty() && !is_host(&host) {
            problems.add(Field::SmsHost, Flaw::HostInvalid);
        }
        if problems.0.is_empty() {
            Ok(Self {
                gateway,
                host,
                ..self
            })
        } else {
            Err(problems.0)
        }
    }
}

fn http_gateway(http: HttpGateway, problems: &mut Problems) -> HttpGateway {
    let url = problems.line(Field::GatewayAddress, &http.url, TEXT_MAX);
    if http.headers.len() > HEADERS_MAX {
        problems.add(Field::GatewayHeaders, Flaw::TooLong { max: HEADERS_MAX });
    }
    if http.body.chars().count() > TEXT_MAX {
        problems.add(Field::GatewayBody, Flaw::TooLong { max: TEXT_MAX });
    }
    let checked = HttpGateway {
        url,
        success_status: problems.line(Field::GatewaySuccess, &http.success_status, LINE_MAX),
        success_contains: problems.optional(Field::GatewaySuccess, &http.success_contains, LINE_MAX),
        body: match http.method {
            HttpMethod::Get => String::new(),
            HttpMethod::Post => http.body,
        },
        body_form: match http.method {
            HttpMethod::Get => HttpBody::Form,
            HttpMethod::Post => http.body_form,
        },
        ..http
    };
    problems.flaws(&checked);
    checked
}

impl From<HttpFlaw> for Flaw {
    fn from(flaw: HttpFlaw) -> Self {
        match flaw {
            HttpFlaw::Address(flaw) => flaw.into(),
            HttpFlaw::PlaceholderInHost => Self::PlaceholderInvalid(String::new()),
            HttpFlaw::UnknownPlaceholder { name, .. } => Self::PlaceholderInvalid(name),
            HttpFlaw::HeaderName { name } | HttpFlaw::HeaderValue { name } => Self::HeaderInvalid(name),
            HttpFlaw::StatusList => Self::StatusListInvalid,
            HttpFlaw::NotJson | HttpFlaw::BodyWithGet => Self::NotJson,
        }
    }
}

fn twilio_gateway(twilio: &TwilioGateway, problems: &mut Problems) -> TwilioGateway {
    let base_url = problems.line(Field::GatewayAddress, &twilio.base_url, LINE_MAX);
    let checked = TwilioGateway {
        base_url: base_url.trim_end_matches('/').to_owned(),
        account: problems.line(Field::GatewayAccount, &twilio.account, LINE_MAX),
        from: problems.line(Field::GatewaySender, &twilio.from, LINE_MAX),
    };
    if let (false, Err(flaw)) = (checked.base_url.is_empty(), checked.base()) {
        problems.add(Field::GatewayAddress, flaw.into());
    }
    checked
}

fn smpp_gateway(smpp: &SmppGateway, problems: &mut Problems) -> SmppGateway {
    let checked = SmppGateway {
        host: problems.line(Field::GatewayAddress, &smpp.host, LINE_MAX),
        port: smpp.port,
        tls: smpp.tls,
        system_id: problems.line(Field::GatewayAccount, &smpp.system_id, LINE_MAX),
        system_type: problems.optional(Field::GatewayAccount, &smpp.system_type, LINE_MAX),
        from: problems.optional(Field::GatewaySender, &smpp.from, LINE_MAX),
    };
    problems.octets(Field::GatewayAccount, &checked.system_id, 15);
    problems.octets(Field::GatewayAccount, &checked.system_type, 12);
    problems.octets(Field::GatewaySender, &checked.from, 20);
    if checked.port == 0 {
        let (min, max) = (1, u32::from(u16::MAX));
        problems.add(Field::GatewayPort, Flaw::OutOfRange { min, max });
    }
    if !checked.host.is_empty() && !is_host(&checked.host) {
        problems.add(Field::GatewayAddress, Flaw::HostInvalid);
    } else if !checked.tls && !is_this_computer(&checked.host) {
        // A tunnel on this computer takes it further.
        problems.add(Field::GatewayAddress, Flaw::AddressNotEncrypted);
    }
    checked
}

fn modem_gateway(modem: &ModemGateway, problems: &mut Problems) -> ModemGateway {
    ModemGateway {
        port: problems.line(Field::GatewayAddress, &modem.port, LINE_MAX),
        baud: modem.baud,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(gateway: Gateway) -> Vec<(Field, Flaw)> {
        let settings = SmsSettings {
            gateway,
            countries: ["DE".parse().expect("a country")].into(),
            ..SmsSettings::default()
        };
        let found = settings.checked().err().unwrap_or_default();
        found
            .into_iter()
            .map(|problem| (problem.field, problem.flaw))
            .collect()
    }

    fn http(url: &str, body: &str, status: &str) -> Gateway {
        Gateway::Http(HttpGateway {
            method: HttpMethod::Post,
            url: url.to_owned(),
            headers: Vec::new(),
            body_form: HttpBody::Json,
            body: body.to_owned(),
            success_status: status.to_owned(),
            success_contains: String::new(),
        })
    }

    #[test]
    fn what_is_wrong_stands_beside_its_field() {
        assert_eq!(problems(http("https://sms.example.com/", "{}", "200")), []);
        assert_eq!(
            problems(http("", "{", "often")),
            [
                (Field::GatewayAddress, Flaw::Required),
                (Field::GatewayBody, Flaw::NotJson),
                (Field::GatewaySuccess, Flaw::StatusListInvalid),
            ]
        );
        assert_eq!(
            problems(http("http://sms.example.com/{to}", "{}", "200")).first(),
            Some(&(Field::GatewayAddress, Flaw::AddressNotEncrypted))
        );
        let smpp = SmppGateway {
            host: "smsc example".to_owned(),
            port: 0,
            tls: true,
            system_id: "longer than fifteen".to_owned(),
            system_type: String::new(),
            from: String::new(),
        };
        assert_eq!(
            problems(Gateway::Smpp(smpp)),
            [
                (Field::GatewayAccount, Flaw::TooLong { max: 15 }),
                (Field::GatewayPort, Flaw::OutOfRange { min: 1, max: 65_535 }),
                (Field::GatewayAddress, Flaw::HostInvalid),
            ]
        );
    }

    #[test]
    fn a_centre_without_tls_is_on_this_computer() {
        let smpp = |host: &str, tls| {
            Gateway::Smpp(SmppGateway {
                host: host.to_owned(),
                port: 2775,
                tls,
                system_id: "app".to_owned(),
                system_type: String::new(),
                from: String::new(),
            })
        };
        assert_eq!(problems(smpp("127.0.0.1", false)), []);
        assert_eq!(problems(smpp("localhost", false)), []);
        assert_eq!(problems(smpp("smsc.example.com", true)), []);
        let open = problems(smpp("10.0.0.1", false));
        assert_eq!(open, [(Field::GatewayAddress, Flaw::AddressNotEncrypted)]);
    }

    #[test]
    fn a_gateway_needs_a_country_and_the_outbox_none() {
        assert!(SmsSettings::default().checked().is_ok());
        let modem = SmsSettings {
            gateway: Gateway::Modem(ModemGateway {
                port: "/dev/ttyUSB0".to_owned(),
                baud: 115_200,
            }),
            host: "not a host".to_owned(),
            ..SmsSettings::default()
        };
        let found: Vec<Field> = modem
            .checked()
            .err()
            .unwrap_or_default()
            .iter()
            .map(|p| p.field)
            .collect();
        assert_eq!(found, [Field::SmsCountries, Field::SmsHost]);
    }
}

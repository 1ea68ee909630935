//! Settings → SMS across the wire, both ways, and what gateways answer.

use accounts::{
    desk,
    outbox::Delivery,
    sms::{self, SmsFault, SmsFaultKind},
};

use super::{
    CommandError, ErrorCode, Gateway, GatewayCondition, Header, HttpBody, HttpMethod, Language, SmsSettings,
    TestOutcome, TestSent, to_domain,
};

impl From<sms::SmsSettings> for SmsSettings {
    fn from(settings: sms::SmsSettings) -> Self {
        Self {
            gateway: settings.gateway.into(),
            countries: settings.countries.into_iter().map(String::from).collect(),
            language: settings.language.into(),
            host: settings.host,
        }
    }
}

impl TryFrom<SmsSettings> for sms::SmsSettings {
    type Error = CommandError;

    fn try_from(settings: SmsSettings) -> Result<Self, CommandError> {
        let mut countries = std::collections::BTreeSet::new();
        for letters in &settings.countries {
            countries.extend(to_domain::country(Some(letters))?);
        }
        Ok(Self {
            gateway: settings.gateway.into(),
            countries,
            language: settings.language.into(),
            host: settings.host,
        })
    }
}

impl From<sms::Gateway> for Gateway {
    fn from(gateway: sms::Gateway) -> Self {
        match gateway {
            sms::Gateway::Outbox => Self::Outbox,
            sms::Gateway::Http(http) => Self::Http {
                method: match http.method {
                    sms::HttpMethod::Get => HttpMethod::Get,
                    sms::HttpMethod::Post => HttpMethod::Post,
                },
                url: http.url,
                headers: (http.headers.into_iter())
                    .map(|(name, value)| Header { name, value })
                    .collect(),
                body_form: match http.body_form {
                    sms::HttpBody::Form => HttpBody::Form,
                    sms::HttpBody::Json => HttpBody::Json,
                },
                body: http.body,
                success_status: http.success_status,
                success_contains: http.success_contains,
            },
            sms::Gateway::Twilio(twilio) => Self::Twilio {
                base_url: twilio.base_url,
                account: twilio.account,
                from: twilio.from,
            },
            sms::Gateway::Smpp(smpp) => Self::Smpp {
                host: smpp.host,
                port: smpp.port,
                tls: smpp.tls,
                system_id: smpp.system_id,
                system_type: smpp.system_type,
                from: smpp.from,
            },
            sms::Gateway::Modem(modem) => Self::Modem {
                port: modem.port,
                baud: modem.baud,
            },
        }
    }
}

impl From<Gateway> for sms::Gateway {
    fn from(gateway: Gateway) -> Self {
        match gateway {
            Gateway::Outbox => Self::Outbox,
            Gateway::Http {
                method,
                url,
                headers,
                body_form,
                body,
                success_status,
                success_contains,
            } => Self::Http(sms::HttpGateway {
                method: match method {
                    HttpMethod::Get => sms::HttpMethod::Get,
                    HttpMethod::Post => sms::HttpMethod::Post,
                },
                url,
                headers: headers
                    .into_iter()
                    .map(|header| (header.name, header.value))
                    .collect(),
                body_form: match body_form {
                    HttpBody::Form => sms::HttpBody::Form,
                    HttpBody::Json => sms::HttpBody::Json,
                },
                body,
                success_status,
                success_contains,
            }),
            Gateway::Twilio {
                base_url,
                account,
                from,
            } => Self::Twilio(sms::TwilioGateway {
                base_url,
                account,
                from,
            }),
            Gateway::Smpp {
                host,
                port,
                tls,
                system_id,
                system_type,
                from,
            } => Self::Smpp(sms::SmppGateway {
                host,
                port,
                tls,
                system_id,
                system_type,
                from,
            }),
            Gateway::Modem { port, baud } => Self::Modem(sms::ModemGateway { port, baud }),
        }
    }
}

/// The same names on both sides, both ways.
macro_rules! languages {
    ($($name:ident),*) => {
        impl From<accounts::Language> for Language {
            fn from(language: accounts::Language) -> Self {
                match language { $(accounts::Language::$name => Self::$name,)* }
            }
        }

        impl From<Language> for accounts::Language {
            fn from(language: Language) -> Self {
                match language { $(Language::$name => Self::$name,)* }
            }
        }
    };
}

languages![En, Es, Fr, De, Pt, Ar, Ja, Zh];

impl From<desk::TestSent> for TestSent {
    fn from(sent: desk::TestSent) -> Self {
        Self {
            number: sent.number.international(),
            message_id: sent.message.0.to_string(),
            outcome: match &sent.delivery {
                None => TestOutcome::Kept,
                Some(Delivery::Sent) => TestOutcome::Sent,
                Some(Delivery::Uncertain(_)) => TestOutcome::Uncertain,
                Some(Delivery::Failed(_)) => TestOutcome::Failed,
            },
            fault: sent
                .delivery
                .and_then(|delivery| delivery.fault().cloned())
                .map(Into::into),
        }
    }
}

impl From<Result<sms::Condition, SmsFault>> for GatewayCondition {
    fn from(condition: Result<sms::Condition, SmsFault>) -> Self {
        match condition {
            Ok(sms::Condition::Ready) => Self::Ready,
            Ok(sms::Condition::Unknown) => Self::Unknown,
            Ok(sms::Condition::Modem {
                network,
                roaming,
                signal,
            }) => Self::Modem {
                network,
                roaming,
                signal,
            },
            Err(fault) => Self::Faulty { fault: fault.into() },
        }
    }
}

impl From<SmsFault> for CommandError {
    fn from(fault: SmsFault) -> Self {
        let error = Self::from(match fault.kind {
            SmsFaultKind::Unreachable => ErrorCode::SmsUnreachable,
            SmsFaultKind::Untrusted => ErrorCode::SmsUntrusted,
            SmsFaultKind::NoAnswer => ErrorCode::SmsNoAnswer,
            SmsFaultKind::Nonsense => ErrorCode::SmsNonsense,
            SmsFaultKind::Credentials => ErrorCode::SmsCredentials,
            SmsFaultKind::SecretMissing => ErrorCode::SmsSecretMissing,
            SmsFaultKind::KeychainFailed => ErrorCode::SmsKeychainFailed,
            SmsFaultKind::BadNumber => ErrorCode::SmsBadNumber,
            SmsFaultKind::Landline => ErrorCode::SmsLandline,
            SmsFaultKind::Blocked => ErrorCode::SmsBlocked,
            SmsFaultKind::OutOfFunds => ErrorCode::SmsOutOfFunds,
            SmsFaultKind::Busy => ErrorCode::SmsBusy,
            SmsFaultKind::Sender => ErrorCode::SmsSender,
            SmsFaultKind::Refused => ErrorCode::SmsRefused,
            SmsFaultKind::PortMissing => ErrorCode::SmsPortMissing,
            SmsFaultKind::PortBusy => ErrorCode::SmsPortBusy,
            SmsFaultKind::NoModem => ErrorCode::SmsNoModem,
            SmsFaultKind::SimMissing => ErrorCode::SmsSimMissing,
            SmsFaultKind::PinNeeded => ErrorCode::SmsPinNeeded,
            SmsFaultKind::PinWrong => ErrorCode::SmsPinWrong,
            SmsFaultKind::PukNeeded => ErrorCode::SmsPukNeeded,
            SmsFaultKind::NoNetwork => ErrorCode::SmsNoNetwork,
        });
        let error = match fault.said {
            Some(said) => error.and("said", said),
            None => error,
        };
        error.retryable()
    }
}

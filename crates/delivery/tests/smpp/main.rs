//! The SMPP gateway against a message centre.
#![expect(clippy::expect_used, reason = "in a test every surprise is a failure")]

mod links;
mod messages;

use std::time::Duration;

use accounts::{
    MessageId, MessageText, PhoneNumber, ServiceSecret,
    sms::{SmppGateway, Sms, SmsFault, SmsFaultKind},
};
use delivery::{
    sms::smpp::{Patience, Smpp},
    tls::Authorities,
};
use peers::smpp::{PASSWORD, SYSTEM_ID, SmppServer};
use uuid::Uuid;

const NUMBER: &str = "+4915112345678";
/// Short, so that the tests are.
const PATIENCE: Patience = Patience {
    reached: Duration::from_secs(2),
    answered: Duration::from_secs(5),
    idle: Duration::from_secs(30),
};

fn settings(port: u16) -> SmppGateway {
    SmppGateway {
        host: "127.0.0.1".to_owned(),
        port,
        tls: false,
        system_id: SYSTEM_ID.to_owned(),
        system_type: String::new(),
        from: "Frontdesk".to_owned(),
    }
}

fn gateway_with(settings: SmppGateway, patience: Patience) -> Smpp {
    Smpp::new(
        settings,
        ServiceSecret::new(PASSWORD.to_owned()),
        Authorities::default(),
        patience,
    )
}

fn gateway(server: &SmppServer) -> Smpp {
    gateway_with(settings(server.port()), PATIENCE)
}

fn sms(text: &str) -> Sms {
    sms_to(NUMBER, text)
}

fn sms_to(number: &str, text: &str) -> Sms {
    Sms {
        id: MessageId(Uuid::nil()),
        to: PhoneNumber::stored(number).expect("a number"),
        text: MessageText::new(text.to_owned()),
    }
}

fn kind(outcome: Result<(), SmsFault>) -> Option<SmsFaultKind> {
    outcome.err().map(|fault| fault.kind)
}

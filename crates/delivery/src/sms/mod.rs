//! The gateways: each keeps the port [`accounts::sms::SmsGateway`] in a file or folder of its own. [`open`] alone
//! chooses one.

pub mod gsm;
pub mod http;
pub mod modem;
pub mod smpp;
pub mod twilio;
mod web;

use std::sync::Arc;

use accounts::{
    ServiceSecret,
    sms::{Gateway, SmsFault, SmsGateway},
};

use crate::tls::Authorities;
pub use web::Patience;

/// The gateway as its settings describe it; nothing for the outbox, which sends nothing.
pub fn open(
    gateway: &Gateway,
    secret: ServiceSecret,
    authorities: &Authorities,
) -> Result<Option<Arc<dyn SmsGateway>>, SmsFault> {
    let patience = Patience::default();
    Ok(Some(match gateway {
        Gateway::Outbox => return Ok(None),
        Gateway::Http(http) => Arc::new(http::HttpSender::new(http, secret, patience, authorities)?),
        Gateway::Twilio(twilio) => {
            Arc::new(twilio::TwilioSender::new(twilio, secret, patience, authorities)?)
        }
        Gateway::Smpp(smpp) => {
            let patience = smpp::Patience::default();
            Arc::new(smpp::Smpp::new(
                smpp.clone(),
                secret,
                authorities.clone(),
                patience,
            ))
        }
        Gateway::Modem(modem) => Arc::new(modem::Modem::new(
            modem.clone(),
            secret,
            modem::Patience::default(),
        )),
    }))
}

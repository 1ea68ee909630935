//! The gateway of the open directory: made when the first message goes, kept open while its settings hold.

use std::sync::Arc;

use accounts::{
    ServiceSecret,
    sms::{Condition, Gateway, Gateways, Sms, SmsFault, SmsFaultKind, SmsGateway},
};
use async_trait::async_trait;
use delivery::tls::Authorities;
use keychain::KeychainError;
use tokio::sync::Mutex;

use crate::secrets::Secrets;

/// See the module.
pub struct OpenGateway {
    secrets: Arc<Secrets>,
    open: Mutex<Option<(Gateway, Arc<dyn SmsGateway>)>>,
}

impl OpenGateway {
    /// With nothing open yet.
    pub fn new(secrets: Arc<Secrets>) -> Self {
        Self {
            secrets,
            open: Mutex::default(),
        }
    }

    async fn gateway(&self, gateway: &Gateway) -> Result<Arc<dyn SmsGateway>, SmsFault> {
        let mut open = self.open.lock().await;
        if let Some((_, open)) = open.as_ref().filter(|(settings, _)| settings == gateway) {
            return Ok(Arc::clone(open));
        }
        let secret = self.secrets.read(&entry_name(gateway)).await.map_err(failed)?;
        if secret.is_none() && gateway.needs_secret() {
            return Err(SmsFaultKind::SecretMissing.into());
        }
        let made = delivery::sms::open(gateway, secret.unwrap_or_default(), &Authorities::default())?;
        // The use cases never ask the outbox to send.
        let made = made.ok_or(SmsFaultKind::Refused)?;
        *open = Some((gateway.clone(), Arc::clone(&made)));
        Ok(made)
    }

    /// A PIN that was refused is forgotten: each start would use up another of the few tries that a SIM gives.
    async fn after<T>(&self, gateway: &Gateway, answer: Result<T, SmsFault>) -> Result<T, SmsFault> {
        if answer
            .as_ref()
            .is_err_and(|fault| fault.kind == SmsFaultKind::PinWrong)
        {
            self.secrets.forget(&entry_name(gateway)).await;
        }
        answer
    }
}

#[async_trait]
impl Gateways for OpenGateway {
    async fn send(&self, gateway: &Gateway, sms: &Sms) -> Result<(), SmsFault> {
        let sent = self.gateway(gateway).await?.send(sms).await;
        self.after(gateway, sent).await.inspect_err(|fault| {
            // Neither the number nor the gateway's words: they may name people.
            tracing::warn!(
                gateway = gateway.kind().code(),
                fault = fault.kind.code(),
                "a message was not taken"
            );
        })
    }

    async fn condition(&self, gateway: &Gateway) -> Result<Condition, SmsFault> {
        let condition = self.gateway(gateway).await?.condition().await;
        self.after(gateway, condition).await
    }

    async fn has_secret(&self, gateway: &Gateway) -> bool {
        self.secrets.knows(&entry_name(gateway)).await
    }

    async fn keep_secret(&self, gateway: &Gateway, secret: &ServiceSecret) -> Result<(), SmsFault> {
        *self.open.lock().await = None;
        let kept = self.secrets.keep(&entry_name(gateway), secret).await;
        kept.map_err(failed)
    }

    async fn forget_secret(&self, gateway: &Gateway) {
        *self.open.lock().await = None;
        self.secrets.forget(&entry_name(gateway)).await;
    }
}

/// A secret goes with the place that it is for: another place has none.
fn entry_name(gateway: &Gateway) -> String {
    format!("sms {} {}", gateway.kind().code(), gateway.destination())
}

fn failed(_error: KeychainError) -> SmsFault {
    SmsFaultKind::KeychainFailed.into()
}

#[cfg(all(test, unix))]
mod tests {
    use accounts::sms::ModemGateway;
    use keychain::{MemoryKeychain, SecretStore};
    use peers::modem::{Modem, ModemSetup, Sim};

    use super::*;

    #[tokio::test]
    async fn a_wrong_pin_is_not_tried_again_after_a_new_start() {
        let keychain = Arc::new(MemoryKeychain::default());
        let modem_of = Modem::start(ModemSetup {
            sim: Sim::Pin("4321".to_owned()),
            ..ModemSetup::default()
        });
        let device = modem_of.expect("a modem");
        let settings = Gateway::Modem(ModemGateway {
            port: device.path().to_owned(),
            baud: 9_600,
        });
        let started = || {
            let keychain = Arc::clone(&keychain) as Arc<dyn SecretStore>;
            OpenGateway::new(Arc::new(Secrets::new(Some(keychain))))
        };
        let first = started();
        let wrong = ServiceSecret::new("1234".to_owned());
        first.keep_secret(&settings, &wrong).await.expect("kept");
        let kind = |answer: Result<Condition, SmsFault>| answer.expect_err("no network").kind;
        assert_eq!(kind(first.condition(&settings).await), SmsFaultKind::PinWrong);
        assert_eq!(
            kind(started().condition(&settings).await),
            SmsFaultKind::PinNeeded
        );
        assert_eq!(device.pins().len(), 1);
    }
}

//! The gateway of the open directory: made when the first message goes, kept open while its settings hold, with its
//! secret from the keychain.

use std::{collections::HashMap, sync::Arc};

use accounts::sms::{Condition, Gateway, GatewaySecret, Gateways, Sms, SmsFault, SmsFaultKind, SmsGateway};
use async_trait::async_trait;
use delivery::tls::Authorities;
use keychain::{KeychainError, Secret, SecretStore};
use tokio::sync::Mutex;

/// See the module.
pub struct OpenGateway {
    /// Where secrets rest; nothing for a directory that leaves nothing behind.
    keychain: Option<Arc<dyn SecretStore>>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    open: Option<(Gateway, Arc<dyn SmsGateway>)>,
    /// Secrets that no keychain took, by their names: known until the program ends.
    unkept: HashMap<String, GatewaySecret>,
}

impl OpenGateway {
    /// With nothing open yet.
    pub fn new(keychain: Option<Arc<dyn SecretStore>>) -> Self {
        Self {
            keychain,
            state: Mutex::default(),
        }
    }

    /// Whether a secret outlives the program.
    pub async fn secrets_last(&self) -> bool {
        match &self.keychain {
            Some(keychain) => keychain.probe().await.is_ok(),
            None => false,
        }
    }

    async fn gateway(&self, gateway: &Gateway) -> Result<Arc<dyn SmsGateway>, SmsFault> {
        let mut state = self.state.lock().await;
        if let Some((_, open)) = state.open.as_ref().filter(|(settings, _)| settings == gateway) {
            return Ok(Arc::clone(open));
        }
        let secret = match state.unkept.get(&entry_name(gateway)) {
            Some(secret) => Some(secret.clone()),
            None => self.kept(gateway).await?,
        };
        if secret.is_none() && gateway.needs_secret() {
            return Err(SmsFaultKind::SecretMissing.into());
        }
        let open = delivery::sms::open(gateway, secret.unwrap_or_default(), &Authorities::default())?;
        // The use cases never ask the outbox to send.
        let open = open.ok_or(SmsFaultKind::Refused)?;
        state.open = Some((gateway.clone(), Arc::clone(&open)));
        Ok(open)
    }

    /// A PIN that was refused is forgotten: each start would use up another of the few tries that a SIM gives.
    async fn after<T>(&self, gateway: &Gateway, answer: Result<T, SmsFault>) -> Result<T, SmsFault> {
        if answer
            .as_ref()
            .is_err_and(|fault| fault.kind == SmsFaultKind::PinWrong)
        {
            self.forget(gateway, &mut *self.state.lock().await).await;
        }
        answer
    }

    async fn forget(&self, gateway: &Gateway, state: &mut State) {
        let name = entry_name(gateway);
        state.unkept.remove(&name);
        if let Some(keychain) = &self.keychain {
            // A secret that cannot be removed guards a place that nothing goes to any more.
            let _ = keychain.delete(&name).await;
        }
    }

    /// The secret in the keychain. One that is missing keeps nothing, so it knows of none.
    async fn kept(&self, gateway: &Gateway) -> Result<Option<GatewaySecret>, SmsFault> {
        let Some(keychain) = &self.keychain else {
            return Ok(None);
        };
        match keychain.read(&entry_name(gateway)).await {
            Ok(secret) => Ok(secret.map(|secret| GatewaySecret::new(secret.expose().to_owned()))),
            Err(KeychainError::Missing) => Ok(None),
            Err(error) => Err(failed(&error)),
        }
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
        let unkept = self.state.lock().await.unkept.contains_key(&entry_name(gateway));
        unkept || matches!(self.kept(gateway).await, Ok(Some(_)))
    }

    async fn keep_secret(&self, gateway: &Gateway, secret: &GatewaySecret) -> Result<(), SmsFault> {
        let name = entry_name(gateway);
        let mut state = self.state.lock().await;
        state.open = None;
        state.unkept.remove(&name);
        let written = match &self.keychain {
            Some(keychain) => {
                let secret = Secret::new(secret.expose().to_owned());
                keychain.write(&name, &secret).await
            }
            None => Err(KeychainError::Missing),
        };
        match written {
            Ok(()) => Ok(()),
            Err(KeychainError::Missing | KeychainError::Locked | KeychainError::TimedOut) => {
                state.unkept.insert(name, secret.clone());
                Ok(())
            }
            Err(error) => Err(failed(&error)),
        }
    }

    async fn forget_secret(&self, gateway: &Gateway) {
        let mut state = self.state.lock().await;
        state.open = None;
        self.forget(gateway, &mut state).await;
    }
}

/// A secret goes with the place that it is for: another place has none.
fn entry_name(gateway: &Gateway) -> String {
    format!("sms {} {}", gateway.kind().code(), gateway.destination())
}

fn failed(error: &KeychainError) -> SmsFault {
    tracing::warn!("the secret of the gateway: {error}");
    SmsFaultKind::KeychainFailed.into()
}

#[cfg(test)]
mod tests {
    use accounts::sms::ModemGateway;
    use keychain::{MemoryKeychain, Refusal};

    use super::*;

    fn modem(port: &str) -> Gateway {
        Gateway::Modem(ModemGateway {
            port: port.to_owned(),
            baud: 9_600,
        })
    }

    #[tokio::test]
    async fn a_secret_goes_with_its_place_and_is_gone_when_forgotten() {
        let keychain = Arc::new(MemoryKeychain::default());
        let gateway = OpenGateway::new(Some(Arc::clone(&keychain) as Arc<dyn SecretStore>));
        let secret = GatewaySecret::new("1234".to_owned());
        gateway
            .keep_secret(&modem("/dev/one"), &secret)
            .await
            .expect("kept");
        assert!(gateway.has_secret(&modem("/dev/one")).await);
        assert!(!gateway.has_secret(&modem("/dev/two")).await);
        let started_anew = OpenGateway::new(Some(keychain));
        assert!(started_anew.has_secret(&modem("/dev/one")).await);
        started_anew.forget_secret(&modem("/dev/one")).await;
        assert!(!gateway.has_secret(&modem("/dev/one")).await);
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn a_wrong_pin_is_not_tried_again_after_a_new_start() {
        use peers::modem::{Modem, ModemSetup, Sim};

        let keychain = Arc::new(MemoryKeychain::default());
        let modem_of = Modem::start(ModemSetup {
            sim: Sim::Pin("4321".to_owned()),
            ..ModemSetup::default()
        });
        let device = modem_of.expect("a modem");
        let settings = modem(device.path());
        let started = || OpenGateway::new(Some(Arc::clone(&keychain) as Arc<dyn SecretStore>));
        let first = started();
        let wrong = GatewaySecret::new("1234".to_owned());
        first.keep_secret(&settings, &wrong).await.expect("kept");
        let kind = |answer: Result<Condition, SmsFault>| answer.expect_err("no network").kind;
        assert_eq!(kind(first.condition(&settings).await), SmsFaultKind::PinWrong);
        assert_eq!(
            kind(started().condition(&settings).await),
            SmsFaultKind::PinNeeded
        );
        assert_eq!(device.pins().len(), 1);
    }

    #[tokio::test]
    async fn without_a_keychain_a_secret_is_known_until_the_end() {
        let keychain = Arc::new(MemoryKeychain::default());
        keychain.refuse(Some(Refusal::Missing));
        for keychain in [None, Some(Arc::clone(&keychain) as Arc<dyn SecretStore>)] {
            let gateway = OpenGateway::new(keychain);
            let secret = GatewaySecret::new("1234".to_owned());
            gateway
                .keep_secret(&modem("/dev/one"), &secret)
                .await
                .expect("kept");
            assert!(gateway.has_secret(&modem("/dev/one")).await);
            assert!(!gateway.secrets_last().await);
        }
        let started_anew = OpenGateway::new(Some(keychain));
        assert!(!started_anew.has_secret(&modem("/dev/one")).await);
    }
}

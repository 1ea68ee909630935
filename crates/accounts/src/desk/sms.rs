//! Settings → SMS, and handing messages to the gateway.

use crate::{
    Country, GatewayKind, MessageId, MessageKind, MessageState, MessageText, NewMessage, Operator,
    Permission, PhoneNumber, Problem, Recipient, ServiceSecret, SmsSettings,
    activity::Action,
    code::Code,
    desk::{Desk, DeskError, device::invalid},
    directory::DirectoryError,
    outbox::Delivery,
    problem::{Field, Flaw},
    sms::{Condition, Gateway, SmsFault},
};

/// Settings → SMS as shown.
#[derive(Debug, Clone)]
pub struct SmsState {
    /// What the directory keeps.
    pub settings: SmsSettings,
    /// Whether this computer knows the gateway's secret.
    pub secret_known: bool,
    /// How a code's message reads, a made-up code in it.
    pub example: MessageText,
}

/// Settings → SMS as entered.
#[derive(Debug, Clone)]
pub struct SmsForm {
    /// What the directory is to keep.
    pub settings: SmsSettings,
    /// The gateway's secret; nothing for the one that this computer knows.
    pub secret: Option<ServiceSecret>,
}

/// What became of a message that was to show that messages arrive.
#[derive(Debug, Clone)]
pub struct TestSent {
    /// To which number.
    pub number: PhoneNumber,
    /// Its row of the outbox.
    pub message: MessageId,
    /// Nothing where the outbox keeps it.
    pub delivery: Option<Delivery>,
}

impl Desk {
    /// Settings → SMS.
    pub async fn sms_settings(&self, operator: &Operator) -> Result<SmsState, DeskError> {
        self.require(operator, Permission::EditSettings).await?;
        let settings = self.directory.sms_settings().await?;
        Ok(self.with_secret_state(settings).await)
    }

    /// Stores Settings → SMS. A secret goes with the place that it is for: where the gateway is another one, the secret
    /// has to be entered anew, so that nobody can have it sent elsewhere who does not know it.
    pub async fn save_sms_settings(&self, operator: &Operator, form: SmsForm) -> Result<SmsState, DeskError> {
        self.require(operator, Permission::EditSettings).await?;
        let settings = form.settings.checked().map_err(DeskError::Invalid)?;
        let secret = form.secret.filter(|secret| !secret.expose().is_empty());
        if let Some(secret) = &secret {
            self.gateways
                .keep_secret(&settings.gateway, secret)
                .await
                .map_err(DeskError::Gateway)?;
        } else if settings.gateway.needs_secret() && !self.gateways.has_secret(&settings.gateway).await {
            let problem = Problem::new(Field::GatewaySecret, Flaw::Required);
            return Err(DeskError::Invalid(vec![problem]));
        }
        let before = self.directory.sms_settings().await?.gateway;
        let mut entry = self.entry_of(operator, Action::SettingsChanged);
        let gateway = settings.gateway.kind().code().to_owned();
        entry.details.insert("sms_gateway".to_owned(), gateway);
        self.directory.save_sms_settings(&settings, &entry).await?;
        if before.kind() != settings.gateway.kind() || before.destination() != settings.gateway.destination()
        {
            self.gateways.forget_secret(&before).await;
        }
        Ok(self.with_secret_state(settings).await)
    }

    /// Sends a message that shows that messages arrive.
    pub async fn send_test(
        &self,
        operator: &Operator,
        typed: &str,
        country: Option<Country>,
    ) -> Result<TestSent, DeskError> {
        self.require(operator, Permission::EditSettings).await?;
        let number = PhoneNumber::parse(typed, country).map_err(invalid)?;
        let settings = self.directory.sms_settings().await?;
        settings.require_served(&number).map_err(invalid)?;
        let text = (self.texts.sms_test)(&settings);
        let gateway = settings.gateway.kind();
        let message = self.text_message(MessageKind::Test, number.clone(), gateway, text);
        let entry = self.entry_about(operator.party(), Action::TestMessageSent, &number);
        self.directory.store_message(&message, &entry).await?;
        Ok(TestSent {
            number,
            message: message.id,
            delivery: self.hand_over(&settings.gateway, &message).await?,
        })
    }

    /// How the gateway is doing.
    pub async fn sms_condition(&self, operator: &Operator) -> Result<Result<Condition, SmsFault>, DeskError> {
        self.require(operator, Permission::EditSettings).await?;
        let settings = self.directory.sms_settings().await?;
        if settings.gateway == Gateway::Outbox {
            return Ok(Ok(Condition::Ready));
        }
        Ok(self.gateways.condition(&settings.gateway).await)
    }

    /// Which way codes go now, and to which countries: whoever registers a number is told.
    pub async fn sms_route(&self) -> Result<SmsSettings, DeskError> {
        Ok(self.directory.sms_settings().await?)
    }

    /// Hands a stored message to the gateway, and stores what became of it. The outbox hands nothing over.
    pub(super) async fn hand_over(
        &self,
        gateway: &Gateway,
        message: &NewMessage,
    ) -> Result<Option<Delivery>, DirectoryError> {
        let Some(sms) = message.sms().filter(|_| *gateway != Gateway::Outbox) else {
            return Ok(None);
        };
        let delivery = Delivery::of(self.gateways.send(gateway, &sms).await);
        self.directory
            .message_handed_over(message.id, &delivery, self.clock.now())
            .await?;
        Ok(Some(delivery))
    }

    /// A message to a telephone, about to be stored.
    pub(super) fn text_message(
        &self,
        kind: MessageKind,
        number: PhoneNumber,
        gateway: GatewayKind,
        text: MessageText,
    ) -> NewMessage {
        NewMessage {
            id: MessageId(self.new_id()),
            kind,
            state: match gateway {
                GatewayKind::Outbox => MessageState::Kept,
                _ => MessageState::Sending,
            },
            recipient: Recipient::Phone(number),
            user: None,
            caused_by: None,
            text: Some(text),
            activation: None,
            claim: None,
            created_at: self.clock.now(),
        }
    }

    async fn with_secret_state(&self, settings: SmsSettings) -> SmsState {
        SmsState {
            secret_known: settings.gateway != Gateway::Outbox
                && self.gateways.has_secret(&settings.gateway).await,
            example: (self.texts.code)(&Code::example(), &settings),
            settings,
        }
    }
}

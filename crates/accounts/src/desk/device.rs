//! Confirming the number of a 2FA device by a code sent to it, and removing a device that was lost.

use crate::{
    GatewayKind, MessageId, MessageKind, Operator, Permission, PhoneNumber, UserId,
    activity::{Action, Entry, Party},
    code::{Code, CodeRefusal, CodeTry, KeyedCode, LIFE_SECONDS, RESEND_SECONDS, Scope},
    desk::{Desk, DeskError, party},
    draft::{DeviceDraft, PhoneKnown},
    outbox::Delivery,
    problem::{Field, Flaw, Problem},
    sms::SmsFault,
};

/// A code is on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeSent {
    /// To which number.
    pub number: PhoneNumber,
    /// The message that brings it.
    pub message: MessageId,
    /// How long it is good.
    pub seconds_valid: u32,
    /// Until another may be sent.
    pub seconds_to_resend: u32,
    /// Tries that it leaves.
    pub tries_left: u8,
    /// Which way it goes.
    pub gateway: GatewayKind,
    /// The gateway did not clearly answer: the message may arrive or not.
    pub uncertain: Option<SmsFault>,
}

/// Why no code was sent, or none was accepted.
#[derive(Debug, thiserror::Error)]
pub enum CodeError {
    /// The use case itself was refused.
    #[error(transparent)]
    Desk(#[from] DeskError),
    /// The limits allow no further code now.
    #[error(transparent)]
    Refused(#[from] CodeRefusal),
    /// The gateway did not take it; it does not count as sent.
    #[error(transparent)]
    Gateway(SmsFault),
    /// What was typed is not six digits; it is not counted.
    #[error("not six digits")]
    Malformed,
    /// Not the code; never [`CodeTry::Confirmed`].
    #[error("the code was not accepted: {0:?}")]
    NotAccepted(CodeTry),
}

impl Desk {
    /// Sends a code to the number of a draft.
    pub async fn send_code(&self, operator: &Operator, device: &DeviceDraft) -> Result<CodeSent, CodeError> {
        self.require_registering(operator).await?;
        let number = number_of(device)?;
        self.send_code_for(operator.party(), Scope::of(operator, device.id), number)
            .await
    }

    /// Confirms the number of a draft by the code sent to it.
    pub async fn confirm_code(
        &self,
        operator: &Operator,
        device: &DeviceDraft,
        typed: &str,
    ) -> Result<(), CodeError> {
        self.require_registering(operator).await?;
        let number = number_of(device)?;
        let entry = self.entry_about(operator.party(), Action::NumberConfirmed, &number);
        self.try_code(Scope::of(operator, device.id), &number, typed, Some(&entry))
            .await
    }

    /// Sends a code to a number in a scope.
    pub(super) async fn send_code_for(
        &self,
        actor: Party,
        scope: Scope,
        number: PhoneNumber,
    ) -> Result<CodeSent, CodeError> {
        let settings = self.directory.sms_settings().await.map_err(DeskError::from)?;
        settings.require_served(&number).map_err(invalid)?;
        let code = Code::random(&mut *(self.randomness)());
        let keyed = self.keyed(scope, &number, &code);
        let gateway = settings.gateway.kind();
        let text = (self.texts.code)(&code, &settings);
        let message = self.text_message(MessageKind::Code, number.clone(), gateway, text);
        let mut entry = self.entry_about(actor, Action::CodeSent, &number);
        if !scope.registers() {
            entry.details.insert("for".to_owned(), "sign_in".to_owned());
        }
        let begun = self.directory.begin_code(&keyed, gateway, &message, &entry).await;
        let tries_left = begun.map_err(DeskError::from)??;
        let delivery = self.hand_over(&settings.gateway, &message).await;
        let uncertain = match delivery.map_err(DeskError::from)? {
            None | Some(Delivery::Sent) => None,
            Some(Delivery::Uncertain(fault)) => Some(fault),
            Some(Delivery::Failed(fault)) => return Err(CodeError::Gateway(fault)),
        };
        Ok(CodeSent {
            number,
            message: message.id,
            seconds_valid: LIFE_SECONDS,
            seconds_to_resend: RESEND_SECONDS,
            tries_left,
            gateway,
            uncertain,
        })
    }

    /// Tries what was typed against the code sent in a scope.
    pub(super) async fn try_code(
        &self,
        scope: Scope,
        number: &PhoneNumber,
        typed: &str,
        entry: Option<&Entry>,
    ) -> Result<(), CodeError> {
        let code = Code::parse(typed).ok_or(CodeError::Malformed)?;
        let keyed = self.keyed(scope, number, &code);
        let tried = self.directory.try_code(&keyed, entry).await;
        match tried.map_err(DeskError::from)? {
            CodeTry::Confirmed => Ok(()),
            other => Err(CodeError::NotAccepted(other)),
        }
    }

    /// What is known of the number of a draft: whether this operator confirmed it in this very draft, or could.
    pub(super) async fn phone_known(
        &self,
        operator: &Operator,
        device: &DeviceDraft,
    ) -> Result<PhoneKnown, DeskError> {
        let Some(phone) = device.phone() else {
            return Ok(PhoneKnown::NotConfirmed);
        };
        self.require(operator, Permission::RegisterDevices).await?;
        let Ok(number) = phone else {
            return Ok(PhoneKnown::NotConfirmed);
        };
        let scope = Scope::of(operator, device.id);
        let now = self.clock.now();
        if self.directory.is_confirmed(&scope, &number, now).await? {
            return Ok(PhoneKnown::Confirmed);
        }
        let served = self.directory.sms_settings().await?.serves(number.country());
        Ok(if served {
            PhoneKnown::NotConfirmed
        } else {
            PhoneKnown::NotServed
        })
    }

    /// Removes the lost device of another user, and the recovery codes with it. Nobody removes their own: whoever sits
    /// at an open window would shed the second step for good.
    pub async fn remove_device(&self, operator: &Operator, id: UserId) -> Result<(), DeskError> {
        self.require(operator, Permission::RemoveDevices).await?;
        if operator.id == id {
            return Err(DeskError::OwnDevice);
        }
        let account = self.directory.user(id).await?;
        let device = account.device.ok_or(crate::DirectoryError::NotFound)?;
        let mut entry = self.entry_of(operator, Action::DeviceRemoved);
        entry.subject = Some(party(account.user.id, &account.user.email));
        entry.details.insert("device".to_owned(), device.number.masked());
        let message = self.device_changed(id, account.user.email, Some(operator.id));
        self.directory.remove_device(id, &message, &entry).await?;
        self.bell.notify_one();
        Ok(())
    }

    async fn require_registering(&self, operator: &Operator) -> Result<(), DeskError> {
        self.require(operator, Permission::CreateUsers).await?;
        self.require(operator, Permission::RegisterDevices).await
    }

    fn keyed(&self, scope: Scope, number: &PhoneNumber, code: &Code) -> KeyedCode {
        KeyedCode {
            hash: self.codes.hash(&scope, number, code),
            scope,
            number: number.clone(),
            at: self.clock.now(),
        }
    }

    /// The entry of something that is done now with a number.
    pub(super) fn entry_about(&self, actor: Party, action: Action, number: &PhoneNumber) -> Entry {
        Entry {
            actor: Some(actor),
            subject: Some(Party {
                id: None,
                label: number.masked(),
            }),
            ..self.entry(action)
        }
    }
}

pub(super) fn number_of(device: &DeviceDraft) -> Result<PhoneNumber, DeskError> {
    device.phone().unwrap_or(Err(Flaw::Required)).map_err(invalid)
}

pub(super) fn invalid(flaw: Flaw) -> DeskError {
    DeskError::Invalid(vec![Problem::new(Field::Phone, flaw)])
}

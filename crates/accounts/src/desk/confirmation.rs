//! The e-mails about an account: the confirmation, and the word that a device has changed.

use crate::{
    DirectoryError, EmailAddress, MessageId, MessageKind, MessageState, NewMessage, Operator, Permission,
    Recipient, UserId,
    activation::NewActivation,
    activity::Action,
    desk::{Desk, DeskError, party},
};

impl Desk {
    /// Sends a new confirmation to a user who has not confirmed yet. It voids the one before.
    pub async fn resend_confirmation(&self, operator: &Operator, id: UserId) -> Result<(), DeskError> {
        self.require_any(operator, &[Permission::RetryMessages, Permission::CreateUsers])
            .await?;
        let user = self.directory.user(id).await?.user;
        if user.confirmed_at.is_some() {
            return Err(DeskError::AlreadyConfirmed);
        }
        let message = self.confirmation(id, user.email.clone(), Some(operator)).await?;
        let mut entry = self.entry_of(operator, Action::ConfirmationResent);
        entry.subject = Some(party(id, &user.email));
        match self.directory.store_message(&message, &entry).await {
            Ok(()) => {
                self.bell.notify_one();
                Ok(())
            }
            // Between the two looks the user confirmed.
            Err(DirectoryError::NotFound) => Err(DeskError::AlreadyConfirmed),
            Err(error) => Err(error.into()),
        }
    }

    /// The e-mail that asks a user to confirm the address.
    pub(super) async fn confirmation(
        &self,
        user: UserId,
        email: EmailAddress,
        caused_by: Option<&Operator>,
    ) -> Result<NewMessage, DirectoryError> {
        let preset = self.directory.settings().await?.passwords.preset;
        let hours = self
            .directory
            .message_settings()
            .await?
            .activation_hours_under(preset);
        let now = self.clock.now();
        Ok(NewMessage {
            activation: Some(NewActivation::new(user, hours, now, &mut *(self.randomness)())),
            ..self.mail_about(
                MessageKind::Confirmation,
                user,
                email,
                caused_by.map(|operator| operator.id),
            )
        })
    }

    /// The e-mail that tells a user that a device was registered or removed.
    pub(super) fn device_changed(
        &self,
        user: UserId,
        email: EmailAddress,
        caused_by: Option<UserId>,
    ) -> NewMessage {
        self.mail_about(MessageKind::DeviceChanged, user, email, caused_by)
    }

    /// An e-mail about to be stored, due now.
    pub(super) fn mail_about(
        &self,
        kind: MessageKind,
        user: UserId,
        email: EmailAddress,
        caused_by: Option<UserId>,
    ) -> NewMessage {
        NewMessage {
            id: MessageId(self.new_id()),
            kind,
            state: MessageState::Waiting,
            recipient: Recipient::Email(email),
            user: Some(user),
            caused_by,
            text: None,
            activation: None,
            claim: None,
            created_at: self.clock.now(),
        }
    }
}

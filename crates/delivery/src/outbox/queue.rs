//! What the worker asks of a directory.

use accounts::{
    Directory, DirectoryError, MessageId, MessageSettings,
    mail::MailServer,
    outbox::{Claim, ClaimedMail, MailOutcome},
};
use async_trait::async_trait;
use jiff::Timestamp;
use uuid::Uuid;

/// The few calls of [`Directory`] that deliver e-mails, each as it is described there. Nobody else can name this trait.
#[async_trait]
pub trait Queue: Send + Sync {
    /// Which server takes e-mails.
    async fn server(&self) -> Result<Option<MailServer>, DirectoryError>;

    /// How e-mails are written, and the organisation's name.
    async fn style(&self) -> Result<(MessageSettings, String), DirectoryError>;

    async fn next_due(&self) -> Result<Option<Timestamp>, DirectoryError>;

    async fn claim(&self, claim: &Claim) -> Result<Vec<ClaimedMail>, DirectoryError>;

    async fn tried(
        &self,
        message: MessageId,
        claim: Uuid,
        outcome: &MailOutcome,
        now: Timestamp,
    ) -> Result<(), DirectoryError>;
}

#[async_trait]
impl Queue for dyn Directory {
    async fn server(&self) -> Result<Option<MailServer>, DirectoryError> {
        Ok(self.mail_settings().await?.server)
    }

    async fn style(&self) -> Result<(MessageSettings, String), DirectoryError> {
        let organisation = self.settings().await?.passwords.organisation;
        Ok((self.message_settings().await?, organisation))
    }

    async fn next_due(&self) -> Result<Option<Timestamp>, DirectoryError> {
        Directory::next_due(self).await
    }

    async fn claim(&self, claim: &Claim) -> Result<Vec<ClaimedMail>, DirectoryError> {
        self.claim_mails(claim).await
    }

    async fn tried(
        &self,
        message: MessageId,
        claim: Uuid,
        outcome: &MailOutcome,
        now: Timestamp,
    ) -> Result<(), DirectoryError> {
        self.mail_tried(message, claim, outcome, now).await
    }
}

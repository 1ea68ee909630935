//! E-mails: the port that a mail server is reached by, what can go wrong on the way, and the settings of Settings →
//! E-mail and Settings → Messages.

mod check;
mod fault;
mod settings;
mod template;

use async_trait::async_trait;
use jiff::Timestamp;
use zeroize::Zeroizing;

use crate::{EmailAddress, MessageId, ServiceSecret};

pub use fault::{MailFault, MailFaultKind};
pub use settings::{MailAuth, MailSecurity, MailServer, MailSettings, MessageSettings};
pub use template::{Facts, FilledTemplate, Paragraph, Piece, Template, TemplateFlaw, TemplateKind};

/// What an e-mail says: it may hold a link and a code, so it is wiped after use.
#[derive(Clone)]
pub struct MailText {
    /// One line.
    pub subject: String,
    /// As plain text.
    pub text: Zeroizing<String>,
    /// The same as a whole HTML document.
    pub html: Zeroizing<String>,
}

/// An e-mail on its way.
#[derive(Clone)]
pub struct Mail {
    /// The row of the outbox: its Message-ID is made of it, the same at every try, so that a duplicate can be told.
    pub id: MessageId,
    /// To whom.
    pub to: EmailAddress,
    /// When the row was stored: the same Date at every try.
    pub at: Timestamp,
    /// What it says.
    pub text: MailText,
}

/// What a mail server is tried for, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailStep {
    /// Its name has an address.
    Name,
    /// Somebody listens at the port.
    Port,
    /// It speaks SMTP and answers our greeting.
    Greeting,
    /// Its certificate is trusted.
    Tls,
    /// It lets us in.
    Credentials,
    /// It takes e-mails from our sender.
    Sender,
}

/// A step and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TriedStep {
    /// Which.
    pub step: MailStep,
    /// What went wrong, if anything.
    pub fault: Option<MailFault>,
}

/// The port to whatever mail server the settings name.
#[async_trait]
pub trait Mailer: Send + Sync {
    /// Hands an e-mail over. `Ok` means that the server took it.
    async fn send(&self, server: &MailServer, mail: &Mail) -> Result<(), MailFault>;

    /// Goes through the steps until one fails, without sending anything. `secret` is nothing for the one that this
    /// computer knows. Fails where not even a first step can be taken: no secret, no certificates in the authority.
    async fn try_steps(
        &self,
        server: &MailServer,
        secret: Option<&ServiceSecret>,
    ) -> Result<Vec<TriedStep>, MailFault>;

    /// Whether a text holds certificates of an authority, in PEM.
    fn is_authority(&self, pem: &str) -> bool;

    /// Whether the secret of the server is known on this computer.
    async fn has_secret(&self, server: &MailServer) -> bool;

    /// Keeps the secret of the server for as long as this computer can: in its keychain, or until the program ends.
    async fn keep_secret(&self, server: &MailServer, secret: &ServiceSecret) -> Result<(), MailFault>;

    /// Forgets the secret of a server that is not used any more.
    async fn forget_secret(&self, server: &MailServer);
}

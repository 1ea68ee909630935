//! Nobody at the other end: for a desk at which messages matter to no one.

use accounts::{
    MessageText, ServiceSecret,
    desk::Texts,
    mail::{Mail, MailFault, MailFaultKind, MailServer, MailText, Mailer, Template, TriedStep},
    sms::{Condition, Gateway, Gateways, Sms, SmsFault, SmsFaultKind},
};
use async_trait::async_trait;

/// No message reaches a telephone.
#[derive(Debug)]
pub struct NoGateways;

#[async_trait]
impl Gateways for NoGateways {
    async fn send(&self, _: &Gateway, _: &Sms) -> Result<(), SmsFault> {
        Err(SmsFaultKind::Unreachable.into())
    }

    async fn condition(&self, _: &Gateway) -> Result<Condition, SmsFault> {
        Err(SmsFaultKind::Unreachable.into())
    }

    async fn has_secret(&self, _: &Gateway) -> bool {
        false
    }

    async fn keep_secret(&self, _: &Gateway, _: &ServiceSecret) -> Result<(), SmsFault> {
        Err(SmsFaultKind::KeychainFailed.into())
    }

    async fn forget_secret(&self, _: &Gateway) {}
}

/// No e-mail reaches a mailbox.
#[derive(Debug)]
pub struct NoMailer;

#[async_trait]
impl Mailer for NoMailer {
    async fn send(&self, _: &MailServer, _: &Mail) -> Result<(), MailFault> {
        Err(MailFaultKind::Unreachable.into())
    }

    async fn try_steps(
        &self,
        _: &MailServer,
        _: Option<&ServiceSecret>,
    ) -> Result<Vec<TriedStep>, MailFault> {
        Ok(Vec::new())
    }

    fn is_authority(&self, _: &str) -> bool {
        false
    }

    async fn has_secret(&self, _: &MailServer) -> bool {
        false
    }

    async fn keep_secret(&self, _: &MailServer, _: &ServiceSecret) -> Result<(), MailFault> {
        Err(MailFaultKind::KeychainFailed.into())
    }

    async fn forget_secret(&self, _: &MailServer) {}
}

/// Messages that say nothing: nobody reads them.
pub const TEXTS: Texts = Texts {
    code: |_, _| MessageText::new(String::new()),
    sms_test: |_| MessageText::new(String::new()),
    mail: |_, _, _| no_text(),
    mail_test: |_| no_text(),
    template: |_, _| Template {
        subject: String::new(),
        body: String::new(),
    },
};

fn no_text() -> MailText {
    MailText {
        subject: String::new(),
        text: String::new().into(),
        html: String::new().into(),
    }
}

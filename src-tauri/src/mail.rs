//! The mail server of the open directory: reached when the first e-mail goes, its connection kept while its settings
//! hold.

use std::sync::Arc;

use accounts::{
    ServiceSecret,
    mail::{Mail, MailFault, MailFaultKind, MailServer, Mailer, TriedStep},
};
use async_trait::async_trait;
use delivery::{mail::smtp::SmtpServer, tls::Authorities};
use keychain::KeychainError;
use tokio::sync::Mutex;

use crate::secrets::Secrets;

/// See the module.
pub struct OpenMailServer {
    secrets: Arc<Secrets>,
    open: Mutex<Option<(MailServer, Arc<SmtpServer>)>>,
}

impl OpenMailServer {
    /// With nothing open yet.
    pub fn new(secrets: Arc<Secrets>) -> Self {
        Self {
            secrets,
            open: Mutex::default(),
        }
    }

    async fn server(&self, server: &MailServer) -> Result<Arc<SmtpServer>, MailFault> {
        let mut open = self.open.lock().await;
        if let Some((_, open)) = open.as_ref().filter(|(settings, _)| settings == server) {
            return Ok(Arc::clone(open));
        }
        let made = Arc::new(SmtpServer::open(server, self.secret(server).await?)?);
        *open = Some((server.clone(), Arc::clone(&made)));
        Ok(made)
    }

    async fn secret(&self, server: &MailServer) -> Result<ServiceSecret, MailFault> {
        if !server.needs_secret() {
            return Ok(ServiceSecret::default());
        }
        let secret = self.secrets.read(&entry_name(server)).await.map_err(failed)?;
        secret.ok_or_else(|| MailFaultKind::SecretMissing.into())
    }

    /// As entered, or the one that is known.
    async fn tried(
        &self,
        server: &MailServer,
        secret: Option<&ServiceSecret>,
    ) -> Result<SmtpServer, MailFault> {
        let secret = match secret {
            Some(secret) => secret.clone(),
            None => self.secret(server).await?,
        };
        SmtpServer::open(server, secret)
    }
}

#[async_trait]
impl Mailer for OpenMailServer {
    async fn send(&self, server: &MailServer, mail: &Mail) -> Result<(), MailFault> {
        let sent = self.server(server).await?.send(mail).await;
        sent.inspect_err(|fault| {
            // Neither the address nor the server's words: they may name people.
            tracing::warn!(fault = fault.kind.code(), "an e-mail was not taken");
        })
    }

    async fn try_steps(
        &self,
        server: &MailServer,
        secret: Option<&ServiceSecret>,
    ) -> Result<Vec<TriedStep>, MailFault> {
        Ok(self.tried(server, secret).await?.try_steps().await)
    }

    fn is_authority(&self, pem: &str) -> bool {
        Authorities::from_pem(pem.as_bytes()).is_ok()
    }

    async fn has_secret(&self, server: &MailServer) -> bool {
        self.secrets.knows(&entry_name(server)).await
    }

    async fn keep_secret(&self, server: &MailServer, secret: &ServiceSecret) -> Result<(), MailFault> {
        *self.open.lock().await = None;
        let kept = self.secrets.keep(&entry_name(server), secret).await;
        kept.map_err(failed)
    }

    async fn forget_secret(&self, server: &MailServer) {
        *self.open.lock().await = None;
        self.secrets.forget(&entry_name(server)).await;
    }
}

/// A secret goes with the place that it is for: another place has none.
fn entry_name(server: &MailServer) -> String {
    format!("mail {}", server.destination())
}

fn failed(_error: KeychainError) -> MailFault {
    MailFaultKind::KeychainFailed.into()
}

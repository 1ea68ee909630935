//! A mail server that is spoken to by SMTP (RFC 5321).
//!
//! One connection is kept open and used for one e-mail after the other. Before each it is asked whether it still
//! stands, so that one that the server closed meanwhile is opened anew before anything of the e-mail was said.
//!
//! `lettre` encodes the two texts of an e-mail; the few commands are written here. Its connection (0.11.23) makes one step
//! of the message, the final dot and the answer, so that nobody can tell an e-mail that surely did not leave from one that
//! may have; it keeps what it read in the clear across STARTTLS, where that passes for the first answer under TLS; and it
//! copies the password without wiping it.

mod auth;
mod letter;
mod reply;
mod session;
mod wire;

use std::{fmt, net::IpAddr, sync::Arc, time::Duration};

use accounts::{
    EmailAddress, ServiceSecret,
    mail::{Mail, MailFault, MailFaultKind, MailServer, MailStep, TriedStep},
};
use tokio::{sync::Mutex, time::Instant};

use self::{
    letter::{Letter, Mailbox},
    session::{Session, Target},
};
use crate::tls::{self, Authorities};

/// How long a mail server is waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// Until the connection stands, the look-up of the name included.
    pub reached: Duration,
    /// Until a command is answered.
    pub answered: Duration,
    /// Until an e-mail is handed over, all before it included.
    pub whole: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            reached: Duration::from_secs(5),
            answered: Duration::from_secs(30),
            whole: Duration::from_mins(1),
        }
    }
}

/// A mail server with its secret, and the connection to it. E-mails go one after the other.
pub struct SmtpServer {
    target: Target,
    kept: Mutex<Option<Session>>,
}

impl SmtpServer {
    /// Keeps the settings; the server is first met at the first call. Fails where the own authority is none, or where
    /// settings were stored that no check lets through.
    pub fn open(server: &MailServer, secret: ServiceSecret) -> Result<Self, MailFault> {
        Self::open_with(server, secret, Patience::default())
    }

    /// The same with a patience of one's own.
    pub fn open_with(
        server: &MailServer,
        secret: ServiceSecret,
        patience: Patience,
    ) -> Result<Self, MailFault> {
        let authorities = match server.authority.trim() {
            "" => Authorities::default(),
            pem => Authorities::from_pem(pem.as_bytes()).map_err(|_| MailFaultKind::AuthorityInvalid)?,
        };
        let tls = tls::client(&authorities).map_err(|_| MailFaultKind::Untrusted)?;
        let sender = EmailAddress::parse(&server.sender).map_err(|_| MailFaultKind::Sender)?;
        let target = Target {
            host: ascii(&server.host)?,
            hello: introduction(server.hello())?,
            sender: Mailbox::of(&sender),
            server: server.clone(),
            tls: Arc::new(tls),
            secret,
            patience,
        };
        Ok(Self {
            target,
            kept: Mutex::new(None),
        })
    }

    /// Hands an e-mail over. `Ok` means that the server took it.
    pub async fn send(&self, mail: &Mail) -> Result<(), MailFault> {
        let target = &self.target;
        let letter = Letter::new(mail, &target.sender, &target.server.sender_name);
        let mut kept = self.kept.lock().await;
        let deadline = target.deadline();
        let (mut session, begun) = self.begun(kept.take(), &letter, deadline).await?;
        let sent = match begun {
            Ok(()) => session.hand_over(&letter, &mail.to).await,
            Err(fault) => Err(fault),
        };
        if session.stands() {
            *kept = Some(session);
        }
        sent
    }

    /// Begins on the connection that was kept, or on a new one where the server has closed that. Until it has accepted
    /// the sender nothing was handed over, so it is safe to begin again.
    async fn begun(
        &self,
        kept: Option<Session>,
        letter: &Letter,
        deadline: Instant,
    ) -> Result<(Session, Result<(), MailFault>), MailFault> {
        let target = &self.target;
        if let Some(mut session) = kept
            && session.again(target.patience, deadline).await
        {
            let begun = session.begin(&target.sender, Some(&letter.to)).await;
            if session.stands() {
                return Ok((session, begun));
            }
        }
        let mut session = Session::open(target, deadline, &mut Vec::new()).await?;
        let begun = session.begin(&target.sender, Some(&letter.to)).await;
        Ok((session, begun))
    }

    /// Goes through the steps until one fails, without sending anything, over a connection of its own.
    pub async fn try_steps(&self) -> Vec<TriedStep> {
        let mut trail = Vec::new();
        let fault = self.tried(&mut trail).await.err();
        let mut steps: Vec<_> = trail
            .into_iter()
            .map(|step| TriedStep { step, fault: None })
            .collect();
        if let Some(last) = steps.last_mut() {
            last.fault = fault;
        }
        steps
    }

    async fn tried(&self, trail: &mut Vec<MailStep>) -> Result<(), MailFault> {
        let target = &self.target;
        let mut session = Session::open(target, target.deadline(), trail).await?;
        trail.push(MailStep::Sender);
        let begun = session.begin(&target.sender, None).await;
        session.quit(target.patience).await;
        begun
    }

    /// Ends the connection, if one is kept. The next e-mail opens another.
    pub async fn close(&self) {
        if let Some(session) = self.kept.lock().await.take() {
            session.quit(self.target.patience).await;
        }
    }
}

impl fmt::Debug for SmtpServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SmtpServer")
            .field("server", &self.target.server)
            .field("patience", &self.target.patience)
            .finish_non_exhaustive()
    }
}

/// A host as DNS and certificates write it.
fn ascii(host: &str) -> Result<String, MailFault> {
    if host.parse::<IpAddr>().is_ok() {
        return Ok(host.to_owned());
    }
    idna::domain_to_ascii_strict(host).map_err(|_| MailFaultKind::NameUnknown.into())
}

/// A name, or an address as a literal (RFC 5321, 4.1.3).
fn introduction(hello: &str) -> Result<String, MailFault> {
    match hello.parse() {
        Ok(IpAddr::V4(address)) => Ok(format!("[{address}]")),
        Ok(IpAddr::V6(address)) => Ok(format!("[IPv6:{address}]")),
        Err(_) => ascii(hello),
    }
}

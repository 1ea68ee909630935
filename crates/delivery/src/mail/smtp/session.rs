//! A conversation with the server: opened, signed in to, and kept for one e-mail after the other.

use std::{net::SocketAddr, sync::Arc};

use accounts::{
    EmailAddress, ServiceSecret,
    mail::{MailAuth, MailFault, MailFaultKind, MailSecurity, MailServer, MailStep},
};
use rustls::{ClientConfig, pki_types::ServerName};
use tokio::{
    net::{TcpStream, lookup_host},
    time::{Instant, timeout, timeout_at},
};

use super::{
    Patience, auth,
    letter::{Letter, Mailbox},
    reply::{Reply, Verdict},
    wire::Wire,
};

/// The server wants us to sign in first (RFC 4954, 6).
const SIGN_IN_FIRST: u16 = 530;

/// All that is needed to open a conversation.
pub struct Target {
    pub server: MailServer,
    pub secret: ServiceSecret,
    /// As DNS and certificates write it.
    pub host: String,
    /// What we call ourselves.
    pub hello: String,
    pub sender: Mailbox,
    pub tls: Arc<ClientConfig>,
    pub patience: Patience,
}

impl Target {
    /// Until when all of a message has to be done that begins now.
    pub fn deadline(&self) -> Instant {
        Instant::now() + self.patience.whole
    }

    /// A TCP connection.
    async fn dial(&self, trail: &mut Vec<MailStep>) -> Result<TcpStream, MailFault> {
        let until = Instant::now() + self.patience.reached;
        trail.push(MailStep::Name);
        let looked_up = timeout_at(until, lookup_host((self.host.as_str(), self.server.port))).await;
        let mut addresses: Vec<SocketAddr> = match looked_up {
            Ok(Ok(addresses)) => addresses.collect(),
            Ok(Err(_)) | Err(_) => return Err(MailFaultKind::NameUnknown.into()),
        };
        trail.push(MailStep::Port);
        if self.server.security == MailSecurity::None {
            addresses.retain(|address| address.ip().is_loopback());
            if addresses.is_empty() {
                return Err(MailFaultKind::NoTls.into());
            }
        }
        for (tried, address) in addresses.iter().enumerate() {
            // One that swallows everything leaves the others their share.
            let left = u32::try_from(addresses.len() - tried).unwrap_or(u32::MAX);
            let share = until.saturating_duration_since(Instant::now()) / left;
            if let Ok(Ok(stream)) = timeout(share, TcpStream::connect(address)).await {
                // Commands are small and each is waited for. Where the system does not take it, they are merely slower.
                let _ = stream.set_nodelay(true);
                return Ok(stream);
            }
        }
        Err(MailFaultKind::Unreachable.into())
    }

    async fn secured(&self, wire: Wire) -> Result<Wire, MailFault> {
        let name = ServerName::try_from(self.host.clone()).map_err(|_| MailFaultKind::NameUnknown)?;
        wire.secured(name, Arc::clone(&self.tls)).await
    }

    /// Introduces ourselves. The answer says what the server offers.
    async fn introduced(&self, wire: &mut Wire) -> Result<Reply, MailFault> {
        let reply = wire.ask(&format!("EHLO {}", self.hello)).await?;
        taken(&reply, Verdict::Done, MailFaultKind::Nonsense, None)?;
        Ok(reply)
    }
}

/// An open conversation.
pub struct Session {
    wire: Wire,
    /// What the server offers.
    offers: Reply,
    /// Whether another command may follow.
    stands: bool,
}

impl Session {
    /// Opens one and signs in. `trail` takes each step before it is tried, so that its last is the one that failed.
    pub async fn open(
        target: &Target,
        deadline: Instant,
        trail: &mut Vec<MailStep>,
    ) -> Result<Self, MailFault> {
        let stream = target.dial(trail).await?;
        let mut wire = Wire::new(stream, target.patience.answered, deadline);
        if target.server.security == MailSecurity::Tls {
            trail.push(MailStep::Tls);
            wire = target.secured(wire).await?;
        }
        trail.push(MailStep::Greeting);
        taken(&wire.reply().await?, Verdict::Done, MailFaultKind::Nonsense, None)?;
        let mut offers = target.introduced(&mut wire).await?;
        if target.server.security == MailSecurity::StartTls {
            trail.push(MailStep::Tls);
            if offers.offers("STARTTLS").is_none() {
                return Err(MailFaultKind::NoTls.into());
            }
            taken(
                &wire.ask("STARTTLS").await?,
                Verdict::Done,
                MailFaultKind::NoTls,
                None,
            )?;
            wire = target.secured(wire).await?;
            // What was offered in the clear may have been put there by anybody (RFC 3207, 4.2).
            offers = target.introduced(&mut wire).await?;
        }
        if target.server.auth != MailAuth::None {
            trail.push(MailStep::Credentials);
            auth::sign_in(&mut wire, &offers, &target.server, &target.secret).await?;
        }
        Ok(Self {
            wire,
            offers,
            stands: true,
        })
    }

    /// Whether another command may follow.
    pub const fn stands(&self) -> bool {
        self.stands
    }

    /// Takes back what was begun, which also shows whether the server is still there. It answers this at once.
    pub async fn again(&mut self, patience: Patience, deadline: Instant) -> bool {
        self.wire.until(Instant::now() + patience.reached);
        let reply = self.ask("RSET").await;
        self.wire.until(deadline);
        self.stands &= reply.is_ok_and(|reply| reply.verdict() == Verdict::Done);
        self.stands
    }

    /// Names the sender. Nothing is handed over yet.
    pub async fn begin(&mut self, sender: &Mailbox, to: Option<&Mailbox>) -> Result<(), MailFault> {
        let recipient_is = to.is_some_and(Mailbox::is_international);
        let international = sender.is_international() || recipient_is;
        if international && self.offers.offers("SMTPUTF8").is_none() {
            return Err(if recipient_is {
                MailFaultKind::International.into()
            } else {
                MailFault::said(MailFaultKind::Sender, "no SMTPUTF8", None)
            });
        }
        // Who offers SMTPUTF8 takes 8BITMIME too (RFC 6531, 3.1).
        let parameters = if international {
            " SMTPUTF8 BODY=8BITMIME"
        } else {
            ""
        };
        let reply = self
            .ask(&format!("MAIL FROM:<{}>{parameters}", sender.as_str()))
            .await?;
        taken(&reply, Verdict::Done, MailFaultKind::Sender, None)
    }

    /// Names the recipient and hands the e-mail over.
    pub async fn hand_over(&mut self, letter: &Letter, to: &EmailAddress) -> Result<(), MailFault> {
        let to = Some(to);
        let reply = self.ask(&format!("RCPT TO:<{}>", letter.to.as_str())).await?;
        taken(&reply, Verdict::Done, MailFaultKind::Recipient, to)?;
        let reply = self.ask("DATA").await?;
        taken(&reply, Verdict::Continue, MailFaultKind::Content, to)?;
        self.stands = false;
        self.wire.write(&letter.octets).await?;
        // From the final dot on the server may have taken it, whether or not it says so.
        let reply = self.ask(".").await.map_err(|_| MailFaultKind::Uncertain)?;
        if reply.verdict() == Verdict::Continue {
            self.stands = false;
            return Err(MailFaultKind::Uncertain.into());
        }
        taken(&reply, Verdict::Done, MailFaultKind::Content, to)
    }

    /// Says good-bye.
    pub async fn quit(mut self, patience: Patience) {
        self.wire.until(Instant::now() + patience.reached);
        if self.stands {
            // It ends either way.
            let _ = self.ask("QUIT").await;
        }
        self.wire.close().await;
    }

    async fn ask(&mut self, line: &str) -> Result<Reply, MailFault> {
        self.stands = false;
        let reply = self.wire.ask(line).await?;
        self.stands = reply.code != Reply::CLOSING;
        Ok(reply)
    }
}

/// Whether the answer is the one that was hoped for; else what it means. Servers say back whom they refuse: that is
/// hidden.
fn taken(
    reply: &Reply,
    hoped: Verdict,
    refused: MailFaultKind,
    to: Option<&EmailAddress>,
) -> Result<(), MailFault> {
    let kind = match reply.verdict() {
        verdict if verdict == hoped => return Ok(()),
        Verdict::Done | Verdict::Continue => MailFaultKind::Nonsense,
        Verdict::NotNow => MailFaultKind::Later,
        Verdict::Never if reply.code == SIGN_IN_FIRST => MailFaultKind::Credentials,
        Verdict::Never => refused,
    };
    let mut words = reply.words();
    if let Some(to) = to {
        words = words.replace(Mailbox::of(to).as_str(), &to.masked());
    }
    Err(MailFault::said(kind, &words, to))
}

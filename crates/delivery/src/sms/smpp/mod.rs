//! SMPP 3.4, bound as a transceiver.
//!
//! The link is opened for the first message and kept. Before each message it is asked whether it still stands, so that
//! one that a firewall forgot is opened anew before anything of the message was written. Once a message was written,
//! nothing is written again: where no answer comes, nobody knows.
//!
//! The few operations are written here. Of the crates, `rusmppc` 0.4 says `ConnectionClosed` for what was written and
//! for what was not, and brings a resolver of names of its own; it and `rusmpp` keep the password in memory that is not
//! wiped, and show it in `Debug`. `smpp-codec` 0.2 has no more than the octets, and does not wipe them either.

mod dial;
mod link;
mod pdu;
mod status;

use std::{
    fmt,
    sync::atomic::{AtomicU8, Ordering},
    time::Duration,
};

use accounts::{
    ServiceSecret,
    sms::{ANSWERED_WITHIN, Condition, REACHED_WITHIN, SmppGateway, Sms, SmsFault, SmsFaultKind, SmsGateway},
};
use async_trait::async_trait;
use tokio::{
    sync::Mutex,
    time::{Instant, timeout_at},
};

use self::{
    dial::Dialled,
    link::{Link, Lost},
    pdu::{Answer, Operation},
    status::Status,
};
use super::gsm;
use crate::tls::Authorities;

/// How long the message centre is waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// Until the connection stands, TLS included.
    pub reached: Duration,
    /// Until a message is answered, all before it included; also until the link says that it still stands.
    pub answered: Duration,
    /// An idle link is asked whether it stands as often as this.
    pub idle: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            reached: REACHED_WITHIN,
            answered: ANSWERED_WITHIN,
            idle: Duration::from_secs(30),
        }
    }
}

/// A message centre that speaks SMPP 3.4. The link is unbound when this is dropped.
pub struct Smpp {
    settings: SmppGateway,
    password: ServiceSecret,
    authorities: Authorities,
    patience: Patience,
    link: Mutex<Option<Link>>,
    reference: AtomicU8,
}

impl Smpp {
    /// Keeps the settings; the centre is first met at the first call. `authorities` are trusted as those
    /// that the system trusts.
    pub fn new(
        settings: SmppGateway,
        password: ServiceSecret,
        authorities: Authorities,
        patience: Patience,
    ) -> Self {
        Self {
            settings,
            password,
            authorities,
            patience,
            link: Mutex::new(None),
            reference: AtomicU8::new(0),
        }
    }

    /// A link that stands: the one that is kept, or a new one.
    async fn link(&self, deadline: Instant) -> Result<Link, SmsFault> {
        let mut kept = self.link.lock().await;
        if let Some(link) = kept.take() {
            let asked_until = deadline.min(Instant::now() + self.patience.reached);
            if link.ask(pdu::enquire_link(), asked_until).await.is_ok() {
                return Ok(kept.insert(link).clone());
            }
        }
        let link = self.open(deadline).await?;
        Ok(kept.insert(link).clone())
    }

    async fn open(&self, deadline: Instant) -> Result<Link, SmsFault> {
        let reached_until = deadline.min(Instant::now() + self.patience.reached);
        let dialling = dial::dial(&self.settings, &self.authorities);
        let dialled = timeout_at(reached_until, dialling)
            .await
            .map_err(|_| SmsFault::from(SmsFaultKind::Unreachable))??;
        let link = match dialled {
            Dialled::Plain(stream) => Link::start(stream, self.patience),
            Dialled::Tls(stream) => Link::start(stream, self.patience),
        };
        let bind = pdu::bind_transceiver(&self.settings, &self.password);
        let answer = link.ask(bind, deadline).await.map_err(not_bound)?;
        self.taken(answer, Operation::BindTransceiver, None)?;
        Ok(link)
    }

    fn taken(&self, answer: Answer, asked: Operation, sms: Option<&Sms>) -> Result<(), SmsFault> {
        let status = Status(answer.status);
        if status != Status::OK {
            return Err(SmsFault::said(
                status.fault(),
                &status.to_string(),
                sms,
                Some(&self.password),
            ));
        }
        if answer.to == Some(asked) {
            return Ok(());
        }
        Err(match asked {
            Operation::SubmitSm => SmsFaultKind::Nonsense.into(),
            _ => not_bound(Lost::Garbled),
        })
    }
}

/// Nothing was sent yet, whatever the link was lost by.
fn not_bound(lost: Lost) -> SmsFault {
    let (kind, words) = match lost {
        Lost::Unwritten | Lost::Unanswered => (SmsFaultKind::Unreachable, "no answer to bind_transceiver"),
        Lost::Garbled => (SmsFaultKind::Refused, "the answer to bind_transceiver is no SMPP"),
    };
    SmsFault::said(kind, words, None, None)
}

impl fmt::Debug for Smpp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Smpp")
            .field("settings", &self.settings)
            .field("patience", &self.patience)
            .finish_non_exhaustive()
    }
}

#[async_trait]
impl SmsGateway for Smpp {
    async fn send(&self, sms: &Sms) -> Result<(), SmsFault> {
        let deadline = Instant::now() + self.patience.answered;
        let reference = self.reference.fetch_add(1, Ordering::Relaxed);
        let parts = gsm::parts(sms.text.expose(), reference)
            .map_err(|long| SmsFault::said(SmsFaultKind::Refused, &long.to_string(), None, None))?;
        let link = self.link(deadline).await?;
        let mut unbegun = SmsFaultKind::Unreachable;
        for part in &parts {
            let part = pdu::submit_sm(&self.settings.from, sms.to.e164(), part);
            let answer = link.ask(part, deadline).await.map_err(|lost| match lost {
                Lost::Unwritten => unbegun,
                Lost::Unanswered => SmsFaultKind::NoAnswer,
                Lost::Garbled => SmsFaultKind::Nonsense,
            })?;
            self.taken(answer, Operation::SubmitSm, Some(sms))?;
            // Some of the message is on its way from now on.
            unbegun = SmsFaultKind::NoAnswer;
        }
        Ok(())
    }

    async fn condition(&self) -> Result<Condition, SmsFault> {
        let deadline = Instant::now() + self.patience.answered;
        self.link(deadline).await.map(|_| Condition::Ready)
    }
}

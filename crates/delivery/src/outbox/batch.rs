//! What becomes of the e-mails of one claim.

use std::{error::Error, time::Duration};

use accounts::{
    DirectoryError, MessageKind, MessageSettings,
    mail::{Facts, Mail, MailFault, MailFaultKind, MailServer, MailText},
    outbox::{Claim, ClaimedMail, MailOutcome},
};
use jiff::Timestamp;
use tokio::{
    sync::watch,
    time::{sleep, timeout},
};

use super::{Queue, Rest, Worker, between, is_stopped, later, stopped_for};

/// An e-mail is given up once it was tried for so long (SECURITY 33).
const GIVEN_UP_AFTER: Duration = Duration::from_hours(24);

/// A claim, and the settings that hold for it.
pub(super) struct Batch {
    pub(super) claim: Claim,
    pub(super) server: MailServer,
    pub(super) settings: MessageSettings,
    pub(super) organisation: String,
}

impl<D: Queue + ?Sized> Worker<D> {
    /// Sends one after the other. What is left when the worker stops, or the claim grows old, waits for its end.
    pub(super) async fn deliver(
        &self,
        batch: &Batch,
        mails: Vec<ClaimedMail>,
        unreached: &mut u32,
        stop: &watch::Receiver<bool>,
    ) -> Result<Rest, DirectoryError> {
        let (outdated, mails): (Vec<_>, Vec<_>) = mails
            .into_iter()
            .partition(|mail| is_outdated(mail, batch.claim.now));
        for mail in &outdated {
            self.note(batch, mail, &MailOutcome::Outdated).await?;
        }
        for (at, mail) in mails.iter().enumerate() {
            if is_stopped(stop) || self.is_late(batch) {
                break;
            }
            let fault = match self.hand_over(batch, mail, stop).await {
                None => break,
                Some(Ok(())) => {
                    *unreached = 0;
                    self.note(batch, mail, &MailOutcome::Sent).await?;
                    continue;
                }
                Some(Err(fault)) => fault,
            };
            // Neither the address nor the server's words: they may name people.
            tracing::warn!(
                fault = fault.kind.code(),
                tries = mail.tries,
                "an e-mail was not taken"
            );
            if is_of_the_way(fault.kind) {
                *unreached = unreached.saturating_add(1);
                return self
                    .put_off(batch, mail, &mails[at + 1..], &fault, *unreached)
                    .await;
            }
            *unreached = 0;
            let now = self.clock.now();
            let again = later(now, self.backoff(mail.tries));
            self.note(batch, mail, &after_fault(mail, fault, now, again))
                .await?;
        }
        Ok(Rest::NONE)
    }

    /// Notes that the server is not reached: of the e-mail that was tried, and of those that would have met the same.
    async fn put_off(
        &self,
        batch: &Batch,
        tried: &ClaimedMail,
        untried: &[ClaimedMail],
        fault: &MailFault,
        unreached: u32,
    ) -> Result<Rest, DirectoryError> {
        let pause = self.backoff(unreached);
        let now = self.clock.now();
        let again = later(now, pause);
        for mail in untried {
            self.note(batch, mail, &after_fault(mail, fault.clone(), now, again))
                .await?;
        }
        // The longest due goes first: one of the others.
        let last = later(again, Duration::from_millis(1));
        self.note(batch, tried, &after_fault(tried, fault.clone(), now, last))
            .await?;
        Ok(self.rest_in_vain(pause))
    }

    /// Whether too little of the claim is left to begin another e-mail.
    fn is_late(&self, batch: &Batch) -> bool {
        between(batch.claim.now, self.clock.now()) >= self.pace.lease / 2
    }

    /// What the server answered; nothing where the worker had to stop before.
    async fn hand_over(
        &self,
        batch: &Batch,
        mail: &ClaimedMail,
        stop: &watch::Receiver<bool>,
    ) -> Option<Result<(), MailFault>> {
        let letter = Mail {
            id: mail.id,
            to: mail.to.clone(),
            at: mail.created_at,
            text: self.text(batch, mail),
        };
        let sent = timeout(self.pace.lease / 2, self.mailer.send(&batch.server, &letter));
        tokio::select! {
            // It may be on its way: a server that is slow to answer has perhaps taken it.
            answer = sent => Some(answer.unwrap_or_else(|_| Err(MailFaultKind::Uncertain.into()))),
            () = stopped_for(stop, self.pace.grace) => None,
        }
    }

    fn text(&self, batch: &Batch, mail: &ClaimedMail) -> MailText {
        let Some(template) = mail.kind.template() else {
            return (self.texts.mail_test)(&batch.settings);
        };
        let facts = Facts {
            first_name: &mail.user.first_name,
            last_name: &mail.user.last_name,
            email: &mail.to,
            organisation: &batch.organisation,
            secret: mail.secret.as_ref().map(|(secret, until)| (secret, *until)),
        };
        (self.texts.mail)(template, &facts, &batch.settings)
    }

    /// Stores what became of a try, for as long as the claim lasts. Nothing else happens meanwhile: what cannot be noted
    /// is sent twice.
    async fn note(
        &self,
        batch: &Batch,
        mail: &ClaimedMail,
        outcome: &MailOutcome,
    ) -> Result<(), DirectoryError> {
        let claim = &batch.claim;
        let mut failed = 0;
        loop {
            let now = self.clock.now();
            match self.directory.tried(mail.id, claim.id, outcome, now).await {
                Ok(()) => {
                    (self.changed)();
                    return Ok(());
                }
                Err(error) if now >= claim.until => return Err(error),
                Err(error) if failed == 0 => {
                    let error: &dyn Error = &error;
                    tracing::warn!(error, "what became of an e-mail cannot be stored yet");
                }
                Err(_) => {}
            }
            failed += 1;
            sleep(self.backoff(failed).min(self.pace.poll)).await;
        }
    }
}

/// Whether there is nothing to bring any more.
fn is_outdated(mail: &ClaimedMail, now: Timestamp) -> bool {
    match (mail.kind.template(), &mail.secret) {
        // Codes go to telephones, and end with their draft.
        (None, _) => mail.kind != MessageKind::Test,
        (Some(template), None) => !template.required().is_empty(),
        (Some(_), Some((_, until))) => *until <= now,
    }
}

/// What follows where the server did not take it.
fn after_fault(mail: &ClaimedMail, fault: MailFault, now: Timestamp, again: Timestamp) -> MailOutcome {
    if !fault.kind.may_pass() {
        MailOutcome::Failed(fault)
    } else if between(mail.first_try_at, now) >= GIVEN_UP_AFTER {
        MailOutcome::GivenUp(fault)
    } else {
        MailOutcome::Again { fault, at: again }
    }
}

/// Whether every other e-mail would meet the same: the server, or the way to it, is at fault.
const fn is_of_the_way(kind: MailFaultKind) -> bool {
    use MailFaultKind as Kind;
    match kind {
        Kind::NameUnknown
        | Kind::Unreachable
        | Kind::Nonsense
        | Kind::NoAnswer
        | Kind::Cut
        | Kind::NoTls
        | Kind::Untrusted
        | Kind::Credentials
        | Kind::NoAuth
        | Kind::SecretMissing
        | Kind::KeychainFailed
        | Kind::AuthorityInvalid => true,
        Kind::Uncertain
        | Kind::Later
        | Kind::Sender
        | Kind::Recipient
        | Kind::Content
        | Kind::International => false,
    }
}

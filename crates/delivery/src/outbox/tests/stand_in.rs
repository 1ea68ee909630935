//! Stand-ins for a directory, a server and a clock, so that a day of the worker passes in a moment. The real ones are
//! tried where they are kept.

use std::{
    sync::{
        Arc, Mutex, MutexGuard,
        atomic::{AtomicBool, AtomicU32, Ordering},
    },
    time::Duration,
};

use accounts::{
    Clock, DirectoryError, EmailAddress, MessageId, MessageKind, MessageSettings, MessageUser, PersonName,
    ServiceSecret, UserId,
    activation::ActivationSecret,
    desk::Texts,
    mail::{Mail, MailAuth, MailFault, MailSecurity, MailServer, Mailer, TriedStep},
    outbox::{Claim, ClaimedMail, MailOutcome},
};
use async_trait::async_trait;
use jiff::Timestamp;
use rand::{SeedableRng as _, rngs::StdRng};
use tokio::{
    sync::{Notify, watch},
    task::JoinHandle,
    time::{Instant, sleep},
};
use uuid::Uuid;

use super::super::{Pace, Queue, Worker, later};
use crate::{mail, message};

/// The clock of tokio, which tests turn.
pub(super) struct TurnedClock(Instant);

impl Clock for TurnedClock {
    fn now(&self) -> Timestamp {
        let millis = u64::try_from(self.0.elapsed().as_millis()).expect("in range");
        later(Timestamp::UNIX_EPOCH, Duration::from_millis(millis))
    }
}

/// A row of the stand-in for a directory.
pub(super) struct Row {
    pub(super) id: MessageId,
    kind: MessageKind,
    secret_until: Option<Timestamp>,
    first_try_at: Option<Timestamp>,
    tries: u32,
    /// Nothing once it waits no more.
    due: Option<Timestamp>,
    claim: Option<Uuid>,
    /// With the times at which they were stored.
    pub(super) outcomes: Vec<(Timestamp, MailOutcome)>,
}

impl Row {
    pub(super) fn last(&self) -> &MailOutcome {
        &self.outcomes.last().expect("an outcome").1
    }

    fn claimed(&self) -> ClaimedMail {
        let name = PersonName::parse("Ada").expect("a name");
        let secret = || ActivationSecret::random(&mut StdRng::seed_from_u64(1));
        ClaimedMail {
            id: self.id,
            kind: self.kind,
            to: EmailAddress::parse("ada@example.com").expect("an address"),
            user: MessageUser {
                id: UserId(self.id.0),
                first_name: name.clone(),
                last_name: name,
            },
            secret: self.secret_until.map(|until| (secret(), until)),
            created_at: Timestamp::UNIX_EPOCH,
            first_try_at: self.first_try_at.expect("claimed"),
            tries: self.tries,
        }
    }
}

/// The rows that a directory would keep, and how it fails.
#[derive(Default)]
pub(super) struct StandInRows {
    rows: Mutex<Vec<Row>>,
    server: Mutex<Option<MailServer>>,
    /// So many of the next looks fail, and of the next notes.
    pub(super) failing_looks: AtomicU32,
    pub(super) failing_notes: AtomicU32,
    pub(super) claims: AtomicU32,
}

impl StandInRows {
    pub(super) fn rows(&self) -> MutexGuard<'_, Vec<Row>> {
        self.rows.lock().expect("no test panicked")
    }
}

fn fail_one_of(counter: &AtomicU32) -> Result<(), DirectoryError> {
    let one_less = |left: u32| left.checked_sub(1);
    match counter.fetch_update(Ordering::Relaxed, Ordering::Relaxed, one_less) {
        Ok(_) => Err(DirectoryError::Busy),
        Err(_) => Ok(()),
    }
}

#[async_trait]
impl Queue for StandInRows {
    async fn server(&self) -> Result<Option<MailServer>, DirectoryError> {
        Ok(self.server.lock().expect("no test panicked").clone())
    }

    async fn style(&self) -> Result<(MessageSettings, String), DirectoryError> {
        Ok((MessageSettings::default(), String::new()))
    }

    async fn next_due(&self) -> Result<Option<Timestamp>, DirectoryError> {
        fail_one_of(&self.failing_looks)?;
        Ok(self.rows().iter().filter_map(|row| row.due).min())
    }

    async fn claim(&self, claim: &Claim) -> Result<Vec<ClaimedMail>, DirectoryError> {
        self.claims.fetch_add(1, Ordering::Relaxed);
        let mut rows = self.rows();
        let mut due: Vec<&mut Row> = rows
            .iter_mut()
            .filter(|row| row.due.is_some_and(|due| due <= claim.now))
            .collect();
        due.sort_by_key(|row| row.due);
        due.truncate(claim.limit as usize);
        let claimed = due.into_iter().map(|row| {
            row.first_try_at.get_or_insert(claim.now);
            row.tries += 1;
            row.due = Some(claim.until);
            row.claim = Some(claim.id);
            row.claimed()
        });
        Ok(claimed.collect())
    }

    async fn tried(
        &self,
        message: MessageId,
        claim: Uuid,
        outcome: &MailOutcome,
        now: Timestamp,
    ) -> Result<(), DirectoryError> {
        fail_one_of(&self.failing_notes)?;
        let mut rows = self.rows();
        let row = rows.iter_mut().find(|row| row.id == message);
        let row = row
            .filter(|row| row.claim == Some(claim))
            .expect("a row of this claim");
        row.claim = None;
        row.due = match outcome {
            MailOutcome::Again { at, .. } => Some(*at),
            _ => None,
        };
        row.outcomes.push((now, outcome.clone()));
        Ok(())
    }
}

/// How the stand-in for a server answers: to which e-mail, at its how-manieth try of all; when, and what.
pub(super) type Answer = fn(MessageId, usize) -> (Duration, Result<(), MailFault>);

/// A server that answers as a test says.
pub(super) struct StandInServer {
    pub(super) answer: Mutex<Answer>,
    /// Whether this computer could sign in to it.
    pub(super) knows_secret: AtomicBool,
    /// What it was asked, and when.
    asked: Mutex<Vec<(Timestamp, MessageId)>>,
    clock: Arc<TurnedClock>,
}

#[async_trait]
impl Mailer for StandInServer {
    async fn send(&self, _: &MailServer, mail: &Mail) -> Result<(), MailFault> {
        let (time, answer) = {
            let mut asked = self.asked.lock().expect("no test panicked");
            asked.push((self.clock.now(), mail.id));
            (self.answer.lock().expect("no test panicked"))(mail.id, asked.len())
        };
        sleep(time).await;
        answer
    }

    async fn try_steps(
        &self,
        _: &MailServer,
        _: Option<&ServiceSecret>,
    ) -> Result<Vec<TriedStep>, MailFault> {
        Ok(Vec::new())
    }

    fn is_authority(&self, _: &str) -> bool {
        true
    }

    async fn has_secret(&self, _: &MailServer) -> bool {
        self.knows_secret.load(Ordering::Relaxed)
    }

    async fn keep_secret(&self, _: &MailServer, _: &ServiceSecret) -> Result<(), MailFault> {
        Ok(())
    }

    async fn forget_secret(&self, _: &MailServer) {}
}

/// A worker among stand-ins.
pub(super) struct Scene {
    pub(super) rows: Arc<StandInRows>,
    pub(super) server: Arc<StandInServer>,
    pub(super) clock: Arc<TurnedClock>,
    pub(super) bell: Arc<Notify>,
    pub(super) told: Arc<AtomicU32>,
}

impl Scene {
    /// With a server that answers so.
    pub(super) fn with(answer: Answer) -> Self {
        let clock = Arc::new(TurnedClock(Instant::now()));
        let scene = Self {
            rows: Arc::default(),
            server: Arc::new(StandInServer {
                answer: Mutex::new(answer),
                knows_secret: AtomicBool::new(true),
                asked: Mutex::default(),
                clock: clock.clone(),
            }),
            clock,
            bell: Arc::default(),
            told: Arc::default(),
        };
        scene.set_server();
        scene
    }

    pub(super) fn set_server(&self) {
        *self.rows.server.lock().expect("no test panicked") = Some(MailServer {
            host: "127.0.0.1".to_owned(),
            port: 25,
            security: MailSecurity::None,
            auth: MailAuth::Password,
            account: "desk".to_owned(),
            sender: "desk@example.com".to_owned(),
            sender_name: String::new(),
            hello: String::new(),
            authority: String::new(),
        });
    }

    pub(super) fn unset_server(&self) {
        *self.rows.server.lock().expect("no test panicked") = None;
    }

    pub(super) fn answer(&self, answer: Answer) {
        *self.server.answer.lock().expect("no test panicked") = answer;
    }

    /// An e-mail due now, about a device: it brings nothing.
    pub(super) fn add(&self) -> MessageId {
        self.add_of(MessageKind::DeviceChanged, None)
    }

    pub(super) fn add_of(&self, kind: MessageKind, secret_until: Option<Timestamp>) -> MessageId {
        let mut rows = self.rows.rows();
        let id = MessageId(Uuid::from_u128(rows.len() as u128 + 1));
        rows.push(Row {
            id,
            kind,
            secret_until,
            first_try_at: None,
            tries: 0,
            due: Some(self.clock.now()),
            claim: None,
            outcomes: Vec::new(),
        });
        id
    }

    pub(super) fn start(&self) -> (watch::Sender<bool>, JoinHandle<()>) {
        self.start_among(false)
    }

    /// Starts a worker that leaves to others what it cannot send.
    pub(super) fn start_among_others(&self) -> (watch::Sender<bool>, JoinHandle<()>) {
        self.start_among(true)
    }

    fn start_among(&self, only_with_secret: bool) -> (watch::Sender<bool>, JoinHandle<()>) {
        let (stop, stopping) = watch::channel(false);
        let told = self.told.clone();
        let worker = Worker {
            only_with_secret,
            directory: self.rows.clone(),
            mailer: self.server.clone(),
            clock: self.clock.clone(),
            randomness: || Box::new(rand::make_rng::<StdRng>()),
            texts: Texts {
                code: message::code,
                sms_test: message::test,
                mail: mail::html::write,
                mail_test: mail::html::test,
                template: mail::words::template,
            },
            bell: self.bell.clone(),
            pace: Pace::default(),
            changed: Arc::new(move || {
                told.fetch_add(1, Ordering::Relaxed);
            }),
        };
        (stop, tokio::spawn(async move { worker.work(stopping).await }))
    }

    /// Every try, in order: when, and of which e-mail.
    pub(super) fn asked(&self) -> Vec<(Timestamp, MessageId)> {
        self.server.asked.lock().expect("no test panicked").clone()
    }

    /// The times of all tries, as seconds.
    pub(super) fn times(&self) -> Vec<f64> {
        let seconds =
            |(at, _): &(Timestamp, MessageId)| at.duration_since(Timestamp::UNIX_EPOCH).as_secs_f64();
        self.asked().iter().map(seconds).collect()
    }

    pub(super) fn last(&self, id: MessageId) -> MailOutcome {
        let rows = self.rows.rows();
        let row = rows.iter().find(|row| row.id == id).expect("a row");
        row.last().clone()
    }

    pub(super) fn all_sent(&self) -> bool {
        let rows = self.rows.rows();
        rows.iter()
            .all(|row| matches!(row.outcomes.last(), Some((_, MailOutcome::Sent))))
    }
}

//! A directory in a folder, newcomers who wait for their e-mails, and the worker that sends them.

use std::{collections::BTreeMap, fs, path::Path, sync::Arc, time::Duration};

use accounts::{
    Clock, Directory, EmailAddress, MailSettings, MessageId, MessageKind, MessageState, NewAccount,
    NewMessage, PersonName, Recipient, RequestId, RoleId, ServiceSecret, UserId,
    activation::NewActivation,
    activity::{Action, Entry},
    mail::{Mail, MailFault, MailServer, Mailer, TriedStep},
    password::PasswordHash,
};
use async_trait::async_trait;
use delivery::{
    mail::smtp::{Patience, SmtpServer},
    outbox::{Pace, Worker},
};
use directories::{DirectoryKey, KeySource};
use peers::system::{SystemClock, randomness};
use tokio::{
    sync::{Notify, watch},
    task::JoinHandle,
};
use uuid::Uuid;

/// The file with the key: in a test it lies beside the directory.
const KEY: &str = "key of this test";

/// As short as a test can wait for.
pub const SHORT: Pace = Pace {
    lease: Duration::from_secs(2),
    batch: 2,
    poll: Duration::from_millis(50),
    idle: Duration::from_millis(100),
    apart: Duration::from_millis(50),
    grace: Duration::from_millis(500),
};

/// The port to the mail server, with the secret in hand.
pub struct Direct {
    secret: ServiceSecret,
    open: tokio::sync::Mutex<Option<(MailServer, Arc<SmtpServer>)>>,
}

impl Direct {
    pub fn new(secret: &str) -> Self {
        Self {
            secret: ServiceSecret::new(secret.to_owned()),
            open: tokio::sync::Mutex::default(),
        }
    }
}

#[async_trait]
impl Mailer for Direct {
    async fn send(&self, server: &MailServer, mail: &Mail) -> Result<(), MailFault> {
        let mut open = self.open.lock().await;
        let kept = open.take().filter(|(settings, _)| settings == server);
        let kept = match kept {
            Some((_, kept)) => kept,
            None => Arc::new(SmtpServer::open_with(server, self.secret.clone(), PATIENCE)?),
        };
        *open = Some((server.clone(), Arc::clone(&kept)));
        drop(open);
        kept.send(mail).await
    }

    async fn try_steps(
        &self,
        server: &MailServer,
        _: Option<&ServiceSecret>,
    ) -> Result<Vec<TriedStep>, MailFault> {
        Ok(SmtpServer::open(server, self.secret.clone())?.try_steps().await)
    }

    fn is_authority(&self, _: &str) -> bool {
        true
    }

    async fn has_secret(&self, _: &MailServer) -> bool {
        true
    }

    async fn keep_secret(&self, _: &MailServer, _: &ServiceSecret) -> Result<(), MailFault> {
        Ok(())
    }

    async fn forget_secret(&self, _: &MailServer) {}
}

const PATIENCE: Patience = Patience {
    reached: Duration::from_millis(700),
    answered: Duration::from_millis(800),
    whole: Duration::from_secs(5),
};

/// Makes a directory in a folder, with its owner.
pub async fn found(folder: &Path) -> Arc<dyn Directory> {
    let key = DirectoryKey::random(&mut *randomness());
    fs::write(folder.join(KEY), key.to_base64().as_bytes()).expect("written");
    let owner = newcomer(0, "owner");
    directories::create_local(folder, &key, owner.id.0, &KeySource::Keychain, &owner, &[entry()])
        .await
        .expect("made");
    open(folder).await
}

/// Opens it again, in this process or another.
pub async fn open(folder: &Path) -> Arc<dyn Directory> {
    let key = fs::read_to_string(folder.join(KEY)).expect("laid before");
    let key = DirectoryKey::from_base64(&key).expect("a key");
    directories::open_local(folder, &key).await.expect("it opens")
}

pub async fn use_server(directory: &dyn Directory, server: MailServer) {
    let settings = MailSettings { server: Some(server) };
    directory
        .save_mail_settings(&settings, &entry())
        .await
        .expect("saved");
}

fn entry() -> Entry {
    Entry {
        at: SystemClock.now(),
        actor: None,
        action: Action::UserCreated,
        subject: None,
        details: BTreeMap::new(),
    }
}

fn newcomer(number: u32, local: &str) -> NewAccount {
    let id = Uuid::from_u128(u128::from(number) + 1);
    NewAccount {
        id: UserId(id),
        request: RequestId(id),
        email: EmailAddress::parse(&format!("{local}@example.com")).expect("an address"),
        first_name: PersonName::parse("Ada").expect("a name"),
        last_name: PersonName::parse("Lovelace").expect("a name"),
        password: PasswordHash::stored("none".to_owned()),
        roles: vec![RoleId("member".to_owned())],
        permissions: Vec::new(),
        device: None,
        confirmed_at: None,
        enabled: true,
        created_at: SystemClock.now(),
    }
}

/// Creates a user whose confirmation waits.
pub async fn create(directory: &dyn Directory, number: u32, local: &str) -> MessageId {
    let account = newcomer(number, local);
    let now = account.created_at;
    let message = NewMessage {
        id: MessageId(account.id.0),
        kind: MessageKind::Confirmation,
        state: MessageState::Waiting,
        recipient: Recipient::Email(account.email.clone()),
        user: Some(account.id),
        caused_by: None,
        text: None,
        activation: Some(NewActivation::new(account.id, 72, now, &mut *randomness())),
        claim: None,
        created_at: now,
    };
    let created = directory.create_user(&account, Some(&message), &entry()).await;
    created.expect("created");
    message.id
}

/// A worker that runs.
pub struct Running {
    pub bell: Arc<Notify>,
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

pub fn start(directory: &Arc<dyn Directory>, secret: &str, pace: Pace) -> Running {
    let bell = Arc::new(Notify::new());
    let (stop, stopped) = watch::channel(false);
    let worker = Worker {
        only_with_secret: false,
        directory: Arc::clone(directory),
        mailer: Arc::new(Direct::new(secret)),
        clock: Arc::new(SystemClock),
        randomness,
        texts: delivery::TEXTS,
        bell: Arc::clone(&bell),
        pace,
        changed: Arc::new(|| {}),
    };
    let task = tokio::spawn(worker.run(stopped));
    Running { bell, stop, task }
}

impl Running {
    /// Ends it, and gives how long that took.
    pub async fn stop(self) -> Duration {
        let begun = std::time::Instant::now();
        self.stop.send(true).expect("it runs");
        self.task.await.expect("it ended");
        begun.elapsed()
    }
}

/// Waits until a message is in a state.
pub async fn until(directory: &dyn Directory, message: MessageId, state: MessageState) -> accounts::Message {
    for _ in 0..600 {
        let found = directory.message(message).await.expect("a message");
        if found.state == state {
            return found;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let found = directory.message(message).await.expect("a message");
    assert_eq!(found.state, state, "{:?}", found.fault);
    found
}

/// Waits until no message waits or is being sent.
pub async fn until_all_are_sent(directory: &dyn Directory) {
    for _ in 0..2_400 {
        if directory.next_due().await.expect("an answer").is_none() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("still not all sent after two minutes");
}

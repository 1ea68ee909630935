//! A message centre that speaks SMPP 3.4: the server of npm `smpp`, run by `node/smsc.js`.

use std::{
    collections::BTreeMap,
    io::{self, BufRead as _, BufReader, Write as _},
    process::{Child, ChildStdout, Command, Stdio},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use serde::Deserialize;

use crate::authority::Identity;

/// Whom the centre lets in by default.
pub const SYSTEM_ID: &str = "frontdesk";
/// With what.
pub const PASSWORD: &str = "s3cret";
/// How long it may take to start, and to do what is waited for.
const PATIENCE: Duration = Duration::from_secs(20);

/// What the centre does with a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reply {
    /// Takes it.
    Taken,
    /// Refuses it with a `command_status`.
    Status(u32),
    /// Takes the first part of it, and refuses the others with a `command_status`.
    First(u32),
    /// Takes it, and hears nothing more on this link, which stays open: as where a firewall forgot it.
    Deaf,
    /// Does not answer.
    Silent,
    /// Takes it after [`SmppSetup::late`].
    Late,
    /// Takes it, and says so twice.
    Twice,
    /// Cuts the connection.
    Closes,
    /// Answers with what is no SMPP.
    Garbage,
}

impl Reply {
    /// The number is none: `ESME_RINVDSTADR`.
    pub const BAD_NUMBER: Self = Self::Status(0x0B);
    /// Too much at once: `ESME_RTHROTTLED`.
    pub const THROTTLED: Self = Self::Status(0x58);

    fn words(self) -> String {
        match self {
            Self::Taken => "taken".to_owned(),
            Self::Status(status) => format!("{status:#x}"),
            Self::First(status) => format!("first {status:#x}"),
            Self::Deaf => "deaf".to_owned(),
            Self::Silent => "silent".to_owned(),
            Self::Late => "late".to_owned(),
            Self::Twice => "twice".to_owned(),
            Self::Closes => "closes".to_owned(),
            Self::Garbage => "garbage".to_owned(),
        }
    }
}

/// How the centre answers a bind of the right name and password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Bind {
    /// It lets it in.
    #[default]
    Taken,
    /// `ESME_RBINDFAIL`.
    Refused,
    /// Not at all.
    Silent,
}

/// How the centre behaves.
#[derive(Debug, Clone, Default)]
pub struct SmppSetup {
    /// How it answers a bind.
    pub bind: Bind,
    /// By number without its `+`; `*` is every other one. Where none fits, the message is taken.
    pub replies: Vec<(String, Reply)>,
    /// How late [`Reply::Late`] is.
    pub late: Duration,
    /// Whether it asks by itself: after each bind whether we are there, and with a receipt for each message.
    pub asks: bool,
    /// Speaks TLS with it.
    pub tls: Option<Identity>,
}

impl SmppSetup {
    /// One that treats every message alike.
    pub fn replying(reply: Reply) -> Self {
        Self {
            replies: vec![("*".to_owned(), reply)],
            ..Self::default()
        }
    }
}

/// A `submit_sm` that came.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Received {
    /// To which number, without `+`.
    pub to: String,
    /// From which number or name.
    pub from: String,
    /// The text of this part.
    pub text: String,
    /// Type of number and numbering plan of `to`.
    pub to_kind: [u8; 2],
    /// Type of number and numbering plan of `from`.
    pub from_kind: [u8; 2],
    /// 0 for GSM, 8 for UCS-2.
    pub data_coding: u8,
    /// 0x40 with a header.
    pub esm_class: u8,
    /// Reference, total and number of a part; `None` for a whole message.
    pub part: Option<[u8; 3]>,
}

/// A line that the script writes.
#[derive(Debug, Deserialize)]
struct Line {
    event: String,
    port: Option<u16>,
    #[serde(flatten)]
    received: Option<Received>,
}

#[derive(Debug, Default)]
struct Seen {
    port: u16,
    events: Vec<String>,
    received: Vec<Received>,
}

/// A running centre; it is killed when this goes out of scope.
#[derive(Debug)]
pub struct SmppServer {
    setup: SmppSetup,
    child: Option<Child>,
    reader: Option<JoinHandle<()>>,
    seen: Arc<Mutex<Seen>>,
}

impl SmppServer {
    /// One that takes every message from [`SYSTEM_ID`] with [`PASSWORD`].
    pub fn start() -> io::Result<Self> {
        Self::start_with(SmppSetup::default())
    }

    /// One that behaves otherwise.
    pub fn start_with(setup: SmppSetup) -> io::Result<Self> {
        let mut server = Self {
            setup,
            child: None,
            reader: None,
            seen: Arc::default(),
        };
        server.start_again()?;
        Ok(server)
    }

    /// Starts it after [`Self::stop`], on the same port; what it received before is kept.
    pub fn start_again(&mut self) -> io::Result<()> {
        self.stop();
        let before = times(&self.seen(), "listening");
        let mut child = self.command()?.spawn()?;
        if let Some(output) = child.stdout.take() {
            let seen = Arc::clone(&self.seen);
            self.reader = Some(thread::spawn(move || read(output, &seen)));
        }
        self.child = Some(child);
        self.wait_for("listening", before + 1)
    }

    fn command(&self) -> io::Result<Command> {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/node");
        let replies = self.setup.replies.iter();
        let replies: BTreeMap<_, _> = replies.map(|(number, reply)| (number, reply.words())).collect();
        let mut command = Command::new("node");
        command
            .arg("smsc.js")
            .current_dir(folder)
            .env("SMSC_PORT", self.port().to_string())
            .env("SMSC_SYSTEM_ID", SYSTEM_ID)
            .env("SMSC_PASSWORD", PASSWORD)
            .env("SMSC_REPLIES", serde_json::to_string(&replies)?)
            .env("SMSC_LATE_MS", self.setup.late.as_millis().to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped());
        match self.setup.bind {
            Bind::Taken => {}
            Bind::Refused => _ = command.env("SMSC_BIND", "refused"),
            Bind::Silent => _ = command.env("SMSC_BIND", "silent"),
        }
        if self.setup.asks {
            command.env("SMSC_ASKS", "yes");
        }
        if let Some(identity) = &self.setup.tls {
            command
                .env("SMSC_CERTIFICATE", &identity.certificate)
                .env("SMSC_KEY", &identity.key);
        }
        Ok(command)
    }

    /// Its port on 127.0.0.1; the same after a restart.
    pub fn port(&self) -> u16 {
        self.seen().port
    }

    /// All `submit_sm` so far, in order.
    pub fn received(&self) -> Vec<Received> {
        self.all_seen().received.clone()
    }

    /// Number and text of the messages that came whole, parts joined.
    pub fn messages(&self) -> Vec<(String, String)> {
        joined(&self.received())
    }

    /// How often something happened: `bound`, `bind_refused`, `submit`, `enquire_link`, `enquire_link_answered`,
    /// `deliver_sm_answered`, `unbind`.
    pub fn count(&self, event: &str) -> usize {
        times(&self.all_seen(), event)
    }

    /// Waits until something has happened so often; fails after 20 s.
    pub fn wait_for(&self, event: &str, often: usize) -> io::Result<()> {
        let until = Instant::now() + PATIENCE;
        while times(&self.seen(), event) < often {
            let ended = self.reader.as_ref().is_none_or(JoinHandle::is_finished);
            if ended || Instant::now() > until {
                return Err(io::Error::other(format!(
                    "the message centre did not say {event}"
                )));
            }
            thread::sleep(Duration::from_millis(5));
        }
        Ok(())
    }

    /// Ends it as a crash would.
    pub fn stop(&mut self) {
        if let Some(mut child) = self.child.take() {
            // It may have ended by itself, and then there is nothing to do.
            let _ = child.kill();
            let _ = child.wait();
        }
        if let Some(reader) = self.reader.take() {
            let _ = reader.join();
        }
    }

    /// What was seen, and nothing is still on its way from the script to us.
    fn all_seen(&self) -> MutexGuard<'_, Seen> {
        let before = times(&self.seen(), "all_said");
        if let Some(mut input) = self.child.as_ref().and_then(|child| child.stdin.as_ref())
            && input.write_all(b"?").is_ok()
        {
            // Where it ended meanwhile, no more will come.
            let _ = self.wait_for("all_said", before + 1);
        }
        self.seen()
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for SmppServer {
    fn drop(&mut self) {
        self.stop();
    }
}

fn times(seen: &Seen, event: &str) -> usize {
    seen.events.iter().filter(|other| *other == event).count()
}

/// Reads what the script writes, to its end.
fn read(output: ChildStdout, seen: &Mutex<Seen>) {
    for line in BufReader::new(output).lines().map_while(Result::ok) {
        let Ok(line) = serde_json::from_str::<Line>(&line) else {
            continue;
        };
        let mut seen = seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.port = line.port.unwrap_or(seen.port);
        seen.received.extend(line.received);
        seen.events.push(line.event);
    }
}

fn joined(received: &[Received]) -> Vec<(String, String)> {
    let mut messages = Vec::new();
    let mut begun: BTreeMap<(String, u8), BTreeMap<u8, String>> = BTreeMap::new();
    for part in received {
        let Some([reference, total, number]) = part.part else {
            messages.push((part.to.clone(), part.text.clone()));
            continue;
        };
        let key = (part.to.clone(), reference);
        let parts = begun.entry(key.clone()).or_default();
        parts.insert(number, part.text.clone());
        if parts.len() == usize::from(total) {
            let text = parts.values().map(String::as_str).collect();
            messages.push((key.0.clone(), text));
            begun.remove(&key);
        }
    }
    messages
}

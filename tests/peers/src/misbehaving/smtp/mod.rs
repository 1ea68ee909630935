//! A fake: our own server of SMTP that does what a test tells it, also what no honest server does. What a real server
//! answers shows [`crate::exim`].

mod conversation;

use std::{
    io,
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use rustls::ServerConfig;

use super::{Certificate, certificates};
use conversation::Conversation;

/// The account that may sign in.
pub const ACCOUNT: &str = "app";
/// Its password, and its token.
pub const SECRET: &str = "s3cret & mörê";

/// When TLS begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tls {
    /// Never; nor is it offered.
    Never,
    /// Once it is asked for.
    Asked,
    /// With the first octet.
    First,
}

/// When a server does what it is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// In the place of its greeting.
    Greeting,
    /// When it should answer EHLO.
    Hello,
    /// When it should answer STARTTLS.
    StartTls,
    /// When it should answer AUTH, before it looks at name and secret.
    Auth,
    /// When it should answer RSET.
    Reset,
    /// When it should answer MAIL FROM.
    Sender,
    /// When it should answer RCPT TO.
    Recipient,
    /// When it should answer DATA.
    Data,
    /// Before it reads what follows DATA.
    Text,
    /// When it should answer the final dot.
    Dot,
}

/// What it does then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deed {
    /// Says this instead, and goes on as if it had meant it.
    Say(String),
    /// Says nothing any more.
    Silence,
    /// Closes the connection.
    Cut,
}

/// A server as it begins.
#[derive(Debug, Clone)]
pub struct Script {
    /// When TLS begins.
    pub tls: Tls,
    /// With which certificate.
    pub certificate: Certificate,
    /// What it offers besides STARTTLS.
    pub offers: Vec<&'static str>,
    /// After how long it closes a connection on which nothing is said.
    pub idle: Option<Duration>,
}

impl Script {
    /// A server that does what it should.
    pub fn honest(tls: Tls) -> Self {
        Self {
            tls,
            certificate: Certificate::Good,
            offers: vec!["AUTH PLAIN LOGIN", "8BITMIME"],
            idle: None,
        }
    }

    /// The same with other extensions.
    #[must_use]
    pub fn offering(self, offers: &[&'static str]) -> Self {
        Self {
            offers: offers.to_vec(),
            ..self
        }
    }
}

/// A command as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command {
    /// Whether under TLS.
    pub secured: bool,
    /// The line.
    pub line: String,
}

/// An e-mail of which all up to the final dot has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// What stood behind `MAIL FROM:`.
    pub from: String,
    /// What stood behind `RCPT TO:`.
    pub to: String,
    /// The e-mail.
    pub raw: String,
}

impl Received {
    /// Its Message-ID, as far as it has one.
    pub fn message_id(&self) -> &str {
        let mut lines = self.raw.lines().take_while(|line| !line.is_empty());
        lines
            .find_map(|line| line.strip_prefix("Message-ID: "))
            .unwrap_or_default()
    }
}

/// A running server; it ends with this.
#[derive(Debug)]
pub struct MisbehavingSmtp {
    address: SocketAddr,
    authority: String,
    shared: Arc<Shared>,
    listener: Option<JoinHandle<()>>,
}

#[derive(Debug)]
struct Shared {
    script: Script,
    tls: Arc<ServerConfig>,
    ended: AtomicBool,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// What it does, when, and whether only the next time.
    deeds: Vec<(Moment, Deed, bool)>,
    commands: Vec<Command>,
    received: Vec<Received>,
    connections: usize,
}

impl MisbehavingSmtp {
    /// Starts one that behaves until it is told otherwise.
    pub fn start(script: Script) -> io::Result<Self> {
        let (tls, authority) = certificates::server(script.certificate)?;
        let socket = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let address = socket.local_addr()?;
        let shared = Arc::new(Shared {
            script,
            tls,
            ended: AtomicBool::new(false),
            state: Mutex::default(),
        });
        let served = Arc::clone(&shared);
        let listener = thread::spawn(move || served.serve(&socket));
        Ok(Self {
            address,
            authority,
            shared,
            listener: Some(listener),
        })
    }

    /// Its port of 127.0.0.1.
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// The authority that vouches for it, in PEM.
    pub fn authority(&self) -> &str {
        &self.authority
    }

    /// Does something at a moment from now on.
    pub fn always(&self, moment: Moment, deed: Deed) {
        self.shared.state().deeds.push((moment, deed, false));
    }

    /// Does something at a moment, the next time only.
    pub fn once(&self, moment: Moment, deed: Deed) {
        self.shared.state().deeds.push((moment, deed, true));
    }

    /// Behaves again.
    pub fn behave(&self) {
        self.shared.state().deeds.clear();
    }

    /// The commands that have come, passwords among them as they were encoded.
    pub fn commands(&self) -> Vec<Command> {
        self.shared.state().commands.clone()
    }

    /// The e-mails that have come up to their final dot.
    pub fn received(&self) -> Vec<Received> {
        self.shared.state().received.clone()
    }

    /// How many connections there have been.
    pub fn connections(&self) -> usize {
        self.shared.state().connections
    }

    /// Ends it: nobody listens at its port any more.
    pub fn stop(&mut self) {
        self.shared.ended.store(true, Ordering::Relaxed);
        if let Some(listener) = self.listener.take() {
            // The listener wakes up, sees that it has ended, and waits for its connections, which look often.
            let _ = TcpStream::connect(self.address);
            let _ = listener.join();
        }
    }
}

impl Drop for MisbehavingSmtp {
    fn drop(&mut self) {
        self.stop();
    }
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn ended(&self) -> bool {
        self.ended.load(Ordering::Relaxed)
    }

    /// What it was told to do at a moment.
    fn deed(&self, moment: Moment) -> Option<Deed> {
        let mut state = self.state();
        let at = state.deeds.iter().position(|(at, _, _)| *at == moment)?;
        let (_, deed, once) = state.deeds[at].clone();
        if once {
            state.deeds.remove(at);
        }
        Some(deed)
    }

    fn serve(&self, socket: &TcpListener) {
        thread::scope(|connections| {
            for stream in socket.incoming() {
                if self.ended() {
                    break;
                }
                if let Ok(stream) = stream {
                    self.state().connections += 1;
                    // Whoever cuts the connection is no trouble of ours.
                    connections.spawn(|| Conversation::begin(self, stream).and_then(Conversation::hold));
                }
            }
        });
    }
}

//! An EMULATOR of a GSM modem at a pseudo-terminal: no real modem can be had in a test. It answers the AT commands that
//! are needed to send messages (3GPP TS 27.007 and 27.005), reads the messages with tables of its own, and behaves as
//! badly as it is told.

mod firmware;
mod pdu;

use std::{
    fs::File,
    io::{self, Read as _, Write as _},
    os::fd::OwnedFd,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
};

use rustix::{
    fs::{Mode, OFlags},
    pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt},
    termios::{OptionalActions, tcgetattr, tcsetattr},
};

use self::firmware::Firmware;

/// What is in the modem's slot.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Sim {
    /// A SIM without PIN.
    #[default]
    Open,
    /// One that wants this PIN, and after three wrong ones its PUK.
    Pin(String),
    /// One that wants its PUK.
    Puk,
    /// None.
    Missing,
}

/// Where it stands with the network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Registration {
    /// In its own network.
    #[default]
    Home,
    /// In another.
    Roaming,
    /// In none, for ever searching.
    Searching,
    /// The network does not let it in.
    Denied,
}

/// Whether it repeats what it is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Echo {
    /// Until `ATE0`, as modems do.
    #[default]
    UntilToldNot,
    /// Whatever it is told.
    Always,
    /// Never.
    Never,
}

/// Where it says nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Silence {
    /// It always answers.
    #[default]
    None,
    /// It never answers.
    Always,
    /// It sends messages and does not say so.
    AboutMessages,
}

/// How the modem behaves.
#[derive(Debug, Clone)]
pub struct ModemSetup {
    /// What is in its slot.
    pub sim: Sim,
    /// Where it stands with the network.
    pub registration: Registration,
    /// How often it says that it searches before it says so.
    pub searches: u8,
    /// Name of the network.
    pub network: String,
    /// 0 to 31, or 99 for unknown.
    pub signal: u8,
    /// Numbers in E.164 that it refuses, each with a `+CMS ERROR`; `*` is every other one.
    pub refuses: Vec<(String, u16)>,
    /// Whether it repeats what it is told.
    pub echo: Echo,
    /// Where it says nothing.
    pub silence: Silence,
    /// Whether it says what nobody asked before everything that it answers.
    pub chatty: bool,
}

impl Default for ModemSetup {
    fn default() -> Self {
        Self {
            sim: Sim::default(),
            registration: Registration::default(),
            searches: 0,
            network: "Example Mobile".to_owned(),
            signal: 20,
            refuses: Vec::new(),
            echo: Echo::default(),
            silence: Silence::default(),
            chatty: false,
        }
    }
}

/// A message that it sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// To which number, in E.164.
    pub to: String,
    /// The text, parts joined.
    pub text: String,
}

/// A modem that is switched on; off when this goes out of scope.
pub struct Modem {
    path: String,
    firmware: Arc<Mutex<Firmware>>,
    ended: Arc<AtomicBool>,
    /// Held open, so that the modem stays when a program closes the port.
    port: File,
    thread: Option<JoinHandle<()>>,
}

impl Modem {
    /// Switches one on.
    pub fn start(setup: ModemSetup) -> io::Result<Self> {
        let inside = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY)?;
        grantpt(&inside)?;
        unlockpt(&inside)?;
        let path = ptsname(&inside, Vec::new())?;
        let path = path.into_string().map_err(io::Error::other)?;
        let port = raw(&path)?;
        let firmware = Arc::new(Mutex::new(Firmware::new(setup)));
        let ended = Arc::new(AtomicBool::new(false));
        let thread = thread::Builder::new().name("modem emulator".to_owned()).spawn({
            let (firmware, ended) = (Arc::clone(&firmware), Arc::clone(&ended));
            move || run(inside.into(), &firmware, &ended)
        })?;
        Ok(Self {
            path,
            firmware,
            ended,
            port: port.into(),
            thread: Some(thread),
        })
    }

    /// The serial port that it is at.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The messages that it sent so far and that are whole, in order.
    pub fn received(&self) -> Vec<Received> {
        self.firmware().sent()
    }

    /// How many PDUs were handed to it: parts are counted each.
    pub fn submits(&self) -> usize {
        self.firmware().submits()
    }

    /// The PINs that it was given, in order.
    pub fn pins(&self) -> Vec<String> {
        self.firmware().pins()
    }

    /// Changes how it behaves from now on.
    pub fn change(&self, change: impl FnOnce(&mut ModemSetup)) {
        change(self.firmware().setup());
    }

    fn firmware(&self) -> MutexGuard<'_, Firmware> {
        self.firmware.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Modem {
    fn drop(&mut self) {
        self.ended.store(true, Ordering::Relaxed);
        // Its thread waits for something to read. Where it cannot be woken, it is left to itself.
        if self.port.write_all(b"\r").is_ok()
            && let Some(thread) = self.thread.take()
        {
            let _ = thread.join();
        }
    }
}

/// The outer side of a pseudo-terminal, as a line that changes nothing on its way.
fn raw(path: &str) -> io::Result<OwnedFd> {
    let port = rustix::fs::open(
        path,
        OFlags::RDWR | OFlags::NOCTTY | OFlags::CLOEXEC,
        Mode::empty(),
    )?;
    let mut line = tcgetattr(&port)?;
    line.make_raw();
    tcsetattr(&port, OptionalActions::Now, &line)?;
    Ok(port)
}

fn run(mut inside: File, firmware: &Mutex<Firmware>, ended: &AtomicBool) {
    let mut octets = [0; 512];
    while let Ok(length) = inside.read(&mut octets) {
        if ended.load(Ordering::Relaxed) {
            return;
        }
        let mut firmware = firmware.lock().unwrap_or_else(PoisonError::into_inner);
        let said = firmware.hear(&octets[..length]);
        drop(firmware);
        if inside.write_all(&said).is_err() {
            return;
        }
    }
}

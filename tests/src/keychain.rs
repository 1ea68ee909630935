//! A session bus of the test's own, with or without a keychain service on it.

use std::{
    fs,
    io::Write,
    path::Path,
    process::{Command, Stdio},
};

use crate::{
    program::{Program, output_of},
    trouble::{Outcome, Trouble},
};

/// What answers on the bus as the Secret Service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keychain {
    /// A real gnome-keyring-daemon, unlocked.
    Unlocked,
    /// Nothing.
    Missing,
    /// A service that owns the name and never answers: the real one, stopped.
    Silent,
}

/// No service is started on demand: only what the test starts is there.
const BUS: &str = r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <keep_umask/>
  <listen>unix:path=SOCKET</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"#;

/// The bus and what is on it.
#[derive(Debug)]
pub struct Bus {
    address: String,
    keyring: Option<Program>,
    _daemon: Program,
}

impl Bus {
    /// Starts the bus, and the keychain on it. `surroundings` says the environment of both.
    pub fn start(folder: &Path, keychain: Keychain, surroundings: impl Fn(&mut Command)) -> Outcome<Self> {
        let config = folder.join("bus.conf");
        let socket = folder.join("bus");
        let text = BUS.replace("SOCKET", &socket.to_string_lossy());
        fs::write(&config, text).map_err(Trouble::with("bus.conf"))?;
        let mut daemon = Command::new("dbus-daemon");
        surroundings(&mut daemon);
        daemon.arg(format!("--config-file={}", config.display())).args([
            "--nofork",
            "--nopidfile",
            "--print-address=1",
        ]);
        let (daemon, address) = Program::start_and_read_line(daemon)?;
        let mut bus = Self {
            address,
            keyring: None,
            _daemon: daemon,
        };
        if keychain != Keychain::Missing {
            bus.start_keyring(folder, &surroundings)?;
        }
        if keychain == Keychain::Silent {
            bus.silence(true)?;
        }
        Ok(bus)
    }

    /// For `DBUS_SESSION_BUS_ADDRESS`.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Stops the service in the middle of what it does, or lets it go on.
    pub fn silence(&self, silent: bool) -> Outcome {
        let keyring = self.keyring.as_ref();
        keyring.map_or(Ok(()), |keyring| {
            keyring.signal(if silent { "STOP" } else { "CONT" })
        })
    }

    /// Ends the service: nothing answers any more.
    pub fn end_keychain(&mut self) {
        self.keyring = None;
    }

    fn start_keyring(&mut self, folder: &Path, surroundings: &impl Fn(&mut Command)) -> Outcome {
        let control = folder.join("keyring-control");
        let mut command = Command::new("gnome-keyring-daemon");
        surroundings(&mut command);
        command
            .env("DBUS_SESSION_BUS_ADDRESS", &self.address)
            .args(["--foreground", "--unlock", "--components=secrets"])
            .arg(format!("--control-directory={}", control.display()))
            .stdin(Stdio::piped());
        let mut keyring = Program::start(command, &folder.join("keyring.log"))?;
        if let Some(mut input) = keyring.child().stdin.take() {
            input
                .write_all(b"password of the test's own keyring")
                .map_err(Trouble::with("the keyring"))?;
        }
        self.keyring = Some(keyring);
        let mut wait = Command::new("gdbus");
        surroundings(&mut wait);
        wait.env("DBUS_SESSION_BUS_ADDRESS", &self.address);
        output_of(wait.args(["wait", "--session", "--timeout", "10", "org.freedesktop.secrets"])).map(|_| ())
    }
}

//! A login session of its own: folders, a message bus without activation, and the real GNOME Keyring.

use std::{
    ffi::OsStr,
    fs,
    io::{BufRead, BufReader, Write},
    os::unix::fs::{DirBuilderExt, PermissionsExt},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use tempfile::TempDir;

/// A login session: everything in it ends when it is dropped.
pub struct Session {
    folder: TempDir,
    bus: Option<(Running, String)>,
    keyring: Option<Running>,
}

/// A process that is ended by its id when dropped, stopped or not.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Session {
    /// With no message bus, as on a bare console.
    pub fn without_bus() -> Self {
        let folder = tempfile::tempdir().unwrap();
        for name in ["home", "run"] {
            fs::DirBuilder::new()
                .mode(0o700)
                .create(folder.path().join(name))
                .unwrap();
        }
        Self {
            folder,
            bus: None,
            keyring: None,
        }
    }

    /// With a message bus and nobody on it.
    pub fn without_keyring() -> Self {
        let mut session = Self::without_bus();
        let config = session.folder.path().join("bus.conf");
        fs::write(&config, bus_config(session.folder.path())).unwrap();
        let mut command = session.command("dbus-daemon");
        command.args(["--nofork", "--nopidfile", "--print-address=1", "--config-file"]);
        let mut bus = Running(start(command.arg(&config).stdout(Stdio::piped())));
        let mut address = String::new();
        BufReader::new(bus.0.stdout.take().unwrap())
            .read_line(&mut address)
            .unwrap();
        assert!(!address.is_empty(), "the message bus told no address");
        session.bus = Some((bus, address.trim().to_owned()));
        session
    }

    /// With a keyring that is open.
    pub fn with_open_keyring() -> Self {
        let mut session = Self::without_keyring();
        session.start_keyring(Some("the keyring's password"));
        session
    }

    /// With a keyring service in which no keyring was ever made.
    pub fn with_new_keyring() -> Self {
        let mut session = Self::without_keyring();
        session.start_keyring(None);
        session
    }

    /// Ends the keyring's service and starts another that was given no password.
    pub fn lock_keyring(&mut self) {
        self.keyring = None;
        self.await_keyring(false);
        self.start_keyring(None);
    }

    /// Halts the keyring's service: it is still on the bus and answers nothing any more.
    pub fn silence_keyring(&self) {
        let id = self.keyring.as_ref().unwrap().0.id().to_string();
        assert!(
            Command::new("kill")
                .args(["-STOP", &id])
                .status()
                .unwrap()
                .success()
        );
    }

    /// A command that runs in this session.
    pub fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        for name in [
            "DISPLAY",
            "WAYLAND_DISPLAY",
            "DBUS_SESSION_BUS_ADDRESS",
            "GNOME_KEYRING_CONTROL",
            "XDG_DATA_HOME",
        ] {
            command.env_remove(name);
        }
        command
            .env("HOME", self.home())
            .env("XDG_RUNTIME_DIR", self.folder.path().join("run"));
        if let Some((_, address)) = &self.bus {
            command.env("DBUS_SESSION_BUS_ADDRESS", address);
        }
        command
    }

    fn home(&self) -> PathBuf {
        self.folder.path().join("home")
    }

    fn start_keyring(&mut self, password: Option<&str>) {
        let mut command = self.command("gnome-keyring-daemon");
        command.args(["--foreground", "--components=secrets"]);
        if password.is_some() {
            command.arg("--unlock");
        }
        let mut keyring = start(command.stdin(Stdio::piped()).stdout(Stdio::null()));
        let mut input = keyring.stdin.take().unwrap();
        input.write_all(password.unwrap_or_default().as_bytes()).unwrap();
        drop(input);
        self.keyring = Some(Running(keyring));
        self.await_keyring(true);
    }

    fn await_keyring(&self, present: bool) {
        let deadline = Instant::now() + Duration::from_secs(20);
        while self.keyring_is_present() != present {
            assert!(
                Instant::now() < deadline,
                "the keyring's service was not there (or not gone) within 20 s"
            );
            thread::sleep(Duration::from_millis(20));
        }
    }

    fn keyring_is_present(&self) -> bool {
        let mut command = self.command("dbus-send");
        command.args(["--session", "--print-reply", "--dest=org.freedesktop.DBus", "/"]);
        command.args([
            "org.freedesktop.DBus.NameHasOwner",
            "string:org.freedesktop.secrets",
        ]);
        let output = command
            .output()
            .expect("dbus-send (package dbus-bin or dbus) is installed");
        String::from_utf8_lossy(&output.stdout).contains("boolean true")
    }
}

fn start(command: &mut Command) -> Child {
    let name = command.get_program().to_string_lossy().into_owned();
    command.stderr(Stdio::null()).spawn().unwrap_or_else(|error| {
        panic!(
            "{name} does not start ({error}); the packages dbus, gnome-keyring and libsecret-tools are needed"
        )
    })
}

/// A bus that starts no service by itself: nothing runs that the test did not start.
fn bus_config(folder: &Path) -> String {
    fs::set_permissions(folder, fs::Permissions::from_mode(0o700)).unwrap();
    format!(
        r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={}/bus</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"#,
        folder.display()
    )
}

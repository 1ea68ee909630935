//! A computer of the test's own: a home folder, a display, a bus with a keychain.

use std::{
    fs,
    io::Write as _,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use tempfile::TempDir;

use crate::{
    display::Display,
    keychain::{Bus, Keychain},
    server::Server,
    trouble::{Outcome, Trouble, check},
};

/// The colours that the system asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    /// Dark text on light.
    Light,
    /// Light text on dark.
    Dark,
}

/// A computer of the test's own. All of it is gone when this goes out of scope.
#[derive(Debug)]
pub struct Computer {
    /// Its screen.
    pub display: Display,
    /// Its bus.
    pub bus: Bus,
    /// Where its directory is, if not in a file of its own.
    pub server: Option<Server>,
    folder: TempDir,
    platform_places: bool,
}

impl Computer {
    /// One with a keychain that works.
    pub fn new() -> Outcome<Self> {
        Self::with(Keychain::Unlocked)
    }

    /// One with another keychain.
    pub fn with(keychain: Keychain) -> Outcome<Self> {
        let folder = tempfile::Builder::new().prefix("journey-").tempdir();
        let folder = folder.map_err(Trouble::with("a folder"))?;
        for name in ["home/.config/gtk-3.0", "runtime", "logs"] {
            fs::create_dir_all(folder.path().join(name)).map_err(Trouble::with(name))?;
        }
        let private = fs::Permissions::from_mode(0o700);
        fs::set_permissions(folder.path().join("runtime"), private).map_err(Trouble::with("runtime"))?;
        write_appearance(folder.path(), Scheme::Light)?;
        let display = Display::start()?;
        let bus = Bus::start(&folder.path().join("logs"), keychain, |command| {
            surroundings(command, folder.path(), &display);
        })?;
        Ok(Self {
            display,
            bus,
            server: None,
            folder,
            platform_places: false,
        })
    }

    /// One that knows a directory on a server, in which nobody is yet.
    pub fn at(server: Server) -> Outcome<Self> {
        let mut computer = Self::new()?;
        computer.know(server)?;
        Ok(computer)
    }

    /// Puts a directory on a server on the list, as the one to open.
    pub fn know(&mut self, server: Server) -> Outcome {
        server.write_into(&self.frontdesk_home().join("data"))?;
        self.server = Some(server);
        Ok(())
    }

    /// The folder with everything in it that is written on this computer.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Where Frontdesk keeps its files.
    pub fn frontdesk_home(&self) -> PathBuf {
        self.folder().join("home/frontdesk")
    }

    /// The encrypted file of the local directory.
    pub fn database(&self) -> PathBuf {
        self.frontdesk_home().join("data/frontdesk.db")
    }

    /// The file beside it that says where its key comes from.
    pub fn key_file(&self) -> PathBuf {
        self.frontdesk_home().join("data/frontdesk.key.json")
    }

    /// Leaves `FRONTDESK_HOME` unset.
    pub const fn use_platform_places(&mut self) {
        self.platform_places = true;
    }

    /// Where programs write what they say.
    pub fn logs(&self) -> PathBuf {
        self.folder().join("logs")
    }

    /// Sets the colours that the system asks for, for windows that are opened from now on.
    pub fn set_scheme(&self, scheme: Scheme) -> Outcome {
        write_appearance(self.folder(), scheme)
    }

    /// A program as it runs on this computer.
    pub fn command(&self, program: impl AsRef<Path>) -> Command {
        let mut command = Command::new(program.as_ref());
        surroundings(&mut command, self.folder(), &self.display);
        command
            .env("DBUS_SESSION_BUS_ADDRESS", self.bus.address())
            .env("FRONTDESK_LOG", "trace");
        if !self.platform_places {
            command.env("FRONTDESK_HOME", self.frontdesk_home());
        }
        command
    }

    /// The secrets that Frontdesk keeps in this computer's keychain, read from outside.
    pub fn secrets(&self) -> Outcome<Vec<String>> {
        let found = self.search_keychain(&[])?;
        Ok(lines_after(&found, "secret = ").map(str::to_owned).collect())
    }

    /// The key of the directory. Beside it the keychain may hold the secret of an SMS gateway.
    pub fn directory_key(&self) -> Outcome<Option<String>> {
        let Some(name) = self.name_of_key()? else {
            return Ok(None);
        };
        let found = self.search_keychain(&["username", &name])?;
        Ok(lines_after(&found, "secret = ").next().map(str::to_owned))
    }

    /// The name of the keychain's entry with the key of the directory.
    fn name_of_key(&self) -> Outcome<Option<String>> {
        let found = self.search_keychain(&[])?;
        let mut names = lines_after(&found, "attribute.username = ");
        Ok(names
            .find(|name| name.starts_with("directory-"))
            .map(str::to_owned))
    }

    /// Puts another secret in the place of the directory's key.
    pub fn replace_key(&self, secret: &str) -> Outcome {
        let name = self.name_of_key()?.unwrap_or_default();
        let found = self.search_keychain(&["username", &name])?;
        let mut command = self.command("secret-tool");
        command.args(["store", "--label=replaced"]).stdin(Stdio::piped());
        for attribute in lines_after(&found, "attribute.") {
            let (name, value) = attribute.split_once(" = ").unwrap_or((attribute, ""));
            command.args([name, value]);
        }
        let mut store = command.spawn().map_err(Trouble::with("secret-tool"))?;
        let written = store
            .stdin
            .take()
            .map_or(Ok(()), |mut input| input.write_all(secret.as_bytes()));
        let ended = written
            .and_then(|()| store.wait())
            .map_err(Trouble::with("secret-tool"))?;
        check(ended.success(), || "the key was not replaced".to_owned())
    }

    fn search_keychain(&self, attributes: &[&str]) -> Outcome<String> {
        let mut command = self.command("secret-tool");
        // What is found goes to one output and its attributes to the other.
        let search = command.args(["search", "--all", "--unlock", "service", "Frontdesk"]);
        let search = search.args(attributes);
        let output = search.output().map_err(Trouble::with("secret-tool"))?;
        Ok(String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned())
    }

    /// Every file that was written on this computer, with its contents.
    pub fn files(&self) -> Vec<(PathBuf, Vec<u8>)> {
        files_below(self.folder())
    }
}

fn lines_after<'a>(text: &'a str, start: &'a str) -> impl Iterator<Item = &'a str> {
    text.lines().filter_map(move |line| line.strip_prefix(start))
}

/// Every file below a folder, with its contents.
pub fn files_below(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut files = Vec::new();
    for entry in entries.flatten() {
        let path = entry.path();
        // Sockets are no files, and links lead elsewhere.
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => files.extend(files_below(&path)),
            Ok(kind) if kind.is_file() => files.extend(fs::read(&path).ok().map(|contents| (path, contents))),
            _ => {}
        }
    }
    files
}

/// What the system asks of every window: its colours, and that nothing moves, which a processor paints too slowly.
fn write_appearance(folder: &Path, scheme: Scheme) -> Outcome {
    let dark = u8::from(scheme == Scheme::Dark);
    let settings = format!("[Settings]\ngtk-application-prefer-dark-theme={dark}\ngtk-enable-animations=0\n");
    fs::write(folder.join("home/.config/gtk-3.0/settings.ini"), settings)
        .map_err(Trouble::with("settings.ini"))
}

/// Nothing of the person who runs the tests reaches what they start.
fn surroundings(command: &mut Command, folder: &Path, display: &Display) {
    let home = folder.join("home");
    command
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("LANG", "C.UTF-8")
        .env("DISPLAY", display.name())
        .env("GDK_BACKEND", "x11")
        .env("NO_AT_BRIDGE", "1")
        // There is no graphics card: the processor paints by itself, instead of feigning one to paint with.
        .env("WEBKIT_SKIA_ENABLE_CPU_RENDERING", "1")
        .env("LP_NUM_THREADS", "0")
        .env("GSETTINGS_BACKEND", "memory")
        .env("XDG_RUNTIME_DIR", folder.join("runtime"))
        .env("XDG_CONFIG_HOME", home.join(".config"))
        .env("XDG_DATA_HOME", home.join(".local/share"))
        .env("XDG_CACHE_HOME", home.join(".cache"))
        .env("XDG_STATE_HOME", home.join(".local/state"))
        .env("HOME", home);
}

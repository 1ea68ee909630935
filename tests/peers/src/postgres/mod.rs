//! A real PostgreSQL: Debian's package `postgresql`, Fedora's `postgresql-server`, Arch's `postgresql`. The system's
//! own databases are none of its business. Started by root it works as another user, for it must not as root; started by
//! anybody else, as they.

mod database;
mod installed;
mod options;
mod processes;
mod standby;
mod watcher;

use std::{
    fs,
    hash::{BuildHasher as _, RandomState},
    io,
    net::{Ipv4Addr, TcpListener},
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    sync::{
        OnceLock,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use rustix::process::Signal;

pub use self::{
    database::{Database, psql},
    options::{Access, Options},
};
use self::{
    installed::{Installed, finish},
    watcher::Watcher,
};
use crate::{
    authority::{Authority, Certificate, Identity},
    program::{Program, wait_for},
};

/// How long it may take to start or to end, on a computer that has other things to do.
const WITHIN: Duration = Duration::from_secs(30);

/// A PostgreSQL at a port of 127.0.0.1; it ends with this, and its files with it. Also when the test is killed.
///
/// It speaks TLS as `localhost` and `127.0.0.1`, and knows passwords by SCRAM-SHA-256 only.
#[derive(Debug)]
pub struct Postgres {
    folder: PathBuf,
    port: u16,
    authority: String,
    installed: Installed,
    watcher: Watcher,
    program: Option<Program>,
}

impl Postgres {
    /// The superuser.
    pub const SUPERUSER: &str = "admin";
    /// Its password.
    pub const SUPERUSER_PASSWORD: &str = "4dmin & more";
    /// The role to which new databases belong.
    pub const ROLE: &str = "frontdesk";
    /// Its password.
    pub const PASSWORD: &str = "s3cret & more";

    /// Starts one that lets in whoever speaks TLS and has a password.
    pub fn start() -> io::Result<Self> {
        Self::start_with(Options::default())
    }

    /// Starts one that is set up so.
    pub fn start_with(options: Options) -> io::Result<Self> {
        let authority = Authority::new()?;
        let mut postgres = Self::lay_out(authority.pem(), &options.place())?;
        let client = authority.identity("client", &[Self::ROLE], false, &postgres.folder)?;
        // Otherwise clients do not take it.
        fs::set_permissions(client.key, fs::Permissions::from_mode(0o600))?;
        postgres.initialise()?;
        postgres.set_up(options, &authority)?;
        postgres.launch()?;
        let (role, password) = (Self::ROLE, Self::PASSWORD);
        let server = postgres.database_named("postgres");
        server.run(&format!("create role {role} login password '{password}'"))?;
        Ok(postgres)
    }

    /// The one that all tests of a program share. It ends with the program.
    pub fn shared() -> io::Result<&'static Self> {
        static SHARED: OnceLock<Result<Postgres, String>> = OnceLock::new();
        let shared = SHARED.get_or_init(|| Self::start().map_err(|error| error.to_string()));
        shared.as_ref().map_err(|error| io::Error::other(error.as_str()))
    }

    /// Where it listens.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The authority that vouches for it, in PEM.
    pub fn authority(&self) -> &str {
        &self.authority
    }

    /// The same as a file.
    pub fn authority_file(&self) -> PathBuf {
        self.folder.join("authority.pem")
    }

    /// What a client shows to it where it wants to see a certificate.
    pub fn client(&self) -> Identity {
        Identity {
            certificate: self.folder.join("client.pem"),
            key: self.folder.join("client.key"),
        }
    }

    /// Where its files are.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// All that it has logged.
    pub fn words(&self) -> String {
        fs::read_to_string(self.log()).unwrap_or_default()
    }

    /// A new, empty database that belongs to [`Self::ROLE`].
    pub fn database(&self) -> io::Result<Database> {
        static NEXT: AtomicU32 = AtomicU32::new(1);
        let name = format!("directory_{}", NEXT.fetch_add(1, Ordering::Relaxed));
        let sql = format!("create database {name} owner {}", Self::ROLE);
        self.database_named("postgres").run(&sql)?;
        Ok(self.database_named(&name))
    }

    /// A database that it has: one of the server that this one follows, or `postgres`, which each has.
    pub fn database_named(&self, name: &str) -> Database {
        Database {
            name: name.to_owned(),
            socket: self.socket(),
            port: self.port,
        }
    }

    /// Ends it at once, as a crash does: nothing is put in order, and clients are not waited for.
    pub fn stop(&mut self) -> io::Result<()> {
        self.end(Signal::QUIT)
    }

    /// Ends it in order: clients are sent away, and everything is written.
    pub fn stop_in_order(&mut self) -> io::Result<()> {
        self.end(Signal::INT)
    }

    /// Starts it again at the same port, with what it has stored.
    pub fn start_again(&mut self) -> io::Result<()> {
        self.launch()
    }

    /// Stops its processes in the middle of what they do: connections stand and new ones come about, but nobody answers.
    pub fn freeze(&mut self) -> io::Result<()> {
        processes::freeze(self.id()?)
    }

    /// Lets its processes go on.
    pub fn thaw(&mut self) -> io::Result<()> {
        processes::thaw(self.id()?)
    }

    fn lay_out(authority: &str, place: &Path) -> io::Result<Self> {
        let folder = tempfile::Builder::new().prefix("postgres-").tempdir_in(place)?;
        let path = folder.path();
        let installed = Installed::find(path)?;
        // Who it becomes has to come through.
        fs::set_permissions(path, fs::Permissions::from_mode(0o711))?;
        fs::write(path.join("authority.pem"), authority)?;
        for name in ["data", "socket"] {
            let path = path.join(name);
            fs::create_dir(&path)?;
            fs::set_permissions(&path, fs::Permissions::from_mode(0o700))?;
            installed.user.own(&path)?;
        }
        Ok(Self {
            port: lasting_port()?,
            authority: authority.to_owned(),
            installed,
            watcher: Watcher::over(path)?,
            program: None,
            folder: folder.keep(),
        })
    }

    fn initialise(&self) -> io::Result<()> {
        let password = self.folder.join("password");
        fs::write(&password, Self::SUPERUSER_PASSWORD)?;
        let mut command = self.installed.command("initdb", &self.folder);
        command.arg("-D").arg(self.data()).arg("--pwfile").arg(password);
        command.args(["--username", Self::SUPERUSER, "--auth", "scram-sha-256"]);
        command.args(["--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"]);
        finish(&mut command).map(drop)
    }

    /// Files in the data's own folder, so that a standby has them too.
    fn set_up(&self, options: Options, authority: &Authority) -> io::Result<()> {
        let data = self.data();
        let is_expired = options.certificate == Certificate::Expired;
        let identity = authority.identity("server", options.names(), is_expired, &data)?;
        fs::set_permissions(&identity.key, fs::Permissions::from_mode(0o600))?;
        fs::rename(&identity.certificate, data.join("server.crt"))?;
        fs::copy(self.authority_file(), data.join("authority.pem"))?;
        fs::write(data.join("pg_hba.conf"), options.rules())?;
        let settings = data.join("postgresql.conf");
        fs::write(&settings, fs::read_to_string(&settings)? + &options.settings())?;
        for name in ["server.key", "server.crt", "authority.pem"] {
            self.installed.user.own(&data.join(name))?;
        }
        Ok(())
    }

    fn launch(&mut self) -> io::Result<()> {
        let mut command = self.installed.command("postgres", &self.folder);
        command.arg("-D").arg(self.data()).arg("-k").arg(self.socket());
        command.args(["-p", &self.port.to_string()]);
        let mut program = Program::start(&mut command, &self.log())?;
        let id = program.id().to_string();
        let mut is_there = false;
        let waited = wait_for("PostgreSQL", WITHIN, || {
            is_there = self.is_ready(&id);
            is_there || program.has_ended()
        });
        self.program = Some(program);
        if is_there {
            return Ok(());
        }
        let why = waited.map_or_else(|error| error.to_string(), |()| "PostgreSQL ended".to_owned());
        Err(io::Error::other(format!("{why}: {}", self.words())))
    }

    /// Whether the process of this id lets clients in.
    fn is_ready(&self, id: &str) -> bool {
        let status = fs::read_to_string(self.data().join("postmaster.pid")).unwrap_or_default();
        let mut lines = status.lines();
        lines.next() == Some(id) && lines.next_back().is_some_and(|line| line.trim() == "ready")
    }

    fn end(&mut self, signal: Signal) -> io::Result<()> {
        let id = self.id()?;
        processes::thaw(id)?;
        processes::send(id, signal)?;
        if let Some(program) = &mut self.program {
            wait_for("PostgreSQL's end", WITHIN, || program.has_ended())?;
        }
        self.program = None;
        Ok(())
    }

    /// Its process, as long as it runs: afterwards the id may be another's.
    fn id(&mut self) -> io::Result<u32> {
        self.program.take_if(Program::has_ended);
        let program = self.program.as_ref().map(Program::id);
        program.ok_or_else(|| io::Error::new(io::ErrorKind::NotFound, "PostgreSQL does not run"))
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    fn socket(&self) -> PathBuf {
        self.folder.join("socket")
    }

    fn log(&self) -> PathBuf {
        self.folder.join("postgres.out")
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        // It ends the server in order; the program that is dropped after this has ended by then.
        self.watcher.end();
    }
}

/// A port at which nobody listens, and none that the system gives to connections: it is still free when the server has
/// been stopped and starts again.
fn lasting_port() -> io::Result<u16> {
    let anywhere = RandomState::new();
    (0_u32..100)
        .map(|turn| 20_000 + u16::try_from(anywhere.hash_one(turn) % 12_000).unwrap_or_default())
        .find(|&port| TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok())
        .ok_or_else(|| io::ErrorKind::AddrInUse.into())
}

//! A real exim: Debian's package `exim4-daemon-light`. The system's own configuration and queue are none of its
//! business. Started by root it works as its own user, for it must not as root; started by anybody else, as they.

use std::{
    fs, io,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    process::Command,
    thread,
    time::Duration,
};

use tempfile::TempDir;

use crate::{
    authority::{Authority, Identity},
    program::{Program, free_port, wait_for},
    user::User,
};

/// How long it may take to start, or an e-mail to reach its mailbox, on a computer that has other things to do.
const WITHIN: Duration = Duration::from_secs(30);

/// Where packages put it: Debian's, Fedora's, Arch's.
const PROGRAMS: &[&str] = &["/usr/sbin/exim4", "/usr/sbin/exim", "/usr/bin/exim"];
/// What its own user is called there, whom it becomes where it has root's rights to give up.
const OWN_USERS: &[&str] = &["Debian-exim", "exim"];

/// A running exim for `example.com`; it ends with this.
///
/// It takes e-mails from whoever has signed in under TLS. `nobody@` does not exist, `later@` is never ready, and `grey@`
/// is greylisted: refused for now the first time, and taken from then on.
#[derive(Debug)]
pub struct Exim {
    program: Option<Program>,
    folder: TempDir,
    port: u16,
    tls_port: u16,
    authority: String,
}

/// An e-mail that lies in a mailbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrived {
    /// The name of the mailbox, before the `@`.
    pub mailbox: String,
    /// The e-mail as it was stored, lines ended by LF.
    pub raw: String,
}

impl Arrived {
    /// The headers in order, unfolded: names and values.
    pub fn headers(&self) -> Vec<(String, String)> {
        let head = self.raw.split("\n\n").next().unwrap_or_default();
        let unfolded = head.replace("\n ", " ").replace("\n\t", " ");
        let pairs = unfolded.lines().filter_map(|line| line.split_once(": "));
        pairs
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect()
    }
}

impl Exim {
    /// The account that may sign in.
    pub const ACCOUNT: &str = "app";
    /// Its password.
    pub const SECRET: &str = "s3cret & more";

    /// Starts one that lets people in by `PLAIN` and `LOGIN`.
    pub fn start() -> io::Result<Self> {
        Self::start_with(&["PLAIN", "LOGIN"])
    }

    /// Starts one with one or both of these mechanisms.
    pub fn start_with(mechanisms: &[&str]) -> io::Result<Self> {
        Self::launch(mechanisms, 1_000)
    }

    /// Starts one that takes so many e-mails over one connection.
    pub fn start_for(per_connection: u16) -> io::Result<Self> {
        Self::launch(&["PLAIN"], per_connection)
    }

    fn launch(mechanisms: &[&str], per_connection: u16) -> io::Result<Self> {
        let folder = tempfile::Builder::new().prefix("exim-").tempdir()?;
        let user = User::of(folder.path(), OWN_USERS)?;
        let authority = Authority::new()?;
        let configuration = Configuration {
            identity: prepare(folder.path(), &user, &authority)?,
            folder: folder.path(),
            user: &user,
            port: free_port()?,
            tls_port: free_port()?,
            mechanisms,
            per_connection,
        };
        let file = folder.path().join("exim.conf");
        fs::write(&file, configuration.text())?;
        let installed = PROGRAMS.iter().find(|path| Path::new(path).exists());
        let mut command = Command::new(installed.unwrap_or(&PROGRAMS[0]));
        command.arg("-C").arg(&file).args(["-bdf", "-q1m"]);
        let program = Program::start(&mut command, &folder.path().join("exim.out"))?;
        let exim = Self {
            port: configuration.port,
            tls_port: configuration.tls_port,
            authority: authority.pem().to_owned(),
            program: Some(program),
            folder,
        };
        let started = wait_for("exim", WITHIN, || exim.words().contains("daemon started"));
        started.map_err(|error| io::Error::other(format!("{error}: {}", exim.words())))?;
        Ok(exim)
    }

    /// Where it begins in the clear and goes over to TLS.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Where it speaks TLS from the first octet.
    pub fn tls_port(&self) -> u16 {
        self.tls_port
    }

    /// The authority that vouches for it as `localhost`, in PEM.
    pub fn authority(&self) -> &str {
        &self.authority
    }

    /// The e-mails that have reached a mailbox, in the order of their arrival.
    pub fn arrived(&self) -> Vec<Arrived> {
        let mut arrived = Vec::new();
        for mailbox in entries(&self.folder.path().join("boxes")) {
            for file in entries(&mailbox.join("new")) {
                let at = fs::metadata(&file).and_then(|file| file.modified());
                arrived.push((
                    at.ok(),
                    file.clone(),
                    Arrived {
                        mailbox: name(&mailbox),
                        raw: fs::read_to_string(&file).unwrap_or_default(),
                    },
                ));
            }
        }
        arrived.sort_by(|one, other| (one.0, &one.1).cmp(&(other.0, &other.1)));
        arrived.into_iter().map(|(_, _, arrived)| arrived).collect()
    }

    /// The same, once there are so many or half a minute has passed.
    pub fn arrived_after(&self, count: usize) -> Vec<Arrived> {
        self.arrived_when(|arrived| arrived.len() >= count)
    }

    /// The same, once these are enough or half a minute has passed.
    pub fn arrived_when(&self, enough: impl Fn(&[Arrived]) -> bool) -> Vec<Arrived> {
        // What is missing shows in the comparison.
        let _ = wait_for("e-mails", WITHIN, || enough(&self.arrived()));
        self.arrived()
    }

    /// How many connections there have been.
    pub fn connections(&self) -> usize {
        self.words().matches("TCP/IP connection count").count()
    }

    /// All that it has said and logged.
    pub fn words(&self) -> String {
        let logs = entries(&self.folder.path().join("log"));
        let files = logs.into_iter().chain([self.folder.path().join("exim.out")]);
        files
            .map(|file| fs::read_to_string(file).unwrap_or_default())
            .collect()
    }
}

impl Drop for Exim {
    fn drop(&mut self) {
        // Its processes write to the log when their connections have ended, and would make the folder anew.
        let id = self.program.as_ref().map(Program::id).unwrap_or_default();
        let children = format!("/proc/{id}/task/{id}/children");
        let gone = || fs::read_to_string(&children).unwrap_or_default().is_empty();
        // Those that are still there after a while are left to themselves.
        let _ = wait_for("their end", Duration::from_secs(2), gone);
        self.program = None;
        let said = || self.words().len();
        let mut before = usize::MAX;
        while said() != before {
            before = said();
            thread::sleep(Duration::from_millis(50));
        }
    }
}

/// Lays out the folder: what it shows to others, and what it writes itself.
fn prepare(folder: &Path, user: &User, authority: &Authority) -> io::Result<Identity> {
    let identity = authority.vouch_for("localhost", folder)?;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o755))?;
    fs::set_permissions(&identity.key, fs::Permissions::from_mode(0o600))?;
    user.own(&identity.key)?;
    for name in ["spool", "log", "boxes", "seen"] {
        let path = folder.join(name);
        fs::create_dir(&path)?;
        user.own(&path)?;
    }
    // A name that came over the wire is no path; what is looked up with it is.
    fs::write(folder.join("mailboxes"), "ada: ada\ngrey: grey\n*: others\n")?;
    Ok(identity)
}

struct Configuration<'a> {
    folder: &'a Path,
    identity: Identity,
    user: &'a User,
    port: u16,
    tls_port: u16,
    mechanisms: &'a [&'a str],
    per_connection: u16,
}

impl Configuration<'_> {
    fn text(&self) -> String {
        let folder = self.folder.display();
        format!(
            "{}
begin acl
acl_mail:
  deny  message = TLS first
        !encrypted = *
  deny  message = 530 sign in first
        !authenticated = *
  accept
acl_rcpt:
  deny  message = relay not permitted
        !domains = example.com
  deny  message = 5.1.1 <$local_part@$domain>: no such mailbox
        local_parts = nobody
  defer message = 4.3.0 try again later
        local_parts = later
  defer message = 450 4.7.1 greylisted
        local_parts = grey
        condition = ${{if exists{{{folder}/seen/grey}}{{no}}{{yes}}}}
        continue = ${{run{{/usr/bin/touch {folder}/seen/grey}}}}
  accept

begin routers
local:
  driver = accept
  domains = example.com
  transport = maildir

begin transports
maildir:
  driver = appendfile
  directory = {folder}/boxes/${{lookup{{$local_part}}lsearch*{{{folder}/mailboxes}}}}
  maildir_format
  create_directory
  user = {user}
  group = {group}

begin retry

begin authenticators
{}",
            self.main(),
            self.mechanisms
                .iter()
                .map(|name| authenticator(name))
                .collect::<String>(),
            user = self.user.id,
            group = self.user.group,
        )
    }

    fn main(&self) -> String {
        let Self {
            folder,
            identity,
            user: User { id: user, group, .. },
            port,
            tls_port,
            per_connection,
            ..
        } = self;
        let folder = folder.display();
        format!(
            "primary_hostname = localhost
exim_user = {user}
exim_group = {group}
spool_directory = {folder}/spool
log_file_path = {folder}/log/%slog
log_selector = +smtp_connection
pid_file_path = {folder}/exim.pid
local_interfaces = 127.0.0.1
daemon_smtp_ports = {port} : {tls_port}
tls_on_connect_ports = {tls_port}
tls_advertise_hosts = *
tls_certificate = {}
tls_privatekey = {}
auth_advertise_hosts = ${{if def:tls_in_cipher {{*}}{{}}}}
acl_smtp_mail = acl_mail
acl_smtp_rcpt = acl_rcpt
never_users =
host_lookup =
rfc1413_query_timeout = 0s
smtp_accept_max = 50
smtp_accept_max_per_connection = {per_connection}
smtp_accept_queue_per_connection = 0
message_size_limit = 1M
",
            identity.certificate.display(),
            identity.key.display()
        )
    }
}

fn authenticator(mechanism: &str) -> String {
    let (prompts, account, secret) = match mechanism {
        "LOGIN" => ("Username:: : Password::", "$auth1", "$auth2"),
        _ => (":", "$auth2", "$auth3"),
    };
    let (right_account, right_secret) = (Exim::ACCOUNT, Exim::SECRET);
    format!(
        "{mechanism}:
  driver = plaintext
  server_set_id = {account}
  server_prompts = {prompts}
  server_condition = ${{if and{{{{eq{{{account}}}{{{right_account}}}}}{{eq{{{secret}}}{{{right_secret}}}}}}}}}
"
    )
}

/// What is in a folder; nothing where there is none.
fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).collect()
}

fn name(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

//! `frontdesk serve`: the page that confirms addresses and the worker of the outbox, without a window. It may run beside
//! one on the same directory.

use std::{
    io::{self, IsTerminal as _},
    net::SocketAddr,
    sync::Arc,
};

use accounts::{Desk, ServiceSecret, password::Password};
use activation::{HeaderName, Site};
use clap::Args;
use keychain::OsKeychain;
use tauri::async_runtime;
use tokio::net::TcpListener;
use zeroize::Zeroizing;

use crate::{
    ipc::{CommandError, ErrorCode},
    log,
    places::{Places, PlacesError},
    shell::Shell,
    stage::Stage,
};

/// How the page is served.
#[derive(Args)]
pub struct Options {
    /// Where to listen, on this computer only: a reverse proxy with TLS makes it reachable. Port 0 takes a free one.
    #[arg(long, default_value = "127.0.0.1:8460", value_name = "ADDRESS:PORT")]
    listen: SocketAddr,
    /// The header in which the reverse proxy names the client's address, as X-Forwarded-For. Only with a proxy that sets
    /// it itself, whatever the client sent.
    #[arg(long, value_name = "HEADER")]
    trusted_header: Option<HeaderName>,
}

/// Why the page is not served.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// What is typed on the page would be read on the way.
    #[error(
        "--listen {0} is open to other computers, and the page is served without TLS. Listen on 127.0.0.1 and put a \
         reverse proxy with TLS before it"
    )]
    NotThisComputer(SocketAddr),
    /// The address is taken, or not this computer's.
    #[error("{address} cannot be listened on: {source}")]
    Listen {
        /// Which.
        address: SocketAddr,
        /// What the system said.
        source: io::Error,
    },
    /// Nobody started a directory here.
    #[error("there is no directory yet. Start Frontdesk once and make one")]
    NoDirectory,
    /// The directory is not open.
    #[error("the directory cannot be opened: {0}")]
    Directory(&'static str),
    /// There is no place for files.
    #[error(transparent)]
    Places(#[from] PlacesError),
    /// The passphrase or password could not be read.
    #[error("the passphrase or password could not be read: {0}")]
    Secret(io::Error),
}

/// Serves until the process is told to end.
pub fn run(options: &Options) -> Result<(), ServeError> {
    if !options.listen.ip().is_loopback() {
        return Err(ServeError::NotThisComputer(options.listen));
    }
    let places = Places::of_this_user()?;
    log::start(&places.logs);
    async_runtime::block_on(async {
        let shell = Shell::new(places, Arc::new(OsKeychain::new()), Arc::new(|_| {}));
        let served = serve(&shell, options).await;
        shell.close().await;
        served
    })
}

async fn serve(shell: &Shell, options: &Options) -> Result<(), ServeError> {
    let desk = open(shell).await?;
    let refused = |source| ServeError::Listen {
        address: options.listen,
        source,
    };
    let listener = TcpListener::bind(options.listen).await.map_err(refused)?;
    let address = listener.local_addr().map_err(refused)?;
    #[expect(clippy::print_stdout, reason = "whoever starts it wants to know the port")]
    {
        println!("Frontdesk serves http://{address}");
    }
    let site = Site::new(desk, options.trusted_header.clone());
    activation::serve(listener, site, told_to_end()).await;
    Ok(())
}

/// Opens the directory; a passphrase, or a password that is not kept here, comes from the terminal or from standard input.
async fn open(shell: &Shell) -> Result<Desk, ServeError> {
    shell.open().await;
    let failed = |error: CommandError| ServeError::Directory(words(error.code));
    if shell.at(|stage| matches!(stage, Stage::Passphrase { .. })).await {
        let passphrase = Password::new(&asked("Passphrase of the directory: ").await?);
        shell.unlock_directory(&passphrase).await.map_err(failed)?;
    }
    if shell.at(|stage| matches!(stage, Stage::Credentials { .. })).await {
        let password = ServiceSecret::new(asked("Password for the directory's server: ").await?);
        let entered = shell.enter_credentials(Some(password), None).await;
        entered.map_err(failed)?;
    }
    shell
        .at(|stage| match stage {
            Stage::Open(open) => Ok(open.desk.clone()),
            Stage::FirstRun { .. } | Stage::Vacant { .. } => Err(ServeError::NoDirectory),
            Stage::Problem(problem) => Err(ServeError::Directory(words(problem.error.code))),
            Stage::Opening | Stage::Passphrase { .. } | Stage::Credentials { .. } => {
                Err(ServeError::Directory(words(ErrorCode::Unexpected)))
            }
        })
        .await
}

async fn asked(prompt: &'static str) -> Result<Zeroizing<String>, ServeError> {
    let secret = async_runtime::spawn_blocking(move || secret(prompt)).await;
    let secret = secret.map_err(|_| ServeError::Directory(words(ErrorCode::Unexpected)))?;
    secret.map_err(ServeError::Secret)
}

fn secret(prompt: &str) -> io::Result<Zeroizing<String>> {
    if io::stdin().is_terminal() {
        return rpassword::prompt_password(prompt).map(Zeroizing::new);
    }
    let mut line = Zeroizing::new(String::new());
    io::stdin().read_line(&mut line)?;
    Ok(Zeroizing::new(line.trim_end_matches(['\r', '\n']).to_owned()))
}

/// Ctrl+C, and on Unix what ends a service.
async fn told_to_end() {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        // Without the signal's handler the system ends the process by itself.
        if let Ok(mut terminated) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = interrupted => {}
                _ = terminated.recv() => {}
            }
            return;
        }
    }
    let _ = interrupted.await;
}

/// What the window says in its own words, for a terminal.
const fn words(code: ErrorCode) -> &'static str {
    match code {
        ErrorCode::KeyMissing => "the keychain holds no key for it",
        ErrorCode::KeyWrong => "the key or passphrase is not the one of this directory",
        ErrorCode::KeyFileMissing => "the description of its key is gone or unreadable",
        ErrorCode::NewerVersion => "a newer Frontdesk wrote it",
        ErrorCode::KeychainMissing => "there is no keychain in this login session",
        ErrorCode::KeychainLocked => "the keychain is locked",
        ErrorCode::KeychainTimedOut => "the keychain does not answer",
        ErrorCode::DirectoryBusy => "another program holds its file",
        ErrorCode::ReadOnly => "its file or folder cannot be written",
        ErrorCode::DiskFull => "no space is left",
        ErrorCode::Damaged => "its file is damaged",
        ErrorCode::ConnectionNameUnknown => "the name of its server is not known",
        ErrorCode::ConnectionRefused | ErrorCode::ConnectionNoAnswer | ErrorCode::ConnectionCut => {
            "its server does not answer"
        }
        ErrorCode::ConnectionNotReady | ErrorCode::ConnectionServerFull => "its server takes nobody now",
        ErrorCode::ConnectionNoTls
        | ErrorCode::ConnectionUntrusted
        | ErrorCode::ConnectionOtherHost
        | ErrorCode::ConnectionExpired
        | ErrorCode::ConnectionTlsFailed => "the connection to its server is not safe",
        ErrorCode::ConnectionCredentials | ErrorCode::ConnectionNotAdmitted => {
            "its server does not let this user in"
        }
        ErrorCode::ConnectionDatabaseUnknown => "its server has no such database",
        ErrorCode::ConnectionReadOnly => "its servers only follow another one",
        ErrorCode::ConnectionNoRights => "this user may not do there what has to be done",
        ErrorCode::ConnectionNewerSchema => "a newer Frontdesk made its tables",
        _ => "the log says why",
    }
}

//! Only one Frontdesk per home.
//!
//! A lock on a file decides who is first: the system lets go of it however the program ends. A local socket (on Windows
//! a named pipe) carries the one thing that a second start has to say: show yourself. Connecting is the message.

use std::{
    fs::{self, File, TryLockError},
    io::{self, Read, Write},
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError, mpsc},
    thread,
    time::{Duration, Instant},
};

use interprocess::local_socket::{ListenerOptions, Name, prelude::*};
use sha2::{Digest, Sha256};

use crate::places::{Places, PlacesError};

/// The file, beside the data, whose lock the first Frontdesk holds.
const LOCK_FILE: &str = "frontdesk.lock";

/// How long a second start waits for the first to answer, or to finish ending.
const PATIENCE: Duration = Duration::from_secs(2);

/// Between two tries of what may succeed soon.
const PAUSE: Duration = Duration::from_millis(50);

/// What this start is.
#[derive(Debug)]
pub enum Start {
    /// The only one. The guard must live as long as the program.
    First(Guard),
    /// Another one runs and has been asked to show its window: this one ends.
    Second,
}

/// Keeps other starts second.
#[derive(Debug)]
pub struct Guard {
    listener: Mutex<Option<LocalSocketListener>>,
    _lock: File,
}

/// Why it is unknown whether another Frontdesk runs.
#[derive(Debug, thiserror::Error)]
pub enum ClaimError {
    /// There is no folder for the lock.
    #[error(transparent)]
    Places(#[from] PlacesError),
    /// The lock could not be made or asked, as on a disk that is read-only.
    #[error("the lock that keeps a second Frontdesk away cannot be used")]
    Lock {
        /// The file.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
}

/// Finds out whether this is the first Frontdesk of this home, and if it is not, asks the first to show its window.
pub fn claim(places: &Places) -> Result<Start, ClaimError> {
    places.create_private()?;
    let path = places.data.join(LOCK_FILE);
    let refused = |source| ClaimError::Lock {
        path: path.clone(),
        source,
    };
    let lock = open_private(&path).map_err(refused)?;
    let deadline = Instant::now() + PATIENCE;
    loop {
        match lock.try_lock() {
            Ok(()) => {
                let listener = Mutex::new(listen(&places.data));
                return Ok(Start::First(Guard {
                    listener,
                    _lock: lock,
                }));
            }
            Err(TryLockError::Error(error)) => return Err(refused(error)),
            Err(TryLockError::WouldBlock) => {
                // One that does not listen is just beginning or just ending: in the second case this one is the first.
                if ask_to_show(&places.data) || Instant::now() > deadline {
                    return Ok(Start::Second);
                }
                thread::sleep(PAUSE);
            }
        }
    }
}

impl Guard {
    /// From now on `callback` is called, from another thread, for each second start; also for those that came since
    /// the claim and still wait. To be called once: later calls change nothing.
    pub fn on_second_start(&self, callback: impl Fn() + Send + 'static) {
        let listener = self
            .listener
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        let Some(listener) = listener else { return };
        let answering = move || {
            for second in listener.incoming() {
                let Ok(mut second) = second else {
                    // As when no file can be opened any more: that may pass.
                    thread::sleep(PAUSE);
                    continue;
                };
                callback();
                // The second start waits for this, and ends without it too.
                let _ = second.write_all(b".");
            }
        };
        if let Err(error) = thread::Builder::new()
            .name("second starts".to_owned())
            .spawn(answering)
        {
            tracing::warn!(%error, "a second start will not bring the window to the front");
        }
    }
}

fn open_private(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        // On a disk that is read-only a file of an earlier start will do: it is never written.
        Err(error) => File::open(path).map_err(|_| error),
        opened => opened,
    }
}

/// Without a socket the program is whole but for showing its window, so that alone is no reason to fail.
fn listen(data: &Path) -> Option<LocalSocketListener> {
    let listening = socket(data).and_then(|socket| {
        // Left by one that crashed. Whoever holds the lock may remove it.
        #[cfg(unix)]
        remove_if_there(&socket)?;
        let options = ListenerOptions::new().name(name(&socket)?);
        #[cfg(target_os = "linux")]
        let options = interprocess::os::unix::local_socket::ListenerOptionsExt::mode(options, 0o600);
        options.create_sync()
    });
    listening
        .inspect_err(|error| tracing::warn!(%error, "a second start will not bring the window to the front"))
        .ok()
}

/// Whether the first Frontdesk has heard that it should show its window.
fn ask_to_show(data: &Path) -> bool {
    let Ok(socket) = socket(data) else { return false };
    let (heard, was_heard) = mpsc::channel();
    // In a thread, since neither connecting nor reading can be limited in time on every system.
    let asking = thread::Builder::new().spawn(move || {
        let connected = name(&socket).and_then(LocalSocketStream::connect);
        let _ = heard.send(connected.is_ok());
        if let Ok(mut first) = connected {
            let answered = first.read_exact(&mut [0]);
            let _ = heard.send(answered.is_ok());
        }
    });
    if asking.is_err() || was_heard.recv_timeout(PATIENCE) != Ok(true) {
        return false;
    }
    // A window that is still being opened answers late, and then shows itself anyway.
    was_heard.recv_timeout(PATIENCE).unwrap_or(true)
}

/// The socket's file: beside the data, or where that path is too long for a socket (104 bytes on macOS, 108 on Linux,
/// with the closing zero), in the folder for such things, under a name that follows from the path.
#[cfg(unix)]
fn socket(data: &Path) -> io::Result<PathBuf> {
    let beside = data.join("frontdesk.sock");
    if beside.as_os_str().len() < 104 {
        return Ok(beside);
    }
    let folder = std::env::var_os("XDG_RUNTIME_DIR").map_or_else(std::env::temp_dir, PathBuf::from);
    Ok(folder.join(format!("{}.sock", derived_name(data)?)))
}

/// The named pipe's name.
#[cfg(windows)]
fn socket(data: &Path) -> io::Result<PathBuf> {
    derived_name(data).map(PathBuf::from)
}

#[cfg(unix)]
fn name(socket: &Path) -> io::Result<Name<'_>> {
    socket.to_fs_name::<interprocess::local_socket::GenericFilePath>()
}

#[cfg(windows)]
fn name(socket: &Path) -> io::Result<Name<'_>> {
    socket
        .as_os_str()
        .to_ns_name::<interprocess::local_socket::GenericNamespaced>()
}

fn derived_name(data: &Path) -> io::Result<String> {
    let data = fs::canonicalize(data)?;
    let digest = Sha256::digest(data.as_os_str().as_encoded_bytes());
    let short = digest
        .iter()
        .take(8)
        .fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
    Ok(format!("frontdesk-{short:016x}"))
}

#[cfg(unix)]
fn remove_if_there(socket: &Path) -> io::Result<()> {
    match fs::remove_file(socket) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

//! The log file: what failed and why, never who or with which secret.

use std::{
    fs::{self, File, OpenOptions},
    path::Path,
    sync::Mutex,
};

use tracing_subscriber::EnvFilter;

/// Octets after which the log begins anew; one older file is kept.
const LIMIT: u64 = 5 * 1024 * 1024;

/// Starts logging to `frontdesk.log` in a folder. `FRONTDESK_LOG` sets what is logged, as `debug` or
/// `frontdesk=trace`; `info` without it. A log that cannot be written stops nobody from working.
pub fn start(folder: &Path) {
    let Ok(file) = open(folder) else {
        return;
    };
    let filter = EnvFilter::try_from_env("FRONTDESK_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    let logging = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(false)
        .with_writer(Mutex::new(file));
    // Fails where a test has set up logging before: then that one stands.
    let _ = logging.try_init();
}

fn open(folder: &Path) -> std::io::Result<File> {
    fs::create_dir_all(folder)?;
    let path = folder.join("frontdesk.log");
    if fs::metadata(&path).is_ok_and(|file| file.len() > LIMIT) {
        fs::rename(&path, folder.join("frontdesk.old.log"))?;
    }
    OpenOptions::new().create(true).append(true).open(path)
}

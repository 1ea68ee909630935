//! What can go wrong, in words for whoever sits before the terminal.

use std::{io, path::PathBuf};

/// Why a task ended early.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The command line was not understood.
    #[error("the command line was not understood")]
    Usage,
    /// A program could not be started at all.
    #[error("{program} could not be started: {cause}\n{advice}")]
    NotStarted {
        /// Its name.
        program: String,
        /// Why.
        cause: io::Error,
        /// What to do.
        advice: String,
    },
    /// A program ended with an error.
    #[error("failed: {command}")]
    Failed {
        /// The command line.
        command: String,
    },
    /// Something has to be installed by hand.
    #[error("missing on this computer:\n{0}")]
    Missing(String),
    /// The person at the terminal said no.
    #[error("nothing was installed. To do it yourself:\n  {0}")]
    Declined(String),
    /// A file or folder could not be read or written.
    #[error("{}: {cause}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        cause: io::Error,
    },
    /// There is no screen.
    #[error(
        "Frontdesk is built, but there is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set).\n\
         To see the window anyway:\n  \
         cargo xtask screenshot window.png   what it shows, from a virtual display, as a picture\n  \
         ssh -X this-computer                then `cargo xtask run`: the window opens where you sit\n  \
         xvfb-run -a cargo xtask run         runs it on a virtual display until you stop it"
    )]
    NoDisplay,
    /// The window did not show up.
    #[error("the window did not show within {seconds} s; what the application said is in {}", log.display())]
    NoWindow {
        /// How long was waited.
        seconds: u64,
        /// Its output.
        log: PathBuf,
    },
    /// A figure is over its limit.
    #[error("over the limit:\n{0}")]
    OverLimit(String),
}

impl Failure {
    /// For a file or folder.
    pub fn file(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |cause| Self::File { path, cause }
    }
}

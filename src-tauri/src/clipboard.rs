//! Copying a password: kept out of clipboard histories, and taken away again.
//!
//! One thread owns the clipboard, because on X11 and Wayland the program that copied has to serve what it copied, and
//! because reading it back can wait for a program that does not answer. The thread starts with the first copy.
//!
//! The clipboard of the system holds its own copy of the text, which cannot be wiped from here, only cleared.

use std::{
    error::Error,
    fmt,
    sync::{
        Mutex, PoisonError,
        mpsc::{self, Receiver, RecvTimeoutError, Sender},
    },
    thread,
    time::{Duration, Instant},
};

use arboard::Set;
use tokio::{sync::oneshot, time::timeout};
use zeroize::Zeroizing;

/// How many seconds a password may stay in the clipboard.
pub const SECONDS: std::ops::RangeInclusive<u32> = 10..=120;

/// How long a caller waits for the clipboard.
const PATIENCE: Duration = Duration::from_secs(2);

/// Another program may hold the Windows clipboard for a moment: clearing is tried so often, this far apart.
const TRIES: u32 = 5;
const BETWEEN_TRIES: Duration = Duration::from_millis(100);

/// Copies passwords; one for the whole program.
#[derive(Default)]
pub struct Clipboard {
    orders: Mutex<Option<Sender<Order>>>,
}

/// Why nothing was copied. Never holds what was to be copied.
#[derive(Debug, thiserror::Error)]
pub enum ClipboardError {
    /// This session has no clipboard, or another program keeps it to itself.
    #[error("there is no clipboard to copy to")]
    Unavailable(#[source] Box<dyn Error + Send + Sync>),
    /// The clipboard did not answer within two seconds.
    #[error("the clipboard does not answer")]
    TimedOut,
}

enum Order {
    Copy(Copy, oneshot::Sender<Result<bool, ClipboardError>>),
    Clear(Sender<()>),
}

struct Copy {
    text: Zeroizing<String>,
    stay: Duration,
    on_cleared: Box<dyn FnOnce() + Send>,
}

/// What was copied and has not been cleared.
struct Held {
    board: arboard::Clipboard,
    text: Zeroizing<String>,
    until: Instant,
    on_cleared: Box<dyn FnOnce() + Send>,
}

impl Clipboard {
    /// Does nothing yet: the thread starts with the first copy.
    pub fn start() -> Self {
        Self::default()
    }

    /// Copies a password for so many seconds, brought within [`SECONDS`]. `on_cleared` is called from another thread
    /// once it was cleared, and never if something else was copied meanwhile. Waits two seconds at most.
    ///
    /// The answer is whether the system has a way to keep a copy out of clipboard histories, and it was used.
    pub async fn copy(
        &self,
        text: impl Into<Zeroizing<String>>,
        seconds: u32,
        on_cleared: impl FnOnce() + Send + 'static,
    ) -> Result<bool, ClipboardError> {
        let copy = Copy {
            text: text.into(),
            stay: Duration::from_secs(seconds.clamp(*SECONDS.start(), *SECONDS.end()).into()),
            on_cleared: Box::new(on_cleared),
        };
        let (answer, answered) = oneshot::channel();
        self.order(Order::Copy(copy, answer))?;
        match timeout(PATIENCE, answered).await {
            Ok(Ok(copied)) => copied,
            // Too late, or the thread has ended without an answer.
            _ => Err(ClipboardError::TimedOut),
        }
    }

    /// Clears the clipboard at once if it still holds what was copied here: for the end of the program, and for when
    /// it locks. Waits two seconds at most.
    pub fn clear_now(&self) {
        let orders = self.orders.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let (done, is_done) = mpsc::channel();
        if let Some(orders) = orders
            && orders.send(Order::Clear(done)).is_ok()
        {
            // Whether it answered or not, there is nothing more to be done.
            let _ = is_done.recv_timeout(PATIENCE);
        }
    }

    fn order(&self, order: Order) -> Result<(), ClipboardError> {
        let mut orders = self.orders.lock().unwrap_or_else(PoisonError::into_inner);
        let order = match &*orders {
            Some(running) => match running.send(order) {
                Ok(()) => return Ok(()),
                // It has ended: another one begins.
                Err(mpsc::SendError(order)) => order,
            },
            None => order,
        };
        let (sender, receiver) = mpsc::channel();
        thread::Builder::new()
            .name("clipboard".to_owned())
            .spawn(move || serve(&receiver))
            .map_err(|error| ClipboardError::Unavailable(Box::new(error)))?;
        let _ = sender.send(order);
        *orders = Some(sender);
        Ok(())
    }
}

impl Drop for Clipboard {
    fn drop(&mut self) {
        self.clear_now();
    }
}

impl fmt::Debug for Clipboard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Clipboard").finish_non_exhaustive()
    }
}

fn serve(orders: &Receiver<Order>) {
    let mut held: Option<Held> = None;
    loop {
        let order = match &held {
            Some(held) => orders.recv_timeout(held.until.saturating_duration_since(Instant::now())),
            None => orders.recv().map_err(|_| RecvTimeoutError::Disconnected),
        };
        match order {
            Ok(Order::Copy(copy, answer)) => {
                let copied = place(copy, &mut held);
                // A caller who no longer waits was told that it failed, so it must not stay there.
                if answer.send(copied).is_err() {
                    clear(held.take());
                }
            }
            Ok(Order::Clear(done)) => {
                clear(held.take());
                let _ = done.send(());
            }
            Err(RecvTimeoutError::Timeout) => clear(held.take()),
            Err(RecvTimeoutError::Disconnected) => return clear(held.take()),
        }
    }
}

/// Puts the text there. Where that fails, what was held before still is.
fn place(copy: Copy, held: &mut Option<Held>) -> Result<bool, ClipboardError> {
    let unavailable = |error: arboard::Error| ClipboardError::Unavailable(Box::new(error));
    let mut board = arboard::Clipboard::new().map_err(unavailable)?;
    let (set, kept_out) = out_of_histories(board.set());
    set.text(copy.text.as_str()).map_err(unavailable)?;
    *held = Some(Held {
        board,
        text: copy.text,
        until: Instant::now() + copy.stay,
        on_cleared: copy.on_cleared,
    });
    Ok(kept_out)
}

/// Clears the clipboard if it holds what is held, and tells so.
fn clear(held: Option<Held>) {
    let Some(mut held) = held else { return };
    for left in (0..TRIES).rev() {
        match held.board.get_text().map(Zeroizing::new) {
            Ok(found) if found == held.text => {
                if held.board.clear().is_ok() {
                    return (held.on_cleared)();
                }
            }
            // Something else was copied meanwhile: that is not ours to clear.
            Ok(_) | Err(arboard::Error::ContentNotAvailable | arboard::Error::ConversionFailure) => return,
            Err(_) => {}
        }
        if left == 0 {
            tracing::warn!("a copied password could not be cleared from the clipboard");
        } else {
            thread::sleep(BETWEEN_TRIES);
        }
    }
}

/// KDE's hint, which most clipboard managers of Linux respect, under X11 and Wayland.
#[cfg(all(unix, not(target_os = "macos")))]
fn out_of_histories(set: Set<'_>) -> (Set<'_>, bool) {
    (arboard::SetExtLinux::exclude_from_history(set), true)
}

/// Out of the system's history, its copy in the cloud, and the programs that watch the clipboard.
#[cfg(windows)]
fn out_of_histories(set: Set<'_>) -> (Set<'_>, bool) {
    use arboard::SetExtWindows;

    let set = set
        .exclude_from_history()
        .exclude_from_cloud()
        .exclude_from_monitoring();
    (set, true)
}

/// The mark of nspasteboard.org, which the clipboard managers of macOS respect.
#[cfg(target_os = "macos")]
fn out_of_histories(set: Set<'_>) -> (Set<'_>, bool) {
    (arboard::SetExtApple::exclude_from_history(set), true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn with_nothing_copied_there_is_nothing_to_clear_and_no_thread() {
        let clipboard = Clipboard::start();
        clipboard.clear_now();
        assert!(clipboard.orders.lock().unwrap().is_none());
    }
}

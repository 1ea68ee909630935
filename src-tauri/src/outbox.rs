//! The worker that delivers e-mails while a directory is open.

use std::{sync::Arc, time::Duration};

use accounts::Desk;
use delivery::outbox::{Pace, Worker};
use tokio::{
    sync::{Mutex, watch},
    task::JoinHandle,
};

use crate::{ipc::EventName, shell::Notify};

/// How long a worker may take to end (it ends sooner than that by itself).
const ENDS_WITHIN: Duration = Duration::from_secs(2);

/// Between two words to the window about the same: it looks anew at each.
const APART: Duration = Duration::from_millis(300);

/// Who else works in a directory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Nobody on another computer: what this one cannot send, none can, and it says so.
    ThisComputer,
    /// Others too: what this one lacks the password for is left to them.
    Office,
}

/// A worker that runs.
pub struct Delivering {
    stop: watch::Sender<bool>,
    task: Mutex<Option<JoinHandle<()>>>,
}

impl Delivering {
    /// Starts one; `notify` tells the window what it did.
    pub fn start(desk: &Desk, tell: Notify, reach: Reach) -> Self {
        let (stop, stopped) = watch::channel(false);
        let news = Arc::new(tokio::sync::Notify::new());
        let heard = Arc::clone(&news);
        let worker = Worker {
            directory: Arc::clone(&desk.directory),
            mailer: Arc::clone(&desk.mailer),
            clock: Arc::clone(&desk.clock),
            randomness: desk.randomness,
            texts: desk.texts,
            only_with_secret: reach == Reach::Office,
            bell: Arc::clone(&desk.bell),
            pace: Pace::default(),
            changed: Arc::new(move || news.notify_one()),
        };
        let task = tokio::spawn(async move {
            tokio::select! {
                () = worker.run(stopped) => {}
                () = pass_on(&heard, &tell) => {}
            }
        });
        Self {
            stop,
            task: Mutex::new(Some(task)),
        }
    }

    /// Ends it, and waits for that.
    pub async fn stop(&self) {
        // Fails where the worker has ended already.
        let _ = self.stop.send(true);
        if let Some(task) = self.task.lock().await.take() {
            // What is still on its way then comes again when its claim has ended.
            let _ = tokio::time::timeout(ENDS_WITHIN, task).await;
        }
    }
}

/// Tells the window what the worker did, however much that is at once.
async fn pass_on(heard: &tokio::sync::Notify, tell: &Notify) {
    loop {
        heard.notified().await;
        tell(EventName::OutboxChanged);
        tell(EventName::UsersChanged);
        tokio::time::sleep(APART).await;
    }
}

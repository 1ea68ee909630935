//! Moving house: the open directory is copied to another place, which can be opened once all is there and compared.

use std::{
    fs,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use accounts::{
    activity::Entry,
    first_run::passphrase_problems,
    password::{Password, Person},
};
use directories::{CopyError, CopyTo, DirectoryKey, KeySource, Progress, Storage, copy};
use tokio::{sync::watch, task::JoinHandle, time::timeout};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::{
    ipc::{CommandError, CopyStage, CopyState, ErrorCode, EventName},
    known::{DirectoryList, KnownDirectory, Place, new_id},
    locked::locked,
    shell::{Notify, Shell},
};

/// Between two words to the window about the same copy.
const APART: Duration = Duration::from_millis(250);

/// How long a copy may take to notice that it is to end.
const ENDING: Duration = Duration::from_secs(2);

/// What the folders begin with that hold further local directories, inside that of the first.
const INSIDE: &str = "local-";

/// The copy that goes on, or the last one.
pub struct Copying {
    state: Arc<Mutex<CopyState>>,
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

/// Where a copy is to go, as entered.
pub enum CopyDraft {
    /// To the database of a connection.
    Server(Uuid),
    /// To a new local directory.
    Local {
        /// As it is to be called.
        name: String,
        /// Where no keychain answers: the passphrase, and the same again.
        passphrase: Option<(Password, Zeroizing<String>)>,
    },
}

/// A copy that is to begin.
struct Move {
    from: Storage,
    to: CopyTo,
    /// What the target becomes.
    known: KnownDirectory,
    entry: Entry,
}

impl Shell {
    /// Begins to copy the open directory, or goes on with a copy that ended early.
    pub async fn copy_directory(&self, draft: CopyDraft) -> Result<CopyState, CommandError> {
        let mut copying = self.copying.lock().await;
        if copying
            .as_ref()
            .is_some_and(|copying| !copying.task.is_finished())
        {
            return Err(ErrorCode::CopyRunning.into());
        }
        let (desk, operator) = self.operator().await?;
        let open = self.open_directory().await?;
        let entry = desk.begin_copy(&operator, open.info().place).await?;
        let from = open.storage.clone().ok_or(ErrorCode::WrongState)?;
        let person = Person {
            first_name: operator.first_name.as_str(),
            last_name: operator.last_name.as_str(),
            email: operator.email.as_str(),
        };
        let (known, to) = match draft {
            CopyDraft::Server(id) => self.server_target(id).await?,
            CopyDraft::Local { name, passphrase } => self.local_target(&name, passphrase, &person).await?,
        };
        let begun = Copying::begin(
            Move {
                from,
                to,
                known,
                entry,
            },
            Arc::clone(&self.list),
            self.notifier(),
        );
        let state = begun.state();
        *copying = Some(begun);
        Ok(state)
    }

    /// How far it has come; nothing where none was begun since the start. What it became joins the list.
    pub async fn copy_state(&self) -> Result<Option<CopyState>, CommandError> {
        self.require_connecting().await?;
        Ok(self.copying.lock().await.as_ref().map(Copying::state))
    }

    /// Ends it. What was copied stays, so that the same copy can go on later.
    pub async fn cancel_copy(&self) -> Result<(), CommandError> {
        self.require_connecting().await?;
        if let Some(copying) = self.copying.lock().await.as_ref() {
            // Fails where it has ended already.
            let _ = copying.stop.send(true);
        }
        Ok(())
    }

    /// Ends it, and waits until it has: the program ends.
    pub(crate) async fn end_copy(&self) {
        if let Some(copying) = self.copying.lock().await.take() {
            // Fails where it has ended already.
            let _ = copying.stop.send(true);
            let _ = timeout(ENDING, copying.task).await;
        }
    }

    async fn server_target(&self, id: Uuid) -> Result<(KnownDirectory, CopyTo), CommandError> {
        let known = self.list.read()?;
        if known.active == Some(id) {
            return Err(ErrorCode::CopyTargetInUse.into());
        }
        let directory = known.find(id).ok_or(ErrorCode::NotFound)?;
        let connection = directory.server().ok_or(ErrorCode::NotFound)?.clone();
        let secrets = self.server_secrets(&connection).await;
        Ok((directory.clone(), CopyTo::Server { connection, secrets }))
    }

    /// A local directory that a copy was to become and has not yet: its folder is in no list, and its key is known.
    async fn unfinished(&self) -> Result<Option<(Uuid, DirectoryKey)>, CommandError> {
        let known = self.list.read()?;
        let folders = fs::read_dir(&self.places.data).into_iter().flatten().flatten();
        for folder in folders {
            let name = folder.file_name();
            let id = name.to_str().and_then(|name| name.strip_prefix(INSIDE));
            let Some(id) = id.and_then(|id| id.parse().ok()) else {
                continue;
            };
            if known.find(id).is_none()
                && let Ok(key) = self.key_in_keychain(id, &folder.path()).await
            {
                return Ok(Some((id, key)));
            }
        }
        Ok(None)
    }

    async fn local_target(
        &self,
        name: &str,
        passphrase: Option<(Password, Zeroizing<String>)>,
        person: &Person<'_>,
    ) -> Result<(KnownDirectory, CopyTo), CommandError> {
        let mut problems = Vec::new();
        let name = self.checked_name(name, None)?.unwrap_or_else(|problem| {
            problems.push(problem);
            String::new()
        });
        let needs_passphrase = !self.server_secrets.last().await;
        let passphrase = passphrase.filter(|_| needs_passphrase);
        if let Some((passphrase, again)) = &passphrase {
            problems.extend(passphrase_problems(passphrase, again, person));
        } else if needs_passphrase {
            problems.extend(passphrase_problems(&Password::new(""), "", person));
        }
        if !problems.is_empty() {
            return Err(CommandError::invalid(&problems));
        }
        let passphrase = passphrase.as_ref().map(|(passphrase, _)| passphrase);
        let (id, key, source) = match self.unfinished().await? {
            Some((id, key)) if passphrase.is_none() => (id, key, KeySource::Keychain),
            _ => {
                let id = new_id();
                let (key, source) = self.new_key(id, passphrase).await?;
                (id, key, source)
            }
        };
        let inside = format!("{INSIDE}{id}");
        let folder = self.places.data.join(&inside);
        fs::create_dir_all(&folder)
            .map_err(|error| CommandError::from_opening(error.into(), &self.places.data))?;
        let known = KnownDirectory {
            id,
            name,
            place: Place::Local(inside),
        };
        Ok((
            known,
            CopyTo::Local {
                folder,
                key,
                id,
                source,
            },
        ))
    }
}

impl Copying {
    fn begin(moved: Move, list: Arc<DirectoryList>, tell: Notify) -> Self {
        let state = Arc::new(Mutex::new(CopyState {
            to: moved.known.name.clone(),
            stage: CopyStage::Copying,
            done: 0,
            total: 0,
            connection: None,
            fault: None,
        }));
        let (stop, stopped) = watch::channel(false);
        let shared = Arc::clone(&state);
        let task = tokio::spawn(async move {
            let ended = run(&moved, &list, &shared, &tell, &stopped).await;
            {
                let mut state = locked(&shared);
                match ended {
                    Ok(()) => {
                        state.stage = CopyStage::Done;
                        state.connection = Some(moved.known.id.to_string());
                    }
                    Err(fault) => {
                        state.stage = CopyStage::Ended;
                        state.fault = Some(fault);
                    }
                }
            }
            tell(EventName::CopyChanged);
        });
        Self { state, stop, task }
    }

    fn state(&self) -> CopyState {
        locked(&self.state).clone()
    }
}

/// Copies, and puts what it became on the list.
async fn run(
    moved: &Move,
    list: &DirectoryList,
    state: &Mutex<CopyState>,
    tell: &Notify,
    stopped: &watch::Receiver<bool>,
) -> Result<(), CommandError> {
    let told = Mutex::new(Instant::now());
    let progress = |progress: Progress| {
        {
            let mut state = locked(state);
            state.stage = if progress.checking {
                CopyStage::Checking
            } else {
                CopyStage::Copying
            };
            state.done = u32::try_from(progress.done).unwrap_or(u32::MAX);
            state.total = u32::try_from(progress.total).unwrap_or(u32::MAX);
        }
        let mut told = locked(&told);
        if told.elapsed() >= APART {
            *told = Instant::now();
            tell(EventName::CopyChanged);
        }
    };
    let copied: Result<_, CopyError> = copy(&moved.from, &moved.to, &moved.entry, &progress, stopped).await;
    copied?;
    list.change(|known| known.add(moved.known.clone())).await
}

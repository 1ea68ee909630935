//! Hearing of changes: a connection of its own is told by the server (`LISTEN`), and asks by itself now and then, for
//! what was not heard. Where the server tells nothing, asking is all.

use std::time::Duration;

use accounts::{DirectoryError, Revision};
use sqlx::{
    PgConnection,
    postgres::{PgListener, PgPoolOptions},
    query_scalar,
};
use tokio::{
    sync::Mutex,
    time::{Instant, sleep, timeout, timeout_at},
};

use super::{
    Result,
    connections::Connections,
    failure::{code, directory, state},
    servers::CONNECTING,
};

/// How long a change is waited for.
const WAIT: Duration = Duration::from_secs(2);
/// How often it is asked for one where the server tells nothing.
const POLL: Duration = Duration::from_secs(1);
/// How long the server may take to answer.
const ANSWER: Duration = Duration::from_secs(2);

#[derive(Default)]
pub(super) struct Changes {
    /// Who listens, between two calls.
    ear: Mutex<Ear>,
}

#[derive(Default)]
enum Ear {
    #[default]
    None,
    /// Since this round of connections.
    Listening(PgListener, u64),
    /// The server tells nothing.
    Deaf,
}

impl Changes {
    pub async fn next(&self, connections: &Connections, seen: Option<Revision>) -> Result<Revision> {
        // There is one ear. Whoever comes while it is in use asks now and then.
        let place = self.ear.try_lock();
        // While it listens it is nobody's: a call that is given up half-way takes it along.
        let (mut place, ear) = match place {
            Ok(mut place) => {
                let ear = std::mem::take(&mut *place);
                (Some(place), ear)
            }
            Err(_) => (None, Ear::Deaf),
        };
        let heard = timeout(CONNECTING, async {
            let mut ear = opened(ear, connections).await?;
            let revision = wait(&mut ear, connections, seen).await?;
            Ok::<_, DirectoryError>((ear, revision))
        });
        let Ok(heard) = heard.await else {
            connections.give_up();
            return Err(DirectoryError::Unreachable);
        };
        let (ear, revision) = heard?;
        if let Some(place) = &mut place {
            **place = ear;
        }
        Ok(revision)
    }

    /// Listens no more.
    pub async fn close(&self) {
        if let Ok(mut ear) = timeout(ANSWER, self.ear.lock()).await {
            *ear = Ear::None;
        }
    }
}

/// An ear that listens, if the server tells anything. What happens from here on is heard.
async fn opened(ear: Ear, connections: &Connections) -> Result<Ear> {
    let round = connections.round();
    match ear {
        Ear::Deaf => return Ok(ear),
        Ear::Listening(_, since) if since == round => return Ok(ear),
        // What it listens to may be frozen, and another server in its place.
        Ear::Listening(..) | Ear::None => {}
    }
    let options = connections.servers.options_of_primary().await;
    let only = PgPoolOptions::new()
        .max_connections(1)
        .acquire_timeout(ANSWER)
        .connect_lazy_with(options);
    let listening = async {
        let mut listener = PgListener::connect_with(&only).await?;
        listener.eager_reconnect(false);
        listener.listen("frontdesk").await?;
        Ok(listener)
    };
    match listening.await {
        Ok(listener) => Ok(Ear::Listening(listener, round)),
        Err(error) => match code(&error).as_deref() {
            Some(state::NOT_SUPPORTED | state::SYNTAX | state::NO_FUNCTION) => Ok(Ear::Deaf),
            // Another server may be the one to ask: that shows at the next question.
            _ => Ok(Ear::None),
        },
    }
}

async fn wait(ear: &mut Ear, connections: &Connections, seen: Option<Revision>) -> Result<Revision> {
    let end = Instant::now() + WAIT;
    loop {
        let revision = asked(connections).await?;
        if seen != Some(revision) || Instant::now() >= end {
            return Ok(revision);
        }
        match ear {
            Ear::Listening(listener, _) => match timeout_at(end, listener.try_recv()).await {
                Ok(Ok(Some(_))) | Err(_) => {}
                // Its connection is gone.
                Ok(_) => *ear = Ear::None,
            },
            Ear::None | Ear::Deaf => sleep(POLL).await,
        }
    }
}

async fn asked(connections: &Connections) -> Result<Revision> {
    let answer = timeout(ANSWER, async {
        reading!(connections, connection => current(connection).await)
    });
    answer.await.unwrap_or_else(|_| {
        connections.give_up();
        Err(DirectoryError::Unreachable)
    })
}

async fn current(connection: &mut PgConnection) -> Result<Revision> {
    query_scalar("SELECT revision FROM activity_head")
        .fetch_one(connection)
        .await
        .map(Revision)
        .map_err(directory)
}

//! The directories that this computer knows: listed, tried, added, changed, removed, switched between.

use accounts::{Desk, Field, Flaw, Operator, Permission, Problem, ServiceSecret};
use directories::{ConnectionSecrets, PostgresConnection, TriedStep, UrlFlaw};
use uuid::Uuid;

use crate::{
    ipc::{CommandError, ErrorCode, EventName, StartState},
    known::{KnownDirectory, Place, new_id},
    servers::lacks_any,
    shell::Shell,
    stage::{self, Stage},
};

/// Characters of a name.
const NAME_MAX: usize = 60;

/// A connection as entered.
pub struct ConnectionDraft {
    /// Nothing for a new one.
    pub id: Option<Uuid>,
    /// As it is to be called.
    pub name: String,
    /// How the server is reached.
    pub server: PostgresConnection,
    /// Nothing for what this computer knows, or an address brought.
    pub secrets: ConnectionSecrets,
}

/// Who wants to change connections.
enum Connecting {
    /// An operator as the directory names them now.
    Named(Box<Desk>, Operator),
    /// One as it named them last: a connection that fails is mended by whoever had the right then.
    Remembered(Operator),
}

impl Shell {
    /// Proves who may change connections: an operator with the right. Before a directory is open nobody can be asked,
    /// and whoever sits here could change the file as well; once one is open, nobody does who has not signed in to it.
    pub(crate) async fn require_connecting(&self) -> Result<(), CommandError> {
        match self.connecting().await? {
            None => Ok(()),
            Some(Connecting::Named(desk, operator)) => Ok(desk.require_connecting(&operator).await?),
            Some(Connecting::Remembered(operator)) => Ok(operator.require(Permission::EditSettings)?),
        }
    }

    /// Whether that would be proved, for showing.
    pub(crate) async fn may_connect(&self) -> bool {
        match self.connecting().await {
            Ok(None) => true,
            Ok(Some(Connecting::Named(_, operator) | Connecting::Remembered(operator))) => {
                operator.may(Permission::EditSettings)
            }
            Err(_) => false,
        }
    }

    /// Who wants to change connections; nobody in particular while no directory is open.
    async fn connecting(&self) -> Result<Option<Connecting>, CommandError> {
        let Ok(open) = self.open_directory().await else {
            return Ok(None);
        };
        match self.operator().await {
            Ok((desk, operator)) => Ok(Some(Connecting::Named(Box::new(desk), operator))),
            Err(error) if error.code == ErrorCode::DirectoryUnreachable => {
                let remembered = open.remembered().ok_or(error)?;
                Ok(Some(Connecting::Remembered(remembered)))
            }
            Err(error) => Err(error),
        }
    }

    /// Reads an address, and puts the password aside that stands in it.
    pub async fn read_connection_address(
        &self,
        address: ServiceSecret,
    ) -> Result<(PostgresConnection, bool), CommandError> {
        self.require_connecting().await?;
        let (server, password) = PostgresConnection::parse_url(address.expose()).map_err(|flaw| {
            let flaw = match flaw {
                UrlFlaw::Parameter(name) => Flaw::Unknown(name),
                _ => Flaw::AddressInvalid,
            };
            CommandError::invalid(&[Problem::new(Field::ConnectionAddress, flaw)])
        })?;
        let taken = password.is_some();
        if let Some(password) = password {
            self.pasted.lock().await.insert(server.place(), password);
        }
        Ok((server, taken))
    }

    /// Goes through the steps of reaching a server as entered.
    pub async fn try_connection(&self, draft: ConnectionDraft) -> Result<Vec<TriedStep>, CommandError> {
        self.require_connecting().await?;
        let draft = self.checked(draft).await?;
        Ok(directories::try_connection(&draft.server, &draft.secrets).await)
    }

    /// Adds a connection, or changes one. Where the open one was changed, it is opened anew.
    pub async fn save_connection(&self, draft: ConnectionDraft) -> Result<KnownDirectory, CommandError> {
        self.require_connecting().await?;
        let draft = self.checked(draft).await?;
        let known = self.list.read()?;
        let before = draft.id.and_then(|id| known.find(id)).cloned();
        if draft.id.is_some() && before.as_ref().and_then(KnownDirectory::server).is_none() {
            return Err(ErrorCode::NotFound.into());
        }
        let saved = KnownDirectory {
            id: draft.id.unwrap_or_else(new_id),
            name: draft.name,
            place: Place::Postgres(draft.server.clone()),
        };
        self.keep_server_secrets(&draft.server, &draft.secrets).await?;
        self.list.change(|known| known.add(saved.clone())).await?;
        self.pasted.lock().await.clear();
        if let Some(server) = before.as_ref().and_then(KnownDirectory::server) {
            self.forget_unused_secrets(server).await?;
        }
        if known.active == Some(saved.id) {
            self.open_anew().await;
        }
        Ok(saved)
    }

    /// Leaves what is open and opens what is to be open.
    async fn open_anew(&self) {
        let _turn = self.opening.lock().await;
        self.leave_open().await;
        let stage = self.opened(None).await;
        self.enter(stage).await;
    }

    async fn leave_open(&self) {
        if let Ok(open) = self.open_directory().await {
            self.leave_session(&open).await;
            open.close().await;
        }
        self.enter(Stage::Opening).await;
    }

    async fn rename_open(&self, directory: &KnownDirectory) {
        let active = self
            .list
            .read()
            .is_ok_and(|known| known.active == Some(directory.id));
        if let Ok(open) = self.open_directory().await
            && active
        {
            open.rename(&directory.name);
        }
    }

    /// Gives a directory another name.
    pub async fn rename_connection(&self, id: Uuid, name: &str) -> Result<KnownDirectory, CommandError> {
        self.require_connecting().await?;
        let name = self
            .checked_name(name, Some(id))?
            .map_err(|problem| CommandError::invalid(&[problem]))?;
        let renamed = self
            .list
            .change(|known| {
                let directory = known.directories.iter_mut().find(|known| known.id == id)?;
                directory.name = name;
                Some(directory.clone())
            })
            .await?;
        let renamed = renamed.ok_or(ErrorCode::NotFound)?;
        self.rename_open(&renamed).await;
        self.notify(EventName::StartChanged);
        Ok(renamed)
    }

    /// Forgets a server's directory with its password; what is on the server stays. The open one is not forgotten, nor
    /// a local one, whose file would stay behind.
    pub async fn remove_connection(&self, id: Uuid) -> Result<(), CommandError> {
        self.require_connecting().await?;
        let known = self.list.read()?;
        if known.active == Some(id) {
            return Err(ErrorCode::ConnectionActive.into());
        }
        let server = known.find(id).and_then(KnownDirectory::server);
        let server = server.ok_or(ErrorCode::NotFound)?;
        self.list
            .change(|known| known.directories.retain(|known| known.id != id))
            .await?;
        self.forget_unused_secrets(server).await
    }

    /// Leaves the open directory and opens another one. Anybody may: who goes on there signs in there.
    pub async fn switch_connection(&self, id: Uuid) -> Result<StartState, CommandError> {
        let _turn = self.opening.lock().await;
        if self.list.read()?.find(id).is_none() {
            return Err(ErrorCode::NotFound.into());
        }
        self.leave_open().await;
        let stage = match self.list.change(|known| known.active = Some(id)).await {
            Ok(()) => self.opened(None).await,
            Err(error) => Stage::Problem(stage::Problem::of_list(error)),
        };
        self.enter(stage).await;
        self.start_state().await
    }

    /// Trims what was entered, tells all that is wrong with it, and adds the secrets that are known.
    async fn checked(&self, draft: ConnectionDraft) -> Result<ConnectionDraft, CommandError> {
        let mut problems = Vec::new();
        let name = match self.checked_name(&draft.name, draft.id)? {
            Ok(name) => name,
            Err(problem) => {
                problems.push(problem);
                String::new()
            }
        };
        let server = match draft.server.checked() {
            Ok(server) => server,
            Err(flaws) => {
                problems.extend(flaws);
                return Err(CommandError::invalid(&problems));
            }
        };
        let known = self.server_secrets(&server).await;
        let pasted = self.pasted.lock().await.get(&server.place()).cloned();
        let secrets = ConnectionSecrets {
            password: draft.secrets.password.or(pasted).or(known.password),
            client_key: draft
                .secrets
                .client_key
                .or(known.client_key)
                .filter(|_| !server.certificate.is_empty()),
        };
        if lacks_any(&server, &secrets) {
            let field = if server.certificate.is_empty() {
                Field::ConnectionPassword
            } else {
                Field::ConnectionKey
            };
            problems.push(Problem::new(field, Flaw::Required));
        }
        if !problems.is_empty() {
            return Err(CommandError::invalid(&problems));
        }
        Ok(ConnectionDraft {
            id: draft.id,
            name,
            server,
            secrets,
        })
    }

    pub(crate) fn checked_name(
        &self,
        name: &str,
        id: Option<Uuid>,
    ) -> Result<Result<String, Problem>, CommandError> {
        let known = self.list.read()?;
        let checked = accounts::text::line(name, NAME_MAX).and_then(|name| {
            if known.is_taken(&name, id) {
                Err(Flaw::NameTaken)
            } else {
                Ok(name)
            }
        });
        Ok(checked.map_err(|flaw| Problem::new(Field::ConnectionName, flaw)))
    }

    /// Forgets what a server was signed in to with that no connection names any more.
    async fn forget_unused_secrets(&self, server: &PostgresConnection) -> Result<(), CommandError> {
        let known = self.list.read()?;
        let mut others = known.directories.iter().filter_map(KnownDirectory::server);
        if others.any(|other| other.place() == server.place() && other.tls == server.tls) {
            return Ok(());
        }
        self.keep_server_secrets(server, &ConnectionSecrets::default())
            .await
    }
}

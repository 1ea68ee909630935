//! Connections to directories.

use accounts::{ServiceSecret, first_run::OwnerDraft};
use directories::ConnectionSecrets;
use tauri::command;
use uuid::Uuid;

use super::{Answer, Desktop};
use crate::{
    ipc::{
        Connection, ConnectionForm, Connections, CopyState, CopyTarget, DirectoryCondition, OwnerForm,
        ReadAddress, StartState, TriedConnection, from_connection::connection_id,
    },
    known::KnownDirectory,
};

/// The directories that this computer knows. How a server is reached is shown to who may change it.
#[command]
pub async fn connections(shell: Desktop<'_>) -> Answer<Connections> {
    let may_change = shell.may_connect().await;
    let known = shell.list.read()?;
    let mut connections = Vec::with_capacity(known.directories.len());
    for directory in &known.directories {
        let shown = shown_among(&shell, directory, known.active).await;
        connections.push(if may_change {
            shown
        } else {
            Connection {
                server: None,
                ..shown
            }
        });
    }
    Ok(Connections {
        connections,
        secrets_last: shell.server_secrets.last().await,
    })
}

/// Reads an address such as `postgresql://user:password@host/database`; the password stays in Rust.
#[command]
pub async fn read_connection_address(shell: Desktop<'_>, address: String) -> Answer<ReadAddress> {
    let address = ServiceSecret::new(address);
    let (server, password_taken) = shell.read_connection_address(address).await?;
    Ok(ReadAddress {
        server: server.into(),
        password_taken,
    })
}

/// Goes through the steps of reaching a server as entered.
#[command]
pub async fn try_connection(shell: Desktop<'_>, form: ConnectionForm) -> Answer<Vec<TriedConnection>> {
    let steps = shell.try_connection(form.try_into()?).await?;
    Ok(steps.into_iter().map(TriedConnection::from).collect())
}

/// Adds or changes a connection.
#[command]
pub async fn save_connection(shell: Desktop<'_>, form: ConnectionForm) -> Answer<Connection> {
    let saved = shell.save_connection(form.try_into()?).await?;
    shown(&shell, &saved).await
}

/// Gives a directory another name on this computer.
#[command]
pub async fn rename_connection(shell: Desktop<'_>, id: String, name: String) -> Answer<Connection> {
    let renamed = shell.rename_connection(connection_id(&id)?, &name).await?;
    shown(&shell, &renamed).await
}

/// Forgets a server's directory and its password.
#[command]
pub async fn remove_connection(shell: Desktop<'_>, id: String) -> Answer<()> {
    shell.remove_connection(connection_id(&id)?).await
}

/// Leaves the open directory and opens another one.
#[command]
pub async fn switch_connection(shell: Desktop<'_>, id: String) -> Answer<StartState> {
    shell.switch_connection(connection_id(&id)?).await
}

/// The password, and the key of our certificate, that a server's directory is opened with.
#[command]
pub async fn enter_credentials(
    shell: Desktop<'_>,
    password: Option<String>,
    key: Option<String>,
) -> Answer<StartState> {
    let (password, key) = (password.map(ServiceSecret::new), key.map(ServiceSecret::new));
    shell.enter_credentials(password, key).await
}

/// Makes the owner of a server's directory in which nobody is yet, and signs them in.
#[command]
pub async fn start_remote_directory(shell: Desktop<'_>, form: OwnerForm) -> Answer<StartState> {
    shell.start_remote_directory(&OwnerDraft::from(form)).await
}

/// Whether the open directory answers.
#[command]
pub async fn directory_condition(shell: Desktop<'_>) -> Answer<DirectoryCondition> {
    Ok(shell.open_directory().await?.watching.condition())
}

/// Begins to copy the open directory to another place, or goes on with that.
#[command]
pub async fn copy_directory(shell: Desktop<'_>, target: CopyTarget) -> Answer<CopyState> {
    shell.copy_directory(target.try_into()?).await
}

/// How far the copy has come.
#[command]
pub async fn copy_state(shell: Desktop<'_>) -> Answer<Option<CopyState>> {
    shell.copy_state().await
}

/// Ends the copy; it can go on later.
#[command]
pub async fn cancel_copy(shell: Desktop<'_>) -> Answer<()> {
    shell.cancel_copy().await
}

async fn shown(shell: &Desktop<'_>, directory: &KnownDirectory) -> Answer<Connection> {
    let active = shell.list.read()?.active;
    Ok(shown_among(shell, directory, active).await)
}

async fn shown_among(shell: &Desktop<'_>, directory: &KnownDirectory, active: Option<Uuid>) -> Connection {
    let info = directory.info(&shell.places.data);
    let server = directory.server();
    let secrets = match server {
        Some(server) => shell.server_secrets(server).await,
        None => ConnectionSecrets::default(),
    };
    Connection {
        id: directory.id.to_string(),
        name: info.name,
        kind: info.kind,
        place: info.place,
        active: active == Some(directory.id),
        server: server.cloned().map(Into::into),
        password_known: secrets.password.is_some(),
        key_known: secrets.client_key.is_some(),
    }
}

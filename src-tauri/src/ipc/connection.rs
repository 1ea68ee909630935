//! Connections to directories, and whether the open one answers.

use serde::{Deserialize, Serialize};

use super::{CommandError, DirectoryKind};

/// The directories that this computer knows, the open one among them.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Connections {
    pub connections: Vec<Connection>,
    /// Whether passwords outlive the program: false where there is no keychain, and they are asked for anew.
    pub secrets_last: bool,
}

/// A directory that this computer knows. No secret is in it.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Connection {
    pub id: String,
    /// As it is called here.
    pub name: String,
    pub kind: DirectoryKind,
    /// The folder of a local directory; else as `frontdesk@db.example.com:5432/users`.
    pub place: String,
    /// Opened now, and at the next start.
    pub active: bool,
    /// Nothing for a local directory, and for who may not change connections.
    pub server: Option<PostgresServer>,
    pub password_known: bool,
    /// Of the certificate that we show.
    pub key_known: bool,
}

/// How a PostgreSQL server is reached.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PostgresServer {
    /// Primary and standbys in any order: whichever may be written to is used.
    pub hosts: Vec<DatabaseHost>,
    pub database: String,
    pub user: String,
    pub tls: ConnectionTls,
    /// Certificates of an own authority in PEM; may be empty.
    pub authority: String,
    /// The certificate that we show, in PEM; may be empty.
    pub certificate: String,
}

/// A server's name and port.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DatabaseHost {
    pub name: String,
    pub port: u16,
}

/// How a connection is guarded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum ConnectionTls {
    /// TLS with chain and host name verified.
    VerifyFull,
    /// Not at all: whoever is on the way reads and changes everything.
    Plain,
}

/// A connection as entered.
#[derive(Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ConnectionForm {
    /// Null for a new one.
    pub id: Option<String>,
    pub name: String,
    pub server: PostgresServer,
    /// Null for the one that this computer knows, or that an address brought.
    pub password: Option<String>,
    /// Null likewise: the private key in PEM of the certificate that we show.
    pub key: Option<String>,
}

/// What an address of the form `postgresql://user:password@host/database` says.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ReadAddress {
    pub server: PostgresServer,
    /// A password stood in it. Rust keeps it for this server, and never tells it.
    pub password_taken: bool,
}

/// A step of reaching a server, and what became of it. The list ends with the first that failed.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct TriedConnection {
    pub step: ConnectionStep,
    pub fault: Option<CommandError>,
}

/// What a server is tried for, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum ConnectionStep {
    /// Its name has an address.
    Name,
    /// Somebody listens at the port.
    Port,
    /// Its certificate is trusted. Not tried in the clear.
    Tls,
    /// It lets us in.
    Credentials,
    /// We may read and write there what has to be.
    Rights,
    /// The tables are ours, and of a version that is known here.
    Schema,
}

/// Whether the open directory answers.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct DirectoryCondition {
    pub answers: bool,
    /// Why not, once that is known.
    pub fault: Option<CommandError>,
    /// Until the next try; nothing while it answers or is being asked.
    pub next_try_seconds: Option<u32>,
}

/// Where the open directory is to be copied to.
#[derive(Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(
    tag = "kind",
    rename_all = "snake_case",
    rename_all_fields = "camelCase",
    deny_unknown_fields
)]
pub enum CopyTarget {
    /// To the database of a connection, which holds no directory yet.
    Connection { id: String },
    /// To a new local directory on this computer.
    Local {
        name: String,
        /// Only where no keychain answers.
        passphrase: Option<String>,
        confirm_passphrase: Option<String>,
    },
}

/// How far the copy of the open directory has come.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct CopyState {
    /// The name of the connection that it goes to.
    pub to: String,
    pub stage: CopyStage,
    /// Rows that are there.
    pub done: u32,
    /// Rows in all.
    pub total: u32,
    /// The connection that it became, once all is there.
    pub connection: Option<String>,
    /// What ended it early. The same copy may be started again, and goes on where it ended.
    pub fault: Option<CommandError>,
}

/// What a copy does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum CopyStage {
    /// Rows are copied.
    Copying,
    /// Counts and the activity record are compared.
    Checking,
    /// All is there, and was compared.
    Done,
    /// It was cancelled, or something ended it.
    Ended,
}

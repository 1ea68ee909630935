//! How a directory on a server is reached.

mod check;
mod url;

use std::fmt;

use accounts::ServiceSecret;
use serde::{Deserialize, Serialize};

pub use self::url::UrlFlaw;

/// A directory in a database of a PostgreSQL server, or of several that follow each other. No secret is in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostgresConnection {
    /// Primary and standbys in any order, at least one: whichever may be written to is used.
    pub hosts: Vec<Host>,
    /// The database on them.
    pub database: String,
    /// Who signs in.
    pub user: String,
    /// How the connection is guarded.
    pub tls: Tls,
    /// Certificates in PEM of an own authority; empty for those that this computer trusts.
    pub authority: String,
    /// The certificate in PEM that we show, its chain after it; empty where none is asked for.
    pub certificate: String,
}

/// A server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Host {
    /// A name or an address.
    pub name: String,
    /// Its TCP port.
    pub port: u16,
}

/// How a connection is guarded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tls {
    /// By TLS, with chain and host name verified (`verify-full`).
    VerifyFull,
    /// Not at all: whoever is on the way reads and changes everything.
    Plain,
}

impl PostgresConnection {
    /// Where it is, for screens: `frontdesk@db.example.com:5432/users`. Its secrets are kept under this name too, so that
    /// a place that was changed has none.
    pub fn place(&self) -> String {
        let hosts: Vec<String> = self.hosts.iter().map(Host::to_string).collect();
        format!("{}@{}/{}", self.user, hosts.join(","), self.database)
    }
}

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.name.contains(':') {
            write!(f, "[{}]:{}", self.name, self.port)
        } else {
            write!(f, "{}:{}", self.name, self.port)
        }
    }
}

/// What a server is signed in to with.
#[derive(Debug, Clone, Default)]
pub struct ConnectionSecrets {
    /// Of the user; nothing where a certificate is enough.
    pub password: Option<ServiceSecret>,
    /// The private key in PEM of the certificate that we show.
    pub client_key: Option<ServiceSecret>,
}

//! A directory on a real PostgreSQL server, which a computer knows and nobody has opened yet.

use std::{fs, path::Path};

use peers::postgres::{Database, Postgres};
use serde_json::json;

use crate::trouble::{Outcome, Trouble};

/// The name of the directory in the window.
pub const NAME: &str = "Head office";

/// A database of its own on a server that several tests share.
#[derive(Debug, Clone)]
pub struct Server {
    /// The database.
    pub database: Database,
    port: u16,
    authority: String,
}

impl Server {
    /// An empty database on the server of all tests.
    pub fn shared() -> Outcome<Self> {
        Self::on(Postgres::shared().map_err(Trouble::with("PostgreSQL"))?)
    }

    /// An empty database on a server.
    pub fn on(postgres: &Postgres) -> Outcome<Self> {
        Ok(Self {
            database: postgres.database().map_err(Trouble::with("a database"))?,
            port: postgres.port(),
            authority: postgres.authority().to_owned(),
        })
    }

    /// The address to paste, with its password.
    pub fn address(&self) -> String {
        format!(
            "postgresql://{}:{}@localhost:{}/{}",
            Postgres::ROLE,
            Postgres::PASSWORD.replace(' ', "%20").replace('&', "%26"),
            self.port,
            self.database.name()
        )
    }

    /// As the window shows it.
    pub fn place(&self) -> String {
        format!(
            "{}@localhost:{}/{}",
            Postgres::ROLE,
            self.port,
            self.database.name()
        )
    }

    /// Who vouches for the server, in PEM.
    pub fn authority(&self) -> &str {
        &self.authority
    }

    /// Its port.
    pub const fn port(&self) -> u16 {
        self.port
    }

    /// Puts it on the list of a computer, as the one to open, without its password.
    pub fn write_into(&self, data: &Path) -> Outcome {
        let id = "7f1b8f5e-0f4b-4c6f-9d55-0d2f5a1b3c11";
        let server = json!({
            "hosts": [{ "name": "localhost", "port": self.port }],
            "database": self.database.name(), "user": Postgres::ROLE, "tls": "verify_full",
            "authority": self.authority, "certificate": ""
        });
        let list = json!({
            "computer": "2c0e2d4e-6f0a-4b57-8f3e-4e1c0a4f9d22", "active": id,
            "directories": [{ "id": id, "name": NAME, "place": { "postgres": server } }]
        });
        let written = fs::create_dir_all(data)
            .and_then(|()| fs::write(data.join("frontdesk.connections.json"), list.to_string()));
        written.map_err(Trouble::with("the list of directories"))
    }
}

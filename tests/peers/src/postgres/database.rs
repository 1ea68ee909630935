//! A database of a server, looked at past the application.

use std::{
    io::{self, Seek as _, Write as _},
    path::PathBuf,
    process::Command,
};

use super::{Postgres, installed};

/// A database of a server. It keeps no connection, so it is the same after the server was stopped and started again.
#[derive(Debug, Clone)]
pub struct Database {
    pub(super) name: String,
    pub(super) socket: PathBuf,
    pub(super) port: u16,
}

impl Database {
    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Runs statements as the superuser, each on its own; the first that fails ends it.
    pub fn run(&self, sql: &str) -> io::Result<()> {
        self.ask(sql).map(drop)
    }

    /// The same, and what they answer: a line for each row, `|` between columns.
    pub fn ask(&self, sql: &str) -> io::Result<String> {
        let mut command = installed::psql()?;
        command
            .arg("-h")
            .arg(&self.socket)
            .args(["-p", &self.port.to_string(), "-U", Postgres::SUPERUSER])
            .args(["-d", &self.name])
            .env("PGPASSWORD", Postgres::SUPERUSER_PASSWORD);
        answer(&mut command, sql)
    }
}

/// What psql answers to statements over a connection such as `host=localhost port=… user=… dbname=… sslmode=…`, or why
/// it was refused.
pub fn psql(connection: &str, password: &str, sql: &str) -> io::Result<String> {
    let mut command = installed::psql()?;
    command.args(["-d", connection]).env("PGPASSWORD", password);
    answer(&mut command, sql)
}

fn answer(command: &mut Command, sql: &str) -> io::Result<String> {
    // From a file, so that neither side waits for the other however much there is to say.
    let mut statements = tempfile::tempfile()?;
    statements.write_all(sql.as_bytes())?;
    statements.rewind()?;
    installed::finish(command.stdin(statements))
}

//! How a server is set up.

use std::{env, path::PathBuf};

use crate::authority::Certificate;

/// Connections that are kept for the superuser.
const RESERVED: u16 = 3;

/// Files that need not outlive anything lie in memory, where initdb and `create database` take a third of the time.
const MEMORY: &str = "/dev/shm";
/// How many octets have to be free there: for a database with a million users too.
const ROOM: u64 = 4 << 30;

/// How a server is set up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// What it shows to whom connects.
    pub certificate: Certificate,
    /// Whom it lets in.
    pub access: Access,
    /// How many connections there may be at once, besides three that are kept for the superuser.
    pub connections: u16,
    /// Whether what was stored outlives a failure of the power. It costs time: otherwise it lies in memory, where there
    /// is room.
    pub is_durable: bool,
    /// Further lines of `postgresql.conf`; they win over what is said before.
    pub settings: &'static [&'static str],
}

/// Whom a server lets in; the right password is needed with each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Whoever speaks TLS.
    Tls,
    /// Whoever speaks TLS and shows a certificate by the server's own authority.
    ClientCertificate,
    /// Also who speaks in the clear.
    TlsOrClear,
    /// Who speaks in the clear: the server has no TLS.
    Clear,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            certificate: Certificate::Good,
            access: Access::Tls,
            connections: 97,
            is_durable: false,
            settings: &[],
        }
    }
}

impl Options {
    /// In which folder its own folder is made.
    pub(super) fn place(self) -> PathBuf {
        let room = rustix::fs::statvfs(MEMORY).map(|memory| memory.f_bavail.saturating_mul(memory.f_frsize));
        if !self.is_durable && room.is_ok_and(|room| room >= ROOM) {
            MEMORY.into()
        } else {
            env::temp_dir()
        }
    }

    /// The names for which its authority vouches.
    pub(super) fn names(self) -> &'static [&'static str] {
        match self.certificate {
            Certificate::OtherHost => &["elsewhere.example"],
            Certificate::Good | Certificate::Expired => &["localhost", "127.0.0.1"],
        }
    }

    /// What is added to `postgresql.conf`. A standby has the same: where it listens is told when it starts.
    pub(super) fn settings(self) -> String {
        let switch = |is_on| if is_on { "on" } else { "off" };
        let mut settings = format!(
            "listen_addresses = '127.0.0.1'
max_connections = {}
superuser_reserved_connections = {RESERVED}
password_encryption = 'scram-sha-256'
ssl = {}
fsync = {}
logging_collector = off
wal_level = replica
max_wal_size = 256MB
wal_retrieve_retry_interval = '100ms'
",
            self.connections + RESERVED,
            switch(self.access != Access::Clear),
            switch(self.is_durable),
        );
        if self.access == Access::ClientCertificate {
            settings += "ssl_ca_file = 'authority.pem'\n";
        }
        for line in self.settings {
            settings += line;
            settings += "\n";
        }
        settings
    }

    /// The whole of `pg_hba.conf`. The socket in the server's folder is for looking past the application, and for
    /// standbys.
    pub(super) fn rules(self) -> String {
        let (kind, more) = match self.access {
            Access::Tls => ("hostssl", ""),
            Access::ClientCertificate => ("hostssl", " clientcert=verify-ca"),
            Access::TlsOrClear | Access::Clear => ("host", ""),
        };
        format!(
            "local all,replication admin scram-sha-256
{kind} all all 127.0.0.1/32 scram-sha-256{more}
"
        )
    }
}

//! The servers of a directory: how they are reached, and which of them may be written to.

use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use sqlx::{
    ConnectOptions as _, Executor as _, PgConnection, Row as _,
    postgres::{PgConnectOptions, PgSslMode},
};
use tokio::{
    net::{TcpStream, lookup_host},
    sync::Mutex,
    task::JoinSet,
    time::{sleep, timeout},
};

use super::{reaching, schema::Flaw};
use crate::{ConnectionFault, ConnectionSecrets, FaultKind, Host, PostgresConnection, Tls, certificates};

type Result<T> = std::result::Result<T, ConnectionFault>;

/// How long reaching a server may take, whichever of them.
pub(super) const CONNECTING: Duration = Duration::from_secs(4);
/// How long a server may be silent before the next one is asked too.
const NEXT: Duration = Duration::from_millis(300);

/// A server ends by itself what the client has given up, and a lock is waited for less long than the client waits for
/// the answer, so that `Busy` is told from `Unreachable`. A server that compiles statements takes longer for that than any
/// of ours runs; one that knows no such setting is not asked to leave it. The last row says whether the server may be
/// written to.
const SESSION: &str = "SET statement_timeout = '4s'; SET lock_timeout = '3s';
    SET idle_in_transaction_session_timeout = '6s';
    SELECT set_config('jit', 'off', false) FROM pg_settings WHERE name = 'jit';
    SHOW transaction_read_only";

/// For work that takes as long as it takes.
pub(super) const PATIENT: &str =
    "SET statement_timeout = 0; SET lock_timeout = 0; SET idle_in_transaction_session_timeout = 0";

/// Primary and standbys of one directory.
pub(super) struct Servers {
    connection: PostgresConnection,
    secrets: ConnectionSecrets,
    /// With these certificates none of them is reached.
    flaw: Option<FaultKind>,
    /// The one that could be written to last, and the gate of whoever looks for it.
    primary: Mutex<Looking>,
    /// Looks that found none.
    failed: AtomicU64,
}

struct Looking {
    last: usize,
    fault: Option<ConnectionFault>,
}

impl Servers {
    /// Of a connection with at least one host.
    pub fn new(connection: &PostgresConnection, secrets: &ConnectionSecrets) -> Result<Self> {
        if connection.hosts.is_empty() {
            return Err(ConnectionFault {
                kind: FaultKind::NameUnknown,
                host: String::new(),
                said: None,
            });
        }
        let mut servers = Self {
            connection: connection.clone(),
            secrets: secrets.clone(),
            flaw: None,
            primary: Mutex::new(Looking { last: 0, fault: None }),
            failed: AtomicU64::new(0),
        };
        servers.flaw = servers.flaw();
        Ok(servers)
    }

    /// What is wrong with the certificates of the connection.
    fn flaw(&self) -> Option<FaultKind> {
        let connection = &self.connection;
        if connection.tls == Tls::Plain {
            return None;
        }
        if !connection.authority.is_empty() && certificates::authority(&connection.authority).is_err() {
            return Some(FaultKind::AuthorityInvalid);
        }
        if connection.certificate.is_empty() {
            return None;
        }
        let key = self.secrets.client_key.as_ref().map_or("", |key| key.expose());
        match certificates::belong_together(&connection.certificate, key) {
            Ok(()) => None,
            Err(certificates::Invalid) => Some(FaultKind::CertificateInvalid),
        }
    }

    /// A new connection to the server that may be written to. Of several who miss it at the same moment one looks for
    /// all where it is not found.
    pub async fn connect(&self) -> Result<PgConnection> {
        let before = self.failed.load(Ordering::Acquire);
        let mut looking = self.primary.lock().await;
        if self.failed.load(Ordering::Acquire) != before
            && let Some(fault) = &looking.fault
        {
            return Err(fault.clone());
        }
        match self.look(looking.last).await {
            Ok((host, connection)) => {
                looking.last = host;
                looking.fault = None;
                Ok(connection)
            }
            Err(fault) => {
                looking.fault = Some(fault.clone());
                self.failed.fetch_add(1, Ordering::Release);
                Err(fault)
            }
        }
    }

    /// A fault of the server that could be written to last.
    pub async fn fault(&self, (kind, said): Flaw) -> ConnectionFault {
        let last = self.primary.lock().await.last;
        let password = self.secrets.password.as_ref();
        reaching::fault(&self.connection.hosts[last], kind, said, password)
    }

    /// Options of the server that could be written to last.
    pub async fn options_of_primary(&self) -> PgConnectOptions {
        let last = self.primary.lock().await.last;
        self.options(&self.connection.hosts[last])
    }

    /// Asks the servers, the last good one first and the next ones while it is silent, and takes the first that may be
    /// written to.
    async fn look(&self, last: usize) -> Result<(usize, PgConnection)> {
        let hosts = &self.connection.hosts;
        let mut asked = JoinSet::new();
        for turn in 0..hosts.len() {
            let index = (last + turn) % hosts.len();
            let (host, options) = (hosts[index].clone(), self.options(&hosts[index]));
            let (flaw, password) = (self.flaw, self.secrets.password.clone());
            let delay = NEXT * u32::try_from(turn).unwrap_or(u32::MAX);
            asked.spawn(async move {
                sleep(delay).await;
                let reached = reach(&host, &options, flaw).await;
                let fault = |(kind, said)| reaching::fault(&host, kind, said, password.as_ref());
                (index, reached.map_err(fault))
            });
        }
        let mut worst: Option<ConnectionFault> = None;
        let all = async {
            while let Some(answer) = asked.join_next().await {
                match answer {
                    Ok((index, Ok(connection))) => return Some((index, connection)),
                    Ok((_, Err(fault))) => {
                        // Of several the one that came furthest says most.
                        if worst
                            .as_ref()
                            .is_none_or(|worst| worst.kind.step() < fault.kind.step())
                        {
                            worst = Some(fault);
                        }
                    }
                    Err(_) => {}
                }
            }
            None
        };
        let found = timeout(CONNECTING, all).await.ok().flatten();
        found.ok_or_else(|| {
            worst.unwrap_or_else(|| reaching::fault(&hosts[last], FaultKind::NoAnswer, None, None))
        })
    }

    /// Nothing is left to the environment but what sqlx always takes from it (see the README).
    fn options(&self, host: &Host) -> PgConnectOptions {
        let connection = &self.connection;
        let password = self
            .secrets
            .password
            .as_ref()
            .map_or("", |password| password.expose());
        let options = PgConnectOptions::new_without_pgpass()
            .host(&host.name)
            .port(host.port)
            .username(&connection.user)
            .password(password)
            .database(&connection.database)
            .application_name("frontdesk")
            .disable_statement_logging()
            .ssl_root_cert_from_pem(connection.authority.clone().into_bytes());
        let options = match connection.tls {
            Tls::VerifyFull => options.ssl_mode(PgSslMode::VerifyFull),
            Tls::Plain => options.ssl_mode(PgSslMode::Disable),
        };
        match &self.secrets.client_key {
            Some(key) if !connection.certificate.is_empty() => options
                .ssl_client_cert_from_pem(&connection.certificate)
                .ssl_client_key_from_pem(key.expose()),
            _ => options,
        }
    }
}

/// Connects to one server, where it may be written to.
async fn reach(
    host: &Host,
    options: &PgConnectOptions,
    flaw: Option<FaultKind>,
) -> std::result::Result<PgConnection, Flaw> {
    let reached = timeout(CONNECTING, async {
        let addresses = lookup_host((host.name.as_str(), host.port)).await;
        if !addresses.is_ok_and(|mut addresses| addresses.next().is_some()) {
            return Err((FaultKind::NameUnknown, None));
        }
        if let Some(flaw) = flaw {
            let port = TcpStream::connect((host.name.as_str(), host.port)).await;
            port.map_err(|error| reaching::classified(&error.into()))?;
            return Err((flaw, None));
        }
        let mut connection = options
            .connect()
            .await
            .map_err(|error| reaching::classified(&error))?;
        let told = connection.fetch_all(SESSION).await;
        let read_only: String = told
            .and_then(|rows| rows.last().ok_or(sqlx::Error::RowNotFound)?.try_get(0))
            .map_err(|error| reaching::classified(&error))?;
        if read_only == "off" {
            Ok(connection)
        } else {
            Err((FaultKind::ReadOnly, None))
        }
    });
    reached.await.unwrap_or(Err((FaultKind::NoAnswer, None)))
}

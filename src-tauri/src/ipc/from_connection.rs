//! Connections across the wire, both ways, and what servers answer.

use std::path::Path;

use accounts::{ServiceSecret, password::Password};
use directories::{
    ConnectionFault, ConnectionSecrets, CopyError, FaultKind, Host, OpenError, PostgresConnection, Step, Tls,
    TriedStep,
};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::{
    CommandError, ConnectionForm, ConnectionStep, ConnectionTls, CopyTarget, DatabaseHost, ErrorCode,
    PostgresServer, Problem, TriedConnection,
};
use crate::{connections::ConnectionDraft, copying::CopyDraft, known::KnownError};

impl From<PostgresConnection> for PostgresServer {
    fn from(connection: PostgresConnection) -> Self {
        let host = |host: Host| DatabaseHost {
            name: host.name,
            port: host.port,
        };
        Self {
            hosts: connection.hosts.into_iter().map(host).collect(),
            database: connection.database,
            user: connection.user,
            tls: match connection.tls {
                Tls::VerifyFull => ConnectionTls::VerifyFull,
                Tls::Plain => ConnectionTls::Plain,
            },
            authority: connection.authority,
            certificate: connection.certificate,
        }
    }
}

impl From<PostgresServer> for PostgresConnection {
    fn from(server: PostgresServer) -> Self {
        let host = |host: DatabaseHost| Host {
            name: host.name,
            port: host.port,
        };
        Self {
            hosts: server.hosts.into_iter().map(host).collect(),
            database: server.database,
            user: server.user,
            tls: match server.tls {
                ConnectionTls::VerifyFull => Tls::VerifyFull,
                ConnectionTls::Plain => Tls::Plain,
            },
            authority: server.authority,
            certificate: server.certificate,
        }
    }
}

impl TryFrom<ConnectionForm> for ConnectionDraft {
    type Error = CommandError;

    fn try_from(form: ConnectionForm) -> Result<Self, CommandError> {
        Ok(Self {
            id: form.id.as_deref().map(connection_id).transpose()?,
            name: form.name,
            server: form.server.into(),
            secrets: ConnectionSecrets {
                password: form.password.map(ServiceSecret::new),
                client_key: form.key.map(ServiceSecret::new),
            },
        })
    }
}

/// The id of a connection. One that is none names none.
pub fn connection_id(text: &str) -> Result<Uuid, CommandError> {
    text.parse().map_err(|_| ErrorCode::NotFound.into())
}

impl TryFrom<CopyTarget> for CopyDraft {
    type Error = CommandError;

    fn try_from(target: CopyTarget) -> Result<Self, CommandError> {
        Ok(match target {
            CopyTarget::Connection { id } => Self::Server(connection_id(&id)?),
            CopyTarget::Local {
                name,
                passphrase,
                confirm_passphrase,
            } => {
                let passphrase = passphrase.map(Zeroizing::new);
                let again = Zeroizing::new(confirm_passphrase.unwrap_or_default());
                Self::Local {
                    name,
                    passphrase: passphrase.map(|passphrase| (Password::new(&passphrase), again)),
                }
            }
        })
    }
}

impl From<TriedStep> for TriedConnection {
    fn from(tried: TriedStep) -> Self {
        Self {
            step: match tried.step {
                Step::Name => ConnectionStep::Name,
                Step::Port => ConnectionStep::Port,
                Step::Tls => ConnectionStep::Tls,
                Step::Credentials => ConnectionStep::Credentials,
                Step::Rights => ConnectionStep::Rights,
                Step::Schema => ConnectionStep::Schema,
            },
            fault: tried.fault.map(CommandError::from),
        }
    }
}

impl From<ConnectionFault> for CommandError {
    fn from(fault: ConnectionFault) -> Self {
        tracing::warn!(fault = fault.kind.code(), "a server's directory cannot be used");
        let error = Self::from(match fault.kind {
            FaultKind::NameUnknown => ErrorCode::ConnectionNameUnknown,
            FaultKind::Refused => ErrorCode::ConnectionRefused,
            FaultKind::NoAnswer => ErrorCode::ConnectionNoAnswer,
            FaultKind::Cut => ErrorCode::ConnectionCut,
            FaultKind::NotReady => ErrorCode::ConnectionNotReady,
            FaultKind::Nonsense => ErrorCode::ConnectionNonsense,
            FaultKind::NoTls => ErrorCode::ConnectionNoTls,
            FaultKind::Untrusted => ErrorCode::ConnectionUntrusted,
            FaultKind::OtherHost => ErrorCode::ConnectionOtherHost,
            FaultKind::Expired => ErrorCode::ConnectionExpired,
            FaultKind::TlsFailed => ErrorCode::ConnectionTlsFailed,
            FaultKind::AuthorityInvalid => ErrorCode::ConnectionAuthorityInvalid,
            FaultKind::CertificateInvalid => ErrorCode::ConnectionCertificateInvalid,
            FaultKind::Credentials => ErrorCode::ConnectionCredentials,
            FaultKind::NotAdmitted => ErrorCode::ConnectionNotAdmitted,
            FaultKind::ServerFull => ErrorCode::ConnectionServerFull,
            FaultKind::DatabaseUnknown => ErrorCode::ConnectionDatabaseUnknown,
            FaultKind::ReadOnly => ErrorCode::ConnectionReadOnly,
            FaultKind::NoRights => ErrorCode::ConnectionNoRights,
            FaultKind::NewerSchema => ErrorCode::ConnectionNewerSchema,
            FaultKind::ForeignSchema => ErrorCode::ConnectionForeignSchema,
            FaultKind::Copying => ErrorCode::ConnectionCopying,
            FaultKind::Unexpected => ErrorCode::ConnectionUnexpected,
        });
        let error = error.and("host", fault.host);
        let error = match fault.said {
            Some(said) => error.and("said", said),
            None => error,
        };
        error.retryable()
    }
}

impl CommandError {
    /// Fields that have problems.
    pub fn invalid(problems: &[accounts::Problem]) -> Self {
        Self {
            fields: problems.iter().map(Problem::from).collect(),
            ..ErrorCode::Invalid.into()
        }
    }

    /// Why the owner of a server's directory could not be stored.
    pub fn from_founding(error: OpenError) -> Self {
        match error {
            OpenError::Exists => ErrorCode::DirectoryFounded.into(),
            other => Self::from_opening(other, Path::new("")),
        }
    }

    /// Why the list of directories could not be read or written.
    pub fn from_list(error: &KnownError, file: &Path) -> Self {
        let error: &dyn std::error::Error = error;
        tracing::warn!(error, "the list of directories");
        Self::about_path(ErrorCode::ConnectionsUnreadable, file).retryable()
    }
}

impl From<CopyError> for CommandError {
    fn from(error: CopyError) -> Self {
        match error {
            CopyError::Local(error) => Self::from_opening(error, Path::new("")),
            CopyError::Server(fault) => fault.into(),
            CopyError::Directory(error) => error.into(),
            CopyError::InUse => ErrorCode::CopyTargetInUse.into(),
            CopyError::Differs { table } => Self::from(ErrorCode::CopyDiffers).and("table", table.to_owned()),
            CopyError::Stopped => ErrorCode::CopyStopped.into(),
        }
    }
}

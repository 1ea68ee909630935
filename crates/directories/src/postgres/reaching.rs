//! What goes wrong while a server is reached, as kinds of faults.

use std::{error::Error as _, io};

use accounts::ServiceSecret;
use rustls::CertificateError;
use sqlx::{Error, error::DatabaseError};

use super::failure::state;
use crate::{ConnectionFault, FaultKind, Host};

/// Characters of a server's words that are kept.
const SAID: usize = 200;

/// What an error of reaching a server is, and what the server said about it.
pub(super) fn classified(error: &Error) -> (FaultKind, Option<String>) {
    match error {
        Error::Database(answer) => (answered(answer.as_ref()), Some(answer.message().to_owned())),
        Error::Io(error) => in_transit(error),
        Error::Tls(cause) => match cause.downcast_ref::<rustls::Error>() {
            Some(error) => (tls(error), None),
            // sqlx has no other way to say so.
            None if cause.to_string().contains("does not support TLS") => (FaultKind::NoTls, None),
            None => (FaultKind::TlsFailed, None),
        },
        // What sqlx makes of an end instead of the answer whether there is TLS.
        Error::Protocol(said) if said.contains("SSLRequest: 0x00") => (FaultKind::Cut, None),
        Error::Protocol(_) | Error::Decode(_) | Error::ColumnDecode { .. } => (FaultKind::Nonsense, None),
        other => (FaultKind::Unexpected, Some(other.to_string())),
    }
}

/// The server let nobody in, and said why.
fn answered(answer: &dyn DatabaseError) -> FaultKind {
    let code = answer.code().unwrap_or_default();
    match code.as_ref() {
        state::WRONG_PASSWORD => FaultKind::Credentials,
        // It has one code for its rules and for certificates that it misses or refuses.
        state::NOT_ADMITTED if answer.message().contains("certificate") => FaultKind::TlsFailed,
        state::NOT_ADMITTED => FaultKind::NotAdmitted,
        state::NO_DATABASE => FaultKind::DatabaseUnknown,
        state::SERVER_FULL => FaultKind::ServerFull,
        state::READ_ONLY => FaultKind::ReadOnly,
        state::NO_RIGHT => FaultKind::NoRights,
        code if state::SHUT_DOWN.contains(&code) => FaultKind::NotReady,
        code if code.starts_with("08P") => FaultKind::Nonsense,
        code if code.starts_with("08") => FaultKind::Cut,
        _ => FaultKind::Unexpected,
    }
}

fn in_transit(error: &io::Error) -> (FaultKind, Option<String>) {
    let inner = error
        .get_ref()
        .and_then(|inner| inner.downcast_ref::<rustls::Error>());
    let inner = inner.or_else(|| error.source().and_then(|source| source.downcast_ref()));
    if let Some(inner) = inner {
        return (tls(inner), None);
    }
    let kind = match error.kind() {
        io::ErrorKind::ConnectionRefused => FaultKind::Refused,
        io::ErrorKind::TimedOut
        | io::ErrorKind::HostUnreachable
        | io::ErrorKind::NetworkUnreachable
        | io::ErrorKind::NetworkDown => FaultKind::NoAnswer,
        io::ErrorKind::InvalidData => FaultKind::Nonsense,
        _ => FaultKind::Cut,
    };
    (kind, None)
}

fn tls(error: &rustls::Error) -> FaultKind {
    let rustls::Error::InvalidCertificate(flaw) = error else {
        return FaultKind::TlsFailed;
    };
    match flaw {
        CertificateError::Expired
        | CertificateError::ExpiredContext { .. }
        | CertificateError::NotValidYet
        | CertificateError::NotValidYetContext { .. } => FaultKind::Expired,
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            FaultKind::OtherHost
        }
        _ => FaultKind::Untrusted,
    }
}

/// A fault of a host. What was said is cut to one line, and never holds the password.
pub(super) fn fault(
    host: &Host,
    kind: FaultKind,
    said: Option<String>,
    password: Option<&ServiceSecret>,
) -> ConnectionFault {
    let said = said.map(|said| {
        let said = match password.map(ServiceSecret::expose) {
            Some(password) if !password.is_empty() => said.replace(password, "…"),
            _ => said,
        };
        let line = said.split(|c: char| c.is_control() || c.is_whitespace());
        let line: Vec<&str> = line.filter(|word| !word.is_empty()).collect();
        line.join(" ").chars().take(SAID).collect::<String>()
    });
    ConnectionFault {
        kind,
        host: host.to_string(),
        said: said.filter(|said| !said.is_empty()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_is_one_short_line_without_the_password() {
        let host = Host {
            name: "db".to_owned(),
            port: 5432,
        };
        let password = ServiceSecret::new("open sesame".to_owned());
        let said = format!("no\n\t‘open sesame’ {}", "x".repeat(300));
        let fault = fault(&host, FaultKind::Credentials, Some(said), Some(&password));
        let said = fault.said.expect("it was said");
        assert!(
            said.starts_with("no ‘…’ xxx") && said.chars().count() == SAID,
            "{said}"
        );
        assert_eq!(fault.host, "db:5432");
    }
}

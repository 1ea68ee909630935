//! A connection as one address: `postgres://user:password@host:5432/database?sslmode=verify-full`.

use std::net::Ipv6Addr;

use accounts::ServiceSecret;

use super::{Host, PostgresConnection, Tls};

const PORT: u16 = 5432;
/// Parameters that other programs need and that change nothing here.
const IGNORED: &[&str] = &[
    "application_name",
    "connect_timeout",
    "target_session_attrs",
    "channel_binding",
];

/// Why an address is none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UrlFlaw {
    /// It begins with neither `postgres://` nor `postgresql://`, or its parts are none.
    #[error("no address of PostgreSQL")]
    NotAnAddress,
    /// No server, or no user.
    #[error("no server or no user")]
    Incomplete,
    /// A port that is none.
    #[error("no port")]
    PortInvalid,
    /// A parameter that is not known here, by its name.
    #[error("the parameter {0} is not known")]
    Parameter(String),
}

impl PostgresConnection {
    /// Reads an address as `psql` takes it, and the password in it. However it asks for TLS, certificates are always
    /// verified; only `sslmode=disable` asks for none.
    pub fn parse_url(url: &str) -> Result<(Self, Option<ServiceSecret>), UrlFlaw> {
        let url = url.trim();
        let rest = after_scheme(url).ok_or(UrlFlaw::NotAnAddress)?;
        let (rest, parameters) = rest.split_once('?').unwrap_or((rest, ""));
        let (authority, database) = rest.split_once('/').unwrap_or((rest, ""));
        let (person, hosts) = authority.rsplit_once('@').ok_or(UrlFlaw::Incomplete)?;
        let (user, password) = match person.split_once(':') {
            Some((user, password)) => (user, Some(decoded(password)?)),
            None => (person, None),
        };
        let user = decoded(user)?;
        if user.is_empty() || hosts.is_empty() {
            return Err(UrlFlaw::Incomplete);
        }
        let database = decoded(database)?;
        let connection = Self {
            hosts: hosts.split(',').map(host).collect::<Result<_, _>>()?,
            database: if database.is_empty() {
                user.clone()
            } else {
                database
            },
            user,
            tls: tls(parameters)?,
            authority: String::new(),
            certificate: String::new(),
        };
        let password = password.filter(|password| !password.is_empty());
        Ok((connection, password.map(ServiceSecret::new)))
    }
}

fn after_scheme(url: &str) -> Option<&str> {
    let (scheme, rest) = url.split_once("://")?;
    ["postgres", "postgresql"]
        .iter()
        .any(|known| scheme.eq_ignore_ascii_case(known))
        .then_some(rest)
}

/// A host with its port: `a`, `a:1`, `[::1]`, `[::1]:1`.
fn host(text: &str) -> Result<Host, UrlFlaw> {
    let (name, port) = if let Some(rest) = text.strip_prefix('[') {
        let (address, port) = rest.split_once(']').ok_or(UrlFlaw::NotAnAddress)?;
        let address: Ipv6Addr = address.parse().map_err(|_| UrlFlaw::NotAnAddress)?;
        (address.to_string(), port)
    } else {
        let (name, port) = text.split_at(text.find(':').unwrap_or(text.len()));
        (decoded(name)?, port)
    };
    if name.is_empty() {
        return Err(UrlFlaw::Incomplete);
    }
    let port = match port.strip_prefix(':') {
        None if port.is_empty() => PORT,
        None => return Err(UrlFlaw::NotAnAddress),
        Some("") => PORT,
        Some(port) => port.parse().map_err(|_| UrlFlaw::PortInvalid)?,
    };
    if port == 0 {
        return Err(UrlFlaw::PortInvalid);
    }
    Ok(Host { name, port })
}

fn tls(parameters: &str) -> Result<Tls, UrlFlaw> {
    let mut tls = Tls::VerifyFull;
    for parameter in parameters.split('&').filter(|parameter| !parameter.is_empty()) {
        let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
        match decoded(name)?.as_str() {
            "sslmode" if decoded(value)? == "disable" => tls = Tls::Plain,
            "sslmode" => tls = Tls::VerifyFull,
            name if IGNORED.contains(&name) => {}
            name => return Err(UrlFlaw::Parameter(name.to_owned())),
        }
    }
    Ok(tls)
}

/// What `%41` and the like stand for.
fn decoded(text: &str) -> Result<String, UrlFlaw> {
    let mut octets = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        rest = after;
        if *first != b'%' {
            octets.push(*first);
            continue;
        }
        let [high, low, after @ ..] = after else {
            return Err(UrlFlaw::NotAnAddress);
        };
        let digit = |octet: &u8| {
            char::from(*octet)
                .to_digit(16)
                .and_then(|digit| u8::try_from(digit).ok())
        };
        let (Some(high), Some(low)) = (digit(high), digit(low)) else {
            return Err(UrlFlaw::NotAnAddress);
        };
        octets.push(high * 16 + low);
        rest = after;
    }
    match String::from_utf8(octets) {
        Ok(text) if !text.contains(char::is_control) => Ok(text),
        _ => Err(UrlFlaw::NotAnAddress),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(url: &str) -> (PostgresConnection, Option<String>) {
        let (connection, password) = PostgresConnection::parse_url(url).expect(url);
        (connection, password.map(|password| password.expose().to_owned()))
    }

    #[test]
    fn an_address_is_taken_apart() {
        let (connection, password) =
            parsed("postgresql://front%40desk:p%3Aa%2Fs%25@db.example.com:6543/us%20ers?sslmode=require");
        assert_eq!(connection.user, "front@desk");
        assert_eq!(password.as_deref(), Some("p:a/s%"));
        assert_eq!(connection.place(), "front@desk@db.example.com:6543/us ers");
        assert_eq!(connection.tls, Tls::VerifyFull, "we always verify");
    }

    #[test]
    fn what_is_missing_is_as_usual() {
        let (connection, password) = parsed("postgres://frontdesk@db");
        assert_eq!(connection.place(), "frontdesk@db:5432/frontdesk");
        assert_eq!(password, None);
        assert_eq!(parsed("postgres://u:@db/").0.place(), "u@db:5432/u");
        assert_eq!(parsed("POSTGRES://u@db?sslmode=disable").0.tls, Tls::Plain);
        let ignored =
            "postgres://u@db/d?application_name=x&target_session_attrs=read-write&connect_timeout=3";
        assert_eq!(parsed(ignored).0.place(), "u@db:5432/d");
    }

    #[test]
    fn several_hosts_and_addresses_of_all_kinds_are_taken() {
        let (connection, _) = parsed("postgres://u:p@a:1,b,[2001:db8::1]:2,[::1],192.0.2.1:3/d");
        assert_eq!(
            connection.place(),
            "u@a:1,b:5432,[2001:db8::1]:2,[::1]:5432,192.0.2.1:3/d"
        );
        assert_eq!(connection.hosts[2].name, "2001:db8::1");
    }

    #[test]
    fn what_is_not_known_is_refused_by_its_name() {
        for name in ["sslrootcert", "sslkey", "passfile", "options", "host", "x y"] {
            let url = format!("postgres://u@db/d?{}=1", name.replace(' ', "%20"));
            let flaw = PostgresConnection::parse_url(&url).expect_err(name);
            assert_eq!(flaw, UrlFlaw::Parameter(name.to_owned()));
        }
    }

    #[test]
    fn what_is_no_address_is_refused() {
        use UrlFlaw::{Incomplete, NotAnAddress, PortInvalid};
        for (url, flaw) in [
            ("", NotAnAddress),
            ("mysql://u@db", NotAnAddress),
            ("host=db user=u", NotAnAddress),
            ("postgres://db/d", Incomplete),
            ("postgres://@db/d", Incomplete),
            ("postgres://u@/d", Incomplete),
            ("postgres://u@a,,b/d", Incomplete),
            ("postgres://u@db:x/d", PortInvalid),
            ("postgres://u@db:0/d", PortInvalid),
            ("postgres://u@db:65536/d", PortInvalid),
            ("postgres://u@[::1/d", NotAnAddress),
            ("postgres://u@[db]/d", NotAnAddress),
            ("postgres://u@[::1]5/d", NotAnAddress),
            ("postgres://u:%zz@db/d", NotAnAddress),
            ("postgres://u:%f@db/d", NotAnAddress),
            ("postgres://u:%00@db/d", NotAnAddress),
            ("postgres://u%ff@db/d", NotAnAddress),
        ] {
            assert_eq!(PostgresConnection::parse_url(url).map(drop), Err(flaw), "{url}");
        }
    }
}

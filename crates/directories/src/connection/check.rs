//! What a connection has to fulfil before it is kept.

use accounts::{Field, Flaw, Problem, address::is_host, text};

use super::{Host, PostgresConnection};
use crate::certificates;

/// Servers that are tried.
const HOSTS_MAX: usize = 8;
/// Octets of a name of PostgreSQL.
const NAME_MAX: usize = 63;
/// Characters of a host name.
const HOST_MAX: usize = 253;
/// Octets of certificates.
const CERTIFICATES_MAX: usize = 100_000;

impl PostgresConnection {
    /// Trims every text, and tells all that is wrong.
    pub fn checked(self) -> Result<Self, Vec<Problem>> {
        let mut problems = Vec::new();
        if self.hosts.is_empty() {
            problems.push(Problem::new(Field::ConnectionHosts, Flaw::Required));
        }
        if self.hosts.len() > HOSTS_MAX {
            problems.push(out_of_range(1, 8));
        }
        let hosts = self.hosts.into_iter().map(|host| host.checked(&mut problems));
        let checked = Self {
            hosts: hosts.collect(),
            database: name(&mut problems, Field::ConnectionDatabase, &self.database),
            user: name(&mut problems, Field::ConnectionUser, &self.user),
            tls: self.tls,
            authority: certificates(
                &mut problems,
                Field::ConnectionAuthority,
                &self.authority,
                |pem| certificates::authority(pem).is_ok(),
            ),
            certificate: certificates(
                &mut problems,
                Field::ConnectionCertificate,
                &self.certificate,
                |pem| certificates::chain(pem).is_ok(),
            ),
        };
        if problems.is_empty() {
            Ok(checked)
        } else {
            Err(problems)
        }
    }
}

impl Host {
    fn checked(self, problems: &mut Vec<Problem>) -> Self {
        match text::line(&self.name, HOST_MAX) {
            Err(flaw) => problems.push(Problem::new(Field::ConnectionHosts, flaw)),
            Ok(name) if !is_host(&name) => {
                problems.push(Problem::new(Field::ConnectionHosts, Flaw::HostInvalid));
            }
            Ok(_) => {}
        }
        if self.port == 0 {
            problems.push(out_of_range(1, u16::MAX.into()));
        }
        Self {
            name: self.name.trim().to_owned(),
            port: self.port,
        }
    }
}

fn out_of_range(min: u32, max: u32) -> Problem {
    Problem::new(Field::ConnectionHosts, Flaw::OutOfRange { min, max })
}

/// A name of PostgreSQL. It is kept as it was typed: the server compares octets.
fn name(problems: &mut Vec<Problem>, field: Field, raw: &str) -> String {
    let name = raw.trim().to_owned();
    let flaw = match text::line(&name, NAME_MAX) {
        Err(flaw) => Some(flaw),
        Ok(_) if name.len() > NAME_MAX => Some(Flaw::TooLong { max: NAME_MAX }),
        Ok(_) => None,
    };
    problems.extend(flaw.map(|flaw| Problem::new(field, flaw)));
    name
}

/// Certificates in PEM, or nothing.
fn certificates(
    problems: &mut Vec<Problem>,
    field: Field,
    raw: &str,
    are_valid: impl Fn(&str) -> bool,
) -> String {
    let pem = raw.trim().to_owned();
    if pem.len() > CERTIFICATES_MAX {
        let flaw = Flaw::TooLong {
            max: CERTIFICATES_MAX,
        };
        problems.push(Problem::new(field, flaw));
    } else if !pem.is_empty() && !are_valid(&pem) {
        problems.push(Problem::new(field, Flaw::CertificatesInvalid));
    }
    pem
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Tls;

    fn connection() -> PostgresConnection {
        PostgresConnection {
            hosts: vec![Host {
                name: " db.example.com ".to_owned(),
                port: 5432,
            }],
            database: " users ".to_owned(),
            user: "frontdesk".to_owned(),
            tls: Tls::VerifyFull,
            authority: " ".to_owned(),
            certificate: String::new(),
        }
    }

    fn problems(connection: PostgresConnection) -> Vec<Problem> {
        connection.checked().expect_err("it is refused")
    }

    #[test]
    fn texts_are_trimmed() {
        let checked = connection().checked().expect("it is good");
        assert_eq!(checked.place(), "frontdesk@db.example.com:5432/users");
        assert_eq!(checked.authority, "");
    }

    #[test]
    fn all_that_is_wrong_is_told() {
        let bad = PostgresConnection {
            hosts: vec![Host {
                name: "no host".to_owned(),
                port: 0,
            }],
            database: String::new(),
            user: "ü".repeat(32),
            authority: "nonsense".to_owned(),
            certificate: "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----".to_owned(),
            ..connection()
        };
        let found = problems(bad);
        let expected = [
            Problem::new(Field::ConnectionHosts, Flaw::HostInvalid),
            out_of_range(1, 65_535),
            Problem::new(Field::ConnectionDatabase, Flaw::Required),
            Problem::new(Field::ConnectionUser, Flaw::TooLong { max: 63 }),
            Problem::new(Field::ConnectionAuthority, Flaw::CertificatesInvalid),
            Problem::new(Field::ConnectionCertificate, Flaw::CertificatesInvalid),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn one_to_eight_hosts_are_taken() {
        let host = connection().hosts[0].clone();
        for (number, flaw) in [(0, Flaw::Required), (9, Flaw::OutOfRange { min: 1, max: 8 })] {
            let hosts = vec![host.clone(); number];
            let found = problems(PostgresConnection {
                hosts,
                ..connection()
            });
            assert_eq!(found, [Problem::new(Field::ConnectionHosts, flaw)]);
        }
        for path in ["/var/run/postgresql", "a/b", "a:b", "a,b"] {
            let hosts = vec![Host {
                name: path.to_owned(),
                port: 1,
            }];
            let found = problems(PostgresConnection {
                hosts,
                ..connection()
            });
            assert_eq!(
                found,
                [Problem::new(Field::ConnectionHosts, Flaw::HostInvalid)],
                "{path}"
            );
        }
    }
}

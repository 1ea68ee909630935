//! Why a server cannot be used: each reason of its kind, at its step, within five seconds.

use std::{
    fs,
    time::{Duration, Instant},
};

use accounts::ServiceSecret;
use directories::{
    ConnectionFault, ConnectionSecrets, FaultKind, Host, PostgresConnection, Step, Tls, open_remote,
    try_connection,
};
use peers::{
    authority::{Authority, Certificate},
    postgres::{Access, Options, Postgres},
};
use sqlx::{ConnectOptions as _, postgres::PgConnectOptions};

use crate::{
    fixture::server::{connection_to, opened_on, password, secrets},
    strangers,
};

/// Why it cannot be opened; trying it says the same, at the last step of its list.
pub async fn fault(connection: &PostgresConnection, secrets: &ConnectionSecrets) -> ConnectionFault {
    let began = Instant::now();
    let Err(fault) = open_remote(connection, secrets).await else {
        panic!("it opens")
    };
    let opened = began.elapsed();
    assert!(opened < Duration::from_secs(5), "{opened:?}");
    let tried = try_connection(connection, secrets).await;
    let (last, before) = tried.split_last().expect("a step");
    assert!(before.iter().all(|step| step.fault.is_none()), "{tried:?}");
    let last_fault = last.fault.as_ref().expect("the last one failed");
    assert_eq!((last_fault.kind, last.step), (fault.kind, fault.kind.step()));
    let steps: Vec<Step> = tried.iter().map(|step| step.step).collect();
    assert!(steps.is_sorted(), "{steps:?}");
    assert!(began.elapsed() < Duration::from_secs(10));
    if let Some(said) = &fault.said {
        assert!(
            !said.contains(Postgres::PASSWORD) && !said.contains('\n'),
            "{said}"
        );
    }
    fault
}

async fn kind(connection: &PostgresConnection, secrets: &ConnectionSecrets) -> FaultKind {
    fault(connection, secrets).await.kind
}

fn shared() -> PostgresConnection {
    let postgres = Postgres::shared().expect("a server");
    connection_to(postgres, &postgres.database().expect("a database"))
}

fn started(options: Options) -> (Postgres, PostgresConnection) {
    let postgres = Postgres::start_with(options).expect("a server");
    let connection = connection_to(&postgres, &postgres.database().expect("a database"));
    (postgres, connection)
}

fn at(host: Host, tls: Tls) -> PostgresConnection {
    PostgresConnection {
        hosts: vec![host],
        tls,
        ..shared()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_good_connection_passes_every_step_and_trying_makes_no_table() {
    let postgres = Postgres::shared().expect("a server");
    let database = postgres.database().expect("a database");
    let connection = connection_to(postgres, &database);
    let tried = try_connection(&connection, &secrets()).await;
    let steps: Vec<Step> = tried.iter().map(|step| step.step).collect();
    assert_eq!(steps, Step::ALL);
    assert!(tried.iter().all(|step| step.fault.is_none()), "{tried:?}");
    let tables = "select count(*) from pg_tables where schemaname = 'public'";
    assert_eq!(database.ask(tables).expect("it answers"), "0");
    opened_on(&connection).await.expect("it opens").close().await;
    let revision = "select revision from activity_head";
    let before = database.ask(revision).expect("it answers");
    let tried = try_connection(&connection, &secrets()).await;
    assert!(tried.iter().all(|step| step.fault.is_none()), "{tried:?}");
    assert_eq!(database.ask(revision).expect("it answers"), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn names_ports_and_strangers() {
    let unknown = Host {
        name: "no-such-host.invalid".to_owned(),
        port: 5_432,
    };
    let found = fault(&at(unknown, Tls::VerifyFull), &secrets()).await;
    assert_eq!(found.kind, FaultKind::NameUnknown);
    assert_eq!(found.host, "no-such-host.invalid:5432");
    let (_silent, silent) = strangers::silent();
    let (_nobody, nobody) = strangers::nobody();
    let (web, closing) = (b"HTTP/1.1 400 Bad Request\r\n\r\n".to_vec(), Vec::new());
    let not_ready = strangers::error("57P03", "the database system is starting up");
    for (host, tls, expected) in [
        (nobody, Tls::VerifyFull, FaultKind::Refused),
        (silent, Tls::VerifyFull, FaultKind::NoAnswer),
        (
            strangers::answering(closing.clone()),
            Tls::VerifyFull,
            FaultKind::Cut,
        ),
        (strangers::answering(closing), Tls::Plain, FaultKind::Cut),
        (
            strangers::answering(web.clone()),
            Tls::VerifyFull,
            FaultKind::Nonsense,
        ),
        // Read as a message of PostgreSQL, it is one that is cut.
        (strangers::answering(web), Tls::Plain, FaultKind::Cut),
        (
            strangers::answering(b"Sxxxxx".to_vec()),
            Tls::VerifyFull,
            FaultKind::TlsFailed,
        ),
        (strangers::answering(not_ready), Tls::Plain, FaultKind::NotReady),
    ] {
        let found = fault(&at(host, tls), &secrets()).await;
        assert_eq!(found.kind, expected, "{found:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_server_says_is_one_line_without_the_password() {
    let message = format!("no\n  {} {}", Postgres::PASSWORD, "x".repeat(500));
    let host = strangers::answering(strangers::error("XX000", &message));
    let found = fault(&at(host, Tls::Plain), &secrets()).await;
    let said = found.said.expect("it was said");
    assert_eq!(found.kind, FaultKind::Unexpected);
    assert!(
        said.starts_with("no … xxx") && said.chars().count() == 200,
        "{said}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn certificates_of_the_server() {
    let untrusted = PostgresConnection {
        authority: Authority::new().expect("an authority").pem().to_owned(),
        ..shared()
    };
    assert_eq!(kind(&untrusted, &secrets()).await, FaultKind::Untrusted);
    let by_the_system = PostgresConnection {
        authority: String::new(),
        ..shared()
    };
    assert_eq!(kind(&by_the_system, &secrets()).await, FaultKind::Untrusted);
    let no_authority = PostgresConnection {
        authority: "none".to_owned(),
        ..shared()
    };
    assert_eq!(kind(&no_authority, &secrets()).await, FaultKind::AuthorityInvalid);
    for (certificate, expected) in [
        (Certificate::OtherHost, FaultKind::OtherHost),
        (Certificate::Expired, FaultKind::Expired),
    ] {
        let (_postgres, connection) = started(Options {
            certificate,
            ..Options::default()
        });
        assert_eq!(kind(&connection, &secrets()).await, expected);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn tls_or_none() {
    let (_clear, connection) = started(Options {
        access: Access::Clear,
        ..Options::default()
    });
    assert_eq!(kind(&connection, &secrets()).await, FaultKind::NoTls);
    let plain = PostgresConnection {
        tls: Tls::Plain,
        ..connection
    };
    let steps = try_connection(&plain, &secrets()).await;
    assert!(
        steps
            .iter()
            .all(|step| step.fault.is_none() && step.step != Step::Tls)
    );
    opened_on(&plain)
        .await
        .expect("in the clear, as was asked for")
        .close()
        .await;
    let plain = PostgresConnection {
        tls: Tls::Plain,
        ..shared()
    };
    assert_eq!(kind(&plain, &secrets()).await, FaultKind::NotAdmitted);
}

#[tokio::test(flavor = "multi_thread")]
async fn certificates_of_ours() {
    let (postgres, connection) = started(Options {
        access: Access::ClientCertificate,
        ..Options::default()
    });
    assert_eq!(
        kind(&connection, &secrets()).await,
        FaultKind::TlsFailed,
        "none is shown"
    );
    let (identity, folder) = (postgres.client(), tempfile::tempdir().expect("a folder"));
    let stranger = Authority::new().expect("an authority");
    let stranger = stranger
        .vouch_for("frontdesk", folder.path())
        .expect("an identity");
    let read = |path| fs::read_to_string(path).expect("readable");
    let with = |certificate: &str, key: &str| {
        let connection = PostgresConnection {
            certificate: certificate.to_owned(),
            ..connection.clone()
        };
        let secrets = ConnectionSecrets {
            client_key: Some(ServiceSecret::new(key.to_owned())),
            ..secrets()
        };
        (connection, secrets)
    };
    let (certificate, key) = (read(&identity.certificate), read(&identity.key));
    let (other, other_key) = (read(&stranger.certificate), read(&stranger.key));
    for (certificate, key, expected) in [
        (other.as_str(), other_key.as_str(), FaultKind::TlsFailed),
        (&certificate, &other_key, FaultKind::CertificateInvalid),
        (&certificate, "", FaultKind::CertificateInvalid),
        ("none", &key, FaultKind::CertificateInvalid),
    ] {
        let (connection, secrets) = with(certificate, key);
        assert_eq!(kind(&connection, &secrets).await, expected);
    }
    let (connection, secrets) = with(&certificate, &key);
    assert!(open_remote(&connection, &secrets).await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn credentials_and_databases() {
    let found = fault(&shared(), &password("wrong")).await;
    assert_eq!(found.kind, FaultKind::Credentials);
    assert!(found.said.expect("it was said").contains("frontdesk"));
    assert_eq!(
        kind(&shared(), &ConnectionSecrets::default()).await,
        FaultKind::Credentials
    );
    let stranger = PostgresConnection {
        user: "nobody-here".to_owned(),
        ..shared()
    };
    assert_eq!(kind(&stranger, &secrets()).await, FaultKind::Credentials);
    let unknown = PostgresConnection {
        database: "no_such_database".to_owned(),
        ..shared()
    };
    assert_eq!(kind(&unknown, &secrets()).await, FaultKind::DatabaseUnknown);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_server() {
    let (postgres, connection) = started(Options {
        connections: 2,
        ..Options::default()
    });
    let mut holders = Vec::new();
    for _ in 0..2 {
        let holder = PgConnectOptions::new_without_pgpass()
            .host("localhost")
            .port(postgres.port())
            .username(Postgres::ROLE)
            .password(Postgres::PASSWORD)
            .database(&connection.database)
            .ssl_mode(sqlx::postgres::PgSslMode::Require)
            .connect()
            .await;
        holders.push(holder.expect("there is room"));
    }
    assert_eq!(kind(&connection, &secrets()).await, FaultKind::ServerFull);
}

#[tokio::test(flavor = "multi_thread")]
async fn servers_that_only_follow() {
    let primary = Postgres::start().expect("a server");
    let connection = connection_to(&primary, &primary.database().expect("a database"));
    opened_on(&connection).await.expect("it opens").close().await;
    let standby = primary.standby().expect("a standby");
    standby.catch_up_with(&primary).expect("it follows");
    let host = crate::fixture::server::host_of(&standby);
    let (_nobody, nobody) = strangers::nobody();
    let only_standby = PostgresConnection {
        hosts: vec![host.clone(), nobody.clone()],
        ..connection.clone()
    };
    let found = fault(&only_standby, &secrets()).await;
    assert_eq!((found.kind, found.host), (FaultKind::ReadOnly, host.to_string()));
    let (_silent, silent) = strangers::silent();
    let several = PostgresConnection {
        hosts: vec![silent, nobody, host, connection.hosts[0].clone()],
        ..connection
    };
    let began = Instant::now();
    opened_on(&several).await.expect("the last one").close().await;
    assert!(began.elapsed() < Duration::from_secs(3), "{:?}", began.elapsed());
}

/// Set in the process that runs with the settings of `psql` in its environment: the port of the server, and the authority.
const CONFUSED: &str = "FRONTDESK_CONFUSED";

#[tokio::test(flavor = "multi_thread")]
async fn nothing_of_the_environment_decides() {
    if let Ok(connection) = std::env::var(CONFUSED) {
        let connection: PostgresConnection = serde_json::from_str(&connection).expect("a connection");
        opened_on(&connection).await.expect("it opens").close().await;
        let without = ConnectionSecrets::default();
        assert_eq!(kind_at(&connection, &without).await, FaultKind::Credentials);
        let by_the_system = PostgresConnection {
            authority: String::new(),
            ..connection
        };
        assert_eq!(kind_at(&by_the_system, &secrets()).await, FaultKind::Untrusted);
        return;
    }
    let postgres = Postgres::shared().expect("a server");
    let outcome = std::process::Command::new(std::env::current_exe().expect("this program"))
        .args(["--exact", "faults::nothing_of_the_environment_decides"])
        .env(CONFUSED, serde_json::to_string(&shared()).expect("JSON"))
        .env("PGHOST", "192.0.2.1")
        .env("PGHOSTADDR", "192.0.2.1")
        .env("PGPORT", "1")
        .env("PGUSER", "nobody")
        .env("PGDATABASE", "nothing")
        .env("PGPASSWORD", Postgres::PASSWORD)
        .env("PGSSLMODE", "disable")
        .env("PGSSLROOTCERT", postgres.authority_file())
        .env("PGAPPNAME", "other")
        .status()
        .expect("it runs");
    assert!(outcome.success());
}

async fn kind_at(connection: &PostgresConnection, secrets: &ConnectionSecrets) -> FaultKind {
    match open_remote(connection, secrets).await {
        Ok(_) => panic!("it opens"),
        Err(fault) => fault.kind,
    }
}

//! PostgreSQL at the other end: what the tests of others take for granted.
#![cfg(target_os = "linux")]
#![allow(clippy::expect_used, reason = "a test says what it expects")]

use std::{
    fs,
    io::{BufRead as _, BufReader},
    net::TcpStream,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use peers::{
    authority::{Authority, Certificate},
    postgres::{Access, Options, Postgres, psql},
};

fn shared() -> &'static Postgres {
    Postgres::shared().expect("a server")
}

/// How the application connects, but for what a test adds.
fn connection(server: &Postgres, database: &str, more: &str) -> String {
    let (port, role) = (server.port(), Postgres::ROLE);
    let authority = server.authority_file();
    format!(
        "host=localhost port={port} user={role} dbname={database} sslmode=verify-full sslrootcert='{}' {more}",
        authority.display()
    )
}

fn ask(server: &Postgres, more: &str, password: &str) -> Result<String, String> {
    psql(&connection(server, "postgres", more), password, "select 1").map_err(|error| error.to_string())
}

#[track_caller]
fn refused(answer: Result<String, String>, why: &str) {
    let error = answer.expect_err("refused");
    assert!(error.contains(why), "{error}");
}

/// Waits for what is bound to come.
#[track_caller]
fn wait(what: &str, holds: impl Fn() -> bool) {
    let begun = Instant::now();
    while !holds() {
        assert!(begun.elapsed() < Duration::from_secs(15), "{what}");
        thread::sleep(Duration::from_millis(20));
    }
}

/// The processes that work in a folder or below it.
fn processes_in(folder: &Path) -> Vec<PathBuf> {
    let processes = fs::read_dir("/proc").expect("processes").flatten();
    let working = processes.map(|process| fs::read_link(process.path().join("cwd")).unwrap_or_default());
    working.filter(|at| at.starts_with(folder)).collect()
}

#[test]
fn a_new_database_answers_its_role_over_tls() {
    let server = shared();
    let (one, other) = (
        server.database().expect("a database"),
        server.database().expect("another"),
    );
    assert_ne!(one.name(), other.name());
    let sql = "create table people (name text); insert into people values ('Ádá'); \
               select name, current_user from people; \
               select ssl, version from pg_stat_ssl where pid = pg_backend_pid()";
    let answer = psql(&connection(server, one.name(), ""), Postgres::PASSWORD, sql);
    assert_eq!(answer.expect("an answer"), "Ádá|frontdesk\nt|TLSv1.3");
    assert_eq!(one.ask("select count(*) from people").expect("a count"), "1");
    assert!(other.run("select * from people").is_err(), "it is empty");
    let by_number = connection(server, one.name(), "host=127.0.0.1");
    assert!(psql(&by_number, Postgres::PASSWORD, "select 1").is_ok());
}

#[test]
fn who_speaks_in_the_clear_or_has_another_password_is_refused() {
    let server = shared();
    refused(
        ask(server, "sslmode=disable", Postgres::PASSWORD),
        "no encryption",
    );
    refused(
        ask(server, "", "wrong"),
        "password authentication failed for user \"frontdesk\"",
    );
    let stored = server.database_named("postgres");
    let stored = stored.ask("select distinct left(rolpassword, 13) from pg_authid where rolcanlogin");
    assert_eq!(stored.expect("one way"), "SCRAM-SHA-256");
}

#[test]
fn its_own_authority_is_needed_to_trust_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let other = folder.path().join("other.pem");
    fs::write(&other, Authority::new().expect("another").pem()).expect("written");
    let more = format!("sslrootcert='{}'", other.display());
    refused(
        ask(shared(), &more, Postgres::PASSWORD),
        "certificate verify failed",
    );
}

#[test]
fn bad_certificates_are_shown_on_demand() {
    for (certificate, why) in [
        (Certificate::Expired, "certificate verify failed"),
        (Certificate::OtherHost, "elsewhere.example"),
    ] {
        let server = Postgres::start_with(Options {
            certificate,
            ..Options::default()
        });
        let server = server.expect("a server");
        refused(ask(&server, "", Postgres::PASSWORD), why);
        assert!(ask(&server, "sslmode=require sslrootcert=''", Postgres::PASSWORD).is_ok());
        assert!(server.database().is_ok());
    }
}

#[test]
fn a_client_may_have_to_show_a_certificate_and_the_server_may_be_full() {
    let server = Postgres::start_with(Options {
        access: Access::ClientCertificate,
        connections: 1,
        is_durable: true,
        ..Options::default()
    });
    let server = server.expect("a server");
    let client = server.client();
    let shown = format!(
        "sslcert='{}' sslkey='{}'",
        client.certificate.display(),
        client.key.display()
    );
    refused(
        ask(&server, "", Postgres::PASSWORD),
        "requires a valid client certificate",
    );
    refused(ask(&server, &shown, "wrong"), "password authentication failed");
    assert_eq!(ask(&server, &shown, Postgres::PASSWORD), Ok("1".to_owned()));

    let database = server.database_named("postgres");
    let takes_the_only = connection(&server, "postgres", &shown);
    let sleeping = thread::spawn(move || {
        loop {
            let slept = psql(&takes_the_only, Postgres::PASSWORD, "select pg_sleep(60)");
            let error = slept.expect_err("interrupted").to_string();
            // Those before it may still be on their way out.
            if !error.contains("remaining connection slots") {
                return error;
            }
        }
    });
    let sleepers = "from pg_stat_activity where query like '%pg_sleep(60)%' and usename = 'frontdesk'";
    wait("it sleeps", || {
        database
            .ask(&format!("select count(*) {sleepers}"))
            .expect("a count")
            == "1"
    });
    refused(
        ask(&server, &shown, Postgres::PASSWORD),
        "remaining connection slots are reserved",
    );
    let ended = database.run(&format!("select pg_terminate_backend(pid) {sleepers}"));
    ended.expect("ended");
    let error = sleeping.join().expect("joined");
    assert!(error.contains("terminating connection"), "{error}");
    assert_eq!(database.ask("show fsync").expect("an answer"), "on");
}

#[test]
fn the_clear_can_be_allowed_and_all_there_is() {
    for (access, over_tls) in [(Access::TlsOrClear, true), (Access::Clear, false)] {
        let server = Postgres::start_with(Options {
            access,
            ..Options::default()
        });
        let server = server.expect("a server");
        assert!(ask(&server, "sslmode=disable", Postgres::PASSWORD).is_ok());
        assert_eq!(ask(&server, "", Postgres::PASSWORD).is_ok(), over_tls);
    }
}

#[test]
fn it_stands_still_crashes_and_starts_again() {
    let mut server = Postgres::start().expect("a server");
    let database = server.database().expect("a database");
    database.run("create table people (name text)").expect("a table");
    let count = "select count(*) from people";

    server.freeze().expect("frozen");
    assert!(
        TcpStream::connect(("127.0.0.1", server.port())).is_ok(),
        "the system accepts for it"
    );
    let waiting = {
        let connection = connection(&server, database.name(), "connect_timeout=60");
        thread::spawn(move || psql(&connection, Postgres::PASSWORD, "select 1"))
    };
    thread::sleep(Duration::from_millis(300));
    assert!(!waiting.is_finished(), "nobody answers");
    server.thaw().expect("thawed");
    assert_eq!(waiting.join().expect("joined").expect("an answer"), "1");

    database.run("insert into people values ('Ada')").expect("stored");
    server.freeze().expect("frozen");
    server.stop().expect("crashed, although frozen");
    refused(ask(&server, "", Postgres::PASSWORD), "Connection refused");
    assert!(server.stop().is_err() && server.freeze().is_err(), "it is gone");
    server.start_again().expect("started again");
    assert!(server.words().contains("was not properly shut down"));
    assert_eq!(database.ask(count).expect("a count"), "1");

    server.stop_in_order().expect("ended");
    server.start_again().expect("started again");
    assert!(server.words().contains("database system was shut down at"));
    assert_eq!(ask(&server, "", Postgres::PASSWORD), Ok("1".to_owned()));
}

#[test]
fn a_standby_follows_and_is_promoted() {
    let mut primary = Postgres::start().expect("a server");
    let database = primary.database().expect("a database");
    database.run("create table people (name text)").expect("a table");
    let mut standby = primary.standby().expect("a standby");
    database.run("insert into people values ('Ada')").expect("stored");
    standby.catch_up_with(&primary).expect("caught up");
    let copy = standby.database_named(database.name());
    assert_eq!(copy.ask("select name from people").expect("a name"), "Ada");
    let error = copy
        .run("insert into people values ('x')")
        .expect_err("it follows");
    assert!(error.to_string().contains("read-only transaction"), "{error}");

    // The same identity at both: one authority is enough for whoever goes from one to the other.
    let (one, other) = (primary.port(), standby.port());
    let both = format!("host=localhost,localhost port={other},{one} target_session_attrs=read-write");
    let which = || {
        let connection = connection(&primary, database.name(), &both);
        psql(&connection, Postgres::PASSWORD, "select inet_server_port()").expect("one that stores")
    };
    assert_eq!(which(), one.to_string());
    standby.promote().expect("promoted");
    primary.stop().expect("crashed");
    let connection = connection(&primary, database.name(), &both);
    let which = psql(&connection, Postgres::PASSWORD, "select inet_server_port()");
    assert_eq!(which.expect("one that stores"), other.to_string());
    copy.run("insert into people values ('Grace')")
        .expect("it stores");
}

#[test]
fn a_synchronous_standby_is_waited_for_until_it_is_promoted() {
    let mut primary = Postgres::start().expect("a server");
    let mut standby = primary.synchronous_standby().expect("a standby");
    let database = primary.database().expect("a database");
    let sql = "create table people (name text); insert into people values ('Ada')";
    database.run(sql).expect("stored at both");
    let copy = standby.database_named(database.name());
    let count = "select count(*) from people";
    assert_eq!(
        copy.ask(count).expect("a count"),
        "1",
        "what is confirmed is shown"
    );

    standby.freeze().expect("frozen");
    let waiting = {
        let database = database.clone();
        thread::spawn(move || database.run("insert into people values ('Grace')"))
    };
    let waits = "select count(*) from pg_stat_activity where wait_event = 'SyncRep'";
    wait("it waits", || database.ask(waits).expect("a count") == "1");
    standby.thaw().expect("thawed");
    waiting.join().expect("joined").expect("confirmed");
    assert_eq!(copy.ask(count).expect("a count"), "2");

    let second = primary.standby().expect("a second standby");
    primary.stop().expect("crashed");
    standby.promote().expect("promoted");
    copy.run("insert into people values ('Edsger')")
        .expect("stored by itself");
    drop(primary);
    let alone = second.database_named("postgres");
    assert_eq!(alone.ask("show synchronous_standby_names").expect("nobody"), "");
}

#[test]
fn nothing_is_left_behind() {
    let mut server = Postgres::start().expect("a server");
    let folder = server.folder().to_owned();
    assert!(
        processes_in(&folder).len() > 3,
        "the server and those it has started"
    );
    server.freeze().expect("frozen");
    drop(server);
    assert_eq!(processes_in(&folder), Vec::<PathBuf>::new());
    assert!(!folder.exists());
}

/// Tells the process that is to be killed that it is the one.
const VICTIM: &str = "POSTGRES_TEST_VICTIM";

#[test]
fn nothing_is_left_behind_by_a_killed_test_either() {
    if std::env::var_os(VICTIM).is_some() {
        println!("Its folder: {}", shared().folder().display());
        return thread::sleep(Duration::from_mins(1));
    }
    let mut test = Command::new(std::env::current_exe().expect("this program"));
    test.args([
        "nothing_is_left_behind_by_a_killed_test_either",
        "--exact",
        "--nocapture",
    ]);
    test.env(VICTIM, "1");
    let mut test = test.stdout(Stdio::piped()).spawn().expect("the test");
    let lines = BufReader::new(test.stdout.take().expect("its words")).lines();
    let folder = lines.map_while(Result::ok).find_map(|line| {
        line.split_once("Its folder: ")
            .map(|(_, path)| PathBuf::from(path))
    });
    let folder = folder.expect("its folder");
    assert!(processes_in(&folder).len() > 3);
    test.kill().expect("killed");
    test.wait().expect("ended");
    wait("the processes are gone", || processes_in(&folder).is_empty());
    wait("the folder is gone", || !folder.exists());
}

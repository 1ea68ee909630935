//! Another connection to the directory that the window works on: what a second operator, or a check afterwards, does.

use std::{collections::BTreeMap, fmt::Display, sync::Arc};

use accounts::{
    Directory, EmailAddress, NewAccount, PersonName, RequestId, RoleId, UserId,
    activity::{Action, Entry, Verifier},
    password::PasswordHash,
    sign_in::{Admission, TryKey},
};
use directories::{ConnectionSecrets, DirectoryKey, PostgresConnection, Remote};
use jiff::Timestamp;
use journeys::{Computer, Outcome, Person, Server, Trouble};
use sqlx::{Connection as _, SqliteConnection, sqlite::SqliteConnectOptions};
use uuid::Uuid;

/// For errors of the program under test.
pub fn failed(error: impl Display) -> Trouble {
    Trouble::Unlike(error.to_string())
}

fn key(computer: &Computer) -> Outcome<DirectoryKey> {
    let secret = computer.directory_key()?.unwrap_or_default();
    DirectoryKey::from_base64(&secret).ok_or_else(|| failed("there is no key in the keychain"))
}

/// Opens the directory with the key from the keychain, or on its server.
pub async fn open(computer: &Computer) -> Outcome<Arc<dyn Directory>> {
    if let Some(server) = &computer.server {
        return open_on(server).await;
    }
    let folder = computer.frontdesk_home().join("data");
    directories::open_local(&folder, &key(computer)?)
        .await
        .map_err(failed)
}

async fn open_on(server: &Server) -> Outcome<Arc<dyn Directory>> {
    let (connection, password) = PostgresConnection::parse_url(&server.address()).map_err(failed)?;
    let connection = PostgresConnection {
        authority: server.authority().to_owned(),
        ..connection
    };
    let secrets = ConnectionSecrets {
        password,
        client_key: None,
    };
    match directories::open_remote(&connection, &secrets)
        .await
        .map_err(failed)?
    {
        Remote::Open(directory) => Ok(directory),
        Remote::Empty(_) => Err(failed("nobody is in it yet")),
    }
}

/// Runs SQL as nobody but a test could.
pub async fn sql(computer: &Computer, statement: &str) -> Outcome {
    if let Some(server) = &computer.server {
        return server.database.run(statement).map_err(failed);
    }
    let hex = key(computer)?.to_hex();
    let options = SqliteConnectOptions::new()
        .filename(computer.database())
        .pragma("key", format!("\"x'{}'\"", *hex));
    let mut connection = SqliteConnection::connect_with(&options).await.map_err(failed)?;
    let statement = sqlx::raw_sql(sqlx::AssertSqlSafe(statement.to_owned()));
    statement.execute(&mut connection).await.map_err(failed)?;
    connection.close().await.map_err(failed)
}

/// As if the codes had been sent so many seconds earlier.
pub async fn age_codes(computer: &Computer, seconds: u32) -> Outcome {
    let earlier = u64::from(seconds) * 1000;
    let statement =
        format!("UPDATE codes SET sent_at = sent_at - {earlier}; UPDATE code_sends SET at = at - {earlier}");
    sql(computer, &statement).await
}

/// Confirms the address of a user, as the link in the message will.
pub async fn confirm_address(computer: &Computer, who: &Person) -> Outcome {
    let email = who.email;
    let statement = format!("UPDATE users SET confirmed_at = created_at WHERE email = '{email}'");
    sql(computer, &statement).await
}

/// The entry of something that another operator does.
pub fn entry(action: Action) -> Entry {
    Entry {
        at: Timestamp::UNIX_EPOCH,
        actor: None,
        action,
        subject: None,
        details: BTreeMap::new(),
    }
}

/// An account of somebody's name that nobody has a password for, about to be stored; `number` makes its id.
pub fn account(who: &Person, email: &str, number: u128, created_at: Timestamp) -> Outcome<NewAccount> {
    let flawed = |flaw| failed(format!("{flaw:?}"));
    let id = Uuid::from_u128(number);
    Ok(NewAccount {
        id: UserId(id),
        request: RequestId(id),
        email: EmailAddress::parse(email).map_err(flawed)?,
        first_name: PersonName::parse(who.first_name).map_err(flawed)?,
        last_name: PersonName::parse(who.last_name).map_err(flawed)?,
        password: PasswordHash::stored("$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5$bm9ib2R5".to_owned()),
        roles: vec![RoleId("member".to_owned())],
        permissions: Vec::new(),
        device: None,
        confirmed_at: None,
        enabled: true,
        created_at,
    })
}

/// Creates a user as another operator would.
pub async fn create(directory: &dyn Directory, who: &Person) -> Outcome {
    let account = account(who, who.email, 7, Timestamp::UNIX_EPOCH)?;
    directory
        .create_user(&account, None, &entry(Action::UserCreated))
        .await
        .map(|_| ())
        .map_err(failed)
}

/// Misses at signing in, long ago, so that the next try need not wait.
pub async fn miss(directory: &dyn Directory, who: &Person, times: u32) -> Outcome {
    let email = EmailAddress::parse(who.email).map_err(|flaw| failed(format!("{flaw:?}")))?;
    for _ in 0..times {
        directory
            .admit_try(&[TryKey::of(&email)], Timestamp::UNIX_EPOCH, |_, _, _| {
                Admission::Admitted
            })
            .await
            .map_err(failed)?;
    }
    Ok(())
}

/// Checks every link of the activity record, and gives the entries.
pub async fn verified_activity(directory: &dyn Directory) -> Outcome<Vec<Entry>> {
    let mut verifier = Verifier::default();
    let mut entries = Vec::new();
    let mut number = 1;
    loop {
        let links = directory.links_from(number, 200).await.map_err(failed)?;
        let Some(last) = links.last() else {
            break;
        };
        number = last.number + 1;
        for link in &links {
            verifier.take(link).map_err(failed)?;
            entries.extend(link.entry());
        }
    }
    let head = directory.head().await.map_err(failed)?;
    verifier.finish(&head).map_err(failed)?;
    Ok(entries)
}

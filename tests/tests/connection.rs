//! Another connection to the directory that the window works on: what a second operator, or a check afterwards, does.

use std::{collections::BTreeMap, fmt::Display, sync::Arc};

use accounts::{
    Directory, EmailAddress, NewAccount, PersonName, RequestId, RoleId, UserId,
    activity::{Action, Entry, Verifier},
    password::PasswordHash,
    sign_in::{Admission, TryKey},
};
use directories::DirectoryKey;
use jiff::Timestamp;
use journeys::{Computer, Outcome, Person, Trouble};
use uuid::Uuid;

/// For errors of the program under test.
pub fn failed(error: impl Display) -> Trouble {
    Trouble::Unlike(error.to_string())
}

/// Opens the directory with the key from the keychain.
pub async fn open(computer: &Computer) -> Outcome<Arc<dyn Directory>> {
    let secret = computer.secrets()?.concat();
    let key = DirectoryKey::from_base64(&secret).ok_or_else(|| failed("there is no key in the keychain"))?;
    let folder = computer.frontdesk_home().join("data");
    directories::open_local(&folder, &key).await.map_err(failed)
}

/// Creates a user as another operator would.
pub async fn create(directory: &dyn Directory, who: &Person) -> Outcome {
    let account = NewAccount {
        id: UserId(Uuid::from_u128(7)),
        request: RequestId(Uuid::from_u128(7)),
        email: EmailAddress::parse(who.email).map_err(|flaw| failed(format!("{flaw:?}")))?,
        first_name: PersonName::parse(who.first_name).map_err(|flaw| failed(format!("{flaw:?}")))?,
        last_name: PersonName::parse(who.last_name).map_err(|flaw| failed(format!("{flaw:?}")))?,
        password: PasswordHash::stored("$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5$bm9ib2R5".to_owned()),
        roles: vec![RoleId("member".to_owned())],
        permissions: Vec::new(),
        confirmed_at: None,
        enabled: true,
        created_at: Timestamp::UNIX_EPOCH,
    };
    let entry = Entry {
        at: Timestamp::UNIX_EPOCH,
        actor: None,
        action: Action::UserCreated,
        subject: None,
        details: BTreeMap::new(),
    };
    directory
        .create_user(&account, None, &entry)
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

//! Invented users for looking around.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

use crate::{
    Clock, Directory, DirectoryError, EmailAddress, Flaw, MessageId, MessageKind, MessageState, NewAccount,
    NewMessage, Operator, PersonName, Recipient, RequestId, RoleId, UserId,
    activity::{Action, Entry, Party},
    desk::{Randomness, new_id, party},
    password::PasswordHash,
    sign_in::TryKey,
};

/// Users of the sample, the operator who looks around among them.
pub const USERS: usize = 200;

const FIRST_NAMES: [&str; 25] = [
    "Ada", "Bruno", "Chloé", "Dmitri", "Elif", "Farid", "Grace", "Hiroshi", "Ingrid", "João", "Katya",
    "Liam", "Mei", "Noor", "Óscar", "Priya", "Quentin", "Rosa", "Søren", "Tove", "Uma", "Väinö", "Wanjiru",
    "Yusuf", "Zoë",
];
const LAST_NAMES: [&str; 24] = [
    "Almeida",
    "Brandt",
    "Castillo",
    "D’Angelo",
    "Eriksen",
    "Fournier",
    "García-López",
    "Haddad",
    "Ivanova",
    "Jensen",
    "Kowalska",
    "Lindqvist",
    "Mbeki",
    "Nakamura",
    "O’Connor",
    "Petrov",
    "Quispe",
    "Rossi",
    "Sánchez",
    "Tanaka",
    "Ueda",
    "Vargas",
    "Weiß",
    "Yılmaz",
];
/// Roles after the owner's, the more frequent ones more often.
const ROLES: [&str; 8] = [
    "member",
    "member",
    "member",
    "help-desk",
    "member",
    "user-manager",
    "auditor",
    "kiosk-operator",
];

/// Fills a directory that lives in memory only, and returns who looks around: its owner.
pub async fn fill(
    directory: &dyn Directory,
    clock: &dyn Clock,
    randomness: Randomness,
) -> Result<Operator, DirectoryError> {
    let mut owner = None;
    for index in 0..USERS {
        let account = invented(index, clock, randomness).map_err(|flaw| unexpected(flaw.into()))?;
        let message = (account.confirmed_at.is_none()).then(|| confirmation(&account, clock, randomness));
        let entry = Entry {
            at: account.created_at,
            actor: owner.clone(),
            action: Action::UserCreated,
            subject: Some(party(account.id, &account.email)),
            details: BTreeMap::from([("roles".to_owned(), account.roles[0].0.clone())]),
        };
        directory.create_user(&account, message.as_ref(), &entry).await?;
        owner.get_or_insert_with(|| party(account.id, &account.email));
        if account.confirmed_at.is_some() && index % 3 != 1 {
            sign_in(directory, &account, index).await?;
        }
    }
    let owner = owner.and_then(|party| party.id).map(UserId);
    let account = directory.user(owner.ok_or(DirectoryError::NotFound)?).await?;
    Ok(Operator::of(&account, &directory.catalogue().await?))
}

fn unexpected(cause: Box<dyn std::error::Error + Send + Sync>) -> DirectoryError {
    DirectoryError::Unexpected(cause)
}

/// The account of an index; the names wander through both lists so that no two are alike.
fn invented(index: usize, clock: &dyn Clock, randomness: Randomness) -> Result<NewAccount, Flaw> {
    let first = FIRST_NAMES[index % FIRST_NAMES.len()];
    let last = LAST_NAMES[(index + index / FIRST_NAMES.len() * 7) % LAST_NAMES.len()];
    let created_at = before(clock.now(), (USERS - index) * 31);
    let role = match index {
        0 => "owner",
        _ => ROLES[index % ROLES.len()],
    };
    let mut rng = randomness();
    Ok(NewAccount {
        id: UserId(new_id(clock, &mut *rng)),
        request: RequestId(new_id(clock, &mut *rng)),
        email: EmailAddress::parse(&format!("{}.{}{index}@example.com", ascii(first), ascii(last)))?,
        first_name: PersonName::parse(first)?,
        last_name: PersonName::parse(last)?,
        // No password has this hash: nobody can sign in to a sample.
        password: PasswordHash::stored("none".to_owned()),
        roles: vec![RoleId(role.to_owned())],
        permissions: Vec::new(),
        device: None,
        confirmed_at: (index % 11 != 10).then_some(created_at),
        enabled: index % 17 != 16,
        created_at,
    })
}

fn ascii(name: &str) -> String {
    crate::text::for_search(name)
        .chars()
        .filter(char::is_ascii_alphabetic)
        .collect()
}

fn before(now: Timestamp, hours: usize) -> Timestamp {
    let hours = i64::try_from(hours).unwrap_or_default();
    now.checked_sub(SignedDuration::from_hours(hours)).unwrap_or(now)
}

fn confirmation(account: &NewAccount, clock: &dyn Clock, randomness: Randomness) -> NewMessage {
    NewMessage {
        id: MessageId(new_id(clock, &mut *randomness())),
        kind: MessageKind::Confirmation,
        state: MessageState::Waiting,
        recipient: Recipient::Email(account.email.clone()),
        user: Some(account.id),
        caused_by: None,
        text: None,
        activation: None,
        claim: None,
        created_at: account.created_at,
    }
}

async fn sign_in(
    directory: &dyn Directory,
    account: &NewAccount,
    index: usize,
) -> Result<(), DirectoryError> {
    let later = SignedDuration::from_mins(i64::try_from(index % 29 * 40 + 5).unwrap_or_default());
    let entry = Entry {
        at: account
            .created_at
            .checked_add(later)
            .unwrap_or(account.created_at),
        actor: Some(Party {
            id: Some(account.id.0),
            label: account.email.masked(),
        }),
        action: Action::SignedIn,
        subject: None,
        details: BTreeMap::new(),
    };
    let keys = [TryKey::of(&account.email)];
    directory.signed_in(account.id, &keys, None, &entry).await
}

//! Users, and links of the activity record.

use std::collections::BTreeMap;

use accounts::{
    ActivityPage, Credentials, Cursor, Device, DirectoryError, NewAccount, Permission, PersonName, RoleId,
    User, UserId, activity::Link, outbox::ConfirmationSent, password::PasswordHash, text,
};
use sqlx_macros::FromRow;
use uuid::Uuid;

use super::{Result, email, figure, hash, name, time, times};

/// A user as a list shows them.
#[derive(Debug, FromRow)]
pub(crate) struct UserRow {
    pub number: i64,
    id: Uuid,
    email: String,
    first_name: String,
    last_name: String,
    confirmed_at: Option<i64>,
    enabled: bool,
    pub device: bool,
    created_at: i64,
    last_sign_in_at: Option<i64>,
}

impl UserRow {
    /// Whether the address is still to be confirmed.
    pub const fn is_pending(&self) -> bool {
        self.confirmed_at.is_none()
    }

    /// Without roles and confirmation.
    pub fn user(&self) -> Result<User> {
        Ok(User {
            id: UserId(self.id),
            email: email(&self.email)?,
            first_name: name(&self.first_name)?,
            last_name: name(&self.last_name)?,
            roles: Vec::new(),
            confirmed_at: times(self.confirmed_at)?,
            confirmation: None,
            enabled: self.enabled,
            device: self.device,
            created_at: time(self.created_at)?,
            last_sign_in_at: times(self.last_sign_in_at)?,
        })
    }
}

/// A user as one signs in.
#[derive(FromRow)]
pub(crate) struct CredentialsRow {
    #[sqlx(flatten)]
    pub user: UserRow,
    password: String,
}

impl CredentialsRow {
    /// With what stands in other tables.
    pub fn credentials(
        self,
        roles: Vec<String>,
        permissions: &[String],
        device: Option<Device>,
        confirmation: Option<ConfirmationSent>,
    ) -> Result<Credentials> {
        let permissions = permissions
            .iter()
            .map(|code| code.parse::<Permission>().map_err(|_| DirectoryError::Damaged));
        Ok(Credentials {
            user: User {
                roles: roles.into_iter().map(RoleId).collect(),
                confirmation,
                ..self.user.user()?
            },
            permissions: permissions.collect::<Result<_>>()?,
            device,
            password: PasswordHash::stored(self.password),
        })
    }
}

/// The users with these numbers, in this order, with their roles (by number of the user) and confirmations.
pub(crate) fn users_in_order(
    numbers: &[i64],
    found: &[UserRow],
    roles: Vec<(i64, String)>,
    confirmations: Vec<(i64, ConfirmationSent)>,
) -> Result<Vec<User>> {
    let mut users = BTreeMap::new();
    for row in found {
        users.insert(row.number, row.user()?);
    }
    for (number, role) in roles {
        if let Some(user) = users.get_mut(&number) {
            user.roles.push(RoleId(role));
        }
    }
    for (number, confirmation) in confirmations {
        if let Some(user) = users.get_mut(&number) {
            user.confirmation = Some(confirmation);
        }
    }
    Ok(numbers.iter().filter_map(|number| users.remove(number)).collect())
}

/// The account that the same request created before, from its id and canonical address. A request that created another
/// is refused.
pub(crate) fn first_request(earlier: Option<(Uuid, String)>, account: &NewAccount) -> Result<Option<UserId>> {
    match earlier {
        None => Ok(None),
        Some((id, email)) if email == account.email.canonical() => Ok(Some(UserId(id))),
        Some(_) => Err(DirectoryError::RequestReused),
    }
}

/// Last name, then first name, without case and accents. U+0001 sorts before every character of a name.
pub(crate) fn name_key(first: &PersonName, last: &PersonName) -> String {
    format!(
        "{}\u{1}{}",
        text::for_search(last.as_str()),
        text::for_search(first.as_str())
    )
}

/// The form in which whole names that look alike are the same.
pub(crate) fn name_skeleton(first: &PersonName, last: &PersonName) -> String {
    text::skeleton(&format!("{} {}", first.as_str(), last.as_str()))
}

/// A link of the activity record.
#[derive(Debug, FromRow)]
pub(crate) struct LinkRow {
    number: i64,
    content: String,
    hash: Vec<u8>,
}

impl LinkRow {
    pub fn link(self) -> Result<Link> {
        Ok(Link {
            number: figure(self.number)?,
            content: self.content,
            hash: hash(self.hash)?,
        })
    }
}

/// A page of the activity record.
pub(crate) fn activity_page(found: Vec<LinkRow>, limit: u32) -> Result<ActivityPage> {
    let links: Vec<Link> = found.into_iter().map(LinkRow::link).collect::<Result<_>>()?;
    let full = links.len() == limit as usize;
    let last = links.last().filter(|_| full);
    let next = last.map(|last| Cursor(last.number.to_string()));
    Ok(ActivityPage { links, next })
}

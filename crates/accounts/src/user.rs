//! Users as a directory holds them, and how they are asked for.

use jiff::Timestamp;
use uuid::Uuid;

use crate::{
    EmailAddress, Permission, PersonName, PhoneNumber, RoleId, code::Scope, outbox::ConfirmationSent,
    password::PasswordHash, sms::GatewayKind, text,
};

/// Which user: a UUIDv7, so that ids sort by creation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UserId(pub Uuid);

/// Which request to create: asking twice with the same one creates one account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct RequestId(pub Uuid);

/// A user as listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// Which.
    pub id: UserId,
    /// Login identifier.
    pub email: EmailAddress,
    /// First name.
    pub first_name: PersonName,
    /// Last name.
    pub last_name: PersonName,
    /// Assigned roles, in the order of their ids.
    pub roles: Vec<RoleId>,
    /// When the e-mail address was confirmed.
    pub confirmed_at: Option<Timestamp>,
    /// What became of the newest e-mail that asks for that; nothing once the address is confirmed.
    pub confirmation: Option<ConfirmationSent>,
    /// Whether an operator lets the account be used.
    pub enabled: bool,
    /// Whether a 2FA device is registered.
    pub device: bool,
    /// When it was created.
    pub created_at: Timestamp,
    /// When the user last signed in.
    pub last_sign_in_at: Option<Timestamp>,
}

/// A registered 2FA device: a mobile phone whose number was confirmed by its own code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    /// Of the phone.
    pub number: PhoneNumber,
    /// When its code was entered.
    pub confirmed_at: Timestamp,
    /// Which way the code came: through the outbox it proves nothing about the phone.
    pub through: GatewayKind,
}

/// A device of an account about to be stored. The directory stores it only where it finds the number confirmed in this
/// very scope, and uses the confirmation up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDevice {
    /// Of the phone.
    pub number: PhoneNumber,
    /// In which it was confirmed.
    pub scope: Scope,
}

/// An account about to be stored.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// Which user it becomes.
    pub id: UserId,
    /// Which request asks for it.
    pub request: RequestId,
    /// Login identifier.
    pub email: EmailAddress,
    /// First name.
    pub first_name: PersonName,
    /// Last name.
    pub last_name: PersonName,
    /// Of the initial password.
    pub password: PasswordHash,
    /// Assigned roles.
    pub roles: Vec<RoleId>,
    /// Permissions assigned singly.
    pub permissions: Vec<Permission>,
    /// 2FA device.
    pub device: Option<NewDevice>,
    /// Already confirmed, as the owner of a new directory is.
    pub confirmed_at: Option<Timestamp>,
    /// Whether the account may be used.
    pub enabled: bool,
    /// Now.
    pub created_at: Timestamp,
}

impl NewAccount {
    /// What search compares: names and address, folded, every word preceded by one space.
    ///
    /// A term of one or two characters matches the beginning of a word, a longer one matches anywhere.
    /// Ideographs each count as the beginning of a word.
    pub fn search_text(&self) -> String {
        search_text(&self.first_name, &self.last_name, &self.email)
    }
}

/// See [`NewAccount::search_text`].
pub fn search_text(first_name: &PersonName, last_name: &PersonName, email: &EmailAddress) -> String {
    let names = text::for_search(&format!("{} {}", first_name.as_str(), last_name.as_str()));
    let address = text::for_search(email.as_str());
    let mut searched = String::new();
    for word in names
        .split_whitespace()
        .chain([address.as_str()])
        .chain(address.split(|c: char| !c.is_alphanumeric()))
    {
        if !word.is_empty() && !searched.ends_with(&format!(" {word}")) {
            searched.push(' ');
            searched.push_str(word);
        }
    }
    searched
}

/// The words of a search, folded as [`NewAccount::search_text`] is; every one has to match.
pub fn search_terms(search: &str) -> Vec<String> {
    text::for_search(search)
        .split_whitespace()
        .map(str::to_owned)
        .collect()
}

/// Characters from which a search term matches anywhere, and not only at the beginning of a word.
pub const INFIX_MIN: usize = 3;

/// Which users, in which order, from where.
#[derive(Debug, Clone)]
pub struct UserQuery {
    /// As typed.
    pub search: String,
    /// Only these.
    pub status: StatusFilter,
    /// By what.
    pub sort: UserSort,
    /// From the last to the first.
    pub descending: bool,
    /// [`UserPage::next`] of the page before.
    pub after: Option<Cursor>,
    /// Rows at most, 1 to 200.
    pub limit: u32,
}

/// Where a page ends; only the directory that gave it can read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor(pub String);

/// Which accounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StatusFilter {
    /// Every one.
    All,
    /// Enabled and confirmed.
    Active,
    /// Enabled and not confirmed yet.
    Pending,
    /// Disabled, confirmed or not.
    Disabled,
}

/// The order of a list; ties go by id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UserSort {
    /// Last name, then first name, without case and accents.
    Name,
    /// Canonical address.
    Email,
    /// Creation.
    Created,
    /// Last sign-in; those who never signed in come last when ascending and descending alike.
    LastSignIn,
}

/// One page.
#[derive(Debug, Clone)]
pub struct UserPage {
    /// In order.
    pub users: Vec<User>,
    /// Where to go on, or nothing on the last page.
    pub next: Option<Cursor>,
}

/// How many users a search finds, whatever their status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct UserCounts {
    /// All.
    pub total: u64,
    /// Enabled and confirmed.
    pub active: u64,
    /// Enabled and not confirmed.
    pub pending: u64,
    /// Disabled.
    pub disabled: u64,
}

/// What signing in needs to know of an account.
#[derive(Debug, Clone)]
pub struct Credentials {
    /// Whose.
    pub user: User,
    /// Permissions assigned singly.
    pub permissions: Vec<Permission>,
    /// Registered 2FA device.
    pub device: Option<Device>,
    /// Of the password.
    pub password: PasswordHash,
}

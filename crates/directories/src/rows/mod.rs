//! Rows as every backend reads them, and what they become. What was stored was valid, so what cannot be read back is
//! damage.

mod codes;
mod messages;
mod roles;
mod users;

pub(crate) use codes::{
    ActivationRow, DeviceRow, MissesRow, SentCodeRow, SettingsRow, document, longer, preset,
};
pub(crate) use messages::{
    ClaimedRow, ConfirmationRow, Queued, WholeMessageRow, brings_something, message_page,
};
pub(crate) use roles::{HolderRow, catalogue};
pub(crate) use users::{
    CredentialsRow, LinkRow, UserRow, activity_page, first_request, name_key, name_skeleton, users_in_order,
};

use accounts::{DirectoryError, EmailAddress, PersonName, PhoneNumber, activity::Head};
use jiff::Timestamp;

type Result<T> = std::result::Result<T, DirectoryError>;

/// A moment.
pub(crate) fn time(milliseconds: i64) -> Result<Timestamp> {
    Timestamp::from_millisecond(milliseconds).map_err(|_| DirectoryError::Damaged)
}

fn times(milliseconds: Option<i64>) -> Result<Option<Timestamp>> {
    milliseconds.map(time).transpose()
}

/// A SHA-256 or what is as long.
fn hash(octets: Vec<u8>) -> Result<[u8; 32]> {
    octets.try_into().map_err(|_| DirectoryError::Damaged)
}

fn email(text: &str) -> Result<EmailAddress> {
    EmailAddress::parse(text).map_err(|_| DirectoryError::Damaged)
}

fn name(text: &str) -> Result<PersonName> {
    PersonName::parse(text).map_err(|_| DirectoryError::Damaged)
}

fn phone(text: &str) -> Result<PhoneNumber> {
    PhoneNumber::stored(text).ok_or(DirectoryError::Damaged)
}

/// A figure that is stored wider than it is.
pub(crate) fn figure<T: TryFrom<i64>>(stored: i64) -> Result<T> {
    T::try_from(stored).map_err(|_| DirectoryError::Damaged)
}

/// The one of `all` that is stored as this code.
fn coded<T: Copy>(code: &str, all: &[T], code_of: fn(T) -> &'static str) -> Result<T> {
    let found = all.iter().find(|one| code_of(**one) == code);
    found.copied().ok_or(DirectoryError::Damaged)
}

/// So many seconds before a moment.
pub(crate) fn millis_before(now: Timestamp, seconds: u32) -> i64 {
    now.as_millisecond() - i64::from(seconds) * 1_000
}

/// The end of the chain.
pub(crate) fn head(number: i64, octets: Vec<u8>) -> Result<Head> {
    Ok(Head {
        number: figure(number)?,
        hash: hash(octets)?,
    })
}

/// Where a page of rows that are read from the last number down goes on.
pub(crate) fn before(after: Option<&accounts::Cursor>) -> Result<i64> {
    after.map_or(Ok(i64::MAX), |cursor| {
        cursor.0.parse().map_err(|_| DirectoryError::NotFound)
    })
}

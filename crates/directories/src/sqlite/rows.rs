//! Between columns and domain types. What was stored was valid, so what cannot be read back is damage.

use accounts::{DirectoryError, EmailAddress, PersonName, PhoneNumber, User, UserId};
use jiff::Timestamp;
use sqlx::{Row as _, sqlite::SqliteRow};
use uuid::Uuid;

use super::Result;

/// The columns that [`user`] reads.
pub(super) const USER_COLUMNS: &str =
    "number, id, email, first_name, last_name, confirmed_at, enabled, created_at, last_sign_in_at,
     EXISTS (SELECT 1 FROM devices WHERE devices.user = users.number) AS device";

/// A column.
pub(super) fn get<'r, T>(row: &'r SqliteRow, column: &str) -> Result<T>
where
    T: sqlx::Decode<'r, sqlx::Sqlite> + sqlx::Type<sqlx::Sqlite>,
{
    row.try_get(column).map_err(|_| DirectoryError::Damaged)
}

/// A moment.
pub(super) fn time(milliseconds: i64) -> Result<Timestamp> {
    Timestamp::from_millisecond(milliseconds).map_err(|_| DirectoryError::Damaged)
}

/// A column with an id.
pub(super) fn id(row: &SqliteRow, column: &str) -> Result<Uuid> {
    let octets: Vec<u8> = get(row, column)?;
    Uuid::from_slice(&octets).map_err(|_| DirectoryError::Damaged)
}

/// A column with an address.
pub(super) fn email(row: &SqliteRow, column: &str) -> Result<EmailAddress> {
    let text: String = get(row, column)?;
    EmailAddress::parse(&text).map_err(|_| DirectoryError::Damaged)
}

/// A column with a name.
pub(super) fn name(row: &SqliteRow, column: &str) -> Result<PersonName> {
    let text: String = get(row, column)?;
    PersonName::parse(&text).map_err(|_| DirectoryError::Damaged)
}

/// A column with a number in E.164.
pub(super) fn phone(row: &SqliteRow, column: &str) -> Result<PhoneNumber> {
    PhoneNumber::stored(get(row, column)?).ok_or(DirectoryError::Damaged)
}

/// The one of `all` that is stored as this code.
pub(super) fn coded<T: Copy>(code: &str, all: &[T], code_of: fn(T) -> &'static str) -> Result<T> {
    let found = all.iter().find(|one| code_of(**one) == code);
    found.copied().ok_or(DirectoryError::Damaged)
}

/// A user without roles and confirmation, and the row's number.
pub(super) fn user(row: &SqliteRow) -> Result<(i64, User)> {
    let user = User {
        id: UserId(id(row, "id")?),
        email: email(row, "email")?,
        first_name: name(row, "first_name")?,
        last_name: name(row, "last_name")?,
        roles: Vec::new(),
        confirmed_at: get::<Option<i64>>(row, "confirmed_at")?.map(time).transpose()?,
        confirmation: None,
        enabled: get(row, "enabled")?,
        device: get(row, "device")?,
        created_at: time(get(row, "created_at")?)?,
        last_sign_in_at: get::<Option<i64>>(row, "last_sign_in_at")?
            .map(time)
            .transpose()?,
    };
    Ok((get(row, "number")?, user))
}

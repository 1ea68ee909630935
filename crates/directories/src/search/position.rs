//! Orders of a list, positions in them, and the part of a list that is asked for.

use accounts::{Cursor, DirectoryError, StatusFilter, UserQuery, UserSort};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Term;

/// The value that a row is sorted by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum Key {
    Text(String),
    Time(i64),
    /// Never signed in: after all others, whichever way the list is sorted.
    Never,
}

/// Where a row stands in an order.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Position {
    pub key: Key,
    pub id: Uuid,
}

impl Position {
    pub fn parse(cursor: &Cursor) -> Result<Self, DirectoryError> {
        let position: Self = serde_json::from_str(&cursor.0).map_err(|_| DirectoryError::NotFound)?;
        match &position.key {
            // No key holds it, and not every database takes a text that does.
            Key::Text(text) if text.contains('\0') => Err(DirectoryError::NotFound),
            _ => Ok(position),
        }
    }

    pub fn cursor(&self) -> Result<Cursor, DirectoryError> {
        let text = serde_json::to_string(self).map_err(|error| DirectoryError::Unexpected(error.into()))?;
        Ok(Cursor(text))
    }
}

/// A row that was found: where it stands, and its number.
pub(crate) type Found = (Position, i64);

/// An order in which rows that a search finds may stand together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    Name,
    Email,
}

impl Order {
    pub const fn of(sort: UserSort) -> Option<Self> {
        match sort {
            UserSort::Name => Some(Self::Name),
            UserSort::Email => Some(Self::Email),
            UserSort::Created | UserSort::LastSignIn => None,
        }
    }
}

/// One stretch of the order: everybody, or those who signed in and then those who never did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stretch {
    Whole,
    SignedIn,
    Never,
}

/// The stretches of a list from a position on, in order.
pub(crate) fn stretches(sort: UserSort, after: Option<&Position>) -> &'static [Stretch] {
    match (sort, after.map(|position| &position.key)) {
        (UserSort::LastSignIn, Some(Key::Never)) => &[Stretch::Never],
        (UserSort::LastSignIn, _) => &[Stretch::SignedIn, Stretch::Never],
        _ => &[Stretch::Whole],
    }
}

/// One stretch of the list that a query asks for, after a position where it goes on.
#[derive(Clone, Copy)]
pub(crate) struct Part<'a> {
    pub query: &'a UserQuery,
    pub terms: &'a [Term],
    pub stretch: Stretch,
    pub after: Option<&'a Position>,
}

impl Part<'_> {
    /// Sorts rows from several sources and keeps the first.
    pub fn sort(&self, found: &mut Vec<Found>, limit: usize) {
        found.sort_unstable();
        if self.query.descending {
            found.reverse();
        }
        found.truncate(limit);
    }

    pub const fn statuses(&self) -> &'static [i64] {
        match self.query.status {
            StatusFilter::All => &[0, 1, 2],
            StatusFilter::Active => &[0],
            StatusFilter::Pending => &[1],
            StatusFilter::Disabled => &[2],
        }
    }

    /// The column that the list is sorted by.
    pub const fn column(&self) -> &'static str {
        match self.query.sort {
            UserSort::Name => "name_key",
            UserSort::Email => "email_canonical",
            UserSort::Created => "created_at",
            UserSort::LastSignIn => "last_sign_in_at",
        }
    }

    /// What a row of the stretch has in that column.
    pub const fn holds_text(&self) -> bool {
        matches!(self.query.sort, UserSort::Name | UserSort::Email)
    }
}

/// Once a page is full, no part of the order need be walked farther than to its end.
pub(crate) fn end_of_page(found: &[Found], limit: usize) -> Option<Position> {
    let last = found.last().filter(|_| found.len() == limit);
    last.map(|(position, _)| position.clone())
}

/// Where the next page begins, if this one is full; and the numbers of its rows.
pub(crate) fn page_end(
    found: Vec<Found>,
    limit: usize,
) -> Result<(Option<Cursor>, Vec<i64>), DirectoryError> {
    let next = found.last().filter(|_| found.len() == limit);
    let next = next.map(|(position, _)| position.cursor()).transpose()?;
    Ok((next, found.into_iter().map(|(_, number)| number).collect()))
}

/// Rows as a database gives them, their keys read as they are meant.
pub(crate) fn positioned<K>(found: Vec<(i64, K, Uuid)>, key: impl Fn(K) -> Key) -> Vec<Found> {
    let found = found.into_iter();
    found
        .map(|(number, value, id)| {
            let key = key(value);
            (Position { key, id }, number)
        })
        .collect()
}

/// Numbers, with commas between.
pub(crate) fn join(numbers: &[i64]) -> String {
    numbers.iter().map(i64::to_string).collect::<Vec<_>>().join(", ")
}

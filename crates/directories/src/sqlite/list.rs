//! One page of a list, as SQL.

use accounts::{Cursor, DirectoryError, StatusFilter, User, UserQuery, UserSort};
use serde::{Deserialize, Serialize};
use sqlx::{AssertSqlSafe, Sqlite, SqliteConnection, sqlite::SqliteRow};
use uuid::Uuid;

use super::{
    Result,
    failure::directory,
    rows::{self, USER_COLUMNS},
    search::{CANDIDATES, NEAR, Way, needles},
    tokens::Term,
};

/// Where a page ends.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Position {
    pub key: Key,
    id: Uuid,
}

/// The value that a row is sorted by.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) enum Key {
    Text(String),
    Time(i64),
    /// Never signed in: after all others, whichever way the list is sorted.
    Never,
}

impl Position {
    pub fn parse(cursor: &Cursor) -> Result<Self> {
        serde_json::from_str(&cursor.0).map_err(|_| DirectoryError::NotFound)
    }

    pub fn of(user: &User, sort: UserSort) -> Self {
        let key = match sort {
            UserSort::Name => Key::Text(super::users::name_key(&user.first_name, &user.last_name)),
            UserSort::Email => Key::Text(user.email.canonical().to_owned()),
            UserSort::Created => Key::Time(user.created_at.as_millisecond()),
            UserSort::LastSignIn => user
                .last_sign_in_at
                .map_or(Key::Never, |at| Key::Time(at.as_millisecond())),
        };
        Self { key, id: user.id.0 }
    }

    pub fn cursor(&self) -> Result<Cursor> {
        let text = serde_json::to_string(self).map_err(|error| DirectoryError::Unexpected(error.into()))?;
        Ok(Cursor(text))
    }
}

/// One stretch of the order: everybody, or those who signed in and then those who never did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stretch {
    Whole,
    SignedIn,
    Never,
}

/// One stretch of a list, as SQL. The parameters are the match, the id and the key after which it goes on, what the
/// walked keys begin with, and the needles.
#[derive(Clone, Copy)]
pub(super) struct List<'a> {
    pub query: &'a UserQuery,
    pub terms: &'a [Term],
    pub way: &'a Way,
    pub stretch: Stretch,
    pub after: Option<&'a Position>,
}

impl List<'_> {
    pub async fn load(&self, connection: &mut SqliteConnection, limit: i64) -> Result<Vec<(i64, User)>> {
        let found = self.run(connection, limit).await?;
        let full = i64::try_from(found.len()) == Ok(limit);
        if full || *self.way != Way::WalkNear {
            return Ok(found);
        }
        let way = &Way::farther(connection, self.terms).await?;
        List { way, ..*self }.run(connection, limit).await
    }

    async fn run(&self, connection: &mut SqliteConnection, limit: i64) -> Result<Vec<(i64, User)>> {
        let statement = self.statement(limit);
        let query = sqlx::query::<Sqlite>(AssertSqlSafe(statement))
            .bind(self.way.matching())
            .bind(self.after.map(|position| position.id.as_bytes().to_vec()));
        let mut query = match self.after.map(|position| &position.key) {
            Some(Key::Text(text)) => query.bind(text),
            Some(Key::Time(milliseconds)) => query.bind(*milliseconds),
            Some(Key::Never) | None => query.bind(None::<i64>),
        }
        .bind(self.way.beginning());
        for term in self.terms {
            query = query.bind(term.needle());
        }
        let found = query.fetch_all(connection).await.map_err(directory)?;
        found.iter().map(|row: &SqliteRow| rows::user(row)).collect()
    }

    fn statement(&self, limit: i64) -> String {
        let (direction, _) = self.direction();
        let mut arms = Vec::new();
        if !matches!(self.way, Way::LookUp { .. }) {
            // Every status has its own part of the index; SQLite merges them as they come.
            let source = format!("users INDEXED BY {} WHERE", self.index());
            let stretch = match self.way {
                Way::WalkStretch { .. } => {
                    let column = self.column();
                    format!(" AND {column} >= ?4 AND {column} < ?4 || char(0x10FFFF)")
                }
                _ => String::new(),
            };
            let arm = |status: &i64| self.arm(&source, &format!(" status = {status}{stretch}"));
            arms.extend(self.statuses().iter().map(arm));
        }
        if self.way.matching().is_some() {
            arms.push(self.arm(CANDIDATES, &format!(" AND status IN ({})", join(self.statuses()))));
        }
        let mut page = arms.join(" UNION ALL ");
        if *self.way == Way::WalkNear {
            let needles = needles(self.terms);
            page = format!(
                "SELECT page_number, key, key_id FROM
                 ({page} ORDER BY key {direction}, key_id {direction} LIMIT {NEAR}) WHERE true{needles}"
            );
        }
        format!(
            "WITH page AS ({page} ORDER BY key {direction}, key_id {direction} LIMIT {limit})
             SELECT {USER_COLUMNS} FROM page CROSS JOIN users ON users.number = page.page_number
             ORDER BY key {direction}, key_id {direction}"
        )
    }

    fn arm(&self, source: &str, status: &str) -> String {
        let column = self.column();
        let stretch = match self.stretch {
            Stretch::Whole => String::new(),
            Stretch::SignedIn => format!(" AND {column} IS NOT NULL"),
            Stretch::Never => format!(" AND {column} IS NULL"),
        };
        let (_, beyond) = self.direction();
        let after = match (self.after, self.stretch) {
            (None, _) => String::new(),
            (Some(_), Stretch::Never) => format!(" AND id {beyond} ?2"),
            (Some(_), _) => format!(" AND ({column}, id) {beyond} (?3, ?2)"),
        };
        let (text, needles) = match self.way {
            // They are compared once the first rows have been counted off.
            Way::WalkNear => (", search_text", String::new()),
            _ => ("", needles(self.terms)),
        };
        format!(
            "SELECT number AS page_number, {column} AS key, id AS key_id{text} FROM {source}{status}{stretch}{after}{needles}"
        )
    }

    const fn direction(&self) -> (&'static str, &'static str) {
        if self.query.descending {
            ("DESC", "<")
        } else {
            ("ASC", ">")
        }
    }

    const fn statuses(&self) -> &'static [i64] {
        match self.query.status {
            StatusFilter::All => &[0, 1, 2],
            StatusFilter::Active => &[0],
            StatusFilter::Pending => &[1],
            StatusFilter::Disabled => &[2],
        }
    }

    const fn column(&self) -> &'static str {
        match self.query.sort {
            UserSort::Name => "name_key",
            UserSort::Email => "email_canonical",
            UserSort::Created => "created_at",
            UserSort::LastSignIn => "last_sign_in_at",
        }
    }

    const fn index(&self) -> &'static str {
        match self.query.sort {
            UserSort::Name => "users_by_name",
            UserSort::Email => "users_by_email",
            UserSort::Created => "users_by_created",
            UserSort::LastSignIn => "users_by_last_sign_in",
        }
    }
}

pub(super) fn join(numbers: &[i64]) -> String {
    numbers.iter().map(i64::to_string).collect::<Vec<_>>().join(", ")
}

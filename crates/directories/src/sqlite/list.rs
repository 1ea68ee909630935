//! Walking and looking up a part of a list, as SQL.

use accounts::{Cursor, DirectoryError, StatusFilter, UserQuery, UserSort};
use serde::{Deserialize, Serialize};
use sqlx::{AssertSqlSafe, QueryBuilder, Sqlite, SqliteConnection, sqlite::SqliteRow};
use uuid::Uuid;

use super::{Result, failure::directory, rows, tokens::Term};

/// The value that a row is sorted by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) enum Key {
    Text(String),
    Time(i64),
    /// Never signed in: after all others, whichever way the list is sorted.
    Never,
}

/// Where a row stands in an order.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct Position {
    pub key: Key,
    id: Uuid,
}

impl Position {
    pub fn parse(cursor: &Cursor) -> Result<Self> {
        serde_json::from_str(&cursor.0).map_err(|_| DirectoryError::NotFound)
    }

    pub fn cursor(&self) -> Result<Cursor> {
        let text = serde_json::to_string(self).map_err(|error| DirectoryError::Unexpected(error.into()))?;
        Ok(Cursor(text))
    }
}

/// A row that was found: where it stands, and its number.
pub(super) type Found = (Position, i64);

/// One stretch of the order: everybody, or those who signed in and then those who never did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stretch {
    Whole,
    SignedIn,
    Never,
}

/// Where rows come from.
#[derive(Debug, Clone, Copy)]
enum Source<'a> {
    /// The part of the order's index that holds one status.
    Index(i64),
    /// Rows with these numbers, as a JSON array.
    Numbers(&'a str),
}

/// One stretch of the list that a query asks for, after a position where it goes on.
#[derive(Clone, Copy)]
pub(super) struct List<'a> {
    pub query: &'a UserQuery,
    pub terms: &'a [Term],
    pub stretch: Stretch,
    pub after: Option<&'a Position>,
}

impl List<'_> {
    /// The first of the rows with these numbers that belong to the list.
    pub async fn look_up(
        &self,
        connection: &mut SqliteConnection,
        numbers: &str,
        limit: usize,
    ) -> Result<Vec<Found>> {
        let mut sql = QueryBuilder::new("");
        self.push_select(&mut sql, "", Source::Numbers(numbers));
        push_needles(&mut sql, self.terms);
        self.push_order(&mut sql, limit);
        self.fetch(connection, sql).await
    }

    /// The first rows of the list, of those whose key begins so.
    pub async fn walk(
        &self,
        connection: &mut SqliteConnection,
        beginning: Option<&str>,
        limit: usize,
    ) -> Result<Vec<Found>> {
        let mut found = Vec::new();
        // Every status has its own part of the index.
        for status in self.statuses() {
            let until = end_of_page(&found, limit);
            found.extend(
                self.walk_part(connection, *status, until, beginning, limit)
                    .await?,
            );
            self.sort(&mut found, limit);
        }
        Ok(found)
    }

    /// The first rows of the list, where so many rows of its order hold as many as are wanted, or it ends before that.
    pub async fn walk_near(
        &self,
        connection: &mut SqliteConnection,
        rows: usize,
        limit: usize,
    ) -> Result<Option<Vec<Found>>> {
        let largest = self.largest_part(connection).await?;
        let mut sql = QueryBuilder::new("SELECT number, key, id FROM (");
        self.push_select(&mut sql, ", search_text", Source::Index(largest));
        self.push_order(&mut sql, rows);
        sql.push(") WHERE true");
        push_needles(&mut sql, self.terms);
        self.push_order(&mut sql, limit);
        let mut found = self.fetch(connection, sql).await?;
        // What is not full is complete up to where the walk ended.
        let near = if found.len() == limit {
            None
        } else {
            self.position_after(connection, largest, rows).await?
        };
        for status in self.statuses().iter().filter(|status| **status != largest) {
            let until = end_of_page(&found, limit).or_else(|| near.clone());
            found.extend(self.walk_part(connection, *status, until, None, limit).await?);
            self.sort(&mut found, limit);
        }
        Ok((found.len() == limit || near.is_none()).then_some(found))
    }

    /// The first rows of one status up to a position, of those whose key begins so.
    async fn walk_part(
        &self,
        connection: &mut SqliteConnection,
        status: i64,
        until: Option<Position>,
        beginning: Option<&str>,
        limit: usize,
    ) -> Result<Vec<Found>> {
        let mut sql = QueryBuilder::new("");
        self.push_select(&mut sql, "", Source::Index(status));
        if let Some(position) = &until {
            let up_to = if self.query.descending { ">=" } else { "<=" };
            self.push_side(&mut sql, up_to, position);
        }
        if let Some(beginning) = beginning {
            let column = self.column();
            sql.push(format!(" AND {column} >= ")).push_bind(beginning);
            let end = format!("{beginning}{}", char::MAX);
            sql.push(format!(" AND {column} < ")).push_bind(end);
        }
        push_needles(&mut sql, self.terms);
        self.push_order(&mut sql, limit);
        self.fetch(connection, sql).await
    }

    /// Where so many rows of one status have been passed, whether or not they match; nothing where there are fewer.
    async fn position_after(
        &self,
        connection: &mut SqliteConnection,
        status: i64,
        rows: usize,
    ) -> Result<Option<Position>> {
        let mut sql = QueryBuilder::new("");
        self.push_select(&mut sql, "", Source::Index(status));
        self.push_order(&mut sql, 1);
        sql.push(format!(" OFFSET {rows}"));
        Ok(self
            .fetch(connection, sql)
            .await?
            .pop()
            .map(|(position, _)| position))
    }

    /// The status that most users of the list have.
    async fn largest_part(&self, connection: &mut SqliteConnection) -> Result<i64> {
        let statuses = join(self.statuses());
        sqlx::query_scalar(AssertSqlSafe(format!(
            "SELECT status FROM user_counts WHERE status IN ({statuses}) ORDER BY users DESC LIMIT 1"
        )))
        .fetch_one(connection)
        .await
        .map_err(directory)
    }

    /// Sorts rows from several sources and keeps the first.
    pub fn sort(&self, found: &mut Vec<Found>, limit: usize) {
        found.sort_unstable();
        if self.query.descending {
            found.reverse();
        }
        found.truncate(limit);
    }

    fn push_select(&self, sql: &mut QueryBuilder<Sqlite>, more: &str, source: Source<'_>) {
        let column = self.column();
        sql.push(format!("SELECT number, {column} AS key, id{more} FROM "));
        match source {
            Source::Index(status) => {
                sql.push(format!(
                    "users INDEXED BY {} WHERE status = {status}",
                    self.index()
                ));
            }
            Source::Numbers(numbers) => {
                push_numbered(sql, numbers);
                sql.push(format!(" AND status IN ({})", join(self.statuses())));
            }
        }
        match self.stretch {
            Stretch::Whole => {}
            Stretch::SignedIn => {
                sql.push(format!(" AND {column} IS NOT NULL"));
            }
            Stretch::Never => {
                sql.push(format!(" AND {column} IS NULL"));
            }
        }
        if let Some(after) = self.after {
            let beyond = if self.query.descending { "<" } else { ">" };
            self.push_side(sql, beyond, after);
        }
    }

    /// The condition that a row stands on one side of a position.
    fn push_side(&self, sql: &mut QueryBuilder<Sqlite>, side: &str, position: &Position) {
        let id = position.id.as_bytes().to_vec();
        let column = self.column();
        match &position.key {
            Key::Text(text) => {
                sql.push(format!(" AND ({column}, id) {side} ("));
                sql.push_bind(text.clone());
            }
            Key::Time(milliseconds) => {
                sql.push(format!(" AND ({column}, id) {side} ("));
                sql.push_bind(*milliseconds);
            }
            Key::Never => {
                sql.push(format!(" AND id {side} ")).push_bind(id);
                return;
            }
        }
        sql.push(", ").push_bind(id).push(")");
    }

    fn push_order(&self, sql: &mut QueryBuilder<Sqlite>, limit: usize) {
        let direction = if self.query.descending { "DESC" } else { "ASC" };
        sql.push(format!(" ORDER BY key {direction}, id {direction} LIMIT {limit}"));
    }

    async fn fetch(
        &self,
        connection: &mut SqliteConnection,
        mut sql: QueryBuilder<Sqlite>,
    ) -> Result<Vec<Found>> {
        let found = sql.build().fetch_all(connection).await.map_err(directory)?;
        found.iter().map(|row| self.found(row)).collect()
    }

    fn found(&self, row: &SqliteRow) -> Result<Found> {
        let key = match self.query.sort {
            _ if self.stretch == Stretch::Never => Key::Never,
            UserSort::Name | UserSort::Email => Key::Text(rows::get(row, "key")?),
            UserSort::Created | UserSort::LastSignIn => Key::Time(rows::get(row, "key")?),
        };
        let id = rows::id(row, "id")?;
        Ok((Position { key, id }, rows::get(row, "number")?))
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

/// Once a page is full, no part of the order need be walked farther than to its end.
fn end_of_page(found: &[Found], limit: usize) -> Option<Position> {
    let last = found.last().filter(|_| found.len() == limit);
    last.map(|(position, _)| position.clone())
}

/// Users with the numbers of a JSON array.
pub(super) fn push_numbered(sql: &mut QueryBuilder<Sqlite>, numbers: &str) {
    sql.push("(SELECT value AS found FROM json_each(")
        .push_bind(numbers.to_owned())
        .push(")) CROSS JOIN users NOT INDEXED ON number = found WHERE true");
}

/// The condition that every term stands in the text.
pub(super) fn push_needles(sql: &mut QueryBuilder<Sqlite>, terms: &[Term]) {
    for term in terms {
        sql.push(" AND instr(search_text, ")
            .push_bind(term.needle())
            .push(")");
    }
}

/// Numbers, with commas between.
pub(super) fn join(numbers: &[i64]) -> String {
    numbers.iter().map(i64::to_string).collect::<Vec<_>>().join(", ")
}

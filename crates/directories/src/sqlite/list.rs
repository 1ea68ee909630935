//! Walking and looking up a part of a list, as SQL.

use accounts::UserSort;
use sqlx::{AssertSqlSafe, QueryBuilder, Sqlite, SqliteConnection};
use uuid::Uuid;

use super::{Result, failure::directory};
use crate::search::{Found, Key, Part, Position, Stretch, Term, end_of_page, join, positioned};

/// Where rows come from.
#[derive(Debug, Clone, Copy)]
enum Source<'a> {
    /// The part of the order's index that holds one status.
    Index(i64),
    /// Rows with these numbers, as a JSON array.
    Numbers(&'a str),
}

/// A part of a list, as it is found here.
#[derive(Clone, Copy)]
pub(super) struct List<'a>(pub Part<'a>);

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
        push_needles(&mut sql, self.0.terms);
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
        for status in self.0.statuses() {
            let until = end_of_page(&found, limit);
            found.extend(
                self.walk_part(connection, *status, until, beginning, limit)
                    .await?,
            );
            self.0.sort(&mut found, limit);
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
        push_needles(&mut sql, self.0.terms);
        self.push_order(&mut sql, limit);
        let mut found = self.fetch(connection, sql).await?;
        // What is not full is complete up to where the walk ended.
        let near = if found.len() == limit {
            None
        } else {
            self.position_after(connection, largest, rows).await?
        };
        for status in self.0.statuses().iter().filter(|status| **status != largest) {
            let until = end_of_page(&found, limit).or_else(|| near.clone());
            found.extend(self.walk_part(connection, *status, until, None, limit).await?);
            self.0.sort(&mut found, limit);
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
            let up_to = if self.0.query.descending { ">=" } else { "<=" };
            self.push_side(&mut sql, up_to, position);
        }
        if let Some(beginning) = beginning {
            let column = self.0.column();
            sql.push(format!(" AND {column} >= ")).push_bind(beginning);
            let end = format!("{beginning}{}", char::MAX);
            sql.push(format!(" AND {column} < ")).push_bind(end);
        }
        push_needles(&mut sql, self.0.terms);
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
        let statuses = join(self.0.statuses());
        sqlx::query_scalar(AssertSqlSafe(format!(
            "SELECT status FROM user_counts WHERE status IN ({statuses}) ORDER BY users DESC LIMIT 1"
        )))
        .fetch_one(connection)
        .await
        .map_err(directory)
    }

    fn push_select(&self, sql: &mut QueryBuilder<Sqlite>, more: &str, source: Source<'_>) {
        let column = self.0.column();
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
                sql.push(format!(" AND status IN ({})", join(self.0.statuses())));
            }
        }
        match self.0.stretch {
            Stretch::Whole => {}
            Stretch::SignedIn => {
                sql.push(format!(" AND {column} IS NOT NULL"));
            }
            Stretch::Never => {
                sql.push(format!(" AND {column} IS NULL"));
            }
        }
        if let Some(after) = self.0.after {
            let beyond = if self.0.query.descending { "<" } else { ">" };
            self.push_side(sql, beyond, after);
        }
    }

    /// The condition that a row stands on one side of a position.
    fn push_side(&self, sql: &mut QueryBuilder<Sqlite>, side: &str, position: &Position) {
        let id = position.id.as_bytes().to_vec();
        let column = self.0.column();
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
        let direction = if self.0.query.descending { "DESC" } else { "ASC" };
        sql.push(format!(" ORDER BY key {direction}, id {direction} LIMIT {limit}"));
    }

    async fn fetch(
        &self,
        connection: &mut SqliteConnection,
        mut sql: QueryBuilder<Sqlite>,
    ) -> Result<Vec<Found>> {
        if self.0.stretch == Stretch::Never {
            let query = sql.build_query_as::<(i64, Option<i64>, Uuid)>();
            let found = query.fetch_all(connection).await.map_err(directory)?;
            return Ok(positioned(found, |_| Key::Never));
        }
        if self.0.holds_text() {
            let query = sql.build_query_as::<(i64, String, Uuid)>();
            let found = query.fetch_all(connection).await.map_err(directory)?;
            return Ok(positioned(found, Key::Text));
        }
        let query = sql.build_query_as::<(i64, i64, Uuid)>();
        let found = query.fetch_all(connection).await.map_err(directory)?;
        Ok(positioned(found, Key::Time))
    }

    const fn index(&self) -> &'static str {
        match self.0.query.sort {
            UserSort::Name => "users_by_name",
            UserSort::Email => "users_by_email",
            UserSort::Created => "users_by_created",
            UserSort::LastSignIn => "users_by_last_sign_in",
        }
    }
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

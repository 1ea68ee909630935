//! Walking and looking up a part of a list, as SQL.

use sqlx::{AssertSqlSafe, PgConnection, Postgres, QueryBuilder};
use uuid::Uuid;

use super::{Result, failure::directory, tokens::Matching};
use crate::search::{Found, Key, Part, Position, Stretch, Term, end_of_page, join, positioned};

/// Where rows come from.
#[derive(Debug, Clone, Copy)]
enum Source {
    /// The part of the order's index that holds one status.
    Index(i64),
    /// Rows that the index of tokens finds.
    Matched,
    /// Rows whose text has no room in an index.
    Long,
}

/// What a walk through some rows of an order found.
pub(super) enum Walked {
    /// As many as were wanted, or all there are.
    Enough(Vec<Found>),
    /// Only so many.
    Few(usize),
}

/// A part of a list, as it is found here.
#[derive(Clone, Copy)]
pub(super) struct List<'a>(pub Part<'a>);

impl List<'_> {
    /// The first of the rows that the index of tokens finds; nothing where there are more than `most`.
    pub async fn look_up(
        &self,
        connection: &mut PgConnection,
        matching: Matching,
        most: usize,
        limit: usize,
    ) -> Result<Option<Vec<Found>>> {
        let mut sql = QueryBuilder::new("");
        push_matched(&mut sql, self.column(), matching, most);
        self.push_select(&mut sql, "", Source::Matched);
        sql.push(format!(" AND counted.matched <= {most}"));
        push_needles(&mut sql, "search_text", self.0.terms);
        self.push_order(&mut sql, limit);
        sql.push(MATCHED_END);
        if self.0.holds_text() {
            self.fetch_matched(connection, sql, most, |key| key.map(Key::Text))
                .await
        } else {
            let never = self.0.stretch == Stretch::Never;
            let key = |key: Option<i64>| key.map(Key::Time).or(never.then_some(Key::Never));
            self.fetch_matched(connection, sql, most, key).await
        }
    }

    /// The first rows of the list, of those whose key begins so.
    pub async fn walk(
        &self,
        connection: &mut PgConnection,
        beginning: Option<&str>,
        limit: usize,
    ) -> Result<Vec<Found>> {
        let mut found = Vec::new();
        // Every status has its own part of the index.
        for status in self.0.statuses() {
            let until = end_of_page(&found, limit);
            let part = self.walk_part(connection, *status, until, beginning, limit);
            found.extend(part.await?);
            self.0.sort(&mut found, limit);
        }
        self.add_long(connection, beginning, found, limit).await
    }

    /// The first rows of the list, if so many rows of its order hold as many as are wanted, or it ends before that.
    pub async fn walk_near(
        &self,
        connection: &mut PgConnection,
        rows: usize,
        limit: usize,
    ) -> Result<Walked> {
        let (largest, users) = self.largest_part(connection).await?;
        let mut sql = QueryBuilder::new("SELECT number, key, id FROM (");
        self.push_select(&mut sql, ", walked_text", Source::Index(largest));
        self.push_order(&mut sql, rows);
        sql.push(") AS near WHERE TRUE");
        push_needles(&mut sql, "walked_text", self.0.terms);
        self.push_order(&mut sql, limit);
        let mut found = self.fetch(connection, sql).await?;
        if found.len() < limit && self.goes_on(connection, largest, users, rows).await? {
            return Ok(Walked::Few(found.len()));
        }
        for status in self.0.statuses().iter().filter(|status| **status != largest) {
            let until = end_of_page(&found, limit);
            found.extend(self.walk_part(connection, *status, until, None, limit).await?);
            self.0.sort(&mut found, limit);
        }
        let found = self.add_long(connection, None, found, limit).await?;
        Ok(Walked::Enough(found))
    }

    /// The first rows of one status up to a position, of those whose key begins so.
    async fn walk_part(
        &self,
        connection: &mut PgConnection,
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
        self.push_beginning(&mut sql, beginning);
        push_needles(&mut sql, "walked_text", self.0.terms);
        self.push_order(&mut sql, limit);
        self.fetch(connection, sql).await
    }

    /// Rows that a walk does not see, and those that it found.
    async fn add_long(
        &self,
        connection: &mut PgConnection,
        beginning: Option<&str>,
        mut found: Vec<Found>,
        limit: usize,
    ) -> Result<Vec<Found>> {
        if self.0.terms.is_empty() {
            return Ok(found);
        }
        let mut sql = QueryBuilder::new("");
        self.push_select(&mut sql, "", Source::Long);
        self.push_beginning(&mut sql, beginning);
        push_needles(&mut sql, "search_text", self.0.terms);
        self.push_order(&mut sql, limit);
        found.extend(self.fetch(connection, sql).await?);
        self.0.sort(&mut found, limit);
        Ok(found)
    }

    /// Whether the list holds more than so many rows of a status that `users` have, whether or not they match.
    async fn goes_on(
        &self,
        connection: &mut PgConnection,
        status: i64,
        users: i64,
        rows: usize,
    ) -> Result<bool> {
        if usize::try_from(users).is_ok_and(|users| users <= rows) {
            return Ok(false);
        }
        if self.0.stretch == Stretch::Whole && self.0.after.is_none() {
            return Ok(true);
        }
        let mut sql = QueryBuilder::new("");
        self.push_select(&mut sql, "", Source::Index(status));
        self.push_order(&mut sql, 1);
        sql.push(format!(" OFFSET {rows}"));
        Ok(!self.fetch(connection, sql).await?.is_empty())
    }

    /// The status that most users of the list have, and how many they are.
    async fn largest_part(&self, connection: &mut PgConnection) -> Result<(i64, i64)> {
        let statuses = join(self.0.statuses());
        sqlx::query_as(AssertSqlSafe(format!(
            "SELECT status, users FROM user_counts WHERE status IN ({statuses}) ORDER BY users DESC LIMIT 1"
        )))
        .fetch_one(connection)
        .await
        .map_err(directory)
    }

    /// The column that the list is sorted by: of a name, as much as an index has room for.
    fn column(&self) -> &'static str {
        match self.0.column() {
            "name_key" => "name_order",
            other => other,
        }
    }

    fn push_select(&self, sql: &mut QueryBuilder<Postgres>, more: &str, source: Source) {
        let column = self.column();
        sql.push(format!("SELECT number, {column} AS key, id{more} FROM "));
        match source {
            Source::Index(status) => {
                sql.push(format!("users WHERE status = {status}"));
            }
            Source::Matched => {
                let statuses = join(self.0.statuses());
                sql.push(format!("{MATCHED} WHERE status IN ({statuses})"));
            }
            Source::Long => {
                let statuses = join(self.0.statuses());
                sql.push(format!(
                    "users WHERE walked_text IS NULL AND status IN ({statuses})"
                ));
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
    fn push_side(&self, sql: &mut QueryBuilder<Postgres>, side: &str, position: &Position) {
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
                sql.push(format!(" AND id {side} ")).push_bind(position.id);
                return;
            }
        }
        sql.push(", ").push_bind(position.id).push(")");
    }

    /// The condition that the key begins so.
    fn push_beginning(&self, sql: &mut QueryBuilder<Postgres>, beginning: Option<&str>) {
        if let Some(beginning) = beginning {
            let column = self.column();
            let end = format!("{beginning}{}", char::MAX);
            sql.push(format!(" AND {column} >= "))
                .push_bind(beginning.to_owned());
            sql.push(format!(" AND {column} < ")).push_bind(end);
        }
    }

    fn push_order(&self, sql: &mut QueryBuilder<Postgres>, limit: usize) {
        let direction = if self.0.query.descending { "DESC" } else { "ASC" };
        sql.push(format!(" ORDER BY key {direction}, id {direction} LIMIT {limit}"));
    }

    async fn fetch(
        &self,
        connection: &mut PgConnection,
        mut sql: QueryBuilder<Postgres>,
    ) -> Result<Vec<Found>> {
        // Planned anew every time: which way is short depends on what is looked for.
        if self.0.stretch == Stretch::Never {
            let query = sql.build_query_as::<(i64, Option<i64>, Uuid)>().persistent(false);
            let found = query.fetch_all(connection).await.map_err(directory)?;
            return Ok(positioned(found, |_| Key::Never));
        }
        if self.0.holds_text() {
            let query = sql.build_query_as::<(i64, String, Uuid)>().persistent(false);
            let found = query.fetch_all(connection).await.map_err(directory)?;
            return Ok(positioned(found, Key::Text));
        }
        let query = sql.build_query_as::<(i64, i64, Uuid)>().persistent(false);
        let found = query.fetch_all(connection).await.map_err(directory)?;
        Ok(positioned(found, Key::Time))
    }

    async fn fetch_matched<K>(
        &self,
        connection: &mut PgConnection,
        mut sql: QueryBuilder<Postgres>,
        most: usize,
        key: impl Fn(Option<K>) -> Option<Key>,
    ) -> Result<Option<Vec<Found>>>
    where
        K: for<'r> sqlx::Decode<'r, Postgres> + sqlx::Type<Postgres> + Send + Unpin,
    {
        let query = sql.build_query_as::<Matched<K>>().persistent(false);
        let rows = query.fetch_all(connection).await.map_err(directory)?;
        let is_few = |matched: i64| usize::try_from(matched).is_ok_and(|matched| matched <= most);
        if !rows.first().is_some_and(|(matched, ..)| is_few(*matched)) {
            return Ok(None);
        }
        let found = rows.into_iter().filter_map(|(_, number, value, id)| {
            let position = Position {
                key: key(value)?,
                id: id?,
            };
            Some((position, number?))
        });
        let mut found: Vec<Found> = found.collect();
        self.0.sort(&mut found, usize::MAX);
        Ok(Some(found))
    }
}

/// A row that was looked up, if any, after how many match.
type Matched<K> = (i64, Option<i64>, Option<K>, Option<Uuid>);

/// Users whom the index of tokens finds.
pub(super) const MATCHED: &str = "matched";
pub(super) const MATCHED_END: &str = ") AS list ON TRUE";

/// Begins a statement that looks up at most so many, with the column that they are sorted by, and says in its first
/// column how many there are. They never leave the server: sending them back and forth takes longer than finding them.
pub(super) fn push_matched(sql: &mut QueryBuilder<Postgres>, column: &str, matching: Matching, most: usize) {
    sql.push(format!(
        "WITH matched AS MATERIALIZED (SELECT number, {column}, id, status, search_text FROM users_search WHERE "
    ));
    matching.push(sql);
    let enough = most + 1;
    sql.push(format!(
        " LIMIT {enough}), counted AS (SELECT count(*) AS matched FROM matched)
         SELECT counted.matched, list.* FROM counted LEFT JOIN LATERAL ("
    ));
}

/// The condition that every term stands in the text.
pub(super) fn push_needles(sql: &mut QueryBuilder<Postgres>, column: &str, terms: &[Term]) {
    for term in terms {
        sql.push(format!(" AND strpos({column}, "))
            .push_bind(term.needle())
            .push(") > 0");
    }
}

//! Listing users: search, filter, sort and page, a million of them as ten.
//!
//! A search that finds few is answered from the index of tokens: its rows are looked up and sorted. One that finds
//! many is answered by walking the index of the order, which holds the text to compare: the first rows come soon,
//! unless they stand together far from where the walk begins, as all who are called Zhang do. Then the walk keeps to
//! that stretch, and the few who stand elsewhere are looked up.

use accounts::{User, UserCounts, UserPage, UserQuery, UserSort};
use sqlx::{AssertSqlSafe, QueryBuilder, SqliteConnection, SqlitePool, query_as};

use super::{
    Result,
    failure::directory,
    list::{List, push_needles, push_numbered},
    outbox,
    tokens::{matching, matching_elsewhere},
    users::COLUMNS,
};
use crate::{
    rows::{UserRow, users_in_order},
    search::{self, Found, Order, Part, Position, Term, beginning, join, page_end, stretches},
};

/// Up to so many finds are looked up and sorted; from there on walking is faster (`benches/search.rs`).
const FEW: usize = 6_000;
/// Up to so many finds are looked up where they lie far off; from there on walking to them is faster.
const MANY: usize = 50_000;
/// Rows of an order that are walked before another way is taken: half of the time that a page may take.
const NEAR: usize = 30_000;

/// How many users a search finds.
pub(super) async fn counts(readers: &SqlitePool, text: &str) -> Result<UserCounts> {
    let terms = Term::all_of(text);
    let mut connection = readers.acquire().await.map_err(directory)?;
    let mut sql = QueryBuilder::new("SELECT status, ");
    if terms.is_empty() {
        sql.push("users FROM user_counts");
    } else {
        sql.push("count(*) FROM ");
        match numbers(&mut connection, MANY, &matching(&terms)).await? {
            Some(numbers) => push_numbered(&mut sql, &numbers),
            None => {
                sql.push("users INDEXED BY users_by_name WHERE true");
            }
        }
        push_needles(&mut sql, &terms);
        sql.push(" GROUP BY status");
    }
    let found: Vec<(i64, i64)> = sql
        .build_query_as()
        .fetch_all(&mut *connection)
        .await
        .map_err(directory)?;
    Ok(search::counts(&found))
}

/// The numbers of the rows that the index of tokens finds, as a JSON array; nothing where there are more than `limit`.
async fn numbers(connection: &mut SqliteConnection, limit: usize, matching: &str) -> Result<Option<String>> {
    let (found, numbers): (i64, String) = query_as(AssertSqlSafe(format!(
        "SELECT count(*), json_group_array(rowid) FROM
         (SELECT rowid FROM users_search WHERE users_search MATCH ?1 LIMIT {})",
        limit + 1
    )))
    .bind(matching)
    .fetch_one(connection)
    .await
    .map_err(directory)?;
    Ok(usize::try_from(found)
        .is_ok_and(|found| found <= limit)
        .then_some(numbers))
}

/// How a page is found.
enum Way {
    /// All that match are looked up and sorted.
    LookUp { numbers: String },
    /// The order is walked where its key begins so, and the few that match elsewhere are looked up.
    WalkStretch { beginning: String, elsewhere: String },
    /// The order is walked to its first rows, and where they do not fill the page another way is taken.
    WalkNear,
    /// The order is walked.
    Walk,
}

impl Way {
    async fn choose(connection: &mut SqliteConnection, terms: &[Term], sort: UserSort) -> Result<Self> {
        let Some(beginning) = beginning(terms) else {
            return Ok(Self::Walk);
        };
        if let Some(numbers) = numbers(connection, FEW, &matching(terms)).await? {
            return Ok(Self::LookUp { numbers });
        }
        let Some(order) = Order::of(sort) else {
            return Ok(Self::WalkNear);
        };
        let elsewhere = matching_elsewhere(terms, order, &beginning);
        Ok(match numbers(connection, FEW, &elsewhere).await? {
            Some(elsewhere) => Self::WalkStretch { beginning, elsewhere },
            None => Self::WalkNear,
        })
    }

    /// The first rows of a list.
    async fn go(
        &self,
        connection: &mut SqliteConnection,
        list: &List<'_>,
        limit: usize,
    ) -> Result<Vec<Found>> {
        match self {
            Self::LookUp { numbers } => list.look_up(connection, numbers, limit).await,
            Self::WalkStretch { beginning, elsewhere } => {
                let mut found = list.walk(connection, Some(beginning), limit).await?;
                found.extend(list.look_up(connection, elsewhere, limit).await?);
                list.0.sort(&mut found, limit);
                Ok(found)
            }
            Self::WalkNear => {
                if let Some(found) = list.walk_near(connection, NEAR, limit).await? {
                    return Ok(found);
                }
                match numbers(connection, MANY, &matching(list.0.terms)).await? {
                    Some(numbers) => list.look_up(connection, &numbers, limit).await,
                    None => list.walk(connection, None, limit).await,
                }
            }
            Self::Walk => list.walk(connection, None, limit).await,
        }
    }
}

/// A page of users.
pub(super) async fn page(readers: &SqlitePool, query: &UserQuery) -> Result<UserPage> {
    let after = query.after.as_ref().map(Position::parse).transpose()?;
    let terms = Term::all_of(&query.search);
    let limit = query.limit as usize;
    let mut tx = readers.begin().await.map_err(directory)?;
    let way = Way::choose(&mut tx, &terms, query.sort).await?;
    let mut found: Vec<Found> = Vec::new();
    for (index, stretch) in stretches(query.sort, after.as_ref()).iter().enumerate() {
        if found.len() < limit {
            let list = List(Part {
                query,
                terms: &terms,
                stretch: *stretch,
                // The second stretch begins at its beginning.
                after: after.as_ref().filter(|_| index == 0),
            });
            found.extend(way.go(&mut tx, &list, limit - found.len()).await?);
        }
    }
    let (next, numbers) = page_end(found, limit)?;
    let users = load(&mut tx, &numbers).await?;
    Ok(UserPage { users, next })
}

/// The users with these numbers, in this order.
async fn load(connection: &mut SqliteConnection, numbers: &[i64]) -> Result<Vec<User>> {
    let statement = format!("SELECT {COLUMNS} FROM users WHERE number IN ({})", join(numbers));
    let found: Vec<UserRow> = query_as(AssertSqlSafe(statement))
        .fetch_all(&mut *connection)
        .await
        .map_err(directory)?;
    let pending = found.iter().filter(|row| row.is_pending());
    let pending: Vec<i64> = pending.map(|row| row.number).collect();
    let roles = roles(connection, numbers).await?;
    let confirmations = outbox::confirmations(connection, &pending).await?;
    users_in_order(numbers, &found, roles, confirmations)
}

/// The roles of users, with the user's number.
async fn roles(connection: &mut SqliteConnection, numbers: &[i64]) -> Result<Vec<(i64, String)>> {
    query_as(AssertSqlSafe(format!(
        "SELECT user, role FROM user_roles WHERE user IN ({}) ORDER BY user, role",
        join(numbers)
    )))
    .fetch_all(connection)
    .await
    .map_err(directory)
}

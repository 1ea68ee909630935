//! Listing users: search, filter, sort and page, a million of them as ten.
//!
//! Where many match, the first of an order come soon: its index, which holds the text to compare, is walked a little
//! way first. That tells how often a match comes, and thereby whether walking on or looking up leads sooner to a page. A
//! search that finds few is answered from the index of tokens: its rows are looked up and sorted. Many who stand together
//! far off, as all who are called Zhang do, are walked where they stand, and the few who stand elsewhere are looked up.

use accounts::{User, UserCounts, UserPage, UserQuery};
use sqlx::{AssertSqlSafe, Executor as _, PgConnection, QueryBuilder, query_as};

use super::{
    Result,
    failure::directory,
    list::{List, MATCHED, MATCHED_END, Walked, push_matched, push_needles},
    outbox,
    tokens::Matching,
    users::COLUMNS,
};
use crate::{
    rows::{UserRow, users_in_order},
    search::{self, Found, Order, Part, Position, Term, beginning, page_end, stretches},
};

/// Rows of an order that are walked before anything is looked up.
const FIRST: usize = 5_000;
/// Rows of an order that are walked where they may well hold a page. It takes as long as looking up [`FEW`].
const NEAR: usize = 30_000;
/// Up to so many finds are looked up where the order does not begin with any, before they are taken to stand together.
const SCARCE: usize = 1_000;
/// Up to so many finds are looked up where matches come too seldom to walk on.
const FEW: usize = 8_000;
/// Up to so many finds are looked up before everything is walked.
const MANY: usize = 20_000;

/// What is read together belongs together.
pub(super) const TOGETHER: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
/// The same, and the index of tokens is read rather than all tokens, which the planner takes to be faster where many have
/// one. Tokens are long.
const SEARCHING: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL enable_seqscan = off";

/// How many users a search finds.
pub(super) async fn counts(connection: &mut PgConnection, text: &str) -> Result<UserCounts> {
    let terms = Term::all_of(text);
    if terms.is_empty() {
        let found: Vec<(i64, i64)> = query_as("SELECT status, users FROM user_counts")
            .fetch_all(connection)
            .await
            .map_err(directory)?;
        return Ok(search::counts(&found));
    }
    if text.contains('\0') {
        return Ok(search::counts(&[]));
    }
    connection.execute(SEARCHING).await.map_err(directory)?;
    let found = counted(connection, &terms).await?;
    connection.execute("COMMIT").await.map_err(directory)?;
    if let Some(found) = found {
        return Ok(search::counts(&found));
    }
    let mut sql = QueryBuilder::new("SELECT status::BIGINT, count(*) FROM users WHERE TRUE");
    push_needles(&mut sql, "search_text", &terms);
    sql.push(" GROUP BY status");
    let query = sql.build_query_as().persistent(false);
    let found: Vec<(i64, i64)> = query.fetch_all(connection).await.map_err(directory)?;
    Ok(search::counts(&found))
}

/// Counts of those whom the index of tokens finds; nothing where there are many.
async fn counted(connection: &mut PgConnection, terms: &[Term]) -> Result<Option<Vec<(i64, i64)>>> {
    let mut sql = QueryBuilder::new("");
    push_matched(&mut sql, "name_order", Matching::all(terms), MANY);
    sql.push(format!(
        "SELECT status::BIGINT, count(*) FROM {MATCHED} WHERE counted.matched <= {MANY}"
    ));
    push_needles(&mut sql, "search_text", terms);
    sql.push(" GROUP BY status").push(MATCHED_END);
    let query = sql.build_query_as().persistent(false);
    let rows: Vec<(i64, Option<i64>, Option<i64>)> = query.fetch_all(connection).await.map_err(directory)?;
    let is_few = |matched: i64| usize::try_from(matched).is_ok_and(|matched| matched <= MANY);
    if !rows.first().is_some_and(|(matched, ..)| is_few(*matched)) {
        return Ok(None);
    }
    let found = rows
        .into_iter()
        .filter_map(|(_, status, users)| Some((status?, users?)));
    Ok(Some(found.collect()))
}

/// A page of users.
pub(super) async fn page(connection: &mut PgConnection, query: &UserQuery) -> Result<UserPage> {
    let after = query.after.as_ref().map(Position::parse).transpose()?;
    let terms = Term::all_of(&query.search);
    let limit = query.limit as usize;
    // No text holds it, and the server takes none that does.
    if query.search.contains('\0') {
        return Ok(UserPage {
            users: Vec::new(),
            next: None,
        });
    }
    connection.execute(SEARCHING).await.map_err(directory)?;
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
            found.extend(first_rows(connection, &list, limit - found.len()).await?);
        }
    }
    let (next, numbers) = page_end(found, limit)?;
    let users = load(connection, &numbers).await?;
    connection.execute("COMMIT").await.map_err(directory)?;
    Ok(UserPage { users, next })
}

/// The first rows of a list, by the shortest of the ways that lead to them.
async fn first_rows(connection: &mut PgConnection, list: &List<'_>, limit: usize) -> Result<Vec<Found>> {
    let terms = list.0.terms;
    let Some(beginning) = beginning(terms) else {
        return list.walk(connection, None, limit).await;
    };
    let all = || Matching::all(terms);
    let order = Order::of(list.0.query.sort);
    // A letter or two begin many words, some of which stand far off, and to look those up takes longer.
    let is_short = order.is_some() && terms.iter().all(Term::is_short);
    let first = if is_short { NEAR } else { FIRST };
    let seen = match list.walk_near(connection, first, limit).await? {
        Walked::Enough(found) => return Ok(found),
        Walked::Few(seen) => seen,
    };
    if seen == 0 {
        // Where they stand together, nearly all that begins with a letter or two is a find.
        if !is_short && let Some(found) = list.look_up(connection, all(), SCARCE, limit).await? {
            return Ok(found);
        }
        if let Some(found) = stretch(connection, list, order, &beginning, limit).await? {
            return Ok(found);
        }
    }
    // Whether so many rows hold a page and a third, by what was seen.
    let is_near = !is_short && 3 * seen * (NEAR / FIRST) >= 4 * limit;
    if is_near && let Walked::Enough(found) = list.walk_near(connection, NEAR, limit).await? {
        return Ok(found);
    }
    if let Some(found) = list.look_up(connection, all(), FEW, limit).await? {
        return Ok(found);
    }
    if !is_short
        && !is_near
        && let Walked::Enough(found) = list.walk_near(connection, NEAR, limit).await?
    {
        return Ok(found);
    }
    if seen > 0
        && let Some(found) = stretch(connection, list, order, &beginning, limit).await?
    {
        return Ok(found);
    }
    match list.look_up(connection, all(), MANY, limit).await? {
        Some(found) => Ok(found),
        None => list.walk(connection, None, limit).await,
    }
}

/// The first rows of a list whose matches stand together in its order, but for a few; nothing where they do not.
async fn stretch(
    connection: &mut PgConnection,
    list: &List<'_>,
    order: Option<Order>,
    beginning: &str,
    limit: usize,
) -> Result<Option<Vec<Found>>> {
    let Some(order) = order else {
        return Ok(None);
    };
    let elsewhere = Matching::elsewhere(list.0.terms, order, beginning);
    let Some(elsewhere) = list.look_up(connection, elsewhere, FEW, limit).await? else {
        return Ok(None);
    };
    let mut found = list.walk(connection, Some(beginning), limit).await?;
    found.extend(elsewhere);
    list.0.sort(&mut found, limit);
    Ok(Some(found))
}

/// The users with these numbers, in this order.
async fn load(connection: &mut PgConnection, numbers: &[i64]) -> Result<Vec<User>> {
    let statement = format!("SELECT {COLUMNS} FROM users WHERE number = ANY($1)");
    let found: Vec<UserRow> = query_as(AssertSqlSafe(statement))
        .bind(numbers)
        .fetch_all(&mut *connection)
        .await
        .map_err(directory)?;
    let roles =
        query_as("SELECT \"user\", role FROM user_roles WHERE \"user\" = ANY($1) ORDER BY \"user\", role");
    let roles = roles
        .bind(numbers)
        .fetch_all(&mut *connection)
        .await
        .map_err(directory)?;
    let pending = found.iter().filter(|row| row.is_pending());
    let pending: Vec<i64> = pending.map(|row| row.number).collect();
    let confirmations = outbox::confirmations(connection, &pending).await?;
    users_in_order(numbers, &found, roles, confirmations)
}

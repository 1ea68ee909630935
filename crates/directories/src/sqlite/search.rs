//! Listing users: search, filter, sort and page, a million of them as ten.
//!
//! A search that finds few is answered from the index of tokens: its rows are looked up and sorted. One that finds
//! many is answered by walking the index of the order, which holds the text to compare: the first rows come soon,
//! unless they stand together far from where the walk begins, as all who are called Zhang do. Then the walk keeps to
//! that stretch, and the few who stand elsewhere are looked up.

use std::collections::BTreeMap;

use accounts::{RoleId, User, UserCounts, UserPage, UserQuery, UserSort};
use sqlx::{AssertSqlSafe, SqliteConnection, SqlitePool, query_as, query_scalar};

use super::{
    Result,
    failure::directory,
    list::{Key, List, Position, Stretch, join},
    tokens::{Order, Term, beginning, matching, matching_elsewhere},
};

/// Up to so many finds are looked up and sorted; from there on walking is faster (`benches/search.rs`).
const FEW: i64 = 2_000;
/// Up to so many finds are looked up where they lie far off; from there on walking to them is faster.
const MANY: i64 = 50_000;
/// Rows of an order that are walked before another way is taken: a third of the time that a page may take.
pub(super) const NEAR: i64 = 20_000;

/// How many users a search finds.
pub(super) async fn counts(readers: &SqlitePool, search: &str) -> Result<UserCounts> {
    let terms = Term::all_of(search);
    let mut connection = readers.acquire().await.map_err(directory)?;
    let statement = if terms.is_empty() {
        "SELECT status, users FROM user_counts".to_owned()
    } else {
        let few = finds_at_most(&mut connection, MANY, &matching(&terms)).await?;
        let source = if few {
            CANDIDATES
        } else {
            "users INDEXED BY users_by_name WHERE true"
        };
        format!(
            "SELECT status, count(*) FROM {source}{} GROUP BY status",
            needles(&terms)
        )
    };
    let mut query = query_as(AssertSqlSafe(statement));
    if !terms.is_empty() {
        // The others say where a page goes on; there is none here.
        let none = None::<Vec<u8>>;
        query = query
            .bind(matching(&terms))
            .bind(none.clone())
            .bind(none.clone())
            .bind(none);
    }
    for term in &terms {
        query = query.bind(term.needle());
    }
    let found: Vec<(i64, i64)> = query.fetch_all(&mut *connection).await.map_err(directory)?;
    let of = |status| {
        let found = found.iter().find(|(of, _)| *of == status);
        found.map_or(0, |(_, users)| users.unsigned_abs())
    };
    let (active, pending, disabled) = (of(0), of(1), of(2));
    Ok(UserCounts {
        total: active + pending + disabled,
        active,
        pending,
        disabled,
    })
}

/// Rows that the index of tokens finds.
pub(super) const CANDIDATES: &str =
    "users_search CROSS JOIN users ON users.number = users_search.rowid WHERE users_search MATCH ?1";

async fn finds_at_most(connection: &mut SqliteConnection, limit: i64, matching: &str) -> Result<bool> {
    let found: i64 = query_scalar(
        "SELECT count(*) FROM (SELECT rowid FROM users_search WHERE users_search MATCH ?1 LIMIT ?2)",
    )
    .bind(matching)
    .bind(limit + 1)
    .fetch_one(connection)
    .await
    .map_err(directory)?;
    Ok(found <= limit)
}

/// The condition that every term stands in the text; the parameters begin at the fifth.
pub(super) fn needles(terms: &[Term]) -> String {
    let conditions = (0..terms.len()).map(|index| format!(" AND instr(search_text, ?{})", index + 5));
    conditions.collect::<Vec<_>>().concat()
}

/// How a page is found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Way {
    /// All that match are looked up and sorted.
    LookUp { matching: String },
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
        let matching = matching(terms);
        if finds_at_most(connection, FEW, &matching).await? {
            return Ok(Self::LookUp { matching });
        }
        let order = match sort {
            UserSort::Name => Order::Name,
            UserSort::Email => Order::Email,
            UserSort::Created | UserSort::LastSignIn => return Ok(Self::WalkNear),
        };
        let elsewhere = matching_elsewhere(terms, order, &beginning);
        Ok(if finds_at_most(connection, FEW, &elsewhere).await? {
            Self::WalkStretch { beginning, elsewhere }
        } else {
            Self::WalkNear
        })
    }

    /// Where the first rows of an order did not fill a page.
    pub async fn farther(connection: &mut SqliteConnection, terms: &[Term]) -> Result<Self> {
        let matching = matching(terms);
        Ok(if finds_at_most(connection, MANY, &matching).await? {
            Self::LookUp { matching }
        } else {
            Self::Walk
        })
    }

    pub fn matching(&self) -> Option<&str> {
        match self {
            Self::LookUp { matching } => Some(matching),
            Self::WalkStretch { elsewhere, .. } => Some(elsewhere),
            Self::WalkNear | Self::Walk => None,
        }
    }

    pub fn beginning(&self) -> Option<&str> {
        match self {
            Self::WalkStretch { beginning, .. } => Some(beginning),
            Self::LookUp { .. } | Self::WalkNear | Self::Walk => None,
        }
    }
}

/// A page of users.
pub(super) async fn page(readers: &SqlitePool, query: &UserQuery) -> Result<UserPage> {
    let after = query.after.as_ref().map(Position::parse).transpose()?;
    let terms = Term::all_of(&query.search);
    let mut tx = readers.begin().await.map_err(directory)?;
    let way = Way::choose(&mut tx, &terms, query.sort).await?;
    let stretches: &[Stretch] = match (query.sort, after.as_ref().map(|position| &position.key)) {
        (UserSort::LastSignIn, Some(Key::Never)) => &[Stretch::Never],
        (UserSort::LastSignIn, _) => &[Stretch::SignedIn, Stretch::Never],
        _ => &[Stretch::Whole],
    };
    let mut users: Vec<(i64, User)> = Vec::new();
    for (index, stretch) in stretches.iter().enumerate() {
        let wanted = i64::from(query.limit) - i64::try_from(users.len()).unwrap_or(i64::MAX);
        if wanted > 0 {
            // The second stretch begins at its beginning.
            let after = after.as_ref().filter(|_| index == 0);
            let list = List {
                query,
                terms: &terms,
                way: &way,
                stretch: *stretch,
                after,
            };
            users.extend(list.load(&mut tx, wanted).await?);
        }
    }
    load_roles(&mut tx, &mut users).await?;
    let users: Vec<User> = users.into_iter().map(|(_, user)| user).collect();
    let full = users.len() == query.limit as usize;
    let next = users
        .last()
        .filter(|_| full)
        .map(|last| Position::of(last, query.sort).cursor());
    Ok(UserPage {
        next: next.transpose()?,
        users,
    })
}

/// The roles of a page, all at once.
async fn load_roles(connection: &mut SqliteConnection, users: &mut [(i64, User)]) -> Result<()> {
    let numbers: Vec<i64> = users.iter().map(|(number, _)| *number).collect();
    let found: Vec<(i64, String)> = query_as(AssertSqlSafe(format!(
        "SELECT user, role FROM user_roles WHERE user IN ({}) ORDER BY user, role",
        join(&numbers)
    )))
    .fetch_all(connection)
    .await
    .map_err(directory)?;
    let mut roles: BTreeMap<i64, Vec<RoleId>> = BTreeMap::new();
    for (number, role) in found {
        roles.entry(number).or_default().push(RoleId(role));
    }
    for (number, user) in users {
        user.roles = roles.remove(number).unwrap_or_default();
    }
    Ok(())
}

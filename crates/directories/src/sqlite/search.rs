//! Listing users: search, filter, sort and page, a million of them as ten.
//!
//! A search that finds few is answered from the index of tokens: its rows are looked up and sorted. One that finds
//! many is answered by walking the index of the order, which holds the text to compare: the first rows come soon.

use std::collections::{BTreeMap, BTreeSet};

use accounts::{
    Cursor, DirectoryError, RoleId, StatusFilter, User, UserCounts, UserPage, UserQuery, UserSort,
    user::{INFIX_MIN, search_terms},
};
use serde::{Deserialize, Serialize};
use sqlx::{
    AssertSqlSafe, Sqlite, SqliteConnection, SqlitePool, Transaction, query, query_as, query_scalar,
    sqlite::{SqliteArguments, SqliteRow},
};
use unicode_script::{Script, UnicodeScript as _};
use uuid::Uuid;

use super::{
    Result,
    failure::directory,
    rows::{self, USER_COLUMNS},
};

/// Up to so many finds are looked up and sorted; from there on walking is faster (`benches/search.rs`).
const FEW: i64 = 2_000;
/// Words of a search that are looked at, and characters of each: more narrow nothing.
const WORDS: usize = 8;
const CHARACTERS: usize = 64;

/// Puts a user into the index of tokens.
pub(super) async fn index(
    tx: &mut Transaction<'static, Sqlite>,
    number: i64,
    search_text: &str,
) -> Result<()> {
    query("INSERT INTO users_search (rowid, tokens) VALUES (?, ?)")
        .bind(number)
        .bind(tokens_of_text(search_text))
        .execute(&mut **tx)
        .await
        .map_err(directory)?;
    Ok(())
}

/// Every token by which a text may be found, in hexadecimal, so that no tokenizer has an opinion about it.
fn tokens_of_text(search_text: &str) -> String {
    let mut tokens = BTreeSet::new();
    for word in search_text.split_whitespace() {
        let characters: Vec<char> = word.chars().collect();
        tokens.extend(characters.windows(INFIX_MIN).map(|three| token('t', three)));
        for (position, first) in characters.iter().enumerate() {
            if position == 0 || is_word_by_itself(*first) {
                tokens.insert(token('b', &characters[position..=position]));
                if let Some(two) = characters.get(position..position + 2) {
                    tokens.insert(token('b', two));
                }
            }
        }
    }
    tokens.into_iter().collect::<Vec<_>>().join(" ")
}

fn token(kind: char, characters: &[char]) -> String {
    characters.iter().fold(kind.to_string(), |token, c| {
        format!("{token}{:x}z", u32::from(*c))
    })
}

/// Ideographs and syllables are written without spaces between words.
fn is_word_by_itself(c: char) -> bool {
    matches!(
        c.script(),
        Script::Han | Script::Hiragana | Script::Katakana | Script::Hangul
    )
}

/// One word of a search.
struct Term(String);

impl Term {
    fn all_of(search: &str) -> Vec<Self> {
        let terms = search_terms(search).into_iter().take(WORDS);
        terms
            .map(|term| Self(term.chars().take(CHARACTERS).collect()))
            .collect()
    }

    /// The tokens that every text has which the term matches.
    fn tokens(&self) -> Vec<String> {
        let characters: Vec<char> = self.0.chars().collect();
        if characters.len() < INFIX_MIN {
            return vec![token('b', &characters)];
        }
        characters
            .windows(INFIX_MIN)
            .map(|three| token('t', three))
            .collect()
    }

    /// What has to stand in the text.
    fn needle(&self) -> String {
        let begins_word = self.0.chars().count() < INFIX_MIN && !self.0.starts_with(is_word_by_itself);
        if begins_word {
            format!(" {}", self.0)
        } else {
            self.0.clone()
        }
    }
}

/// The terms as FTS5 takes them: all have to be there.
fn matching(terms: &[Term]) -> String {
    let tokens: BTreeSet<String> = terms.iter().flat_map(Term::tokens).collect();
    tokens.into_iter().collect::<Vec<_>>().join(" ")
}

/// How many users a search finds.
pub(super) async fn counts(readers: &SqlitePool, search: &str) -> Result<UserCounts> {
    let terms = Term::all_of(search);
    let mut connection = readers.acquire().await.map_err(directory)?;
    let statement = if terms.is_empty() {
        "SELECT status, users FROM user_counts".to_owned()
    } else {
        let few = finds_few(&mut connection, &terms).await?;
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
        // The second is the id after which a page goes on; there is none here.
        query = query.bind(matching(&terms)).bind(None::<Vec<u8>>);
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
const CANDIDATES: &str =
    "users_search CROSS JOIN users ON users.number = users_search.rowid WHERE users_search MATCH ?1";

async fn finds_few(connection: &mut SqliteConnection, terms: &[Term]) -> Result<bool> {
    let found: i64 = query_scalar(
        "SELECT count(*) FROM (SELECT rowid FROM users_search WHERE users_search MATCH ?1 LIMIT ?2)",
    )
    .bind(matching(terms))
    .bind(FEW + 1)
    .fetch_one(connection)
    .await
    .map_err(directory)?;
    Ok(found <= FEW)
}

/// The condition that every term stands in the text; the parameters begin at the third.
fn needles(terms: &[Term]) -> String {
    let conditions = (0..terms.len()).map(|index| format!(" AND instr(search_text, ?{})", index + 3));
    conditions.collect::<Vec<_>>().concat()
}

/// Where a page ends.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Position {
    key: Key,
    id: Uuid,
}

/// The value that a row is sorted by.
#[derive(Debug, Clone, Serialize, Deserialize)]
enum Key {
    Text(String),
    Time(i64),
    /// Never signed in: after all others, whichever way the list is sorted.
    Never,
}

impl Position {
    fn parse(cursor: &Cursor) -> Result<Self> {
        serde_json::from_str(&cursor.0).map_err(|_| DirectoryError::NotFound)
    }

    fn of(user: &User, sort: UserSort) -> Self {
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

    fn cursor(&self) -> Result<Cursor> {
        let text = serde_json::to_string(self).map_err(|error| DirectoryError::Unexpected(error.into()))?;
        Ok(Cursor(text))
    }
}

/// One stretch of the order: everybody, or those who signed in and then those who never did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stretch {
    Whole,
    SignedIn,
    Never,
}

/// A page of users.
pub(super) async fn page(readers: &SqlitePool, query: &UserQuery) -> Result<UserPage> {
    let after = query.after.as_ref().map(Position::parse).transpose()?;
    let terms = Term::all_of(&query.search);
    let mut tx = readers.begin().await.map_err(directory)?;
    let few = !terms.is_empty() && finds_few(&mut tx, &terms).await?;
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
                few,
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

/// One stretch of a list, as SQL. The first two parameters are the match and the id after which it goes on, then
/// come the needles, then the key.
struct List<'a> {
    query: &'a UserQuery,
    terms: &'a [Term],
    few: bool,
    stretch: Stretch,
    after: Option<&'a Position>,
}

impl List<'_> {
    async fn load(&self, connection: &mut SqliteConnection, limit: i64) -> Result<Vec<(i64, User)>> {
        let statement = self.statement(limit);
        let mut query = sqlx::query::<Sqlite>(AssertSqlSafe(statement))
            .bind(self.few.then(|| matching(self.terms)))
            .bind(self.after.map(|position| position.id.as_bytes().to_vec()));
        for term in self.terms {
            query = query.bind(term.needle());
        }
        let found = self
            .bind_key(query)
            .fetch_all(connection)
            .await
            .map_err(directory)?;
        found.iter().map(|row: &SqliteRow| rows::user(row)).collect()
    }

    fn bind_key<'q>(
        &self,
        query: sqlx::query::Query<'q, Sqlite, SqliteArguments>,
    ) -> sqlx::query::Query<'q, Sqlite, SqliteArguments> {
        match self.after.map(|position| &position.key) {
            Some(Key::Text(text)) => query.bind(text.clone()),
            Some(Key::Time(milliseconds)) => query.bind(*milliseconds),
            Some(Key::Never) | None => query,
        }
    }

    fn statement(&self, limit: i64) -> String {
        let (direction, _) = self.direction();
        let arms: Vec<String> = if self.few {
            vec![self.arm(CANDIDATES, &format!(" AND status IN ({})", join(self.statuses())))]
        } else {
            // Every status has its own part of the index; SQLite merges them as they come.
            let source = format!("users INDEXED BY {} WHERE", self.index());
            let arm = |status: &i64| self.arm(&source, &format!(" status = {status}"));
            self.statuses().iter().map(arm).collect()
        };
        let page = arms.join(" UNION ALL ");
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
        let key = self.terms.len() + 3;
        let after = match (self.after, self.stretch) {
            (None, _) => String::new(),
            (Some(_), Stretch::Never) => format!(" AND id {beyond} ?2"),
            (Some(_), _) => format!(" AND ({column}, id) {beyond} (?{key}, ?2)"),
        };
        let needles = needles(self.terms);
        format!(
            "SELECT number AS page_number, {column} AS key, id AS key_id FROM {source}{status}{stretch}{after}{needles}"
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

fn join(numbers: &[i64]) -> String {
    numbers.iter().map(i64::to_string).collect::<Vec<_>>().join(", ")
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

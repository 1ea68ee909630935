//! The index of tokens: which users a search may find, and which of them stand together in an order.

use std::collections::BTreeSet;

use accounts::user::{INFIX_MIN, search_terms};
use sqlx::{Sqlite, SqlitePool, Transaction, query, query_as, query_scalar};
use unicode_script::{Script, UnicodeScript as _};

use super::{Result, failure::directory};

/// Words of a search that are looked at, and characters of each: more narrow nothing.
const WORDS: usize = 8;
const CHARACTERS: usize = 64;
/// Characters in a row that find a longer word: far fewer users have four in common than three.
const LONG: usize = 4;

/// An order in which rows that a search finds may stand together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    Name,
    Email,
}

impl Order {
    const fn kind(self) -> char {
        match self {
            Self::Name => 'n',
            Self::Email => 'e',
        }
    }
}

/// Puts a user into the index of tokens.
pub(super) async fn index(
    tx: &mut Transaction<'static, Sqlite>,
    number: i64,
    search_text: &str,
    name_key: &str,
    email: &str,
) -> Result<()> {
    let mut tokens = tokens_of_text(search_text);
    tokens.extend(tokens_of_key(Order::Name, name_key));
    tokens.extend(tokens_of_key(Order::Email, email));
    query("INSERT INTO users_search (rowid, tokens) VALUES (?, ?)")
        .bind(number)
        .bind(tokens.into_iter().collect::<Vec<_>>().join(" "))
        .execute(&mut **tx)
        .await
        .map_err(directory)?;
    Ok(())
}

/// Whether a migration has emptied the index of tokens, because other tokens are looked for since.
pub(super) async fn is_emptied(pool: &SqlitePool) -> Result<bool> {
    query_scalar(
        "SELECT EXISTS (SELECT 1 FROM users) AND NOT EXISTS (SELECT rowid FROM users_search LIMIT 1)",
    )
    .fetch_one(pool)
    .await
    .map_err(directory)
}

/// Fills the index of tokens with everybody.
pub(super) async fn fill(tx: &mut Transaction<'static, Sqlite>) -> Result<()> {
    const TOGETHER: u32 = 5_000;
    let mut last = Some(i64::MIN);
    while let Some(after) = last {
        let users: Vec<(i64, String, String, String)> = query_as(
            "SELECT number, search_text, name_key, email_canonical FROM users WHERE number > ? ORDER BY number LIMIT ?",
        )
        .bind(after)
        .bind(TOGETHER)
        .fetch_all(&mut **tx)
        .await
        .map_err(directory)?;
        for (number, search_text, name_key, email) in &users {
            index(tx, *number, search_text, name_key, email).await?;
        }
        last = users.last().map(|(number, ..)| *number);
    }
    Ok(())
}

/// Every token by which a text may be found, in hexadecimal, so that no tokenizer has an opinion about it.
fn tokens_of_text(search_text: &str) -> BTreeSet<String> {
    let mut tokens = BTreeSet::new();
    for word in search_text.split_whitespace() {
        let characters: Vec<char> = word.chars().collect();
        tokens.extend(characters.windows(INFIX_MIN).map(|three| token('t', three)));
        tokens.extend(characters.windows(LONG).map(|four| token('q', four)));
        for (position, first) in characters.iter().enumerate() {
            if position == 0 || is_word_by_itself(*first) {
                tokens.insert(token('b', &characters[position..=position]));
                if let Some(two) = characters.get(position..position + 2) {
                    tokens.insert(token('b', two));
                }
            }
        }
    }
    tokens
}

/// What a row's key in an order begins with: one, two and three characters.
fn tokens_of_key(order: Order, key: &str) -> impl Iterator<Item = String> {
    let characters: Vec<char> = key.chars().take(INFIX_MIN).collect();
    (1..=characters.len()).map(move |length| token(order.kind(), &characters[..length]))
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
pub(super) struct Term(String);

impl Term {
    pub fn all_of(search: &str) -> Vec<Self> {
        let terms = search_terms(search).into_iter().take(WORDS);
        terms
            .map(|term| Self(term.chars().take(CHARACTERS).collect()))
            .collect()
    }

    /// The tokens that every text has which the term matches.
    fn tokens(&self) -> Vec<String> {
        let characters: Vec<char> = self.0.chars().collect();
        match characters.len() {
            ..INFIX_MIN => vec![token('b', &characters)],
            INFIX_MIN => vec![token('t', &characters)],
            _ => characters.windows(LONG).map(|four| token('q', four)).collect(),
        }
    }

    /// What has to stand in the text.
    pub fn needle(&self) -> String {
        let begins_word = self.0.chars().count() < INFIX_MIN && !self.0.starts_with(is_word_by_itself);
        if begins_word {
            format!(" {}", self.0)
        } else {
            self.0.clone()
        }
    }
}

/// The beginning of the longest term: where rows that it finds may stand together in an order.
pub(super) fn beginning(terms: &[Term]) -> Option<String> {
    let longest = terms.iter().max_by_key(|term| term.0.chars().count())?;
    Some(longest.0.chars().take(INFIX_MIN).collect())
}

/// The terms as FTS5 takes them, but not the rows whose key in an order begins so.
pub(super) fn matching_elsewhere(terms: &[Term], order: Order, beginning: &str) -> String {
    let characters: Vec<char> = beginning.chars().collect();
    format!("({}) NOT {}", matching(terms), token(order.kind(), &characters))
}

/// The terms as FTS5 takes them: all have to be there.
pub(super) fn matching(terms: &[Term]) -> String {
    let tokens: BTreeSet<String> = terms.iter().flat_map(Term::tokens).collect();
    tokens.into_iter().collect::<Vec<_>>().join(" ")
}

//! The index of tokens: which users a search may find, and which of them stand together in an order.

use std::collections::BTreeSet;

use sqlx::{Sqlite, SqlitePool, Transaction, query, query_as, query_scalar};

use super::{Result, failure::directory};
use crate::search::{Order, Term, Token, TokenKind, tokens_of_key, tokens_of_text};

/// The letter before what a row's key in an order begins with.
const fn letter_of(order: Order) -> char {
    match order {
        Order::Name => 'n',
        Order::Email => 'e',
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
    let mut tokens: BTreeSet<String> = tokens_of_text(search_text).iter().map(written).collect();
    for (order, key) in [(Order::Name, name_key), (Order::Email, email)] {
        tokens.extend(tokens_of_key(key).map(|beginning| in_hexadecimal(letter_of(order), &beginning)));
    }
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

/// A token as FTS5 has it.
fn written(token: &Token) -> String {
    let letter = match token.kind {
        TokenKind::Beginning => 'b',
        TokenKind::Three => 't',
        TokenKind::Four => 'q',
    };
    in_hexadecimal(letter, &token.characters)
}

/// In hexadecimal, so that no tokenizer has an opinion about it.
fn in_hexadecimal(letter: char, characters: &str) -> String {
    characters.chars().fold(letter.to_string(), |token, c| {
        format!("{token}{:x}z", u32::from(c))
    })
}

/// The terms as FTS5 takes them, but not the rows whose key in an order begins so.
pub(super) fn matching_elsewhere(terms: &[Term], order: Order, beginning: &str) -> String {
    let begins_so = in_hexadecimal(letter_of(order), beginning);
    format!("({}) NOT {begins_so}", matching(terms))
}

/// The terms as FTS5 takes them: all have to be there.
pub(super) fn matching(terms: &[Term]) -> String {
    let tokens = terms.iter().flat_map(Term::tokens);
    let tokens: BTreeSet<String> = tokens.map(|token| written(&token)).collect();
    tokens.into_iter().collect::<Vec<_>>().join(" ")
}

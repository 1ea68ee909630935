//! The index of tokens: which users a search may find, and which of them stand together in an order. A token is kept as
//! four octets of its hash: two that have the same find a few rows more, in whose text the terms are looked for anyway.

use std::collections::BTreeSet;

use sha2::{Digest as _, Sha256};
use sqlx::{PgConnection, Postgres, QueryBuilder, query};
use sqlx_macros::FromRow;

use super::{Result, failure::directory};
use crate::search::{Order, Term, Token, TokenKind, tokens_of_text};

/// In which orders the key of the row begins with the token.
#[derive(Debug, Clone, Copy)]
struct Place {
    name: bool,
    email: bool,
}

impl Place {
    const ALL: [Self; 4] = [
        Self::new(false, false),
        Self::new(true, false),
        Self::new(false, true),
        Self::new(true, true),
    ];

    const fn new(name: bool, email: bool) -> Self {
        Self { name, email }
    }

    const fn begins(self, order: Order) -> bool {
        match order {
            Order::Name => self.name,
            Order::Email => self.email,
        }
    }
}

/// What of a user the index of tokens is made from.
#[derive(Debug, FromRow)]
pub(super) struct Indexed {
    pub number: i64,
    pub search_text: String,
    pub name_key: String,
    pub email_canonical: String,
}

impl Indexed {
    /// Every token by which the user may be found, as an array of the database.
    fn tokens(&self) -> String {
        let place = |token: &Token| {
            Place::new(
                self.name_key.starts_with(&token.characters),
                self.email_canonical.starts_with(&token.characters),
            )
        };
        let tokens = tokens_of_text(&self.search_text);
        let tokens: BTreeSet<i32> = tokens.iter().map(|token| hashed(token, place(token))).collect();
        let tokens: Vec<String> = tokens.iter().map(i32::to_string).collect();
        format!("{{{}}}", tokens.join(","))
    }
}

/// Puts stored users into the index of tokens.
pub(super) async fn index(connection: &mut PgConnection, users: &[Indexed]) -> Result<()> {
    let numbers: Vec<i64> = users.iter().map(|user| user.number).collect();
    // Arrays of unlike length cannot be parts of an array; their texts can.
    let tokens: Vec<String> = users.iter().map(Indexed::tokens).collect();
    query(
        "INSERT INTO users_search
             (number, tokens, id, status, name_order, email_canonical, created_at, last_sign_in_at, search_text)
         SELECT number, found_by.tokens::INTEGER[], id, status, name_order, email_canonical, created_at,
             last_sign_in_at, search_text
         FROM unnest($1::BIGINT[], $2::TEXT[]) AS found_by (number, tokens) JOIN users USING (number)",
    )
    .bind(numbers)
    .bind(tokens)
    .execute(connection)
    .await
    .map_err(directory)?;
    Ok(())
}

/// The longest tokens are looked for wherever they stand.
fn hashed(token: &Token, place: Place) -> i32 {
    let (letter, place) = match token.kind {
        TokenKind::Four => ('q', Place::new(false, false)),
        TokenKind::Three => ('t', place),
        TokenKind::Beginning => ('b', place),
    };
    let [a, b, c, d, ..]: [u8; 32] = Sha256::new()
        .chain_update([u8::try_from(letter).unwrap_or_default()])
        .chain_update([u8::from(place.name), u8::from(place.email)])
        .chain_update(&token.characters)
        .finalize()
        .into();
    i32::from_be_bytes([a, b, c, d])
}

/// What users that a search may find have in the index: all of these.
pub(super) struct Matching {
    /// Each of them.
    all: Vec<i32>,
    /// One of each.
    any: Vec<Vec<i32>>,
}

impl Matching {
    /// Every term has to be there.
    pub fn all(terms: &[Term]) -> Self {
        let mut matching = Self {
            all: Vec::new(),
            any: Vec::new(),
        };
        for token in terms.iter().flat_map(Term::tokens) {
            if token.kind == TokenKind::Four {
                matching.all.push(hashed(&token, Place::ALL[0]));
            } else {
                matching.any.push(in_places(&token, |_| true));
            }
        }
        matching
    }

    /// The same, but not the rows whose key in an order begins so.
    pub fn elsewhere(terms: &[Term], order: Order, beginning: &str) -> Self {
        let mut matching = Self::all(terms);
        let kind = if beginning.chars().count() < accounts::user::INFIX_MIN {
            TokenKind::Beginning
        } else {
            TokenKind::Three
        };
        let token = Token {
            kind,
            characters: beginning.to_owned(),
        };
        matching.any.push(in_places(&token, |place| !place.begins(order)));
        matching
    }

    /// The condition.
    pub fn push(self, sql: &mut QueryBuilder<Postgres>) {
        sql.push("TRUE");
        if !self.all.is_empty() {
            sql.push(" AND tokens @> ").push_bind(self.all);
        }
        for any in self.any {
            sql.push(" AND tokens && ").push_bind(any);
        }
    }
}

fn in_places(token: &Token, wanted: impl Fn(Place) -> bool) -> Vec<i32> {
    let places = Place::ALL.into_iter().filter(|place| wanted(*place));
    places.map(|place| hashed(token, place)).collect()
}

//! What searching and paging are in every directory: terms and their tokens, orders, and positions in them.

mod position;
mod terms;

pub(crate) use position::{
    Found, Key, Order, Part, Position, Stretch, end_of_page, join, page_end, positioned, stretches,
};
pub(crate) use terms::{Term, Token, TokenKind, beginning, tokens_of_key, tokens_of_text};

use accounts::UserCounts;

/// Counts from statuses and how many users have them.
pub(crate) fn counts(found: &[(i64, i64)]) -> UserCounts {
    let of = |status| {
        let found = found.iter().find(|(of, _)| *of == status);
        found.map_or(0, |(_, users)| users.unsigned_abs())
    };
    let (active, pending, disabled) = (of(0), of(1), of(2));
    UserCounts {
        total: active + pending + disabled,
        active,
        pending,
        disabled,
    }
}

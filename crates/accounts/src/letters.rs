//! Letters and digits that nobody mistakes for each other, for codes that people read and type.

use rand::{CryptoRng, RngExt as _};
use zeroize::Zeroizing;

use crate::text;

/// Crockford's base 32.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// So many letters, uniform and independent: five bits each.
pub(crate) fn random(length: usize, rng: &mut dyn CryptoRng) -> Zeroizing<String> {
    let letters = (0..length).map(|_| char::from(ALPHABET[rng.random_range(0..ALPHABET.len())]));
    Zeroizing::new(letters.collect())
}

/// What was typed: without regard to case, spaces and hyphens, and with `O`, `I` and `L` for the digits that they
/// look like. Nothing where that is not so many letters.
pub(crate) fn parse(typed: &str, length: usize) -> Option<Zeroizing<String>> {
    let plain = Zeroizing::new(text::ascii_digits(typed));
    let mut letters = Zeroizing::new(String::with_capacity(length));
    for c in plain.chars().filter(|c| !c.is_whitespace() && *c != '-') {
        let c = match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        };
        if letters.len() == length || !c.is_ascii() || !ALPHABET.contains(&(c as u8)) {
            return None;
        }
        letters.push(c);
    }
    (letters.len() == length).then_some(letters)
}

/// In groups with hyphens between, to be read and typed.
pub(crate) fn grouped(letters: &str, group: usize) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::with_capacity(letters.len() + letters.len() / group));
    for (at, c) in letters.chars().enumerate() {
        if at > 0 && at % group == 0 {
            text.push('-');
        }
        text.push(c);
    }
    text
}

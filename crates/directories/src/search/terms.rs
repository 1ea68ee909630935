//! Terms of a search, and the tokens by which texts that hold them are found.

use std::collections::BTreeSet;

use accounts::user::{INFIX_MIN, search_terms};
use unicode_script::{Script, UnicodeScript as _};

/// Words of a search that are looked at, and characters of each: more narrow nothing.
const WORDS: usize = 8;
const CHARACTERS: usize = 64;
/// Characters in a row that find a longer word: far fewer users have four in common than three.
const LONG: usize = 4;

/// What characters in a row are to a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum TokenKind {
    /// The one or two that a word begins with.
    Beginning,
    /// Three, anywhere in a word.
    Three,
    /// Four, anywhere in a word.
    Four,
}

/// Characters in a row by which a text may be found.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Token {
    pub kind: TokenKind,
    pub characters: String,
}

impl Token {
    fn new(kind: TokenKind, characters: &[char]) -> Self {
        Self {
            kind,
            characters: characters.iter().collect(),
        }
    }
}

/// Every token by which a text may be found.
pub(crate) fn tokens_of_text(search_text: &str) -> BTreeSet<Token> {
    let mut tokens = BTreeSet::new();
    for word in search_text.split_whitespace() {
        let characters: Vec<char> = word.chars().collect();
        let threes = characters.windows(INFIX_MIN);
        tokens.extend(threes.map(|three| Token::new(TokenKind::Three, three)));
        let fours = characters.windows(LONG);
        tokens.extend(fours.map(|four| Token::new(TokenKind::Four, four)));
        for (position, first) in characters.iter().enumerate() {
            if position == 0 || is_word_by_itself(*first) {
                tokens.insert(Token::new(TokenKind::Beginning, &characters[position..=position]));
                if let Some(two) = characters.get(position..position + 2) {
                    tokens.insert(Token::new(TokenKind::Beginning, two));
                }
            }
        }
    }
    tokens
}

/// What a row's key in an order begins with: one, two and three characters.
pub(crate) fn tokens_of_key(key: &str) -> impl Iterator<Item = String> {
    let characters: Vec<char> = key.chars().take(INFIX_MIN).collect();
    (1..=characters.len()).map(move |length| characters[..length].iter().collect())
}

/// Ideographs and syllables are written without spaces between words.
fn is_word_by_itself(c: char) -> bool {
    matches!(
        c.script(),
        Script::Han | Script::Hiragana | Script::Katakana | Script::Hangul
    )
}

/// One word of a search.
pub(crate) struct Term(String);

impl Term {
    pub fn all_of(search: &str) -> Vec<Self> {
        let terms = search_terms(search).into_iter().take(WORDS);
        terms
            .map(|term| Self(term.chars().take(CHARACTERS).collect()))
            .collect()
    }

    /// The tokens that every text has which the term matches.
    pub fn tokens(&self) -> Vec<Token> {
        let characters: Vec<char> = self.0.chars().collect();
        match characters.len() {
            ..INFIX_MIN => vec![Token::new(TokenKind::Beginning, &characters)],
            INFIX_MIN => vec![Token::new(TokenKind::Three, &characters)],
            _ => {
                let fours = characters.windows(LONG);
                fours.map(|four| Token::new(TokenKind::Four, four)).collect()
            }
        }
    }

    /// Whether it finds beginnings of words only.
    pub fn is_short(&self) -> bool {
        self.0.chars().count() < INFIX_MIN
    }

    /// What has to stand in the text.
    pub fn needle(&self) -> String {
        let begins_word = self.is_short() && !self.0.starts_with(is_word_by_itself);
        if begins_word {
            format!(" {}", self.0)
        } else {
            self.0.clone()
        }
    }
}

/// The beginning of the longest term: where rows that it finds may stand together in an order.
pub(crate) fn beginning(terms: &[Term]) -> Option<String> {
    let longest = terms.iter().max_by_key(|term| term.0.chars().count())?;
    Some(longest.0.chars().take(INFIX_MIN).collect())
}

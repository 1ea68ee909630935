//! What the page says, in every language: kind, plain and formal. One file each.

mod ar;
mod de;
mod en;
mod es;
mod fr;
mod ja;
mod pt;
mod zh;

use std::convert::Infallible;

use accounts::{Language, password::Rule};
use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, header::ACCEPT_LANGUAGE, request::Parts},
};

/// The words of one language. `{min}` and `{max}` are counts of characters, `{symbols}` the signs that are asked for,
/// `{word}` what a password must not contain, and `{title}` the title itself.
pub struct Words {
    /// As in BCP 47.
    pub lang: &'static str,
    /// Which way it is written.
    pub right_to_left: bool,
    /// Title of the form.
    pub title: &'static str,
    /// The same where something was wrong.
    pub error: &'static str,
    /// What the button does.
    pub intro: &'static str,
    /// The same where a password is chosen.
    pub intro_password: &'static str,
    /// Before the address.
    pub address: &'static str,
    /// Before the requirements.
    pub needs: &'static str,
    /// The requirements.
    pub rules: Rules,
    /// Label of the first field.
    pub password: &'static str,
    /// Label of the second one.
    pub again: &'static str,
    /// The button.
    pub submit: &'static str,
    /// Before all that is wrong.
    pub summary: &'static str,
    /// What can be wrong.
    pub problems: Problems,
    /// It worked.
    pub active: Notice,
    /// A link that leads nowhere.
    pub dead: Notice,
    /// Too many of those.
    pub many: Notice,
    /// Try again.
    pub busy: Notice,
    /// A request that no form of this page sends.
    pub odd: Notice,
}

/// A page that only tells.
pub struct Notice {
    /// Title and heading.
    pub title: &'static str,
    /// Paragraphs.
    pub text: &'static [&'static str],
}

/// The requirements of a password.
pub struct Rules {
    length: &'static str,
    uppercase: &'static str,
    digit: &'static str,
    symbol: &'static str,
    not_leaked: &'static str,
    not_personal: &'static str,
    strength: &'static str,
}

/// What can be wrong with a password.
pub struct Problems {
    pub required: &'static str,
    pub again_required: &'static str,
    pub too_short: &'static str,
    pub too_long: &'static str,
    pub uppercase: &'static str,
    pub digit: &'static str,
    pub symbol: &'static str,
    pub forbidden: &'static str,
    pub leaked: &'static str,
    pub contains: &'static str,
    pub weak: &'static str,
    pub unchanged: &'static str,
    pub mismatch: &'static str,
    pub other: &'static str,
}

impl Rules {
    /// The words of one.
    pub const fn of(&self, rule: Rule) -> &'static str {
        match rule {
            Rule::Length => self.length,
            Rule::Uppercase => self.uppercase,
            Rule::Digit => self.digit,
            Rule::Symbol => self.symbol,
            Rule::NotCommon => self.not_leaked,
            Rule::NotPersonal => self.not_personal,
            Rule::Strength => self.strength,
        }
    }
}

/// The words of a language.
pub const fn of(language: Language) -> &'static Words {
    match language {
        Language::En => &en::WORDS,
        Language::Es => &es::WORDS,
        Language::Fr => &fr::WORDS,
        Language::De => &de::WORDS,
        Language::Pt => &pt::WORDS,
        Language::Ar => &ar::WORDS,
        Language::Ja => &ja::WORDS,
        Language::Zh => &zh::WORDS,
    }
}

/// The words for whoever asks.
pub struct Reader(pub &'static Words);

impl<S: Sync> FromRequestParts<S> for Reader {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self(of(preferred(&parts.headers))))
    }
}

/// The language that a reader prefers among ours (RFC 9110, 12.5.4), by its first subtag; English where there is none.
fn preferred(headers: &HeaderMap) -> Language {
    let lines = headers
        .get_all(ACCEPT_LANGUAGE)
        .iter()
        .filter_map(|line| line.to_str().ok());
    let mut best = (0.0, Language::default());
    for range in lines.flat_map(|line| line.split(',')) {
        let (tag, weight) = range.split_once(';').unwrap_or((range, "q=1"));
        let Some(language) = ours(tag.trim()) else {
            continue;
        };
        let (_, quality) = weight.split_once('=').unwrap_or_default();
        let quality = quality.trim().parse().unwrap_or(0.0);
        // Of two liked alike, the first.
        if quality > best.0 {
            best = (quality, language);
        }
    }
    best.1
}

fn ours(tag: &str) -> Option<Language> {
    let first = tag.split('-').next().unwrap_or_default();
    Language::ALL
        .into_iter()
        .find(|language| language.tag().eq_ignore_ascii_case(first))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(lines: &[&str]) -> Language {
        let lines = lines
            .iter()
            .map(|line| (ACCEPT_LANGUAGE, line.parse().expect("a value")));
        preferred(&lines.collect())
    }

    #[test]
    fn the_language_liked_most_among_ours_is_chosen() {
        for (line, language) in [
            ("", Language::En),
            ("de", Language::De),
            ("DE-at", Language::De),
            ("zh-Hant-TW, en;q=0.5", Language::Zh),
            ("pt-BR,pt;q=0.9,en;q=0.8", Language::Pt),
            ("nl, fr;q=0.3, es;q=0.7", Language::Es),
            ("en;q=0.1, ar;q=0", Language::En),
            ("ja;q=0, de;q=0.2", Language::De),
            ("fr;q=0.5, de;q=0.5", Language::Fr),
            ("nl, *;q=0.5", Language::En),
            ("ja ; q = 0.9 , de;q=0.8", Language::Ja),
            (";;;,,q=1,de;q=much,=", Language::En),
            ("ast, den, arx", Language::En),
        ] {
            assert_eq!(chosen(&[line]), language, "{line}");
        }
        assert_eq!(chosen(&["nl;q=0.9", "ja;q=0.3"]), Language::Ja);
        assert_eq!(chosen(&[]), Language::En);
    }

    fn texts(words: &Words) -> Vec<(&'static str, &[&str])> {
        let (rules, problems) = (&words.rules, &words.problems);
        let mut texts: Vec<(&str, &[&str])> = vec![
            (words.error, &["{title}"]),
            (rules.length, &["{min}", "{max}"]),
            (rules.symbol, &["{symbols}"]),
            (problems.too_short, &["{min}"]),
            (problems.too_long, &["{max}"]),
            (problems.symbol, &["{symbols}"]),
            (problems.contains, &["{word}"]),
        ];
        let plain = [
            words.title,
            words.intro,
            words.intro_password,
            words.address,
            words.needs,
            words.password,
            words.again,
            words.submit,
            words.summary,
            rules.uppercase,
            rules.digit,
            rules.not_leaked,
            rules.not_personal,
            rules.strength,
            problems.required,
            problems.again_required,
            problems.uppercase,
            problems.digit,
            problems.forbidden,
            problems.leaked,
            problems.weak,
            problems.unchanged,
            problems.mismatch,
            problems.other,
        ];
        texts.extend(plain.map(|text| (text, &[][..])));
        for notice in [&words.active, &words.dead, &words.many, &words.busy, &words.odd] {
            texts.push((notice.title, &[]));
            texts.extend(notice.text.iter().map(|text| (*text, &[][..])));
        }
        texts
    }

    #[test]
    fn every_language_says_everything_with_the_same_placeholders() {
        let english = texts(of(Language::En));
        for language in Language::ALL {
            let words = of(language);
            assert!(words.lang.starts_with(language.tag()));
            assert_eq!(words.right_to_left, language == Language::Ar);
            let texts = texts(words);
            assert_eq!(texts.len(), english.len(), "{language:?}");
            for ((text, placeholders), (english, _)) in texts.iter().zip(&english) {
                assert!(!text.trim().is_empty(), "{language:?}");
                assert_eq!(text.matches('{').count(), placeholders.len(), "{text}");
                assert!(
                    placeholders.iter().all(|placeholder| text.contains(placeholder)),
                    "{text}"
                );
                // "Error" is Spanish too.
                let same = text == english && *text != of(Language::En).error;
                assert!(language == Language::En || !same, "{language:?} says {text}");
            }
        }
    }
}

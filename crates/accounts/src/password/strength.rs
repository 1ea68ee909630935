//! How hard a password is to guess, by zxcvbn.

use zxcvbn::{feedback::Warning, zxcvbn};

/// What makes a password weak, for the interface to put in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weakness {
    /// A straight row of keys.
    StraightRow,
    /// A short pattern on the keyboard.
    ShortKeyboardPattern,
    /// One character again and again.
    Repeats,
    /// One pattern again and again.
    RepeatedPattern,
    /// A sequence such as `abc` or `6543`.
    Sequence,
    /// A year of our time.
    RecentYear,
    /// A date.
    Date,
    /// Among the ten most used.
    TopTen,
    /// Among the hundred most used.
    TopHundred,
    /// Among the much used.
    Common,
    /// Like one that is much used.
    SimilarToCommon,
    /// A single word.
    SingleWord,
    /// A name by itself.
    Name,
    /// A common name.
    CommonName,
    /// The person's own name or address.
    Personal,
}

/// Characters that zxcvbn sees at a time. Beyond 28, its guesses for a walk over a keypad overflow (5 to the 28th),
/// which panics or, worse, wraps; so a longer password is as strong as its strongest part.
const PART: usize = 28;

/// The score, 0 to 4, and what zxcvbn finds weak. `words` are the person's names and address.
pub fn rate(password: &str, words: &[&str]) -> (u8, Option<Weakness>) {
    let starts = password.char_indices().map(|(at, _)| at).step_by(PART);
    let ends = starts.clone().skip(1).chain([password.len()]);
    starts
        .zip(ends)
        .map(|(start, end)| zxcvbn(&password[start..end], words))
        .max_by_key(zxcvbn::Entropy::guesses)
        .map_or((0, None), |best| {
            let warning = best.feedback().and_then(zxcvbn::feedback::Feedback::warning);
            (u8::from(best.score()), warning.map(weakness))
        })
}

const fn weakness(warning: Warning) -> Weakness {
    match warning {
        Warning::StraightRowsOfKeysAreEasyToGuess => Weakness::StraightRow,
        Warning::ShortKeyboardPatternsAreEasyToGuess => Weakness::ShortKeyboardPattern,
        Warning::RepeatsLikeAaaAreEasyToGuess => Weakness::Repeats,
        Warning::RepeatsLikeAbcAbcAreOnlySlightlyHarderToGuess => Weakness::RepeatedPattern,
        Warning::ThisIsATop10Password => Weakness::TopTen,
        Warning::ThisIsATop100Password => Weakness::TopHundred,
        Warning::ThisIsACommonPassword => Weakness::Common,
        Warning::ThisIsSimilarToACommonlyUsedPassword => Weakness::SimilarToCommon,
        Warning::SequencesLikeAbcAreEasyToGuess => Weakness::Sequence,
        Warning::RecentYearsAreEasyToGuess => Weakness::RecentYear,
        Warning::AWordByItselfIsEasyToGuess => Weakness::SingleWord,
        Warning::DatesAreOftenEasyToGuess => Weakness::Date,
        Warning::NamesAndSurnamesByThemselvesAreEasyToGuess => Weakness::Name,
        Warning::CommonNamesAndSurnamesAreEasyToGuess => Weakness::CommonName,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_long_walk_over_the_keyboard_does_not_overflow() {
        for walk in ["xk", "qw", "12", "8426", "aA"] {
            let (score, _) = rate(&walk.repeat(128 / walk.len()), &[]);
            assert!(score <= 4);
        }
    }

    #[test]
    fn what_follows_a_weak_beginning_counts() {
        assert_eq!(rate(&"a".repeat(28), &[]).0, 0);
        assert_eq!(rate(&format!("{}vK7_q9zR.tB4", "a".repeat(28)), &[]).0, 4);
    }

    proptest! {
        #[test]
        fn nothing_typed_makes_it_panic(password in "\\PC{0,128}|[a-z0-9]{0,128}|[aA1!]{0,128}") {
            prop_assert!(rate(&password, &["ada"]).0 <= 4);
        }
    }
}

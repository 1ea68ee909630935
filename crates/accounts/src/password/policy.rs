//! The one policy: what a password must be, and what is said while it is typed.

use super::{Password, Weakness, blocklist, strength};
use crate::{problem::Flaw, text};

/// Characters that the requirement of a symbol asks for, as PRODUCT words it.
pub const SYMBOLS: [char; 5] = ['#', '@', '_', '!', '$'];

/// Which rules hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Preset {
    /// 8 characters, one uppercase letter, one digit and one of the [`SYMBOLS`].
    Classes,
    /// 15 characters, no classes (NIST SP 800-63B-4, 3.1.1.2).
    Nist,
}

/// What a password must be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// Length and classes.
    pub preset: Preset,
    /// The least zxcvbn score, 0 to 4.
    pub least_score: u8,
    /// The organisation's name, which a password must not contain; may be empty.
    pub organisation: String,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            preset: Preset::Classes,
            least_score: 2,
            organisation: String::new(),
        }
    }
}

/// Whose password it is: it must contain none of this.
#[derive(Debug, Clone, Copy, Default)]
pub struct Person<'a> {
    /// First name, as typed so far.
    pub first_name: &'a str,
    /// Last name, as typed so far.
    pub last_name: &'a str,
    /// E-mail, as typed so far.
    pub email: &'a str,
}

/// One line of the requirements.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// Between the least and the most characters.
    Length,
    /// One uppercase letter.
    Uppercase,
    /// One digit.
    Digit,
    /// One of the [`SYMBOLS`].
    Symbol,
    /// Not in the list of leaked passwords.
    NotCommon,
    /// Contains no name, address or organisation.
    NotPersonal,
    /// At least the policy's zxcvbn score.
    Strength,
}

/// A requirement and whether it is met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleState {
    /// Which.
    pub rule: Rule,
    /// What is wrong, or nothing.
    pub flaw: Option<Flaw>,
}

/// How good a password is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rating {
    /// zxcvbn's, 0 to 4.
    pub score: u8,
    /// Every requirement of the policy, in the order to show.
    pub rules: Vec<RuleState>,
    /// A control character, which no password may hold.
    pub forbidden: Option<char>,
    /// What makes it weak, the most important first.
    pub weaknesses: Vec<Weakness>,
}

impl Rating {
    /// All that is wrong, in the order of the requirements.
    pub fn flaws(&self) -> Vec<Flaw> {
        let forbidden = self.forbidden.map(Flaw::PasswordForbiddenCharacter);
        forbidden
            .into_iter()
            .chain(self.rules.iter().filter_map(|state| state.flaw.clone()))
            .collect()
    }
}

impl Policy {
    /// Characters at most, whatever the preset.
    pub const MAX: usize = 128;
    /// A name shorter than this may occur in a password.
    const PERSONAL_MIN: usize = 4;

    /// Characters at least.
    pub const fn min(&self) -> usize {
        match self.preset {
            Preset::Classes => 8,
            Preset::Nist => 15,
        }
    }

    /// Rates a password against every requirement.
    pub fn rate(&self, password: &Password, person: &Person<'_>) -> Rating {
        let secret = password.expose();
        let folded = password.folded();
        let words = self.personal_words(person);
        let inputs: Vec<&str> = words.iter().map(String::as_str).collect();
        let (score, warning) = strength::rate(beginning(secret), &inputs);
        let personal = words
            .iter()
            .filter(|word| word.chars().count() >= Self::PERSONAL_MIN)
            .find(|word| folded.contains(word.as_str()));

        let mut rules = vec![state(Rule::Length, self.length_flaw(password.length()))];
        if self.preset == Preset::Classes {
            let lacks = |has: fn(char) -> bool, flaw| (!secret.chars().any(has)).then_some(flaw);
            rules.push(state(
                Rule::Uppercase,
                lacks(char::is_uppercase, Flaw::PasswordNeedsUppercase),
            ));
            rules.push(state(
                Rule::Digit,
                lacks(|c| c.is_ascii_digit(), Flaw::PasswordNeedsDigit),
            ));
            rules.push(state(
                Rule::Symbol,
                lacks(|c| SYMBOLS.contains(&c), Flaw::PasswordNeedsSymbol),
            ));
        }
        // An empty field meets nothing: a list that starts with ticks would mislead.
        let empty = secret.is_empty();
        rules.push(state(
            Rule::NotCommon,
            (empty || blocklist::contains(&folded)).then_some(Flaw::PasswordCommon),
        ));
        rules.push(state(
            Rule::NotPersonal,
            (empty.then(String::new))
                .or_else(|| personal.cloned())
                .map(Flaw::PasswordContains),
        ));
        let required = self.least_score;
        if required > 0 {
            rules.push(state(
                Rule::Strength,
                (score < required).then_some(Flaw::PasswordWeak { score, required }),
            ));
        }
        Rating {
            score,
            rules,
            forbidden: secret.chars().find(|c| c.is_control()),
            weaknesses: personal
                .map(|_| Weakness::Personal)
                .into_iter()
                .chain(warning)
                .collect(),
        }
    }

    fn length_flaw(&self, length: usize) -> Option<Flaw> {
        if length < self.min() {
            Some(Flaw::PasswordTooShort { min: self.min() })
        } else if length > Self::MAX {
            Some(Flaw::PasswordTooLong { max: Self::MAX })
        } else {
            None
        }
    }

    /// The names, each of their words, the e-mail's local part and each of its words, the organisation: folded.
    fn personal_words(&self, person: &Person<'_>) -> Vec<String> {
        let local = person.email.split('@').next().unwrap_or_default();
        let mut words: Vec<String> = [person.first_name, person.last_name, local, &self.organisation]
            .into_iter()
            .map(beginning)
            .flat_map(|whole| std::iter::once(whole).chain(whole.split(|c: char| !c.is_alphanumeric())))
            .map(|word| text::without_case(word.trim()))
            .filter(|word| !word.is_empty())
            .collect();
        words.sort_unstable();
        words.dedup();
        words
    }
}

/// As much of a name as a password could contain: what is longer is refused as a name, and would only take time.
fn beginning(text: &str) -> &str {
    text.char_indices()
        .nth(Policy::MAX)
        .map_or(text, |(end, _)| &text[..end])
}

const fn state(rule: Rule, flaw: Option<Flaw>) -> RuleState {
    RuleState { rule, flaw }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ADA: Person<'static> = Person {
        first_name: "Ada",
        last_name: "Lovelace",
        email: "countess.ada@example.com",
    };

    fn flaws(password: &str) -> Vec<Flaw> {
        Policy::default().rate(&Password::new(password), &ADA).flaws()
    }

    #[test]
    fn a_good_password_has_no_flaw() {
        assert_eq!(flaws("Violet-Kettle_73"), []);
        assert_eq!(flaws("Größe 🦀 und Üb3r_mut"), []);
    }

    #[test]
    fn each_rule_is_told_by_itself() {
        assert_eq!(flaws("vK7_q9z"), [Flaw::PasswordTooShort { min: 8 }]);
        assert_eq!(flaws("violet-kettle_73"), [Flaw::PasswordNeedsUppercase]);
        assert_eq!(flaws("Violet-Kettle_xx"), [Flaw::PasswordNeedsDigit]);
        assert_eq!(flaws("Violet-Kettle-73"), [Flaw::PasswordNeedsSymbol]);
        assert!(flaws("P@ssw0rd").contains(&Flaw::PasswordCommon));
        assert_eq!(
            flaws("Violet\tKettle_73"),
            [Flaw::PasswordForbiddenCharacter('\t')]
        );
        assert_eq!(
            flaws(&format!("{}A1_", "xkqv-7 "[..6].repeat(21))),
            [Flaw::PasswordTooLong { max: 128 }]
        );
    }

    #[test]
    fn ones_own_name_is_refused_and_named() {
        assert_eq!(
            flaws("My-LOVELACE_73x"),
            [Flaw::PasswordContains("lovelace".to_owned())]
        );
        assert_eq!(
            flaws("The-Countess_73x"),
            [Flaw::PasswordContains("countess".to_owned())]
        );
        // Three letters are too few to refuse.
        assert_eq!(flaws("Violet-Adamant_73"), []);
        let policy = Policy {
            organisation: "Acme Widgets".to_owned(),
            ..Policy::default()
        };
        let rating = policy.rate(&Password::new("My-Widgets_9qzx"), &Person::default());
        assert_eq!(rating.flaws(), [Flaw::PasswordContains("widgets".to_owned())]);
    }

    #[test]
    fn the_nist_preset_asks_for_length_and_no_classes() {
        let policy = Policy {
            preset: Preset::Nist,
            ..Policy::default()
        };
        assert_eq!(
            policy.rate(&Password::new("violet kettle moraine"), &ADA).flaws(),
            []
        );
        assert!(
            policy
                .rate(&Password::new("Violet_Kett73"), &ADA)
                .flaws()
                .contains(&Flaw::PasswordTooShort { min: 15 })
        );
    }

    #[test]
    fn an_empty_field_meets_nothing() {
        let rating = Policy::default().rate(&Password::new(""), &Person::default());
        assert!(rating.rules.iter().all(|state| state.flaw.is_some()));
    }

    #[test]
    fn what_makes_it_weak_is_said() {
        let rating = Policy::default().rate(&Password::new("Lovelace1!"), &ADA);
        assert_eq!(rating.weaknesses.first(), Some(&Weakness::Personal));
        let rating = Policy::default().rate(&Password::new("abcdefgh"), &ADA);
        assert!(!rating.weaknesses.is_empty());
        assert!(rating.score < 2);
    }
}

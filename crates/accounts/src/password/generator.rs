//! Generated passwords: uniform over every string of a shape that satisfies the policy.
//!
//! A candidate is drawn whole, each character by itself, and thrown away whole when it does not satisfy. Nothing
//! is patched in afterwards, so no string is likelier than another.

use rand::{CryptoRng, RngExt};

use super::{Password, Person, Policy, policy::SYMBOLS};

/// The words that passphrases are drawn from (see `data/README.md`).
static WORDS: &str = include_str!("../../data/words.txt");
const UPPERCASE: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const LOWERCASE: &str = "abcdefghijklmnopqrstuvwxyz";
const DIGITS: &str = "0123456789";
/// Characters that are taken for one another in many typefaces.
const LOOK_ALIKES: &str = "Il1|O0o5S2Z8B";

/// What a generated password looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Letters, digits and the policy's symbols.
    Characters {
        /// 12 to 64.
        length: u8,
        /// Whether `I`, `l`, `1` and the like may occur.
        look_alikes: bool,
    },
    /// Words with one capital each, joined by a symbol, and a digit: `Mellow_Crater_…7`.
    Words {
        /// 5 to 10.
        count: u8,
    },
}

/// A shape outside its range.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a generated password has 12 to 64 characters or 5 to 10 words")]
pub struct ShapeError;

/// Draws a password for `person` that satisfies `policy`.
pub fn generate(
    shape: Shape,
    policy: &Policy,
    person: &Person<'_>,
    rng: &mut dyn CryptoRng,
) -> Result<Password, ShapeError> {
    match shape {
        Shape::Characters {
            length: length @ 12..=64,
            look_alikes,
        } => {
            let alphabet = alphabet(look_alikes);
            let length = usize::from(length).max(policy.min());
            Ok(until_satisfied(policy, person, || {
                characters(&alphabet, length, rng)
            }))
        }
        Shape::Words {
            count: count @ 5..=10,
        } => {
            let words: Vec<&str> = WORDS.lines().collect();
            Ok(until_satisfied(policy, person, || passphrase(&words, count, rng)))
        }
        _ => Err(ShapeError),
    }
}

/// At 12 characters about one candidate in three lacks a class, so the loop ends after a few rounds.
fn until_satisfied(policy: &Policy, person: &Person<'_>, mut draw: impl FnMut() -> Password) -> Password {
    loop {
        let candidate = draw();
        if policy.rate(&candidate, person).flaws().is_empty() {
            return candidate;
        }
    }
}

fn alphabet(look_alikes: bool) -> Vec<char> {
    [UPPERCASE, LOWERCASE, DIGITS]
        .into_iter()
        .flat_map(str::chars)
        .chain(SYMBOLS)
        .filter(|c| look_alikes || !LOOK_ALIKES.contains(*c))
        .collect()
}

fn characters(alphabet: &[char], length: usize, rng: &mut dyn CryptoRng) -> Password {
    let mut text = String::with_capacity(length);
    text.extend((0..length).map(|_| alphabet[rng.random_range(0..alphabet.len())]));
    Password(text)
}

fn passphrase(words: &[&str], count: u8, rng: &mut dyn CryptoRng) -> Password {
    let symbol = SYMBOLS[rng.random_range(0..SYMBOLS.len())];
    let mut text = String::with_capacity(usize::from(count) * 10 + 1);
    for _ in 0..count {
        let word = words[rng.random_range(0..words.len())];
        text.extend(
            word.chars()
                .enumerate()
                .map(|(at, c)| if at == 0 { c.to_ascii_uppercase() } else { c }),
        );
        text.push(symbol);
    }
    text.push(char::from(b'0' + rng.random_range(0..10_u8)));
    Password(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rand::{SeedableRng, rngs::StdRng};
    use std::collections::{BTreeMap, HashSet};

    const DEFAULT: Shape = Shape::Characters {
        length: 20,
        look_alikes: false,
    };
    const NOBODY: Person<'static> = Person {
        first_name: "",
        last_name: "",
        email: "",
    };

    fn satisfies_classes(text: &str) -> bool {
        text.chars().any(char::is_uppercase)
            && text.chars().any(|c| c.is_ascii_digit())
            && text.chars().any(|c| SYMBOLS.contains(&c))
    }

    /// The chi-squared statistic and its degrees of freedom as a standard normal (Wilson and Hilferty).
    fn deviation(observed: &[f64], expected: &[f64]) -> f64 {
        let chi: f64 = observed
            .iter()
            .zip(expected)
            .map(|(o, e)| (o - e).powi(2) / e)
            .sum();
        #[expect(clippy::cast_precision_loss, reason = "a few dozen categories")]
        let freedom = (observed.len() - 1) as f64;
        let spread = 2.0 / (9.0 * freedom);
        ((chi / freedom).cbrt() - (1.0 - spread)) / spread.sqrt()
    }

    /// p > 0.001, one-sided.
    const LIMIT: f64 = 3.09;

    /// How likely a symbol of each class is at one place of a satisfying string, by inclusion and exclusion.
    fn expected_share(alphabet: &[char], length: u32) -> BTreeMap<char, f64> {
        let class = |c: char| {
            [c.is_ascii_uppercase(), c.is_ascii_digit(), SYMBOLS.contains(&c)]
                .iter()
                .position(|is| *is)
        };
        let size = |k: usize| alphabet.iter().filter(|c| class(**c) == Some(k)).count();
        let all = alphabet.len();
        // Strings of `n` characters that have a symbol of every class in `needed`.
        let count = |n: u32, needed: &[usize]| -> f64 {
            (0..1_u32 << needed.len())
                .map(|subset| {
                    let left: usize = (0..needed.len())
                        .filter(|i| subset >> i & 1 == 1)
                        .map(|i| size(needed[i]))
                        .sum();
                    #[expect(clippy::cast_precision_loss, reason = "an alphabet")]
                    let ways = ((all - left) as f64 / all as f64).powi(n.cast_signed());
                    if subset.count_ones() % 2 == 0 { ways } else { -ways }
                })
                .sum()
        };
        let total = count(length, &[0, 1, 2]);
        alphabet
            .iter()
            .map(|c| {
                let rest: Vec<usize> = (0..3).filter(|k| class(*c) != Some(*k)).collect();
                #[expect(clippy::cast_precision_loss, reason = "an alphabet")]
                let share = count(length - 1, &rest) / all as f64 / total;
                (*c, share)
            })
            .collect()
    }

    #[test]
    fn a_million_characters_are_uniform_by_symbol_and_by_position() {
        // The candidates alone: the policy's other rules refuse too few to be seen.
        let mut rng = StdRng::seed_from_u64(73);
        let alphabet = alphabet(false);
        let shares = expected_share(&alphabet, 20);
        let mut counts = vec![vec![0.0; alphabet.len()]; 20];
        let mut taken = 0;
        while taken < 50_000 {
            let candidate = characters(&alphabet, 20, &mut rng);
            if !satisfies_classes(candidate.expose()) {
                continue;
            }
            taken += 1;
            for (at, c) in candidate.expose().chars().enumerate() {
                counts[at][alphabet.iter().position(|a| *a == c).expect("drawn from it")] += 1.0;
            }
        }
        let per_place: Vec<f64> = alphabet.iter().map(|c| shares[c] * 50_000.0).collect();
        for (at, observed) in counts.iter().enumerate() {
            assert!(deviation(observed, &per_place) < LIMIT, "position {at}");
        }
        let by_symbol: Vec<f64> = (0..alphabet.len())
            .map(|s| counts.iter().map(|c| c[s]).sum())
            .collect();
        let whole: Vec<f64> = per_place.iter().map(|e| e * 20.0).collect();
        assert!(deviation(&by_symbol, &whole) < LIMIT);
    }

    #[test]
    fn of_a_hundred_thousand_none_is_outside_the_classes_and_none_comes_twice() {
        let mut rng = StdRng::seed_from_u64(74);
        let policy = Policy {
            least_score: 0,
            ..Policy::default()
        };
        let alphabet = alphabet(false);
        let mut seen = HashSet::new();
        while seen.len() < 100_000 {
            let candidate = characters(&alphabet, 20, &mut rng);
            if satisfies_classes(candidate.expose()) {
                assert!(seen.insert(candidate.expose().to_owned()));
            }
        }
        for text in seen.iter().take(2_000) {
            assert_eq!(policy.rate(&Password::new(text), &NOBODY).flaws(), []);
        }
    }

    #[test]
    fn the_default_holds_at_least_95_bits() {
        let alphabet = alphabet(false);
        #[expect(clippy::cast_precision_loss, reason = "an alphabet")]
        let bits = (alphabet.len() as f64).log2() * 20.0;
        // Less than two bits go to the classes.
        assert!(bits - 2.0 >= 95.0, "{bits}");
    }

    #[test]
    fn it_never_contains_the_persons_name() {
        let mut rng = StdRng::seed_from_u64(75);
        let person = Person {
            first_name: "Mellow",
            last_name: "Crater",
            email: "abacus@example.com",
        };
        for _ in 0..50 {
            let password = generate(Shape::Words { count: 10 }, &Policy::default(), &person, &mut rng)
                .expect("in range");
            assert!(!password.folded().contains("mellow"));
        }
    }

    #[test]
    fn shapes_out_of_range_are_refused() {
        let mut rng = StdRng::seed_from_u64(76);
        for shape in [
            Shape::Characters {
                length: 11,
                look_alikes: true,
            },
            Shape::Characters {
                length: 65,
                look_alikes: true,
            },
            Shape::Words { count: 4 },
            Shape::Words { count: 11 },
        ] {
            assert_eq!(
                generate(shape, &Policy::default(), &NOBODY, &mut rng).err(),
                Some(ShapeError)
            );
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(60))]
        #[test]
        fn every_generated_password_satisfies_the_policy(
            seed: u64, length in 12_u8..=64, count in 5_u8..=10, look_alikes: bool, words: bool,
        ) {
            let mut rng = StdRng::seed_from_u64(seed);
            let shape = if words { Shape::Words { count } } else { Shape::Characters { length, look_alikes } };
            let password = generate(shape, &Policy::default(), &NOBODY, &mut rng).expect("in range");
            prop_assert_eq!(Policy::default().rate(&password, &NOBODY).flaws(), []);
            if let Shape::Characters { length, look_alikes } = shape {
                prop_assert_eq!(password.length(), usize::from(length));
                prop_assert!(look_alikes || !password.expose().contains(|c| LOOK_ALIKES.contains(c)));
            }
        }
    }

    #[test]
    fn the_default_shape_is_within_the_default_policy() {
        let mut rng = StdRng::seed_from_u64(77);
        assert!(generate(DEFAULT, &Policy::default(), &NOBODY, &mut rng).is_ok());
    }
}

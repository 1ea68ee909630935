use super::*;
use crate::{
    PhoneNumber, UserId,
    code::{Code, CodeKey, DraftId},
};
use proptest::prelude::*;
use rand::{SeedableRng as _, rngs::StdRng};
use uuid::Uuid;

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_000_000 + seconds).expect("in range")
}

fn scope(draft: u128) -> Scope {
    Scope::Draft {
        operator: UserId(Uuid::nil()),
        draft: DraftId(Uuid::from_u128(draft)),
    }
}

const RIGHT: CodeHash = CodeHash([1; 32]);
const NEWER: CodeHash = CodeHash([2; 32]);
const WRONG: CodeHash = CodeHash([9; 32]);

fn sent() -> Ledger {
    let mut ledger = Ledger::default();
    ledger.send(&scope(1), RIGHT, at(0)).expect("the first is sent");
    ledger
}

#[test]
fn the_right_code_confirms_once_and_only_in_its_own_draft() {
    let mut ledger = sent();
    assert_eq!(ledger.attempt(&scope(2), RIGHT, at(5)), CodeTry::Missing);
    assert_eq!(ledger.attempt(&scope(1), RIGHT, at(5)), CodeTry::Confirmed);
    assert_eq!(ledger.attempt(&scope(1), RIGHT, at(6)), CodeTry::Missing);
    assert_eq!(
        Ledger::default().attempt(&scope(1), RIGHT, at(0)),
        CodeTry::Missing
    );
}

#[test]
fn a_code_lives_ten_minutes_and_a_clock_set_back_ends_it() {
    assert_eq!(sent().attempt(&scope(1), RIGHT, at(599)), CodeTry::Confirmed);
    let mut late = sent();
    assert_eq!(late.attempt(&scope(1), RIGHT, at(600)), CodeTry::Expired);
    assert_eq!(late.attempt(&scope(1), RIGHT, at(1)), CodeTry::Missing);
    assert_eq!(sent().attempt(&scope(1), RIGHT, at(-1)), CodeTry::Expired);
}

#[test]
fn five_wrong_tries_end_a_code_even_for_the_right_one() {
    let mut ledger = sent();
    for left in [4, 3, 2, 1] {
        assert_eq!(ledger.attempt(&scope(1), WRONG, at(1)), CodeTry::Wrong { left });
    }
    assert_eq!(ledger.attempt(&scope(1), WRONG, at(1)), CodeTry::Ended);
    assert_eq!(ledger.attempt(&scope(1), RIGHT, at(1)), CodeTry::Ended);
}

#[test]
fn a_new_code_ends_the_old_one_and_goes_on_counting() {
    let mut ledger = sent();
    for _ in 0..3 {
        ledger.attempt(&scope(1), WRONG, at(1));
    }
    // Another draft, as after closing the wizard, wins nothing.
    assert_eq!(ledger.send(&scope(2), NEWER, at(30)), Ok(()));
    assert_eq!(ledger.tries_left(), 2);
    assert_eq!(ledger.attempt(&scope(1), RIGHT, at(31)), CodeTry::Missing);
    assert_eq!(
        ledger.attempt(&scope(2), RIGHT, at(31)),
        CodeTry::Wrong { left: 1 }
    );
    assert_eq!(ledger.attempt(&scope(2), NEWER, at(32)), CodeTry::Confirmed);
}

#[test]
fn after_five_misses_a_new_code_has_its_tries_until_fifteen_in_a_day_lock_the_number() {
    let mut ledger = sent();
    for round in 0..3 {
        if round > 0 {
            assert_eq!(ledger.send(&scope(1), RIGHT, at(round * 700)), Ok(()));
            assert_eq!(ledger.tries_left(), 5);
        }
        for _ in 0..5 {
            ledger.attempt(&scope(1), WRONG, at(round * 700 + 1));
        }
    }
    let seconds = 86_400 - 1_400;
    assert_eq!(
        ledger.attempt(&scope(1), RIGHT, at(1_401)),
        CodeTry::Locked { seconds }
    );
    assert_eq!(
        ledger.send(&scope(1), RIGHT, at(1_401)),
        Err(CodeRefusal::Locked { seconds })
    );
    assert_eq!(ledger.send(&scope(1), RIGHT, at(86_401)), Ok(()));
}

#[test]
fn thirty_seconds_lie_between_two_codes() {
    let mut ledger = sent();
    assert_eq!(
        ledger.send(&scope(1), NEWER, at(29)),
        Err(CodeRefusal::TooSoon { seconds: 1 })
    );
    assert_eq!(
        ledger.send(&scope(1), NEWER, at(-500)),
        Err(CodeRefusal::TooSoon { seconds: 30 })
    );
    assert_eq!(ledger.attempt(&scope(1), RIGHT, at(29)), CodeTry::Confirmed);
    assert_eq!(ledger.send(&scope(1), NEWER, at(30)), Ok(()));
}

#[test]
fn three_codes_in_ten_minutes_and_five_in_a_day_go_to_one_number() {
    let mut ledger = sent();
    assert_eq!(ledger.send(&scope(1), RIGHT, at(100)), Ok(()));
    assert_eq!(ledger.send(&scope(1), RIGHT, at(200)), Ok(()));
    assert_eq!(
        ledger.send(&scope(1), RIGHT, at(300)),
        Err(CodeRefusal::TooMany { seconds: 300 })
    );
    assert_eq!(ledger.send(&scope(1), RIGHT, at(5_000)), Ok(()));
    assert_eq!(ledger.send(&scope(1), RIGHT, at(10_000)), Ok(()));
    assert_eq!(
        ledger.send(&scope(1), RIGHT, at(20_000)),
        Err(CodeRefusal::TooMany { seconds: 66_400 })
    );
    assert_eq!(ledger.send(&scope(1), RIGHT, at(86_400)), Ok(()));
}

#[test]
fn five_codes_an_hour_go_to_like_numbers_and_twenty_from_here() {
    let times = |count: i64| (0..count).map(|n| at(n * 10)).collect();
    let mut alike = Ledger {
        alike: times(5),
        ..Ledger::default()
    };
    assert_eq!(
        alike.send(&scope(1), RIGHT, at(600)),
        Err(CodeRefusal::TooManyAlike { seconds: 3_000 })
    );
    assert_eq!(alike.send(&scope(1), RIGHT, at(3_600)), Ok(()));
    let mut all = Ledger {
        all: times(20),
        ..Ledger::default()
    };
    assert_eq!(
        all.send(&scope(1), RIGHT, at(600)),
        Err(CodeRefusal::TooManyHere { seconds: 3_000 })
    );
    assert_eq!(all.send(&scope(1), RIGHT, at(3_600)), Ok(()));
}

#[test]
fn codes_are_six_digits_uniform_with_their_leading_zeros() {
    let mut rng = StdRng::seed_from_u64(9);
    let mut firsts = [0_u32; 10];
    for _ in 0..20_000 {
        let code = Code::random(&mut rng);
        assert_eq!(code.expose().len(), 6);
        firsts[usize::from(code.expose().as_bytes()[0] - b'0')] += 1;
    }
    // Chi-square with 9 degrees of freedom: 27.9 at p = 0.001.
    let chi: f64 = firsts
        .iter()
        .map(|n| (f64::from(*n) - 2_000.0).powi(2) / 2_000.0)
        .sum();
    assert!(chi < 27.9, "{firsts:?}");
}

#[test]
fn a_code_is_read_as_people_and_phones_write_it() {
    for typed in ["042137", " 042 137 ", "042-137", "０４２１３７", "٠٤٢١٣٧"] {
        assert_eq!(Code::parse(typed).expect(typed).expose(), "042137");
    }
    for typed in ["", "04213", "0421377", "04213a", "042.137"] {
        assert!(Code::parse(typed).is_none(), "{typed}");
    }
}

#[test]
fn the_hash_is_bound_to_key_scope_number_and_code_and_shows_nothing() {
    let mut rng = StdRng::seed_from_u64(10);
    let (key, other_key) = (CodeKey::random(&mut rng), CodeKey::random(&mut rng));
    let number = |e164| PhoneNumber::stored(e164).expect("a number");
    let (one, two) = (number("+4915112345678"), number("+4915112345679"));
    let code = |typed| Code::parse(typed).expect("six digits");
    let hash = key.hash(&scope(1), &one, &code("042137"));
    assert_eq!(hash, key.hash(&scope(1), &one, &code("042137")));
    assert_ne!(hash, other_key.hash(&scope(1), &one, &code("042137")));
    assert_ne!(hash, key.hash(&scope(2), &one, &code("042137")));
    assert_ne!(hash, key.hash(&scope(1), &two, &code("042137")));
    assert_ne!(hash, key.hash(&scope(1), &one, &code("042138")));
    assert_eq!(format!("{:?} {key:?}", code("042137")), "Code(…) CodeKey(…)");
}

#[derive(Debug, Clone)]
enum Event {
    Send(u128),
    Try { draft: u128, code: u8 },
    Pass(i64),
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        (1..4_u128).prop_map(Event::Send),
        (1..4_u128, 0..6_u8).prop_map(|(draft, code)| Event::Try { draft, code }),
        (-700..4_000_i64).prop_map(Event::Pass),
    ]
}

proptest! {
    #[test]
    fn in_no_order_of_events_is_a_number_confirmed_but_by_its_own_living_code(
        events in prop::collection::vec(event(), 0..80)
    ) {
        let mut ledger = Ledger::default();
        // What a witness outside the ledger knows of the one code that may confirm.
        let mut living: Option<(u128, u8, i64)> = None;
        let (mut now, mut codes, mut tries) = (0, 0_u8, 0_u8);
        for event in events {
            match event {
                Event::Pass(seconds) => now += seconds,
                Event::Send(draft) => {
                    codes = (codes + 1) % 6;
                    if ledger.send(&scope(draft), CodeHash([codes; 32]), at(now)).is_ok() {
                        living = Some((draft, codes, now));
                        tries = if tries < TRIES { tries } else { 0 };
                    }
                }
                Event::Try { draft, code } => {
                    let outcome = ledger.attempt(&scope(draft), CodeHash([code; 32]), at(now));
                    if outcome == CodeTry::Confirmed {
                        let (for_draft, right, sent) = living.take().expect("a living code");
                        prop_assert_eq!((for_draft, right), (draft, code));
                        prop_assert!((sent..sent + 600).contains(&now));
                        prop_assert!(tries < TRIES);
                        tries = 0;
                    }
                    if matches!(outcome, CodeTry::Wrong { .. } | CodeTry::Ended) {
                        tries = (tries + 1).min(TRIES);
                    }
                }
            }
            prop_assert!(ledger.misses.len() <= 15 || ledger.locked(at(now)).is_none());
        }
    }
}

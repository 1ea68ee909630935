//! What happens at a key stroke in the field of the number: it is grouped, and checked.
//!
//! An example number of every country is typed, with and without its calling code, and each state of the field is
//! measured by itself.
#![allow(clippy::expect_used, reason = "a bench says what it expects")]

use std::{
    hint::black_box,
    process::ExitCode,
    time::{Duration, Instant},
};

use accounts::{
    Country, PhoneNumber,
    phone::{self, Typed},
};

/// Times that each key stroke is measured.
const ROUNDS: usize = 15;
/// The most that one may take.
const LIMIT: Duration = Duration::from_millis(1);

fn main() -> ExitCode {
    let mut strokes: Vec<Duration> = Country::all().iter().copied().flat_map(key_strokes).collect();
    strokes.sort_unstable();
    let worst = strokes.last().copied().expect("somebody typed");
    let middle = strokes[strokes.len() / 2];
    println!(
        "{} key strokes: median {middle:?}, worst {worst:?}",
        strokes.len()
    );
    println!(
        "figure: grouping and checking a number at a key stroke, worst median of {} key strokes | {:.0} µs | under 1 ms",
        strokes.len(),
        worst.as_secs_f64() * 1e6
    );
    if worst < LIMIT {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// The median time of each key stroke of a number of this country.
fn key_strokes(country: Country) -> Vec<Duration> {
    let national = country.example();
    let international = PhoneNumber::parse(&national, Some(country)).map(|number| number.international());
    let texts = [Some(national), international.ok()];
    let texts = texts.iter().flatten().filter(|text| !text.is_empty());
    texts
        .flat_map(|text| text.char_indices().map(|(at, c)| &text[..at + c.len_utf8()]))
        .map(|typed| median_of(typed, country))
        .collect()
}

fn median_of(typed: &str, country: Country) -> Duration {
    let mut times: Vec<Duration> = (0..ROUNDS)
        .map(|_| {
            let begun = Instant::now();
            black_box(phone::format(&Typed {
                country: Some(country),
                before: typed,
                after: "",
                deleted: None,
                previous: "",
            }));
            let _ = black_box(PhoneNumber::parse(typed, Some(country)));
            begun.elapsed()
        })
        .collect();
    times.sort_unstable();
    times[ROUNDS / 2]
}

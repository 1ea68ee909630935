//! Searching among a million users: the first page, sorted, warm.

use std::time::{Duration, Instant};

use accounts::{Directory, StatusFilter, UserQuery, UserSort};

use crate::median;

/// Rounds that count for each query, after three that warm up.
const ROUNDS: usize = 15;
/// As many rows as the list asks for.
const PAGE: u32 = 100;
const SORTS: [UserSort; 4] = [
    UserSort::Name,
    UserSort::Email,
    UserSort::Created,
    UserSort::LastSignIn,
];

/// What is looked for, by kind.
const KINDS: [(&str, &[&str]); 6] = [
    ("no search", &[""]),
    ("prefix of 1 character", &["a", "m", "x", "q"]),
    ("prefix of 2 characters", &["an", "ma", "xa", "zz", "br"]),
    (
        "prefix of 3 characters and more",
        &["anb", "marlin", "xanzed", "quinquin"],
    ),
    (
        "infix of 3 characters and more",
        &["lin", "nmar", "arli", "99999", "ple", "edxan", "inqu", "1234"],
    ),
    (
        "frequent last names",
        &[
            "zhang",
            "young",
            "nguyen",
            "waters",
            "zh",
            "zhang an",
            "zhang marlin",
        ],
    ),
];

/// Prints the figures, and says whether all are within the limit.
pub async fn measure(directory: &dyn Directory, place: &str, limit: Duration) -> bool {
    let mut is_within = true;
    for (kind, searches) in KINDS {
        let mut worst = Duration::ZERO;
        for query in searches.iter().flat_map(|search| queries(search)) {
            let median = first_page(directory, &query).await;
            if median > limit / 2 {
                let order = if query.descending { ", descending" } else { "" };
                println!("  {:?} by {:?}{order}: {median:?}", query.search, query.sort);
            }
            worst = worst.max(median);
        }
        println!(
            "figure: search among 1,000,000 users, {place}, first page, {kind}, worst median of {} queries | {:.1} ms | under {} ms",
            searches.len() * 2 * SORTS.len(),
            worst.as_secs_f64() * 1_000.0,
            limit.as_millis(),
        );
        is_within &= worst < limit;
    }
    is_within
}

/// A search in every order.
fn queries(search: &str) -> impl Iterator<Item = UserQuery> {
    SORTS.into_iter().flat_map(move |sort| {
        [false, true].map(|descending| UserQuery {
            search: search.to_owned(),
            status: StatusFilter::All,
            sort,
            descending,
            after: None,
            limit: PAGE,
        })
    })
}

async fn first_page(directory: &dyn Directory, query: &UserQuery) -> Duration {
    let mut times = Vec::new();
    for round in 0..ROUNDS + 3 {
        let started = Instant::now();
        directory.users(query).await.expect("a page");
        if round >= 3 {
            times.push(started.elapsed());
        }
    }
    median(times)
}

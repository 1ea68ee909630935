//! Searching among 1,000,000 users in an encrypted file: the first page, sorted, warm.
//!
//! The file is made once and kept in the target folder (some minutes); a change of the schema or of the tokens makes it anew.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a bench says what it expects"
)]

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
    time::{Duration, Instant},
};

use accounts::{
    Directory, EmailAddress, NewAccount, PersonName, RequestId, RoleId, StatusFilter, UserId, UserQuery,
    UserSort,
    activity::{Action, Entry},
    password::PasswordHash,
};
use directories::{DATABASE, DirectoryKey, KEY_FILE, KeySource, create_local, fill_local, open_local};
use jiff::Timestamp;
use sha2::{Digest as _, Sha256};
use sqlx::{ConnectOptions as _, Connection as _, sqlite::SqliteConnectOptions};
use uuid::Uuid;

const USERS: u32 = 1_000_000;
const LIMIT: Duration = Duration::from_millis(16);
/// Rounds that count for each query, after three that warm up.
const ROUNDS: usize = 15;
/// As many rows as the list asks for.
const PAGE: u32 = 100;

const SYLLABLES: [&str; 40] = [
    "an", "bel", "car", "den", "el", "fio", "gar", "han", "is", "jo", "kat", "lin", "mar", "nor", "ol",
    "per", "quin", "ros", "sal", "tor", "ul", "vic", "wen", "xan", "yas", "zed", "bra", "cle", "dru", "fre",
    "gri", "hol", "jas", "kry", "lau", "mir", "nat", "pau", "ste", "tam",
];

fn main() -> ExitCode {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        let directory = open_local(&made().await, &key()).await.expect("it opens");
        let worst = measure_all(directory.as_ref()).await;
        directory.close().await;
        if worst < LIMIT {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        }
    })
}

/// Not a secret: nobody real is in this file.
fn key() -> DirectoryKey {
    DirectoryKey::from_base64("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=").expect("a key")
}

/// The folder of the file, made if it is not there.
async fn made() -> PathBuf {
    let [a, b, c, d, ..]: [u8; 32] = Sha256::new()
        .chain_update(include_str!("../migrations/sqlite/0001_directory.sql"))
        .chain_update(include_str!("../src/sqlite/tokens.rs"))
        .chain_update(include_str!("../src/search/terms.rs"))
        .finalize()
        .into();
    let schema = u32::from_be_bytes([a, b, c, d]);
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("million-{schema:08x}"));
    if !target.join(KEY_FILE).exists() || !target.join("whole").exists() {
        let _ = fs::remove_dir_all(&target);
        fs::create_dir_all(&target).expect("a folder");
        println!("making {USERS} users in {}", target.display());
        let owner = user(0);
        let entry = Entry {
            at: owner.created_at,
            actor: None,
            action: Action::DirectoryCreated,
            subject: None,
            details: BTreeMap::new(),
        };
        create_local(
            &target,
            &key(),
            Uuid::nil(),
            &KeySource::Keychain,
            &owner,
            &[entry],
        )
        .await
        .expect("made");
        fill(&target).await;
        fs::write(target.join("whole"), "").expect("written");
    }
    target
}

/// Stores the other users; a third of them have signed in.
async fn fill(folder: &Path) {
    let started = Instant::now();
    let others = (1..USERS).map(|index| {
        if index % 100_000 == 0 {
            println!("  {index} after {:?}", started.elapsed());
        }
        let account = user(index);
        let entry = Entry {
            at: account.created_at,
            actor: None,
            action: Action::UserCreated,
            subject: None,
            details: BTreeMap::new(),
        };
        (account, entry)
    });
    fill_local(folder, &key(), others).await.expect("stored");
    let mut connection = SqliteConnectOptions::new()
        .filename(folder.join(DATABASE))
        .pragma("key", format!("\"x'{}'\"", *key().to_hex()))
        .pragma("cache_size", "-2097152")
        .disable_statement_logging()
        .connect()
        .await
        .expect("it opens");
    sqlx::raw_sql("UPDATE users SET last_sign_in_at = created_at + number * 1000 WHERE number % 3 = 0")
        .execute(&mut connection)
        .await
        .expect("stored");
    connection.close().await.expect("closed");
}

/// Frequent last names, each with the share of users that bear it: a search for one finds thousands who stand
/// together in one order and are strewn over the others.
const FREQUENT: [(&str, u32); 4] = [("zhang", 50), ("young", 150), ("nguyen", 30), ("waters", 400)];

/// The user of an index: names of two and three syllables, so that some beginnings are frequent and some rare.
fn user(index: u32) -> NewAccount {
    let mixed = mixed(index);
    let syllable = |shift: u32| {
        let spread = usize::try_from((mixed >> shift) % 1_000_000).expect("in range");
        SYLLABLES[spread % SYLLABLES.len()]
    };
    let first = format!("{}{}", syllable(3), syllable(11));
    let last = FREQUENT
        .iter()
        .find(|(_, share)| index % share == share - 1)
        .map_or_else(
            || format!("{}{}{}", syllable(19), syllable(27), syllable(35)),
            |(name, _)| (*name).to_owned(),
        );
    let created = 1_500_000_000 + (mixed % 200_000_000).cast_signed();
    let at = Timestamp::from_second(created).expect("in range");
    NewAccount {
        id: UserId(Uuid::from_u128(u128::from(index) << 64 | 0x8000_0000_0000_0001)),
        request: RequestId(Uuid::from_u128(u128::from(index))),
        email: EmailAddress::parse(&format!("{first}.{last}{index}@example.com")).expect("an address"),
        first_name: PersonName::parse(&capital(&first)).expect("a name"),
        last_name: PersonName::parse(&capital(&last)).expect("a name"),
        password: PasswordHash::stored("none".to_owned()),
        roles: vec![RoleId("member".to_owned())],
        permissions: Vec::new(),
        device: None,
        confirmed_at: (!mixed.is_multiple_of(20)).then_some(at),
        enabled: mixed % 50 != 1,
        created_at: at,
    }
}

/// An even spread that is the same in every run (the finalizer of `SplitMix64`).
const fn mixed(index: u32) -> u64 {
    let mut mixed = (index as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

fn capital(word: &str) -> String {
    let (first, rest) = word.split_at(1);
    first.to_uppercase() + rest
}

async fn measure_all(directory: &dyn Directory) -> Duration {
    let kinds: [(&str, &[&str]); 6] = [
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
    let mut worst_of_all = Duration::ZERO;
    for (kind, searches) in kinds {
        let mut worst = (Duration::ZERO, String::new());
        for search in searches {
            for sort in [
                UserSort::Name,
                UserSort::Email,
                UserSort::Created,
                UserSort::LastSignIn,
            ] {
                for descending in [false, true] {
                    let median = measure(directory, search, sort, descending).await;
                    if median > Duration::from_millis(8) {
                        println!(
                            "  {search:?} by {sort:?}{}: {median:?}",
                            if descending { ", descending" } else { "" }
                        );
                    }
                    if median > worst.0 {
                        worst = (median, format!("{search:?} by {sort:?}"));
                    }
                }
            }
        }
        println!("{kind}: worst {} with {:?}", worst.1, worst.0);
        println!(
            "figure: search among 1,000,000 users, first page, {kind}, worst median of {} queries | {:.1} ms | under 16 ms",
            searches.len() * 8,
            worst.0.as_secs_f64() * 1_000.0
        );
        worst_of_all = worst_of_all.max(worst.0);
    }
    worst_of_all
}

async fn measure(directory: &dyn Directory, search: &str, sort: UserSort, descending: bool) -> Duration {
    let query = UserQuery {
        search: search.to_owned(),
        status: StatusFilter::All,
        sort,
        descending,
        after: None,
        limit: PAGE,
    };
    let mut times = Vec::new();
    for round in 0..ROUNDS + 3 {
        let started = Instant::now();
        directory.users(&query).await.expect("a page");
        if round >= 3 {
            times.push(started.elapsed());
        }
    }
    times.sort_unstable();
    times[times.len() / 2]
}

//! A million users: the same in every run and in every directory.

use std::collections::BTreeMap;

use accounts::{
    EmailAddress, NewAccount, PersonName, RequestId, RoleId, UserId,
    activity::{Action, Entry},
    password::PasswordHash,
};
use jiff::Timestamp;
use uuid::Uuid;

/// How many they are.
pub const USERS: u32 = 1_000_000;

/// A third of them have signed in: the statement that says when.
pub const SIGN_INS: &str =
    "UPDATE users SET last_sign_in_at = created_at + number * 1000 WHERE number % 3 = 0";

const SYLLABLES: [&str; 40] = [
    "an", "bel", "car", "den", "el", "fio", "gar", "han", "is", "jo", "kat", "lin", "mar", "nor", "ol",
    "per", "quin", "ros", "sal", "tor", "ul", "vic", "wen", "xan", "yas", "zed", "bra", "cle", "dru", "fre",
    "gri", "hol", "jas", "kry", "lau", "mir", "nat", "pau", "ste", "tam",
];

/// The first user, with what the record begins with.
pub fn owner() -> (NewAccount, Entry) {
    let owner = NewAccount {
        roles: vec![RoleId("owner".to_owned())],
        confirmed_at: Some(user(0).created_at),
        enabled: true,
        ..user(0)
    };
    let entry = entry(&owner, Action::DirectoryCreated);
    (owner, entry)
}

/// The others, in their order, each with its entry.
pub fn others() -> impl Iterator<Item = (NewAccount, Entry)> + Send {
    (1..USERS).map(|index| {
        if index % 100_000 == 0 {
            println!("  {index}");
        }
        let account = user(index);
        let entry = entry(&account, Action::UserCreated);
        (account, entry)
    })
}

fn entry(account: &NewAccount, action: Action) -> Entry {
    Entry {
        at: account.created_at,
        actor: None,
        action,
        subject: None,
        details: BTreeMap::new(),
    }
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

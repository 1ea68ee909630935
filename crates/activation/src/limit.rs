//! How often a network may ask for links that lead nowhere.
//!
//! A token is 256 random bits, so nobody finds one by trying, and nothing depends on this limit. It tells whoever tries
//! that it is of no use, and it may err: only links that lead nowhere are counted and refused, and one that can be used
//! always goes through. So neither a newcomer who shares an address with a thousand others, nor one whose address falls
//! into the same slot as that of somebody who tries, is ever refused. That is why the table can be small, of a fixed size,
//! and hold no addresses.

use std::{
    hash::{BuildHasher as _, RandomState},
    net::{IpAddr, Ipv6Addr},
    sync::{Mutex, PoisonError},
};

use jiff::Timestamp;

/// Misses in a window that are answered as such.
const MOST: u32 = 20;
/// How long a window is.
const WINDOW_MILLISECONDS: i64 = 60_000;
/// How many windows are kept.
const SLOTS: u16 = 4_096;

/// The misses of every network. Networks of one slot are counted together; which ones those are, nobody outside can tell.
pub struct Misses {
    slots: Mutex<Box<[Slot]>>,
    key: RandomState,
}

#[derive(Clone, Copy, Default)]
struct Slot {
    /// Milliseconds since 1970.
    began: i64,
    misses: u32,
}

impl Default for Misses {
    fn default() -> Self {
        Self {
            slots: Mutex::new(vec![Slot::default(); SLOTS.into()].into()),
            key: RandomState::new(),
        }
    }
}

impl Misses {
    /// Counts a miss. Where there were too many, the answer is the seconds until the next one counts anew.
    pub fn count(&self, client: IpAddr, now: Timestamp) -> Option<i64> {
        let now = now.as_millisecond();
        let hash = self.key.hash_one(network(client));
        let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        let slot = slots.get_mut(usize::try_from(hash % u64::from(SLOTS)).ok()?)?;
        // A clock that went back ends the window too.
        if !(0..WINDOW_MILLISECONDS).contains(&now.saturating_sub(slot.began)) {
            *slot = Slot {
                began: now,
                misses: 0,
            };
        }
        slot.misses = slot.misses.saturating_add(1);
        let left = slot.began + WINDOW_MILLISECONDS - now;
        (slot.misses > MOST).then_some((left + 999) / 1_000)
    }
}

/// Who has one address of IPv6 has 2^64 of them.
fn network(client: IpAddr) -> IpAddr {
    match client.to_canonical() {
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() >> 64 << 64).into(),
        v4 @ IpAddr::V4(_) => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Some day in 2026.
    const DAY: i64 = 1_790_000_000_000;

    fn at(millisecond: i64) -> Timestamp {
        Timestamp::from_millisecond(DAY + millisecond).expect("in range")
    }

    fn address(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }

    fn fill(misses: &Misses, client: &str) {
        for _ in 0..MOST {
            assert_eq!(misses.count(address(client), at(1_000)), None);
        }
    }

    #[test]
    fn the_twenty_first_miss_of_a_minute_is_refused_until_the_minute_is_over() {
        let misses = Misses::default();
        fill(&misses, "192.0.2.1");
        assert_eq!(misses.count(address("192.0.2.1"), at(1_000)), Some(60));
        assert_eq!(misses.count(address("192.0.2.1"), at(60_999)), Some(1));
        assert_eq!(misses.count(address("192.0.2.1"), at(61_000)), None);
    }

    #[test]
    fn a_network_of_version_six_counts_as_one_and_a_mapped_address_is_the_one_it_maps() {
        let misses = Misses::default();
        fill(&misses, "2001:db8:1:2::1");
        assert!(misses.count(address("2001:db8:1:2:ffff::9"), at(1_000)).is_some());
        let misses = Misses::default();
        fill(&misses, "192.0.2.1");
        assert!(misses.count(address("::ffff:192.0.2.1"), at(1_000)).is_some());
    }

    #[test]
    fn another_network_is_hardly_ever_counted_with_it() {
        let misses = Misses::default();
        fill(&misses, "2001:db8:1:2::1");
        let others = (0..200).filter(|other| {
            let client = address(&format!("2001:db8:1:{:x}::1", other + 3));
            misses.count(client, at(1_000)).is_some()
        });
        assert!(others.count() <= 5);
    }

    #[test]
    fn a_clock_that_goes_back_locks_nobody_out() {
        let misses = Misses::default();
        fill(&misses, "192.0.2.1");
        assert_eq!(misses.count(address("192.0.2.1"), at(0)), None);
        assert_eq!(misses.count(address("192.0.2.1"), Timestamp::MIN), None);
        assert_eq!(misses.count(address("192.0.2.1"), Timestamp::MAX), None);
    }

    #[test]
    fn any_number_of_addresses_takes_no_more_room() {
        let misses = Misses::default();
        for number in 0..100_000 {
            misses.count(IpAddr::V4(number.into()), at(i64::from(number)));
        }
        assert_eq!(misses.slots.lock().expect("not poisoned").len(), 4_096);
    }
}

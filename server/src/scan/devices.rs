//! Which devices were here today: known for a day, in memory, by a keyed hash.
//!
//! The key is random, of one process and one day, and never leaves it; so nobody, not even with the whole disk, can
//! find out who was where. What comes out are two bits a scan: the first of its device at this entry today, and the
//! same device at the same placement again within ten seconds.

use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::First;
use super::address::Network;

/// Devices remembered a day; then nobody knows any more. A table of this many just fits its allocation.
const MOST: usize = 900_000;

/// The same device at the same placement within this time is the same visit.
const AGAIN: Duration = Duration::from_secs(10);

/// Visits remembered for [`AGAIN`].
const MOST_RECENT: usize = 200_000;

/// What is known of a device at an entry.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Seen {
    /// First of it at this entry today.
    pub first: First,
    /// It was at this placement just now.
    pub again: bool,
}

/// The devices of the day.
pub struct Devices {
    most: usize,
    state: Mutex<Option<Today>>,
}

struct Today {
    day: i64,
    key: Hmac<Sha256>,
    seen: HashSet<u64>,
    recent: HashMap<(u64, u32), Instant>,
    before: HashMap<(u64, u32), Instant>,
    turned: Instant,
}

impl Default for Devices {
    fn default() -> Devices {
        Devices { most: MOST, state: Mutex::new(None) }
    }
}

impl Devices {
    /// Looks at a device at the placement with this `code` of `entry`, and remembers it. `None` when the system has no
    /// random numbers to make a key from.
    pub fn see(&self, day: i64, now: Instant, entry: u64, code: u32, network: Network, agent: &str) -> Option<Seen> {
        let mut hmac = {
            let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
            if state.as_ref().is_none_or(|today| today.day != day) {
                *state = Some(Today::new(day, now)?);
            }
            state.as_ref()?.key.clone()
        };
        hmac.update(&entry.to_le_bytes());
        hmac.update(network.bytes());
        hmac.update(agent.as_bytes());
        let digest = hmac.finalize().into_bytes();
        let device = digest.iter().take(8).fold(0u64, |number, byte| number << 8 | u64::from(*byte));

        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let today = state.as_mut().filter(|today| today.day == day)?;
        let first = today.first(device, self.most);
        Some(Seen { first, again: today.again((device, code), now) })
    }
}

impl Today {
    fn new(day: i64, now: Instant) -> Option<Today> {
        let mut key = [0; 32];
        getrandom::fill(&mut key).ok()?;
        Some(Today {
            day,
            key: Hmac::new_from_slice(&key).ok()?,
            seen: HashSet::new(),
            recent: HashMap::new(),
            before: HashMap::new(),
            turned: now,
        })
    }

    fn first(&mut self, device: u64, most: usize) -> First {
        if self.seen.contains(&device) {
            return First::No;
        }
        if self.seen.len() >= most {
            return First::Unknown;
        }
        self.seen.insert(device);
        First::Yes
    }

    /// Two tables, each of ten seconds: the older one is dropped whole, so nothing is ever searched for old visits.
    fn again(&mut self, visit: (u64, u32), now: Instant) -> bool {
        if now.duration_since(self.turned) >= AGAIN {
            self.before = std::mem::take(&mut self.recent);
            self.turned = now;
        }
        let last = self.recent.get(&visit).or_else(|| self.before.get(&visit)).copied();
        if self.recent.len() < MOST_RECENT || self.recent.contains_key(&visit) {
            self.recent.insert(visit, now);
        }
        last.is_some_and(|last| now.duration_since(last) < AGAIN)
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderMap;

    use super::*;
    use crate::scan::address::Addresses;

    fn network(address: &str) -> Network {
        Addresses::new(Vec::new()).network(address.parse().ok(), &HeaderMap::new()).unwrap()
    }

    #[test]
    fn a_device_is_first_once_a_day_at_each_entry_and_a_repeat_for_ten_seconds() {
        let devices = Devices::default();
        let start = Instant::now();
        let see = |day, seconds: u64, entry, code, address: &str, agent: &str| {
            let seen = devices.see(day, start + Duration::from_secs(seconds), entry, code, network(address), agent);
            seen.map(|s| (s.first, s.again)).unwrap()
        };
        assert_eq!(see(1, 0, 7, 48_217, "203.0.113.9", "A"), (First::Yes, false));
        assert_eq!(see(1, 3, 7, 48_217, "203.0.113.9", "A"), (First::No, true));
        assert_eq!(see(1, 4, 7, 48_229, "203.0.113.9", "A"), (First::No, false), "another placement");
        assert_eq!(see(1, 12, 7, 48_217, "203.0.113.9", "A"), (First::No, true), "ten seconds from the last time");
        assert_eq!(see(1, 23, 7, 48_217, "203.0.113.9", "A"), (First::No, false));
        assert_eq!(see(1, 60, 7, 48_217, "203.0.113.9", "A"), (First::No, false));
        assert_eq!(see(1, 61, 8, 50_000, "203.0.113.9", "A"), (First::Yes, false), "another entry");
        assert_eq!(see(1, 62, 7, 48_217, "203.0.113.9", "B").0, First::Yes, "another agent");
        assert_eq!(see(1, 63, 7, 48_217, "203.0.113.10", "A").0, First::Yes, "another address");
        assert_eq!(see(1, 64, 7, 48_217, "2001:db8::1", "A").0, First::Yes);
        assert_eq!(see(1, 65, 7, 48_217, "2001:db8::2", "A").0, First::No, "the same /64");
        assert_eq!(see(2, 66, 7, 48_217, "203.0.113.9", "A"), (First::Yes, false), "another day");
    }

    #[test]
    fn when_there_are_too_many_nobody_knows() {
        let devices = Devices { most: 10, ..Devices::default() };
        let now = Instant::now();
        let firsts =
            (0..20).map(|i| devices.see(1, now, i, 1, network("203.0.113.9"), "A").unwrap().first).collect::<Vec<_>>();
        assert_eq!(firsts[..10], [First::Yes; 10]);
        assert_eq!(firsts[10..], [First::Unknown; 10]);
    }
}

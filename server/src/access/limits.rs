//! How often somebody may try to sign in. It lives in memory: no address is ever written down.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use crate::access::token::token_hash;

/// Failures of one name, and of one network, until it must wait.
const NAME: u32 = 8;
const NETWORK: u32 = 40;

/// How long a failure is remembered, in seconds.
const MEMORY: i64 = 15 * 60;

/// Names and networks that are remembered; more are an attack, and the oldest go.
const MOST: usize = 20_000;

/// Failures to sign in, by who is named and where it comes from.
#[derive(Default)]
pub struct Limits {
    seen: Mutex<HashMap<String, Failures>>,
}

#[derive(Clone, Copy, Debug)]
struct Failures {
    since: i64,
    n: u32,
}

impl Limits {
    /// Until when nobody may try this name or from this network; none while they may.
    pub fn closed_until(&self, name: &str, network: Option<&str>, now: i64) -> Option<i64> {
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let keys = keys(name, network).into_iter().flatten();
        keys.filter_map(|(key, most)| {
            let failures = seen.get(&key)?;
            (failures.n >= most && now < failures.since + MEMORY).then_some(failures.since + MEMORY)
        })
        .max()
    }

    /// Somebody failed. It is noted before the password is looked at, so that many at once do not slip through.
    pub fn note(&self, name: &str, network: Option<&str>, now: i64) {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.len() >= MOST {
            seen.retain(|_, failures| now < failures.since + MEMORY && failures.n > 1);
        }
        if seen.len() >= MOST {
            seen.clear();
        }
        for (key, _) in keys(name, network).into_iter().flatten() {
            let failures = seen.entry(key).or_insert(Failures { since: now, n: 0 });
            if now >= failures.since + MEMORY {
                *failures = Failures { since: now, n: 0 };
            }
            failures.n += 1;
        }
    }

    /// Somebody was let in: what was noted of the name is forgotten, and one failure of the network.
    pub fn forgive(&self, name: &str, network: Option<&str>) {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let [of_name, of_network] = keys(name, network);
        if let Some((key, _)) = of_name {
            seen.remove(&key);
        }
        if let Some(failures) = of_network.and_then(|(key, _)| seen.get_mut(&key)) {
            failures.n = failures.n.saturating_sub(1);
        }
    }
}

/// What failures are remembered by. A name may be of any length, so its hash stands for it.
fn keys(name: &str, network: Option<&str>) -> [Option<(String, u32)>; 2] {
    [Some((token_hash(name), NAME)), network.map(|network| (network.to_owned(), NETWORK))]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_closed_after_eight_failures_and_opens_again() {
        let limits = Limits::default();
        for i in 0..NAME {
            assert_eq!(limits.closed_until("an", None, 1_000), None, "{i}");
            limits.note("an", None, 1_000);
        }
        assert_eq!(limits.closed_until("an", None, 1_001), Some(1_000 + MEMORY));
        assert_eq!(limits.closed_until("binh", None, 1_001), None);
        assert_eq!(limits.closed_until("an", None, 1_000 + MEMORY), None);
        limits.note("an", None, 1_000 + MEMORY);
        assert_eq!(limits.closed_until("an", None, 1_001 + MEMORY), None, "counting begins anew");
        limits.forgive("an", None);
    }

    #[test]
    fn a_network_that_goes_through_names_is_closed_for_all_of_them() {
        let limits = Limits::default();
        for i in 0..NETWORK {
            limits.note(&format!("name{i}"), Some("203.0.113.9"), 0);
        }
        assert_eq!(limits.closed_until("new", Some("203.0.113.9"), 1), Some(MEMORY));
        assert_eq!(limits.closed_until("new", Some("203.0.113.8"), 1), None);
    }

    #[test]
    fn a_flood_of_names_takes_no_more_memory() {
        let limits = Limits::default();
        for i in 0..2 * MOST {
            limits.note(&i.to_string(), None, 0);
        }
        assert!(limits.seen.lock().unwrap().len() <= MOST);
    }
}

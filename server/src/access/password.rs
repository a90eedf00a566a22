//! Passwords: chosen by people, kept as Argon2id, compared one at a time.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use argon2::{Algorithm, Argon2, Params, Version};
use unicode_normalization::UnicodeNormalization;

use super::token::{from_hex, hex, random};
use crate::store::StoreError;

/// Fewest characters of a password.
pub const SHORTEST: usize = 10;

/// Most bytes of a password: more is no password but an attempt to keep us busy.
pub const MOST: usize = 256;

/// Memory in KiB, passes and lanes: what OWASP recommends where memory is scarce.
const COST: (u32, u32, u32) = (19 * 1024, 2, 1);

/// How many may wait for their turn. Whoever comes later is told to come again.
const QUEUE: usize = 8;

/// Hashes passwords one at a time, so that a crowd at the door costs the memory of one.
#[derive(Default)]
pub struct Passwords {
    turn: Mutex<()>,
    waiting: AtomicUsize,
}

impl Passwords {
    /// The password as it is kept; none where too many wait. Blocks.
    pub fn keep(&self, password: &str) -> Result<Option<String>, StoreError> {
        let salt: [u8; 16] = random()?;
        let (memory, passes, lanes) = COST;
        let hash = self.hash(password, &salt, COST);
        Ok(hash.map(|hash| format!("argon2id${memory}${passes}${lanes}${}${}", hex(&salt), hex(&hash))))
    }

    /// Whether this is the password that is kept; none where too many wait. Where none is kept, it takes as long as
    /// where one is, so that the time tells nobody which names there are. Blocks.
    pub fn is(&self, password: &str, kept: Option<&str>) -> Option<bool> {
        let (cost, salt, expected) = kept.and_then(parts).unwrap_or((COST, [0; 16], [0; 32]));
        let hash = self.hash(password, &salt, cost)?;
        let differs = hash.iter().zip(expected).fold(0, |differs, (a, b)| differs | (a ^ b));
        Some(differs == 0 && kept.and_then(parts).is_some())
    }

    fn hash(&self, password: &str, salt: &[u8], (memory, passes, lanes): (u32, u32, u32)) -> Option<[u8; 32]> {
        if self.waiting.fetch_add(1, Ordering::SeqCst) >= QUEUE {
            self.waiting.fetch_sub(1, Ordering::SeqCst);
            return None;
        }
        let turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        // One and the same word however a keyboard puts its accents together.
        let password: String = password.nfc().collect();
        let mut hash = [0; 32];
        let done = Params::new(memory, passes, lanes, Some(hash.len())).and_then(|params| {
            Argon2::new(Algorithm::Argon2id, Version::V0x13, params).hash_password_into(
                password.as_bytes(),
                salt,
                &mut hash,
            )
        });
        drop(turn);
        self.waiting.fetch_sub(1, Ordering::SeqCst);
        // Only a cost somebody has written into the office by hand can be refused: then nothing matches.
        done.ok().map(|()| hash)
    }
}

type Kept = ((u32, u32, u32), [u8; 16], [u8; 32]);

fn parts(kept: &str) -> Option<Kept> {
    let mut parts = kept.split('$');
    if parts.next() != Some("argon2id") {
        return None;
    }
    let mut number = || parts.next()?.parse().ok();
    let cost = (number()?, number()?, number()?);
    Some((cost, from_hex(parts.next()?)?, from_hex(parts.next()?)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_known_again_however_it_is_typed_and_kept_under_a_salt_of_its_own() {
        let passwords = Passwords::default();
        let kept = passwords.keep("đền thờ bên sông").unwrap().unwrap();
        assert!(kept.starts_with("argon2id$19456$2$1$") && !kept.contains("sông"));
        let typed: String = "đền thờ bên sông".nfd().collect();
        assert_eq!(passwords.is(&typed, Some(&kept)), Some(true));
        assert_eq!(passwords.is("đền thờ bên song", Some(&kept)), Some(false));
        assert_ne!(passwords.keep("đền thờ bên sông").unwrap().unwrap(), kept);
        for none in [None, Some(""), Some("argon2id$1$1$1$00$00"), Some("plain")] {
            assert_eq!(passwords.is("", none), Some(false), "{none:?}");
        }
    }

    #[test]
    fn a_crowd_is_sent_away_while_one_is_served() {
        let passwords = Passwords::default();
        let turn = passwords.turn.lock().unwrap();
        std::thread::scope(|scope| {
            for _ in 0..QUEUE {
                scope.spawn(|| passwords.is("x", None));
            }
            while passwords.waiting.load(Ordering::SeqCst) < QUEUE {
                std::thread::yield_now();
            }
            assert_eq!(passwords.is("x", None), None);
            drop(turn);
        });
        assert_eq!(passwords.is("x", None), Some(false));
    }
}

//! The team's own devices: whose scans stand in a column of their own, so that nobody counts his own work.
//!
//! A link made on the statistics side names a unit and an hour, at most a day ahead, and carries a code of
//! authentication under a key that lies in the office, so that all servers of one office know each other's links. It opens a page with one button, which a preview cannot press.
//! Pressing it keeps the very same text as a cookie: one value for the whole team, so that it tells no one member from
//! another. It counts at the entries of the unit and of those below it; elsewhere its bearer is a visitor like any
//! other. A new key revokes all links and cookies at once.

use std::sync::{PoisonError, RwLock};

use axum::http::HeaderMap;
use axum::http::header::COOKIE;
use hmac::{Hmac, KeyInit, Mac};
use jiff::civil::Date;
use sha2::Sha256;

use crate::access::{hex, random};
use crate::catalog::{Catalog, Entry, unit_on};
use crate::store::{Office, StoreError};

/// Name of the cookie.
pub const PASS: &str = "disan_to";

/// How long a link and its cookie hold, in seconds.
const HOLDS: i64 = 24 * 3_600;

/// Links made within the same span are the same link, so that the whole team has one value.
const SPAN: i64 = 3_600;

/// Bytes of the code of authentication that are kept: nobody can try out 2¹²⁸ of them.
const MAC: usize = 16;

/// Length of a key.
const KEY: usize = 32;

/// Name of the key in the office.
const SECRET: &str = "staff";

/// Makes and checks passes. Before the key is known nothing holds, and every visitor is one like any other.
#[derive(Default)]
pub struct Staff {
    key: RwLock<Option<[u8; KEY]>>,
}

/// What a pass tells.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Pass {
    /// Id of the unit.
    pub unit: String,
    /// Until when it holds, in seconds since 1970-01-01 UTC.
    pub until: i64,
}

impl Staff {
    /// Takes over the key in the office; makes one where there is none. Blocks.
    pub fn learn(&self, office: &mut dyn Office) -> Result<(), StoreError> {
        let kept = match office.secret(SECRET)? {
            Some(kept) => kept,
            None => office.keep_secret(SECRET, &hex(&random::<KEY>()?))?,
        };
        // One that somebody has spoilt is as good as none: whoever makes a new key loses a day's links, nothing more.
        match from_hex(&kept) {
            Some(key) => self.take(key),
            None => self.revoke(office)?,
        }
        Ok(())
    }

    /// Whether the key is known.
    pub fn is_ready(&self) -> bool {
        self.key.read().unwrap_or_else(PoisonError::into_inner).is_some()
    }

    /// The pass of a unit, made at `now` (seconds since 1970-01-01 UTC): `unit.until.code`; none before the key is known.
    pub fn issue(&self, unit: &str, now: i64) -> Option<String> {
        let until = now - now.rem_euclid(SPAN) + HOLDS;
        Some(format!("{unit}.{until}.{}", hex(&self.code(unit, until)?)))
    }

    /// What the pass tells, if it is one of ours and holds at `now`.
    pub fn read(&self, text: &str, now: i64) -> Option<Pass> {
        let (rest, code) = text.rsplit_once('.')?;
        let (unit, until) = rest.rsplit_once('.')?;
        let until: i64 = until.parse().ok()?;
        let code: [u8; MAC] = from_hex(code)?;
        // Compared as a whole, so that the time it takes tells nothing of how much was right.
        let differs = self.code(unit, until)?.iter().zip(code).fold(0, |differs, (a, b)| differs | (a ^ b));
        (differs == 0 && now < until && until <= now + HOLDS).then(|| Pass { unit: unit.to_owned(), until })
    }

    /// The pass in the cookies of a request.
    pub fn of(&self, headers: &HeaderMap, now: i64) -> Option<Pass> {
        let lines = headers.get_all(COOKIE).iter().filter_map(|line| line.to_str().ok());
        let mut cookies = lines.flat_map(|line| line.split(';')).filter_map(|cookie| cookie.trim().split_once('='));
        cookies.find_map(|(name, value)| if name == PASS { self.read(value, now) } else { None })
    }

    /// Makes a new key: no link and no cookie of before holds any more. Blocks.
    pub fn revoke(&self, office: &mut dyn Office) -> Result<(), StoreError> {
        let key = random()?;
        office.replace_secret(SECRET, &hex(&key))?;
        self.take(key);
        Ok(())
    }

    fn take(&self, key: [u8; KEY]) {
        *self.key.write().unwrap_or_else(PoisonError::into_inner) = Some(key);
    }

    fn code(&self, unit: &str, until: i64) -> Option<[u8; MAC]> {
        let key = (*self.key.read().unwrap_or_else(PoisonError::into_inner))?;
        let mut mac = Hmac::<Sha256>::new_from_slice(&key).expect("a code of authentication takes keys of any length");
        mac.update(&until.to_le_bytes());
        mac.update(unit.as_bytes());
        let whole = mac.finalize().into_bytes();
        Some(std::array::from_fn(|i| whole[i]))
    }
}

impl Pass {
    /// Whether it counts at this entry on `day`: the entry's unit is the pass's, or lies below it.
    pub fn covers(&self, catalog: &Catalog, entry: &Entry, day: Date) -> bool {
        if self.unit == catalog.owner_unit {
            return true;
        }
        let unit = unit_on(&entry.unit, &catalog.units, day);
        unit.is_some_and(|unit| catalog.units.lineage(&unit.id).iter().any(|above| above.id == self.unit))
    }
}

fn from_hex<const N: usize>(text: &str) -> Option<[u8; N]> {
    if text.len() != 2 * N || !text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b)) {
        return None;
    }
    let mut bytes = [0; N];
    for (i, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&text[2 * i..2 * i + 2], 16).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::SqliteOffice;

    #[test]
    fn a_pass_holds_a_day_under_its_key_and_for_its_unit() {
        let mut office = SqliteOffice::in_memory().unwrap();
        let known = |office: &mut SqliteOffice| {
            let staff = Staff::default();
            staff.learn(office).unwrap();
            staff
        };
        let now = 1_795_280_400 + 1_234;
        assert_eq!(Staff::default().issue("phuong-a", now), None, "nothing holds before the key is known");
        let staff = known(&mut office);
        let pass = staff.issue("phuong-a", now).unwrap();
        assert_eq!(Some(&pass), staff.issue("phuong-a", now + 60).as_ref(), "one value for the whole team");
        assert_ne!(Some(&pass), staff.issue("phuong-b", now).as_ref());
        assert_eq!(Staff::default().read(&pass, now), None);
        let until = staff.read(&pass, now).unwrap().until;
        assert!(now + HOLDS - SPAN <= until && until <= now + HOLDS);
        assert!(staff.read(&pass, until - 1).is_some() && staff.read(&pass, until).is_none());
        let longer = pass.replace(&until.to_string(), &(until + 60).to_string());
        for forged in
            [longer.as_str(), &pass.replace("-a", "-b"), &pass[..pass.len() - 1], "", "a.b", "..", &"x".repeat(9_000)]
        {
            assert_eq!(staff.read(forged, now), None, "{forged}");
        }
        assert!(known(&mut office).read(&pass, now).is_some(), "the key outlives the process");

        let mut headers = HeaderMap::new();
        headers.append(COOKIE, format!("a=b; {PASS}={pass}").parse().unwrap());
        assert_eq!(staff.of(&headers, now).unwrap().unit, "phuong-a");
        let elsewhere = known(&mut office);
        staff.revoke(&mut office).unwrap();
        assert_eq!(staff.of(&headers, now), None);
        elsewhere.learn(&mut office).unwrap();
        assert_eq!(elsewhere.read(&pass, now), None, "on every server that looks again");
        office.replace_secret(SECRET, "spoilt").unwrap();
        assert!(
            known(&mut office).is_ready() && known(&mut office).issue("a", now) == known(&mut office).issue("a", now)
        );
    }
}

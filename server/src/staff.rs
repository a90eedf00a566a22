//! The team's own devices: whose scans stand in a column of their own, so that nobody counts his own work.
//!
//! A link made on the statistics side names a unit and an hour, at most a day ahead, and carries a code of
//! authentication under the key of this data folder. It opens a page with one button, which a preview cannot press.
//! Pressing it keeps the very same text as a cookie: one value for the whole team, so that it tells no one member from
//! another. It counts at the entries of the unit and of those below it; elsewhere its bearer is a visitor like any
//! other. A new key revokes all links and cookies at once.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{PoisonError, RwLock};

use axum::http::HeaderMap;
use axum::http::header::COOKIE;
use hmac::{Hmac, KeyInit, Mac};
use jiff::civil::Date;
use sha2::Sha256;

use crate::catalog::{Catalog, Entry, unit_on};

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

/// Makes and checks passes.
pub struct Staff {
    file: PathBuf,
    key: RwLock<[u8; KEY]>,
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
    /// Reads the key in the data folder, or makes one.
    pub fn open(data: &Path) -> io::Result<Staff> {
        let file = data.join("staff.key");
        let mut key = [0; KEY];
        match File::open(&file).and_then(|mut from| from.read_exact(&mut key)) {
            Ok(()) => {}
            // A file cut short is as good as none: whoever makes a new key loses a day's links, nothing more.
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::UnexpectedEof) => {
                key = renew(&file)?;
            }
            Err(error) => return Err(error),
        }
        Ok(Staff { file, key: RwLock::new(key) })
    }

    /// The pass of a unit, made at `now` (seconds since 1970-01-01 UTC): `unit.until.code`.
    pub fn issue(&self, unit: &str, now: i64) -> String {
        let until = now - now.rem_euclid(SPAN) + HOLDS;
        let code: String = self.code(unit, until).iter().map(|byte| format!("{byte:02x}")).collect();
        format!("{unit}.{until}.{code}")
    }

    /// What the pass tells, if it is one of ours and holds at `now`.
    pub fn read(&self, text: &str, now: i64) -> Option<Pass> {
        let (rest, code) = text.rsplit_once('.')?;
        let (unit, until) = rest.rsplit_once('.')?;
        let until: i64 = until.parse().ok()?;
        let code = from_hex(code)?;
        // Compared as a whole, so that the time it takes tells nothing of how much was right.
        let differs = self.code(unit, until).iter().zip(code).fold(0, |differs, (a, b)| differs | (a ^ b));
        (differs == 0 && now < until && until <= now + HOLDS).then(|| Pass { unit: unit.to_owned(), until })
    }

    /// The pass in the cookies of a request.
    pub fn of(&self, headers: &HeaderMap, now: i64) -> Option<Pass> {
        let lines = headers.get_all(COOKIE).iter().filter_map(|line| line.to_str().ok());
        let mut cookies = lines.flat_map(|line| line.split(';')).filter_map(|cookie| cookie.trim().split_once('='));
        cookies.find_map(|(name, value)| if name == PASS { self.read(value, now) } else { None })
    }

    /// Makes a new key: no link and no cookie of before holds any more.
    pub fn revoke(&self) -> io::Result<()> {
        let key = renew(&self.file)?;
        *self.key.write().unwrap_or_else(PoisonError::into_inner) = key;
        Ok(())
    }

    fn code(&self, unit: &str, until: i64) -> [u8; MAC] {
        let key = self.key.read().unwrap_or_else(PoisonError::into_inner);
        let mut mac = Hmac::<Sha256>::new_from_slice(&*key).expect("a code of authentication takes keys of any length");
        drop(key);
        mac.update(&until.to_le_bytes());
        mac.update(unit.as_bytes());
        let whole = mac.finalize().into_bytes();
        std::array::from_fn(|i| whole[i])
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

/// Writes a new random key, for this user's eyes only; the old one stays until the new one is whole on disk.
fn renew(file: &Path) -> io::Result<[u8; KEY]> {
    let mut key = [0; KEY];
    getrandom::fill(&mut key).map_err(|error| io::Error::other(error.to_string()))?;
    let new = file.with_extension("new");
    let mut options = File::options();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut to = options.open(&new)?;
    to.write_all(&key)?;
    to.sync_all()?;
    fs::rename(new, file)?;
    Ok(key)
}

fn from_hex(text: &str) -> Option<[u8; MAC]> {
    if text.len() != 2 * MAC || !text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b)) {
        return None;
    }
    let mut bytes = [0; MAC];
    for (i, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&text[2 * i..2 * i + 2], 16).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pass_holds_a_day_under_its_key_and_for_its_unit() {
        let folder = std::env::temp_dir().join(format!("disan-staff-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let staff = Staff::open(&folder).unwrap();
        let now = 1_795_280_400 + 1_234;
        let pass = staff.issue("phuong-a", now);
        assert_eq!(pass, staff.issue("phuong-a", now + 60), "one value for the whole team");
        assert_ne!(pass, staff.issue("phuong-b", now));
        let until = staff.read(&pass, now).unwrap().until;
        assert!(now + HOLDS - SPAN <= until && until <= now + HOLDS);
        assert!(staff.read(&pass, until - 1).is_some() && staff.read(&pass, until).is_none());
        let longer = pass.replace(&until.to_string(), &(until + 60).to_string());
        for forged in
            [longer.as_str(), &pass.replace("-a", "-b"), &pass[..pass.len() - 1], "", "a.b", "..", &"x".repeat(9_000)]
        {
            assert_eq!(staff.read(forged, now), None, "{forged}");
        }
        assert!(Staff::open(&folder).unwrap().read(&pass, now).is_some(), "the key outlives the process");

        let mut headers = HeaderMap::new();
        headers.append(COOKIE, format!("a=b; {PASS}={pass}").parse().unwrap());
        assert_eq!(staff.of(&headers, now).unwrap().unit, "phuong-a");
        staff.revoke().unwrap();
        assert_eq!(staff.of(&headers, now), None);
        assert_eq!(Staff::open(&folder).unwrap().read(&pass, now), None, "for good");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(fs::metadata(folder.join("staff.key")).unwrap().permissions().mode() & 0o077, 0);
        }
        fs::remove_dir_all(folder).unwrap();
    }
}

//! The head of a segment: who it is and what the bytes of its records mean.

use std::io::{self, Read};

use serde::{Deserialize, Serialize};

use super::{ANSWERS, JournalError, RECORD};
use crate::scan::rules::RULES;
use crate::scan::{App, Class, Device};
use crate::store::{GapReason, Opened};

/// Seconds in a day.
const DAY: i64 = 86_400;

const MAGIC: &[u8; 8] = b"DISANJ01";

/// Longest text a header may claim: damage must not ask for gigabytes.
const LONGEST: u32 = 64 << 20;

/// What stands at the head of a segment.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Header {
    /// Layout version of the records.
    pub format: u32,
    /// 128 random bits, in hexadecimal.
    pub id: String,
    /// When it was opened, in seconds since 1970-01-01 UTC.
    pub opened: i64,
    /// How far local time is ahead of UTC.
    pub offset_minutes: i32,
    /// Version of the rules that sort people from machines.
    pub rules: u32,
    /// Names of the classes.
    pub classes: Vec<String>,
    /// Names of the kinds of device.
    pub devices: Vec<String>,
    /// Names of the in-app browsers.
    pub apps: Vec<String>,
    /// Names of the answers.
    pub answers: Vec<String>,
    /// Names that follow the content.
    #[serde(flatten)]
    pub tables: Tables,
    /// A segment that ends early because the disk refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub abandoned: Option<Abandoned>,
    /// Whose access log it was made from, and which day of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub imported: Option<Imported>,
    /// Whether all its scans are trials.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub trial: bool,
    /// A span of time before this segment in which nobody counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gap: Option<Span>,
}

/// Names that follow the content. They only ever grow while a server runs, so an older index stays right.
#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Tables {
    /// Language tags; at most 255.
    pub languages: Vec<String>,
    /// Keys of placements.
    pub placements: Vec<String>,
}

/// A segment that holds nothing true after `offset`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Abandoned {
    /// Its id.
    pub segment: String,
    /// Where it was last synced.
    pub offset: u64,
    /// What the system said.
    pub reason: String,
}

/// A day of another web server's access log.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Imported {
    /// The name that server goes by.
    pub source: String,
    /// The local day: `2026-11-28`.
    pub day: String,
}

/// A span of time in which nobody counted.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Span {
    /// Seconds since 1970-01-01 UTC.
    pub from: i64,
    /// Seconds since 1970-01-01 UTC.
    pub to: i64,
    /// Why, as the store names it.
    pub reason: String,
}

impl Header {
    /// The header of a new segment.
    pub fn new(id: String, opened: i64, offset_minutes: i32, tables: Tables) -> Header {
        Header {
            format: 1,
            id,
            opened,
            offset_minutes,
            rules: RULES.version,
            classes: Class::ALL.iter().map(|x| x.name().to_owned()).collect(),
            devices: Device::ALL.iter().map(|x| x.name().to_owned()).collect(),
            apps: App::ALL.iter().map(|x| x.name().to_owned()).collect(),
            answers: ANSWERS.iter().map(|x| x.name().to_owned()).collect(),
            tables,
            abandoned: None,
            imported: None,
            trial: false,
            gap: None,
        }
    }

    /// What the counts keep of it: when it was opened, and the whole local day it covers where it was made of a log.
    pub fn opened(&self) -> Opened {
        let covers = self.imported.as_ref().map(|_| (self.opened, self.opened + DAY));
        Opened { at: self.opened, trial: self.trial, covers }
    }

    /// The bytes a segment starts with.
    pub fn to_bytes(&self) -> Vec<u8> {
        let json = serde_json::to_vec(self).expect("a header holds only texts, numbers and lists");
        let mut bytes = Vec::with_capacity(json.len() + 48);
        bytes.extend_from_slice(MAGIC);
        bytes.extend_from_slice(&(json.len() as u32).to_le_bytes());
        bytes.extend_from_slice(&crc32fast::hash(&json).to_le_bytes());
        bytes.extend_from_slice(&json);
        bytes.resize(bytes.len().next_multiple_of(RECORD), 0);
        bytes
    }

    /// Reads the head of a segment; gives its length too.
    pub fn read(from: &mut impl Read) -> Result<(Header, u64), JournalError> {
        let damaged = |what: &str| JournalError::Header(what.to_owned());
        let short = |error: io::Error| match error.kind() {
            io::ErrorKind::UnexpectedEof => damaged("it is cut short"),
            _ => error.into(),
        };
        let mut fixed = [0; 16];
        from.read_exact(&mut fixed).map_err(short)?;
        if fixed[..8] != *MAGIC {
            return Err(damaged("it does not begin with DISANJ01"));
        }
        let number = |at: usize| u32::from_le_bytes([fixed[at], fixed[at + 1], fixed[at + 2], fixed[at + 3]]);
        let (length, checksum) = (number(8), number(12));
        if length > LONGEST {
            return Err(damaged("its length makes no sense"));
        }
        let whole = (16 + length as usize).next_multiple_of(RECORD);
        let mut json = vec![0; whole - 16];
        from.read_exact(&mut json).map_err(short)?;
        json.truncate(length as usize);
        if crc32fast::hash(&json) != checksum {
            return Err(damaged("its checksum does not fit"));
        }
        let header: Header = serde_json::from_slice(&json).map_err(|e| JournalError::Header(e.to_string()))?;
        if header.format != 1 {
            return Err(JournalError::Header(format!("layout {} is of a newer program", header.format)));
        }
        Ok((header, whole as u64))
    }
}

impl Span {
    /// A span the store keeps.
    pub fn gap(&self) -> crate::store::Gap {
        crate::store::Gap { from_ts: self.from, to_ts: self.to, reason: GapReason::named(&self.reason) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_comes_back_and_damage_is_named() {
        let tables = Tables { languages: vec!["vi".into()], placements: vec!["main".into(), "cổng".into()] };
        let mut header = Header::new("ab".repeat(16), 7, 420, tables);
        header.abandoned = Some(Abandoned { segment: "x".into(), offset: 96, reason: "No space left".into() });
        let bytes = header.to_bytes();
        assert_eq!(bytes.len() % RECORD, 0);
        assert_eq!(Header::read(&mut bytes.as_slice()).unwrap(), (header, bytes.len() as u64));

        let mut cut = &bytes[..40];
        assert!(Header::read(&mut cut).unwrap_err().to_string().contains("cut short"));
        let mut wrong = bytes.clone();
        wrong[30] ^= 1;
        assert!(Header::read(&mut wrong.as_slice()).unwrap_err().to_string().contains("checksum"));
    }
}

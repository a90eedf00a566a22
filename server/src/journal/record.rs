//! One record of 32 bytes.

use crc32fast::Hasher;

use crate::scan::{App, Class, Device, First, Scan};

/// Length of a record.
pub const RECORD: usize = 32;

const SCAN: u8 = 1;
const ORPHANS: u8 = 2;
const ANSWERED: u8 = 3;
const ALIVE: u8 = 4;
const CLOSED: u8 = 5;

const FLAG_FIRST: u8 = 1;
const FLAG_UNKNOWN: u8 = 2;

/// How an answer stood to the disk. *Stored* has no record of its own: each scan's record is one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Answer {
    /// Given before the scan was on disk, because the disk was slow; the scan is written all the same.
    Late,
    /// The queue was full: never written.
    LostQueue,
    /// The disk refused for so long that the scan was given up.
    LostDisk,
}

/// All answers that have records, in the order of their numbers.
pub const ANSWERS: [Answer; 3] = [Answer::Late, Answer::LostQueue, Answer::LostDisk];

impl Answer {
    /// The name it is stored under.
    pub fn name(self) -> &'static str {
        match self {
            Answer::Late => "late",
            Answer::LostQueue => "lost-queue",
            Answer::LostDisk => "lost-disk",
        }
    }
}

/// What a record says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Record {
    /// A code of the catalog was opened.
    Scan(Scan),
    /// Numbers were asked for that no sign carries.
    Orphans {
        /// Local day.
        day: i32,
        /// Which bucket they fell into.
        bucket: u8,
        /// One of them.
        sample: u64,
        /// How many.
        n: u32,
    },
    /// Scans were answered otherwise than stored.
    Answers {
        /// Local day.
        day: i32,
        /// Index into the segment's table of answers.
        answer: u8,
        /// How many.
        n: u32,
    },
    /// The server was there at this second.
    Alive(i64),
    /// The segment was closed in order at this second.
    Closed(i64),
}

impl Record {
    /// Its 32 bytes at `offset` of the segment whose id `seed` has taken in.
    pub fn encode(&self, seed: &Hasher, offset: u64) -> [u8; RECORD] {
        let mut b = [0; RECORD];
        match *self {
            Record::Scan(scan) => {
                b[4] = SCAN;
                b[5] = match scan.first {
                    First::Yes => FLAG_FIRST,
                    First::No => 0,
                    First::Unknown => FLAG_UNKNOWN,
                };
                b[6..8].copy_from_slice(&scan.minute.to_le_bytes());
                b[8..12].copy_from_slice(&scan.day.to_le_bytes());
                b[12..16].copy_from_slice(&scan.code.to_le_bytes());
                b[16..24].copy_from_slice(&scan.entry.to_le_bytes());
                b[24] = scan.class as u8;
                b[25] = scan.lang;
                b[26] = scan.device as u8;
                b[27] = scan.app as u8;
                b[28..32].copy_from_slice(&scan.placement.to_le_bytes());
            }
            Record::Orphans { day, bucket, sample, n } => {
                b[4] = ORPHANS;
                b[8..12].copy_from_slice(&day.to_le_bytes());
                b[12..16].copy_from_slice(&n.to_le_bytes());
                b[16..24].copy_from_slice(&sample.to_le_bytes());
                b[25] = bucket;
            }
            Record::Answers { day, answer, n } => {
                b[4] = ANSWERED;
                b[8..12].copy_from_slice(&day.to_le_bytes());
                b[12..16].copy_from_slice(&n.to_le_bytes());
                b[24] = answer;
            }
            Record::Alive(unix) | Record::Closed(unix) => {
                b[4] = if matches!(self, Record::Alive(_)) { ALIVE } else { CLOSED };
                b[16..24].copy_from_slice(&unix.to_le_bytes());
            }
        }
        let checksum = checksum(seed, offset, &b);
        b[..4].copy_from_slice(&checksum.to_le_bytes());
        b
    }

    /// Reads the record at `offset`; `None` when it does not belong there or says what no record can say.
    pub fn decode(b: &[u8; RECORD], seed: &Hasher, offset: u64) -> Option<Record> {
        if u32::from_le_bytes([b[0], b[1], b[2], b[3]]) != checksum(seed, offset, b) {
            return None;
        }
        let day = i32::from_le_bytes([b[8], b[9], b[10], b[11]]);
        let n = u32::from_le_bytes([b[12], b[13], b[14], b[15]]);
        let wide = u64::from_le_bytes([b[16], b[17], b[18], b[19], b[20], b[21], b[22], b[23]]);
        Some(match b[4] {
            SCAN => Record::Scan(Scan {
                entry: wide,
                code: n,
                placement: u32::from_le_bytes([b[28], b[29], b[30], b[31]]),
                day,
                minute: u16::from_le_bytes([b[6], b[7]]),
                lang: b[25],
                device: *Device::ALL.get(usize::from(b[26]))?,
                app: *App::ALL.get(usize::from(b[27]))?,
                class: *Class::ALL.get(usize::from(b[24]))?,
                first: match b[5] {
                    FLAG_FIRST => First::Yes,
                    FLAG_UNKNOWN => First::Unknown,
                    _ => First::No,
                },
            }),
            ORPHANS => Record::Orphans { day, bucket: b[25], sample: wide, n },
            ANSWERED => Record::Answers { day, answer: b[24], n },
            ALIVE => Record::Alive(wide as i64),
            CLOSED => Record::Closed(wide as i64),
            _ => return None,
        })
    }

    /// When it was written, in seconds since 1970-01-01 UTC, as far as it says.
    pub fn unix(&self, offset_minutes: i32) -> Option<i64> {
        match *self {
            Record::Scan(scan) => {
                let minutes = i64::from(scan.day) * 1440 + i64::from(scan.minute) - i64::from(offset_minutes);
                Some(minutes * 60)
            }
            Record::Alive(unix) | Record::Closed(unix) => Some(unix),
            Record::Orphans { .. } | Record::Answers { .. } => None,
        }
    }
}

fn checksum(seed: &Hasher, offset: u64, record: &[u8; RECORD]) -> u32 {
    let mut hasher = seed.clone();
    hasher.update(&offset.to_le_bytes());
    hasher.update(&record[4..]);
    hasher.finalize()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_come_back_only_from_their_own_place() {
        let mut seed = Hasher::new();
        seed.update(b"a segment");
        let scan = Scan {
            entry: 1 << 32 | 48_217,
            code: 48_217,
            placement: 70_000,
            day: -3,
            minute: 1439,
            lang: 2,
            device: Device::Tablet,
            app: App::Zalo,
            class: Class::Repeat,
            first: First::Unknown,
        };
        for record in [
            Record::Scan(scan),
            Record::Orphans { day: 20_000, bucket: 63, sample: 999_999_999_999, n: 4 },
            Record::Answers { day: 20_000, answer: 2, n: u32::MAX },
            Record::Alive(1_795_280_400),
            Record::Closed(1_795_280_400),
        ] {
            let bytes = record.encode(&seed, 64);
            assert_eq!(Record::decode(&bytes, &seed, 64), Some(record));
            assert_eq!(Record::decode(&bytes, &seed, 96), None, "moved");
            assert_eq!(Record::decode(&bytes, &Hasher::new(), 64), None, "of another segment");
            for i in 0..RECORD {
                let mut wrong = bytes;
                wrong[i] ^= 0x10;
                assert_eq!(Record::decode(&wrong, &seed, 64), None, "byte {i}");
            }
        }
        assert_eq!(Record::decode(&[0; RECORD], &seed, 64), None);
    }

    #[test]
    fn the_numbers_of_names_are_their_places_in_the_tables() {
        assert!(Class::ALL.iter().enumerate().all(|(i, x)| *x as usize == i));
        assert!(Device::ALL.iter().enumerate().all(|(i, x)| *x as usize == i));
        assert!(App::ALL.iter().enumerate().all(|(i, x)| *x as usize == i));
        assert!(ANSWERS.iter().enumerate().all(|(i, x)| *x as usize == i));
    }
}

//! Sealing: the records of old segments give way to their sums.
//!
//! A seal tells the sums of every day, entry and dimension, so that counting anew gives the same rows, for other units
//! too. What is gone is which record stood beside which, and the minutes.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufReader, Read};

use crc32fast::Hasher;
use flate2::bufread::GzDecoder;

use super::sums::plus;
use super::{EntryUnits, Fault};
use crate::clock::{date_of, half_of};
use crate::journal::{Header, Kind, SegmentFile};
use crate::scan::Class;
use crate::store::{Batch, Dim, Gap, GapReason, Sum};

const FIRST_LINE: &str = "DISAN SEAL 1";

/// Seals larger than this are none: damage must not ask for gigabytes.
const LONGEST: u64 = 256 << 20;

/// The sums of a segment, by day.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Seal {
    pub header: Header,
    /// How far the segment was counted.
    pub end: u64,
    /// Entry, placement, day, class.
    pub scans: BTreeMap<(i64, String, i64, &'static str), Sum>,
    /// Entry, day, class, dimension, value; all dimensions but the total.
    pub dims: BTreeMap<(i64, i64, &'static str, &'static str, String), Sum>,
    pub orphans: BTreeMap<(i64, i64), (i64, String)>,
    /// All but *stored*, which follows from the scans.
    pub answers: BTreeMap<(i64, String), i64>,
    pub gaps: Vec<Gap>,
}

impl Seal {
    /// The newest day it tells of.
    pub fn last_day(&self) -> Option<i64> {
        let scans = self.scans.keys().map(|(_, _, day, _)| *day);
        let orphans = self.orphans.keys().map(|(day, _)| *day);
        scans.chain(orphans).chain(self.answers.keys().map(|(day, _)| *day)).max()
    }

    /// The days it has scans of, and how many.
    pub fn days(&self) -> BTreeMap<i64, u64> {
        let mut days = BTreeMap::new();
        for ((_, _, day, _), sum) in &self.scans {
            *days.entry(*day).or_default() += sum.n as u64;
        }
        days
    }

    /// Puts the seal in the place of `file`.
    pub fn write(&self, file: &SegmentFile) -> io::Result<()> {
        let text = self.to_text()?;
        file.become_kind(Kind::Sealed, |to| to.write_all(text.as_bytes()))
    }

    /// Reads a seal; `Err(fault)` where it is damaged.
    pub fn read(file: &SegmentFile) -> io::Result<Result<Seal, Fault>> {
        let mut text = String::new();
        let read = GzDecoder::new(BufReader::new(File::open(&file.path)?)).take(LONGEST).read_to_string(&mut text);
        let fault = |reason: &str| Ok(Err(Fault::Header { file: file.file_name(), reason: reason.to_owned() }));
        match read {
            Err(error) if matches!(error.kind(), io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof) => {
                return fault("it cannot be unpacked");
            }
            Err(error) if error.kind() == io::ErrorKind::InvalidInput => return fault("it cannot be unpacked"),
            read => drop(read?),
        }
        Ok(Seal::parse(&text).ok_or_else(|| Fault::Header {
            file: file.file_name(),
            reason: "its checksum does not fit, or a newer program wrote it".to_owned(),
        }))
    }

    fn to_text(&self) -> io::Result<String> {
        use std::fmt::Write as _;
        let mut text = format!("{FIRST_LINE}\n{}\n", serde_json::to_string(&self.header)?);
        let mut line = |parts: std::fmt::Arguments<'_>| {
            // Writing to a text cannot fail.
            let _ = writeln!(text, "{parts}");
        };
        let mut lines = 0;
        for ((entry, placement, day, class), s) in &self.scans {
            line(format_args!("scan\t{entry}\t{placement}\t{day}\t{class}\t{}\t{}", s.n, s.first));
            lines += 1;
        }
        for ((entry, day, class, dim, value), s) in &self.dims {
            line(format_args!("dim\t{entry}\t{day}\t{class}\t{dim}\t{value}\t{}\t{}", s.n, s.first));
            lines += 1;
        }
        for ((day, bucket), (n, sample)) in &self.orphans {
            line(format_args!("orphan\t{day}\t{bucket}\t{n}\t{sample}"));
            lines += 1;
        }
        for ((day, answer), n) in &self.answers {
            line(format_args!("answer\t{day}\t{answer}\t{n}"));
            lines += 1;
        }
        for gap in &self.gaps {
            line(format_args!("gap\t{}\t{}\t{}", gap.from_ts, gap.to_ts, gap.reason.name()));
            lines += 1;
        }
        let checksum = checksum(&text);
        let _ = writeln!(text, "end\t{}\t{lines}\t{checksum:08x}", self.end);
        Ok(text)
    }

    fn parse(text: &str) -> Option<Seal> {
        let last = text.trim_end_matches('\n').rfind('\n')? + 1;
        let (body, end) = text.split_at(last);
        let mut end = end.trim_end().split('\t');
        let (word, length, count, sum) = (end.next()?, end.next()?, end.next()?, end.next()?);
        if word != "end" || u32::from_str_radix(sum, 16).ok()? != checksum(body) {
            return None;
        }
        let mut lines = body.lines();
        if lines.next()? != FIRST_LINE {
            return None;
        }
        let header = serde_json::from_str(lines.next()?).ok()?;
        let mut seal = Seal {
            header,
            end: length.parse().ok()?,
            scans: BTreeMap::new(),
            dims: BTreeMap::new(),
            orphans: BTreeMap::new(),
            answers: BTreeMap::new(),
            gaps: Vec::new(),
        };
        let mut found = 0_usize;
        for line in lines {
            seal.take(&line.split('\t').collect::<Vec<_>>())?;
            found += 1;
        }
        (count.parse() == Ok(found)).then_some(seal)
    }

    /// Takes in one line of sums.
    fn take(&mut self, parts: &[&str]) -> Option<()> {
        let int = |text: &str| text.parse::<i64>().ok();
        let class = |name: &str| Class::ALL.iter().map(|c| c.name()).find(|known| *known == name);
        match *parts {
            ["scan", entry, placement, day, of, n, first] => {
                let sum = Sum { n: int(n)?, first: int(first)? };
                self.scans.insert((int(entry)?, placement.to_owned(), int(day)?, class(of)?), sum);
            }
            ["dim", entry, day, of, dim, value, n, first] => {
                let dim = Dim::ALL.iter().map(|d| d.name()).find(|known| *known == dim)?;
                let sum = Sum { n: int(n)?, first: int(first)? };
                self.dims.insert((int(entry)?, int(day)?, class(of)?, dim, value.to_owned()), sum);
            }
            ["orphan", day, bucket, n, sample] => {
                self.orphans.insert((int(day)?, int(bucket)?), (int(n)?, sample.to_owned()));
            }
            ["answer", day, answer, n] => {
                self.answers.insert((int(day)?, answer.to_owned()), int(n)?);
            }
            ["gap", from, to, reason] => {
                self.gaps.push(Gap { from_ts: int(from)?, to_ts: int(to)?, reason: GapReason::named(reason) });
            }
            _ => return None,
        }
        Some(())
    }

    /// What the records added to the counts, and would add again, under `units`.
    pub fn batch(&self, id: &str, units: &EntryUnits) -> Batch {
        let mut batch =
            Batch { orphan_day: self.orphans.clone(), answer_day: self.answers.clone(), ..Batch::default() };
        batch.gaps.clone_from(&self.gaps);
        batch.opened.insert(id.to_owned(), self.header.opened());
        batch.watermarks.insert(id.to_owned(), (0, self.end));
        batch.scan_day.clone_from(&self.scans);
        for ((entry, _, day, class), sum) in &self.scans {
            *batch.answer_day.entry((*day, "stored".to_owned())).or_default() += sum.n;
            add_dim(&mut batch, units, (*entry, *day, class, Dim::Total.name(), ""), *sum);
        }
        for ((entry, day, class, dim, value), sum) in &self.dims {
            add_dim(&mut batch, units, (*entry, *day, class, dim, value), *sum);
        }
        batch
    }
}

fn add_dim(
    batch: &mut Batch,
    units: &EntryUnits,
    (entry, day, class, dim, value): (i64, i64, &'static str, &'static str, &str),
    sum: Sum,
) {
    let half = half_of(date_of(day));
    let unit = units.on(entry, day).to_owned();
    plus(batch.unit_half.entry((unit, half, class, dim, value.to_owned())).or_default(), sum);
    plus(batch.entry_half.entry((entry, half, class, dim, value.to_owned())).or_default(), sum);
}

fn checksum(text: &str) -> u32 {
    let mut hasher = Hasher::new();
    hasher.update(text.as_bytes());
    hasher.finalize()
}

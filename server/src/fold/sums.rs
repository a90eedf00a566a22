//! Summing records, first by all they say at once, then by table.

use std::collections::{BTreeMap, HashMap};

use super::EntryUnits;
use super::seal::Seal;
use crate::clock::{date_of, half_of};
use crate::journal::{Header, Record};
use crate::scan::{App, Class, Device, First};
use crate::store::{Batch, Dim, Sum};

/// Everything a scan is counted by. Many scans share it, so each table is touched once a sum, not once a scan.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Key {
    entry: i64,
    placement: u32,
    day: i32,
    hour: u8,
    lang: u8,
    device: Device,
    app: App,
    class: Class,
}

/// Sums of the records of one segment.
pub(super) struct Sums<'a> {
    header: &'a Header,
    scans: HashMap<Key, Sum>,
    orphans: BTreeMap<(i64, i64), (i64, u64)>,
    answers: BTreeMap<(i64, u8), i64>,
    records: u64,
}

impl<'a> Sums<'a> {
    pub fn new(header: &'a Header) -> Sums<'a> {
        Sums { header, scans: HashMap::new(), orphans: BTreeMap::new(), answers: BTreeMap::new(), records: 0 }
    }

    pub fn add(&mut self, record: &Record) {
        self.records += 1;
        match *record {
            Record::Scan(scan) => {
                let key = Key {
                    entry: scan.entry as i64,
                    placement: scan.placement,
                    day: scan.day,
                    hour: (scan.minute / 60) as u8,
                    lang: scan.lang,
                    device: scan.device,
                    app: scan.app,
                    class: scan.class,
                };
                self.scans.entry(key).or_default().add(scan.first == First::Yes);
            }
            Record::Orphans { day, bucket, sample, n } => {
                self.orphans.entry((day.into(), bucket.into())).or_insert((0, sample)).0 += i64::from(n);
            }
            Record::Answers { day, answer, n } => {
                *self.answers.entry((day.into(), answer)).or_default() += i64::from(n);
            }
            Record::Alive(_) | Record::Closed(_) => {}
        }
    }

    /// Records taken in.
    pub fn records(&self) -> u64 {
        self.records
    }

    /// Adds the sums to `batch`.
    pub fn finish(self, units: &EntryUnits, batch: &mut Batch) {
        for (key, sum) in &self.scans {
            self.add_scans(key, *sum, units, batch);
        }
        for ((day, bucket), (n, sample)) in self.orphans {
            batch.orphan_day.entry((day, bucket)).or_insert_with(|| (0, sample.to_string())).0 += n;
        }
        for ((day, answer), n) in self.answers {
            let name = name_at(&self.header.answers, answer.into());
            *batch.answer_day.entry((day, name)).or_default() += n;
        }
    }

    /// Adds the sums to a seal of the same segment.
    pub fn seal(self, seal: &mut Seal) {
        for (key, sum) in &self.scans {
            let (day, class) = (i64::from(key.day), key.class.name());
            let placement = name_at(&self.header.tables.placements, key.placement as usize);
            plus(seal.scans.entry((key.entry, placement, day, class)).or_default(), *sum);
            for dim in Dim::ALL.into_iter().filter(|dim| *dim != Dim::Total) {
                let row = (key.entry, day, class, dim.name(), self.value(key, dim));
                plus(seal.dims.entry(row).or_default(), *sum);
            }
        }
        for ((day, bucket), (n, sample)) in self.orphans {
            seal.orphans.entry((day, bucket)).or_insert_with(|| (0, sample.to_string())).0 += n;
        }
        for ((day, answer), n) in self.answers {
            *seal.answers.entry((day, name_at(&self.header.answers, answer.into()))).or_default() += n;
        }
    }

    /// What a scan says in a dimension.
    fn value(&self, key: &Key, dim: Dim) -> String {
        match dim {
            Dim::Total => String::new(),
            Dim::Lang => name_at(&self.header.tables.languages, key.lang.into()),
            Dim::Device => key.device.name().to_owned(),
            Dim::App => key.app.name().to_owned(),
            Dim::Hour => format!("{:02}", key.hour),
        }
    }

    fn add_scans(&self, key: &Key, sum: Sum, units: &EntryUnits, batch: &mut Batch) {
        let day = i64::from(key.day);
        let half = half_of(date_of(day));
        let class = key.class.name();
        let placement = name_at(&self.header.tables.placements, key.placement as usize);
        plus(batch.scan_day.entry((key.entry, placement, day, class)).or_default(), sum);
        *batch.answer_day.entry((day, "stored".to_owned())).or_default() += sum.n;
        let unit = units.on(key.entry, day);
        for dim in Dim::ALL {
            let value = self.value(key, dim);
            let of_unit = (unit.to_owned(), half, class, dim.name(), value.clone());
            plus(batch.unit_half.entry(of_unit).or_default(), sum);
            plus(batch.entry_half.entry((key.entry, half, class, dim.name(), value)).or_default(), sum);
        }
    }
}

pub(super) fn plus(to: &mut Sum, sum: Sum) {
    to.n += sum.n;
    to.first += sum.first;
}

/// The name with this number; a number without a name is kept visible.
fn name_at(names: &[String], index: usize) -> String {
    names.get(index).cloned().unwrap_or_else(|| format!("?{index}"))
}

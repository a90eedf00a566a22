//! What is wrong with the counting right now: what a person must know before trusting a figure, and can mend.

use std::sync::{Arc, Mutex, PoisonError};

use crate::catalog::Locale;
use crate::fold::Fault;
use crate::journal::RECORD;

/// Something wrong with the counting.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Trouble {
    /// The disk refuses the journal; what the system says.
    Journal(String),
    /// The store refuses the counts, so that they stand still; what it says.
    Counts(String),
    /// A segment of the journal is damaged.
    Segment(Fault),
    /// The file of the counts was damaged and is kept under this name; a new one was counted from the journal.
    Renewed(String),
    /// Units of past days changed, and the journal no longer holds those days.
    Units,
    /// The office is damaged or out of reach; in what way.
    Office(String),
}

impl Trouble {
    /// One of each, for whoever must have words for all of them.
    pub fn examples() -> Vec<Trouble> {
        let file = || "20261121T000000Z-aa.journal".to_owned();
        vec![
            Trouble::Journal("ENOSPC".to_owned()),
            Trouble::Counts("SQLITE_FULL".to_owned()),
            Trouble::Segment(Fault::Header { file: file(), reason: String::new() }),
            Trouble::Segment(Fault::Damaged { file: file(), at: 640, lost: 12 }),
            Trouble::Segment(Fault::CutOff { file: file(), at: 640 }),
            Trouble::Segment(Fault::Beyond { file: file(), counted: 960, end: 640 }),
            Trouble::Segment(Fault::Missing { segments: 3 }),
            Trouble::Renewed("counts.damaged-20261121T000000Z.sqlite".to_owned()),
            Trouble::Units,
            Trouble::Office("SQLITE_NOTADB".to_owned()),
        ]
    }

    /// What it means and what to do, in words.
    pub fn words(&self, locale: &Locale) -> String {
        match self {
            Trouble::Journal(text) => locale.fill("stats.trouble.journal", &[("text", text)]),
            Trouble::Counts(text) => locale.fill("stats.trouble.counts", &[("text", text)]),
            Trouble::Segment(Fault::Header { file, .. }) => locale.fill("stats.trouble.header", &[("file", file)]),
            Trouble::Segment(Fault::Damaged { file, lost, .. }) => {
                let n = locale.number(*lost as i64);
                locale.fill("stats.trouble.damaged", &[("file", file), ("n", &n)])
            }
            Trouble::Segment(Fault::CutOff { file, .. }) => locale.fill("stats.trouble.cut_off", &[("file", file)]),
            Trouble::Segment(Fault::Beyond { file, counted, end }) => {
                // Whoever lost a few bytes lost less than a record, but not nothing.
                let n = locale.number(counted.saturating_sub(*end).div_ceil(RECORD as u64) as i64);
                locale.fill("stats.trouble.beyond", &[("file", file), ("n", &n)])
            }
            Trouble::Segment(Fault::Missing { segments }) => {
                locale.fill("stats.trouble.missing", &[("n", &locale.number(*segments as i64))])
            }
            Trouble::Renewed(file) => locale.fill("stats.trouble.renewed", &[("file", file)]),
            Trouble::Units => locale.text("stats.trouble.units").to_owned(),
            Trouble::Office(text) => locale.fill("stats.trouble.office", &[("text", text)]),
        }
    }
}

/// What the fold has to complain of; shared with the pages.
#[derive(Clone, Default, Debug)]
pub(crate) struct Complaints(Arc<Mutex<Noted>>);

#[derive(Default, Debug)]
struct Noted {
    counts: Option<String>,
    segments: Vec<Fault>,
    renewed: Option<String>,
    units: bool,
    office: Option<String>,
}

impl Complaints {
    /// All of it.
    pub fn list(&self) -> Vec<Trouble> {
        let noted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let counts = noted.counts.iter().cloned().map(Trouble::Counts);
        let segments = noted.segments.iter().cloned().map(Trouble::Segment);
        let renewed = noted.renewed.iter().cloned().map(Trouble::Renewed);
        let office = noted.office.iter().cloned().map(Trouble::Office);
        let units = noted.units.then_some(Trouble::Units);
        counts.chain(segments).chain(renewed).chain(units).chain(office).collect()
    }

    /// The store refuses, or takes everything again.
    pub fn set_counts(&self, trouble: Option<String>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).counts = trouble;
    }

    /// A segment is damaged.
    pub fn add_segment(&self, fault: Fault) {
        let mut noted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !noted.segments.contains(&fault) {
            noted.segments.push(fault);
        }
    }

    /// The counts were damaged and begun anew; the damaged file has this name now.
    pub fn set_renewed(&self, name: String) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).renewed = Some(name);
    }

    /// The office is damaged or away, or there again; tells whether that is news.
    pub fn set_office(&self, trouble: Option<String>) -> bool {
        let mut noted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let news = noted.office != trouble;
        noted.office = trouble;
        news
    }

    /// Units of past days could not be counted anew.
    pub fn set_units(&self, stale: bool) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).units = stale;
    }
}

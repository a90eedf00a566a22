//! What a file is read with: which units there are for the one who reads it, and which column is which.

use jiff::ToSpan;
use jiff::civil::{Date, date};
use sha2::{Digest, Sha256};

use super::ReadFault;
use crate::access::hex;
use crate::activity::check::{Fault, read_day};
use crate::activity::words::folded;
use crate::catalog::{Catalog, Locale};
use crate::clock::date_of;
use crate::store::StoreError;

/// What a file is read with.
pub struct Book<'a> {
    /// The content.
    pub catalog: &'a Catalog,
    /// Words of both languages.
    pub locales: [&'a Locale; 2],
    /// Units the one who reads may write for: id, and name in both languages.
    pub units: Vec<(String, [String; 2])>,
    /// The unit of rows that name none.
    pub unit: String,
    /// Today.
    pub today: Date,
}

impl Book<'_> {
    /// The unit a cell means: by its id, its name with its marks, or its name without them where only one has it.
    pub fn unit(&self, text: &str) -> Result<String, Fault> {
        if text.is_empty() {
            return match self.unit.is_empty() {
                true => Err(Fault::new("don_vi", "activity.fault.no_unit", "")),
                false => Ok(self.unit.clone()),
            };
        }
        let small = text.to_lowercase();
        let plain = folded(text);
        type Same<'b> = &'b dyn Fn(&(String, [String; 2])) -> bool;
        let by_id = |unit: &(String, [String; 2])| unit.0 == text;
        let by_name = |unit: &(String, [String; 2])| unit.1.iter().any(|name| name.to_lowercase() == small);
        let by_letters = |unit: &(String, [String; 2])| unit.1.iter().any(|name| folded(name) == plain);
        let ways: [Same<'_>; 3] = [&by_id, &by_name, &by_letters];
        for same in ways {
            let mut found = self.units.iter().filter(|unit| same(unit));
            match (found.next(), found.next()) {
                (Some(unit), None) => return Ok(unit.0.clone()),
                (Some(_), Some(_)) => return Err(Fault::new("don_vi", "activity.fault.unit_unclear", text)),
                (None, _) => {}
            }
        }
        Err(Fault::new("don_vi", "activity.fault.unit", text))
    }

    /// What is wrong with a unit on a day: it was not there.
    pub fn unit_fault(&self, unit: &str, day: i64) -> Option<Fault> {
        let there = self.catalog.units.get(unit).is_none_or(|unit| unit.is_valid_on(date_of(day)));
        (!there).then(|| Fault::new("don_vi", "activity.fault.unit_day", unit))
    }

    /// A day in a cell, also as a spreadsheet numbers them, in the form people write.
    pub fn day(text: &str) -> String {
        let number = text.parse().ok().filter(|n: &i64| (20_000..80_000).contains(n));
        match number.filter(|_| read_day(text).is_none()) {
            // Spreadsheets count from here, because of a leap day that never was.
            Some(n) => date(1899, 12, 30).saturating_add(n.days()).to_string(),
            None => text.to_owned(),
        }
    }
}

/// Which column holds what.
#[derive(Debug)]
pub struct Headings {
    columns: Vec<(&'static str, usize)>,
    /// In which line they stand.
    pub line: usize,
    /// Headings nobody knows.
    pub unknown: Vec<String>,
}

impl Headings {
    /// Finds the line of headings among the first lines: the first that holds at least two of them. `names` are keys of
    /// the locales below `prefix`.
    pub fn find(
        table: &[(usize, Vec<String>)],
        names: &[&'static str],
        prefix: &str,
        locales: &[&Locale; 2],
    ) -> Result<Headings, ReadFault> {
        let known = |cell: &str| {
            let plain = folded(cell.trim_end_matches(['*', ':']));
            names.iter().copied().find(|name| {
                *name == plain || locales.iter().any(|locale| folded(locale.text(&format!("{prefix}.{name}"))) == plain)
            })
        };
        for (line, cells) in table.iter().take(12) {
            let columns: Vec<_> =
                cells.iter().enumerate().filter_map(|(i, cell)| known(cell).map(|name| (name, i))).collect();
            if columns.len() >= 2 {
                let unknown = cells.iter().filter(|cell| !cell.is_empty() && known(cell).is_none()).cloned().collect();
                return Ok(Headings { columns, line: *line, unknown });
            }
        }
        Err(ReadFault::Empty)
    }

    /// Whether there is such a column.
    pub fn has(&self, name: &str) -> bool {
        self.columns.iter().any(|(of, _)| *of == name)
    }

    /// The cell of a row in such a column.
    pub fn cell<'a>(&self, row: &'a [String], name: &str) -> &'a str {
        let column = self.columns.iter().find(|(of, _)| *of == name).map(|(_, i)| *i);
        column.and_then(|i| row.get(i)).map_or("", String::as_str)
    }
}

/// The id of what a row makes: always the same for the same unit and key.
pub fn id_of(unit: &str, key: &str) -> String {
    let text = hex(&Sha256::digest(format!("{unit}\0{key}"))[..16]);
    format!("{}-{}-8{}-8{}-{}", &text[..8], &text[8..12], &text[13..16], &text[17..20], &text[20..])
}

/// The key of a row without one of its own: what it says, and which of the same rows it is.
pub fn key_of(parts: &[&str], times: &mut std::collections::HashMap<String, usize>) -> Result<String, StoreError> {
    let hash = hex(&Sha256::digest(parts.join("\0"))[..12]);
    let n = times.entry(hash.clone()).or_default();
    *n += 1;
    Ok(format!("={hash}-{n}"))
}

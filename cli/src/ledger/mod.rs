//! The ledger of every code ever issued: `codes.csv`.
//!
//! Its key is (host, code): merged projects keep both number spaces. A row is never removed and never changed but for
//! the days its sign was printed and retired, so that nothing reuses or drops a printed code (law 1).

mod allot;
mod draw;
mod file;
mod host;
mod read;

use std::collections::BTreeSet;

use disan_server::catalog::Code;
use jiff::civil::Date;

pub use allot::{Allotted, allot};
pub use draw::{Draw, DrawError};
pub use file::LedgerFile;
pub use host::is_placeholder_host;
pub use read::locate_row;

use crate::table;

/// File name of the ledger in the content folder.
pub const LEDGER_FILE: &str = "codes.csv";

/// Columns of the file, the checksum last.
const COLUMNS: [&str; 8] = ["host", "code", "entry", "placement", "issued", "printed", "retired", table::CHECKSUM];

/// One row: a code that was issued once and is never given to anything else.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Row {
    /// The host it was issued under.
    pub host: String,
    /// The number.
    pub code: Code,
    /// Slug of the entry it was issued to.
    pub entry: String,
    /// Key of the placement.
    pub placement: String,
    /// Day of issue.
    pub issued: Date,
    /// Day its sign was marked as printed.
    pub printed: Option<Date>,
    /// Day it was taken out of use.
    pub retired: Option<Date>,
}

/// All rows, by host and code.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Ledger {
    /// Sorted by (host, code); no key twice.
    pub rows: Vec<Row>,
    /// Whether the file holds rows that could not be read. They are not among `rows`, so such a ledger is never
    /// written and no code is drawn from it.
    pub damaged: bool,
}

/// The key of a new row is used: the code stands for something else for ever.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{host}/{code} was issued to {entry} ({placement}) on {issued}")]
pub struct KeyUsed {
    /// Host of the key.
    pub host: String,
    /// Code of the key.
    pub code: Code,
    /// Slug of the entry that has it.
    pub entry: String,
    /// Key of the placement that has it.
    pub placement: String,
    /// Since when.
    pub issued: Date,
}

/// What the ledger knows of a code that some facts claim.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Claimed<'a> {
    /// It was issued: this row.
    Row(&'a Row),
    /// It was never issued.
    Unknown,
    /// It was issued under several hosts, none of them the current one: the facts have to say which.
    Ambiguous,
}

impl Row {
    /// What (host, code) rows are sorted and found by.
    pub fn key(&self) -> (&str, Code) {
        (&self.host, self.code)
    }

    fn fields(&self) -> Vec<String> {
        let day = |date: Option<Date>| date.map(|d| d.to_string()).unwrap_or_default();
        vec![
            self.host.clone(),
            self.code.to_string(),
            self.entry.clone(),
            self.placement.clone(),
            self.issued.to_string(),
            day(self.printed),
            day(self.retired),
        ]
    }
}

impl Ledger {
    /// The bytes of the file: the same for the same rows.
    pub fn to_csv(&self) -> String {
        table::write(&COLUMNS, self.rows.iter().map(Row::fields))
    }

    /// The row of this host and code.
    pub fn find(&self, host: &str, code: Code) -> Option<&Row> {
        self.position(host, code).ok().map(|i| &self.rows[i])
    }

    /// The rows of this code, under whichever host.
    pub fn of_code(&self, code: Code) -> impl Iterator<Item = &Row> {
        // Rows are sorted by host: one search in each of the few number spaces.
        let mut rest = self.rows.as_slice();
        std::iter::from_fn(move || {
            let host = &rest.first()?.host;
            let (space, others) = rest.split_at(rest.partition_point(|row| row.host == *host));
            rest = others;
            Some(space.binary_search_by_key(&code, |row| row.code).ok().map(|i| &space[i]))
        })
        .flatten()
    }

    /// The row that a claim of facts means: under the host it names, else under the current host, else under the
    /// only host that issued the code (the project's host has changed since).
    pub fn claimed(&self, host: Option<&str>, code: Code, current_host: &str) -> Claimed<'_> {
        if let Some(host) = host {
            return self.find(&host.to_lowercase(), code).map_or(Claimed::Unknown, Claimed::Row);
        }
        if let Some(row) = self.find(current_host, code) {
            return Claimed::Row(row);
        }
        let mut rows = self.of_code(code);
        match (rows.next(), rows.next()) {
            (Some(row), None) => Claimed::Row(row),
            (None, _) => Claimed::Unknown,
            _ => Claimed::Ambiguous,
        }
    }

    /// Gives every row of a host that no reader can ever have reached to `host`, as a project does that got its domain
    /// after its first codes. A code that `host` has issued already stays where it is. Gives back how many moved.
    pub fn leave_placeholder_hosts(&mut self, host: &str) -> usize {
        if is_placeholder_host(host) {
            return 0;
        }
        let mut given: BTreeSet<Code> = self.rows.iter().filter(|row| row.host == host).map(|row| row.code).collect();
        let mut moved = 0;
        for row in self.rows.iter_mut().filter(|row| is_placeholder_host(&row.host)) {
            // Of two placeholder hosts with the same number only one can have it.
            if given.insert(row.code) {
                host.clone_into(&mut row.host);
                moved += 1;
            }
        }
        self.rows.sort_by(|a, b| a.key().cmp(&b.key()));
        moved
    }

    /// Adds a row; refuses a key that was ever used.
    pub fn insert(&mut self, row: Row) -> Result<(), KeyUsed> {
        match self.position(&row.host, row.code) {
            Err(place) => {
                self.rows.insert(place, row);
                Ok(())
            }
            Ok(i) => Err(KeyUsed::of(&self.rows[i])),
        }
    }

    /// Takes over all rows of another project's ledger; equal rows are taken once. On a clash nothing is changed, and
    /// every clashing pair (own row, other row) is given back.
    pub fn merge(&mut self, other: &Ledger) -> Result<(), Vec<(Row, Row)>> {
        let clash = |row: &Row| self.find(&row.host, row.code).filter(|own| *own != row).cloned();
        let clashes: Vec<_> = other.rows.iter().filter_map(|row| Some((clash(row)?, row.clone()))).collect();
        if !clashes.is_empty() {
            return Err(clashes);
        }
        self.rows.extend(other.rows.iter().cloned());
        self.rows.sort_by(|a, b| a.key().cmp(&b.key()));
        self.rows.dedup();
        self.damaged |= other.damaged;
        Ok(())
    }

    /// Notes the day a sign with this code was printed; the first day stays. False when there is no such row.
    pub fn mark_printed(&mut self, host: &str, code: Code, day: Date) -> bool {
        self.edit(host, code, |row| row.printed = row.printed.or(Some(day)))
    }

    /// Notes the day the code was taken out of use; the first day stays. False when there is no such row.
    pub fn retire(&mut self, host: &str, code: Code, day: Date) -> bool {
        self.edit(host, code, |row| row.retired = row.retired.or(Some(day)))
    }

    fn edit(&mut self, host: &str, code: Code, change: impl FnOnce(&mut Row)) -> bool {
        let place = self.position(host, code);
        if let Ok(i) = place {
            change(&mut self.rows[i]);
        }
        place.is_ok()
    }

    fn position(&self, host: &str, code: Code) -> Result<usize, usize> {
        self.rows.binary_search_by(|row| row.key().cmp(&(host, code)))
    }
}

impl KeyUsed {
    fn of(row: &Row) -> KeyUsed {
        KeyUsed {
            host: row.host.clone(),
            code: row.code,
            entry: row.entry.clone(),
            placement: row.placement.clone(),
            issued: row.issued,
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn row(host: &str, code: &str, entry: &str) -> Row {
        Row {
            host: host.into(),
            code: code.parse().unwrap(),
            entry: entry.into(),
            placement: "main".into(),
            issued: date(2026, 11, 22),
            printed: None,
            retired: None,
        }
    }

    fn ledger(rows: &[Row]) -> Ledger {
        let mut ledger = Ledger::default();
        for row in rows {
            ledger.insert(row.clone()).unwrap();
        }
        ledger
    }

    #[test]
    fn a_used_key_is_refused_and_rows_stay_sorted() {
        let mut ledger = ledger(&[row("b.vn", "48217", "x"), row("a.vn", "48217", "y"), row("a.vn", "10121", "z")]);
        let keys: Vec<_> = ledger.rows.iter().map(|r| format!("{}/{}", r.host, r.code)).collect();
        assert_eq!(keys, ["a.vn/10121", "a.vn/48217", "b.vn/48217"]);
        let before = ledger.clone();
        assert_eq!(
            ledger.insert(row("a.vn", "48217", "w")).unwrap_err().to_string(),
            "a.vn/48217 was issued to y (main) on 2026-11-22"
        );
        assert_eq!(ledger, before);
    }

    #[test]
    fn a_claim_finds_its_row_after_a_change_of_host() {
        let code = "48217".parse().unwrap();
        let both = ledger(&[row("a.vn", "48217", "x"), row("b.vn", "48217", "y")]);
        assert_eq!(both.claimed(None, code, "b.vn"), Claimed::Row(&both.rows[1]));
        assert_eq!(both.claimed(Some("A.vn"), code, "b.vn"), Claimed::Row(&both.rows[0]));
        assert_eq!(both.claimed(None, code, "new.vn"), Claimed::Ambiguous);
        let old = ledger(&[row("a.vn", "48217", "x")]);
        assert_eq!(old.claimed(None, code, "new.vn"), Claimed::Row(&old.rows[0]));
        assert_eq!(old.claimed(Some("new.vn"), code, "new.vn"), Claimed::Unknown);
        assert_eq!(old.claimed(None, "10121".parse().unwrap(), "a.vn"), Claimed::Unknown);
    }

    #[test]
    fn merging_keeps_both_number_spaces_and_names_a_clash() {
        let mut ours = ledger(&[row("a.vn", "48217", "x"), row("a.vn", "10121", "z")]);
        ours.merge(&ledger(&[row("b.vn", "48217", "y"), row("a.vn", "10121", "z")])).unwrap();
        assert_eq!(ours.rows.len(), 3);
        let before = ours.clone();
        let clashes = ours.merge(&ledger(&[row("a.vn", "48217", "other"), row("c.vn", "48217", "y")])).unwrap_err();
        assert_eq!(clashes, [(row("a.vn", "48217", "x"), row("a.vn", "48217", "other"))]);
        assert_eq!(ours, before);
    }

    #[test]
    fn the_first_day_of_printing_and_retiring_stays() {
        let mut ledger = ledger(&[row("a.vn", "48217", "x")]);
        let code = "48217".parse().unwrap();
        for day in [date(2026, 12, 1), date(2027, 1, 1)] {
            assert!(ledger.mark_printed("a.vn", code, day) && ledger.retire("a.vn", code, day));
        }
        assert_eq!(
            (ledger.rows[0].printed, ledger.rows[0].retired),
            (Some(date(2026, 12, 1)), Some(date(2026, 12, 1)))
        );
        assert!(!ledger.retire("b.vn", code, date(2026, 12, 1)));
    }
}

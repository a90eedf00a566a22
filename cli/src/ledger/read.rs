//! Reading the ledger. Damage is named, never guessed at.

use std::ops::Range;

use disan_server::catalog::{Code, CodeError};
use jiff::civil::Date;

use super::{COLUMNS, Ledger, Row};
use crate::diagnostic::Diagnostic;
use crate::table::{self, Record, TableError};

impl Ledger {
    /// Reads the ledger from the text of its file, which stands at `path` under the content folder.
    ///
    /// Every row that cannot be trusted is an error of its own and left out; the ledger is then marked as damaged.
    pub fn parse(text: &str, path: &str) -> (Ledger, Vec<Diagnostic>) {
        let records = match table::read(text, &COLUMNS) {
            Ok(records) => records,
            Err(TableError::Header(found)) => {
                let fault = Diagnostic::error("ledger-header").at(path).with("found", found);
                let ledger = Ledger { damaged: true, ..Ledger::default() };
                return (ledger, vec![fault.with("expected", COLUMNS.join(","))]);
            }
        };
        let mut faults = Vec::new();
        let mut rows: Vec<(Row, Record)> = Vec::with_capacity(records.len());
        for record in records {
            match read_row(&record) {
                Ok(row) => rows.push((row, record)),
                Err(fault) => faults.push(fault.at(path).span(record.span)),
            }
        }
        rows.sort_by(|(a, _), (b, _)| a.key().cmp(&b.key()));
        // A merge of two versions of the file may hold a row twice; only rows that differ are a fault.
        rows.dedup_by(|(b, _), (a, _)| a == b);
        for pair in rows.windows(2) {
            let ((a, _), (b, record)) = (&pair[0], &pair[1]);
            if a.key() == b.key() {
                let fault = Diagnostic::error("ledger-repeated").at(path).span(record.span.clone());
                faults.push(fault.with("code", b.code.to_string()).with("a", describe(a)).with("b", describe(b)));
            }
        }
        rows.dedup_by(|(b, _), (a, _)| a.key() == b.key());
        let ledger = Ledger { rows: rows.into_iter().map(|(row, _)| row).collect(), damaged: !faults.is_empty() };
        (ledger, faults)
    }
}

/// Where a row stands in the text of the ledger's file.
pub fn locate_row(text: &str, row: &Row) -> Option<Range<usize>> {
    let records = table::read(text, &COLUMNS).ok()?;
    let code = row.code.to_string();
    records.into_iter().find(|r| r.fields.len() > 1 && r.fields[0] == row.host && r.fields[1] == code).map(|r| r.span)
}

fn describe(row: &Row) -> String {
    row.fields()[2..].iter().filter(|f| !f.is_empty()).map(String::as_str).collect::<Vec<_>>().join(", ")
}

/// The row of a record, or a fault without its place.
fn read_row(record: &Record) -> Result<Row, Diagnostic> {
    let Some((found, fields)) = record.fields.split_last().filter(|_| record.fields.len() == COLUMNS.len()) else {
        let count = record.fields.len().to_string();
        return Err(Diagnostic::error("ledger-columns")
            .with("found", count)
            .with("expected", COLUMNS.len().to_string()));
    };
    if table::checksum(fields) != *found {
        return Err(changed(fields, found));
    }
    // The checksum fits, yet the row may still be none: written by another program.
    let unreadable =
        |i: usize| Diagnostic::error("ledger-field").with("field", COLUMNS[i]).with("found", fields[i].clone());
    let day = |i: usize| match fields[i].as_str() {
        "" => Ok(None),
        text => text.parse::<Date>().map(Some).map_err(|_| unreadable(i)),
    };
    for i in [0, 2, 3] {
        if fields[i].is_empty() {
            return Err(unreadable(i));
        }
    }
    Ok(Row {
        host: fields[0].clone(),
        code: fields[1].parse().map_err(|_: CodeError| unreadable(1))?,
        entry: fields[2].clone(),
        placement: fields[3].clone(),
        issued: day(4)?.ok_or_else(|| unreadable(4))?,
        printed: day(5)?,
        retired: day(6)?,
    })
}

/// The fault of a row whose fields do not fit its checksum: which field, and, where the checksum proves it, what it
/// was before a spreadsheet rewrote it.
fn changed(fields: &[String], found: &str) -> Diagnostic {
    let code = fields[1].clone();
    let names = |indexes: &[usize]| indexes.iter().map(|&i| COLUMNS[i]).collect::<Vec<_>>().join(", ");
    let values = |fields: &[String], indexes: &[usize]| {
        indexes.iter().map(|&i| fields[i].as_str()).collect::<Vec<_>>().join(", ")
    };
    if let Some(original) = proven(fields, found) {
        let indexes: Vec<usize> = (0..fields.len()).filter(|&i| fields[i] != original[i]).collect();
        return Diagnostic::error("ledger-mangled")
            .with("code", original[1].clone())
            .with("field", names(&indexes))
            .with("found", values(fields, &indexes))
            .with("expected", values(&original, &indexes));
    }
    let indexes = table::changed(fields, found);
    if indexes.is_empty() || indexes.len() > 3 {
        return Diagnostic::error("ledger-checksum").with("code", code).with("found", found);
    }
    Diagnostic::error("ledger-changed")
        .with("code", code)
        .with("field", names(&indexes))
        .with("found", values(fields, &indexes))
}

/// The fields as they were, when undoing what spreadsheets do to numbers and dates fits the checksum again.
fn proven(fields: &[String], found: &str) -> Option<Vec<String>> {
    let mut variants = vec![fields.to_vec()];
    for (i, field) in fields.iter().enumerate() {
        let undone = match i {
            1 => number(field),
            4..=6 => dates(field),
            _ => Vec::new(),
        };
        let mut more = Vec::new();
        for variant in &variants {
            for value in &undone {
                let mut changed = variant.clone();
                changed[i].clone_from(value);
                more.push(changed);
            }
        }
        variants.extend(more);
    }
    variants.into_iter().find(|v| table::checksum(v) == found)
}

/// Codes that a spreadsheet may show as `text`: `4.8217E+04`, `48.217`, `48217.0`, `48 217`.
fn number(text: &str) -> Vec<String> {
    let plain: String = text.chars().filter(char::is_ascii_digit).collect();
    let decimal = text.replace(',', ".");
    let value = decimal.parse::<f64>().ok().filter(|v| (1e3..1e9).contains(v)).map(|v| format!("{v:.0}"));
    value.into_iter().chain([plain]).filter(|v| v.parse::<Code>().is_ok()).collect()
}

/// Days that a spreadsheet may show as `text`: `22/11/2026`, `11/22/26`, `2026-11-22 00:00`, `46348`.
fn dates(text: &str) -> Vec<String> {
    if let Ok(serial) = text.parse::<i32>() {
        // Day 25569 of a spreadsheet is 1 January 1970.
        let epoch = jiff::civil::date(1970, 1, 1);
        let day = serial.checked_sub(25_569).and_then(|days| epoch.checked_add(jiff::Span::new().days(days)).ok());
        return day.map(|d| d.to_string()).into_iter().collect();
    }
    let parts: Vec<i16> = text.split(|c: char| !c.is_ascii_digit()).filter_map(|p| p.parse().ok()).collect();
    let [a, b, c, ..] = parts[..] else { return Vec::new() };
    let year = |y: i16| if y < 100 { y + 2000 } else { y };
    [(year(c), b, a), (year(c), a, b), (year(a), b, c)]
        .into_iter()
        .filter_map(|(y, m, d)| Date::new(y, i8::try_from(m).ok()?, i8::try_from(d).ok()?).ok())
        .map(|d| d.to_string())
        .collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn row(code: &str, entry: &str) -> Row {
        Row {
            host: "disan.example".into(),
            code: code.parse().unwrap(),
            entry: entry.into(),
            placement: "main".into(),
            issued: date(2026, 11, 2),
            printed: Some(date(2026, 12, 20)),
            retired: None,
        }
    }

    fn sample() -> Ledger {
        let mut ledger = Ledger::default();
        for (code, entry) in [("48217", "con-son"), ("10121", "kiep-bac")] {
            ledger.insert(row(code, entry)).unwrap();
        }
        ledger
    }

    /// The rule and the values of the only fault in the sample after `from` became `to`.
    fn fault(from: &str, to: &str) -> (&'static str, Vec<(&'static str, String)>) {
        let text = sample().to_csv();
        assert!(text.contains(from), "{text}");
        let text = text.replacen(from, to, 1);
        let (ledger, faults) = Ledger::parse(&text, "codes.csv");
        assert!(ledger.damaged);
        assert_eq!(ledger.rows.len(), 1, "the other row stays");
        assert_eq!(faults.len(), 1, "{faults:?}");
        let place = faults[0].place.clone().unwrap();
        let span = place.span.unwrap();
        assert!(text[span.start..span.end].starts_with("disan.example,"), "{:?}", &text[span.start..span.end]);
        (faults[0].rule, faults[0].values.clone())
    }

    fn values(pairs: &[(&'static str, &str)]) -> Vec<(&'static str, String)> {
        pairs.iter().map(|(k, v)| (*k, (*v).to_owned())).collect()
    }

    #[test]
    fn what_is_written_reads_back_whatever_a_spreadsheet_does_to_its_form() {
        let text = sample().to_csv();
        assert!(text.starts_with("host,code,entry,placement,issued,printed,retired,checksum\n"), "{text}");
        assert!(text.contains("\ndisan.example,48217,con-son,main,2026-11-02,2026-12-20,,"), "{text}");
        let semicolons = format!("\u{feff}{}", text.replace(',', ";").replace('\n', "\r\n"));
        let quoted: String = text
            .lines()
            .map(|l| l.split(',').map(|f| format!("\"{f}\"")).collect::<Vec<_>>().join(",") + "\r\n")
            .collect();
        let shuffled = format!(
            "{}\n{}\n{}\n,,,,,,,\n",
            text.lines().next().unwrap(),
            text.lines().nth(2).unwrap(),
            text.lines().nth(1).unwrap()
        );
        for text in [text, semicolons, quoted, shuffled] {
            assert_eq!(Ledger::parse(&text, "codes.csv"), (sample(), vec![]), "{text}");
        }
        assert_eq!(Ledger::parse("", "codes.csv"), (Ledger::default(), vec![]));
    }

    #[test]
    fn what_a_spreadsheet_did_to_numbers_and_dates_is_proven_by_the_checksum() {
        for found in ["4.8217E+04", "4,8217E+04", "48.217", "48217.0"] {
            let field = format!("\"{found}\"");
            let want = [("code", "48217"), ("field", "code"), ("found", found), ("expected", "48217")];
            assert_eq!(fault("48217", &field), ("ledger-mangled", values(&want)));
        }
        for found in ["02/11/2026", "11/02/2026", "2/11/26", "2026/11/02", "46328"] {
            let want = [("code", "10121"), ("field", "issued"), ("found", found), ("expected", "2026-11-02")];
            assert_eq!(fault("2026-11-02", found), ("ledger-mangled", values(&want)), "{found}");
        }
    }

    #[test]
    fn what_a_hand_changed_is_named_and_not_guessed_at() {
        let want = [("code", "48217"), ("field", "entry"), ("found", "con-son-moi")];
        assert_eq!(fault("con-son", "con-son-moi"), ("ledger-changed", values(&want)));
        let want = [("code", "48217"), ("field", "entry, placement"), ("found", "kinh-chu, cong")];
        let (from, to) = ("con-son,main,", "kinh-chu,cong,");
        assert_eq!(fault(from, to), ("ledger-changed", values(&want)));
        assert_eq!(fault("con-son,main,", "con-son,").0, "ledger-columns");
    }

    #[test]
    fn one_code_with_two_rows_is_a_fault_and_the_same_row_twice_is_not() {
        let text = sample().to_csv();
        let twice = format!("{text}{}\n", text.lines().nth(1).unwrap());
        assert_eq!(Ledger::parse(&twice, "codes.csv"), (sample(), vec![]));
        let mut other = Ledger::default();
        other.insert(row("48217", "kinh-chu")).unwrap();
        let both = format!("{text}{}\n", other.to_csv().lines().nth(1).unwrap());
        let (ledger, faults) = Ledger::parse(&both, "codes.csv");
        assert!(ledger.damaged);
        assert_eq!(faults[0].rule, "ledger-repeated");
        assert_eq!(faults[0].values[1].1, "con-son, main, 2026-11-02, 2026-12-20");
    }

    #[test]
    fn another_file_is_no_ledger() {
        let (ledger, faults) = Ledger::parse("a,b\n1,2\n", "codes.csv");
        assert!(ledger.damaged && faults[0].rule == "ledger-header");
    }
}

//! Freezing: the figures of a report as one text that cannot be told apart from itself, its hash, the short code that
//! stands on paper, and the chain that the reports of a unit make.
//!
//! The code proves that a paper shows the figures that were frozen, not that the figures are true: who counts wrongly
//! freezes wrongly. The chain proves that no report was taken out or put in later.

use std::fmt::Write as _;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::stats::Days;
use crate::store::FrozenReport;

use super::document::{Block, Cell};
use super::official::Paper;

/// Digits of a code: those of Crockford’s base 32, which nobody mixes up on paper.
const DIGITS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Bytes of the hash that the code carries.
const CODE_BYTES: usize = 10;
/// Layout of the figures' text.
const FORMAT: i64 = 1;

/// What is known when a report is frozen.
#[derive(Clone, Copy, Debug)]
pub struct Occasion<'a> {
    /// Unit id; empty for the whole project.
    pub unit: &'a str,
    /// The days.
    pub days: Days,
    /// Now, in seconds since 1970-01-01 UTC.
    pub now: i64,
    /// How far each segment is counted.
    pub watermark: &'a str,
    /// The unit's reports so far, oldest first.
    pub before: &'a [FrozenReport],
}

/// The report as a row of the unit's chain, with its code. Where the newest report of the same days has the same figures
/// that one is meant, and nothing is to be kept.
pub fn frozen(paper: &Paper, occasion: &Occasion<'_>) -> FrozenReport {
    let figures = figures(paper, occasion);
    let (first_day, last_day) = occasion.days.numbers().into_inner();
    let newest = occasion.before.iter().rfind(|old| (old.first_day, old.last_day) == (first_day, last_day));
    if let Some(same) = newest.filter(|old| old.figures == figures) {
        return same.clone();
    }
    let scans = paper.headline.iter().find(|line| line.key == "scans").map_or(0, |line| match line.value {
        Cell::Number(n) => n,
        _ => 0,
    });
    let last = occasion.before.last();
    let mut report = FrozenReport {
        unit: occasion.unit.to_owned(),
        seq: last.map_or(1, |last| last.seq + 1),
        code: code(&figures),
        hash: String::new(),
        previous: last.map(|last| last.hash.clone()).unwrap_or_default(),
        first_day,
        last_day,
        frozen_at: occasion.now,
        scans,
        watermark: occasion.watermark.to_owned(),
        figures,
        paper: serde_json::to_string(paper).unwrap_or_default(),
    };
    report.hash = hash(&report);
    report
}

/// The first report whose hash, number or place in the chain is not what it should be.
pub fn broken(chain: &[FrozenReport]) -> Option<i64> {
    let mut previous = "";
    for (number, report) in (1..).zip(chain) {
        let sound = report.seq == number && report.previous == previous && report.hash == hash(report);
        if !sound || report.code != code(&report.figures) {
            return Some(report.seq);
        }
        previous = &report.hash;
    }
    None
}

/// What stands on paper: sixteen digits in groups of four.
pub fn grouped(code: &str) -> String {
    let groups: Vec<String> = code.as_bytes().chunks(4).map(|g| String::from_utf8_lossy(g).into_owned()).collect();
    groups.join("-")
}

/// A code as somebody typed it: without spaces and hyphens, and what looks alike read alike. None where it cannot be one.
pub fn typed(text: &str) -> Option<String> {
    let digit = |c: char| match c.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    let code: String = text.chars().filter(|c| !matches!(c, '-' | ' ')).take(17).map(digit).collect();
    (code.len() == 16 && code.bytes().all(|b| DIGITS.contains(&b))).then_some(code)
}

/// The figures as canonical JSON: keys in order, no space, whole numbers alone.
fn figures(paper: &Paper, occasion: &Occasion<'_>) -> String {
    let headline: serde_json::Map<String, Value> =
        paper.headline.iter().map(|line| (line.key.clone(), cell(&line.value))).collect();
    let blocks = paper.body.iter().chain(paper.annexes.iter().flat_map(|annex| &annex.blocks));
    let tables: Vec<Value> = blocks
        .filter_map(|block| match block {
            Block::Table(table) => Some(table),
            _ => None,
        })
        .map(|table| table.rows.iter().map(|row| row.cells.iter().map(cell).collect::<Value>()).collect())
        .collect();
    let days = occasion.days;
    let all = json!({
        "format": FORMAT,
        "unit": occasion.unit,
        "from": days.first.to_string(),
        "to": days.last.to_string(),
        "headline": headline,
        "tables": tables,
    });
    let mut out = String::new();
    canonical(&all, &mut out);
    out
}

/// A cell without any language's way to write numbers.
fn cell(cell: &Cell) -> Value {
    match cell {
        Cell::Text(text) | Cell::Code(text) => json!(text),
        Cell::Number(n) | Cell::Difference(n) => json!(n),
        Cell::PerMille { value, .. } => json!({ "per_mille": value }),
        Cell::Decimal { value, places } => json!({ "value": value, "places": places }),
        Cell::Ratio { part, whole } => json!({ "part": part, "whole": whole }),
        Cell::Qualified { qualifier, value } => json!({ "qualifier": qualifier, "value": value }),
        Cell::Nothing => Value::Null,
    }
}

/// Writes a value in the one form it has, whatever order its maker keeps keys in.
fn canonical(value: &Value, out: &mut String) {
    match value {
        Value::Object(map) => {
            let mut keys: Vec<&String> = map.keys().collect();
            keys.sort_unstable();
            out.push('{');
            for (i, key) in keys.into_iter().enumerate() {
                out.push_str(if i > 0 { "," } else { "" });
                let _ = write!(out, "{}:", Value::String(key.clone()));
                canonical(&map[key], out);
            }
            out.push('}');
        }
        Value::Array(list) => {
            out.push('[');
            for (i, item) in list.iter().enumerate() {
                out.push_str(if i > 0 { "," } else { "" });
                canonical(item, out);
            }
            out.push(']');
        }
        // Writing into a text cannot fail.
        simple => drop(write!(out, "{simple}")),
    }
}

fn code(figures: &str) -> String {
    let hash = Sha256::digest(figures.as_bytes());
    let bits = hash[..CODE_BYTES].iter().fold(0u128, |bits, byte| bits << 8 | u128::from(*byte));
    (0..16).rev().map(|i| char::from(DIGITS[(bits >> (5 * i) & 31) as usize])).collect()
}

/// The hash of a row: of everything in it but itself.
fn hash(report: &FrozenReport) -> String {
    let FrozenReport { unit, seq, code, hash: _, previous, first_day, last_day, frozen_at, scans, .. } = report;
    let numbers = format!("{seq} {first_day} {last_day} {frozen_at} {scans}");
    let mut sum = Sha256::new();
    for part in [previous, unit, &numbers, code, &report.watermark, &report.figures, &report.paper] {
        // Lengths keep two neighbours from being read as others.
        sum.update((part.len() as u64).to_le_bytes());
        sum.update(part.as_bytes());
    }
    sum.finalize().iter().fold(String::with_capacity(64), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn canonical_json_has_one_form() {
        let mut out = String::new();
        canonical(&json!({ "b": [1, null, "Đ\"\n"], "a": { "z": -5, "y": true } }), &mut out);
        assert_eq!(out, r#"{"a":{"y":true,"z":-5},"b":[1,null,"Đ\"\n"]}"#);
    }

    #[test]
    fn a_code_is_eighty_bits_of_the_hash_and_survives_a_pen() {
        // SHA-256 of the empty text begins with e3b0c44298fc1c149afb.
        let code = code("");
        let bits = code.bytes().fold(0u128, |n, b| n << 5 | DIGITS.iter().position(|d| *d == b).unwrap() as u128);
        assert_eq!(format!("{bits:020x}"), "e3b0c44298fc1c149afb");
        assert_eq!(typed(&grouped(&code).to_lowercase()), Some(code));
        assert_eq!(typed("oil0-0000-0000-0000").unwrap(), "0110000000000000");
        for wrong in ["", "ABC", "UUUU-UUUU-UUUU-UUUU", "0000000000000000 0"] {
            assert_eq!(typed(wrong), None, "{wrong}");
        }
    }
}

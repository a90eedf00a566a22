//! The signs of a report: every code in use, where it hangs, and whether anybody scans it.

use std::collections::BTreeMap;

use crate::catalog::{Code, Locale};
use crate::clock::day_number;
use crate::stats::{Sign, in_language, signs};

use super::document::{Block, Cell};
use super::scans::Draft;

impl<'a> Draft<'a> {
    /// The signs in use that had been issued by the last day of the period, in the order of the content.
    pub(super) fn hanging(&self) -> Vec<Sign<'a>> {
        let day = self.question.period.days().last;
        let last = day_number(day);
        let signs = signs(self.question.catalog).into_iter();
        signs.filter(|sign| sign.issued <= day && self.question.scope.holds(sign.entry, last)).collect()
    }

    /// These signs as a table.
    pub(super) fn sign_list(&self) -> Vec<Block> {
        let columns = [
            ("report.column.number", true),
            ("report.column.codes", false),
            ("report.column.entry", false),
            ("report.column.place", false),
            ("report.column.issued", false),
            ("report.column.silent_days", true),
        ];
        let mut table = self.table("report.annex.signs", &columns);
        let silent: BTreeMap<(i64, &str), i64> =
            self.figures.silent.iter().map(|s| ((s.sign.entry, s.sign.placement), s.days)).collect();
        let counted = self.figures.says_something(self.question);
        let lang = self.locale.lang();
        for (i, sign) in self.hanging().into_iter().enumerate() {
            let codes: Vec<String> = sign.codes.iter().map(Code::to_string).collect();
            let days = silent.get(&(sign.entry, sign.placement)).copied().unwrap_or(0);
            table.push(vec![
                Cell::Number(i as i64 + 1),
                Cell::Code(codes.join(", ")),
                Cell::Text(in_language(self.question.catalog, &sign.of.title, lang).to_owned()),
                Cell::Text(place(self.locale, in_language(self.question.catalog, sign.name, lang), sign.placement)),
                Cell::Text(self.locale.date(sign.issued)),
                if counted { Cell::Number(days) } else { Cell::Nothing },
            ]);
        }
        if table.rows.is_empty() {
            return vec![Block::Text(self.text("report.annex.no_sign"))];
        }
        vec![Block::Table(table), Block::Text(self.text("report.annex.silent_days"))]
    }
}

/// Where a sign hangs: its name, else that it is the main one, else its key.
fn place(locale: &Locale, name: &str, key: &str) -> String {
    match (name, key) {
        ("", "main") => locale.text("stats.entries.main").to_owned(),
        ("", key) => key.to_owned(),
        (name, _) => name.to_owned(),
    }
}

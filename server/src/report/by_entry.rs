//! The scan report by entry and by language.

use std::collections::BTreeMap;

use crate::catalog::Code;
use crate::stats::{signs, value_name, wording};
use crate::store::Dim;

use super::document::{Block, Cell, Row, Table};
use super::scans::Draft;

impl Draft<'_> {
    /// Scans by entry, with the period before and the year so far.
    pub(super) fn by_entry(&self) -> Table {
        let now_title = self.this_period("report.column.now", "report.column.now_estimate");
        let columns = [
            ("report.column.number", true),
            ("report.column.entry", false),
            ("report.column.codes", false),
            (now_title, true),
            ("report.column.previous", true),
            ("report.column.difference", true),
            ("report.column.change", true),
            ("report.column.cumulative", true),
        ];
        let mut table = self.table("report.part.entries", &columns);
        let (compared, counted) = (self.compared(), self.figures.says_something(self.question));
        let run_counted = self.figures.was_counting(self.question.period.cumulative());
        let cumulative = self.cumulative.entries(self.question.class);
        let when = |known: bool, cell: Cell| if known { cell } else { Cell::Nothing };
        let numbers = |now: i64, before: i64, cumulative: i64| {
            [
                when(counted, Cell::Number(now)),
                when(compared, Cell::Number(before)),
                when(counted && compared, Cell::Difference(now - before)),
                when(counted && compared, Cell::change(now, before)),
                when(run_counted, Cell::Number(cumulative)),
            ]
        };
        let codes = self.codes();
        let mut totals = (0, 0, 0);
        for (i, entry) in self.entries.iter().enumerate() {
            let run = cumulative.get(&entry.id).map_or(0, |sum| sum.n);
            totals = (totals.0 + entry.now.n, totals.1 + entry.before.n, totals.2 + run);
            let code = codes.get(&entry.id).cloned().unwrap_or_default();
            let lead = [Cell::Number(i as i64 + 1), Cell::Text(entry.title.clone()), Cell::Code(code)];
            table.push(lead.into_iter().chain(numbers(entry.now.n, entry.before.n, run)).collect());
        }
        let lead = [Cell::Text(String::new()), Cell::Text(self.text("report.total")), Cell::Text(String::new())];
        let cells = lead.into_iter().chain(numbers(totals.0, totals.1, totals.2)).collect();
        table.rows.push(Row { total: true, cells });
        table
    }

    /// Scans by the language they were served in.
    pub(super) fn by_language(&self) -> Vec<Block> {
        let columns = [("report.column.language", false), ("report.column.scans", true), ("report.column.share", true)];
        let mut table = self.table("report.part.languages", &columns);
        let mut values: Vec<(&String, i64)> =
            self.figures.values.get(&Dim::Lang).into_iter().flatten().map(|(lang, sum)| (lang, sum.n)).collect();
        values.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
        let total: i64 = values.iter().map(|(_, n)| n).sum();
        for (lang, n) in values {
            let name = value_name(self.locale, Dim::Lang, lang);
            table.push(vec![Cell::Text(name), Cell::Number(n), Cell::share(n, total)]);
        }
        let cells = vec![Cell::Text(self.text("report.total")), Cell::Number(total), Cell::share(total, total)];
        table.rows.push(Row { total: true, cells });
        let days = self.question.period.days();
        let widened = (days.whole_halves() != days).then(|| {
            let days = wording::span_of_days(self.locale, days.whole_halves());
            Block::Text(self.locale.fill("report.widened", &[("days", &days)]))
        });
        std::iter::once(Block::Table(table)).chain(widened).collect()
    }

    /// The codes in use, by entry.
    fn codes(&self) -> BTreeMap<i64, String> {
        let mut codes: BTreeMap<i64, Vec<_>> = Default::default();
        for sign in signs(self.question.catalog) {
            codes.entry(sign.entry).or_default().extend(sign.codes);
        }
        codes.into_iter().map(|(entry, codes)| (entry, joined(&codes))).collect()
    }
}

fn joined(codes: &[Code]) -> String {
    codes.iter().map(Code::to_string).collect::<Vec<_>>().join(", ")
}

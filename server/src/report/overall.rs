//! The first table of the scan report: the main figures.

use crate::catalog::Lang;
use crate::clock::day_number;
use crate::stats::{signs, value_name, wording};
use crate::store::Dim;

use super::document::{Cell, Table};
use super::scans::Draft;

impl Draft<'_> {
    /// The main figures.
    pub(super) fn overall(&self) -> Table {
        let (question, class) = (self.question, self.question.class);
        let mut table = Table::new(
            self.locale.text("report.part.overall"),
            &[(self.locale.text("report.column.indicator"), false), (self.locale.text("report.column.value"), true)],
        );
        let now = self.figures.counts.total(class);
        let before = self.figures.previous.total(class).n;
        let compared = self.compared();
        let counted = self.figures.says_something(question);
        let when = |known: bool, cell: Cell| if known { cell } else { Cell::Nothing };
        let since = self.locale.date(question.period.cumulative().first);
        let mut line = |name: String, cell: Cell| table.push(vec![Cell::Text(name), cell]);
        line(
            self.text(self.this_period("report.overall.scans", "report.overall.scans_estimate")),
            when(counted, Cell::Number(now.n)),
        );
        line(self.text("report.overall.previous"), when(compared, Cell::Number(before)));
        line(self.text("report.overall.difference"), when(counted && compared, Cell::Difference(now.n - before)));
        line(self.text("report.overall.change"), when(counted && compared, Cell::change(now.n, before)));
        let cumulative = self.locale.fill("report.overall.cumulative", &[("day", &since)]);
        let run_counted = self.figures.was_counting(question.period.cumulative());
        line(cumulative, when(run_counted, Cell::Number(self.cumulative.total(class).n)));
        line(self.text("report.overall.devices"), when(counted, Cell::Number(now.first)));
        let last = day_number(question.period.days().last);
        let held: Vec<_> = question
            .catalog
            .entries
            .iter()
            .filter(|e| e.id.is_some_and(|id| question.scope.holds(id.0.cast_signed(), last)))
            .collect();
        let scanned = self.entries.iter().filter(|e| e.now.n > 0).count();
        line(self.text("report.overall.entries"), Cell::Number(held.len() as i64));
        line(self.text("report.overall.scanned"), when(counted, Cell::Number(scanned as i64)));
        for lang in &question.catalog.languages {
            let reviewed = held.iter().filter(|e| e.reviewed.contains(lang)).count();
            let name = value_name(self.locale, Dim::Lang, lang.as_str());
            let name = if self.locale.lang() == &Lang::vi() { wording::uncapitalized(&name) } else { name };
            line(self.locale.fill("report.overall.reviewed", &[("language", &name)]), Cell::Number(reviewed as i64));
        }
        let hanging = signs(question.catalog).iter().filter(|s| question.scope.holds(s.entry, last)).count();
        line(self.text("report.overall.signs"), Cell::Number(hanging as i64));
        line(self.text("report.overall.silent"), when(counted, Cell::Number(self.figures.silent.len() as i64)));
        table
    }
}

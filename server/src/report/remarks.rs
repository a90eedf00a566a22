//! What a reader of the scan report must know beside its figures: what does not count, which signs are silent, and
//! what is missing.

use crate::scan::Class;
use crate::stats::{self, Honesty, silent_rows};

use super::document::{Block, Cell, Row, Table};
use super::scans::Draft;

impl Draft<'_> {
    /// The classes that do not count. Trials are not even named here: they are no scans of signs that hang.
    pub(super) fn excluded(&self) -> Table {
        let columns = [("report.column.class", false), ("report.column.why", false), ("report.column.scans", true)];
        let mut table = self.table("report.part.excluded", &columns);
        let mut total = 0;
        for class in Class::ALL.iter().filter(|c| !matches!(c, Class::Person | Class::Trial)) {
            let n = self.figures.counts.total(*class).n;
            total += n;
            let words = |part: &str| Cell::Text(self.locale.text(&format!("stats.{part}.{}", class.name())).to_owned());
            table.push(vec![words("class"), words("why"), Cell::Number(n)]);
        }
        let cells = vec![Cell::Text(self.text("report.total")), Cell::Text(String::new()), Cell::Number(total)];
        table.rows.push(Row { total: true, cells });
        table
    }

    /// The signs nobody scanned.
    pub(super) fn silent(&self) -> Vec<Block> {
        if self.figures.silent.is_empty() {
            let none = stats::no_silent_sign(self.locale, self.question, &self.figures);
            return vec![Block::Text(none.unwrap_or_else(|| self.text("report.silent.none")))];
        }
        let columns = [
            ("report.column.number", true),
            ("report.column.sign", false),
            ("report.column.codes", false),
            ("report.column.last", false),
            ("report.column.days", true),
        ];
        let mut table = self.table("report.part.silent", &columns);
        for (i, row) in silent_rows(self.locale, self.question, &self.figures).into_iter().enumerate() {
            let name = if row.place.is_empty() { row.title } else { format!("{} – {}", row.title, row.place) };
            table.push(vec![
                Cell::Number(i as i64 + 1),
                Cell::Text(name),
                Cell::Code(row.codes),
                Cell::Text(row.since),
                Cell::Number(row.days),
            ]);
        }
        vec![Block::Text(self.text("report.silent.what")), Block::Table(table)]
    }

    /// Whether the figures are whole.
    pub(super) fn honesty(&self) -> Vec<Block> {
        let honesty = Honesty::of(self.locale, self.question, &self.figures);
        let counts = [("late", honesty.late.as_str()), ("lost", honesty.lost.as_str())];
        let reasons: Vec<String> = honesty.lost_by.iter().map(|(reason, n)| format!("{reason}: {n}")).collect();
        let mut counts = self.locale.fill("report.honesty.counts", &counts);
        if !reasons.is_empty() {
            counts.push_str(&format!(" ({})", reasons.join("; ")));
        }
        let mut blocks = vec![Block::Text(honesty.summary)];
        blocks.extend(honesty.troubles.into_iter().map(Block::Text));
        blocks.push(Block::Text(format!("{counts}.")));
        if honesty.gaps.is_empty() {
            return blocks;
        }
        let columns = [
            ("stats.column.from", false),
            ("stats.column.to", false),
            ("stats.column.length", false),
            ("stats.column.reason", false),
        ];
        let mut table = self.table("stats.honesty.gaps", &columns);
        for gap in honesty.gaps {
            table.push([gap.from, gap.to, gap.length, gap.reason].map(Cell::Text).into());
        }
        let total = honesty.gap_total.unwrap_or_default();
        let cells = [self.text("stats.honesty.gap_total"), String::new(), total, String::new()].map(Cell::Text).into();
        table.rows.push(Row { total: true, cells });
        blocks.push(Block::Table(table));
        blocks.extend(honesty.more_gaps.map(Block::Text));
        blocks
    }
}

//! The table officials expect: a figure now and before, more or less, since the year began, what was planned, how far it is.

use crate::report::{Cell, Table};

use super::Material;

/// A row of it.
pub(super) struct Standing {
    /// What it counts.
    pub name: String,
    /// In what.
    pub unit: String,
    /// In the period.
    pub now: Option<i64>,
    /// In the period before.
    pub before: Option<i64>,
    /// Since the reporting year began.
    pub cumulative: Option<i64>,
    /// Set out for the year.
    pub plan: Option<i64>,
}

impl From<&super::Line> for Standing {
    fn from(line: &super::Line) -> Standing {
        let super::Line { name, unit, now, before, cumulative, plan } = line.clone();
        Standing { name, unit, now, before, cumulative, plan }
    }
}

impl Material<'_> {
    /// Kỳ này | Kỳ trước | Tăng/giảm | Lũy kế năm | Kế hoạch | Tỷ lệ %.
    pub(super) fn standings(&self, title: &'static str, rows: &[Standing]) -> Table {
        let now = self.draft.this_period("report.column.now", "report.column.now_estimate");
        let columns = [
            ("report.column.item", false),
            ("report.column.unit", false),
            (now, true),
            ("report.column.previous", true),
            ("report.column.difference", true),
            ("report.column.cumulative", true),
            ("report.column.plan", true),
            ("report.column.done", true),
        ];
        let mut table = self.draft.table(title, &columns);
        for row in rows {
            let difference =
                row.now.zip(row.before).map_or(Cell::Nothing, |(now, before)| Cell::Difference(now - before));
            let done = row.cumulative.zip(row.plan).map_or(Cell::Nothing, |(n, plan)| Cell::share(n, plan));
            table.push(vec![
                Cell::Text(row.name.clone()),
                Cell::Text(row.unit.clone()),
                Cell::maybe(row.now),
                Cell::maybe(row.before),
                difference,
                Cell::maybe(row.cumulative),
                Cell::maybe(row.plan),
                done,
            ]);
        }
        table
    }
}

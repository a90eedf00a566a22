//! The pages of the admin listener and their addresses.

use crate::catalog::Lang;

/// A page of the admin listener.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Target {
    /// The statistics.
    Statistics,
    /// The scan report, to print.
    Report,
    /// The scan report, as a table file.
    Table,
}

impl Target {
    /// All of them.
    pub const ALL: [Target; 3] = [Target::Statistics, Target::Report, Target::Table];

    /// Its address in a language.
    pub fn path(self, lang: &Lang) -> &'static str {
        match (self, lang == &Lang::en()) {
            (Target::Statistics, false) => "/thong-ke",
            (Target::Report, false) => "/thong-ke/bao-cao",
            (Target::Table, false) => "/thong-ke/bao-cao.csv",
            (Target::Statistics, true) => "/en/statistics",
            (Target::Report, true) => "/en/statistics/report",
            (Target::Table, true) => "/en/statistics/report.csv",
        }
    }
}

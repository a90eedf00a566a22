//! The ledger of every code ever issued: `codes.csv`.

use disan_server::catalog::Code;
use jiff::civil::Date;

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
}

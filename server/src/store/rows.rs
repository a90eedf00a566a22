//! The rows the store gives back.

use super::Sum;

/// A dimension of the half-month rollups.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Dim {
    /// All scans together; the value is empty.
    Total,
    /// Language the page was served in.
    Lang,
    /// Kind of device.
    Device,
    /// App whose in-app browser was used.
    App,
    /// Local hour, `00` to `23`.
    Hour,
}

impl Dim {
    /// All dimensions.
    pub const ALL: [Dim; 5] = [Dim::Total, Dim::Lang, Dim::Device, Dim::App, Dim::Hour];

    /// The name it is stored under.
    pub fn name(self) -> &'static str {
        match self {
            Dim::Total => "total",
            Dim::Lang => "lang",
            Dim::Device => "device",
            Dim::App => "app",
            Dim::Hour => "hour",
        }
    }
}

/// Scans of a class.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ClassCount {
    /// person, repeat, preview, bot, staff, trial.
    pub class: String,
    /// How many.
    pub sum: Sum,
}

/// Scans of a class on a day.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DayCount {
    /// Local days since 1970-01-01.
    pub day: i64,
    /// Class.
    pub class: String,
    /// How many.
    pub sum: Sum,
}

/// Scans of a class at an entry.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EntryCount {
    /// Entry id.
    pub entry: i64,
    /// Class.
    pub class: String,
    /// How many.
    pub sum: Sum,
}

/// Scans of a class at an entry on a day.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EntryDayCount {
    /// Entry id.
    pub entry: i64,
    /// Local days since 1970-01-01.
    pub day: i64,
    /// Class.
    pub class: String,
    /// How many.
    pub sum: Sum,
}

/// Scans of a class at a placement.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PlacementCount {
    /// Entry id.
    pub entry: i64,
    /// Key of the placement.
    pub placement: String,
    /// Class.
    pub class: String,
    /// How many.
    pub sum: Sum,
    /// The last day of the span with such a scan.
    pub last_day: i64,
}

/// Scans of a class with one value of a dimension.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DimCount {
    /// Class.
    pub class: String,
    /// Value of the dimension.
    pub value: String,
    /// How many.
    pub sum: Sum,
}

/// Scans of a class with one value of a dimension, in a unit.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UnitCount {
    /// Unit id; empty where nobody has decided.
    pub unit: String,
    /// Class.
    pub class: String,
    /// Value of the dimension.
    pub value: String,
    /// How many.
    pub sum: Sum,
}

/// From a day on, an entry belongs to a unit.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct EntryUnit {
    /// Entry id.
    pub entry: i64,
    /// Local days since 1970-01-01; 0 means since ever.
    pub from_day: i64,
    /// Unit id; empty where nobody has decided.
    pub unit: String,
}

/// When a segment of the journal was opened.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Opened {
    /// Seconds since 1970-01-01 UTC.
    pub at: i64,
    /// Whether all its scans are trials.
    pub trial: bool,
    /// The span of time another server's log covers, for a segment made of one.
    pub covers: Option<(i64, i64)>,
}

/// Unknown numbers of a bucket on a day.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OrphanDay {
    /// Local days since 1970-01-01.
    pub day: i64,
    /// Which bucket.
    pub bucket: i64,
    /// How many.
    pub n: i64,
    /// The first number that fell into it.
    pub sample: String,
}

/// Answers of a kind on a day.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AnswerDay {
    /// Local days since 1970-01-01.
    pub day: i64,
    /// stored, late, lost-…
    pub answer: String,
    /// How many.
    pub n: i64,
}

/// Why the counts of a span of time are not whole.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum GapReason {
    /// The server was shut down in order.
    Stopped,
    /// It was killed, or lost power.
    Unclean,
    /// The disk refused to write.
    Disk,
    /// A part of the journal is unreadable.
    Damaged,
    /// Counting had not begun. In no store: it follows from when counting began.
    Before,
}

impl GapReason {
    /// All reasons.
    pub const ALL: [GapReason; 5] =
        [GapReason::Stopped, GapReason::Unclean, GapReason::Disk, GapReason::Damaged, GapReason::Before];

    /// The name it is stored under.
    pub fn name(self) -> &'static str {
        match self {
            GapReason::Stopped => "stopped",
            GapReason::Unclean => "unclean",
            GapReason::Disk => "disk",
            GapReason::Damaged => "damaged",
            GapReason::Before => "before",
        }
    }

    /// The reason stored under `name`. One a newer program wrote counts as damage: the numbers are not whole.
    pub fn named(name: &str) -> GapReason {
        GapReason::ALL.into_iter().find(|r| r.name() == name).unwrap_or(GapReason::Damaged)
    }
}

/// A span of time of which the counts know nothing or too little.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Gap {
    /// Seconds since 1970-01-01 00:00 UTC.
    pub from_ts: i64,
    /// Seconds since 1970-01-01 00:00 UTC.
    pub to_ts: i64,
    /// Why.
    pub reason: GapReason,
}

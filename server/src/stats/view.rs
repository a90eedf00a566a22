//! What the templates of the statistics see: words and numbers ready to print.

use serde::Serialize;

use super::chart::Chart;
use super::honesty::Honesty;
use super::picker::Picker;

/// What stands on every page.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Shell {
    /// Language of the page.
    pub lang: String,
    /// The project's title.
    pub project: String,
    /// The body that answers for it.
    pub owner: String,
    /// Title of the page.
    pub title: String,
    /// Pages one can go to.
    pub links: Vec<Link>,
    /// The same page in the other language.
    pub switch: Link,
    /// Whether scans are trials only.
    pub trial: bool,
    /// Seconds after which the page renews itself.
    pub refresh: Option<u32>,
}

/// A way to another page.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Link {
    /// Address.
    pub href: String,
    /// Words.
    pub label: String,
    /// Language of the other page.
    pub lang: String,
    /// Whether one is there already.
    pub current: bool,
}

/// The statistics page.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct StatisticsPage {
    /// What stands on every page.
    pub shell: Shell,
    /// The form that picks a period.
    pub picker: Picker,
    /// What the figures are about.
    pub heading: Heading,
    /// The main figures.
    pub cards: Vec<Card>,
    /// Whether there is no scan of any kind in the period.
    pub empty: bool,
    /// By day, or by half-month over a long period.
    pub by_day: Chart,
    /// By entry.
    pub entries: Entries,
    /// By language.
    pub languages: Breakdown,
    /// By device.
    pub devices: Breakdown,
    /// By app.
    pub apps: Breakdown,
    /// By hour.
    pub hours: Chart,
    /// The days the four above are about, where these are not the period's.
    pub widened: Option<String>,
    /// Signs nobody scanned.
    pub silent: Vec<SilentRow>,
    /// Why none of them says nothing, where nothing was counted.
    pub no_silent: Option<String>,
    /// Numbers no sign carries.
    pub orphans: Orphans,
    /// The classes that do not count.
    pub excluded: Vec<Excluded>,
    /// What is missing from the counts.
    pub honesty: Honesty,
    /// The scan report of the same period.
    pub report: Link,
    /// Stops or starts the renewing of a page about today.
    pub renew: Option<Link>,
}

/// What surrounds the figures of the statistics page.
#[derive(Clone, PartialEq, Debug)]
pub struct Frame {
    /// What stands on every page.
    pub shell: Shell,
    /// The form that picks a period.
    pub picker: Picker,
    /// The scan report of the same period.
    pub report: Link,
    /// Stops or starts the renewing of a page about today.
    pub renew: Option<Link>,
}

/// What figures are about: period, cut-off, estimate.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Heading {
    /// Name of the period.
    pub name: String,
    /// Both its ends, and how months are cut; none where the name says as much.
    pub days: Option<String>,
    /// Whose scans.
    pub unit: String,
    /// Up to when scans are counted.
    pub as_of: String,
    /// That the figures are an estimate, and why.
    pub estimate: Option<String>,
    /// From which day on there are figures, where that is after the start of what is compared.
    pub since: Option<String>,
}

/// A main figure.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Card {
    /// What it is.
    pub label: String,
    /// The figure.
    pub value: String,
    /// Beside it: comparisons, what it is not.
    pub notes: Vec<String>,
    /// Whether it stands out.
    pub main: bool,
}

/// Scans by entry.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Entries {
    /// The rows.
    pub rows: Vec<EntryRow>,
    /// The sum of all entries, those not listed included.
    pub total: EntryRow,
    /// What the list leaves out, in a sentence.
    pub more: Option<String>,
}

/// An entry or one of its places.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct EntryRow {
    /// Its title, or the name of the place.
    pub title: String,
    /// Whether it is a place of the entry above.
    pub place: bool,
    /// Scans.
    pub scans: String,
    /// Devices a day, an estimate.
    pub devices: String,
    /// Scans of the period before.
    pub previous: String,
    /// More or fewer than then.
    pub change: String,
    /// Length of its bar, in hundredths of the longest.
    pub bar: f64,
}

/// Scans by the values of a dimension.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Breakdown {
    /// What it is by.
    pub title: String,
    /// Heading of the first column.
    pub what: String,
    /// The rows, most first.
    pub rows: Vec<BreakdownRow>,
}

/// Scans with one value.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct BreakdownRow {
    /// The value in words.
    pub label: String,
    /// Scans.
    pub scans: String,
    /// Part of all.
    pub share: String,
    /// Length of its bar, in hundredths of the longest.
    pub bar: f64,
}

/// A sign nobody scanned.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct SilentRow {
    /// Title of the entry.
    pub title: String,
    /// Name of the place; empty for the entry's only one.
    pub place: String,
    /// Its numbers.
    pub codes: String,
    /// Since when.
    pub since: String,
    /// For how many days.
    pub days: i64,
    /// Whether it is marked as printed, and when.
    pub printed: String,
}

/// Numbers asked for that no sign carries.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Orphans {
    /// How many times.
    pub total: String,
    /// Whether there are none.
    pub none: bool,
    /// The most frequent: a number and how many times.
    pub rows: Vec<(String, String)>,
}

/// A class that does not count.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Excluded {
    /// What it is.
    pub label: String,
    /// Why it does not count.
    pub why: String,
    /// How many.
    pub scans: String,
}

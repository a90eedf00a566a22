//! What a reader must know before trusting the figures: late and lost scans, and times nobody counted.

use serde::Serialize;

use crate::catalog::Locale;

use super::figures::{Coverage, Figures, Question};
use super::wording;

/// Most gaps listed one by one.
const MOST_GAPS: usize = 12;

/// The honesty panel.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Honesty {
    /// Whether nothing is missing from the counts.
    pub whole: bool,
    /// Whether they are whole, in a sentence.
    pub summary: String,
    /// What is wrong with the counting now, and what to do.
    pub troubles: Vec<String>,
    /// Scans on disk.
    pub stored: String,
    /// Of these, answered before they were on disk.
    pub late: String,
    /// Scans answered and never written.
    pub lost: String,
    /// Lost scans by reason: name and number.
    pub lost_by: Vec<(String, String)>,
    /// Times nobody counted.
    pub gaps: Vec<GapLine>,
    /// What the listed gaps leave out, in a sentence.
    pub more_gaps: Option<String>,
    /// How long all gaps last together, in words; none without gaps.
    pub gap_total: Option<String>,
}

/// A time nobody counted, in words.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct GapLine {
    /// First moment.
    pub from: String,
    /// Last moment.
    pub to: String,
    /// How long.
    pub length: String,
    /// Why.
    pub reason: String,
}

impl Honesty {
    /// The panel of some figures.
    pub fn of(locale: &Locale, question: &Question<'_>, figures: &Figures<'_>) -> Honesty {
        let clock = question.clock;
        let answered = |kind: &str| figures.answers.get(kind).copied().unwrap_or(0);
        let lost: Vec<(&str, i64)> =
            figures.answers.iter().filter_map(|(kind, n)| Some((kind.strip_prefix("lost-")?, *n))).collect();
        let lost_total: i64 = lost.iter().map(|(_, n)| n).sum();
        let mut longest: Vec<_> = figures.gaps.iter().collect();
        longest.sort_by_key(|gap| (gap.from_ts - gap.to_ts, gap.from_ts));
        longest.truncate(MOST_GAPS);
        longest.sort_by_key(|gap| gap.from_ts);
        let line = |gap: &&crate::store::Gap| GapLine {
            from: wording::moment(locale, clock.at(gap.from_ts)),
            to: wording::moment(locale, clock.at(gap.to_ts)),
            length: length(locale, gap.to_ts - gap.from_ts),
            reason: locale.text(&format!("stats.gap.{}", gap.reason.name())).to_owned(),
        };
        let more = figures.gaps.len() - longest.len();
        let seconds = merged_seconds(figures);
        let nothing_missing = lost_total == 0 && figures.gaps.is_empty() && question.troubles.is_empty();
        let coverage = figures.coverage(question);
        Honesty {
            whole: nothing_missing && coverage == Coverage::Whole,
            summary: summary(locale, coverage, nothing_missing),
            troubles: question.troubles.iter().map(|trouble| trouble.words(locale)).collect(),
            stored: locale.number(answered("stored")),
            late: locale.number(answered("late")),
            lost: locale.number(lost_total),
            lost_by: lost.iter().map(|(reason, n)| (reason_of_loss(locale, reason), locale.number(*n))).collect(),
            gaps: longest.iter().map(line).collect(),
            more_gaps: (more > 0)
                .then(|| locale.fill("stats.honesty.more_gaps", &[("n", &locale.number(more as i64))])),
            gap_total: (seconds > 0).then(|| length(locale, seconds)),
        }
    }
}

fn summary(locale: &Locale, coverage: Coverage, nothing_missing: bool) -> String {
    match coverage {
        Coverage::Whole if nothing_missing => locale.text("stats.honesty.whole").to_owned(),
        Coverage::Whole => locale.text("stats.honesty.not_whole").to_owned(),
        Coverage::From(day) => locale.fill("stats.honesty.from", &[("day", &locale.date(day))]),
        Coverage::Nothing => locale.text("stats.honesty.nothing").to_owned(),
        Coverage::Ahead => locale.text("stats.honesty.ahead").to_owned(),
    }
}

/// Seconds that lie in any gap: two servers may have been away at once.
fn merged_seconds(figures: &Figures<'_>) -> i64 {
    let mut gaps: Vec<(i64, i64)> = figures.gaps.iter().map(|g| (g.from_ts, g.to_ts)).collect();
    gaps.sort_unstable();
    let mut end = i64::MIN;
    gaps.into_iter().fold(0, |total, (from, to)| {
        let counted = (to - from.max(end)).max(0);
        end = end.max(to);
        total + counted
    })
}

fn reason_of_loss(locale: &Locale, reason: &str) -> String {
    let key = format!("stats.lost.{reason}");
    if locale.has(&key) { locale.text(&key).to_owned() } else { reason.to_owned() }
}

/// A length of time in its two largest units: 2 giờ 5 phút.
fn length(locale: &Locale, seconds: i64) -> String {
    let (days, hours, minutes) = (seconds / 86_400, seconds / 3_600 % 24, seconds / 60 % 60);
    let part = |key: &'static str, n: i64| (n > 0).then(|| locale.fill(key, &[("n", &locale.number(n))]));
    let parts: Vec<String> =
        [part("stats.length.days", days), part("stats.length.hours", hours), part("stats.length.minutes", minutes)]
            .into_iter()
            .flatten()
            .take(2)
            .collect();
    if parts.is_empty() { locale.text("stats.length.moment").to_owned() } else { parts.join(" ") }
}

//! What figures are about: the period with both its ends, the cut-off, and whether they are an estimate.

use crate::catalog::Locale;

use super::figures::{Figures, Question};
use super::period::Period;
use super::signs::in_language;
use super::view::Heading;
use super::wording;

impl Heading {
    /// The heading of some figures. `unit` is the id of the unit asked for.
    pub fn of(locale: &Locale, question: &Question<'_>, figures: &Figures<'_>, unit: Option<&str>) -> Heading {
        let period = question.period;
        let days = period.days();
        let name = unit_name(locale, question, unit);
        let estimate = question.is_estimate().then(|| {
            let (key, day) = match question.begun() {
                Some(_) if days.count() == 1 => ("stats.heading.running", days.last),
                Some(_) => ("stats.heading.estimate", days.last),
                None => ("stats.heading.ahead", days.first),
            };
            locale.fill(key, &[("day", &locale.date(day))])
        });
        let compared = period.previous().days().first;
        let since = figures.since().filter(|since| *since > compared);
        Heading {
            name: wording::long_name(locale, period),
            days: matches!(period, Period::Regular { .. } | Period::Week { .. }).then(|| {
                let both = wording::span_of_days(locale, days);
                let how = wording::reckoning(locale, period);
                locale.fill("stats.heading.days", &[("days", &both), ("reckoning", &how)])
            }),
            unit: name,
            as_of: as_of(locale, question),
            estimate,
            since: since.map(|since| locale.fill("stats.heading.since", &[("day", &locale.date(since))])),
        }
    }
}

/// Up to when scans are counted: now, or the last moment of a period that is over.
fn as_of(locale: &Locale, question: &Question<'_>) -> String {
    let now = wording::moment(locale, question.now);
    match question.is_estimate() {
        true => locale.fill("stats.heading.as_of_now", &[("now", &now)]),
        false => {
            let last = locale.date(question.period.days().last);
            locale.fill("stats.heading.as_of", &[("day", &last), ("now", &now)])
        }
    }
}

/// The name of the unit asked for, else of the body that answers for the project.
pub fn unit_name(locale: &Locale, question: &Question<'_>, unit: Option<&str>) -> String {
    let catalog = question.catalog;
    let name = match unit.and_then(|id| catalog.units.get(id)) {
        Some(unit) => &unit.name,
        None => &catalog.owner,
    };
    in_language(catalog, name, locale.lang()).to_owned()
}

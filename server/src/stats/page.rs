//! From the figures of a period to the statistics page.

use crate::catalog::Locale;
use crate::scan::Class;
use crate::store::{Dim, Store, StoreError};

use super::breakdown::excluded;
use super::cards::cards;
use super::counts::Counts;
use super::course::{days_chart, hours_chart};
use super::entries::{no_silent_sign, silent_rows};
use super::figures::{Figures, Question};
use super::honesty::Honesty;
use super::view::{Breakdown, Entries, Frame, Heading, Orphans, StatisticsPage};
use super::wording;

/// The statistics page of a question. `unit` is the id of the unit asked for.
pub fn statistics(
    store: &mut dyn Store,
    locale: &Locale,
    question: &Question<'_>,
    unit: Option<&str>,
    frame: Frame,
) -> Result<StatisticsPage, StoreError> {
    let figures = Figures::read(store, question)?;
    let year_before = Counts::read(store, question.period.year_before().days(), question.scope)?;
    let days = question.period.days();
    let widened = (days.whole_halves() != days).then(|| wording::span_of_days(locale, days.whole_halves()));
    let empty = Class::ALL.iter().all(|class| figures.counts.total(*class).n == 0);
    Ok(StatisticsPage {
        heading: Heading::of(locale, question, &figures, unit),
        cards: cards(locale, question, &figures, &year_before),
        empty,
        by_day: days_chart(store, locale, question)?,
        entries: Entries::read(store, locale, question, &figures)?,
        languages: Breakdown::of(locale, Dim::Lang, &figures),
        devices: Breakdown::of(locale, Dim::Device, &figures),
        apps: Breakdown::of(locale, Dim::App, &figures),
        hours: hours_chart(locale, &figures),
        widened: widened.map(|days| locale.fill("stats.by.widened", &[("days", &days)])),
        silent: silent_rows(locale, question, &figures),
        orphans: Orphans::of(locale, &figures),
        excluded: excluded(locale, question, &figures),
        no_silent: no_silent_sign(locale, question, &figures),
        honesty: Honesty::of(locale, question, &figures),
        shell: frame.shell,
        picker: frame.picker,
        report: frame.report,
        renew: frame.renew,
    })
}

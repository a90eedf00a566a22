//! When counting began, and the spans in which nobody counted.

use jiff::civil::Date;

use super::figures::Question;
use crate::clock::{Clock, Moment, date_of, day_number};
use crate::scan::Class;
use crate::store::{Gap, GapReason, Store, StoreError};

/// Seconds after which a server that still runs says so in its journal: of a crash it is not known when in that time it
/// was, so no log of another server can tell of those seconds.
const ALIVE: i64 = 60;

/// When counting began: as the journal tells, with the first day of another server's log, or with the first scan of
/// counts older than that knowledge. Trials alone are no counting, unless trials are what counts.
pub(super) fn began(store: &mut dyn Store, question: &Question<'_>) -> Result<Option<Moment>, StoreError> {
    let first = first_day(store, question.class)?.map(|day| midnight(question.clock, day_number(day)));
    let opened = store.began(question.class == Class::Trial)?;
    let covered = store.covered(i64::MIN, i64::MAX)?.first().map(|(from, _)| *from);
    Ok(first.into_iter().chain(opened).chain(covered).min().map(|unix| question.clock.at(unix)))
}

/// The first day anything was counted.
fn first_day(store: &mut dyn Store, class: Class) -> Result<Option<Date>, StoreError> {
    let Some((first, last)) = store.extent()? else { return Ok(None) };
    let (mut from, mut length) = (first, 32);
    // The first month nearly always has the day: growing steps keep the whole table from being summed for it.
    while from <= last {
        let days = store.days(from..=from + length - 1)?;
        let counted = days.into_iter().find(|row| class == Class::Trial || row.class != Class::Trial.name());
        if let Some(row) = counted {
            return Ok(Some(date_of(row.day)));
        }
        from += length;
        length *= 4;
    }
    Ok(None)
}

/// Seconds from 1970-01-01 UTC to the beginning of a local day.
fn midnight(clock: &Clock, day: i64) -> i64 {
    day * 86_400 - i64::from(clock.offset_minutes()) * 60
}

/// The gaps in the period asked for, without what logs of other servers fill; `began` is when counting began.
pub(super) fn gaps(
    store: &mut dyn Store,
    question: &Question<'_>,
    began: Option<Moment>,
) -> Result<Vec<Gap>, StoreError> {
    let days = question.period.days();
    let midnight = |day: i64| midnight(question.clock, day);
    let (from, to) = (midnight(day_number(days.first)), midnight(day_number(days.last) + 1));
    // A log tells of its own days, not of those between them and the first of this server's journals.
    let here = store.began(question.class == Class::Trial)?.or(began.map(|at| at.unix)).unwrap_or(question.now.unix);
    let before = Gap { from_ts: from, to_ts: here.min(question.now.unix), reason: GapReason::Before };
    let covered = store.covered(from, to)?;
    let cut = |gap: Gap| Gap { from_ts: gap.from_ts.max(from), to_ts: gap.to_ts.min(to), ..gap };
    let all = std::iter::once(before).chain(store.gaps(from, to)?);
    Ok(all.flat_map(|gap| left(gap, &covered)).map(cut).filter(|gap| gap.from_ts < gap.to_ts).collect())
}

/// What is left of a gap where the spans of `covered` (in order) are counted from another server's log.
fn left(gap: Gap, covered: &[(i64, i64)]) -> Vec<Gap> {
    let filled_from = match gap.reason {
        GapReason::Before | GapReason::Stopped => gap.from_ts,
        GapReason::Unclean => gap.from_ts + ALIVE,
        // This server answered its readers itself: no other server's log has them.
        GapReason::Disk | GapReason::Damaged => return vec![gap],
    };
    let (mut left, mut at) = (Vec::new(), gap.from_ts);
    for (from, to) in covered.iter().map(|(from, to)| ((*from).max(filled_from), (*to).min(gap.to_ts))) {
        if from < to {
            left.push(Gap { from_ts: at, to_ts: from, ..gap });
            at = at.max(to);
        }
    }
    left.push(Gap { from_ts: at, ..gap });
    left.retain(|gap| gap.from_ts < gap.to_ts);
    left
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_another_server_counted_is_no_gap_unless_this_one_answered_meanwhile() {
        let of = |reason, covered: &[(i64, i64)]| -> Vec<(i64, i64)> {
            let gap = Gap { from_ts: 1_000, to_ts: 9_000, reason };
            left(gap, covered).into_iter().map(|gap| (gap.from_ts, gap.to_ts)).collect()
        };
        for reason in [GapReason::Stopped, GapReason::Before] {
            assert_eq!(of(reason, &[]), [(1_000, 9_000)]);
            assert_eq!(of(reason, &[(0, 10_000)]), []);
            assert_eq!(of(reason, &[(0, 2_000), (8_500, 20_000)]), [(2_000, 8_500)]);
            assert_eq!(
                of(reason, &[(3_000, 5_000), (4_000, 6_000), (7_000, 8_000)]),
                [(1_000, 3_000), (6_000, 7_000), (8_000, 9_000)]
            );
            assert_eq!(of(reason, &[(9_000, 10_000)]), [(1_000, 9_000)]);
        }
        assert_eq!(of(GapReason::Unclean, &[(0, 10_000)]), [(1_000, 1_060)], "the minute in which it died");
        for reason in [GapReason::Disk, GapReason::Damaged] {
            assert_eq!(of(reason, &[(0, 10_000)]), [(1_000, 9_000)]);
        }
    }
}

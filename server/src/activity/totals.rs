//! Totals that were typed beside the sums they should be: 265 beside 29 + 336.

use std::collections::BTreeMap;

use crate::store::{Indicator, Registered};

/// A total that was typed and is not the sum of its parts. Neither is changed: a person decides.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Differs {
    /// Id of the unit.
    pub unit: String,
    /// What is counted.
    pub name: String,
    /// Local day.
    pub day: i64,
    /// What was typed, times 10 to the `scale`.
    pub typed: i64,
    /// What its parts add up to.
    pub sum: i64,
    /// Decimals.
    pub scale: u32,
}

/// Totals among these figures that differ from the sum of their parts. A total that is not exact ("hơn 4.000") is not
/// held to them.
pub fn differences(indicators: &[Indicator]) -> Vec<Differs> {
    let mut groups: BTreeMap<(&str, &str, i64), Vec<&Indicator>> = BTreeMap::new();
    for indicator in indicators {
        groups.entry((&indicator.unit, &indicator.name, indicator.day)).or_default().push(indicator);
    }
    let differs = |((unit, name, day), rows): ((&str, &str, i64), Vec<&Indicator>)| {
        let scale = rows.iter().map(|row| row.scale).max()?.clamp(0, 9);
        let value = |row: &Indicator| row.value.saturating_mul(10_i64.pow((scale - row.scale.clamp(0, scale)) as u32));
        let whole = rows.iter().find(|row| row.part.is_empty())?;
        let parts: Vec<&&Indicator> = rows.iter().filter(|row| !row.part.is_empty()).collect();
        let exact = whole.about.is_empty() && parts.iter().all(|part| part.about.is_empty());
        let (typed, sum) = (value(whole), parts.iter().map(|part| value(part)).sum::<i64>());
        (exact && !parts.is_empty() && typed != sum).then(|| Differs {
            unit: unit.to_owned(),
            name: name.to_owned(),
            day,
            typed,
            sum,
            scale: scale as u32,
        })
    };
    groups.into_iter().filter_map(differs).collect()
}

/// The register that holds for each unit: that of its latest day.
pub fn latest(registers: &[Registered]) -> BTreeMap<&str, Vec<&Registered>> {
    let mut found: BTreeMap<&str, Vec<&Registered>> = BTreeMap::new();
    for row in registers {
        let rows = found.entry(&row.unit).or_default();
        if rows.first().is_some_and(|first| first.day < row.day) {
            rows.clear();
        }
        if rows.first().is_none_or(|first| first.day == row.day) {
            rows.push(row);
        }
    }
    found
}

/// Members that were typed and the sum of leaders, deputies and other members, where both are told and differ.
pub fn members_differ(rows: &[&Registered]) -> Option<(i64, i64)> {
    let of = |what: &str| rows.iter().find(|row| row.what == what);
    let parts: Vec<_> = ["leader", "deputy", "member"].into_iter().filter_map(of).collect();
    let typed = of("members").filter(|row| row.about.is_empty())?;
    let sum = parts.iter().map(|row| row.n).sum();
    (parts.len() > 1 && typed.n != sum && parts.iter().all(|row| row.about.is_empty())).then_some((typed.n, sum))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figure(name: &str, part: &str, value: i64) -> Indicator {
        Indicator { name: name.into(), part: part.into(), value, ..Indicator::default() }
    }

    #[test]
    fn a_total_that_differs_is_told_with_both_numbers() {
        // Thuận Châu: 265 teams typed, 29 of communes and 336 of hamlets; members 230 + 1.998 = 2.228.
        let rows = [
            figure("Tổ", "", 265),
            figure("Tổ", "cấp xã", 29),
            figure("Tổ", "cấp bản", 336),
            figure("Thành viên", "", 2_228),
            figure("Thành viên", "cấp xã", 230),
            figure("Thành viên", "cấp bản", 1_998),
            figure("Nhóm Zalo", "", 365),
        ];
        let found = differences(&rows);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].name.as_str(), found[0].typed, found[0].sum), ("Tổ", 265, 365));
    }

    #[test]
    fn parts_add_up_over_decimals_and_what_is_not_exact_is_not_held_to_them() {
        let bts = [("", 4_599), ("2G", 1_144), ("3G", 1_325), ("4G", 2_090), ("5G", 40)];
        assert_eq!(differences(&bts.map(|(part, n)| figure("BTS", part, n))), []);
        let turns = [
            ("", 4_000, "tren"),
            ("e-ĐongThap", 1_500, ""),
            ("cashless", 1_800, ""),
            ("hộ kinh doanh", 400, ""),
            ("dvc", 800, "tren"),
        ];
        let turns = turns.map(|(part, n, about)| Indicator { about: about.into(), ..figure("Lượt", part, n) });
        assert_eq!(differences(&turns), []);
        let shares = [("", 1_000, 1), ("a", 60, 0), ("b", 399, 1)];
        let shares = shares.map(|(part, n, scale)| Indicator { scale, ..figure("Tỷ lệ", part, n) });
        let found = differences(&shares);
        assert_eq!((found[0].typed, found[0].sum, found[0].scale), (1_000, 999, 1));
    }

    #[test]
    fn the_latest_register_of_each_unit_holds() {
        let row = |unit: &str, day, what: &str, n| Registered {
            unit: unit.into(),
            day,
            what: what.into(),
            n,
            ..Registered::default()
        };
        let rows = [
            row("a", 1, "members", 5),
            row("a", 2, "members", 9),
            row("a", 2, "leader", 1),
            row("a", 2, "member", 7),
            row("b", 1, "teams", 3),
        ];
        let latest = latest(&rows);
        assert_eq!((latest["a"].len(), latest["b"].len()), (3, 1));
        assert_eq!(members_differ(&latest["a"]), Some((9, 8)));
        assert_eq!(members_differ(&latest["b"]), None);
    }
}

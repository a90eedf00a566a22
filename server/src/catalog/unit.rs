//! Administrative units and teams over time: `units.toml`.
//!
//! A unit is valid from one day to another and may be succeeded, wholly or in part, by several others. Official
//! codes are reused across reforms (82 was Tiền Giang and is Đồng Tháp), so the key is a local id, never the code.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::lang::Localized;

/// A place in the tree of units.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// Tỉnh, thành phố trực thuộc trung ương.
    Province,
    /// Huyện, quận, thị xã, thành phố thuộc tỉnh: until 30 June 2025.
    District,
    /// Xã, phường, thị trấn, đặc khu.
    Commune,
    /// Thôn, bản, tổ dân phố …: self-governing, not administrative.
    Hamlet,
    /// A team or youth-union body.
    Team,
}

/// One unit, as it was named and placed during one span of time.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unit {
    /// Local id, permanent: `phuong-tran-hung-dao`.
    pub id: String,
    /// Official code (Decision 19/2025/QĐ-TTg): digits with leading zeros kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Place in the tree.
    pub level: Level,
    /// What the unit is called: `phuong`, `xa`, `thanh-pho` …; words in the locales under `unit.kind`.
    pub kind: String,
    /// Full name: Phường Trần Hưng Đạo, Tran Hung Dao Ward.
    pub name: Localized<String>,
    /// Id of the unit above.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// First day; unknown means always.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<Date>,
    /// Last day, inclusive; none means still.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<Date>,
    /// What it became.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub succession: Vec<Succession>,
}

/// A unit that took over another, wholly or in part.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Succession {
    /// Id of the successor.
    pub to: String,
    /// Whether all of the old unit went there.
    pub share: Share,
    /// The act that says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub act: Option<String>,
}

/// How much of a unit a successor took.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Share {
    /// All of it: entries and teams follow by rule.
    Whole,
    /// A part: each entry is assigned by hand, with a dated line.
    Part,
}

impl Unit {
    /// Whether the unit exists on `day`.
    pub fn is_valid_on(&self, day: Date) -> bool {
        self.valid_from.is_none_or(|from| from <= day) && self.valid_to.is_none_or(|to| day <= to)
    }
}

/// All units of a project.
#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Units(Vec<Unit>);

impl Units {
    /// The units in the order of the file.
    pub fn new(units: Vec<Unit>) -> Units {
        Units(units)
    }

    /// The unit with this id.
    pub fn get(&self, id: &str) -> Option<&Unit> {
        self.0.iter().find(|u| u.id == id)
    }

    /// All units, in the order of the file.
    pub fn iter(&self) -> impl Iterator<Item = &Unit> {
        self.0.iter()
    }

    /// The unit `id` stands for on `day`: itself while it is valid, else what it wholly became. `None` where the
    /// unit is unknown, not yet valid, or was split, so that a person has to decide.
    pub fn on(&self, id: &str, day: Date) -> Option<&Unit> {
        let mut unit = self.get(id)?;
        // A chain longer than the list would be a circle.
        for _ in 0..=self.0.len() {
            if unit.is_valid_on(day) {
                return Some(unit);
            }
            unit = match unit.succession.as_slice() {
                [only] if only.share == Share::Whole => self.get(&only.to)?,
                _ => return None,
            };
        }
        None
    }

    /// The unit and those above it, nearest first.
    pub fn lineage<'a>(&'a self, id: &str) -> Vec<&'a Unit> {
        let mut line: Vec<&Unit> = Vec::new();
        let mut next = self.get(id);
        while let Some(unit) = next {
            if line.iter().any(|u| u.id == unit.id) {
                break;
            }
            line.push(unit);
            next = unit.parent.as_deref().and_then(|p| self.get(p));
        }
        line
    }
}

/// From a day on, an entry or team belongs to this unit.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnitFrom {
    /// First day; none means since ever.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Date>,
    /// Id of the unit.
    pub id: String,
}

/// The unit of a dated list that holds on `day`: the line with the latest `from` not after it.
pub fn unit_on<'a>(line: &'a [UnitFrom], units: &'a Units, day: Date) -> Option<&'a Unit> {
    let row = line.iter().filter(|u| u.from.is_none_or(|from| from <= day)).max_by_key(|u| u.from)?;
    units.on(&row.id, day)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn units() -> Units {
        #[derive(Deserialize)]
        struct File {
            unit: Vec<Unit>,
        }
        let file: File = toml::from_str(
            r#"
            [[unit]]
            id = "cong-hoa"
            level = "commune"
            kind = "phuong"
            name.vi = "Phường Cộng Hòa"
            valid_to = "2025-06-30"
            succession = [
                { to = "chu-van-an", share = "part" },
                { to = "tran-hung-dao", share = "part" },
            ]
            [[unit]]
            id = "hung-dao"
            level = "commune"
            kind = "xa"
            name.vi = "Xã Hưng Đạo"
            valid_to = "2025-06-30"
            succession = [{ to = "tran-hung-dao", share = "whole" }]
            [[unit]]
            id = "tran-hung-dao"
            level = "commune"
            kind = "phuong"
            name.vi = "Phường Trần Hưng Đạo"
            valid_from = "2025-07-01"
            "#,
        )
        .unwrap();
        Units::new(file.unit)
    }

    #[test]
    fn a_whole_succession_is_followed_and_a_split_waits_for_a_person() {
        let units = units();
        let name = |id, day| units.on(id, day).map(|u| u.id.as_str());
        assert_eq!(name("hung-dao", date(2025, 6, 30)), Some("hung-dao"));
        assert_eq!(name("hung-dao", date(2025, 7, 1)), Some("tran-hung-dao"));
        assert_eq!(name("cong-hoa", date(2025, 6, 30)), Some("cong-hoa"));
        assert_eq!(name("cong-hoa", date(2025, 7, 1)), None);
        assert_eq!(name("tran-hung-dao", date(2025, 6, 30)), None);
    }

    #[test]
    fn a_dated_line_decides_a_split() {
        let units = units();
        let line = [
            UnitFrom { from: None, id: "cong-hoa".into() },
            UnitFrom { from: Some(date(2025, 7, 1)), id: "tran-hung-dao".into() },
        ];
        assert_eq!(unit_on(&line, &units, date(2024, 1, 1)).unwrap().id, "cong-hoa");
        assert_eq!(unit_on(&line, &units, date(2026, 1, 1)).unwrap().id, "tran-hung-dao");
    }
}

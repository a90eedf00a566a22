//! What a list adds to `units.toml`: the units it lacks, as they would be written by hand.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use disan_server::catalog::{Lang, Level, Unit, Units};

use super::{Listed, naming};
use crate::unaccented::unaccented;

/// What a list adds.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Addition {
    /// The new units, to be put at the end of the file.
    pub text: String,
    /// How many they are.
    pub new: usize,
    /// How many units of the list are there already.
    pub known: usize,
    /// Units that are still valid in `units.toml` and no longer in the list: full names.
    pub gone: Vec<String>,
}

/// Why nothing is added.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Clash {
    /// Another unit holds the code on the first day of this one.
    Held {
        /// The row.
        row: usize,
        /// The unit of the list.
        name: String,
        /// The code of both.
        code: String,
        /// Id of the unit that holds it.
        id: String,
    },
    /// The unit above is neither in the list nor in `units.toml`.
    Orphan {
        /// The row.
        row: usize,
        /// The unit of the list.
        name: String,
        /// The code of the unit above.
        above: String,
    },
}

/// A unit's place among all of one day.
type Key = (Level, String);

/// What `listed` adds to `units`: of the province with the code `province` alone, where one is given. Names in English
/// are made of those in Vietnamese where the project has that language.
///
/// # Errors
/// All units that cannot be added.
pub fn addition(
    units: &Units,
    listed: &[Listed],
    province: Option<&str>,
    english: bool,
) -> Result<Addition, Vec<Clash>> {
    let above: BTreeMap<Key, Option<&Key>> = listed.iter().map(|own| (key(own), own.above.as_ref())).collect();
    let is_chosen = |unit: &&Listed| province.is_none_or(|province| province_of(&key(unit), &above) == Some(province));
    let chosen: Vec<&Listed> = listed.iter().filter(is_chosen).collect();
    let mut clashes = Vec::new();
    let mut new: Vec<&Listed> = Vec::new();
    for unit in &chosen {
        match holder(units, &key(unit), unit) {
            None => new.push(unit),
            Some(known) if is_same_name(known, &unit.name) => {}
            Some(other) => clashes.push(Clash::Held {
                row: unit.row,
                name: unit.name.clone(),
                code: unit.code.clone(),
                id: other.id.clone(),
            }),
        }
    }
    let ids = ids(units, &new);
    let mut text = String::new();
    for (unit, id) in new.iter().zip(&ids) {
        let parent = unit.above.as_ref().map(|above| {
            let fresh = new.iter().position(|other| key(other) == *above).map(|at| ids[at].as_str());
            fresh.or_else(|| holder(units, above, unit).map(|unit| unit.id.as_str()))
        });
        match parent {
            Some(None) => clashes.push(Clash::Orphan {
                row: unit.row,
                name: unit.name.clone(),
                above: unit.above.as_ref().map_or_else(String::new, |(_, code)| code.clone()),
            }),
            parent => write_unit(&mut text, unit, id, parent.flatten(), english),
        }
    }
    if !clashes.is_empty() {
        return Err(clashes);
    }
    let known = chosen.len() - new.len();
    Ok(Addition { text, new: new.len(), known, gone: gone(units, &chosen) })
}

fn key(unit: &Listed) -> Key {
    (unit.level, unit.code.clone())
}

/// The code of the province a unit of the list is in.
fn province_of<'a>(own: &'a Key, above: &BTreeMap<Key, Option<&'a Key>>) -> Option<&'a str> {
    let mut at = own;
    // No list has more levels.
    for _ in 0..4 {
        if at.0 == Level::Province {
            return Some(&at.1);
        }
        at = (*above.get(at)?)?;
    }
    None
}

/// The unit of `units` that has the level and code on the first day of `unit`.
fn holder<'a>(units: &'a Units, (level, code): &Key, unit: &Listed) -> Option<&'a Unit> {
    units.iter().find(|own| own.level == *level && own.code.as_deref() == Some(code) && own.is_valid_on(unit.from))
}

/// Whether two lists mean one name: Hoà and Hòa are the same, Giang and Giàng are not.
fn is_same_name(unit: &Unit, name: &str) -> bool {
    let own = unit.name.get(&Lang::vi()).map_or("", String::as_str);
    own == name || unaccented(own) == unaccented(name) && tones(own) == tones(name)
}

/// The tone marks of a text in their order, wherever in its syllable each stands.
fn tones(text: &str) -> Vec<char> {
    use unicode_normalization::UnicodeNormalization;
    text.nfd().filter(|c| matches!(c, '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}')).collect()
}

/// An id for each unit: its name; where that is taken, or another of the list has it too, with its code.
fn ids(units: &Units, new: &[&Listed]) -> Vec<String> {
    let slugs: Vec<String> = new.iter().map(|unit| naming::slug(&unit.name)).collect();
    let mut taken: BTreeSet<String> = units.iter().map(|unit| unit.id.clone()).collect();
    let given = new.iter().zip(&slugs).map(|(unit, slug)| {
        let alone = slugs.iter().filter(|other| *other == slug).count() == 1;
        let with_code = format!("{slug}-{}", unit.code);
        let with_year = format!("{with_code}-{}", unit.from.year());
        let free = [Some(slug.clone()).filter(|_| alone), Some(with_code), Some(with_year.clone())];
        let id = free.into_iter().flatten().find(|id| !taken.contains(id)).unwrap_or(with_year);
        taken.insert(id.clone());
        id
    });
    given.collect()
}

/// Names of units that hold on in `units` though a list of their province no longer has them.
fn gone(units: &Units, chosen: &[&Listed]) -> Vec<String> {
    let Some(day) = chosen.iter().map(|unit| unit.from).max() else { return Vec::new() };
    let has = |level, code: &str| chosen.iter().any(|unit| unit.level == level && unit.code == code);
    let in_list = |unit: &&Unit| {
        let line = units.lineage(&unit.id);
        let province = line.iter().find(|above| above.level == Level::Province);
        province.and_then(|p| p.code.as_deref()).is_some_and(|code| has(Level::Province, code))
    };
    let is_open = |unit: &&Unit| unit.is_valid_on(day) && unit.valid_to.is_none();
    let official = |unit: &&Unit| matches!(unit.level, Level::District | Level::Commune);
    let lost = units.iter().filter(official).filter(is_open).filter(in_list);
    let lost = lost.filter(|unit| !unit.code.as_deref().is_some_and(|code| has(unit.level, code)));
    lost.map(|unit| unit.name.get(&Lang::vi()).unwrap_or(&unit.id).clone()).collect()
}

fn write_unit(text: &mut String, unit: &Listed, id: &str, parent: Option<&str>, english: bool) {
    let level = match unit.level {
        Level::Province => "province",
        Level::District => "district",
        Level::Commune | Level::Hamlet | Level::Team => "commune",
    };
    let name = toml::Value::from(unit.name.as_str());
    // Writing to a string cannot fail.
    let _ = write!(
        text,
        "\n[[unit]]\nid = \"{id}\"\ncode = \"{}\"\nlevel = \"{level}\"\nkind = \"{}\"\nname.vi = {name}\n",
        unit.code, unit.kind
    );
    if english {
        let _ = writeln!(text, "name.en = {}", toml::Value::from(naming::english(&unit.name, unit.kind)));
    }
    if let Some(parent) = parent {
        let _ = writeln!(text, "parent = \"{parent}\"");
    }
    let _ = writeln!(text, "valid_from = {}", unit.from);
}

#[cfg(test)]
mod tests {
    use jiff::civil::{Date, date};

    use super::*;
    use crate::diagnostic::Severity;
    use crate::parse::units_of;

    const REFORM: Date = date(2025, 7, 1);

    fn unit(code: &str, name: &str, above: Option<&str>) -> Listed {
        let kind = naming::kind(name).unwrap();
        let above = above.map(|code| (Level::Province, code.to_owned()));
        Listed { row: 2, code: code.into(), level: kind.level, kind: kind.id, name: name.into(), above, from: REFORM }
    }

    fn parsed(text: &str) -> Units {
        let (units, faults) = units_of(text, &[Lang::vi(), Lang::en()]);
        assert!(faults.iter().all(|fault| fault.severity == Severity::Warning), "{faults:?}");
        units
    }

    #[test]
    fn what_is_written_is_what_was_listed_and_a_second_time_adds_nothing() {
        let listed = [
            unit("31", "Thành phố Hải Phòng", None),
            unit("10888", "Xã Cẩm Giang", Some("31")),
            unit("10903", "Xã Cẩm Giàng", Some("31")),
            unit("10570", "Phường Trần Hưng Đạo", Some("31")),
        ];
        let added = addition(&Units::default(), &listed, None, true).unwrap();
        let units = parsed(&added.text);
        let told: Vec<(&str, &str)> =
            units.iter().map(|u| (u.id.as_str(), u.parent.as_deref().unwrap_or("-"))).collect();
        assert_eq!(
            told,
            [
                ("thanh-pho-hai-phong", "-"),
                // Neighbours that are one name without marks have their codes.
                ("xa-cam-giang-10888", "thanh-pho-hai-phong"),
                ("xa-cam-giang-10903", "thanh-pho-hai-phong"),
                ("phuong-tran-hung-dao", "thanh-pho-hai-phong"),
            ]
        );
        assert_eq!(units.get("phuong-tran-hung-dao").unwrap().name.get(&Lang::en()).unwrap(), "Tran Hung Dao Ward");
        let again = addition(&units, &listed, None, true).unwrap();
        assert_eq!(again, Addition { known: 4, ..Addition::default() });
    }

    #[test]
    fn a_code_that_was_another_units_before_is_a_unit_of_its_own_day() {
        let before = parsed(
            "[[unit]]\nid = \"tinh-tien-giang\"\ncode = \"82\"\nlevel = \"province\"\nkind = \"tinh\"\n\
             name.vi = \"Tỉnh Tiền Giang\"\nvalid_to = 2025-06-30\n",
        );
        let listed = [unit("82", "Tỉnh Đồng Tháp", None)];
        let added = addition(&before, &listed, None, false).unwrap();
        assert_eq!((added.new, added.known), (1, 0));
        let open = parsed(
            "[[unit]]\nid = \"tinh-tien-giang\"\ncode = \"82\"\nlevel = \"province\"\nkind = \"tinh\"\nname.vi = \"Tỉnh Tiền Giang\"\n",
        );
        let held =
            Clash::Held {
                row: 2, name: "Tỉnh Đồng Tháp".into(), code: "82".into(), id: "tinh-tien-giang".into()
            };
        assert_eq!(addition(&open, &listed, None, false), Err(vec![held]));
    }

    #[test]
    fn one_province_can_be_chosen_and_what_its_list_no_longer_has_is_named() {
        let listed = [
            unit("31", "Thành phố Hải Phòng", None),
            unit("10570", "Phường Trần Hưng Đạo", Some("31")),
            unit("08", "Tỉnh Tuyên Quang", None),
            unit("02215", "Phường Minh Xuân", Some("08")),
        ];
        let only = addition(&Units::default(), &listed, Some("31"), true).unwrap();
        let mut text = only.text.clone();
        assert_eq!(only.new, 2);
        text.push_str(
            "[[unit]]\nid = \"xa-cu\"\ncode = \"10571\"\nlevel = \"commune\"\nkind = \"xa\"\nname.vi = \"Xã Cũ\"\nparent = \"thanh-pho-hai-phong\"\n",
        );
        let rest = addition(&parsed(&text), &listed, None, true).unwrap();
        assert_eq!((rest.new, rest.known, rest.gone), (2, 2, vec!["Xã Cũ".to_owned()]));
    }

    #[test]
    fn a_unit_whose_province_nobody_knows_is_refused() {
        let listed = [unit("10570", "Phường Trần Hưng Đạo", Some("31"))];
        let orphan = Clash::Orphan { row: 2, name: "Phường Trần Hưng Đạo".into(), above: "31".into() };
        assert_eq!(addition(&Units::default(), &listed, None, true), Err(vec![orphan]));
    }

    #[test]
    fn where_a_tone_stands_does_not_matter_and_which_it_is_does() {
        let units = parsed(
            "[[unit]]\nid = \"x\"\ncode = \"10\"\nlevel = \"province\"\nkind = \"tinh\"\nname.vi = \"Tỉnh Khánh Hoà\"\n",
        );
        assert!(is_same_name(units.get("x").unwrap(), "Tỉnh Khánh Hòa"));
        assert!(!is_same_name(units.get("x").unwrap(), "Tỉnh Khánh Hóa"));
    }
}

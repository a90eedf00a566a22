//! The index of one language, in one file or cut into parts.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;

use disan_server::catalog::{Kind, Lang};

use super::LIMIT;
use super::parts::Parts;
use super::row::{Place, Row, likely_names, old_address};
use super::spelling::{fold, one_line, push_base36};
use crate::microsite::borrowed::bare;
use crate::microsite::plan::Plan;
use crate::microsite::tongue::Tongue;

/// Everything that can be found in one language.
#[derive(Debug, Default)]
pub struct Index {
    /// Names and paths of the kinds.
    pub kinds: String,
    /// Every unit of the project.
    pub units: Vec<Place>,
    /// Every old address.
    pub olds: Vec<Place>,
    /// The entries, by title.
    pub rows: Vec<Row>,
}

impl Index {
    /// The index in the language of `tongue`.
    pub fn gather(plan: &Plan, tongue: &Tongue) -> Index {
        let mut index = Index::default();
        for kind in Kind::ALL {
            let (name, path) = (tongue.kind_one(kind), plan.project.kind_path(kind, &tongue.lang));
            let _ = write!(index.kinds, "{}\t{path}", bare(name));
            // The language of a name that is borrowed.
            if let Cow::Owned(_) = bare(name) {
                let _ = write!(index.kinds, "\t{}", tongue.locale.lender().map_or("", Lang::as_str));
            }
            index.kinds.push('\n');
        }
        index.kinds.pop();
        index.units = plan
            .territory
            .nodes
            .iter()
            .map(|node| {
                let whole = one_line(&node.line_in(tongue).unwrap_or_default());
                let own = whole.split(", ").next().unwrap_or_default();
                let other = node.line_lang(tongue).filter(|lang| *lang != tongue.locale.lang());
                let lang = other.map_or_else(String::new, |lang| format!("\t{lang}"));
                Place { words: fold(own), line: format!("{}\t{whole}{lang}", node.unit.id) }
            })
            .collect();
        let likely = likely_names(plan, tongue);
        let mut olds = BTreeMap::new();
        for i in &tongue.sorted {
            let entry = &plan.project.entries[*i as usize];
            let unit = plan.territory.node_of(*i);
            let old = old_address(plan, tongue, entry, unit.and_then(|unit| likely.get(&unit)));
            let old = old.map(|old| {
                *olds.entry(old).or_insert_with_key(|line: &String| {
                    let words = fold(line.split('\t').next().unwrap_or_default());
                    index.olds.push(Place { words, line: line.clone() });
                    index.olds.len() as u32 - 1
                })
            });
            index.rows.extend(Row::of(plan, tongue, entry, unit, old));
        }
        index
    }

    /// The files: name without ending, and text.
    pub fn files(&self) -> Vec<(String, String)> {
        let all: Vec<u32> = (0..self.rows.len() as u32).collect();
        // What cannot fit is not even put together.
        if self.rows.iter().map(|row| row.head.len() + row.tail.len()).sum::<usize>() <= LIMIT {
            let whole = self.part(&all, true);
            if whole.len() <= LIMIT {
                return vec![("index".to_owned(), whole)];
            }
        }
        let mut files = Parts::of(self);
        let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
        let directory = format!("parts\n{}", names.join("\n"));
        files.push(("index".to_owned(), directory));
        files
    }

    /// The index of some rows. Units without a row stand only in the index of all.
    pub fn part(&self, rows: &[u32], all: bool) -> String {
        let (mut units, mut olds) = (Used::of(self.units.len()), Used::of(self.olds.len()));
        if all {
            for unit in 0..self.units.len() as u32 {
                units.number(unit);
            }
        }
        let mut lines = String::new();
        for i in rows {
            let row = &self.rows[*i as usize];
            let start = lines.len();
            lines.push_str(&row.head);
            lines.push('\t');
            push_base36(&mut lines, row.unit.map(|unit| units.number(unit)));
            lines.push('\t');
            push_base36(&mut lines, row.old.map(|old| olds.number(old)));
            lines.push_str(&row.tail);
            let end = start + lines[start..].trim_end_matches('\t').len();
            lines.truncate(end);
            lines.push('\n');
        }
        lines.pop();
        let list = |used: &Used, of: &[Place]| {
            used.order.iter().map(|i| of[*i as usize].line.as_str()).collect::<Vec<_>>().join("\n")
        };
        format!("{}\n\n{}\n\n{}\n\n{lines}", self.kinds, list(&units, &self.units), list(&olds, &self.olds))
    }

    /// Every word with the rows that have it, both in their order.
    pub fn vocabulary(&self) -> Vec<(&str, Vec<u32>)> {
        let mut words: HashMap<&str, Vec<u32>> = HashMap::new();
        for (i, row) in self.rows.iter().enumerate() {
            let unit = row.unit.map_or(&[][..], |unit| &self.units[unit as usize].words);
            let old = row.old.map_or(&[][..], |old| &self.olds[old as usize].words);
            for word in row.words.iter().chain(unit).chain(old) {
                let rows = words.entry(word).or_default();
                if rows.last() != Some(&(i as u32)) {
                    rows.push(i as u32);
                }
            }
        }
        let mut words: Vec<(&str, Vec<u32>)> = words.into_iter().collect();
        words.sort_unstable_by_key(|(word, _)| *word);
        words
    }
}

/// Items numbered in the order they are first used.
struct Used {
    order: Vec<u32>,
    /// By item.
    numbers: Vec<Option<u32>>,
}

impl Used {
    /// None of `count` items.
    fn of(count: usize) -> Used {
        Used { order: Vec::new(), numbers: vec![None; count] }
    }

    fn number(&mut self, item: u32) -> u32 {
        *self.numbers[item as usize].get_or_insert_with(|| {
            self.order.push(item);
            self.order.len() as u32 - 1
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn index(count: u32) -> Index {
        let rows = (0..count).map(|i| {
            let title = format!("Chùa số {i:05} {}", ["Hang", "Hàng", "Hạnh", "Minh"][i as usize % 4]);
            Row {
                words: fold(&title),
                head: format!("{title}\t0"),
                unit: Some(i % 50),
                old: None,
                tail: "\t\t\t".to_owned(),
            }
        });
        let units = (0..50).map(|i| Place { line: format!("xa-{i}\tXã {i}"), words: fold(&format!("Xã {i}")) });
        Index {
            kinds: "Di tích\t/vi/di-tich/".to_owned(),
            units: units.collect(),
            olds: Vec::new(),
            rows: rows.collect(),
        }
    }

    #[test]
    fn a_large_index_is_cut_into_parts_that_hold_every_word() {
        let small = index(900).files();
        assert_eq!((small.len(), small[0].0.as_str()), (1, "index"));
        let index = index(9_000);
        let files: BTreeMap<String, String> = index.files().into_iter().collect();
        assert!(files.len() > 10 && files.values().all(|text| text.len() <= LIMIT));
        let names: Vec<&str> = files["index"].lines().skip(1).collect();
        for i in [0, 4_321, 8_999] {
            let number = format!("{i:05}");
            let name = names.iter().find(|name| number.starts_with(**name)).expect("a part for each number");
            assert!(files[*name].contains(&format!("Chùa số {number} ")), "{name}");
        }
        let frequent = &files["chua."];
        assert!(frequent.len() > LIMIT / 2 && frequent.contains("\nChùa số 00000 Hang\t0\t0\n"), "{}", frequent.len());
    }

    /// A thousand entries with the longest of titles, in scripts that no slug can spell: every part is small enough,
    /// and each entry is in the part of each of its rarer words.
    #[test]
    fn long_titles_and_foreign_slugs_are_cut_as_well() {
        let long = "Quần thể di tích lịch sử và danh lam thắng cảnh đền thờ các vị khai quốc công thần";
        let foreign = ["معبد على ضفة النهر", "རྒྱལ་རྩེ་རྫོང་", "昆山寺 大雄寶殿", "🏯 Llanfairpwll"];
        let mut index = index(0);
        index.rows.extend((0..1_000_u32).map(|i| {
            let title = format!("{long} {} {i:04}", foreign[i as usize % 4]);
            let head = format!("{title}\t0-muc-so-{i:04}-trong-so-cac-muc");
            Row { words: fold(&title), head, unit: Some(i % 50), old: None, tail: "\t\t\t".to_owned() }
        }));
        let files: BTreeMap<String, String> = index.files().into_iter().collect();
        let sizes: Vec<(&String, usize)> = files.iter().map(|(name, text)| (name, text.len())).collect();
        assert!(files.len() > 5 && sizes.iter().all(|(_, size)| *size <= LIMIT), "{sizes:?}");
        for (i, row) in index.rows.iter().enumerate() {
            let number = format!("{i:04}");
            let name = files.keys().find(|name| number.starts_with(name.as_str())).expect("a part for each number");
            assert!(files[name].contains(&row.head), "{} is not in {name}", row.head);
        }
        for word in foreign.iter().flat_map(|name| fold(name)) {
            let is_of = |name: &&String| word.starts_with(name.as_str()) || **name == format!("{word}.");
            let name = files.keys().find(is_of).unwrap_or_else(|| panic!("no part for {word}"));
            assert!(files[name].lines().count() > 50, "{name}");
        }
    }
}

//! The search index of a language: what readers type, as small text files beside the search page. No server takes
//! part; `search.js` reads them.
//!
//! An index has four lists parted by empty lines, a line an item, tabs between the parts of a line: kinds (name,
//! path); units (id, the unit with those above); old addresses, a `?` before those that are only likely; entries
//! (title; number of the kind and the slug; numbers of unit and old address, base 36; codes; other names; the title's
//! language, where it is another). A slug that can be made from the title is two digits, first syllable and how many,
//! or nothing for all of them; any other stands after `=`.
//!
//! Up to [`LIMIT`] that is one file. A larger index is in parts by how the words of its entries begin, each an index
//! of its own; `index.txt` names the parts.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use disan_server::catalog::{Kind, Level};
use rayon::prelude::*;
use serde::Serialize;
use unicode_normalization::UnicodeNormalization;

use super::Error;
use super::page::Page;
use super::plan::Plan;
use super::render::put;
use super::tongue::Tongue;
use crate::model::{Entry, KindFacts, anchor};
use crate::write::Stage;

/// Bytes of a file of the index, before it is packed.
const LIMIT: usize = 60_000;

/// Writes the indexes of all languages.
pub fn write(plan: &Plan, stage: &Stage) -> Result<(), Error> {
    plan.tongues.par_iter().try_for_each(|tongue| {
        let folder = format!("site{}", Page::Search.path(plan, tongue));
        let index = Index::gather(plan, tongue);
        index.files().into_par_iter().try_for_each(|(name, text)| {
            put(plan, stage, &format!("{folder}{}.txt", file_name(&name)), text.as_bytes())
        })
    })
}

/// The search page: where the index is, and the places it names.
#[derive(Debug, Serialize)]
pub struct SearchView {
    path: String,
    places: String,
    alphabet: String,
    numbers: Option<String>,
}

impl SearchView {
    /// The view in the language of `tongue`.
    pub fn new(plan: &Plan, tongue: &Tongue) -> SearchView {
        SearchView {
            path: tongue.list_path("search"),
            places: tongue.list_path("places"),
            alphabet: tongue.list_path("alphabet"),
            numbers: (!plan.numbers.is_empty()).then(|| tongue.list_path("numbers")),
        }
    }
}

/// Everything that can be found in one language.
#[derive(Debug, Default)]
struct Index {
    kinds: String,
    units: Vec<Place>,
    olds: Vec<Place>,
    rows: Vec<Row>,
}

/// A line that rows share, and the words one finds it by.
#[derive(Debug)]
struct Place {
    line: String,
    words: Vec<String>,
}

/// An entry: what comes before and after the numbers of its unit and old address.
#[derive(Debug)]
struct Row {
    head: String,
    unit: Option<u32>,
    old: Option<u32>,
    tail: String,
    words: Vec<String>,
}

impl Index {
    fn gather(plan: &Plan, tongue: &Tongue) -> Index {
        let mut index = Index::default();
        for kind in Kind::ALL {
            let _ = writeln!(index.kinds, "{}\t{}", tongue.kind_one(kind), plan.project.kind_path(kind, &tongue.lang));
        }
        index.kinds.pop();
        index.units = plan
            .territory
            .nodes
            .iter()
            .map(|node| {
                let whole = plain(&node.line_in(tongue).unwrap_or_default());
                let own = whole.split(", ").next().unwrap_or_default();
                Place { words: fold(own), line: format!("{}\t{whole}", node.unit.id) }
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
                    index.olds.push(Place { words: fold(line), line: line.clone() });
                    index.olds.len() as u32 - 1
                })
            });
            index.rows.extend(row(plan, tongue, entry, unit, old));
        }
        index
    }

    /// The files: name without ending, and text.
    fn files(&self) -> Vec<(String, String)> {
        let all: Vec<u32> = (0..self.rows.len() as u32).collect();
        // What cannot fit is not even put together.
        if self.rows.iter().map(|row| row.head.len() + row.tail.len()).sum::<usize>() <= LIMIT {
            let whole = self.part(&all, true);
            if whole.len() <= LIMIT {
                return vec![("index".to_owned(), whole)];
            }
        }
        let mut parts = Parts { index: self, words: self.vocabulary(), files: Vec::new() };
        parts.cut("", 0, parts.words.len());
        let mut files = parts.files;
        files.sort_unstable();
        let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
        let directory = format!("parts\n{}", names.join("\n"));
        files.push(("index".to_owned(), directory));
        files
    }

    /// The index of some rows. Units without a row stand only in the index of all.
    fn part(&self, rows: &[u32], all: bool) -> String {
        let (mut units, mut olds) = (Used::default(), Used::default());
        if all {
            units.order.extend(0..self.units.len() as u32);
            units.numbers.extend(units.order.iter().map(|unit| (*unit, *unit)));
        }
        let mut lines = String::new();
        for i in rows {
            let row = &self.rows[*i as usize];
            let start = lines.len();
            let (unit, old) = (row.unit.map(|u| units.number(u)), row.old.map(|o| olds.number(o)));
            let _ = write!(lines, "{}\t{}\t{}{}", row.head, base36(unit), base36(old), row.tail);
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
    fn vocabulary(&self) -> Vec<(&str, Vec<u32>)> {
        let mut words: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
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
        words.into_iter().collect()
    }
}

/// The parts of a large index, as they are cut.
struct Parts<'a> {
    index: &'a Index,
    words: Vec<(&'a str, Vec<u32>)>,
    files: Vec<(String, String)>,
}

impl Parts<'_> {
    /// Makes one part of the words from `from` to `to`, which all begin with `start`; several where one is too large.
    fn cut(&mut self, start: &str, from: usize, to: usize) {
        if from == to {
            return;
        }
        let mut rows: Vec<u32> = self.words[from..to].iter().flat_map(|(_, rows)| rows).copied().collect();
        rows.sort_unstable();
        rows.dedup();
        let least: usize = rows.iter().map(|i| self.index.rows[*i as usize].head.len()).sum();
        if !start.is_empty() && least <= LIMIT {
            let text = self.index.part(&rows, false);
            if text.len() <= LIMIT {
                self.files.push((start.to_owned(), text));
                return;
            }
        }
        let mut next = from;
        if self.words[from].0 == start {
            self.put_word(start, from);
            next += 1;
        }
        while next < to {
            let longer = next_start(start, self.words[next].0);
            let end = next + self.words[next..to].partition_point(|(word, _)| word.starts_with(&longer));
            self.cut(&longer, next, end);
            next = end;
        }
    }

    /// The part of a very frequent word: as many rows as there is room for, those first whose title begins with it.
    fn put_word(&mut self, word: &str, at: usize) {
        let mut rows = self.words[at].1.clone();
        rows.sort_by_key(|i| {
            let own = &self.index.rows[*i as usize].words;
            (own.first().is_none_or(|first| first != word), !own.iter().any(|other| other == word))
        });
        let mut text = self.index.part(&rows, false);
        while text.len() > LIMIT {
            rows.truncate(rows.len() * LIMIT / (text.len() + 1));
            text = self.index.part(&rows, false);
        }
        self.files.push((format!("{word}."), text));
    }
}

/// `start` and the letter that follows it in `word`.
fn next_start(start: &str, word: &str) -> String {
    let next = word[start.len()..].chars().next().map_or(0, char::len_utf8);
    word[..start.len() + next].to_owned()
}

/// Items numbered in the order they are first used.
#[derive(Default)]
struct Used {
    order: Vec<u32>,
    numbers: BTreeMap<u32, u32>,
}

impl Used {
    fn number(&mut self, item: u32) -> u32 {
        *self.numbers.entry(item).or_insert_with(|| {
            self.order.push(item);
            self.order.len() as u32 - 1
        })
    }
}

fn row(plan: &Plan, tongue: &Tongue, entry: &Entry, unit: Option<u32>, old: Option<u32>) -> Option<Row> {
    let (lang, words) = entry.words_for(plan.project, &tongue.lang)?;
    let title = plain(&words.title);
    let kind = Kind::ALL.iter().position(|kind| *kind == entry.kind())?;
    let mut others: Vec<String> = match &entry.kind {
        KindFacts::Relic(facts) => {
            facts.other_names.pick(&tongue.lang, &tongue.chain).map_or_else(Vec::new, |(_, names)| names.clone())
        }
        _ => Vec::new(),
    };
    others.extend(entry.facts.tags.iter().map(|tag| plan.topics.name(tag, tongue).text));
    let others = plain(&others.join(";"));
    let mut codes = String::new();
    for code in entry.placements.iter().filter_map(|placement| placement.code) {
        let comma = if codes.is_empty() { "" } else { "," };
        let _ = write!(codes, "{comma}{code}");
    }
    let mut found_by = fold(&title);
    found_by.extend(fold(&others));
    found_by.extend(codes.split(',').filter(|code| !code.is_empty()).map(str::to_owned));
    Some(Row {
        head: format!("{title}\t{kind}{}", short_slug(&title, &entry.slug)),
        unit,
        old,
        tail: format!("\t{codes}\t{others}\t{}", if *lang == *tongue.locale.lang() { "" } else { lang.as_str() }),
        words: found_by,
    })
}

/// Where the entry was before: as the facts say; else likely in one of the units that its own came from.
fn old_address(plan: &Plan, tongue: &Tongue, entry: &Entry, likely: Option<&String>) -> Option<String> {
    if let Some((_, old)) = entry.facts.old_address.pick(&tongue.lang, &tongue.chain) {
        return Some(plain(old));
    }
    let earlier = match entry.facts.unit.as_slice() {
        [] | [_] => None,
        line => line.iter().min_by_key(|line| line.from),
    };
    let lineage = earlier.map(|line| plan.project.units.lineage(&line.id)).unwrap_or_default();
    let names: Vec<&str> = lineage
        .iter()
        .filter_map(|unit| unit.name.pick(&tongue.lang, &tongue.chain).map(|(_, name)| name.as_str()))
        .collect();
    if names.is_empty() { likely.cloned() } else { Some(plain(&names.join(", "))) }
}

/// By node: the names of the units that became it, wholly or in part.
fn likely_names(plan: &Plan, tongue: &Tongue) -> BTreeMap<u32, String> {
    let of_unit: BTreeMap<&str, u32> =
        (0..).zip(&plan.territory.nodes).map(|(i, node)| (node.unit.id.as_str(), i)).collect();
    let mut names: BTreeMap<u32, String> = BTreeMap::new();
    for unit in plan.project.units.iter().filter(|unit| unit.level != Level::Province) {
        let Some((_, name)) = unit.name.pick(&tongue.lang, &tongue.chain) else { continue };
        for node in unit.succession.iter().filter_map(|next| of_unit.get(next.to.as_str())) {
            let line = names.entry(*node).or_insert_with(|| "?".to_owned());
            if line.len() > 1 {
                line.push_str(", ");
            }
            line.push_str(&plain(name));
        }
    }
    names
}

/// The slug as `search.js` makes it from the title, where it can.
fn short_slug(title: &str, slug: &str) -> String {
    let made = letters(title);
    if made == anchor(title) && made.is_ascii() {
        if made == slug {
            return String::new();
        }
        let all: Vec<&str> = made.split('-').collect();
        let wanted: Vec<&str> = slug.split('-').collect();
        let at = all.windows(wanted.len().max(1)).position(|window| window == wanted);
        if let Some(at) = at.filter(|at| *at < 10 && wanted.len() < 10) {
            return format!("{at}{}", wanted.len());
        }
    }
    format!("={slug}")
}

/// The title in plain letters and hyphens, exactly as `search.js` does it.
fn letters(title: &str) -> String {
    let mut out = String::with_capacity(title.len());
    for c in title.to_lowercase().nfd().filter(|c| !('\u{300}'..='\u{36f}').contains(c)) {
        match if c == 'đ' { 'd' } else { c } {
            c if c.is_ascii_lowercase() || c.is_ascii_digit() => out.push(c),
            _ if out.ends_with('-') || out.is_empty() => {}
            _ => out.push('-'),
        }
    }
    out.truncate(out.trim_end_matches('-').len());
    out
}

/// The words of a text as they are compared, exactly as `search.js` does it: no case, no marks, `ly` as `li`.
fn fold(text: &str) -> Vec<String> {
    let apart = |c: char| c.is_whitespace() || "-–—_,.;:()/'\"“”‘’«»…!?|·+&*#@[]".contains(c);
    let plain: String = text
        .to_lowercase()
        .nfd()
        .filter(|c| !('\u{300}'..='\u{36f}').contains(c))
        .map(|c| if matches!(c, 'đ' | 'ð') { 'd' } else { c })
        .collect();
    let mut words: Vec<String> = Vec::new();
    for word in plain.split(apart).filter(|word| !word.is_empty()) {
        let mut word = word.to_owned();
        let vowel = |stem: &str| stem.is_empty() || stem.ends_with(['a', 'e', 'o', 'u']) && !stem.ends_with("qu");
        if word.strip_suffix('y').is_some_and(|stem| !vowel(stem)) {
            word.pop();
            word.push('i');
        }
        if !words.contains(&word) {
            words.push(word);
        }
    }
    words
}

/// A text on one line, without what parts the lines of an index.
fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn base36(number: Option<u32>) -> String {
    let Some(mut number) = number else { return String::new() };
    let mut digits = Vec::new();
    loop {
        digits.push(char::from_digit(number % 36, 36).unwrap_or('0'));
        number /= 36;
        if number == 0 {
            return digits.iter().rev().collect();
        }
    }
}

/// The name of a part's file: letters beyond a–z by their number, as `search.js` does it.
fn file_name(part: &str) -> String {
    let mut name = String::with_capacity(part.len());
    for unit in part.encode_utf16() {
        match char::from_u32(u32::from(unit)) {
            Some(c) if c.is_ascii_lowercase() || c.is_ascii_digit() || c == '.' => name.push(c),
            _ => drop(write!(name, "_{unit:x}")),
        }
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_compared_without_case_marks_and_the_two_spellings_of_one_sound() {
        assert_eq!(fold("Đền Cẩm Giàng (Lý – Mỹ)"), ["den", "cam", "giang", "li", "mi"]);
        assert_eq!(fold("Quý Tây huy"), ["qui", "tay", "huy"]);
        assert_eq!(fold("Hoà, hòa"), ["hoa"]);
    }

    #[test]
    fn slugs_are_told_by_their_title_where_they_can_be() {
        for (title, slug, short) in [
            ("Chùa Côn Sơn", "chua-con-son", ""),
            ("Chùa Côn Sơn", "con-son", "12"),
            ("Con Son Pagoda", "con-son", "02"),
            ("Chùa Côn Sơn", "hun", "=hun"),
            ("معبد", "den-bia", "=den-bia"),
            ("Đền 5", "5", "11"),
        ] {
            assert_eq!(short_slug(title, slug), short, "{title}");
        }
    }

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

    #[test]
    fn names_of_files_are_plain() {
        assert_eq!((file_name("chua."), file_name("مع")), ("chua.".into(), "_645_639".into()));
        assert_eq!((base36(Some(0)), base36(Some(36)), base36(None)), ("0".into(), "10".into(), String::new()));
    }
}

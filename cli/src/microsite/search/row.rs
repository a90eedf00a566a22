//! What one finds an entry by, and the lines that entries share.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use disan_server::catalog::{Kind, Lang, Level};

use super::spelling::{fold, one_line, short_slug};
use crate::microsite::plan::Plan;
use crate::microsite::tongue::Tongue;
use crate::model::{Entry, KindFacts};

/// A line that rows share, and the words one finds it by.
#[derive(Debug)]
pub struct Place {
    /// The line.
    pub line: String,
    /// The words, folded.
    pub words: Vec<String>,
}

/// An entry: what comes before and after the numbers of its unit and old address.
#[derive(Debug)]
pub struct Row {
    /// Title, kind and slug.
    pub head: String,
    /// Number of its unit.
    pub unit: Option<u32>,
    /// Number of its old address.
    pub old: Option<u32>,
    /// Codes, other names, language.
    pub tail: String,
    /// The words it is found by, folded, those of the title first.
    pub words: Vec<String>,
}

impl Row {
    /// The row of `entry`; none where it has no words.
    pub fn of(plan: &Plan, tongue: &Tongue, entry: &Entry, unit: Option<u32>, old: Option<u32>) -> Option<Row> {
        let (lang, words) = entry.words_for(plan.project, &tongue.lang)?;
        let title = one_line(&words.title);
        let kind = Kind::ALL.iter().position(|kind| *kind == entry.kind())?;
        let mut others: Vec<String> = match &entry.kind {
            KindFacts::Relic(facts) => {
                facts.other_names.pick(&tongue.lang, &tongue.chain).map_or_else(Vec::new, |(_, names)| names.clone())
            }
            _ => Vec::new(),
        };
        others.extend(entry.facts.tags.iter().map(|tag| plan.topics.name(tag, tongue).text));
        let others = one_line(&others.join(";"));
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
}

/// Where the entry was before: as the facts say; else likely in one of the units that its own came from. Then its
/// language, after a tab, where that is not the page's.
pub fn old_address(plan: &Plan, tongue: &Tongue, entry: &Entry, likely: Option<&String>) -> Option<String> {
    let told = |lang: &Lang, text: &str| match *lang == *tongue.locale.lang() {
        true => one_line(text),
        false => format!("{}\t{lang}", one_line(text)),
    };
    if let Some((lang, old)) = entry.facts.old_address.pick(&tongue.lang, &tongue.chain) {
        return Some(told(lang, old));
    }
    let earlier = match entry.facts.unit.as_slice() {
        [] | [_] => None,
        line => line.iter().min_by_key(|line| line.from),
    };
    let lineage = earlier.map(|line| plan.project.units.lineage(&line.id)).unwrap_or_default();
    let names: Vec<(&Lang, &str)> = lineage
        .iter()
        .filter_map(|unit| unit.name.pick(&tongue.lang, &tongue.chain).map(|(lang, name)| (lang, name.as_str())))
        .collect();
    // Names in several languages are told to be of the one that most likely needs telling: the smallest unit's.
    let Some((lang, _)) = names.first() else { return likely.cloned() };
    Some(told(lang, &names.iter().map(|(_, name)| *name).collect::<Vec<_>>().join(", ")))
}

/// By node: the names of the units that became it, wholly or in part.
pub fn likely_names(plan: &Plan, tongue: &Tongue) -> BTreeMap<u32, String> {
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
            line.push_str(&one_line(name));
        }
    }
    names
}

//! Where entries are: the units that have some today, and addresses in words.

use std::collections::BTreeMap;

use disan_server::catalog::{Lang, Level, Localized, Unit, UnitFrom, unit_on};
use jiff::civil::Date;

use super::text::{Text, lower_first, upper_first};
use super::tongue::Tongue;
use crate::model::{Entry, KindFacts, Project, ServiceCategory};

/// Addresses called old in the facts are those before communes and provinces were merged.
const OLD_ADDRESSES: Date = jiff::civil::date(2025, 7, 1);

/// The units readers find entries by.
#[derive(Debug)]
pub struct Territory<'a> {
    /// Units with entries, and those above them, in the order of `units.toml`.
    pub nodes: Vec<Node<'a>>,
    /// By entry: the index of its unit's node.
    of_entry: Vec<Option<u32>>,
    /// By unit id: the index of its node.
    by_id: BTreeMap<&'a str, u32>,
    /// What units were before, each once.
    formers: Vec<Former>,
    /// By entry: the index of what its unit was before.
    former_of: Vec<Option<u32>>,
}

/// The unit an entry was in before the one it is in now.
#[derive(Debug)]
struct Former {
    /// The day it became what it is now.
    until: Date,
    /// Its name and those above, as they were.
    line: Localized<String>,
}

/// A unit with a page.
#[derive(Debug)]
pub struct Node<'a> {
    /// The unit.
    pub unit: &'a Unit,
    /// Index of the node above.
    pub parent: Option<u32>,
    /// Indices of the nodes below.
    pub children: Vec<u32>,
    /// Indices of the entries that belong to it directly.
    pub entries: Vec<u32>,
    /// Entries here and below.
    pub total: usize,
    /// Its name and those above, as an address ends: phường Trần Hưng Đạo, thành phố Hải Phòng.
    line: Localized<String>,
}

impl Node<'_> {
    /// Its name and those above for readers of `tongue`: Phường Trần Hưng Đạo, thành phố Hải Phòng.
    pub fn line_in(&self, tongue: &Tongue) -> Option<String> {
        self.line.pick(&tongue.lang, &tongue.chain).map(|(_, line)| upper_first(line))
    }

    /// The language of that.
    pub fn line_lang<'t>(&'t self, tongue: &'t Tongue) -> Option<&'t Lang> {
        self.line.pick(&tongue.lang, &tongue.chain).map(|(lang, _)| lang)
    }
}

impl<'a> Territory<'a> {
    /// The territory of `project` on `today`.
    pub fn survey(project: &'a Project, today: Date) -> Territory<'a> {
        let mut known: BTreeMap<&str, Option<&Unit>> = BTreeMap::new();
        let mut units: Vec<Option<&'a Unit>> = Vec::with_capacity(project.entries.len());
        for entry in &project.entries {
            let line = &entry.facts.unit;
            units.push(match line.as_slice() {
                // Most entries name one of a few units: each is looked up once.
                [only] if only.from.is_none() => {
                    *known.entry(&only.id).or_insert_with(|| unit_on(line, &project.units, today))
                }
                _ => unit_on(line, &project.units, today),
            });
        }
        for unit in units.iter_mut().flatten() {
            *unit = settled(unit, project);
        }
        let mut territory = Territory {
            nodes: Vec::new(),
            of_entry: Vec::with_capacity(units.len()),
            by_id: BTreeMap::new(),
            formers: Vec::new(),
            former_of: Vec::with_capacity(units.len()),
        };
        territory.look_back(project, &units);
        for (i, unit) in units.into_iter().enumerate() {
            let node = unit.map(|unit| territory.node(project, unit));
            if let Some(node) = node {
                territory.nodes[node as usize].entries.push(i as u32);
            }
            territory.of_entry.push(node);
        }
        territory.count();
        territory
    }

    /// The node of `unit`, made together with those above where it is new.
    fn node(&mut self, project: &'a Project, unit: &'a Unit) -> u32 {
        if let Some(node) = self.by_id.get(unit.id.as_str()) {
            return *node;
        }
        let lineage = project.units.lineage(&unit.id);
        let parent = lineage.get(1).map(|above| self.node(project, above));
        let node = self.nodes.len() as u32;
        self.nodes.push(Node {
            unit,
            parent,
            children: Vec::new(),
            entries: Vec::new(),
            total: 0,
            line: line(&lineage, project),
        });
        self.by_id.insert(&unit.id, node);
        if let Some(parent) = parent {
            self.nodes[parent as usize].children.push(node);
        }
        node
    }

    fn count(&mut self) {
        for i in 0..self.nodes.len() {
            let entries = self.nodes[i].entries.len();
            let mut next = Some(i as u32);
            while let Some(node) = next {
                self.nodes[node as usize].total += entries;
                next = self.nodes[node as usize].parent;
            }
        }
    }

    /// Looks up what the unit of each entry was on the day before it became what it is, where the facts or a whole
    /// succession tell: of a unit that is named only by its present name nothing is said, for it may have been several.
    fn look_back(&mut self, project: &'a Project, units: &[Option<&'a Unit>]) {
        let mut known: BTreeMap<&str, Option<u32>> = BTreeMap::new();
        for (entry, now) in project.entries.iter().zip(units) {
            let rows = entry.facts.unit.as_slice();
            let now = now.and_then(|now| Some((now, now.valid_from?)));
            let former = now.and_then(|(now, until)| match rows {
                // Named by what it is: it was not there the day before.
                [only] if only.id == now.id => None,
                [only] if only.from.is_none() => {
                    *known.entry(&only.id).or_insert_with(|| self.former(project, rows, now, until))
                }
                _ => self.former(project, rows, now, until),
            });
            self.former_of.push(former);
        }
    }

    fn former(&mut self, project: &'a Project, rows: &[UnitFrom], now: &Unit, until: Date) -> Option<u32> {
        let before = settled(unit_on(rows, &project.units, until.yesterday().ok()?)?, project);
        let line = line(&project.units.lineage(&before.id), project);
        let is_same = before.id == now.id || line == self::line(&project.units.lineage(&now.id), project);
        (!is_same).then(|| {
            self.formers.push(Former { until, line });
            self.formers.len() as u32 - 1
        })
    }

    /// The address of `entry` (at `index`) as it was: the one its facts give, else the unit it was in.
    pub fn former_address(&self, entry: &Entry, index: u32, tongue: &Tongue) -> Option<Text> {
        let (until, (lang, address)) = match entry.facts.old_address.pick(&tongue.lang, &tongue.chain) {
            Some(old) => (OLD_ADDRESSES, old),
            None if !is_place(&entry.kind) => return None,
            None => {
                let former = &self.formers[self.former_of[index as usize]? as usize];
                (former.until, former.line.pick(&tongue.lang, &tongue.chain)?)
            }
        };
        let values = [("date", tongue.locale.date(until)), ("address", address.clone())];
        let text = tongue.locale.fill("reader.before", &values.each_ref().map(|(name, value)| (*name, value.as_str())));
        Some(Text::in_lang(text, lang, tongue))
    }

    /// The node of the unit with this id, or, for a team, of the place it belongs to.
    pub fn node_of_unit(&self, id: &str, project: &Project) -> Option<u32> {
        let unit = settled(project.units.get(id)?, project);
        self.by_id.get(unit.id.as_str()).copied()
    }

    /// The node of the unit the entry at `index` belongs to.
    pub fn node_of(&self, index: u32) -> Option<u32> {
        self.of_entry[index as usize]
    }

    /// The address of `entry` (at `index`) today: its own, then its unit's. None for what is no place and says none.
    pub fn address(&self, entry: &Entry, index: u32, tongue: &Tongue) -> Option<Text> {
        let own = entry.facts.address.pick(&tongue.lang, &tongue.chain);
        if own.is_none() && !is_place(&entry.kind) {
            return None;
        }
        let unit = self.node_of(index).map(|node| &self.nodes[node as usize].line);
        let lang = own.map_or(&tongue.lang, |(lang, _)| lang);
        let unit = unit.and_then(|line| line.pick(lang, &tongue.chain));
        let (lang, address) = match (own, unit) {
            (Some((lang, own)), Some((_, unit))) => (lang, format!("{own}, {unit}")),
            (Some((lang, own)), None) => (lang, own.clone()),
            (None, Some((lang, unit))) => (lang, unit.clone()),
            (None, None) => return None,
        };
        Some(Text::in_lang(upper_first(&address), lang, tongue))
    }
}

/// Whether one can go there: an application is nowhere, and an event says where in words of its own.
fn is_place(kind: &KindFacts) -> bool {
    match kind {
        KindFacts::Relic(_) => true,
        KindFacts::Service(facts) => !matches!(facts.category, ServiceCategory::App | ServiceCategory::Portal),
        KindFacts::Guide(_) | KindFacts::Trail(_) | KindFacts::Event(_) => false,
    }
}

/// The unit itself, or, where it is a team, the place the team belongs to: readers look for places.
fn settled<'a>(unit: &'a Unit, project: &'a Project) -> &'a Unit {
    if unit.level != Level::Team {
        return unit;
    }
    project.units.lineage(&unit.id).into_iter().find(|above| above.level != Level::Team).unwrap_or(unit)
}

/// The names of `lineage` in each language of `project` that the first of them has a name in, as they stand in running
/// text.
fn line(lineage: &[&Unit], project: &Project) -> Localized<String> {
    let has_name = |lang: &&Lang| lineage.first().is_some_and(|unit| unit.name.get(lang).is_some());
    let named = project.settings.languages.iter().filter(has_name);
    named.map(|lang| (lang.clone(), line_in(lineage, lang, project))).collect()
}

pub fn line_in(lineage: &[&Unit], lang: &Lang, project: &Project) -> String {
    let chain = project.fallback_of(lang);
    let names = lineage.iter().filter_map(|unit| {
        let (lang, name) = unit.name.pick(lang, &chain)?;
        let own_name = unit.level == Level::Team || lang.primary() != "vi";
        Some(if own_name { name.clone() } else { lower_first(name) })
    });
    names.collect::<Vec<_>>().join(", ")
}

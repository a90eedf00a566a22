//! Where entries are: the units that have some today, and addresses in words.

use std::collections::BTreeMap;

use disan_server::catalog::{Lang, Level, Localized, Unit, unit_on};
use jiff::civil::Date;

use super::text::{Text, lower_first, upper_first};
use super::tongue::Tongue;
use crate::model::{Entry, KindFacts, Project, ServiceCategory};

/// The units readers find entries by.
#[derive(Debug)]
pub struct Territory<'a> {
    /// Units with entries, and those above them, in the order of `units.toml`.
    pub nodes: Vec<Node<'a>>,
    /// By entry: the index of its unit's node.
    of_entry: Vec<Option<u32>>,
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
        let mut territory = Territory { nodes: Vec::new(), of_entry: Vec::with_capacity(units.len()) };
        let mut index: BTreeMap<&str, u32> = BTreeMap::new();
        for (i, unit) in units.into_iter().enumerate() {
            let node = unit.map(|unit| territory.node(project, &mut index, unit));
            if let Some(node) = node {
                territory.nodes[node as usize].entries.push(i as u32);
            }
            territory.of_entry.push(node);
        }
        territory.count();
        territory
    }

    /// The node of `unit`, made together with those above where it is new.
    fn node(&mut self, project: &'a Project, index: &mut BTreeMap<&'a str, u32>, unit: &'a Unit) -> u32 {
        if let Some(node) = index.get(unit.id.as_str()) {
            return *node;
        }
        let lineage = project.units.lineage(&unit.id);
        let parent = lineage.get(1).map(|above| self.node(project, index, above));
        let line = project.settings.languages.iter().map(|lang| (lang.clone(), line(&lineage, lang, project)));
        let node = self.nodes.len() as u32;
        self.nodes.push(Node {
            unit,
            parent,
            children: Vec::new(),
            entries: Vec::new(),
            total: 0,
            line: line.collect(),
        });
        index.insert(&unit.id, node);
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

/// The names of `lineage` in `lang`, as they stand in running text.
fn line(lineage: &[&Unit], lang: &Lang, project: &Project) -> String {
    let chain = project.fallback_of(lang);
    let names = lineage.iter().filter_map(|unit| {
        let (lang, name) = unit.name.pick(lang, &chain)?;
        let own_name = unit.level == Level::Team || lang.primary() != "vi";
        Some(if own_name { name.clone() } else { lower_first(name) })
    });
    names.collect::<Vec<_>>().join(", ")
}

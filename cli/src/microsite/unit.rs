//! The page of a unit: what it has, who looks after it, and what it was before.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use disan_server::catalog::{Kind, Level, Share, Succession, Unit};
use serde::Serialize;

use super::card::Card;
use super::contact::ContactView;
use super::frame::{Crumb, Subject};
use super::list::{UnitLink, is_trial};
use super::page::{LIST_LENGTH, Page};
use super::pager::{Pager, part_of};
use super::place::{Territory, line_in};
use super::plan::Plan;
use super::text::{Text, lower_first, upper_first};
use super::tongue::Tongue;
use crate::model::Project;

/// What units are known by beside their entries.
#[derive(Debug)]
pub struct Register<'a> {
    /// By node of the territory: its entries, and for a commune those of its hamlets too.
    pub entries: Vec<Vec<u32>>,
    /// By unit: what became it, in the order of the file.
    before: BTreeMap<&'a str, Vec<(&'a Unit, &'a Succession)>>,
    /// By unit: the teams right below it.
    teams: BTreeMap<&'a str, Vec<&'a Unit>>,
}

/// A part of the page of a unit.
#[derive(Debug, Serialize)]
pub struct UnitView {
    title: Text,
    summary: String,
    units: Vec<UnitLink>,
    groups: Vec<Group>,
    contact: Option<ContactView>,
    teams: Vec<TeamView>,
    before: Option<Before>,
    pager: Option<Pager>,
}

/// The entries of one kind.
#[derive(Debug, Serialize)]
struct Group {
    kind: &'static str,
    name: String,
    cards: Vec<Card>,
}

#[derive(Debug, Serialize)]
struct TeamView {
    name: Text,
    contact: Option<ContactView>,
}

/// The units that stood here.
#[derive(Debug, Serialize)]
struct Before {
    title: String,
    units: Vec<OldUnit>,
}

#[derive(Debug, Serialize)]
struct OldUnit {
    name: Text,
    act: Option<Text>,
}

impl<'a> Register<'a> {
    /// The register of `project`.
    pub fn new(project: &'a Project, territory: &Territory) -> Register<'a> {
        let mut entries: Vec<Vec<u32>> = territory.nodes.iter().map(|node| node.entries.clone()).collect();
        for (i, node) in territory.nodes.iter().enumerate().filter(|(_, node)| node.unit.level == Level::Hamlet) {
            let mut above = node.parent;
            while let Some(parent) = above {
                if territory.nodes[parent as usize].unit.level == Level::Commune {
                    let own = territory.nodes[i].entries.iter();
                    entries[parent as usize].extend(own);
                    break;
                }
                above = territory.nodes[parent as usize].parent;
            }
        }
        let (mut before, mut teams) = (BTreeMap::<&str, Vec<_>>::new(), BTreeMap::<&str, Vec<_>>::new());
        for unit in project.units.iter() {
            for heir in &unit.succession {
                before.entry(heir.to.as_str()).or_default().push((unit, heir));
            }
            if let (Level::Team, Some(parent)) = (unit.level, &unit.parent) {
                teams.entry(parent.as_str()).or_default().push(unit);
            }
        }
        Register { entries, before, teams }
    }
}

impl UnitView {
    /// Part `part` of the page of the unit at `node`.
    pub fn new(plan: &Plan, tongue: &Tongue, node: u32, part: u32) -> UnitView {
        let at = &plan.territory.nodes[node as usize];
        let mut entries = plan.register.entries[node as usize].clone();
        tongue.sort(&mut entries);
        // Stable: within a kind the order of titles stays.
        entries.sort_by_key(|index| place_of(plan.project.entries[*index as usize].kind()));
        let shown = part_of(&entries, part, LIST_LENGTH);
        let groups = Kind::ALL.into_iter().filter_map(|kind| {
            let of: Vec<u32> =
                shown.iter().copied().filter(|i| plan.project.entries[*i as usize].kind() == kind).collect();
            let name = tongue.kind_many(kind).to_owned();
            (!of.is_empty()).then(|| Group { kind: kind.id(), name, cards: Card::all(plan, tongue, &of) })
        });
        let first = part == 1;
        let contact = plan.project.unit_contacts.get(&at.unit.id).filter(|_| first);
        UnitView {
            title: name(at.unit, tongue),
            summary: summary(plan, tongue, node),
            units: if first { UnitLink::all(plan, tongue, &at.children, true) } else { Vec::new() },
            groups: groups.collect(),
            contact: contact.map(|contact| ContactView::new(contact, tongue)),
            teams: if first { teams(plan, tongue, at.unit, &entries) } else { Vec::new() },
            before: Before::new(plan, tongue, at.unit).filter(|_| first),
            pager: Pager::new(plan, tongue, part, entries.len(), LIST_LENGTH, |part| Page::Unit(node, part)),
        }
    }
}

impl Before {
    fn new(plan: &Plan, tongue: &Tongue, unit: &Unit) -> Option<Before> {
        let before = plan.register.before.get(unit.id.as_str())?;
        let day = unit.valid_from.or_else(|| before.iter().find_map(|(old, _)| old.valid_to?.tomorrow().ok()));
        let locale = &tongue.locale;
        let title = match day {
            Some(day) => locale.fill("reader.unit.before", &[("date", &locale.date(day))]),
            None => locale.text("reader.unit.formerly").to_owned(),
        };
        let old = |(old, heir): &(&Unit, &Succession)| {
            let full = line_in(&plan.project.units.lineage(&old.id), &tongue.lang, plan.project);
            let full = match heir.share {
                Share::Whole => upper_first(&full),
                Share::Part => locale.fill("reader.unit.part", &[("name", &full)]),
            };
            let (lang, _) = old.name.pick(&tongue.lang, &tongue.chain)?;
            // Resolutions are cited in one language, that of the project.
            let act = heir.act.as_deref().map(|act| Text::in_lang(act, plan.project.settings.default_lang(), tongue));
            Some(OldUnit { name: Text::in_lang(full, lang, tongue), act })
        };
        let units: Vec<OldUnit> = before.iter().filter_map(old).collect();
        (!units.is_empty()).then_some(Before { title, units })
    }
}

/// What the page of the unit at `node` says of itself.
pub fn subject<'a>(plan: &'a Plan, tongue: &'a Tongue, node: u32) -> Subject<'a> {
    let mut crumbs = Vec::new();
    let mut next = plan.territory.nodes[node as usize].parent;
    while let Some(parent) = next {
        let at = &plan.territory.nodes[parent as usize];
        crumbs.push(Crumb { name: name_of(at.unit, tongue), path: Page::Unit(parent, 1).path(plan, tongue) });
        next = at.parent;
    }
    let places = Cow::Borrowed(tongue.locale.text("reader.list.places"));
    crumbs.push(Crumb { name: places, path: tongue.list_path("places") });
    crumbs.reverse();
    Subject {
        name: name_of(plan.territory.nodes[node as usize].unit, tongue),
        description: Cow::Owned(summary(plan, tongue, node)),
        text_lang: &tongue.lang,
        trial: is_trial(plan),
        crumbs,
    }
}

/// What the unit has, in a sentence: Phường Trần Hưng Đạo có 3 di tích, 1 tuyến tham quan.
fn summary(plan: &Plan, tongue: &Tongue, node: u32) -> String {
    let (at, locale) = (&plan.territory.nodes[node as usize], &tongue.locale);
    let mut counts = [0; Kind::ALL.len()];
    let own = &plan.register.entries[node as usize];
    for index in own {
        counts[place_of(plan.project.entries[*index as usize].kind())] += 1;
    }
    let count = |(kind, count): (Kind, usize)| {
        let kind = if count == 1 { tongue.kind_one(kind) } else { tongue.kind_many(kind) };
        format!("{} {}", locale.number(count as i64), lower_first(kind))
    };
    let mut list: Vec<String> = Kind::ALL.into_iter().zip(counts).filter(|(_, n)| *n > 0).map(count).collect();
    let below = at.total.saturating_sub(own.len());
    if below > 0 {
        list.push(locale.fill("reader.unit.below", &[("count", &locale.number(below as i64))]));
    }
    locale.fill("reader.unit.has", &[("name", &name_of(at.unit, tongue)), ("list", &list.join(", "))])
}

/// The teams of a unit: those right below it, and those its entries name.
fn teams(plan: &Plan, tongue: &Tongue, unit: &Unit, entries: &[u32]) -> Vec<TeamView> {
    let project = plan.project;
    let below = plan.register.teams.get(unit.id.as_str()).map_or(&[][..], Vec::as_slice);
    let named = entries.iter().filter_map(|index| project.entries[*index as usize].facts.team.as_deref());
    let named: BTreeSet<&str> = named.collect();
    let mut teams: Vec<&Unit> = below.iter().copied().filter(|team| team.is_valid_on(plan.options.today)).collect();
    let named = named.into_iter().filter(|id| *id != unit.id && below.iter().all(|team| team.id != *id));
    teams.extend(named.filter_map(|id| project.units.get(id)));
    let contact = |team: &Unit| {
        let owner = (team.id == project.settings.owner).then_some(&project.settings.contact);
        let contact = project.unit_contacts.get(&team.id).or(owner)?;
        (!contact.is_empty()).then(|| ContactView::new(contact, tongue))
    };
    teams.into_iter().map(|team| TeamView { name: name(team, tongue), contact: contact(team) }).collect()
}

/// Where a kind stands on the page.
fn place_of(kind: Kind) -> usize {
    Kind::ALL.iter().position(|other| *other == kind).unwrap_or_default()
}

fn name(unit: &Unit, tongue: &Tongue) -> Text {
    Text::pick(&unit.name, tongue).unwrap_or_else(|| Text::plain(unit.id.clone()))
}

fn name_of<'a>(unit: &'a Unit, tongue: &'a Tongue) -> Cow<'a, str> {
    Cow::Borrowed(unit.name.pick(&tongue.lang, &tongue.chain).map_or(&*unit.id, |(_, name)| name.as_str()))
}

//! Pages that list: entries of a kind or a unit, units, numbers.

use std::borrow::Cow;

use disan_server::catalog::Kind;
use serde::Serialize;

use super::card::Card;
use super::frame::{Crumb, Subject};
use super::page::{LIST_LENGTH, NUMBERS_LENGTH, Page};
use super::pager::{Pager, part_of};
use super::plan::Plan;
use super::text::Text;
use super::tongue::Tongue;
use super::topic::{self, TopicLink};

/// A page of cards, of units, or both.
#[derive(Debug, Serialize)]
pub struct ListView {
    title: Text,
    lead: Option<String>,
    count: Option<String>,
    units: Vec<UnitLink>,
    topics: Vec<TopicLink>,
    cards: Vec<Card>,
    pager: Option<Pager>,
}

/// A unit with the entries it and those below it have.
#[derive(Debug, Serialize)]
pub struct UnitLink {
    name: Text,
    path: String,
    count: usize,
    /// Units below that have a page, one level deep.
    within: Vec<UnitLink>,
}

/// A page of numbers.
#[derive(Debug, Serialize)]
pub struct NumbersView {
    rows: Vec<NumberRow>,
    pager: Option<Pager>,
}

#[derive(Debug, Serialize)]
struct NumberRow {
    grouped: String,
    path: String,
    title: Text,
    placement: Option<Text>,
}

impl UnitLink {
    /// Links to `nodes` and, `deep`, to those right below.
    pub fn all(plan: &Plan, tongue: &Tongue, nodes: &[u32], deep: bool) -> Vec<UnitLink> {
        let mut nodes = nodes.to_vec();
        tongue.sort_units(&mut nodes);
        let link = |node: &u32| {
            let at = &plan.territory.nodes[*node as usize];
            UnitLink {
                name: Text::pick(&at.unit.name, tongue).unwrap_or_else(|| Text::plain(at.unit.id.clone())),
                path: Page::Unit(*node, 1).path(plan, tongue),
                count: at.total,
                within: if deep { UnitLink::all(plan, tongue, &at.children, false) } else { Vec::new() },
            }
        };
        nodes.iter().map(link).collect()
    }

    /// Links to the units that stand under no other.
    pub fn roots(plan: &Plan, tongue: &Tongue) -> Vec<UnitLink> {
        let nodes = 0..plan.territory.nodes.len() as u32;
        let roots: Vec<u32> = nodes.filter(|i| plan.territory.nodes[*i as usize].parent.is_none()).collect();
        UnitLink::all(plan, tongue, &roots, true)
    }
}

impl ListView {
    /// Part `part` of the entries of `kind`.
    pub fn of_kind(plan: &Plan, tongue: &Tongue, kind: Kind, part: u32) -> ListView {
        let entries = tongue.kinds.get(&kind).map_or(&[][..], Vec::as_slice);
        ListView {
            title: Text::plain(tongue.kind_many(kind)),
            lead: None,
            count: Some(count(tongue, entries.len())),
            units: Vec::new(),
            topics: Vec::new(),
            cards: Card::all(plan, tongue, part_of(entries, part, LIST_LENGTH)),
            pager: Pager::new(plan, tongue, part, entries.len(), LIST_LENGTH, |part| Page::Kind(kind, part)),
        }
    }

    /// All units.
    pub fn of_units(plan: &Plan, tongue: &Tongue) -> ListView {
        ListView {
            title: Text::plain(tongue.locale.text("reader.list.places")),
            lead: Some(tongue.locale.text("reader.list.places_text").to_owned()),
            count: None,
            units: UnitLink::roots(plan, tongue),
            topics: Vec::new(),
            cards: Vec::new(),
            pager: None,
        }
    }

    /// All topics.
    pub fn of_topics(plan: &Plan, tongue: &Tongue) -> ListView {
        ListView {
            title: Text::plain(tongue.locale.text("reader.list.topics")),
            lead: Some(tongue.locale.text("reader.list.topics_text").to_owned()),
            count: None,
            units: Vec::new(),
            topics: TopicLink::all(plan, tongue),
            cards: Vec::new(),
            pager: None,
        }
    }

    /// Part `part` of the entries of the topic at `index`.
    pub fn of_topic(plan: &Plan, tongue: &Tongue, index: u32, part: u32) -> ListView {
        let mut entries = plan.topics.all[index as usize].entries.clone();
        tongue.sort(&mut entries);
        ListView {
            title: topic::heading(plan, tongue, index),
            lead: None,
            count: Some(count(tongue, entries.len())),
            units: Vec::new(),
            topics: Vec::new(),
            cards: Card::all(plan, tongue, part_of(&entries, part, LIST_LENGTH)),
            pager: Pager::new(plan, tongue, part, entries.len(), LIST_LENGTH, |part| Page::Topic(index, part)),
        }
    }
}

impl NumbersView {
    /// Part `part` of all numbers.
    pub fn new(plan: &Plan, tongue: &Tongue, part: u32) -> NumbersView {
        let row = |number: &super::plan::Number| {
            let entry = &plan.project.entries[number.entry as usize];
            let (lang, words) = entry.words_for(plan.project, &tongue.lang)?;
            Some(NumberRow {
                grouped: number.code.grouped(),
                path: plan.project.page_path(entry, &tongue.lang),
                title: Text::in_lang(&*words.title, lang, tongue),
                placement: Text::pick(&entry.placements[number.placement as usize].name, tongue),
            })
        };
        NumbersView {
            rows: part_of(&plan.numbers, part, NUMBERS_LENGTH).iter().filter_map(row).collect(),
            pager: Pager::new(plan, tongue, part, plan.numbers.len(), NUMBERS_LENGTH, Page::Numbers),
        }
    }
}

fn count(tongue: &Tongue, count: usize) -> String {
    let key = if count == 1 { "reader.list.count_one" } else { "reader.list.count" };
    tongue.locale.fill(key, &[("count", &tongue.locale.number(count as i64))])
}

/// What a page that lists says of itself.
pub fn subject<'a>(plan: &'a Plan, tongue: &'a Tongue, page: Page) -> Subject<'a> {
    let locale = &tongue.locale;
    let text = |key: &'static str| Cow::Borrowed(locale.text(key));
    let topics = || Crumb { name: text("reader.list.topics"), path: tongue.list_path("topics") };
    let (name, description, crumbs) = match page {
        Page::Kind(kind, _) => (Cow::Borrowed(tongue.kind_many(kind)), tagline(plan, tongue), Vec::new()),
        Page::Units => (text("reader.list.places"), text("reader.list.places_text"), Vec::new()),
        Page::Numbers(_) => (text("reader.list.numbers"), text("reader.list.numbers_text"), Vec::new()),
        Page::Alphabet(_) => (text("reader.list.alphabet"), text("reader.list.alphabet_text"), Vec::new()),
        Page::Topics => (text("reader.list.topics"), text("reader.list.topics_text"), Vec::new()),
        Page::Topic(index, _) => {
            (Cow::Owned(topic::heading(plan, tongue, index).text), tagline(plan, tongue), vec![topics()])
        }
        Page::Search => (text("reader.search.title"), text("reader.search.text"), Vec::new()),
        Page::Offline => (text("reader.offline.title"), text("reader.offline.text"), Vec::new()),
        _ => (text("reader.missing.title"), text("reader.missing.text"), Vec::new()),
    };
    Subject { name, description, text_lang: &tongue.lang, trial: is_trial(plan), crumbs }
}

/// Whether pages that belong to no entry are a trial.
pub fn is_trial(plan: &Plan) -> bool {
    plan.project.settings.host_is_placeholder()
}

/// The project's own line, as a description of what has no better one.
pub fn tagline<'a>(plan: &'a Plan, tongue: &'a Tongue) -> Cow<'a, str> {
    let tagline = plan.project.settings.tagline.pick(&tongue.lang, &tongue.chain);
    Cow::Borrowed(tagline.map_or("", |(_, text)| text.as_str()))
}

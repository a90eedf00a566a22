//! What a picture says: only what the font has letters for.

use disan_server::catalog::Lang;

use super::super::borrowed::bare;
use super::super::plan::Plan;
use super::super::text::{Text, lower_first, upper_first};
use super::super::tongue::Tongue;
use super::super::{event, list};
use crate::model::{Entry, KindFacts, RankLevel};
use crate::print::typeset::{clean, missing};
use crate::print::{Fonts, Style};

/// The words of one picture.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Wording {
    /// The project's title, at the head.
    pub project: Option<String>,
    /// Rank or kind, above the title.
    pub kicker: Option<String>,
    /// What the page is about.
    pub title: String,
    /// Where or when, below the title.
    pub place: Option<String>,
    /// Who answers for the content.
    pub owner: Option<String>,
    /// The host.
    pub host: String,
    /// That the page is a trial.
    pub trial: Option<String>,
}

impl Wording {
    /// The words for the entry at `index`; none where it has no text at all. A title in letters the font lacks gives
    /// way to the one in the project's first language, and that to the name of the kind.
    pub fn of_entry(plan: &Plan, tongue: &Tongue, fonts: &Fonts<'_>, index: u32) -> Option<Wording> {
        let project = plan.project;
        let entry = &project.entries[index as usize];
        let (_, words) = entry.words_for(project, &tongue.lang)?;
        let set = |style: Style, text: &str| settable(fonts, style, text);
        let first = entry.words_for(project, project.settings.default_lang()).map(|(_, words)| &*words.title);
        let titles = [Some(&*words.title), first, Some(tongue.kind_one(entry.kind()))];
        let title = titles.into_iter().flatten().find_map(|title| set(Style::Bold, title));
        let kicker = set(Style::Bold, &kicker(entry, tongue)).filter(|kicker| Some(kicker) != title.as_ref());
        Some(Wording {
            kicker,
            title: title.unwrap_or_else(|| project.settings.host.clone()),
            place: place(plan, tongue, entry, index).and_then(|place| set(Style::Regular, &place)),
            project: heading(plan, tongue).and_then(|title| set(Style::Bold, &title)),
            trial: entry.is_trial(project).then(|| bare(tongue.locale.text("reader.trial")).to_uppercase()),
            ..signed(plan, tongue, fonts)
        })
    }

    /// The words for all other pages.
    pub fn of_project(plan: &Plan, tongue: &Tongue, fonts: &Fonts<'_>) -> Wording {
        let set = |style: Style, text: &str| settable(fonts, style, text);
        let host = || plan.project.settings.host.clone();
        Wording {
            title: heading(plan, tongue).and_then(|title| set(Style::Bold, &title)).unwrap_or_else(host),
            place: set(Style::Regular, &list::tagline(plan, tongue)),
            trial: list::is_trial(plan).then(|| bare(tongue.locale.text("reader.trial")).to_uppercase()),
            ..signed(plan, tongue, fonts)
        }
    }

    /// All of it, for telling one picture from another.
    pub fn parts(&self) -> impl Iterator<Item = &str> {
        let Wording { project, kicker, title, place, owner, host, trial } = self;
        let optional = [project, kicker, place, owner, trial].map(|text| text.as_deref().unwrap_or_default());
        optional.into_iter().chain([title.as_str(), host])
    }
}

/// Owner and host, which stand on every picture.
fn signed(plan: &Plan, tongue: &Tongue, fonts: &Fonts<'_>) -> Wording {
    let settings = &plan.project.settings;
    let owner = plan.project.units.get(&settings.owner).and_then(|unit| Text::pick(&unit.name, tongue));
    Wording {
        owner: owner.and_then(|owner| settable(fonts, Style::Regular, &owner.text)),
        host: settings.host.clone(),
        ..Wording::default()
    }
}

/// The text as it is set, where the font has all its letters.
fn settable(fonts: &Fonts<'_>, style: Style, text: &str) -> Option<String> {
    let text = clean(&bare(text));
    (!text.is_empty() && missing(fonts, style, &text).is_empty()).then_some(text)
}

fn heading(plan: &Plan, tongue: &Tongue) -> Option<String> {
    Text::pick(&plan.project.settings.title, tongue).map(|title| title.text)
}

/// The highest rank of a relic, what a service is, else the kind.
fn kicker(entry: &Entry, tongue: &Tongue) -> String {
    let text = |key: String| tongue.locale.texts().get(&key).cloned();
    let own = match &entry.kind {
        KindFacts::Relic(facts) => facts
            .ranks
            .first()
            .filter(|rank| rank.level < RankLevel::Inventory)
            .and_then(|rank| text(format!("relic.rank.{}", rank.level.id()))),
        KindFacts::Service(facts) => text(format!("service.category.{}", facts.category.id())),
        KindFacts::Guide(_) | KindFacts::Trail(_) | KindFacts::Event(_) => None,
    };
    own.unwrap_or_else(|| tongue.kind_one(entry.kind()).to_owned())
}

/// When an event is, which skill a guide teaches, how long a trail is; of all others the unit and the one above it.
fn place(plan: &Plan, tongue: &Tongue, entry: &Entry, index: u32) -> Option<String> {
    match &entry.kind {
        KindFacts::Event(facts) => Some(upper_first(&event::days(facts, tongue))),
        KindFacts::Guide(facts) => facts.skill.map(|skill| tongue.locale.fill(&format!("skill.{}", skill.id()), &[])),
        KindFacts::Trail(facts) => {
            let count = facts.stops.len().to_string();
            (!facts.stops.is_empty()).then(|| tongue.locale.fill("reader.trail.count", &[("count", &count)]))
        }
        KindFacts::Relic(_) | KindFacts::Service(_) => unit(plan, tongue, index),
    }
}

/// Phường Trần Hưng Đạo, thành phố Hải Phòng.
fn unit(plan: &Plan, tongue: &Tongue, index: u32) -> Option<String> {
    let node = &plan.territory.nodes[plan.territory.node_of(index)? as usize];
    let (lang, name) = node.unit.name.pick(&tongue.lang, &tongue.chain)?;
    let above = node.parent.map(|parent| &plan.territory.nodes[parent as usize].unit.name);
    let above = above.and_then(|names| names.pick(lang, &tongue.chain));
    Some(above.map_or_else(|| name.clone(), |(_, above)| format!("{name}, {}", in_sentence(lang, above))))
}

/// Kinds of units are written in lower case within a Vietnamese sentence.
fn in_sentence(lang: &Lang, name: &str) -> String {
    if lang.primary() == "vi" { lower_first(name) } else { name.to_owned() }
}

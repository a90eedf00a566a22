//! The page of an entry: what all kinds have in common.

use std::borrow::Cow;

use disan_server::catalog::{Kind, Lang, Localized};
use serde::Serialize;

use super::contact::ContactView;
use super::faulty::FaultySign;
use super::frame::{Crumb, Subject};
use super::gallery::{PictureView, Shape};
use super::markdown::Parts;
use super::page::Page;
use super::plan::Plan;
use super::recording::{RecordingView, is_heard_in};
use super::text::{Html, Text, direction, in_sentence, title};
use super::tongue::{Tongue, language_name};
use super::topic::TopicLink;
use super::trail::Leg;
use super::whereabouts::Whereabouts;
use crate::model::{Entry, Status, Words};

/// The common parts of an entry's page.
#[derive(Debug, Serialize)]
pub struct EntryView<'a> {
    kind: &'a str,
    title: String,
    /// Language of the text, where it is not that of the page's own words.
    text_lang: Option<String>,
    /// `rtl` or `ltr`, where the text does not run as the page's own words do.
    text_dir: Option<&'static str>,
    fallback: Option<String>,
    minutes: String,
    summary: Html,
    lead: Html,
    sections: Vec<SectionView<'a>>,
    cover: Option<PictureView>,
    recording: Option<RecordingView>,
    gallery: Vec<PictureView>,
    /// Facts of all kinds and of its own, in the order of the table.
    facts: Vec<Fact>,
    contact: Option<ContactView>,
    placements: Vec<PlacementView>,
    sources: Vec<SourceView>,
    topics: Vec<TopicLink>,
    legs: Vec<Leg>,
    number: Option<NumberView>,
    faulty: Option<FaultySign>,
    whereabouts: Option<Whereabouts>,
    reviewed: Option<String>,
    fraud: &'a str,
}

/// A section of the text.
#[derive(Debug, Serialize)]
struct SectionView<'a> {
    heading: &'a str,
    anchor: &'a str,
    class: &'static str,
    html: Html,
}

/// A row of the facts table.
#[derive(Debug, Serialize)]
pub struct Fact {
    label: String,
    values: Vec<Text>,
}

/// A place where a sign hangs.
#[derive(Debug, Serialize)]
struct PlacementView {
    name: Text,
    number: Option<String>,
}

#[derive(Debug, Serialize)]
struct SourceView {
    name: Text,
    url: Option<String>,
}

/// The number that opens the page.
#[derive(Debug, Serialize)]
struct NumberView {
    grouped: String,
    typed: String,
}

/// The rows of a facts table, as they are gathered.
#[derive(Debug)]
pub struct Facts<'a> {
    tongue: &'a Tongue,
    rows: Vec<Fact>,
}

impl<'a> Facts<'a> {
    /// No rows yet.
    pub fn new(tongue: &'a Tongue) -> Facts<'a> {
        Facts { tongue, rows: Vec::new() }
    }

    /// A row under the locale's `reader.facts.<id>`, unless there is nothing to say.
    pub fn add(&mut self, id: &str, values: impl IntoIterator<Item = Text>) {
        let values: Vec<Text> = values.into_iter().collect();
        if !values.is_empty() {
            let label = self.tongue.locale.fill(&format!("reader.facts.{id}"), &[]);
            self.rows.push(Fact { label, values });
        }
    }

    /// A row of one text in several languages.
    pub fn add_text(&mut self, id: &str, text: &Localized<String>) {
        self.add(id, Text::pick(text, self.tongue));
    }
}

impl<'a> EntryView<'a> {
    /// The view of the entry at `index`, whose kind has the facts `own`; `words` are in `lang`.
    pub fn new(
        plan: &'a Plan,
        tongue: &'a Tongue,
        index: u32,
        (lang, words): (&'a Lang, &'a Words),
        own: Vec<Fact>,
    ) -> EntryView<'a> {
        let entry = &plan.project.entries[index as usize];
        let locale = &tongue.locale;
        let Parts { summary, lead, sections } = Parts::of((lang, words), plan, tongue, entry);
        let sections = words.sections.iter().zip(sections).map(|(section, html)| SectionView {
            heading: &section.heading,
            anchor: &section.anchor,
            class: section.role.map_or("", |role| role.id()),
            html,
        });
        let minutes = words.reading_minutes();
        let count = minutes.to_string();
        let minutes = if minutes == 1 { "reader.minutes_one" } else { "reader.minutes_many" };
        let pictures = entry.facts.pictures.iter();
        EntryView {
            kind: tongue.kind_one(entry.kind()),
            title: title(&words.title),
            text_lang: (lang != locale.lang()).then(|| lang.to_string()),
            text_dir: (lang.is_leftward() != locale.lang().is_leftward()).then(|| direction(lang)),
            fallback: (*lang != tongue.lang)
                .then(|| fallback_note(tongue, lang, is_heard_in(plan, index, &tongue.lang))),
            minutes: locale.fill(minutes, &[("count", &count)]),
            summary,
            lead,
            sections: sections.collect(),
            cover: entry.facts.cover.as_ref().and_then(|cover| plan.gallery.view(cover, tongue, Shape::Cover)),
            recording: plan.recordings.view(entry, tongue, lang),
            gallery: pictures.filter_map(|picture| plan.gallery.view(picture, tongue, Shape::Grid)).collect(),
            facts: all_facts(plan, tongue, entry, index, own),
            contact: ContactView::of(plan, tongue, entry),
            placements: placements(entry, tongue),
            sources: sources(entry, tongue),
            topics: TopicLink::of(plan, tongue, &entry.facts.tags),
            legs: Leg::all(plan, tongue, &entry.slug),
            number: number(plan, entry),
            faulty: FaultySign::of(plan, tongue, entry, &words.title),
            whereabouts: Whereabouts::of(plan, tongue, index),
            reviewed: reviewed(entry, words, lang, tongue),
            fraud: fraud(entry.kind(), tongue),
        }
    }
}

/// What the page of the entry at `index` says of itself.
pub fn subject<'a>(
    plan: &'a Plan,
    tongue: &'a Tongue,
    index: u32,
    (lang, words): (&'a Lang, &'a Words),
) -> Subject<'a> {
    let entry = &plan.project.entries[index as usize];
    let kind = entry.kind();
    let mut crumbs =
        vec![Crumb { name: Cow::Borrowed(tongue.kind_many(kind)), path: plan.project.kind_path(kind, &tongue.lang) }];
    if let Some(node) = plan.territory.node_of(index) {
        let unit = plan.territory.nodes[node as usize].unit;
        if let Some((_, name)) = unit.name.pick(&tongue.lang, &tongue.chain) {
            crumbs.push(Crumb { name: Cow::Borrowed(name), path: Page::Unit(node, 1).path(plan, tongue) });
        }
    }
    Subject {
        name: Cow::Borrowed(&words.title),
        description: Cow::Borrowed(&words.summary),
        // What can be heard in the reader's language is no copy of the page whose words stand in.
        text_lang: if is_heard_in(plan, index, &tongue.lang) { &tongue.lang } else { lang },
        trial: entry.is_trial(plan.project),
        crumbs,
    }
}

fn fallback_note(tongue: &Tongue, shown: &Lang, heard: bool) -> String {
    let name = |lang: &Lang| in_sentence(&language_name(lang, &tongue.locale), &tongue.locale);
    let key = if heard { "reader.fallback_heard" } else { "reader.fallback" };
    tongue.locale.fill(key, &[("asked", &name(&tongue.lang)), ("shown", &name(shown))])
}

fn all_facts(plan: &Plan, tongue: &Tongue, entry: &Entry, index: u32, own: Vec<Fact>) -> Vec<Fact> {
    let mut facts = Facts { tongue, rows: own };
    let mut address: Vec<Text> = plan.territory.address(entry, index, tongue).into_iter().collect();
    address.extend(plan.territory.former_address(entry, index, tongue));
    facts.add("address", address);
    facts.into_rows()
}

impl Facts<'_> {
    /// The rows.
    pub fn into_rows(self) -> Vec<Fact> {
        self.rows
    }
}

fn placements(entry: &Entry, tongue: &Tongue) -> Vec<PlacementView> {
    if entry.placements.len() < 2 {
        return Vec::new();
    }
    let view = |placement: &crate::model::Placement| PlacementView {
        name: Text::pick(&placement.name, tongue)
            .unwrap_or_else(|| Text::plain(tongue.locale.text("reader.placement.main"))),
        number: placement.code.map(|code| code.grouped()),
    };
    entry.placements.iter().map(view).collect()
}

fn sources(entry: &Entry, tongue: &Tongue) -> Vec<SourceView> {
    let view = |source: &crate::model::Source| {
        let name = Text::pick(&source.name, tongue).or_else(|| source.url.clone().map(Text::plain))?;
        // The loader takes no other scheme; a page must not trust that.
        let url = source.url.clone().filter(|url| url.starts_with("https://") || url.starts_with("http://"));
        Some(SourceView { name, url })
    };
    entry.facts.sources.iter().filter_map(view).collect()
}

fn number(plan: &Plan, entry: &Entry) -> Option<NumberView> {
    let placement = entry.placements.iter().find(|placement| placement.code.is_some())?;
    let code = placement.code?;
    let host = plan.project.host_of(placement.host.as_deref());
    Some(NumberView { grouped: code.grouped(), typed: format!("{host}/{code}") })
}

/// Who answers for the text as it stands; none while nobody does.
fn reviewed(entry: &Entry, words: &Words, lang: &Lang, tongue: &Tongue) -> Option<String> {
    let review = entry.facts.review(lang).filter(|_| words.status == Status::Reviewed)?;
    let date = tongue.locale.date(review.on);
    let values = [("date", date.as_str()), ("by", &review.by), ("office", &review.office)];
    Some(tongue.locale.fill("reader.reviewed", &values))
}

fn fraud(kind: Kind, tongue: &Tongue) -> &str {
    tongue.locale.text(match kind {
        Kind::Relic | Kind::Trail | Kind::Event => "reader.fraud_relic",
        Kind::Service | Kind::Guide => "reader.fraud_service",
    })
}

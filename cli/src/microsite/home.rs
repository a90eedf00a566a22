//! The home page.

use std::borrow::Cow;

use disan_server::catalog::Kind;
use serde::Serialize;

use super::card::Card;
use super::frame::Subject;
use super::list::{UnitLink, is_trial, tagline};
use super::plan::Plan;
use super::text::Text;
use super::tongue::Tongue;
use super::topic::TopicLink;

/// Entries of a kind that the home page shows before it links to the list of all.
const SHOWN: usize = 6;

/// Number box, kinds and units.
#[derive(Debug, Serialize)]
pub struct HomeView<'a> {
    title: Text,
    tagline: Option<Text>,
    /// The list of numbers; none while no place has one.
    numbers: Option<String>,
    search: String,
    alphabet: String,
    kinds: Vec<KindView<'a>>,
    units: Vec<UnitLink>,
    topics: Vec<TopicLink>,
}

/// A kind with its first entries.
#[derive(Debug, Serialize)]
struct KindView<'a> {
    name: &'a str,
    id: &'static str,
    path: String,
    all: Option<String>,
    cards: Vec<Card>,
}

impl<'a> HomeView<'a> {
    /// The view in the language of `tongue`.
    pub fn new(plan: &'a Plan, tongue: &'a Tongue) -> HomeView<'a> {
        let kind = |kind: &Kind| {
            let entries = tongue.kinds.get(kind).filter(|entries| !entries.is_empty())?;
            let count = tongue.locale.number(entries.len() as i64);
            Some(KindView {
                name: tongue.kind_many(*kind),
                id: kind.id(),
                path: plan.project.kind_path(*kind, &tongue.lang),
                all: (entries.len() > SHOWN).then(|| tongue.locale.fill("reader.list.all", &[("count", &count)])),
                cards: Card::all(plan, tongue, &entries[..entries.len().min(SHOWN)]),
            })
        };
        let settings = &plan.project.settings;
        HomeView {
            title: Text::pick(&settings.title, tongue).unwrap_or_else(|| Text::plain(settings.host.clone())),
            tagline: Text::pick(&settings.tagline, tongue),
            numbers: (!plan.numbers.is_empty()).then(|| tongue.list_path("numbers")),
            search: tongue.list_path("search"),
            alphabet: tongue.list_path("alphabet"),
            kinds: Kind::ALL.iter().filter_map(kind).collect(),
            units: UnitLink::roots(plan, tongue),
            topics: TopicLink::all(plan, tongue),
        }
    }
}

/// What the home page says of itself.
pub fn subject<'a>(plan: &'a Plan, tongue: &'a Tongue) -> Subject<'a> {
    let title = plan.project.settings.title.pick(&tongue.lang, &tongue.chain);
    Subject {
        name: Cow::Borrowed(title.map_or(&plan.project.settings.host, |(_, title)| title)),
        description: tagline(plan, tongue),
        text_lang: &tongue.lang,
        trial: is_trial(plan),
        crumbs: Vec::new(),
    }
}

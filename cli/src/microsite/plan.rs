//! What pages need of the whole project, worked out once before the first is rendered.

use std::collections::BTreeMap;

use disan_server::catalog::{Code, Lang};

use super::festival::Almanac;
use super::gallery::Gallery;
use super::near::Surroundings;
use super::place::Territory;
use super::recording::Recordings;
use super::share::Shares;
use super::theme::Theme;
use super::tongue::Tongue;
use super::topic::Topics;
use super::unit::Register;
use super::{Error, Options};
use crate::model::{KindFacts, Project};

/// Everything a page is made from.
#[derive(Debug)]
pub struct Plan<'a> {
    /// The project.
    pub project: &'a Project,
    /// What was asked for.
    pub options: &'a Options,
    /// Templates and style.
    pub theme: Theme,
    /// Pictures.
    pub gallery: Gallery,
    /// Recordings.
    pub recordings: Recordings,
    /// Pictures for links to pages; made once all else is there.
    pub shares: Shares,
    /// Units and who belongs to them.
    pub territory: Territory<'a>,
    /// Relics by where they are.
    pub surroundings: Surroundings,
    /// What units are known by.
    pub register: Register<'a>,
    /// Languages, the default first.
    pub tongues: Vec<Tongue>,
    /// Every number on a sign that is in use, ascending.
    pub numbers: Vec<Number>,
    /// Tags and who has them.
    pub topics: Topics,
    trails: BTreeMap<&'a str, Vec<Stopover>>,
}

/// A number on a sign.
#[derive(Clone, Copy, Debug)]
pub struct Number {
    /// The number.
    pub code: Code,
    /// Index of the entry.
    pub entry: u32,
    /// Index of the placement in the entry.
    pub placement: u32,
}

/// An entry is a stop of a trail.
#[derive(Clone, Copy, Debug)]
pub struct Stopover {
    /// Index of the trail.
    pub trail: u32,
    /// Index of the stop.
    pub stop: usize,
}

impl<'a> Plan<'a> {
    /// The plan for `project`, with its pictures and recordings already made.
    pub fn new(
        project: &'a Project,
        options: &'a Options,
        theme: Theme,
        gallery: Gallery,
        recordings: Recordings,
    ) -> Result<Plan<'a>, Error> {
        let territory = Territory::survey(project, options.today);
        let languages = &project.settings.languages;
        let almanac = Almanac::new(options.today);
        let served = !options.static_host;
        let tongues: Result<Vec<Tongue>, Error> =
            languages.iter().map(|lang| Tongue::new(lang, project, &theme, &territory, &almanac, served)).collect();
        Ok(Plan {
            surroundings: Surroundings::survey(project),
            tongues: tongues?,
            numbers: numbers(project),
            topics: Topics::of(project),
            trails: trails(project),
            project,
            options,
            theme,
            gallery,
            shares: Shares::default(),
            recordings,
            register: Register::new(project, &territory),
            territory,
        })
    }

    /// The pages' language `lang`, if it is one of them.
    pub fn tongue(&self, lang: &Lang) -> Option<&Tongue> {
        self.tongues.iter().find(|tongue| tongue.lang == *lang)
    }

    /// The trails the entry called `slug` is a stop of.
    pub fn trails_of(&self, slug: &str) -> &[Stopover] {
        self.trails.get(slug).map_or(&[], Vec::as_slice)
    }
}

fn numbers(project: &Project) -> Vec<Number> {
    let mut numbers = Vec::new();
    for (entry, each) in project.entries.iter().enumerate() {
        for (placement, place) in each.placements.iter().enumerate() {
            if let Some(code) = place.code {
                numbers.push(Number { code, entry: entry as u32, placement: placement as u32 });
            }
        }
    }
    numbers.sort_by_key(|number| (number.code, number.entry));
    numbers
}

fn trails(project: &Project) -> BTreeMap<&str, Vec<Stopover>> {
    let mut trails: BTreeMap<&str, Vec<Stopover>> = BTreeMap::new();
    for (i, entry) in project.entries.iter().enumerate() {
        if let KindFacts::Trail(facts) = &entry.kind {
            for (stop, at) in facts.stops.iter().enumerate() {
                trails.entry(&at.entry).or_default().push(Stopover { trail: i as u32, stop });
            }
        }
    }
    trails
}

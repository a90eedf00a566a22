//! Every page of the microsite, and where it is.

use disan_server::catalog::{Kind, Lang};

use super::plan::Plan;
use super::recording::is_heard_in;
use super::tongue::Tongue;

/// Entries on one page of a list: enough to skim, little enough for a slow phone.
pub const LIST_LENGTH: usize = 60;

/// Titles on one page of the A–Z list.
pub const TITLES_LENGTH: usize = 200;

/// Numbers on one page of the list of numbers.
pub const NUMBERS_LENGTH: usize = 300;

/// A page, in whatever language. Parts of lists count from 1.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Page {
    /// The home page.
    Home,
    /// The entries of a kind, and which part of them.
    Kind(Kind, u32),
    /// The entry at this index.
    Entry(u32),
    /// All units.
    Units,
    /// The node of the territory at this index, and which part of its entries.
    Unit(u32, u32),
    /// All numbers on signs, and which part of them.
    Numbers(u32),
    /// All titles by their letters, and which part of them.
    Alphabet(u32),
    /// All topics.
    Topics,
    /// The topic at this index, and which part of its entries.
    Topic(u32, u32),
    /// Search.
    Search,
    /// There is no such page.
    Missing,
    /// There is no signal: what is kept.
    Offline,
}

impl Page {
    /// Every page of `plan`.
    pub fn all(plan: &Plan) -> Vec<Page> {
        let mut pages = vec![Page::Home, Page::Units, Page::Search, Page::Missing, Page::Offline];
        let parts = |count: usize, length: usize| 1..=count.div_ceil(length).max(1) as u32;
        for kind in Kind::ALL {
            let count = plan.project.entries.iter().filter(|entry| entry.kind() == kind).count();
            if count > 0 {
                pages.extend(parts(count, LIST_LENGTH).map(|part| Page::Kind(kind, part)));
            }
        }
        for (i, entries) in plan.register.entries.iter().enumerate() {
            pages.extend(parts(entries.len(), LIST_LENGTH).map(|part| Page::Unit(i as u32, part)));
        }
        pages.extend(parts(plan.numbers.len(), NUMBERS_LENGTH).map(Page::Numbers));
        pages.extend(parts(plan.project.entries.len(), TITLES_LENGTH).map(Page::Alphabet));
        if !plan.topics.all.is_empty() {
            pages.push(Page::Topics);
        }
        for (i, topic) in (0..).zip(&plan.topics.all) {
            pages.extend(parts(topic.entries.len(), LIST_LENGTH).map(|part| Page::Topic(i, part)));
        }
        pages.extend((0..plan.project.entries.len() as u32).map(Page::Entry));
        pages
    }

    /// Where the page is in the language of `tongue`.
    pub fn path(self, plan: &Plan, tongue: &Tongue) -> String {
        let project = plan.project;
        let part_of = |base: String, part: u32| match part {
            0 | 1 => base,
            _ => format!("{base}{}/{part}/", tongue.locale.text("reader.path.page")),
        };
        match self {
            Page::Home => project.home_path(&tongue.lang),
            Page::Kind(kind, part) => part_of(project.kind_path(kind, &tongue.lang), part),
            Page::Entry(index) => project.page_path(&project.entries[index as usize], &tongue.lang),
            Page::Units => tongue.list_path("places"),
            Page::Unit(node, part) => {
                let unit = plan.territory.nodes[node as usize].unit;
                part_of(format!("{}{}/", tongue.list_path("places"), unit.id), part)
            }
            Page::Numbers(part) => part_of(tongue.list_path("numbers"), part),
            Page::Alphabet(part) => part_of(tongue.list_path("alphabet"), part),
            Page::Topics => tongue.list_path("topics"),
            Page::Topic(index, part) => {
                let slug = &plan.topics.all[index as usize].slug;
                part_of(format!("{}{slug}/", tongue.list_path("topics")), part)
            }
            Page::Search => tongue.list_path("search"),
            Page::Missing => format!("/{}/404.html", tongue.lang),
            Page::Offline => format!("/{}/offline.html", tongue.lang),
        }
    }

    /// Whether the page is there to be read or heard in `lang`, and not another's in its stead.
    pub fn is_written_in(self, plan: &Plan, lang: &Lang) -> bool {
        match self {
            Page::Entry(index) => {
                plan.project.entries[index as usize].words.get(lang).is_some() || is_heard_in(plan, index, lang)
            }
            _ => plan.tongue(lang).is_some_and(|tongue| tongue.locale.lang().primary() == lang.primary()),
        }
    }

    /// Where it is for readers whose language is not known.
    pub fn neutral_path(self, plan: &Plan) -> Option<String> {
        match self {
            Page::Home => Some("/".to_owned()),
            Page::Missing | Page::Offline => None,
            _ => plan.tongue(&plan.project.settings.international).map(|tongue| self.path(plan, tongue)),
        }
    }

    /// Whether search engines are told of it.
    pub fn is_listed(self) -> bool {
        !matches!(self, Page::Missing | Page::Offline | Page::Search)
    }

    /// What styles know it by.
    pub fn class(self, plan: &Plan) -> &'static str {
        match self {
            Page::Home => "home",
            Page::Entry(index) => plan.project.entries[index as usize].kind().id(),
            Page::Missing => "missing",
            Page::Offline => "offline",
            _ => "list",
        }
    }

    /// The file of the page whose path is `path`, in the output folder.
    pub fn file(path: &str) -> String {
        let index = if path.ends_with('/') { "index.html" } else { "" };
        ["site", path, index].concat()
    }
}

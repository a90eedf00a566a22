//! Every page of the microsite, and where it is.

use disan_server::catalog::{Kind, Lang};

use super::plan::Plan;
use super::tongue::Tongue;

/// Entries on one page of a list: enough to skim, little enough for a slow phone.
pub const LIST_LENGTH: usize = 60;

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
    /// There is no such page.
    Missing,
}

impl Page {
    /// Every page of `plan`.
    pub fn all(plan: &Plan) -> Vec<Page> {
        let mut pages = vec![Page::Home, Page::Units, Page::Missing];
        let parts = |count: usize, length: usize| 1..=count.div_ceil(length).max(1) as u32;
        for kind in Kind::ALL {
            let count = plan.project.entries.iter().filter(|entry| entry.kind() == kind).count();
            if count > 0 {
                pages.extend(parts(count, LIST_LENGTH).map(|part| Page::Kind(kind, part)));
            }
        }
        for (i, node) in plan.territory.nodes.iter().enumerate() {
            pages.extend(parts(node.entries.len(), LIST_LENGTH).map(|part| Page::Unit(i as u32, part)));
        }
        pages.extend(parts(plan.numbers.len(), NUMBERS_LENGTH).map(Page::Numbers));
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
            Page::Units => tongue.places_path(),
            Page::Unit(node, part) => {
                let unit = plan.territory.nodes[node as usize].unit;
                part_of(format!("{}{}/", tongue.places_path(), unit.id), part)
            }
            Page::Numbers(part) => part_of(tongue.numbers_path(), part),
            Page::Missing => format!("/{}/404.html", tongue.lang),
        }
    }

    /// Whether the page's text is in `lang` and not another's in its stead.
    pub fn is_written_in(self, plan: &Plan, lang: &Lang) -> bool {
        match self {
            Page::Entry(index) => plan.project.entries[index as usize].words.get(lang).is_some(),
            _ => plan.tongue(lang).is_some_and(|tongue| tongue.locale.lang().primary() == lang.primary()),
        }
    }

    /// Whether search engines are told of it.
    pub fn is_listed(self) -> bool {
        self != Page::Missing
    }

    /// What styles know it by.
    pub fn class(self, plan: &Plan) -> &'static str {
        match self {
            Page::Home => "home",
            Page::Entry(index) => plan.project.entries[index as usize].kind().id(),
            Page::Kind(..) | Page::Units | Page::Unit(..) | Page::Numbers(_) => "list",
            Page::Missing => "missing",
        }
    }

    /// The file of the page whose path is `path`, in the output folder.
    pub fn file(path: &str) -> String {
        let index = if path.ends_with('/') { "index.html" } else { "" };
        ["site", path, index].concat()
    }
}

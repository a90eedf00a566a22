//! What a page weighs, as it travels: itself, and all that a phone loads before somebody scrolls.

use disan_server::catalog::Lang;
use rayon::prelude::*;

use super::page::Page;
use super::plan::Plan;
use super::tongue::Tongue;
use crate::model::Budget;
use crate::write::Stage;

/// What every page brings along: the script and the icon.
const ALONG: [&str; 2] = ["site/disan.js", "site/favicon.svg"];

/// Bytes of a kilobyte, as the budget counts them.
const KILOBYTE: u64 = 1000;

/// How many pictures of a list are in sight on a phone before anybody scrolls.
const IN_SIGHT: usize = 4;

/// A page that is heavier than the budget allows. Bytes are those that travel.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Heavy {
    /// Index of the entry; none for the home page and for lists.
    pub entry: Option<u32>,
    /// Where the page is.
    pub path: String,
    /// Language of the page.
    pub lang: Lang,
    /// HTML with its style.
    pub page: u64,
    /// Page, script, icon and the pictures in sight.
    pub first_view: u64,
}

impl Heavy {
    /// Every page staged in `stage` that breaks the budget; what stands in another language is weighed there. Nothing
    /// is known of pages that are not packed.
    pub fn all(plan: &Plan, stage: &Stage) -> Vec<Heavy> {
        if !plan.options.compress {
            return Vec::new();
        }
        let along: u64 = ALONG.iter().map(|path| travels(stage, path)).sum();
        let budget = &plan.project.settings.budget;
        let pages = Page::all(plan);
        let weighed = pages.into_par_iter().flat_map_iter(|page| {
            plan.tongues.iter().filter_map(move |tongue| Heavy::weigh(plan, stage, page, tongue, along))
        });
        weighed.filter(|page| page.page_over(budget) || page.view_over(budget)).collect()
    }

    /// `page` on the scales, with what comes `along`.
    fn weigh(plan: &Plan, stage: &Stage, page: Page, tongue: &Tongue, along: u64) -> Option<Heavy> {
        let path = page.path(plan, tongue);
        let file = Page::file(&path);
        let (entry, pictures) = match page {
            Page::Entry(index) => {
                let entry = &plan.project.entries[index as usize];
                entry.words.get(&tongue.lang)?;
                let cover = entry.facts.cover.as_ref().and_then(|cover| plan.gallery.get(&cover.path));
                (Some(index), cover.map_or(0, |cover| travels(stage, &format!("site{}", cover.kept()))))
            }
            _ => (None, in_sight(stage, &file)),
        };
        let weight = travels(stage, &file);
        Some(Heavy { entry, path, lang: tongue.lang.clone(), page: weight, first_view: weight + along + pictures })
    }

    /// Whether the page of an entry by itself is too heavy.
    pub fn page_over(&self, budget: &Budget) -> bool {
        self.entry.is_some() && self.page > u64::from(budget.page) * KILOBYTE
    }

    /// Whether the first view is.
    pub fn view_over(&self, budget: &Budget) -> bool {
        self.first_view > u64::from(budget.first_view) * KILOBYTE
    }
}

/// Bytes of the first pictures of the page staged at `file`: of a list those that are in sight.
fn in_sight(stage: &Stage, file: &str) -> u64 {
    let html = stage.read(file).unwrap_or_default();
    let html = String::from_utf8_lossy(&html);
    let pictures = html.split("<img ").skip(1).filter_map(|tag| tag.split_once("src=\"")?.1.split_once('"'));
    pictures.take(IN_SIGHT).map(|(path, _)| travels(stage, &format!("site{path}"))).sum()
}

/// Bytes of a staged file as it is sent: packed, where that was worth it.
fn travels(stage: &Stage, path: &str) -> u64 {
    stage.size(&format!("{path}.gz")).or_else(|| stage.size(path)).unwrap_or_default()
}

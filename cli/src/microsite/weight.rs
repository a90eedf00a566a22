//! What the page of an entry weighs, as it travels: itself, and all that a phone loads before somebody scrolls.

use disan_server::catalog::Lang;

use super::page::Page;
use super::plan::Plan;
use crate::model::Budget;
use crate::write::Stage;

/// What every page brings along: the script and the icon.
const ALONG: [&str; 2] = ["site/disan.js", "site/favicon.svg"];

/// Bytes of a kilobyte, as the budget counts them.
const KILOBYTE: u64 = 1000;

/// A page that is heavier than the budget allows. Bytes are those that travel.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Heavy {
    /// Index of the entry.
    pub entry: u32,
    /// Language of the page.
    pub lang: Lang,
    /// HTML with its style.
    pub page: u64,
    /// Page, script, icon and first picture.
    pub first_view: u64,
}

impl Heavy {
    /// Every page of an entry staged in `stage` that breaks the budget; what stands in another language is weighed
    /// there. Nothing is known of pages that are not packed.
    pub fn all(plan: &Plan, stage: &Stage) -> Vec<Heavy> {
        if !plan.options.compress {
            return Vec::new();
        }
        let along: u64 = ALONG.iter().map(|path| travels(stage, path)).sum();
        let budget = &plan.project.settings.budget;
        let mut heavy = Vec::new();
        for (entry, each) in (0..).zip(&plan.project.entries) {
            let cover = each.facts.cover.as_ref().and_then(|cover| plan.gallery.get(&cover.path));
            let cover = cover.map_or(0, |cover| travels(stage, &format!("site{}", cover.kept())));
            for tongue in plan.tongues.iter().filter(|tongue| each.words.get(&tongue.lang).is_some()) {
                let page = travels(stage, &Page::file(&Page::Entry(entry).path(plan, tongue)));
                let first_view = page + along + cover;
                let weighed = Heavy { entry, lang: tongue.lang.clone(), page, first_view };
                heavy.extend(Some(weighed).filter(|page| page.page_over(budget) || page.view_over(budget)));
            }
        }
        heavy
    }

    /// Whether the page by itself is too heavy.
    pub fn page_over(&self, budget: &Budget) -> bool {
        self.page > u64::from(budget.page) * KILOBYTE
    }

    /// Whether the first view is.
    pub fn view_over(&self, budget: &Budget) -> bool {
        self.first_view > u64::from(budget.first_view) * KILOBYTE
    }
}

/// Bytes of a staged file as it is sent: packed, where that was worth it.
fn travels(stage: &Stage, path: &str) -> u64 {
    stage.size(&format!("{path}.gz")).or_else(|| stage.size(path)).unwrap_or_default()
}

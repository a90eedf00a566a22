//! Pages too heavy for a cheap phone with a weak signal: over the budget of `disan.toml`.

use std::cmp::Reverse;

use super::place::at;
use crate::diagnostic::Diagnostic;
use crate::load::Content;
use crate::microsite::Heavy;
use crate::model::{Entry, Project};
use crate::parse::{SETTINGS_FILE, Step};

/// What is to be said of pages over the budget: warnings, of content about to be published errors.
pub fn weights(heavy: &[Heavy], project: &Project, content: &Content, release: bool) -> Vec<Diagnostic> {
    let budget = &project.settings.budget;
    let mut faults = Vec::new();
    for each in heavy {
        let Some(entry) = each.entry.map(|index| &project.entries[index as usize]) else { continue };
        if each.page_over(budget) {
            let fault = fault("heavy-page", release, each, each.page, budget.page);
            faults.extend(entry.words.get(&each.lang).map(|words| fault.at(&*words.path)));
        } else if each.view_over(budget) {
            let fault = fault("heavy-first-view", release, each, each.first_view, budget.first_view);
            faults.extend(at_cover(entry, content, fault));
        }
    }
    faults.extend(lists(heavy, content, release, budget.first_view));
    faults
}

/// Lists share their first entries: the heaviest speaks for all.
fn lists(heavy: &[Heavy], content: &Content, release: bool, limit: u32) -> Option<Diagnostic> {
    let lists = || heavy.iter().filter(|each| each.entry.is_none());
    let worst = lists().max_by_key(|each| (each.first_view, Reverse(&each.path)))?;
    let fault = fault("heavy-list", release, worst, worst.first_view, limit);
    let fault = fault.with("page", worst.path.as_str()).with("count", lists().count().to_string());
    at(content, SETTINGS_FILE, &[Step::Key("budget"), Step::Key("first_view")], fault)
}

fn fault(rule: &'static str, release: bool, heavy: &Heavy, size: u64, limit: u32) -> Diagnostic {
    let fault = if release { Diagnostic::error(rule) } else { Diagnostic::warning(rule) };
    let fault = fault.with("language", heavy.lang.as_str()).with("size", size.div_ceil(1000).to_string());
    fault.with("limit", limit.to_string())
}

/// The first picture is what makes a view heavy.
fn at_cover(entry: &Entry, content: &Content, fault: Diagnostic) -> Option<Diagnostic> {
    let cover = entry.facts.cover.as_ref().map_or("", |cover| cover.path.rsplit('/').next().unwrap_or_default());
    at(content, &entry.facts_path, &[Step::Key("cover"), Step::Key("file")], fault.with("file", cover))
}

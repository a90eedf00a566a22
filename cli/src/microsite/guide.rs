//! What the page of a guide adds.

use serde::Serialize;

use super::contact::HotlineView;
use super::entry::{Fact, Facts};
use super::text::Text;
use super::tongue::Tongue;
use crate::model::{GuideFacts, Project};

/// Numbers to call.
#[derive(Debug, Serialize)]
pub struct GuideView {
    hotlines: Vec<HotlineView>,
}

impl GuideView {
    /// The view of `facts`.
    pub fn new(facts: &GuideFacts, project: &Project, tongue: &Tongue) -> GuideView {
        let named = facts.hotlines.iter().filter_map(|id| project.hotlines.iter().find(|line| line.id == *id));
        GuideView { hotlines: named.map(|line| HotlineView::new(line, tongue)).collect() }
    }
}

/// The rows of the facts table that only guides have.
pub fn facts(facts: &GuideFacts, tongue: &Tongue) -> Vec<Fact> {
    let mut rows = Facts::new(tongue);
    rows.add("skill", facts.skill.map(|skill| Text::plain(tongue.locale.fill(&format!("skill.{}", skill.id()), &[]))));
    rows.into_rows()
}

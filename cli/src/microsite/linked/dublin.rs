//! Dublin Core: what archives and libraries read. Few elements, and only those that are known.

use super::super::frame::Subject;
use super::super::plan::Plan;
use super::super::text::{Text, escape};
use super::super::tongue::Tongue;
use crate::model::{Entry, code_url};

/// Sources named: a bibliography is for the page itself.
const SOURCES: usize = 3;

/// Appends the elements of an entry's page.
pub fn markup(out: &mut String, plan: &Plan, tongue: &Tongue, entry: &Entry, subject: &Subject, canonical: &str) {
    let project = plan.project;
    out.push_str("<link rel=\"schema.DC\" href=\"http://purl.org/dc/elements/1.1/\">\n");
    let mut element = |name: &str, content: &str| {
        out.push_str("<meta name=\"DC.");
        out.push_str(name);
        out.push_str("\" content=\"");
        escape(out, content);
        out.push_str("\">\n");
    };
    element("title", &subject.name);
    let owner = project.units.get(&project.settings.owner).and_then(|unit| Text::pick(&unit.name, tongue));
    if let Some(owner) = owner {
        element("creator", &owner.text);
    }
    element("language", subject.text_lang.as_str());
    // The code stays when the page moves.
    let coded = entry.placements.iter().find_map(|placement| Some((placement.host.as_deref(), placement.code?)));
    match coded {
        Some((host, code)) => element("identifier", &code_url(project.host_of(host), code)),
        None => element("identifier", canonical),
    }
    if let Some(review) = super::review(entry, subject.text_lang) {
        element("date", &review.on.to_string());
    }
    if let Some((credit, licence)) = entry.facts.cover.as_ref().and_then(|c| c.credit.as_ref().zip(c.licence.as_ref()))
    {
        element("rights", &format!("{}, {licence}", tongue.locale.fill("reader.credit", &[("name", credit)])));
    }
    for source in entry.facts.sources.iter().take(SOURCES) {
        let name = source.name.pick(&tongue.lang, &tongue.chain).map(|(_, name)| name);
        if let Some(source) = source.url.as_ref().or(name) {
            element("source", source);
        }
    }
}

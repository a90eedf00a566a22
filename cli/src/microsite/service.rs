//! What the page of a service adds.

use serde::Serialize;

use super::contact::without_scheme;
use super::entry::{Fact, Facts};
use super::text::Text;
use super::tongue::Tongue;
use crate::model::ServiceFacts;

/// Where to get the service.
#[derive(Debug, Serialize)]
pub struct ServiceView {
    links: Vec<StoreLink>,
}

#[derive(Debug, Serialize)]
struct StoreLink {
    name: String,
    url: String,
    /// The address as a person would type it; of a store, its host.
    shown: String,
}

impl ServiceView {
    /// The view of `facts`.
    pub fn new(facts: &ServiceFacts, tongue: &Tongue) -> ServiceView {
        let links = [
            ("reader.link.android", &facts.links.android, true),
            ("reader.link.ios", &facts.links.ios, true),
            ("reader.link.web", &facts.links.web, false),
        ];
        let view = |(key, url, is_store): (&str, &Option<String>, bool)| {
            let url = url.clone().filter(|url| url.starts_with("https://") || url.starts_with("http://"))?;
            let mut shown = without_scheme(&url);
            // Of a store its name is enough to tell it by: the rest is a row of letters nobody types.
            if is_store && let Some(end) = shown.find('/') {
                shown.truncate(end);
            }
            Some(StoreLink { name: tongue.locale.fill(key, &[]), url, shown })
        };
        ServiceView { links: links.into_iter().filter_map(view).collect() }
    }
}

/// The rows of the facts table that only services have.
pub fn facts(facts: &ServiceFacts, tongue: &Tongue) -> Vec<Fact> {
    let locale = &tongue.locale;
    let mut rows = Facts::new(tongue);
    let text = |key: String| Text::plain(locale.fill(&key, &[]));
    rows.add("category", [text(format!("service.category.{}", facts.category.id()))]);
    rows.add("skill", facts.skill.map(|skill| text(format!("skill.{}", skill.id()))));
    let hours = facts.hours.as_ref().and_then(|(hours, checked)| {
        let hours = Text::pick(hours, tongue)?;
        let checked = locale.fill("reader.facts.hours_checked", &[("date", &locale.date(*checked))]);
        Some(Text { text: format!("{} ({checked})", hours.text), lang: hours.lang })
    });
    rows.add("hours", hours);
    rows.into_rows()
}

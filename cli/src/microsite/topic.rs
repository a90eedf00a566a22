//! Topics: the tags of entries, each with a page of its own.

use std::collections::BTreeMap;

use disan_server::catalog::Localized;
use serde::Serialize;

use super::page::Page;
use super::plan::Plan;
use super::text::{Text, upper_first};
use super::tongue::Tongue;
use crate::model::{Project, anchor};

/// A tag with the entries that have it.
#[derive(Debug)]
pub struct Topic {
    /// Its name in addresses, the same in every language.
    pub slug: String,
    /// What it is called.
    pub name: Localized<String>,
    /// Indices of its entries.
    pub entries: Vec<u32>,
}

/// A link to a topic, with the number of its entries.
#[derive(Debug, Serialize)]
pub struct TopicLink {
    name: Text,
    path: String,
    count: usize,
}

/// All topics of a project that some entry has.
#[derive(Debug, Default)]
pub struct Topics {
    /// The topics, by slug.
    pub all: Vec<Topic>,
    /// Index of the topic for each way to write it.
    known: BTreeMap<String, u32>,
}

impl Topics {
    /// The topics of `project`. What `[[tag]]` of its settings calls by several names is one topic.
    pub fn of(project: &Project) -> Topics {
        let mut names: BTreeMap<String, &Localized<String>> = BTreeMap::new();
        for tag in &project.settings.tags {
            names.extend(tag.iter().map(|(_, name)| (anchor(name), tag)));
        }
        let mut slugs: BTreeMap<String, Topic> = BTreeMap::new();
        let mut written: BTreeMap<String, String> = BTreeMap::new();
        let lang = project.settings.default_lang();
        for (i, entry) in (0..).zip(&project.entries) {
            for tag in &entry.facts.tags {
                let own = anchor(tag);
                let name = names
                    .get(&own)
                    .map_or_else(|| [(lang.clone(), tag.clone())].into_iter().collect(), |name| Localized::clone(name));
                let slug = name.pick(lang, &[]).map_or_else(|| own.clone(), |(_, name)| anchor(name));
                written.insert(own, slug.clone());
                let topic = slugs.entry(slug.clone()).or_insert_with(|| Topic { slug, name, entries: Vec::new() });
                if topic.entries.last() != Some(&i) {
                    topic.entries.push(i);
                }
            }
        }
        let index: BTreeMap<&String, u32> = slugs.keys().zip(0..).collect();
        let known = written.into_iter().map(|(tag, slug)| (tag, index[&slug])).collect();
        Topics { known, all: slugs.into_values().collect() }
    }

    /// What readers of `tongue` call a tag.
    pub fn name(&self, tag: &str, tongue: &Tongue) -> Text {
        let topic = self.known.get(&anchor(tag)).map(|index| &self.all[*index as usize]);
        topic.and_then(|topic| Text::pick(&topic.name, tongue)).unwrap_or_else(|| Text::plain(tag))
    }
}

impl TopicLink {
    /// Links to the topics of an entry's `tags`.
    pub fn of(plan: &Plan, tongue: &Tongue, tags: &[String]) -> Vec<TopicLink> {
        tags.iter().filter_map(|tag| plan.topics.known.get(&anchor(tag))).map(|i| link(plan, tongue, *i)).collect()
    }

    /// Links to all topics, in the order of their names.
    pub fn all(plan: &Plan, tongue: &Tongue) -> Vec<TopicLink> {
        let mut links: Vec<TopicLink> = (0..plan.topics.all.len() as u32).map(|i| link(plan, tongue, i)).collect();
        let order = super::order::Order::of(&tongue.lang);
        links.sort_by(|a, b| order.compare(&a.name.text, &b.name.text));
        links
    }
}

/// What the topic at `index` is called, as a heading has it.
pub fn heading(plan: &Plan, tongue: &Tongue, index: u32) -> Text {
    let topic = &plan.topics.all[index as usize];
    let name = Text::pick(&topic.name, tongue).unwrap_or_else(|| Text::plain(topic.slug.clone()));
    Text { text: upper_first(&name.text), ..name }
}

fn link(plan: &Plan, tongue: &Tongue, index: u32) -> TopicLink {
    TopicLink {
        name: heading(plan, tongue, index),
        path: Page::Topic(index, 1).path(plan, tongue),
        count: plan.topics.all[index as usize].entries.len(),
    }
}

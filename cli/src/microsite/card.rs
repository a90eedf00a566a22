//! An entry as lists show it.

use serde::Serialize;

use super::gallery::Shape;
use super::plan::Plan;
use super::text::{Text, title};
use super::tongue::Tongue;
use crate::model::KindFacts;

/// Title, picture and a line or two of an entry.
#[derive(Debug, Serialize)]
pub struct Card {
    path: String,
    title: Text,
    summary: Text,
    badge: Option<String>,
    picture: Option<String>,
}

impl Card {
    /// The card of the entry at `index`; none where it has no words at all.
    pub fn new(plan: &Plan, tongue: &Tongue, index: u32) -> Option<Card> {
        let entry = &plan.project.entries[index as usize];
        let (lang, words) = entry.words_for(plan.project, &tongue.lang)?;
        let picture = entry.facts.cover.as_ref().and_then(|cover| plan.gallery.get(&cover.path)).map(|derived| {
            let mut markup = String::with_capacity(256);
            // The title beside it says what it is: read aloud, a second text would only delay.
            derived.markup(&mut markup, &Text::plain(""), Shape::Thumb);
            markup
        });
        Some(Card {
            path: plan.project.page_path(entry, &tongue.lang),
            title: Text::in_lang(title(&words.title), lang, tongue),
            summary: Text::in_lang(first_words(&words.summary, 140), lang, tongue),
            badge: badge(&entry.kind, tongue),
            picture,
        })
    }

    /// The cards of several entries.
    pub fn all(plan: &Plan, tongue: &Tongue, indices: &[u32]) -> Vec<Card> {
        indices.iter().filter_map(|index| Card::new(plan, tongue, *index)).collect()
    }
}

/// What sets an entry apart in a list of its kind.
fn badge(kind: &KindFacts, tongue: &Tongue) -> Option<String> {
    let text = |key: String| tongue.locale.texts().get(&key).cloned();
    match kind {
        KindFacts::Relic(facts) => facts.ranks.first().and_then(|rank| text(format!("relic.rank.{}", rank.level.id()))),
        KindFacts::Service(facts) => text(format!("service.category.{}", facts.category.id())),
        KindFacts::Guide(facts) => facts.skill.and_then(|skill| text(format!("skill.{}", skill.id()))),
        KindFacts::Trail(facts) => {
            Some(tongue.locale.fill("reader.trail.count", &[("count", &facts.stops.len().to_string())]))
        }
        KindFacts::Event(facts) => Some(super::event::days(facts, tongue)),
    }
}

/// The beginning of `text`, at most about `most` letters, cut between words.
pub fn first_words(text: &str, most: usize) -> String {
    let Some((end, _)) = text.char_indices().nth(most) else { return text.to_owned() };
    let cut = text[..end].rfind(' ').unwrap_or(end);
    format!("{}…", text[..cut].trim_end_matches([',', ';', '.', ':', ' ']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_summaries_end_between_words() {
        assert_eq!(first_words("Đền Kiếp Bạc, bên sông", 14), "Đền Kiếp Bạc…");
        assert_eq!(first_words("Đền Kiếp Bạc", 14), "Đền Kiếp Bạc");
    }
}

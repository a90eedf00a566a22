//! The steps of a guide as plain texts.

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::thing::Step;
use crate::model::{Role, Words, markdown_options};

/// The items of the first ordered list of the section of steps, each with the words of its first paragraph.
pub fn steps(words: &Words) -> Vec<Step> {
    let Some(section) = words.section(Role::Steps) else { return Vec::new() };
    let mut steps = Vec::new();
    let (mut depth, mut text, mut done) = (0, String::new(), false);
    for event in Parser::new_ext(words.part(&section.body), markdown_options()) {
        match event {
            Event::Start(Tag::List(_)) => depth += 1,
            Event::End(TagEnd::List(_)) => {
                depth -= 1;
                if depth == 0 {
                    break;
                }
            }
            Event::Start(Tag::Item) if depth == 1 => done = false,
            Event::End(TagEnd::Item) if depth == 1 => steps.push(Step { text: std::mem::take(&mut text) }),
            Event::End(TagEnd::Paragraph) => done = true,
            Event::Text(words) | Event::Code(words) if depth == 1 && !done => text.push_str(&words),
            Event::SoftBreak | Event::HardBreak if depth == 1 && !done => text.push(' '),
            _ => {}
        }
    }
    steps.retain(|step| !step.text.trim().is_empty());
    steps
}

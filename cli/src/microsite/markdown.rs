//! Markdown to HTML: raw HTML becomes text, links lead to pages of the same language, pictures to their derivatives.

use std::fmt::Write as _;
use std::ops::Range;

use disan_server::catalog::Lang;
use pulldown_cmark::{CowStr, Event, LinkType, Parser, Tag, TagEnd, html};

use super::plan::Plan;
use super::text::{Html, Text, direction, escape};
use super::tongue::Tongue;
use crate::model::{Entry, LINK_SCHEMES, Words, markdown_options, picture_path, scheme};

/// What a link leads to.
enum Target {
    Keep,
    Page(String),
    Nowhere,
}

/// A text as HTML, in its parts.
#[derive(Debug)]
pub struct Parts {
    /// The first paragraph.
    pub summary: Html,
    /// What stands between it and the first section.
    pub lead: Html,
    /// What stands under the heading of each section.
    pub sections: Vec<Html>,
}

impl Parts {
    /// The parts of `words`, a text of `entry` in `lang`, for readers of `tongue`.
    ///
    /// The text is read whole, as it was when it was cut: an address that is given at its end serves all of it.
    pub fn of((lang, words): (&Lang, &Words), plan: &Plan, tongue: &Tongue, entry: &Entry) -> Parts {
        let has_vietnamese = tongue.lang.primary() != "vi" && is_vietnamese(&words.source);
        let mut writer = Writer { plan, tongue, entry, lang, unlinked: 0, picture: None };
        let mut events = Parser::new_ext(&words.source, markdown_options()).into_offset_iter().peekable();
        // To be asked in the order of the text.
        let mut part = |range: &Range<usize>| {
            let mut html = String::with_capacity(range.len() * 5 / 4);
            while events.next_if(|(_, at)| at.start < range.start).is_some() {}
            let within = std::iter::from_fn(|| events.next_if(|(_, at)| at.start < range.end));
            let within = within.filter_map(|(event, _)| writer.take(event));
            if has_vietnamese {
                let mut within: Vec<Event> = within.collect();
                tell_vietnamese(&mut within);
                html::push_html(&mut html, within.into_iter());
            } else {
                html::push_html(&mut html, within);
            }
            Html(html)
        };
        Parts {
            summary: part(&words.summary_markdown),
            lead: part(&words.lead),
            sections: words.sections.iter().map(|section| part(&section.body)).collect(),
        }
    }
}

/// Whether a text has letters that only Vietnamese has.
fn is_vietnamese(text: &str) -> bool {
    !text.is_ascii()
        && text.chars().any(|c| matches!(c, 'ă' | 'Ă' | 'đ' | 'Đ' | 'ơ' | 'Ơ' | 'ư' | 'Ư' | '\u{1ea0}'..='\u{1ef9}'))
}

/// Vietnamese words set apart in another language's text (`*chồng diêm cổ các*`) are read out as Vietnamese.
fn tell_vietnamese(events: &mut [Event]) {
    for at in 0..events.len() {
        if events[at] != Event::Start(Tag::Emphasis) {
            continue;
        }
        let inside = events[at..].iter().take_while(|event| **event != Event::End(TagEnd::Emphasis));
        if inside.into_iter().any(|event| matches!(event, Event::Text(text) if is_vietnamese(text))) {
            events[at] = Event::InlineHtml("<em lang=\"vi\">".into());
        }
    }
}

/// Turns the events of a text into those of the page.
struct Writer<'a> {
    plan: &'a Plan<'a>,
    tongue: &'a Tongue,
    entry: &'a Entry,
    /// The language of the text.
    lang: &'a Lang,
    /// Links that lead nowhere and are left out, counted because their ends look like any other.
    unlinked: usize,
    picture: Option<Picture>,
}

/// A picture whose alternative text is being gathered.
struct Picture {
    path: String,
    alt: String,
    caption: String,
}

impl Writer<'_> {
    fn take<'e>(&mut self, event: Event<'e>) -> Option<Event<'e>> {
        let Some(picture) = &mut self.picture else { return self.map(event) };
        match event {
            Event::Text(text) | Event::Code(text) => picture.alt.push_str(&text),
            Event::SoftBreak | Event::HardBreak => picture.alt.push(' '),
            Event::End(TagEnd::Image) => return self.finish_picture().map(|markup| Event::InlineHtml(markup.into())),
            _ => {}
        }
        None
    }

    fn map<'e>(&mut self, event: Event<'e>) -> Option<Event<'e>> {
        Some(match event {
            Event::Html(text) | Event::InlineHtml(text) => Event::Text(text),
            Event::Start(Tag::Heading { level, id, classes, attrs }) => {
                // Sections are second-level headings already: whatever stands inside is lower.
                let level = level.max(pulldown_cmark::HeadingLevel::H3);
                Event::Start(Tag::Heading { level, id, classes, attrs })
            }
            Event::End(TagEnd::Heading(level)) => {
                Event::End(TagEnd::Heading(level.max(pulldown_cmark::HeadingLevel::H3)))
            }
            Event::Start(Tag::BlockQuote(_)) => {
                let mut open = String::from("<div class=\"warning\" role=\"note\">\n<p class=\"label\"");
                self.tell_own_language(&mut open);
                open.push('>');
                escape(&mut open, self.tongue.locale.text("reader.warning"));
                open.push_str("</p>\n");
                Event::Html(open.into())
            }
            Event::End(TagEnd::BlockQuote(_)) => Event::Html("</div>\n".into()),
            // The policy of the page takes no style of a single cell: columns stand as the style sheet has them.
            // A wide one scrolls by itself, for a keyboard too.
            Event::Start(Tag::Table(_)) => Event::Html("<table tabindex=\"0\">".into()),
            Event::Start(Tag::Image { dest_url, title, .. }) => {
                self.start_picture(&dest_url, &title);
                return None;
            }
            Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
                return self.open_link(link_type, dest_url, title, id);
            }
            Event::End(TagEnd::Link) if self.unlinked > 0 => {
                self.unlinked -= 1;
                return None;
            }
            event => event,
        })
    }

    /// A word of the page within a text in another language says whose it is.
    fn tell_own_language(&self, out: &mut String) {
        let own = self.tongue.locale.lang();
        if own != self.lang {
            let _ = write!(out, " lang=\"{own}\"");
            if own.is_leftward() != self.lang.is_leftward() {
                let _ = write!(out, " dir=\"{}\"", direction(own));
            }
        }
    }

    fn open_link<'e>(
        &mut self,
        link_type: LinkType,
        dest_url: CowStr<'e>,
        title: CowStr<'e>,
        id: CowStr<'e>,
    ) -> Option<Event<'e>> {
        let dest_url = match self.target(&dest_url) {
            Target::Keep => dest_url,
            Target::Page(path) => path.into(),
            Target::Nowhere => {
                self.unlinked += 1;
                return None;
            }
        };
        Some(Event::Start(Tag::Link { link_type, dest_url, title, id }))
    }

    fn target(&self, destination: &str) -> Target {
        if let Some(scheme) = scheme(destination) {
            let allowed = LINK_SCHEMES.iter().any(|known| scheme.eq_ignore_ascii_case(known));
            return if allowed { Target::Keep } else { Target::Nowhere };
        }
        if destination.starts_with('#') {
            return Target::Keep;
        }
        let (slug, anchor) = destination.split_at(destination.find('#').unwrap_or(destination.len()));
        let slug = slug.trim_end_matches('/');
        match self.plan.project.entry(slug) {
            Some(entry) => Target::Page(self.plan.project.page_path(entry, &self.tongue.lang) + anchor),
            None => Target::Nowhere,
        }
    }

    fn start_picture(&mut self, destination: &str, caption: &str) {
        let path = picture_path(&self.entry.folder, destination);
        self.picture = Some(Picture { path, alt: String::new(), caption: caption.to_owned() });
    }

    /// The markup of the picture whose end has come; none when there is no such picture.
    fn finish_picture(&mut self) -> Option<String> {
        let picture = self.picture.take()?;
        let derived = self.plan.gallery.get(&picture.path)?;
        let mut markup = String::new();
        derived.markup(&mut markup, &Text::plain(picture.alt), super::gallery::Shape::Inline);
        if !picture.caption.is_empty() {
            markup.push_str("<span class=\"caption\">");
            escape(&mut markup, &picture.caption);
            markup.push_str("</span>");
        }
        Some(markup)
    }
}

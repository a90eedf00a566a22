//! The words of an entry: markdown cut into title, summary and sections, with what it refers to.

use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{Event, LinkType, Parser, Tag, TagEnd};

use crate::diagnostic::Diagnostic;
use crate::model::{Heading, Headings, Reference, ReferenceTarget, Section, Status, Words, markdown_options};

/// Cuts the markdown of one text.
pub fn words(path: &str, source: &Arc<str>, headings: &Headings, faults: &mut Vec<Diagnostic>) -> Words {
    let mut cut = Cut::new(source, headings);
    for (event, range) in Parser::new_ext(source, markdown_options()).into_offset_iter() {
        cut.take(event, range);
    }
    cut.close(path, faults)
}

/// Where in the text the cut is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    BeforeTitle,
    Title,
    AfterTitle,
    Summary,
    Rest,
    Heading,
}

/// A picture or link that is open.
struct Open {
    target: ReferenceTarget,
    address: Box<str>,
    span: Range<usize>,
    text_from: usize,
    depth: usize,
}

struct Cut<'a> {
    source: &'a Arc<str>,
    headings: &'a Headings,
    part: Part,
    depth: usize,
    plain: String,
    title: Box<str>,
    summary: Box<str>,
    summary_markdown: Range<usize>,
    lead_from: usize,
    first_text: Option<Range<usize>>,
    sections: Vec<Section>,
    references: Vec<Reference>,
    open: Vec<Open>,
    heading_span: Range<usize>,
    second_title: Option<Range<usize>>,
}

impl<'a> Cut<'a> {
    fn new(source: &'a Arc<str>, headings: &'a Headings) -> Cut<'a> {
        Cut {
            source,
            headings,
            part: Part::BeforeTitle,
            depth: 0,
            plain: String::new(),
            title: Box::default(),
            summary: Box::default(),
            summary_markdown: 0..0,
            lead_from: 0,
            first_text: None,
            sections: Vec::new(),
            references: Vec::new(),
            open: Vec::new(),
            heading_span: 0..0,
            second_title: None,
        }
    }

    fn take(&mut self, event: Event, range: Range<usize>) {
        match event {
            Event::Start(tag) => {
                self.start(tag, range);
                self.depth += 1;
            }
            Event::End(tag) => {
                self.depth -= 1;
                self.end(tag, range);
            }
            Event::Text(text) | Event::Code(text) => self.text(&text),
            Event::InlineHtml(text) => self.text(&text),
            Event::SoftBreak | Event::HardBreak => self.text(" "),
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag, range: Range<usize>) {
        match tag {
            Tag::Heading { level, .. } if self.depth == 0 && level as usize <= 2 => self.heading(level as usize, range),
            Tag::Paragraph if self.depth == 0 && self.part == Part::AfterTitle => {
                self.part = Part::Summary;
                self.plain.clear();
            }
            Tag::Link { link_type, dest_url, .. } => {
                // A mail address between angle brackets comes without its scheme.
                let address = match link_type {
                    LinkType::Email => format!("mailto:{dest_url}").into(),
                    _ => dest_url.as_ref().into(),
                };
                self.reference(ReferenceTarget::Link, address, range);
            }
            Tag::Image { dest_url, .. } => self.reference(ReferenceTarget::Picture, dest_url.as_ref().into(), range),
            _ if self.depth == 0 && self.part == Part::BeforeTitle => self.before_title(range),
            // Something else than a paragraph follows the title: the summary is missing.
            _ if self.depth == 0 && self.part == Part::AfterTitle => self.part = Part::Rest,
            _ => {}
        }
    }

    fn before_title(&mut self, range: Range<usize>) {
        self.first_text.get_or_insert(range);
    }

    fn heading(&mut self, level: usize, range: Range<usize>) {
        self.plain.clear();
        if self.part == Part::BeforeTitle {
            self.part = Part::Title;
            return;
        }
        if level == 1 {
            self.second_title.get_or_insert(range.clone());
        }
        self.close_section(range.start);
        self.heading_span = range;
        self.part = Part::Heading;
    }

    /// Ends the last section, or the lead, at `end`.
    fn close_section(&mut self, end: usize) {
        let source = self.source;
        if let Some(section) = self.sections.last_mut() {
            section.body = trimmed(source, section.body.start..end);
        }
    }

    fn reference(&mut self, target: ReferenceTarget, address: Box<str>, span: Range<usize>) {
        self.open.push(Open { target, address, span, text_from: self.plain.len(), depth: self.depth });
    }

    fn text(&mut self, text: &str) {
        // Only short texts are gathered: title, summary, headings, and what a picture or link shows.
        if self.part != Part::Rest && self.part != Part::AfterTitle || !self.open.is_empty() {
            self.plain.push_str(text);
        }
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        if matches!(tag, TagEnd::Link | TagEnd::Image) && self.open.last().is_some_and(|o| o.depth == self.depth) {
            self.close_reference();
            return;
        }
        if self.depth > 0 {
            return;
        }
        match (self.part, tag) {
            (Part::Title, TagEnd::Heading(_)) => {
                self.title = one_line(&self.plain);
                self.lead_from = range.end;
                self.part = Part::AfterTitle;
            }
            (Part::Summary, TagEnd::Paragraph) => {
                self.summary = one_line(&self.plain);
                self.summary_markdown = trimmed(self.source, range.clone());
                self.lead_from = range.end;
                self.part = Part::Rest;
            }
            (Part::Heading, TagEnd::Heading(_)) => {
                let heading = one_line(&self.plain);
                let Heading { role, text, anchor } = self.headings.read(&heading);
                self.sections.push(Section {
                    role,
                    heading: text,
                    anchor,
                    at: self.heading_span.clone(),
                    body: range.end..range.end,
                });
                self.part = Part::Rest;
            }
            _ => {}
        }
        if self.part == Part::Rest {
            self.plain.clear();
        }
    }

    fn close_reference(&mut self) {
        let Some(open) = self.open.pop() else { return };
        let mut alt = Box::default();
        if open.target == ReferenceTarget::Picture {
            alt = one_line(self.plain.get(open.text_from..).unwrap_or_default());
            // What a picture shows is told by it, not by the title or summary around it.
            self.plain.truncate(open.text_from);
        }
        self.references.push(Reference { target: open.target, address: open.address, span: open.span, alt });
    }

    fn close(mut self, path: &str, faults: &mut Vec<Diagnostic>) -> Words {
        self.close_section(self.source.len());
        if self.title.is_empty() {
            faults.push(Diagnostic::error("missing-title").at(path));
        } else if let Some(span) = self.first_text.take() {
            faults.push(Diagnostic::error("text-before-title").at(path).span(first_line(self.source, span)));
        }
        if let Some(span) = self.second_title.take() {
            faults.push(Diagnostic::error("second-title").at(path).span(first_line(self.source, span)));
        }
        if !self.title.is_empty() && self.summary.is_empty() {
            faults.push(Diagnostic::error("missing-summary").at(path));
        }
        let lead_to = self.sections.first().map_or(self.source.len(), |s| s.at.start);
        self.sections.shrink_to_fit();
        Words {
            path: path.into(),
            source: self.source.clone(),
            title: self.title,
            summary: self.summary,
            summary_markdown: self.summary_markdown,
            lead: trimmed(self.source, self.lead_from.min(lead_to)..lead_to),
            sections: self.sections,
            references: self.references.into(),
            status: Status::Draft,
        }
    }
}

/// `text` on one line, without space around it.
fn one_line(text: &str) -> Box<str> {
    let text = text.trim();
    if !text.contains(['\n', '\t']) && !text.contains("  ") {
        return text.into();
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ").into()
}

/// `range` without blank lines at either end.
fn trimmed(source: &str, range: Range<usize>) -> Range<usize> {
    let text = &source[range.clone()];
    let kept = text.trim_end();
    // Spaces before the first letter may be the indent of a code block: only whole blank lines go.
    let mut start = 0;
    while let Some(next) = kept[start..].find(|c: char| c == '\n' || !c.is_whitespace())
        && kept.as_bytes()[start + next] == b'\n'
    {
        start += next + 1;
    }
    range.start + start..range.start + kept.len().max(start)
}

fn first_line(source: &str, span: Range<usize>) -> Range<usize> {
    let length = source[span.clone()].find('\n').unwrap_or(span.len());
    span.start..span.start + length
}

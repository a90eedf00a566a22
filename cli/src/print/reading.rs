//! A whole text as blocks to be set: its headings, paragraphs, steps and warnings, without pictures and without markup.

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::typeset::clean;
use crate::model::{Words, markdown_options, scheme};

/// A block of a text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Block {
    /// What it is.
    pub kind: Kind,
    /// Its words.
    pub text: String,
}

/// What a block is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Kind {
    /// Heading of a section, or of a part of one.
    Heading,
    /// Running text.
    Paragraph,
    /// A step or an item of a list: what stands before it, and how deep it stands.
    Item(String, usize),
    /// Set apart: a warning.
    Warning,
}

/// The blocks of a text after its title.
pub fn blocks(words: &Words) -> Vec<Block> {
    let mut reader = Reader::default();
    for event in Parser::new_ext(&words.source, markdown_options()) {
        reader.take(event);
    }
    reader.blocks
}

/// What a reader of markdown is within.
#[derive(Default)]
struct Reader {
    blocks: Vec<Block>,
    /// Number of the next item of each list around, none where they are not numbered.
    lists: Vec<Option<u64>>,
    /// What stands before the next paragraph of an item.
    marker: Option<String>,
    quoted: usize,
    is_title: bool,
    has_title: bool,
    pictures: usize,
    /// Where the link being read leads, and where its words start.
    link: Option<(String, usize)>,
    text: String,
}

impl Reader {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            _ if self.pictures > 0 => {}
            Event::Text(text) | Event::Code(text) | Event::Html(text) | Event::InlineHtml(text) => {
                self.text.push_str(&text);
            }
            Event::SoftBreak | Event::HardBreak => self.text.push(' '),
            Event::Rule => self.finish(Kind::Paragraph),
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Heading { .. } => {
                self.is_title = !self.has_title;
                self.has_title = true;
            }
            Tag::List(first) => {
                // An item that holds a list of its own ends where that begins.
                self.finish_item();
                self.lists.push(first);
            }
            Tag::Item => {
                let marker = match self.lists.last_mut() {
                    Some(Some(number)) => {
                        *number += 1;
                        format!("{}.", *number - 1)
                    }
                    _ => "•".to_owned(),
                };
                self.marker = Some(marker);
            }
            Tag::BlockQuote(_) => self.quoted += 1,
            Tag::Image { .. } => self.pictures += 1,
            Tag::Link { dest_url, .. } => self.link = Some((dest_url.to_string(), self.text.len())),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) if self.is_title => {
                self.text.clear();
                self.is_title = false;
            }
            TagEnd::Heading(_) => self.finish(Kind::Heading),
            TagEnd::Paragraph if !self.lists.is_empty() => self.finish_item(),
            TagEnd::Paragraph if self.quoted > 0 => self.finish(Kind::Warning),
            TagEnd::Paragraph | TagEnd::CodeBlock | TagEnd::HtmlBlock => self.finish(Kind::Paragraph),
            TagEnd::Item => {
                self.finish_item();
                self.marker = None;
            }
            TagEnd::List(_) => drop(self.lists.pop()),
            TagEnd::BlockQuote(_) => self.quoted -= 1,
            TagEnd::Image => self.pictures -= 1,
            TagEnd::Link => self.spell_link(),
            TagEnd::TableCell => self.text.push_str(" · "),
            TagEnd::TableHead | TagEnd::TableRow => {
                self.text.truncate(self.text.trim_end_matches(" · ").len());
                self.finish(Kind::Paragraph);
            }
            _ => {}
        }
    }

    /// On paper nobody taps: an address that the words do not show stands behind them.
    fn spell_link(&mut self) {
        let Some((address, start)) = self.link.take() else { return };
        if !matches!(scheme(&address).as_deref(), Some("https" | "http")) {
            return;
        }
        let bare = address.trim_start_matches("https://").trim_start_matches("http://").trim_end_matches('/');
        if !self.text[start..].contains(bare) {
            self.text.push_str(&format!(" ({bare})"));
        }
    }

    fn finish_item(&mut self) {
        let depth = self.lists.len().saturating_sub(1);
        let marker = self.marker.take();
        if clean(&self.text).is_empty() {
            self.text.clear();
            self.marker = marker;
            return;
        }
        self.finish(Kind::Item(marker.unwrap_or_default(), depth));
    }

    fn finish(&mut self, kind: Kind) {
        let text = clean(&std::mem::take(&mut self.text));
        if !text.is_empty() {
            self.blocks.push(Block { kind, text });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(source: &str) -> Vec<(Kind, String)> {
        let words =
            Words { source: source.into(), ..super::super::sample::words("a/vi.md", "Tên", "Mở đầu.", 3) };
        blocks(&words).into_iter().map(|block| (block.kind, block.text)).collect()
    }

    #[test]
    fn a_guide_keeps_its_steps_and_warnings_and_spells_its_links() {
        let text = "# Tên\n\nMở *đầu*\nhai dòng.\n\n> Đừng vội.\n\n## Các bước\n\n1. Mở [cổng](https://dichvucong.gov.vn/).\n2. Bấm `Nộp`:\n   - một\n   - hai\n\n![ảnh](a.jpg)\n\nXem [dichvucong.gov.vn](https://dichvucong.gov.vn) và [mục khác](vneid).\n";
        let item = |marker: &str, depth, text: &str| (Kind::Item(marker.into(), depth), text.to_owned());
        assert_eq!(
            read(text),
            [
                (Kind::Paragraph, "Mở đầu hai dòng.".into()),
                (Kind::Warning, "Đừng vội.".into()),
                (Kind::Heading, "Các bước".into()),
                item("1.", 0, "Mở cổng (dichvucong.gov.vn)."),
                item("2.", 0, "Bấm Nộp:"),
                item("•", 1, "một"),
                item("•", 1, "hai"),
                (Kind::Paragraph, "Xem dichvucong.gov.vn và mục khác.".into()),
            ]
        );
    }

    #[test]
    fn loose_items_of_several_paragraphs_carry_their_number_once() {
        let read = read("# T\n\n3. Một.\n\n   Còn nữa.\n\n4. Hai.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n");
        let kinds: Vec<String> = read.iter().map(|(kind, text)| format!("{kind:?} {text}")).collect();
        assert_eq!(
            kinds,
            [
                "Item(\"3.\", 0) Một.",
                "Item(\"\", 0) Còn nữa.",
                "Item(\"4.\", 0) Hai.",
                "Paragraph a · b",
                "Paragraph 1 · 2"
            ]
        );
    }
}

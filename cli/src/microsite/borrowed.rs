//! Words that a project's own locale file lacks: they are borrowed from another language, and each page says so.
//!
//! A borrowed word carries two marks, which stand in no text of anybody, from the locale through whatever it is filled
//! into; one pass over the finished page turns them into `lang` attributes. Languages that borrow nothing pay nothing.

use std::borrow::Cow;

use disan_server::catalog::{Lang, Locale};

/// Before a borrowed word, and after it: noncharacters, which Unicode keeps for the inside of programs.
const OPEN: char = '\u{fdd0}';
const CLOSE: char = '\u{fdd1}';

/// Keys of what is no word of a language: parts of addresses, letters, signs between digits, tags.
const NO_WORDS: [&str; 6] =
    ["reader.path.", "reader.alphabet", "reader.locale", "language.endonym", "number.", "content.heading"];

/// Attributes that are read to people.
const SAID: [&str; 4] = ["aria-label", "alt", "title", "placeholder"];

/// Elements without an end.
const VOID: [&str; 8] = ["br", "hr", "img", "input", "link", "meta", "source", "wbr"];

/// Elements that hold nothing but text.
const RAW: [&str; 4] = ["script", "style", "title", "textarea"];

/// Marks what `locale` has borrowed.
pub fn mark(locale: &mut Locale) {
    locale.change_lent(&NO_WORDS, |text| format!("{OPEN}{text}{CLOSE}"));
}

/// The text without marks, for what is no page.
pub fn bare(text: &str) -> Cow<'_, str> {
    if text.contains(OPEN) { Cow::Owned(text.replace([OPEN, CLOSE], "")) } else { Cow::Borrowed(text) }
}

/// The text in two: the marks it begins with, and the rest.
pub fn apart(text: &str) -> (&str, &str) {
    text.split_at(text.find(|c| c != OPEN).unwrap_or(text.len()))
}

/// The page in `own` with each word borrowed from `lender` told to be of that language.
pub fn tell(html: &str, own: &Lang, lender: &Lang) -> String {
    let out = String::with_capacity(html.len() + html.len() / 4);
    let mut page = Page { out, own: own.as_str(), lender: lender.as_str(), depth: 0, labelled: Vec::new() };
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        page.text(&rest[..at]);
        let (tag, after) = rest[at..].split_at(tag_end(&rest[at..]));
        rest = page.tag(tag, after);
    }
    page.text(rest);
    page.out
}

struct Page<'a> {
    out: String,
    own: &'a str,
    lender: &'a str,
    /// In how many borrowed words we are: one may be filled into another, and elements into both.
    depth: usize,
    /// The elements around that are called by a borrowed word, and how deep in the innermost we are: their language is
    /// the lender's for the sake of that word, so each child is given back its own.
    labelled: Vec<usize>,
}

impl Page<'_> {
    fn text(&mut self, text: &str) {
        let mut from = 0;
        for (at, mark) in text.match_indices([OPEN, CLOSE]) {
            self.out.push_str(&text[from..at]);
            from = at + mark.len();
            if mark.starts_with(OPEN) {
                self.depth += 1;
                if self.depth == 1 {
                    self.out.push_str(&format!("<span lang=\"{}\">", self.lender));
                }
            } else if self.depth > 0 {
                self.depth -= 1;
                if self.depth == 0 {
                    self.out.push_str("</span>");
                }
            }
        }
        self.out.push_str(&text[from..]);
    }

    /// Puts a tag, and what belongs to it of what comes `after`; gives back the rest.
    fn tag<'t>(&mut self, tag: &str, after: &'t str) -> &'t str {
        if tag.starts_with("</") {
            self.out.push_str(tag);
            self.leave();
            return after;
        }
        let name = tag[1..].split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        let (attributes, mut is_said) = self.attributes(tag);
        let is_child = self.labelled.last() == Some(&0);
        let raw = RAW.contains(&name);
        let whole = whole(after).filter(|_| self.depth == 0);
        is_said &= !["meta", "link", "html"].contains(&name);
        let lang = match (is_said || whole.is_some() && name != "script", is_child) {
            _ if tag.contains(" lang=\"") || name.is_empty() => None,
            (true, _) => Some(self.lender),
            (false, is_child) => is_child.then_some(self.own),
        };
        let end = if attributes.ends_with("/>") { "/>" } else { ">" };
        self.out.push_str(attributes.strip_suffix(end).unwrap_or(&attributes));
        if let Some(lang) = lang {
            self.out.push_str(&format!(" lang=\"{lang}\""));
        }
        self.out.push_str(if attributes.ends_with(end) { end } else { "" });
        let has_end = end == ">" && !name.is_empty() && !VOID.contains(&name);
        if has_end {
            self.enter(is_said && lang.is_some());
        }
        match (whole, raw) {
            (Some(end), _) if lang == Some(self.lender) => {
                self.out.push_str(&bare(&after[..end]));
                &after[end..]
            }
            (_, true) => {
                let end = after.find("</").unwrap_or(after.len());
                self.out.push_str(&bare(&after[..end]));
                &after[end..]
            }
            _ => after,
        }
    }

    fn enter(&mut self, is_labelled: bool) {
        if let Some(depth) = self.labelled.last_mut() {
            *depth += 1;
        }
        if is_labelled {
            self.labelled.push(0);
        }
    }

    fn leave(&mut self) {
        if self.labelled.last() == Some(&0) {
            self.labelled.pop();
        }
        if let Some(depth) = self.labelled.last_mut() {
            *depth -= 1;
        }
    }

    /// The tag with its borrowed attributes unmarked, and whether one of them is read to people. What a script puts
    /// into the page has its language beside it: `data-keep` and `data-keep-lang`.
    fn attributes<'t>(&self, tag: &'t str) -> (Cow<'t, str>, bool) {
        if !tag.contains(OPEN) {
            return (Cow::Borrowed(tag), false);
        }
        let (mut out, mut is_said) = (String::with_capacity(tag.len()), false);
        let mut pieces = tag.split('"');
        while let Some(before) = pieces.next() {
            out.push_str(before);
            let Some(value) = pieces.next() else { break };
            out.push_str(&format!("\"{}\"", bare(value)));
            let name = before.trim_end_matches('=').trim_start();
            let name = name.rsplit(' ').next().unwrap_or_default();
            if value.contains(OPEN) {
                is_said |= SAID.contains(&name);
                if name.starts_with("data-") {
                    out.push_str(&format!(" {name}-lang=\"{}\"", self.lender));
                }
            }
        }
        (Cow::Owned(out), is_said)
    }
}

/// How long the tag is that `html` begins with.
fn tag_end(html: &str) -> usize {
    if html.starts_with("<!--") {
        return html.find("-->").map_or(html.len(), |at| at + 3);
    }
    let mut quoted = false;
    let end = html.bytes().position(|byte| {
        quoted ^= byte == b'"';
        byte == b'>' && !quoted
    });
    end.map_or(html.len(), |at| at + 1)
}

/// Where the content of an element ends that is one borrowed word and nothing else.
fn whole(content: &str) -> Option<usize> {
    let end = content.find('<')?;
    let word = content[..end].strip_prefix(OPEN)?.strip_suffix(CLOSE)?;
    let mut depth = 1;
    for mark in word.chars().filter(|c| [OPEN, CLOSE].contains(c)) {
        depth += if mark == OPEN { 1 } else { -1 };
        if depth == 0 {
            return None;
        }
    }
    content[end..].starts_with("</").then_some(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(html: &str) -> String {
        let html = html.replace('[', "\u{fdd0}").replace(']', "\u{fdd1}");
        tell(&html, &"qaa".parse().unwrap(), &Lang::vi())
    }

    #[test]
    fn text_is_told_by_its_element_or_by_one_of_its_own() {
        assert_eq!(told("<h2>[Lễ hội]</h2>"), "<h2 lang=\"vi\">Lễ hội</h2>");
        assert_eq!(told("<p>Ĝi: [ngày [05/3]].</p>"), "<p>Ĝi: <span lang=\"vi\">ngày 05/3</span>.</p>");
        assert_eq!(told("<p>[một] [hai]</p>"), "<p><span lang=\"vi\">một</span> <span lang=\"vi\">hai</span></p>");
        assert_eq!(
            told("<dd>[Từ <time>[thứ Hai]</time> đến <time>[thứ Tư]</time>.]</dd>"),
            "<dd><span lang=\"vi\">Từ <time>thứ Hai</time> đến <time>thứ Tư</time>.</span></dd>"
        );
        assert_eq!(told("<b lang=\"qaa\">[a]</b>"), "<b lang=\"qaa\"><span lang=\"vi\">a</span></b>");
        assert_eq!(told("<title>[Tìm] · Io</title>"), "<title>Tìm · Io</title>");
        assert_eq!(told("<title>[Tìm]</title>"), "<title lang=\"vi\">Tìm</title>");
        assert_eq!(
            told("<script type=\"a\">{\"n\":\"[Tìm]\"}</script>"),
            "<script type=\"a\">{\"n\":\"Tìm\"}</script>"
        );
    }

    #[test]
    fn an_attribute_is_told_by_its_element_and_the_children_keep_their_own() {
        assert_eq!(
            told("<nav class=\"x\" aria-label=\"[Đang ở]\"><ol><li><a>Io</a></li></ol><p>[b]</p></nav><p>c</p>"),
            "<nav class=\"x\" aria-label=\"Đang ở\" lang=\"vi\"><ol lang=\"qaa\"><li><a>Io</a></li></ol><p lang=\"vi\">b</p></nav><p>c</p>"
        );
        assert_eq!(
            told("<nav aria-label=\"[a]\"><p><i title=\"[b]\"><b>Io</b></i><br></p><u>c</u></nav>"),
            "<nav aria-label=\"a\" lang=\"vi\"><p lang=\"qaa\"><i title=\"b\" lang=\"vi\"><b lang=\"qaa\">Io</b></i><br></p><u lang=\"qaa\">c</u></nav>"
        );
        assert_eq!(told("<meta content=\"[a] > b\">"), "<meta content=\"a > b\">");
        assert_eq!(
            told("<ol data-one=\"[1 kết quả]\" data-many=\"multaj\"></ol>"),
            "<ol data-one=\"1 kết quả\" data-one-lang=\"vi\" data-many=\"multaj\"></ol>"
        );
    }

    #[test]
    fn what_borrows_nothing_stays_as_it_is() {
        let html =
            "<!doctype html>\n<!-- <p> --><p class=\"a\">b &lt; c<br></p>\n<svg><path d=\"M0 0\"/></svg><!--near-->";
        assert_eq!(told(html), html);
    }
}

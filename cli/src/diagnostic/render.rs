//! Faults as text for people: what, where with the line itself, and how to mend it.

use std::fmt::Write as _;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};
use disan_server::catalog::Locale;

use super::{Diagnostic, PlaceSpan, Severity};
use crate::load::Content;

/// Width at which lines of content are cut; what people have before them is narrower or wraps.
const WIDTH: usize = 120;

/// Values that are ids, shown by the word the locale has under this table.
const NAMED_VALUES: [(&str, &str); 3] =
    [("language", "diagnostic.language"), ("expected", "diagnostic.type"), ("found", "diagnostic.found")];

/// All faults in the words of `locale`, by path and line, errors last, then their count. Empty without faults.
pub fn render(faults: &[Diagnostic], content: &Content, locale: &Locale, colour: bool) -> String {
    if faults.is_empty() {
        return String::new();
    }
    let mut sorted: Vec<&Diagnostic> = faults.iter().collect();
    // Errors last: the end of a long list is what stands before people's eyes.
    sorted.sort_by(|a, b| (b.severity, &a.place, a.rule, &a.values).cmp(&(a.severity, &b.place, b.rule, &b.values)));
    sorted.dedup();
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.decor_style(DecorStyle::Ascii).term_width(WIDTH);
    let mut out = String::new();
    for fault in &sorted {
        out.push_str(&one(fault, content, locale, &renderer));
        out.push_str("\n\n");
    }
    let errors = sorted.iter().filter(|f| f.severity == Severity::Error).count();
    out.push_str(&count(errors, sorted.len() - errors, locale));
    out.push('\n');
    out
}

/// What is wrong, in the words of `locale`.
fn message(fault: &Diagnostic, locale: &Locale) -> String {
    filled(fault, &format!("diagnostic.{}.message", fault.rule), locale)
}

/// How to mend it; none when the message says it all.
fn help(fault: &Diagnostic, locale: &Locale) -> Option<String> {
    let own = |name: &str| Some(format!("diagnostic.{}.{name}", fault.rule)).filter(|key| locale.has(key));
    let cause = fault.value("cause").and_then(own);
    let suggestion = || fault.value("suggestion").and_then(|_| own("suggestion"));
    let key = cause.or_else(suggestion).or_else(|| own("help"))?;
    Some(filled(fault, &key, locale))
}

fn filled(fault: &Diagnostic, key: &str, locale: &Locale) -> String {
    let values: Vec<(&str, String)> =
        fault.values.iter().map(|(name, value)| (*name, shown(name, value, locale))).collect();
    let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    locale.fill(key, &values)
}

/// A value as people read it: invisible and control characters by their number, ids by their word.
fn shown(name: &str, value: &str, locale: &Locale) -> String {
    let table = NAMED_VALUES.iter().find(|(own, _)| *own == name);
    if let Some(key) = table.map(|(_, table)| format!("{table}.{value}"))
        && locale.has(&key)
    {
        return locale.text(&key).to_owned();
    }
    visible(value)
}

/// `text` with what could turn or hide the words around it written as `U+202E`.
fn visible(text: &str) -> String {
    let hidden = |c: char| {
        c.is_control()
            || matches!(c, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}')
    };
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if hidden(c) && c != '\t' {
            let _ = write!(out, "<U+{:04X}>", u32::from(c));
        } else {
            out.push(c);
        }
    }
    out
}

fn one(fault: &Diagnostic, content: &Content, locale: &Locale, renderer: &Renderer) -> String {
    let (level, name) = match fault.severity {
        Severity::Error => (Level::ERROR, "diagnostic.level.error"),
        Severity::Warning => (Level::WARNING, "diagnostic.level.warning"),
    };
    let message = message(fault, locale);
    let mut group =
        level.with_name(locale.text(name)).primary_title(&message).id(fault.rule).elements(Vec::<Origin>::new());
    if let Some(place) = &fault.place {
        let text = content.text(&place.path);
        group = match (text, place.span) {
            (Some(text), Some(span)) => {
                let excerpt = Excerpt::of(text, span);
                let snippet = Snippet::source(excerpt.lines).line_start(excerpt.first).path(place.path.clone());
                group.element(snippet.annotation(AnnotationKind::Primary.span(excerpt.span)))
            }
            _ => group.element(Origin::path(place.path.clone())),
        };
    }
    if let Some(help) = help(fault, locale) {
        group = group.element(Level::HELP.with_name(locale.text("diagnostic.level.help")).message(help));
    }
    renderer.render(&[group])
}

/// The lines a fault stands in, at most three of them.
struct Excerpt {
    lines: String,
    first: usize,
    span: std::ops::Range<usize>,
}

impl Excerpt {
    fn of(text: &str, span: PlaceSpan) -> Excerpt {
        let boundary = |mut at: usize| {
            at = at.min(text.len());
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            at
        };
        let (start, end) = (boundary(span.start), boundary(span.end.max(span.start)));
        let from = text[..start].rfind('\n').map_or(0, |i| i + 1);
        let first = text[..from].matches('\n').count() + 1;
        let last_line = text[start..end].match_indices('\n').nth(2).map_or(end, |(i, _)| start + i);
        let end = end.min(last_line);
        let to = text[end..].find('\n').map_or(text.len(), |i| end + i);
        // A hidden character would do its work in the excerpt too; the mark under it stays in its place.
        let before = visible_line(&text[from..start]);
        let marked = visible_line(&text[start..end]);
        let after = visible_line(&text[end..to]);
        let span = before.len()..before.len() + marked.len();
        Excerpt { lines: before + &marked + &after, first, span }
    }
}

/// As [`visible`], but line ends stay.
fn visible_line(text: &str) -> String {
    text.split('\n').map(visible).collect::<Vec<_>>().join("\n")
}

/// The closing line: `2 lỗi, 1 cảnh báo`.
fn count(errors: usize, warnings: usize, locale: &Locale) -> String {
    let part = |what: &str, n: usize| {
        let form = if n == 1 { "one" } else { "many" };
        let number = locale.number(n as i64);
        (n > 0).then(|| locale.fill(&format!("diagnostic.count.{what}.{form}"), &[("n", &number)]))
    };
    [part("errors", errors), part("warnings", warnings)].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

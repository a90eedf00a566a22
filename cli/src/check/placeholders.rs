//! Places that a scaffold left to be written: visibly so on page and sign, and never published.

use disan_server::catalog::{EMBEDDED_LOCALES, Lang, Locale};

use crate::diagnostic::Diagnostic;
use crate::load::Content;
use crate::model::Entry;

/// What places to be written begin with, in each built-in language: `[Viết ở đây`, `[Write here`.
pub fn marks() -> Vec<String> {
    let langs = EMBEDDED_LOCALES.iter().filter_map(|(tag, _)| tag.parse::<Lang>().ok());
    langs.map(|lang| Locale::embedded(&lang).text("content.placeholder.mark").to_owned()).collect()
}

/// One fault for each file of the entry that still has such places, at the first of them.
pub fn placeholders(entry: &Entry, content: &Content, marks: &[String]) -> Vec<Diagnostic> {
    let words = entry.words.iter().map(|(_, words)| (words.path.as_str(), &*words.source));
    let facts = content.text(&entry.facts_path).map(|text| (entry.facts_path.as_str(), &**text));
    words.chain(facts).filter_map(|(path, text)| placeholder(path, text, marks)).collect()
}

fn placeholder(path: &str, text: &str, marks: &[String]) -> Option<Diagnostic> {
    let start = marks.iter().filter_map(|mark| text.find(mark.as_str())).min()?;
    let line = text[start..].lines().next().unwrap_or_default();
    let end = start + line.find(']').map_or(line.len(), |at| at + 1);
    let count: usize = marks.iter().map(|mark| text.matches(mark.as_str()).count()).sum();
    let fault = Diagnostic::error("placeholder-text").at(path).span(start..end);
    Some(fault.with("count", count.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_place_to_be_written_is_named_with_how_many_there_are() {
        let text = "# Đền\n\n[Viết ở đây: hai câu]\n\n- [Write here: more\n";
        let fault = placeholder("a/vi.md", text, &marks()).unwrap();
        let span = fault.place.clone().unwrap().span.unwrap();
        assert_eq!(&text[span.start..span.end], "[Viết ở đây: hai câu]");
        assert_eq!(fault.values, [("count", "2".to_owned())]);
        assert_eq!(placeholder("a/vi.md", "# Đền\n\n[Viết](b)\n", &marks()), None);
    }
}

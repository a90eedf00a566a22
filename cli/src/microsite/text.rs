//! Texts for readers, marked with their language where it is not the page's.

use disan_server::catalog::{Lang, Locale, Localized};
use serde::{Serialize, Serializer};
use tera::Value;

use super::borrowed;
use super::tongue::Tongue;

/// A text, and its language where that differs from the words around it. In a template it is one value, `{{ text }}`,
/// which marks its language by itself.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Text {
    /// The text.
    pub text: String,
    /// Tag for a `lang` attribute.
    pub lang: Option<String>,
}

impl Text {
    /// A text in the language of the page's own words.
    pub fn plain(text: impl Into<String>) -> Text {
        Text { text: text.into(), lang: None }
    }

    /// A text in `lang`, on a page of `tongue`.
    pub fn in_lang(text: impl Into<String>, lang: &Lang, tongue: &Tongue) -> Text {
        let lang = (lang != tongue.locale.lang()).then(|| lang.to_string());
        Text { text: text.into(), lang }
    }

    /// What a reader of `tongue` gets of `texts`.
    pub fn pick(texts: &Localized<String>, tongue: &Tongue) -> Option<Text> {
        texts.pick(&tongue.lang, &tongue.chain).map(|(lang, text)| Text::in_lang(text, lang, tongue))
    }
}

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Some(lang) = &self.lang else { return serializer.serialize_str(&self.text) };
        let mut marked = String::with_capacity(self.text.len() + 32);
        marked.push_str("<span lang=\"");
        escape(&mut marked, lang);
        marked.push_str("\" dir=\"auto\">");
        escape(&mut marked, &self.text);
        marked.push_str("</span>");
        Value::safe_string(&marked).serialize(serializer)
    }
}

/// A piece of HTML, which stands in a page as it is.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Html(pub String);

impl Serialize for Html {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Value::safe_string(&self.0).serialize(serializer)
    }
}

/// The way a language is written, as a `dir` attribute has it.
pub fn direction(lang: &Lang) -> &'static str {
    if lang.is_leftward() { "rtl" } else { "ltr" }
}

/// The text with its first letter in lower case, as names of units and languages stand within a sentence.
pub fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

/// The name of a language within a sentence: Vietnamese writes it in lower case.
pub fn in_sentence(name: &str, locale: &Locale) -> String {
    if locale.lang().primary() == "vi" { lower_first(name) } else { name.to_owned() }
}

/// The text with its first letter a capital.
pub fn upper_first(text: &str) -> String {
    let (marks, text) = borrowed::apart(text);
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| marks.chars().chain(first.to_uppercase()).chain(chars).collect())
}

/// The title with its breaks where they help: a list of names joined by dashes breaks between the names.
pub fn title(text: &str) -> String {
    const LONGEST: usize = 18;
    let bound = |name: &str| {
        if name.chars().count() <= LONGEST { name.replace(' ', "\u{a0}") } else { name.to_owned() }
    };
    match text.contains(" – ") {
        true => text.split(" – ").map(bound).collect::<Vec<_>>().join("\u{a0}– "),
        false => text.to_owned(),
    }
}

/// Appends `text` to HTML.
pub fn escape(out: &mut String, text: &str) {
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        let entity = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            _ => continue,
        };
        out.push_str(&text[from..at]);
        out.push_str(entity);
        from = at + 1;
    }
    out.push_str(&text[from..]);
}

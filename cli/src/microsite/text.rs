//! Texts for readers, marked with their language where it is not the page's.

use disan_server::catalog::{Lang, Locale, Localized};
use serde::Serialize;

use super::tongue::Tongue;

/// A text, and its language where that differs from the words around it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
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
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
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
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            _ => out.push(c),
        }
    }
}

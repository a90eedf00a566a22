//! Every word a reader, a volunteer or an official sees, by language: `templates/locales/*.toml`.

use std::collections::{BTreeMap, HashMap, HashSet};

use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::lang::Lang;

/// The locale files built into the programs: language tag and text. `vi` and `en` hold the same keys.
pub const EMBEDDED_LOCALES: &[(&str, &str)] = &[
    ("vi", include_str!("../../../templates/locales/vi.toml")),
    ("en", include_str!("../../../templates/locales/en.toml")),
];

/// How keys of words begin that only a terminal shows.
const TERMINAL: [&str; 2] = ["cli.", "diagnostic."];

/// What languages call themselves, by tag.
const ENDONYMS: &str = include_str!("../../../templates/locales/endonyms.toml");

/// The words of one language, by dotted key (`reader.home.title`).
#[derive(Clone, Debug)]
pub struct Locale {
    lang: Lang,
    /// Not sorted: each page looks up dozens of these keys, and they begin alike.
    texts: HashMap<String, String>,
    lists: BTreeMap<String, Vec<String>>,
    lent: Option<Lent>,
}

/// The words another language lends to one whose own file lacks them.
#[derive(Clone, Debug)]
struct Lent {
    lender: Lang,
    /// Keys of the words that are not lent.
    own: HashSet<String>,
}

/// A locale file that is not a table of texts, lists of texts and further tables.
#[derive(Debug, thiserror::Error)]
pub enum LocaleError {
    /// Not TOML.
    #[error("{0}")]
    Toml(#[from] toml::de::Error),
    /// A number, date or other value where a text belongs.
    #[error("`{0}` is neither a text nor a list of texts")]
    Value(String),
}

impl Locale {
    /// Reads a locale file.
    pub fn parse(lang: Lang, source: &str) -> Result<Locale, LocaleError> {
        let mut locale = Locale { lang, texts: HashMap::new(), lists: BTreeMap::new(), lent: None };
        locale.flatten("", toml::from_str(source)?)?;
        Ok(locale)
    }

    /// The built-in locale of `lang`, else of its primary language, else English.
    pub fn embedded(lang: &Lang) -> Locale {
        let find = |tag: &str| EMBEDDED_LOCALES.iter().find(|(t, _)| *t == tag);
        let (tag, source) = find(lang.as_str()).or_else(|| find(lang.primary())).unwrap_or(&EMBEDDED_LOCALES[1]);
        let lang = tag.parse().expect("built-in tags are valid: a test reads each");
        Locale::parse(lang, source).expect("built-in locales are valid: a test reads each")
    }

    /// Whether there is a built-in locale of `lang` or of its primary language.
    pub fn is_embedded(lang: &Lang) -> bool {
        EMBEDDED_LOCALES.iter().any(|(tag, _)| *tag == lang.as_str() || *tag == lang.primary())
    }

    /// The words that pages show, without those only a terminal does: a server keeps its words as long as it runs.
    pub fn for_pages(mut self) -> Locale {
        self.texts.retain(|key, _| !TERMINAL.iter().any(|start| key.starts_with(start)));
        self.texts.shrink_to_fit();
        self
    }

    /// The language these words are in.
    pub fn lang(&self) -> &Lang {
        &self.lang
    }

    /// Replaces and adds words, as a project's own locale file does. Whoever brings words for readers makes the words
    /// those of its own language.
    pub fn overlay(&mut self, other: Locale) {
        if other.texts.keys().any(|key| key.starts_with("reader.")) {
            let lender = std::mem::replace(&mut self.lang, other.lang);
            if lender.primary() != self.lang.primary() {
                let own = other.texts.keys().chain(other.lists.keys()).cloned().collect();
                self.lent = Some(Lent { lender, own });
            }
        }
        self.texts.extend(other.texts);
        self.lists.extend(other.lists);
    }

    /// The language that lends the words this one lacks.
    pub fn lender(&self) -> Option<&Lang> {
        self.lent.as_ref().map(|lent| &lent.lender)
    }

    /// The language the text under `key` is in.
    pub fn lang_of(&self, key: &str) -> &Lang {
        self.lent.as_ref().filter(|lent| !lent.own.contains(key)).map_or(&self.lang, |lent| &lent.lender)
    }

    /// Puts what `change` makes of them in the place of all lent words but those whose key begins like one of `except`.
    pub fn change_lent(&mut self, except: &[&str], change: impl Fn(&str) -> String) {
        let Some(lent) = &self.lent else { return };
        let lists = self.lists.iter_mut().flat_map(|(key, list)| list.iter_mut().map(move |text| (key, text)));
        for (key, text) in self.texts.iter_mut().chain(lists) {
            if !lent.own.contains(key) && !except.iter().any(|start| key.starts_with(start)) {
                *text = change(text);
            }
        }
    }

    /// What `lang` calls itself: as CLDR has it, else what these words call it, else its tag.
    pub fn endonym_of(&self, lang: &Lang) -> String {
        let table: BTreeMap<String, String> =
            toml::from_str(ENDONYMS).expect("the built-in table is valid: a test reads it");
        let of = |tag: &str| {
            table.get(tag).or_else(|| self.texts.get(&format!("language.{tag}"))).map(|name| name.nfc().collect())
        };
        of(lang.as_str()).or_else(|| of(lang.primary())).unwrap_or_else(|| lang.to_string())
    }

    /// Sets the text under `key`.
    pub fn set(&mut self, key: &str, text: String) {
        self.texts.insert(key.to_owned(), text);
    }

    /// The text under `key`. A missing key is shown as itself, so that it is seen and mended, never as a crash
    /// before a reader; tests compare the keys of the built-in locales and look up every key the code names.
    pub fn text<'a>(&'a self, key: &'a str) -> &'a str {
        self.texts.get(key).map_or(key, String::as_str)
    }

    /// Whether there is a text under `key`.
    pub fn has(&self, key: &str) -> bool {
        self.texts.contains_key(key)
    }

    /// The list under `key`; empty when there is none.
    pub fn list(&self, key: &str) -> &[String] {
        self.lists.get(key).map_or(&[], Vec::as_slice)
    }

    /// The text under `key` with each `{name}` replaced by its value. A name without a value stays as it stands.
    pub fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        fill(self.text(key), values)
    }

    /// All keys of texts and lists, sorted.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        let mut keys: Vec<&str> = self.texts.keys().chain(self.lists.keys()).map(String::as_str).collect();
        keys.sort_unstable();
        keys.into_iter()
    }

    /// All texts by key, in no order.
    pub fn texts(&self) -> &HashMap<String, String> {
        &self.texts
    }

    fn flatten(&mut self, prefix: &str, table: toml::Table) -> Result<(), LocaleError> {
        for (name, value) in table {
            let key = if prefix.is_empty() { name } else { format!("{prefix}.{name}") };
            match value {
                toml::Value::String(text) => {
                    self.texts.insert(key, composed(text));
                }
                toml::Value::Table(inner) => self.flatten(&key, inner)?,
                toml::Value::Array(items) => {
                    let texts: Option<Vec<String>> =
                        items.iter().map(|item| item.as_str().map(|text| composed(text.to_owned()))).collect();
                    self.lists.insert(key.clone(), texts.ok_or(LocaleError::Value(key))?);
                }
                _ => return Err(LocaleError::Value(key)),
            }
        }
        Ok(())
    }
}

/// The text as NFC has it; nearly every text is that already.
fn composed(text: String) -> String {
    if is_nfc(&text) { text } else { text.nfc().collect() }
}

/// `template` with each `{name}` replaced by its value.
pub fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(template.len() + 16);
    let mut rest = template;
    while let Some(open) = rest.find('{') {
        out.push_str(&rest[..open]);
        rest = &rest[open..];
        let known = rest.find('}').and_then(|close| {
            let (_, value) = values.iter().find(|(name, _)| *name == &rest[1..close])?;
            Some((close, *value))
        });
        match known {
            Some((close, value)) => {
                out.push_str(value);
                rest = &rest[close + 1..];
            }
            None => {
                out.push('{');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_locales_hold_the_same_keys() {
        let [vi, en] = [Lang::vi(), Lang::en()].map(|l| Locale::embedded(&l));
        let missing = |a: &Locale, b: &Locale| {
            a.keys().filter(|k| !b.keys().any(|other| other == *k)).map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(missing(&vi, &en), Vec::<String>::new(), "keys missing from en.toml");
        assert_eq!(missing(&en, &vi), Vec::<String>::new(), "keys missing from vi.toml");
    }

    #[test]
    fn the_built_in_locales_name_the_same_places_in_each_text() {
        let [vi, en] = [Lang::vi(), Lang::en()].map(|l| Locale::embedded(&l));
        let places = |text: &str| {
            let mut names: Vec<String> =
                text.split('{').skip(1).filter_map(|t| t.split_once('}').map(|(name, _)| name.to_owned())).collect();
            names.sort();
            names.dedup();
            names
        };
        for (key, text) in vi.texts().iter().filter(|(key, _)| !key.starts_with("date.")) {
            assert_eq!(places(text), places(en.text(key)), "{key}");
        }
    }

    #[test]
    fn languages_call_themselves_by_their_own_names() {
        let vi = Locale::embedded(&Lang::vi());
        let endonym = |tag: &str| vi.endonym_of(&tag.parse().unwrap());
        assert_eq!(
            ["ko", "pt-BR", "pt-PT", "en"].map(endonym),
            ["한국어", "Português (Brasil)", "Português", "English"]
        );
        assert_eq!(["tyz", "hmn-Latn", "qaa"].map(endonym), ["Tiếng Tày", "Tiếng Mông", "qaa"]);
    }

    #[test]
    fn only_known_names_are_filled_in() {
        assert_eq!(fill("{n} trang {x} {", &[("n", "44")]), "44 trang {x} {");
    }
}

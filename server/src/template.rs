//! The HTML templates of the server: embedded, each replaceable by a file of a project's own.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use std::{fs, io};

use serde::Serialize;
use sha2::{Digest, Sha256};
use tera::{Context, Tera};

use crate::catalog::{Lang, Locale, LocaleError};

/// Templates by name, as they lie under `templates/`.
const TEMPLATES: &[(&str, &str)] = &[
    ("dashboard/base.html", include_str!("../../templates/dashboard/base.html")),
    ("dashboard/parts.html", include_str!("../../templates/dashboard/parts.html")),
    ("dashboard/statistics.html", include_str!("../../templates/dashboard/statistics.html")),
    ("dashboard/fault.html", include_str!("../../templates/dashboard/fault.html")),
    ("dashboard/devices.html", include_str!("../../templates/dashboard/devices.html")),
    ("dashboard/device.html", include_str!("../../templates/dashboard/device.html")),
    ("dashboard/verify.html", include_str!("../../templates/dashboard/verify.html")),
    ("dashboard/privacy.html", include_str!("../../templates/dashboard/privacy.html")),
    ("office/sign_in.html", include_str!("../../templates/office/sign_in.html")),
    ("office/welcome.html", include_str!("../../templates/office/welcome.html")),
    ("office/account.html", include_str!("../../templates/office/account.html")),
    ("office/users.html", include_str!("../../templates/office/users.html")),
    ("office/changes.html", include_str!("../../templates/office/changes.html")),
    ("office/parts.html", include_str!("../../templates/office/parts.html")),
    ("office/activities.html", include_str!("../../templates/office/activities.html")),
    ("office/activity.html", include_str!("../../templates/office/activity.html")),
    ("office/import.html", include_str!("../../templates/office/import.html")),
    ("office/teams.html", include_str!("../../templates/office/teams.html")),
    ("office/figures.html", include_str!("../../templates/office/figures.html")),
    ("office/targets.html", include_str!("../../templates/office/targets.html")),
    ("office/campaigns.html", include_str!("../../templates/office/campaigns.html")),
    ("report/report.html", include_str!("../../templates/report/report.html")),
    ("report/paper.html", include_str!("../../templates/report/paper.html")),
];

/// Style sheet of every page.
const DASHBOARD: (&str, &str) = ("style/dashboard.css", include_str!("../../templates/style/dashboard.css"));

/// What pages add to it that somebody works at.
const OFFICE: (&str, &str) = ("style/office.css", include_str!("../../templates/style/office.css"));

/// What a report adds to it.
const REPORT: (&str, &str) = ("style/report.css", include_str!("../../templates/style/report.css"));

/// The style sheet of an official report, which stands alone.
const PAPER: (&str, &str) = ("style/paper.css", include_str!("../../templates/style/paper.css"));

/// The templates, ready to render.
#[derive(Debug)]
pub struct Templates {
    tera: Tera,
    /// Style of the statistics.
    pub dashboard: Style,
    /// Style of a report.
    pub report: Style,
    /// Style of an official report.
    pub paper: Style,
    /// Style of the pages somebody works at.
    pub office: Style,
    vi: Words,
    en: Words,
}

/// The words of one language, for the code and for the templates.
#[derive(Debug)]
struct Words {
    locale: Arc<Locale>,
    nested: serde_json::Value,
}

/// A style sheet and the hash a content security policy names it by.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Style {
    /// What stands between `<style>` and `</style>`.
    pub text: String,
    /// `'sha256-…'`.
    pub source: String,
}

/// Why a template cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum TemplateError {
    /// A file of the project's own is unreadable.
    #[error("{path}: {source}")]
    Read {
        /// The file.
        path: String,
        /// What the system says.
        source: io::Error,
    },
    /// A locale file of the project's own is none.
    #[error("{path}: {source}")]
    Words {
        /// The file.
        path: String,
        /// Where and why.
        source: Box<LocaleError>,
    },
    /// A template is faulty; the text says where.
    #[error("{0}")]
    Tera(#[from] tera::Error),
}

impl Templates {
    /// The built-in templates, with the files of `own` (a folder laid out like `templates/`) in their place.
    pub fn new(own: Option<&Path>) -> Result<Templates, TemplateError> {
        let mut tera = Tera::default();
        let texts: Vec<(&str, String)> = TEMPLATES
            .iter()
            .map(|(name, text)| Ok((*name, read(own, name, text)?)))
            .collect::<Result<_, TemplateError>>()?;
        tera.add_raw_templates(texts.iter().map(|(name, text)| (*name, text.as_str())))?;
        let dashboard = read(own, DASHBOARD.0, DASHBOARD.1)?;
        let report = format!("{dashboard}{}", read(own, REPORT.0, REPORT.1)?);
        let office = format!("{dashboard}{}", read(own, OFFICE.0, OFFICE.1)?);
        Ok(Templates {
            tera,
            office: Style::new(office),
            dashboard: Style::new(dashboard),
            report: Style::new(report),
            paper: Style::new(read(own, PAPER.0, PAPER.1)?),
            vi: Words::new(own, Lang::vi())?,
            en: Words::new(own, Lang::en())?,
        })
    }

    /// The words of a page's language; Vietnamese where it is neither of the two.
    pub fn locale(&self, lang: &Lang) -> &Locale {
        &self.words(lang).locale
    }

    /// The words of a language, for pages of others; `None` where these templates are not written in it.
    pub fn shared_locale(&self, lang: &Lang) -> Option<Arc<Locale>> {
        let words = [&self.vi, &self.en].into_iter().find(|words| words.locale.lang() == lang)?;
        Some(words.locale.clone())
    }

    fn words(&self, lang: &Lang) -> &Words {
        if lang == &Lang::en() { &self.en } else { &self.vi }
    }

    /// Renders a page: the view's fields, the words of the language as `t`, the style sheet as `style`.
    pub fn render(
        &self,
        name: &str,
        lang: &Lang,
        view: &impl Serialize,
        style: &Style,
    ) -> Result<String, TemplateError> {
        let mut context = Context::from_serialize(view)?;
        context.insert("t", &self.words(lang).nested);
        context.insert("style", &style.text);
        Ok(self.tera.render(name, &context)?)
    }
}

impl Words {
    /// The built-in words of a language, with those of the project's own in their place.
    fn new(own: Option<&Path>, lang: Lang) -> Result<Words, TemplateError> {
        let mut locale = Locale::embedded(&lang);
        let path = format!("locales/{lang}.toml");
        let text = read(own, &path, "")?;
        if !text.is_empty() {
            locale.overlay(
                Locale::parse(lang, &text).map_err(|source| TemplateError::Words { path, source: source.into() })?,
            );
        }
        let locale = locale.for_pages();
        Ok(Words { nested: nested(locale.texts()), locale: Arc::new(locale) })
    }
}

impl Style {
    /// A style sheet with its hash.
    pub fn new(text: String) -> Style {
        let source = format!("'sha256-{}'", base64(&Sha256::digest(text.as_bytes())));
        Style { text, source }
    }
}

fn read(own: Option<&Path>, name: &str, built_in: &str) -> Result<String, TemplateError> {
    let Some(path) = own.map(|dir| dir.join(name)) else { return Ok(built_in.to_owned()) };
    match fs::read_to_string(&path) {
        Ok(text) => Ok(text),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(built_in.to_owned()),
        Err(source) => Err(TemplateError::Read { path: path.display().to_string(), source }),
    }
}

/// Words by dotted key as tables within tables, so that a template writes `t.stats.title`.
fn nested(texts: &HashMap<String, String>) -> serde_json::Value {
    let mut root = serde_json::Map::new();
    for (key, text) in texts {
        let mut table = &mut root;
        let mut names = key.split('.').peekable();
        while let Some(name) = names.next() {
            if names.peek().is_none() {
                table.insert(name.to_owned(), text.clone().into());
            } else {
                let inner = table.entry(name).or_insert_with(|| serde_json::Map::new().into());
                // A key cannot be a text and a table at once in TOML.
                let Some(inner) = inner.as_object_mut() else { break };
                table = inner;
            }
        }
    }
    root.into()
}

/// Base 64 with padding (RFC 4648, 4), as content security policies write hashes.
fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let word = chunk.iter().fold(0u32, |word, byte| word << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for i in 0..4 {
            let sextet = word >> (18 - 6 * i) & 63;
            out.push(if i <= chunk.len() { ALPHABET[sextet as usize] as char } else { '=' });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base_64_is_that_of_the_standard() {
        for (text, coded) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")] {
            assert_eq!(base64(text.as_bytes()), coded);
        }
        assert_eq!(base64(&[0xff, 0xfe, 0xfd]), "//79");
    }

    #[test]
    fn the_built_in_templates_are_whole() {
        let templates = Templates::new(None).unwrap();
        assert!(templates.report.text.starts_with(DASHBOARD.1) && templates.report.text.ends_with(REPORT.1));
        assert_ne!(templates.report.source, templates.dashboard.source);
    }

    #[test]
    fn a_project_may_bring_every_file() {
        use crate::catalog::OVERRIDABLE;
        let named = TEMPLATES.iter().map(|(name, _)| *name).chain([DASHBOARD.0, OFFICE.0, REPORT.0, PAPER.0]);
        let named: Vec<&str> = named.chain(["locales/vi.toml", "locales/en.toml"]).collect();
        assert_eq!(named, OVERRIDABLE);
    }

    #[test]
    fn words_are_found_by_their_path() {
        let texts = [("a.b.c".to_owned(), "x".to_owned()), ("a.d".to_owned(), "y".to_owned())].into_iter().collect();
        assert_eq!(nested(&texts), serde_json::json!({ "a": { "b": { "c": "x" }, "d": "y" } }));
    }
}

//! `disan.toml`.

use std::collections::BTreeMap;
use std::sync::Arc;

use disan_server::catalog::{CODE_DIGITS, Kind, Lang, Localized};
use jiff::civil::Date;
use toml::Spanned;

use super::facts::contact;
use super::paper;
use super::table::{File, Table, texts_of};
use crate::model::{Budget, Colours, Palette, Security, Settings};

/// Names of the kinds in `[kinds]`.
const KINDS: [(&str, Kind); 5] = [
    ("relic", Kind::Relic),
    ("service", Kind::Service),
    ("guide", Kind::Guide),
    ("trail", Kind::Trail),
    ("event", Kind::Event),
];

/// Reads the languages alone, which every other file needs.
pub fn languages(text: &str, file: &mut File) -> Option<Vec<Lang>> {
    let mut table = file.table(text)?;
    let mut languages: Vec<Lang> = Vec::new();
    for tag in table.spanned_texts("languages", file) {
        match tag.get_ref().parse() {
            Ok(lang) if languages.contains(&lang) => {}
            Ok(lang) => languages.push(lang),
            Err(_) => {
                let fault = file.error("bad-language", tag.span()).with("key", "languages");
                file.push(fault.with("language", tag.get_ref()));
            }
        }
    }
    if languages.is_empty() {
        table.missing("languages", file);
    }
    Some(languages)
}

/// Reads the settings of a project in `languages`.
pub fn settings(text: &str, languages: Vec<Lang>, file: &mut File) -> Option<Settings> {
    let mut table = file.table(text)?;
    // Read, with its faults, by [`languages`].
    let mut silent = File::new("", &[]);
    table.spanned_texts("languages", &mut silent);
    let international = table.spanned_text("international", file).and_then(|tag| language("international", &tag, file));
    let title = table.localized("title", file);
    if title.is_empty() {
        table.missing_localized("title", file);
    }
    let mut settings = Settings {
        title,
        tagline: table.localized("tagline", file),
        host: host("host", &mut table, file).unwrap_or_default(),
        hosts: hosts(&mut table, file),
        domain_expires: table.date("domain_expires", file),
        international: international.unwrap_or_else(|| default_international(&languages)),
        fallback: fallback(&mut table, file),
        code_digits: table
            .integer("code_digits", u64::from(*CODE_DIGITS.start())..=u64::from(*CODE_DIGITS.end()), file)
            .map_or(5, |digits| digits as u8),
        project: table.integer("project", 1..=u64::from(u32::MAX >> 1), file).map_or(1, |number| number as u32),
        owner: table.required_text("owner", file).unwrap_or_default(),
        notice: table.localized("notice", file),
        contact: table.table("contact", file).map(|t| Arc::new(contact(t, file))).unwrap_or_default(),
        kinds: kinds(table.table("kinds", file), file),
        tags: tags(&mut table, file),
        templates: table.text("templates", file),
        palette: palette(table.table("colours", file), file),
        print: paper::print(table.table("print", file), file),
        budget: budget(table.table("budget", file), file),
        security: None,
        languages,
    };
    settings.security = security(table.table("security", file), settings.domain_expires, file);
    table.finish(file);
    Some(settings)
}

fn default_international(languages: &[Lang]) -> Lang {
    let english = Lang::en();
    if languages.contains(&english) { english } else { languages.first().cloned().unwrap_or(english) }
}

/// A host name without scheme, in lower case.
fn host(key: &'static str, table: &mut Table, file: &mut File) -> Option<String> {
    let there = table.has(key);
    let Some(text) = table.spanned_text(key, file) else {
        if !there {
            table.missing(key, file);
        }
        return None;
    };
    checked_host(key, &text, file)
}

fn hosts(table: &mut Table, file: &mut File) -> Vec<String> {
    let texts = table.spanned_texts("hosts", file);
    texts.iter().filter_map(|text| checked_host("hosts", text, file)).collect()
}

fn checked_host(key: &str, text: &Spanned<String>, file: &mut File) -> Option<String> {
    let host = text.get_ref().to_lowercase();
    if is_host(&host) {
        return Some(host);
    }
    let plain = host.trim_start_matches("https://").trim_start_matches("http://");
    let plain = plain.split('/').next().unwrap_or_default();
    let fault = file.error("bad-host", text.span()).with("key", key).with("value", text.get_ref());
    file.push(if is_host(plain) { fault.with("suggestion", plain) } else { fault });
    None
}

/// Whether a text is a host name, with or without a port.
fn is_host(host: &str) -> bool {
    let letters = host.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b':'));
    letters
        && host.starts_with(|c: char| c.is_ascii_alphanumeric())
        && host.ends_with(|c: char| c.is_ascii_alphanumeric())
}

fn language(key: &str, tag: &Spanned<String>, file: &mut File) -> Option<Lang> {
    tag.get_ref()
        .parse()
        .map_err(|_| {
            let fault = file.error("bad-language", tag.span()).with("key", key);
            file.push(fault.with("language", tag.get_ref()));
        })
        .ok()
}

fn fallback(table: &mut Table, file: &mut File) -> Localized<Vec<Lang>> {
    let Some(table) = table.table("fallback", file) else { return Localized::default() };
    let mut chains = Localized::default();
    for (tag, value) in table.into_pairs() {
        let tag = Spanned::new(tag.span(), tag.get_ref().as_ref().to_owned());
        let texts = texts_of("fallback", value, file);
        let chain = texts.iter().filter_map(|t| language("fallback", t, file)).collect();
        if let Some(lang) = language("fallback", &tag, file) {
            chains.insert(lang, chain);
        }
    }
    chains
}

/// What tags are called: each `[[tag]]` has one name a language.
fn tags(table: &mut Table, file: &mut File) -> Vec<Localized<String>> {
    let mut tags = Vec::new();
    for mut row in table.tables("tag", file) {
        let name = row.localized("name", file);
        if name.is_empty() {
            row.missing_localized("name", file);
        }
        row.finish(file);
        tags.push(name);
    }
    tags
}

/// The words for kinds; a kind or language left out keeps the built-in word.
fn kinds(table: Option<Table>, file: &mut File) -> BTreeMap<Kind, Localized<String>> {
    let mut kinds: BTreeMap<Kind, Localized<String>> =
        Kind::ALL.iter().map(|kind| (*kind, built_in_words(*kind))).collect();
    let Some(mut table) = table else { return kinds };
    for (name, kind) in KINDS {
        for (lang, word) in table.localized(name, file).iter() {
            kinds.entry(kind).or_default().insert(lang.clone(), word.clone());
        }
    }
    table.finish(file);
    kinds
}

fn built_in_words(kind: Kind) -> Localized<String> {
    let (vi, en) = match kind {
        Kind::Relic => ("di-tich", "relics"),
        Kind::Service => ("dich-vu", "services"),
        Kind::Guide => ("huong-dan", "guides"),
        Kind::Trail => ("tuyen", "trails"),
        Kind::Event => ("su-kien", "events"),
    };
    [(Lang::vi(), vi.to_owned()), (Lang::en(), en.to_owned())].into_iter().collect()
}

/// Kilobytes; what is left out keeps its usual value.
fn budget(table: Option<Table>, file: &mut File) -> Budget {
    let mut budget = Budget::default();
    let Some(mut table) = table else { return budget };
    for (key, limit) in [("page", &mut budget.page), ("first_view", &mut budget.first_view)] {
        if let Some(kilobytes) = table.integer(key, 1..=100_000, file) {
            *limit = kilobytes as u32;
        }
    }
    table.finish(file);
    budget
}

/// Whom to tell of a hole. Until the domain runs out, unless another day is given.
fn security(table: Option<Table>, domain_expires: Option<Date>, file: &mut File) -> Option<Security> {
    let mut table = table?;
    let there = table.has("contact");
    let contact = table.spanned_text("contact", file);
    if contact.is_none() && !there {
        table.missing("contact", file);
    }
    let expires = table.date("expires", file).or(domain_expires);
    if contact.is_some() && expires.is_none() {
        table.missing("expires", file);
    }
    table.finish(file);
    let contact = contact?;
    let written = contact.get_ref();
    let address = match written {
        _ if ["https://", "mailto:", "tel:"].iter().any(|scheme| written.starts_with(scheme)) => written.clone(),
        _ if written.contains('@') && !written.contains([':', ' ']) => format!("mailto:{written}"),
        _ => {
            let fault = file.error("bad-web-address", contact.span()).with("key", "contact");
            file.push(fault.with("value", written));
            return None;
        }
    };
    Some(Security { contact: address, expires: expires? })
}

fn palette(table: Option<Table>, file: &mut File) -> Palette {
    let mut palette = Palette::default();
    let Some(mut table) = table else { return palette };
    let dark = table.table("dark", file);
    colours(table, &mut palette.light, file);
    if let Some(dark) = dark {
        colours(dark, &mut palette.dark, file);
    }
    palette
}

fn colours(mut table: Table, colours: &mut Colours, file: &mut File) {
    let tokens = [
        ("ground", &mut colours.ground),
        ("ink", &mut colours.ink),
        ("muted", &mut colours.muted),
        ("line", &mut colours.line),
        ("primary", &mut colours.primary),
        ("accent", &mut colours.accent),
    ];
    for (key, token) in tokens {
        let Some(text) = table.spanned_text(key, file) else { continue };
        let hex = text.get_ref().strip_prefix('#').unwrap_or_default();
        if hex.len() == 6 && hex.bytes().all(|b| b.is_ascii_hexdigit()) {
            *token = text.get_ref().to_ascii_lowercase();
        } else {
            let fault = file.error("bad-colour", text.span()).with("key", key);
            file.push(fault.with("value", text.get_ref()));
        }
    }
    table.finish(file);
}

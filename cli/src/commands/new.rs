//! `disan new`: a folder for a new entry, with facts, words to be written and a code.

use std::collections::BTreeMap;

use disan_server::catalog::console::{complain, say};
use disan_server::catalog::{Kind, Lang, Locale};

use super::Outcome;
use super::accept::record;
use super::codes::allot_codes;
use super::edit::{Editable, edit};
use super::scaffold;
use crate::args::NewArguments;
use crate::config::{Config, Folders};
use crate::load::Content;
use crate::model::{Project, ancestors, anchor, fingerprint};
use crate::parse::{FOLDER_FILE, facts_file};
use crate::translations::Pairing;

/// Makes the entry and says what to do next.
pub fn run(config: &Config, arguments: &NewArguments) -> anyhow::Result<Outcome> {
    let root = &Folders::resolve(arguments.content.as_deref(), None)?.content;
    let Some(opened) = edit(config, root)? else { return Ok(Outcome::Faults) };
    let locale = &config.locale;
    let title = arguments.title.as_deref().map(str::trim).filter(|title| !title.is_empty());
    let slug = match slug(arguments, &opened.project, locale) {
        Ok(slug) => slug,
        Err(text) => {
            complain(text);
            return Ok(Outcome::Faults);
        }
    };
    let folder = format!("{}/{slug}", home(&opened.project, arguments.kind));
    if root.join(&folder).exists() {
        complain(locale.fill("cli.new.exists", &[("path", &folder)]));
        return Ok(Outcome::Faults);
    }
    let files = files(arguments.kind, title, &folder, &opened, config);
    std::fs::create_dir_all(root.join(&folder).parent().unwrap_or(root))?;
    scaffold::write_folder(&root.join(&folder), &files)?;
    record(root, pairings(&slug, &opened.project, &files))?;
    let Some(opened) = edit(config, root)? else { return Ok(Outcome::Faults) };
    let given = allot_codes(config, &opened, Some(&slug))?;
    let code = given.first().map(|given| given.code.grouped()).unwrap_or_default();
    say(locale.fill("cli.new.done", &[("folder", &folder), ("code", &code)]));
    let texts: Vec<String> =
        files.iter().filter(|(name, _)| name.ends_with(".md")).map(|(name, _)| format!("{folder}/{name}")).collect();
    say(locale.fill("cli.new.write", &[("texts", &texts.join(", "))]));
    if files.iter().any(|(name, _)| name == "cover.svg") {
        let facts = format!("{folder}/{}", facts_file(arguments.kind));
        say(locale.fill("cli.new.picture", &[("facts", &facts)]));
    }
    let place = arguments.content.as_ref().map(|content| format!(" {}", content.display())).unwrap_or_default();
    say(locale.fill("cli.new.next", &[("where", &place)]));
    Ok(Outcome::Done)
}

/// The slug of the new entry, or what is wrong with it.
fn slug(arguments: &NewArguments, project: &Project, locale: &Locale) -> Result<String, String> {
    let typed = arguments.slug.as_deref();
    let wish = typed.or(arguments.title.as_deref()).unwrap_or_default();
    let clean = anchor(wish);
    if clean.is_empty() || !clean.is_ascii() {
        return Err(locale.fill("cli.new.empty-slug", &[("slug", wish), ("kind", arguments.kind.id())]));
    }
    if typed.is_some_and(|typed| typed != clean) {
        return Err(locale.fill("cli.new.bad-slug", &[("slug", wish), ("proposed", &clean)]));
    }
    match used(&clean, project) {
        None => Ok(clean),
        Some((key, folder)) => {
            let free = (2..).map(|n| format!("{clean}-{n}")).find(|slug| used(slug, project).is_none());
            let values = [("slug", clean.as_str()), ("folder", folder), ("proposed", &free.unwrap_or_default())];
            Err(locale.fill(key, &values))
        }
    }
}

/// Who has the slug: the key of what to say, and the folder of the entry that has it.
fn used<'a>(slug: &str, project: &'a Project) -> Option<(&'static str, &'a str)> {
    if let Some(entry) = project.entry(slug) {
        return Some(("cli.new.taken", &entry.folder));
    }
    if let Some(entry) = project.entries.iter().find(|entry| entry.facts.formerly.iter().any(|s| s == slug)) {
        return Some(("cli.new.former", &entry.folder));
    }
    project.ledger.rows.iter().any(|row| row.entry == slug).then_some(("cli.new.used", ""))
}

/// The folder that entries of `kind` stand in: where most of them do, else one named by the word in addresses.
fn home(project: &Project, kind: Kind) -> String {
    let mut homes: BTreeMap<&str, usize> = BTreeMap::new();
    for entry in project.entries.iter().filter(|entry| entry.kind() == kind) {
        if let Some((home, _)) = entry.folder.rsplit_once('/') {
            *homes.entry(home).or_default() += 1;
        }
    }
    let most = homes.into_iter().max_by(|(a, n), (b, m)| n.cmp(m).then(b.cmp(a)));
    most.map_or_else(
        || project.kind_word(kind, project.settings.default_lang()).to_owned(),
        |(home, _)| home.to_owned(),
    )
}

/// The files of the entry: name and text.
fn files(kind: Kind, title: Option<&str>, folder: &str, opened: &Editable, config: &Config) -> Vec<(String, String)> {
    let settings = &opened.project.settings;
    let unit = if unit_is_given(&opened.content, folder) {
        String::new()
    } else {
        format!("unit = {}\n", scaffold::quoted(&settings.owner))
    };
    let (alt, today) = (scaffold::alt_lines(&settings.languages), config.today.to_string());
    let facts = scaffold::facts(kind, config.locale.lang(), &[("unit", &unit), ("alt", &alt), ("today", &today)]);
    let mut files = vec![(facts_file(kind), facts)];
    for lang in &settings.languages {
        files.push((format!("{lang}.md"), scaffold::words(kind, lang, &heading(lang, title, settings.default_lang()))));
    }
    if kind == Kind::Relic {
        files.push(("cover.svg".to_owned(), scaffold::COVER.to_owned()));
    }
    files
}

/// The title of the text in `lang`: as given in the default language, elsewhere a place to write it.
fn heading(lang: &Lang, title: Option<&str>, default: &Lang) -> String {
    match title {
        Some(title) if lang == default => title.to_owned(),
        Some(title) => Locale::embedded(lang).fill("cli.new.title-of", &[("title", title)]),
        None => Locale::embedded(lang).text("cli.new.title").to_owned(),
    }
}

/// Whether a `folder.toml` above the entry gives its unit.
fn unit_is_given(content: &Content, folder: &str) -> bool {
    ancestors(folder).any(|above| {
        let path = if above.is_empty() { FOLDER_FILE.to_owned() } else { format!("{above}/{FOLDER_FILE}") };
        let table = content.text(&path).and_then(|text| text.parse::<toml::Table>().ok());
        table.is_some_and(|table| table.contains_key("unit"))
    })
}

/// All texts of a new entry are in step: none has been written yet.
pub fn pairings(slug: &str, project: &Project, files: &[(String, String)]) -> Vec<Pairing> {
    let source_lang = project.settings.default_lang();
    let print = |lang: &Lang| {
        let name = format!("{lang}.md");
        files.iter().find(|(file, _)| *file == name).map(|(_, text)| fingerprint(text).to_string())
    };
    let Some(source) = print(source_lang) else { return Vec::new() };
    let translations = project.settings.languages.iter().filter(|lang| *lang != source_lang);
    translations
        .filter_map(|lang| {
            Some(Pairing {
                entry: slug.to_owned(),
                lang: lang.clone(),
                source_lang: source_lang.clone(),
                source: source.clone(),
                translation: print(lang)?,
            })
        })
        .collect()
}

//! `disan accept`: a translation is in step with its source, as both stand.

use std::path::Path;

use disan_server::catalog::Lang;
use disan_server::catalog::console::{complain, say};

use super::Outcome;
use super::edit::{Editable, edit};
use crate::args::AcceptArguments;
use crate::config::{Config, Folders};
use crate::model::Entry;
use crate::parse::suggest;
use crate::save;
use crate::translations::{Pairing, TRANSLATIONS_FILE, Translations};

/// Records that the translation says what its source says today.
pub fn run(config: &Config, arguments: &AcceptArguments) -> anyhow::Result<Outcome> {
    let root = &Folders::resolve(arguments.content.as_deref(), None)?.content;
    let (slug, lang) = (arguments.entry.as_str(), &arguments.translation);
    let Some(opened) = edit(config, root)? else { return Ok(Outcome::Faults) };
    let pairing = match pair(&opened, slug, lang, config) {
        Ok(pairing) => pairing,
        Err(text) => {
            complain(text);
            return Ok(Outcome::Faults);
        }
    };
    let values = [("entry", slug), ("lang", lang.as_str()), ("source", pairing.source_lang.as_str())];
    let changed = record(root, vec![pairing.clone()])?;
    let key = if changed { "cli.accept.done" } else { "cli.accept.already" };
    say(config.locale.fill(key, &values));
    Ok(Outcome::Done)
}

/// Writes pairings into the project's list of translations. Whether that changed anything.
pub fn record(root: &Path, pairings: Vec<Pairing>) -> anyhow::Result<bool> {
    let file = root.join(TRANSLATIONS_FILE);
    let before = save::read(&file)?;
    let (mut translations, _) = Translations::parse(before.as_deref().unwrap_or_default(), TRANSLATIONS_FILE);
    anyhow::ensure!(!translations.damaged, "{}: damaged rows", file.display());
    pairings.into_iter().for_each(|pairing| translations.set(pairing));
    let text = translations.to_csv();
    let changed = before.as_ref() != Some(&text);
    if changed {
        save::replace(&file, before.as_deref(), &text)?;
    }
    Ok(changed)
}

/// The translation and its source as they stand, or what is wrong with the question.
fn pair(opened: &Editable, slug: &str, lang: &Lang, config: &Config) -> Result<Pairing, String> {
    let (project, locale) = (&opened.project, &config.locale);
    let Some(entry) = project.entry(slug) else {
        let near = suggest(slug, project.entries.iter().map(|entry| entry.slug.as_str()));
        let key = if near.is_some() { "cli.accept.suggestion" } else { "cli.accept.unknown-entry" };
        return Err(locale.fill(key, &[("entry", slug), ("near", near.unwrap_or_default())]));
    };
    let languages = &project.settings.languages;
    let source_lang = project.settings.default_lang();
    let tags = |with_source: bool| {
        let tags = languages.iter().filter(|l| with_source || *l != source_lang).map(Lang::as_str);
        tags.collect::<Vec<_>>().join(", ")
    };
    if !languages.contains(lang) {
        return Err(locale.fill("cli.accept.unknown-lang", &[("lang", lang.as_str()), ("choices", &tags(true))]));
    }
    if lang == source_lang {
        return Err(locale.fill("cli.accept.is-source", &[("lang", lang.as_str()), ("choices", &tags(false))]));
    }
    let fingerprint =
        |lang: &Lang| text_of(entry, lang).map_err(|path| locale.fill("cli.accept.missing", &[("path", &path)]));
    Ok(Pairing {
        entry: slug.to_owned(),
        lang: lang.clone(),
        source_lang: source_lang.clone(),
        source: fingerprint(source_lang)?,
        translation: fingerprint(lang)?,
    })
}

/// The fingerprint of an entry's text, or the path where the text is missing.
fn text_of(entry: &Entry, lang: &Lang) -> Result<String, String> {
    let words = entry.words.get(lang).ok_or_else(|| format!("{}/{lang}.md", entry.folder))?;
    Ok(words.fingerprint().into())
}

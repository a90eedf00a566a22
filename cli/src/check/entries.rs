//! What an entry must have: a name for its address, texts with their sections, a picture with its description, a
//! unit.

use disan_server::catalog::{Kind, Lang};

use super::descriptions::weak;
use super::place::{at, giver, lacking};
use crate::diagnostic::Diagnostic;
use crate::load::Content;
use crate::model::{Entry, Picture, Project, Role, anchor};
use crate::parse::Step;

/// Longest summary, in letters: it stands on the sign too.
const SUMMARY_LETTERS: usize = 320;

/// Sections a relic must have (what a visitor asks first).
const RELIC_SECTIONS: [Role; 2] = [Role::Origin, Role::Development];

/// Faults of one entry by itself.
pub fn entry(entry: &Entry, project: &Project, content: &Content) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    faults.extend(slug(entry));
    texts(entry, project, content, &mut faults);
    for (lang, _) in entry.words.iter() {
        text(entry, lang, project, &mut faults);
    }
    pictures(entry, project, content, &mut faults);
    if entry.facts.unit.is_empty() && giver(content, entry, "unit") == entry.facts_path {
        faults.extend(lacking(content, &entry.facts_path, "unit", Diagnostic::error("missing-unit")));
    }
    faults
}

/// Whether a translation into `lang` has to be there: for relics the default and the international language, for
/// all other kinds the default language. Any other may fall back, visibly.
fn is_required(entry: &Entry, lang: &Lang, project: &Project) -> bool {
    let settings = &project.settings;
    lang == settings.default_lang() || entry.kind() == Kind::Relic && *lang == settings.international
}

fn fault(required: bool, rule: &'static str) -> Diagnostic {
    if required { Diagnostic::error(rule) } else { Diagnostic::warning(rule) }
}

/// The folder's name is the entry's address.
fn slug(entry: &Entry) -> Option<Diagnostic> {
    let clean = anchor(&entry.slug);
    let fits = entry.slug.is_ascii() && entry.slug == clean;
    let fault = Diagnostic::error("bad-slug").at(&entry.folder).with("slug", &entry.slug);
    (!fits).then(|| fault.with("suggestion", if clean.is_ascii() { clean } else { String::new() }))
}

fn texts(entry: &Entry, project: &Project, content: &Content, faults: &mut Vec<Diagnostic>) {
    let path = |lang: &Lang| format!("{}/{lang}.md", entry.folder);
    let languages = &project.settings.languages;
    // A text that is there but could not be read has been named already.
    let missing: Vec<&Lang> =
        languages.iter().filter(|lang| entry.words.get(lang).is_none() && !content.has(&path(lang))).collect();
    if missing.len() == languages.len() {
        let first = path(project.settings.default_lang());
        faults.push(Diagnostic::error("missing-text").at(&entry.facts_path).with("path", first));
        return;
    }
    let Some((_, have)) = entry
        .words
        .get(project.settings.default_lang())
        .map_or_else(|| entry.words.iter().next(), |words| Some((project.settings.default_lang(), words)))
    else {
        return;
    };
    // A minority language may be heard only: many who speak it do not read it.
    let heard = |lang: &Lang| entry.recordings.get(lang).is_some() && !is_required(entry, lang, project);
    for lang in missing.into_iter().filter(|lang| !heard(lang)) {
        let fault = fault(is_required(entry, lang, project), "missing-translation").at(&*have.path);
        let fault = fault.with("language", lang.as_str()).with("have", &*have.path);
        faults.push(fault.with("path", path(lang)));
    }
}

fn text(entry: &Entry, lang: &Lang, project: &Project, faults: &mut Vec<Diagnostic>) {
    // Without a title the text has been named already, and nothing else in it is sure.
    let Some(words) = entry.words.get(lang).filter(|words| !words.title.is_empty()) else { return };
    let letters = words.summary.chars().count();
    if letters > SUMMARY_LETTERS {
        let fault = Diagnostic::warning("long-summary").at(&*words.path).span(words.summary_markdown.clone());
        faults.push(fault.with("letters", letters.to_string()).with("most", SUMMARY_LETTERS.to_string()));
    }
    if entry.kind() != Kind::Relic {
        return;
    }
    let required = is_required(entry, lang, project);
    for role in RELIC_SECTIONS {
        match words.section(role) {
            None => {
                let heading = project.headings.usual(role, lang, project.settings.default_lang());
                faults.push(fault(required, "missing-section").at(&*words.path).with("heading", heading));
            }
            Some(section) if words.part(&section.body).trim().is_empty() => {
                let span = section.at.start..section.at.start + words.source[section.at.clone()].trim_end().len();
                let fault = fault(required, "empty-section").at(&*words.path).span(span);
                faults.push(fault.with("heading", &*section.heading));
            }
            Some(_) => {}
        }
    }
}

fn pictures(entry: &Entry, project: &Project, content: &Content, faults: &mut Vec<Diagnostic>) {
    match &entry.facts.cover {
        Some(cover) => alt(entry, cover, &[Step::Key("cover")], project, content, faults),
        None if entry.kind() == Kind::Relic => {
            faults.extend(lacking(content, &entry.facts_path, "cover", Diagnostic::error("missing-cover")));
        }
        None => {}
    }
    for (n, picture) in entry.facts.pictures.iter().enumerate() {
        alt(entry, picture, &[Step::Key("picture"), Step::Nth(n)], project, content, faults);
    }
}

/// A picture needs its description wherever the text has to be there, and in the default language at least; and a
/// description must tell something.
fn alt(
    entry: &Entry,
    picture: &Picture,
    steps: &[Step],
    project: &Project,
    content: &Content,
    faults: &mut Vec<Diagnostic>,
) {
    for lang in &project.settings.languages {
        let found = match picture.alt.get(lang) {
            Some(alt) => {
                let steps = [steps, &[Step::Key("alt"), Step::Key(lang.as_str())]].concat();
                weak(alt, &picture.path, entry).map(|fault| (steps, fault))
            }
            None => {
                let fault = fault(is_required(entry, lang, project), "missing-alt-fact");
                let file = picture.path.rsplit('/').next().unwrap_or_default();
                let fault = fault.with("language", lang.as_str()).with("file", file);
                Some(([steps, &[Step::Key("file")]].concat(), fault.with("key", format!("alt.{lang}"))))
            }
        };
        faults.extend(found.and_then(|(steps, fault)| at(content, &entry.facts_path, &steps, fault)));
    }
}

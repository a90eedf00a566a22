//! Templates, style and words: the built-in ones, replaced one by one by files of the project's own folder.

use std::path::{Path, PathBuf};
use std::{fs, io};

use disan_server::catalog::{Lang, Locale};
use tera::Tera;

use super::Error;
use super::style::Style;
use crate::model::{Project, ReferenceTarget};

/// The built-in templates: name, and text.
const TEMPLATES: &[(&str, &str)] = &[
    ("parts.html", include_str!("../../../templates/microsite/parts.html")),
    ("place.html", include_str!("../../../templates/microsite/place.html")),
    ("head.html", include_str!("../../../templates/microsite/head.html")),
    ("brand.html", include_str!("../../../templates/microsite/brand.html")),
    ("foot.html", include_str!("../../../templates/microsite/foot.html")),
    ("base.html", include_str!("../../../templates/microsite/base.html")),
    ("entry.html", include_str!("../../../templates/microsite/entry.html")),
    ("relic.html", include_str!("../../../templates/microsite/relic.html")),
    ("service.html", include_str!("../../../templates/microsite/service.html")),
    ("guide.html", include_str!("../../../templates/microsite/guide.html")),
    ("trail.html", include_str!("../../../templates/microsite/trail.html")),
    ("event.html", include_str!("../../../templates/microsite/event.html")),
    ("home.html", include_str!("../../../templates/microsite/home.html")),
    ("list.html", include_str!("../../../templates/microsite/list.html")),
    ("numbers.html", include_str!("../../../templates/microsite/numbers.html")),
    ("alphabet.html", include_str!("../../../templates/microsite/alphabet.html")),
    ("search.html", include_str!("../../../templates/microsite/search.html")),
    ("offline.html", include_str!("../../../templates/microsite/offline.html")),
    ("keep.html", include_str!("../../../templates/microsite/keep.html")),
    ("unit.html", include_str!("../../../templates/microsite/unit.html")),
    ("missing.html", include_str!("../../../templates/microsite/missing.html")),
    ("moved.html", include_str!("../../../templates/microsite/moved.html")),
];

/// The built-in style sheets, in the order they apply, and whether an entry's page has a use for them: it is opened
/// most, over the worst connections, and carries no rule it does not need.
const STYLES: &[(&str, &str, bool)] = &[
    ("base.css", include_str!("../../../templates/style/base.css"), true),
    ("page.css", include_str!("../../../templates/style/page.css"), true),
    ("list.css", include_str!("../../../templates/style/list.css"), false),
    ("print.css", include_str!("../../../templates/style/print.css"), true),
];

/// The ornaments, drawn for this project.
const ORNAMENTS: &[(&str, &str)] = &[
    ("mark", include_str!("../../../templates/microsite/ornament/mark.svg")),
    ("lotus", include_str!("../../../templates/microsite/ornament/lotus.svg")),
    ("stele", include_str!("../../../templates/microsite/ornament/stele.svg")),
    ("wave", include_str!("../../../templates/microsite/ornament/wave.svg")),
];

/// The scripts: on every page; on trails and where there is no signal; on the search page; the service worker.
const SCRIPTS: &[(&str, &str)] = &[
    ("disan.js", include_str!("../../../templates/microsite/disan.js")),
    ("keep.js", include_str!("../../../templates/microsite/keep.js")),
    ("search.js", include_str!("../../../templates/microsite/search.js")),
    ("sw.js", include_str!("../../../templates/microsite/sw.js")),
];

/// What pages are made with.
#[derive(Debug)]
pub struct Theme {
    /// The templates.
    pub tera: Tera,
    /// The style of every page but those of entries.
    pub style: Style,
    /// The style of entries.
    pub entry_style: Style,
    scripts: Vec<(&'static str, String)>,
    ornaments: Vec<(&'static str, String)>,
    folder: Option<PathBuf>,
}

impl Theme {
    /// The built-in theme with the project's own files in place.
    pub fn load(project: &Project) -> Result<Theme, Error> {
        let folder = project.settings.templates.as_ref().map(|name| project.root.join(name));
        let own = |path: &str, built_in: &str| read_own(folder.as_deref(), path, built_in);
        let mut templates = Vec::with_capacity(TEMPLATES.len());
        for (name, built_in) in TEMPLATES {
            templates.push((*name, outdent(&own(&format!("microsite/{name}"), built_in)?)));
        }
        let mut tera = Tera::new();
        tera.add_raw_templates(templates.iter().map(|(name, text)| (*name, text.as_str())))
            .map_err(|source| Error::Template { source: source.into() })?;
        let mut sheets = Vec::with_capacity(STYLES.len());
        for (name, built_in, of_entries) in STYLES {
            sheets.push((own(&format!("style/{name}"), built_in)?, *of_entries));
        }
        let (palette, photos) = (&project.settings.palette, has_photos(project));
        let all = sheets.iter().map(|(sheet, _)| sheet.as_str());
        let of_entries = sheets.iter().filter(|(_, of_entries)| *of_entries).map(|(sheet, _)| sheet.as_str());
        let mut ornaments = Vec::with_capacity(ORNAMENTS.len());
        for (name, built_in) in ORNAMENTS {
            ornaments.push((*name, own(&format!("microsite/ornament/{name}.svg"), built_in)?));
        }
        let mut scripts = Vec::with_capacity(SCRIPTS.len());
        for (name, built_in) in SCRIPTS {
            scripts.push((*name, without_comments(&own(&format!("microsite/{name}"), built_in)?)));
        }
        Ok(Theme {
            tera,
            style: Style::assemble(palette, photos, all),
            entry_style: Style::assemble(palette, photos, of_entries),
            scripts,
            ornaments,
            folder,
        })
    }

    /// The script called `name`.
    pub fn script(&self, name: &str) -> &str {
        self.scripts.iter().find(|(n, _)| *n == name).map_or("", |(_, script)| script)
    }

    /// The drawing called `name`, as a file of its own.
    pub fn ornament(&self, name: &str) -> &str {
        self.ornaments.iter().find(|(n, _)| *n == name).map_or("", |(_, svg)| svg)
    }

    /// The drawing called `name` repeated as a band as wide as the page.
    pub fn band(&self, name: &str) -> String {
        let svg = self.ornament(name);
        let size = svg.split_once("viewBox=\"0 0 ").and_then(|(_, rest)| rest.split_once('"')?.0.split_once(' '));
        let inner = svg.split_once('>').and_then(|(_, rest)| Some(rest.rsplit_once("</svg>")?.0.trim()));
        let (Some((width, height)), Some(inner)) = (size, inner) else { return String::new() };
        format!(
            "<svg class=\"{name}\" aria-hidden=\"true\" height=\"{height}\" fill=\"currentColor\"><pattern id=\"{name}\" \
             width=\"{width}\" height=\"{height}\" patternUnits=\"userSpaceOnUse\">{inner}</pattern><rect width=\"100%\" \
             height=\"{height}\" fill=\"url(#{name})\"/></svg>"
        )
    }

    /// The words pages in `lang` use: the built-in ones of the language or the first of `chain` that has some, with
    /// the project's own in place.
    pub fn locale(&self, lang: &Lang, chain: &[Lang]) -> Result<Locale, Error> {
        let built_in = |lang: &Lang| {
            let locale = Locale::embedded(lang);
            (locale.lang().primary() == lang.primary()).then_some(locale)
        };
        let mut locale =
            std::iter::once(lang).chain(chain).find_map(built_in).unwrap_or_else(|| Locale::embedded(lang));
        if locale.lang().primary() != lang.primary() {
            locale.set("language.endonym", locale.endonym_of(lang));
        }
        let path = format!("locales/{lang}.toml");
        let own = read_own(self.folder.as_deref(), &path, "")?;
        if !own.is_empty() {
            let own = Locale::parse(lang.clone(), &own).map_err(|source| Error::Locale { path, source })?;
            locale.overlay(own);
        }
        Ok(locale)
    }
}

/// Whether any picture is more than a drawing.
fn has_photos(project: &Project) -> bool {
    let is_photo = |path: &str| !path.to_lowercase().ends_with(".svg");
    project.entries.iter().any(|entry| {
        let facts = entry.facts.cover.iter().chain(&entry.facts.pictures);
        let mut named = entry.words.iter().flat_map(|(_, words)| words.references.iter());
        facts.map(|picture| &*picture.path).any(is_photo)
            || named.any(|named| named.target == ReferenceTarget::Picture && is_photo(&named.address))
    })
}

/// The project's own file at `path`, else the built-in one.
fn read_own(folder: Option<&Path>, path: &str, built_in: &str) -> Result<String, Error> {
    let Some(file) = folder.map(|folder| folder.join(path)) else { return Ok(built_in.to_owned()) };
    match fs::read_to_string(&file) {
        Ok(text) => Ok(text),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(built_in.to_owned()),
        Err(source) => Err(Error::Read { path: file, source }),
    }
}

/// A script without lines that are comments, nor indentation.
fn without_comments(script: &str) -> String {
    let is_comment = |line: &&str| line.starts_with("/*") && line.ends_with("*/") || line.is_empty();
    let mut out: String = script.lines().map(str::trim).filter(|line| !is_comment(line)).collect::<Vec<_>>().join("\n");
    out.push('\n');
    out
}

/// The text without the indentation of its lines, which no reader sees. Lines stay, so that errors name the right one.
fn outdent(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.lines() {
        out.push_str(line.trim());
        out.push('\n');
    }
    out
}

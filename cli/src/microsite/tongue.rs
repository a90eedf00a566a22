//! What all pages of one language share, worked out once: words, order, and the parts that never change.

use std::collections::BTreeMap;

use disan_server::catalog::{Kind, Lang, Locale, privacy_note};
use serde::Serialize;
use tera::{Context, Value};

use super::alphabet::{Letter, letters};
use super::festival::{Almanac, Festivals};
use super::order::Order;
use super::place::Territory;
use super::style::Style;
use super::text::{Html, Text};
use super::theme::Theme;
use super::{Error, borrowed, manifest};
use crate::model::Project;

/// The tables of the locale that templates read, as `t.…`.
const TABLES: [&str; 2] = ["reader.", "content.kind."];

/// A language of the pages.
#[derive(Debug)]
pub struct Tongue {
    /// The language.
    pub lang: Lang,
    /// What stands in where a text is missing, nearest first.
    pub chain: Vec<Lang>,
    /// The words of the pages themselves; where no locale exists for the language, those of another.
    pub locale: Locale,
    /// Its name in itself.
    pub endonym: String,
    /// The words templates read.
    pub words: Value,
    /// HTML every page repeats.
    pub shell: Value,
    /// Entries of each kind, by title.
    pub kinds: BTreeMap<Kind, Vec<u32>>,
    /// All entries, by title.
    pub sorted: Vec<u32>,
    /// The letters that titles begin with, in their order.
    pub letters: Vec<Letter>,
    /// When festivals are held.
    pub festivals: Festivals,
    /// By entry: its place among all titles.
    rank: Vec<u32>,
    /// By node of the territory: its place among all unit names.
    unit_rank: Vec<u32>,
}

/// What the shared parts name.
#[derive(Serialize)]
struct Shell<'a> {
    title: Text,
    home: String,
    kinds: Vec<KindLink<'a>>,
    places: String,
    alphabet: String,
    search: String,
    numbers: Option<String>,
    privacy: Option<&'static str>,
    owner: Option<Text>,
    notice: Option<Text>,
    host: &'a str,
    policy: String,
    manifest: String,
    css: &'a str,
    ground: &'a str,
    night: &'a str,
    mark: &'a str,
    lotus: &'a str,
}

/// Whether any place has a number to look for.
fn has_number(project: &Project) -> bool {
    project.entries.iter().flat_map(|entry| &entry.placements).any(|placement| placement.code.is_some())
}

#[derive(Serialize)]
struct KindLink<'a> {
    name: &'a str,
    path: String,
}

/// The shared parts.
#[derive(Serialize)]
struct Parts {
    head: Html,
    entry_head: Html,
    brand: Html,
    foot: Html,
    lotus: Html,
    stele: Html,
    wave: Html,
}

impl Tongue {
    /// The language `lang` of `project`; `served` says whether the server, which has a privacy note, gives the pages out.
    pub fn new(
        lang: &Lang,
        project: &Project,
        theme: &Theme,
        territory: &Territory,
        almanac: &Almanac,
        served: bool,
    ) -> Result<Tongue, Error> {
        let chain = project.fallback_of(lang);
        let mut locale = theme.locale(lang, &chain)?;
        borrowed::mark(&mut locale);
        let order = Order::of(lang);
        let titles: Vec<&str> =
            project.entries.iter().map(|e| e.words_for(project, lang).map_or(&*e.slug, |(_, w)| &*w.title)).collect();
        let names: Vec<&str> = territory
            .nodes
            .iter()
            .map(|node| node.unit.name.pick(lang, &chain).map_or(&*node.unit.id, |(_, name)| &**name))
            .collect();
        let sorted = sorted(&titles, &order);
        let in_order: Vec<&str> = sorted.iter().map(|i| titles[*i as usize]).collect();
        let mut tongue = Tongue {
            lang: lang.clone(),
            endonym: locale.text("language.endonym").to_owned(),
            words: words(&locale),
            shell: Value::none(),
            kinds: BTreeMap::new(),
            letters: letters(&in_order, locale.list("reader.alphabet"), &order),
            rank: ranks(&sorted),
            sorted,
            unit_rank: ranks(&self::sorted(&names, &order)),
            festivals: Festivals::of(project, almanac, &locale),
            chain,
            locale,
        };
        for kind in Kind::ALL {
            let mut entries: Vec<u32> =
                (0..project.entries.len() as u32).filter(|i| project.entries[*i as usize].kind() == kind).collect();
            tongue.sort(&mut entries);
            tongue.kinds.insert(kind, entries);
        }
        tongue.shell = tongue.render_shell(project, theme, served)?;
        Ok(tongue)
    }

    /// Puts entries in the order of their titles.
    pub fn sort(&self, entries: &mut [u32]) {
        entries.sort_unstable_by_key(|i| self.rank[*i as usize]);
    }

    /// Puts nodes of the territory in the order of their units' names.
    pub fn sort_units(&self, nodes: &mut [u32]) {
        nodes.sort_unstable_by_key(|i| self.unit_rank[*i as usize]);
    }

    /// What `kind` is called, one of them.
    pub fn kind_one(&self, kind: Kind) -> &str {
        self.locale.texts().get(&format!("content.kind.{}.one", kind.id())).map_or(kind.id(), String::as_str)
    }

    /// What `kind` is called, many of them.
    pub fn kind_many(&self, kind: Kind) -> &str {
        self.locale.texts().get(&format!("content.kind.{}.many", kind.id())).map_or(kind.id(), String::as_str)
    }

    /// Path of the list called `id`, after `reader.path.<id>` of the locale: `/vi/ma-so/`.
    pub fn list_path(&self, id: &str) -> String {
        format!("/{}/{}/", self.lang, self.locale.text(&format!("reader.path.{id}")))
    }

    fn render_shell(&self, project: &Project, theme: &Theme, served: bool) -> Result<Value, Error> {
        let settings = &project.settings;
        let kinds = Kind::ALL.iter().filter(|kind| self.kinds.get(kind).is_some_and(|of| !of.is_empty()));
        let owner = project.units.get(&settings.owner);
        let mut shell = Shell {
            title: Text::pick(&settings.title, self).unwrap_or_else(|| Text::plain(settings.host.clone())),
            home: project.home_path(&self.lang),
            kinds: kinds
                .map(|kind| KindLink { name: self.kind_many(*kind), path: project.kind_path(*kind, &self.lang) })
                .collect(),
            places: self.list_path("places"),
            alphabet: self.list_path("alphabet"),
            search: self.list_path("search"),
            numbers: has_number(project).then(|| self.list_path("numbers")),
            privacy: served.then(|| privacy_note(&self.lang)),
            owner: owner.and_then(|unit| Text::pick(&unit.name, self)),
            notice: Text::pick(&settings.notice, self),
            host: &settings.host,
            policy: policy(&theme.style),
            manifest: manifest::path(self.lang.as_str()),
            css: &theme.style.css,
            ground: &settings.palette.light.ground,
            night: &settings.palette.dark.ground,
            mark: theme.ornament("mark"),
            lotus: theme.ornament("lotus"),
        };
        let part = |name: &str, shell: &Shell| {
            let mut context = Context::new();
            context.insert_value("t", self.words.clone());
            context.insert("shell", shell);
            let html = theme.tera.render(name, &context);
            html.map(Html).map_err(|source| Error::Template { source: source.into() })
        };
        let head = part("head.html", &shell)?;
        (shell.css, shell.policy) = (&theme.entry_style.css, policy(&theme.entry_style));
        Ok(Value::from_serializable(&Parts {
            head,
            entry_head: part("head.html", &shell)?,
            brand: part("brand.html", &shell)?,
            foot: part("foot.html", &shell)?,
            lotus: Html(theme.ornament("lotus").to_owned()),
            stele: Html(theme.ornament("stele").to_owned()),
            wave: Html(theme.band("wave")),
        }))
    }
}

/// What a page with this style may load: itself and nothing else, on every host.
fn policy(style: &Style) -> String {
    format!(
        "default-src 'none'; img-src 'self'; media-src 'self'; style-src {}; script-src 'self'; worker-src 'self'; \
         connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'",
        style.source
    )
}

/// What `lang` is called in the words of `locale`; its tag where that is not known.
pub fn language_name(lang: &Lang, locale: &Locale) -> String {
    let name = |tag: &str| locale.texts().get(&format!("language.{tag}")).cloned();
    name(lang.as_str()).or_else(|| name(lang.primary())).unwrap_or_else(|| lang.to_string())
}

/// The indices of the texts in their order.
fn sorted(texts: &[&str], order: &Order) -> Vec<u32> {
    let mut sorted: Vec<u32> = (0..texts.len() as u32).collect();
    sorted.sort_by(|a, b| order.compare(texts[*a as usize], texts[*b as usize]));
    sorted
}

/// By index: its place in `sorted`.
fn ranks(sorted: &[u32]) -> Vec<u32> {
    let mut ranks = vec![0; sorted.len()];
    for (rank, index) in (0..).zip(sorted) {
        ranks[*index as usize] = rank;
    }
    ranks
}

/// The locale's tables for readers as nested maps: `t.code.label`.
fn words(locale: &Locale) -> Value {
    let mut tree = serde_json::Map::new();
    for (key, text) in locale.texts() {
        let Some(path) = TABLES.iter().find_map(|table| key.strip_prefix(table)) else { continue };
        let mut table = &mut tree;
        let mut names = path.split('.').peekable();
        while let Some(name) = names.next() {
            if names.peek().is_none() {
                table.insert(name.to_owned(), serde_json::Value::String(text.clone()));
                break;
            }
            let inner = table.entry(name).or_insert_with(|| serde_json::Value::Object(Default::default()));
            let serde_json::Value::Object(inner) = inner else { break };
            table = inner;
        }
    }
    Value::from_serializable(&tree)
}

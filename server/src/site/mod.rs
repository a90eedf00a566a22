//! What is served: the catalog and the pages of one build, as they stand at one moment.
//!
//! A [`Site`] never changes. When the catalog does, another takes its place; requests under way keep theirs.

mod cache;
mod file;
mod kinds;

use std::collections::HashMap;
use std::io;
use std::iter::once;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::http::HeaderValue;

use crate::catalog::{Catalog, CatalogError, EntryId, Found, Issued, Lang, Locale, Lookup, OVERRIDES};
use crate::journal::Tables;
use crate::template::{TemplateError, Templates};
use cache::Cache;
pub use file::{Content, SiteFile};
pub use kinds::{FileKind, is_immutable, kind_of};

/// One build of the content, ready to serve.
#[derive(Debug)]
pub struct Site {
    catalog: Arc<Catalog>,
    templates: Arc<Templates>,
    lookup: Lookup,
    files: Cache,
    former: HashMap<String, (u32, Lang)>,
    languages: Vec<Language>,
    tables: Arc<Tables>,
    /// Index of each issued code's placement in the tables.
    placements: Vec<u32>,
    /// Whether an unreadable file was complained of.
    told: AtomicBool,
}

/// Why what was built cannot be served.
#[derive(Debug, thiserror::Error)]
pub enum SiteError {
    /// The catalog.
    #[error("{0}")]
    Catalog(#[from] CatalogError),
    /// A template of the project's own.
    #[error("{0}")]
    Template(#[from] TemplateError),
}

/// A language of the pages.
#[derive(Debug)]
pub struct Language {
    /// Its tag.
    pub lang: Lang,
    /// The tag, as `Content-Language` holds it.
    pub header: HeaderValue,
    /// Its index in the journal's table.
    pub index: u8,
    /// Words of pages the server completes.
    pub locale: Arc<Locale>,
}

/// A code that was issued, with what a scan of it needs.
#[derive(Clone, Copy, Debug)]
pub struct Sign<'a> {
    /// The code.
    pub issued: &'a Issued,
    /// Its entry, unless that is gone.
    pub entry: Option<&'a crate::catalog::Entry>,
    /// Id of the entry.
    pub entry_id: EntryId,
    /// Index of the placement in the journal's table.
    pub placement: u32,
}

impl Site {
    /// Reads the catalog in `dist`, and the templates of the project's own beside it. `tables` are those of the site before, and are only added to. With `trial`, pages
    /// carry the script that loads them anew after each build.
    pub fn open(dist: &Path, tables: &Arc<Tables>, trial: bool) -> Result<Site, SiteError> {
        let catalog = Catalog::read(dist)?;
        let templates = Templates::new(Some(&dist.join(OVERRIDES)))?;
        let tables = extended(tables, &catalog);
        let place = |table: &[String], name: &str| table.iter().position(|n| n == name);
        let languages = catalog.languages.iter().map(|lang| Language {
            lang: lang.clone(),
            header: HeaderValue::from_str(lang.as_str()).unwrap_or(HeaderValue::from_static("und")),
            index: place(&tables.languages, lang.as_str()).and_then(|i| u8::try_from(i).ok()).unwrap_or(u8::MAX),
            locale: templates
                .shared_locale(lang)
                .unwrap_or_else(|| Arc::new(locale(&catalog, lang, &dist.join(OVERRIDES)))),
        });
        let numbers: HashMap<&str, u32> =
            tables.placements.iter().enumerate().map(|(i, name)| (name.as_str(), i as u32)).collect();
        let placements = catalog.codes.iter().map(|c| numbers.get(&*c.placement).copied().unwrap_or(u32::MAX));
        Ok(Site {
            lookup: Lookup::new(&catalog),
            files: Cache::new(dist.join("site"), trial),
            former: former(&catalog),
            languages: languages.collect(),
            placements: placements.collect(),
            tables,
            told: AtomicBool::new(false),
            catalog: Arc::new(catalog),
            templates: Arc::new(templates),
        })
    }

    /// The catalog.
    pub fn catalog(&self) -> &Arc<Catalog> {
        &self.catalog
    }

    /// The templates of the team's pages.
    pub fn templates(&self) -> &Arc<Templates> {
        &self.templates
    }

    /// The names the journal's bytes refer to.
    pub fn tables(&self) -> &Arc<Tables> {
        &self.tables
    }

    /// The languages of the pages, the default one first.
    pub fn languages(&self) -> &[Language] {
        &self.languages
    }

    /// The language a path begins with: `/en/…`.
    pub fn language_of(&self, path: &str) -> Option<&Language> {
        let first = path.strip_prefix('/')?.split('/').next()?;
        self.languages.iter().find(|l| l.lang.as_str() == first)
    }

    /// The sign with this code on `host`.
    pub fn sign(&self, host: Option<&str>, code: crate::catalog::Code) -> Option<Sign<'_>> {
        let Found(index) = self.lookup.find(&self.catalog, host, code)?;
        let issued = &self.catalog.codes[index as usize];
        let entry = issued.entry.and_then(|i| self.catalog.entries.get(i as usize));
        let entry_id = entry.and_then(|e| e.id).unwrap_or_else(|| EntryId::new(self.catalog.project, code));
        Some(Sign { issued, entry, entry_id, placement: self.placements[index as usize] })
    }

    /// Codes in use one slip away from what was typed, with the titles of their entries in `lang`.
    pub fn near(&self, typed: &str, lang: &Lang) -> Vec<(&Issued, &str)> {
        let chain = self.catalog.fallback_of(lang);
        let mut titled = Vec::new();
        for issued in self.lookup.near(&self.catalog, typed, 5) {
            let entry = issued.entry.and_then(|index| self.catalog.entries.get(index as usize));
            if let Some(entry) = entry {
                let title = once(lang).chain(&chain).find_map(|l| entry.title.get(l));
                titled.push((issued, title.map_or(entry.slug.as_str(), String::as_str)));
            }
        }
        titled
    }

    /// Where the page moved that once was at `path`.
    pub fn moved(&self, path: &str) -> Option<&str> {
        let (entry, lang) = self.former.get(path.strip_suffix('/').unwrap_or(path))?;
        self.catalog.entries.get(*entry as usize)?.pages.get(lang).map(|page| page.path.as_str())
    }

    /// The file of an address: `/vi/` is `vi/index.html`. Only looks into memory.
    pub fn cached(&self, path: &str) -> Option<Arc<SiteFile>> {
        self.files.cached(path)
    }

    /// The file of an address, from memory or disk; `None` when there is none. Blocks while it reads.
    pub fn load(&self, path: &str) -> std::io::Result<Option<Arc<SiteFile>>> {
        self.files.load(path)
    }

    /// Whether a file that could not be read is worth a line in the log: once a build, and not where the address asked
    /// for is one that no file can have.
    pub fn is_worth_telling(&self, error: &io::Error) -> bool {
        let of_address = [io::ErrorKind::InvalidFilename, io::ErrorKind::NotADirectory, io::ErrorKind::NotFound];
        !of_address.contains(&error.kind()) && !self.told.swap(true, Ordering::Relaxed)
    }

    /// Whether `path` is a folder with a page, so that its address lacks only the slash at the end. Blocks.
    pub fn is_folder(&self, path: &str) -> bool {
        self.files.file(&format!("{path}/")).is_some_and(|file: PathBuf| file.is_file())
    }
}

/// The words for readers of `lang`: the built-in ones of the language or of the first that stands in for it, with the
/// project's own in place. A file of the project's own that is none was named by the compiler; it must not keep pages
/// from readers.
fn locale(catalog: &Catalog, lang: &Lang, overrides: &Path) -> Locale {
    let chain = catalog.fallback_of(lang);
    let mut locale = Locale::embedded(once(lang).chain(&chain).find(|lang| Locale::is_embedded(lang)).unwrap_or(lang));
    let own = std::fs::read_to_string(overrides.join(format!("locales/{lang}.toml"))).ok();
    if let Some(own) = own.and_then(|own| Locale::parse(lang.clone(), &own).ok()) {
        locale.overlay(own);
    }
    locale.for_pages()
}

/// The tables with all names of the catalog added at their ends, or the same ones when it has no new name.
fn extended(tables: &Arc<Tables>, catalog: &Catalog) -> Arc<Tables> {
    let mut longer = Tables::clone(tables);
    let add = |to: &mut Vec<String>, names: &mut dyn Iterator<Item = &str>| {
        let mut known: std::collections::HashSet<String> = to.iter().cloned().collect();
        for name in names {
            if known.insert(name.to_owned()) {
                to.push(name.to_owned());
            }
        }
    };
    add(&mut longer.languages, &mut catalog.languages.iter().map(Lang::as_str));
    add(&mut longer.placements, &mut catalog.codes.iter().map(|c| &*c.placement));
    if longer == **tables { tables.clone() } else { Arc::new(longer) }
}

fn former(catalog: &Catalog) -> HashMap<String, (u32, Lang)> {
    let mut former = HashMap::new();
    for (index, entry) in catalog.entries.iter().enumerate() {
        for (lang, page) in entry.pages.iter() {
            for path in &page.formerly {
                former.insert(path.strip_suffix('/').unwrap_or(path).to_owned(), (index as u32, lang.clone()));
            }
        }
    }
    former
}

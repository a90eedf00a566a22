//! From the model to the catalog that the server reads.

use std::collections::{BTreeSet, HashMap};

use disan_server::catalog::{self, CATALOG_FORMAT, Catalog, EntryId, Issued, Lang, Localized, Page};

use crate::ledger::Row;
use crate::model::{Entry, Project, Status};

/// The catalog of `project`. `revision` changes whenever any file of the output changes.
pub fn catalog(project: &Project, revision: &str) -> Catalog {
    let settings = &project.settings;
    let owner = project.units.get(&settings.owner);
    let mut hosts: BTreeSet<String> = settings.hosts.iter().cloned().collect();
    hosts.insert(settings.host.clone());
    let owners = Owners::of(project);
    Catalog {
        format: CATALOG_FORMAT,
        revision: revision.to_owned(),
        project: settings.project,
        title: settings.title.clone(),
        owner: owner.map(|unit| unit.name.clone()).unwrap_or_default(),
        owner_unit: settings.owner.clone(),
        host: settings.host.clone(),
        hosts,
        host_is_placeholder: settings.host_is_placeholder(),
        languages: settings.languages.clone(),
        international: settings.international.clone(),
        fallback: settings.fallback.clone(),
        code_digits: settings.code_digits,
        units: project.units.clone(),
        entries: (0..).zip(&project.entries).map(|(i, entry)| catalog_entry(project, entry, owners.first[i])).collect(),
        codes: project.ledger.rows.iter().map(|row| issued(project, row, owners.owner(row))).collect(),
    }
}

/// Which entry each row of the ledger belongs to, under its slug or a former one.
struct Owners<'a> {
    by_slug: HashMap<&'a str, usize>,
    /// By entry: the row of the first code it was ever given, which makes its id.
    first: Vec<Option<&'a Row>>,
}

impl<'a> Owners<'a> {
    fn of(project: &'a Project) -> Owners<'a> {
        let mut by_slug = HashMap::with_capacity(project.entries.len());
        for (i, entry) in project.entries.iter().enumerate() {
            for former in &entry.facts.formerly {
                by_slug.entry(former.as_str()).or_insert(i);
            }
        }
        // A slug in use is stronger than a former one.
        by_slug.extend(project.entries.iter().enumerate().map(|(i, entry)| (entry.slug.as_str(), i)));
        let mut owners = Owners { by_slug, first: vec![None; project.entries.len()] };
        let age = |row: &Row| (row.issued, row.code);
        for row in &project.ledger.rows {
            if let Some(first) = owners.owner(row).map(|i| &mut owners.first[i])
                && first.is_none_or(|first| age(row) < age(first))
            {
                *first = Some(row);
            }
        }
        owners
    }

    fn owner(&self, row: &Row) -> Option<usize> {
        self.by_slug.get(row.entry.as_str()).copied()
    }
}

fn catalog_entry(project: &Project, entry: &Entry, first: Option<&Row>) -> catalog::Entry {
    let languages = &project.settings.languages;
    catalog::Entry {
        id: first.map(|row| EntryId::new(project.settings.project, row.code)),
        slug: entry.slug.clone(),
        kind: entry.kind(),
        title: entry.words.iter().map(|(lang, words)| (lang.clone(), words.title.to_string())).collect(),
        pages: languages.iter().map(|lang| (lang.clone(), page(project, entry, lang))).collect(),
        unit: entry.facts.unit.clone(),
        reviewed: entry
            .words
            .iter()
            .filter(|(_, words)| words.status == Status::Reviewed)
            .map(|(lang, _)| lang.clone())
            .collect(),
    }
}

fn page(project: &Project, entry: &Entry, lang: &Lang) -> Page {
    let text = entry.words_for(project, lang).map(|(text, _)| text.clone()).filter(|text| text != lang);
    let formerly = entry.facts.formerly.iter().map(|slug| project.slug_path(entry.kind(), slug, lang)).collect();
    Page { path: project.page_path(entry, lang), text, formerly }
}

fn issued(project: &Project, row: &Row, owner: Option<usize>) -> Issued {
    let name = owner
        .and_then(|i| project.entries[i].placements.iter().find(|p| p.key == row.placement))
        .map_or_else(Localized::default, |placement| placement.name.clone());
    Issued {
        host: row.host.clone(),
        code: row.code,
        entry: owner.map(|i| i as u32),
        placement: row.placement.clone(),
        name,
        issued: row.issued,
        printed: row.printed,
        retired: row.retired,
    }
}

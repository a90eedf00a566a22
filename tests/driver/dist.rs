//! A tiny built site, made by hand: what the compiler would write, as small as the server can take it.

use std::fs;
use std::path::{Path, PathBuf};

use disan_server::catalog::{
    CATALOG_FORMAT, Catalog, Code, Entry, EntryId, Issued, Kind, Lang, Localized, Page, Units,
};

/// A built site in a folder, and the catalog that goes with it.
pub struct Dist {
    pub folder: PathBuf,
    pub catalog: Catalog,
}

/// The code with these leading digits.
pub fn code(stem: u32) -> Code {
    Code::from_stem(stem).unwrap()
}

/// The text of an entry's page.
pub fn page(slug: &str, lang: &str) -> String {
    let text =
        if lang == "vi" { "Đền thờ bên sông, dựng từ thời Trần. " } else { "A temple by the river. " };
    format!("<!doctype html><html lang=\"{lang}\"><body><h1>{slug}</h1><p>{}</p></body></html>\n", text.repeat(60))
}

impl Dist {
    /// An empty site in Vietnamese and English.
    pub fn new(folder: &Path) -> Dist {
        let both = |vi: &str, en: &str| -> Localized<String> {
            [(Lang::vi(), vi.to_owned()), (Lang::en(), en.to_owned())].into_iter().collect()
        };
        let catalog = Catalog {
            format: CATALOG_FORMAT,
            revision: "1".into(),
            project: 1,
            title: both("Di sản", "Heritage"),
            owner: both("Đoàn phường", "Ward youth union"),
            owner_unit: "phuong".into(),
            host: "disan.example".into(),
            hosts: ["disan.example".to_owned()].into(),
            host_is_placeholder: true,
            languages: vec![Lang::vi(), Lang::en()],
            international: Lang::en(),
            fallback: Localized::default(),
            code_digits: 5,
            units: Units::default(),
            entries: Vec::new(),
            codes: Vec::new(),
        };
        let dist = Dist { folder: folder.to_owned(), catalog };
        for lang in ["vi", "en"] {
            dist.put(&format!("{lang}/index.html"), page("home", lang));
            dist.put(&format!("{lang}/404.html"), format!("<html lang=\"{lang}\"><h1>404</h1><!--near--></html>"));
        }
        dist.put("404.html", "<html lang=\"vi\"><h1>404</h1><!--near--></html>");
        dist
    }

    /// Adds an entry with a page a language, and a code a placement; the codes' leading digits.
    pub fn entry(&mut self, slug: &str, signs: &[(&str, u32)]) {
        let mut pages = Localized::default();
        let mut title = Localized::default();
        for (lang, kind) in [("vi", "di-tich"), ("en", "relics")] {
            let path = format!("/{lang}/{kind}/{slug}/");
            self.put(&format!("{}index.html", &path[1..]), page(slug, lang));
            pages.insert(lang.parse().unwrap(), Page { path, text: None, formerly: Vec::new() });
            title.insert(lang.parse().unwrap(), format!("{slug} <{lang}>"));
        }
        let first = signs.first().map(|(_, stem)| EntryId::new(1, code(*stem)));
        let index = self.catalog.entries.len() as u32;
        for (placement, stem) in signs {
            self.issue(placement, *stem, Some(index));
        }
        self.catalog.entries.push(Entry {
            id: first,
            slug: slug.to_owned(),
            kind: Kind::Relic,
            title,
            pages,
            unit: Default::default(),
            reviewed: Default::default(),
        });
    }

    /// Adds a row of the ledger.
    pub fn issue(&mut self, placement: &str, stem: u32, entry: Option<u32>) {
        self.catalog.codes.push(Issued {
            host: "disan.example".into(),
            code: code(stem),
            entry,
            placement: placement.into(),
            name: Localized::default(),
            issued: "2026-11-01".parse().unwrap(),
            printed: None,
            retired: entry.is_none().then(|| "2026-11-02".parse().unwrap()),
        });
    }

    /// Writes a file of the site.
    pub fn put(&self, path: &str, text: impl AsRef<[u8]>) {
        let file = self.folder.join("site").join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }

    /// Writes the catalog, last, as the compiler does.
    pub fn finish(&mut self) {
        self.catalog.revision = (self.catalog.revision.parse::<u64>().unwrap() + 1).to_string();
        let new = self.folder.join("catalog.json.new");
        fs::write(&new, self.catalog.to_json()).unwrap();
        fs::rename(new, self.folder.join("catalog.json")).unwrap();
    }
}

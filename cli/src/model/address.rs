//! Addresses: of pages, and of codes.

use disan_server::catalog::{Code, Kind, Lang};

use super::{Entry, Project};

/// What a symbol carries: all lower case, for capital schemes fail on several phones.
pub fn code_url(host: &str, code: Code) -> String {
    format!("https://{}/{code}", host.to_lowercase())
}

impl Project {
    /// The word for `kind` in addresses of `lang`: relic → `di-tich`.
    pub fn kind_word(&self, kind: Kind, lang: &Lang) -> &str {
        let words = self.settings.kinds.get(&kind);
        let word = words.and_then(|w| w.get(lang).or_else(|| w.get(&self.settings.international)));
        word.map_or(kind.id(), String::as_str)
    }

    /// Path of an entry's page: `/vi/di-tich/con-son/`.
    pub fn page_path(&self, entry: &Entry, lang: &Lang) -> String {
        self.slug_path(entry.kind(), &entry.slug, lang)
    }

    /// Path of the page of an entry of `kind` called `slug`, as former slugs have it too.
    pub fn slug_path(&self, kind: Kind, slug: &str, lang: &Lang) -> String {
        ["/", lang.as_str(), "/", self.kind_word(kind, lang), "/", slug, "/"].concat()
    }

    /// Path of the list of a kind: `/vi/di-tich/`.
    pub fn kind_path(&self, kind: Kind, lang: &Lang) -> String {
        ["/", lang.as_str(), "/", self.kind_word(kind, lang), "/"].concat()
    }

    /// Path of the home page in `lang`: `/vi/`.
    pub fn home_path(&self, lang: &Lang) -> String {
        format!("/{lang}/")
    }

    /// The canonical address of a path.
    pub fn url(&self, path: &str) -> String {
        ["https://", &self.settings.host, path].concat()
    }

    /// The host the sign of a code carries: the current one, unless merged number spaces clash there.
    pub fn host_of<'a>(&'a self, own: Option<&'a str>) -> &'a str {
        own.unwrap_or(&self.settings.host)
    }
}

//! Which section a heading opens: `content.heading.<role>` in the locales.

use std::collections::BTreeMap;

use disan_server::catalog::{EMBEDDED_LOCALES, Lang, Locale};

use super::suggest::fold;
use crate::model::Role;

/// Accepted headings of one language, folded.
#[derive(Clone, Debug)]
pub struct Headings {
    exact: BTreeMap<String, Role>,
    folded: BTreeMap<String, Role>,
}

impl Headings {
    /// The headings of `lang`. Those of the built-in languages hold everywhere: who writes in a minority language
    /// may leave the headings in Vietnamese.
    pub fn of(lang: &Lang) -> Headings {
        let mut headings = Headings { exact: BTreeMap::new(), folded: BTreeMap::new() };
        let others = EMBEDDED_LOCALES.iter().filter_map(|(tag, _)| tag.parse().ok());
        for lang in std::iter::once(lang.clone()).chain(others) {
            let locale = Locale::embedded(&lang);
            for role in Role::ALL {
                for heading in locale.list(&format!("content.heading.{}", role.id())) {
                    headings.exact.entry(heading.clone()).or_insert(role);
                    headings.folded.entry(fold(heading)).or_insert(role);
                }
            }
        }
        headings
    }

    /// The role of a section with this heading. Case, tones and marks do not matter: `hoà` and `hòa` are one word.
    pub fn role(&self, heading: &str) -> Option<Role> {
        self.exact.get(heading).or_else(|| self.folded.get(&fold(heading))).copied()
    }
}

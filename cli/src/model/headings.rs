//! Which section a heading opens: `content.heading.<role>` in the locales.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use disan_server::catalog::{EMBEDDED_LOCALES, Lang, Locale};

use super::reference::anchor;
use super::words::Role;
use crate::unaccented::unaccented;

/// A heading as it was read. Shared: ten thousand texts have the same few headings.
#[derive(Clone, Debug)]
pub struct Heading {
    /// What its section is recognised as.
    pub role: Option<Role>,
    /// The heading as plain text.
    pub text: Arc<str>,
    /// Its anchor.
    pub anchor: Arc<str>,
}

/// The headings of each role in one language, the usual one first.
type ByRole = Vec<(Role, Vec<String>)>;

/// The accepted headings of every role, by language.
#[derive(Clone, Debug)]
pub struct Headings {
    /// For each built-in language, in their order.
    lists: Vec<(Lang, ByRole)>,
    exact: HashMap<String, Heading>,
    folded: BTreeMap<String, Role>,
}

impl Headings {
    /// The headings of the built-in languages. All of them hold in every text: who writes in a minority language may
    /// leave the headings in Vietnamese.
    pub fn embedded() -> Headings {
        let mut headings = Headings { lists: Vec::new(), exact: HashMap::new(), folded: BTreeMap::new() };
        for lang in EMBEDDED_LOCALES.iter().filter_map(|(tag, _)| tag.parse::<Lang>().ok()) {
            let locale = Locale::embedded(&lang);
            headings.add(&lang, &locale);
        }
        headings
    }

    /// Adds the headings of a locale file of the project's own.
    pub fn add(&mut self, lang: &Lang, locale: &Locale) {
        let list = |role: Role| locale.list(&format!("content.heading.{}", role.id())).to_vec();
        let lists: ByRole = Role::ALL.map(|role| (role, list(role))).into();
        for (role, list) in &lists {
            for heading in list {
                self.exact.entry(heading.clone()).or_insert_with(|| Heading::new(Some(*role), heading));
                self.folded.entry(unaccented(heading)).or_insert(*role);
            }
        }
        if lists.iter().any(|(_, list)| !list.is_empty()) {
            self.lists.push((lang.clone(), lists));
        }
    }

    /// The heading that reads `text`, with its role. Case, tones and marks do not matter: `hoà` and `hòa` are one word.
    pub fn read(&self, text: &str) -> Heading {
        match self.exact.get(text) {
            Some(heading) => heading.clone(),
            None => Heading::new(self.folded.get(&unaccented(text)).copied(), text),
        }
    }

    /// The usual heading of `role` in `lang`, or in `default` where `lang` has no headings of its own.
    pub fn usual(&self, role: Role, lang: &Lang, default: &Lang) -> &str {
        let of = |lang: &Lang| self.lists.iter().find(|(own, _)| own.primary() == lang.primary());
        let lists = of(lang).or_else(|| of(default)).or_else(|| self.lists.first());
        let list = lists.and_then(|(_, lists)| lists.iter().find(|(own, _)| *own == role));
        list.and_then(|(_, list)| list.first()).map_or("", String::as_str)
    }
}

impl Heading {
    fn new(role: Option<Role>, text: &str) -> Heading {
        Heading { role, text: text.into(), anchor: anchor(text).into() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_known_however_they_are_typed() {
        let headings = Headings::embedded();
        for heading in ["Nguồn gốc ra đời", "NGUỒN GỐC RA ĐỜI", "Nguon goc ra doi", "Origin", "origin"] {
            assert_eq!(headings.read(heading).role, Some(Role::Origin), "{heading}");
        }
        assert_eq!(headings.read("Lịch sử").role, None);
    }

    #[test]
    fn every_role_has_a_usual_heading_that_is_known() {
        let headings = Headings::embedded();
        for lang in [Lang::vi(), Lang::en()] {
            for role in Role::ALL {
                assert_eq!(headings.read(headings.usual(role, &lang, &lang)).role, Some(role), "{lang} {role:?}");
            }
        }
        let tyz: Lang = "tyz".parse().unwrap();
        assert_eq!(headings.usual(Role::Origin, &tyz, &Lang::vi()), "Nguồn gốc ra đời");
    }
}

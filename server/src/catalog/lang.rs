//! Languages (BCP 47 tags) and texts in several of them.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// A language tag (BCP 47) such as `vi`, `en`, `blt` or `hmn-Latn`. Compared case-sensitively in canonical case.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Lang(Arc<str>);

/// The text is not a language tag this program takes.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("`{0}` is not a language tag (BCP 47), such as vi, en or blt")]
pub struct LangError(pub String);

impl Lang {
    /// Vietnamese.
    pub fn vi() -> Lang {
        Lang("vi".into())
    }

    /// English.
    pub fn en() -> Lang {
        Lang("en".into())
    }

    /// The tag as written, in canonical case.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The primary subtag: `hmn` of `hmn-Latn`.
    pub fn primary(&self) -> &str {
        self.0.split('-').next().unwrap_or_default()
    }
}

impl FromStr for Lang {
    type Err = LangError;

    fn from_str(tag: &str) -> Result<Lang, LangError> {
        let mut canonical = String::with_capacity(tag.len());
        for (i, subtag) in tag.split('-').enumerate() {
            let shape = if i == 0 { (2..=3).contains(&subtag.len()) } else { (2..=8).contains(&subtag.len()) };
            let letters = subtag.bytes().all(|b| b.is_ascii_alphanumeric() && (i > 0 || b.is_ascii_alphabetic()));
            if !shape || !letters {
                return Err(LangError(tag.to_owned()));
            }
            if i > 0 {
                canonical.push('-');
            }
            // Script in title case, region in capitals, the rest in lower case (RFC 5646, 2.1.1).
            match (i, subtag.len()) {
                (1.., 4) => {
                    canonical.push_str(&subtag[..1].to_ascii_uppercase());
                    canonical.push_str(&subtag[1..].to_ascii_lowercase());
                }
                (1.., 2) => canonical.push_str(&subtag.to_ascii_uppercase()),
                _ => canonical.push_str(&subtag.to_ascii_lowercase()),
            }
        }
        Ok(Lang(canonical.into()))
    }
}

impl TryFrom<String> for Lang {
    type Error = LangError;

    fn try_from(tag: String) -> Result<Lang, LangError> {
        tag.parse()
    }
}

impl From<Lang> for String {
    fn from(lang: Lang) -> String {
        lang.0.as_ref().to_owned()
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One value a language, such as `title.vi` and `title.en`. Iterates in the order of the tags.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Localized<T>(BTreeMap<Lang, T>);

impl<T> Default for Localized<T> {
    fn default() -> Self {
        Localized(BTreeMap::new())
    }
}

impl<T> Localized<T> {
    /// The value in exactly this language.
    pub fn get(&self, lang: &Lang) -> Option<&T> {
        self.0.get(lang)
    }

    /// The value in exactly this language, to be changed.
    pub fn get_mut(&mut self, lang: &Lang) -> Option<&mut T> {
        self.0.get_mut(lang)
    }

    /// The value in this language, else in the first language of `chain` that has one, with the language it is in.
    pub fn pick<'a>(&'a self, lang: &'a Lang, chain: &'a [Lang]) -> Option<(&'a Lang, &'a T)> {
        std::iter::once(lang).chain(chain).find_map(|l| self.0.get_key_value(l)).or_else(|| self.0.iter().next())
    }

    /// Sets the value of a language; gives back the one it replaces.
    pub fn insert(&mut self, lang: Lang, value: T) -> Option<T> {
        self.0.insert(lang, value)
    }

    /// All languages with their values.
    pub fn iter(&self) -> impl Iterator<Item = (&Lang, &T)> {
        self.0.iter()
    }

    /// All languages with their values, to be changed in place.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = (&Lang, &mut T)> {
        self.0.iter_mut()
    }

    /// Whether no language has a value.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<T> IntoIterator for Localized<T> {
    type Item = (Lang, T);
    type IntoIter = std::collections::btree_map::IntoIter<Lang, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<T> FromIterator<(Lang, T)> for Localized<T> {
    fn from_iter<I: IntoIterator<Item = (Lang, T)>>(values: I) -> Self {
        Localized(values.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_come_in_canonical_case() {
        assert_eq!("HMN-latn".parse::<Lang>().unwrap().as_str(), "hmn-Latn");
        assert_eq!("pt-br".parse::<Lang>().unwrap().as_str(), "pt-BR");
        for bad in ["", "v", "viet", "vi_VN", "vi-", "1i", "tiếng"] {
            assert!(bad.parse::<Lang>().is_err(), "{bad:?}");
        }
    }

    #[test]
    fn a_missing_language_falls_back_along_the_chain() {
        let title: Localized<&str> = [(Lang::vi(), "Đền"), (Lang::en(), "Temple")].into_iter().collect();
        let tyz: Lang = "tyz".parse().unwrap();
        assert_eq!(title.pick(&tyz, &[Lang::vi()]), Some((&Lang::vi(), &"Đền")));
        assert_eq!(title.pick(&Lang::en(), &[Lang::vi()]), Some((&Lang::en(), &"Temple")));
        assert_eq!(Localized::<&str>::default().pick(&tyz, &[]), None);
    }
}

//! Languages (BCP 47 tags) and texts in several of them.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A language tag (BCP 47) such as `vi`, `en`, `blt` or `hmn-Latn`. Compared case-sensitively in canonical case.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Lang(Arc<str>);

/// Languages of peoples of Việt Nam beside Vietnamese: who reads one of them reads Vietnamese rather than English.
const OF_VIETNAM: &[&str] = &[
    "blt", "twh", "thn", "tyz", "nut", "hmn", "mww", "hnj", "hmv", "mtq", "kmv", "ium", "cjm", "cja", "jra", "rad",
    "bdq", "sed", "kpm", "hre", "cmo", "mnn", "sre", "stg", "rog", "rgl", "bru", "kdt", "pac", "tou", "pht", "kjg",
    "laq", "lbt", "aou", "mlm", "nuo", "tth", "kte", "sss", "tmm", "yha", "zhd", "pcc",
];

/// Languages written from right to left where the tag names no script.
const LEFTWARDS: &[&str] = &["ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "syr", "ug", "ur", "yi"];

/// Scripts written from right to left.
const LEFTWARD_SCRIPTS: &[&str] = &["Adlm", "Arab", "Aran", "Hebr", "Mand", "Nkoo", "Rohg", "Syrc", "Thaa"];

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

    /// Whether it is a language of a people of Việt Nam other than Vietnamese.
    pub fn is_of_vietnam(&self) -> bool {
        OF_VIETNAM.contains(&self.primary())
    }

    /// Whether it is written from right to left.
    pub fn is_leftward(&self) -> bool {
        let script = self.0.split('-').skip(1).take_while(|subtag| subtag.len() > 1).find(|subtag| subtag.len() == 4);
        script.map_or_else(|| LEFTWARDS.contains(&self.primary()), |script| LEFTWARD_SCRIPTS.contains(&script))
    }
}

impl FromStr for Lang {
    type Err = LangError;

    fn from_str(tag: &str) -> Result<Lang, LangError> {
        let mut canonical = String::with_capacity(tag.len());
        let last = tag.split('-').count() - 1;
        // After a single letter, as in art-x-mau, follow subtags of one's own making.
        let mut own = false;
        for (i, subtag) in tag.split('-').enumerate() {
            let shape = match i {
                0 => (2..=3).contains(&subtag.len()),
                _ if own => (1..=8).contains(&subtag.len()),
                _ => (2..=8).contains(&subtag.len()) || subtag.len() == 1 && i < last,
            };
            let letters = subtag.bytes().all(|b| b.is_ascii_alphanumeric() && (i > 0 || b.is_ascii_alphabetic()));
            if !shape || !letters {
                return Err(LangError(tag.to_owned()));
            }
            if i > 0 {
                canonical.push('-');
            }
            // Script in title case, region in capitals, the rest in lower case (RFC 5646, 2.1.1).
            match (i, subtag.len()) {
                (1.., 4) if !own => {
                    canonical.push_str(&subtag[..1].to_ascii_uppercase());
                    canonical.push_str(&subtag[1..].to_ascii_lowercase());
                }
                (1.., 2) if !own => canonical.push_str(&subtag.to_ascii_uppercase()),
                _ => canonical.push_str(&subtag.to_ascii_lowercase()),
            }
            own |= i > 0 && subtag.len() == 1;
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
///
/// A list, not a map: a project has few languages but a hundred thousand such texts, and a node of a map has room for
/// eleven.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Localized<T>(Vec<(Lang, T)>);

impl<T> Default for Localized<T> {
    fn default() -> Self {
        Localized(Vec::new())
    }
}

impl<T> Localized<T> {
    /// The value in exactly this language.
    pub fn get(&self, lang: &Lang) -> Option<&T> {
        self.get_key_value(lang).map(|(_, value)| value)
    }

    fn get_key_value(&self, lang: &Lang) -> Option<(&Lang, &T)> {
        self.iter().find(|(own, _)| *own == lang)
    }

    /// The value in exactly this language, to be changed.
    pub fn get_mut(&mut self, lang: &Lang) -> Option<&mut T> {
        self.0.iter_mut().find(|(own, _)| own == lang).map(|(_, value)| value)
    }

    /// The value in this language, else in the first language of `chain` that has one, with the language it is in.
    pub fn pick<'a>(&'a self, lang: &'a Lang, chain: &'a [Lang]) -> Option<(&'a Lang, &'a T)> {
        std::iter::once(lang).chain(chain).find_map(|l| self.get_key_value(l)).or_else(|| self.iter().next())
    }

    /// Sets the value of a language; gives back the one it replaces.
    pub fn insert(&mut self, lang: Lang, value: T) -> Option<T> {
        match self.0.binary_search_by(|(own, _)| own.cmp(&lang)) {
            Ok(at) => Some(std::mem::replace(&mut self.0[at].1, value)),
            Err(at) => {
                // Most texts are in two languages: room for four, as lists grow by themselves, would stay half empty.
                if self.0.capacity() == 0 {
                    self.0.reserve_exact(2);
                }
                self.0.insert(at, (lang, value));
                None
            }
        }
    }

    /// All languages with their values.
    pub fn iter(&self) -> impl Iterator<Item = (&Lang, &T)> {
        self.0.iter().map(|(lang, value)| (lang, value))
    }

    /// All languages with their values, to be changed in place.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = (&Lang, &mut T)> {
        self.0.iter_mut().map(|(lang, value)| (&*lang, value))
    }

    /// The languages, to be put in the place of equal ones.
    pub(super) fn langs_mut(&mut self) -> impl Iterator<Item = &mut Lang> {
        self.0.iter_mut().map(|(lang, _)| lang)
    }

    /// Whether no language has a value.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<T> IntoIterator for Localized<T> {
    type Item = (Lang, T);
    type IntoIter = std::vec::IntoIter<(Lang, T)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<T> FromIterator<(Lang, T)> for Localized<T> {
    fn from_iter<I: IntoIterator<Item = (Lang, T)>>(values: I) -> Self {
        let mut localized = Localized::default();
        for (lang, value) in values {
            localized.insert(lang, value);
        }
        localized
    }
}

impl<T: Serialize> Serialize for Localized<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Localized<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let values = BTreeMap::<Lang, T>::deserialize(deserializer)?;
        let mut texts = Vec::with_capacity(values.len());
        texts.extend(values);
        Ok(Localized(texts))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_come_in_canonical_case() {
        assert_eq!("HMN-latn".parse::<Lang>().unwrap().as_str(), "hmn-Latn");
        assert_eq!("pt-br".parse::<Lang>().unwrap().as_str(), "pt-BR");
        assert_eq!("ART-X-Mau-AB".parse::<Lang>().unwrap().as_str(), "art-x-mau-ab");
        for bad in ["", "v", "viet", "vi_VN", "vi-", "vi-x", "x-mau", "1i", "tiếng"] {
            assert!(bad.parse::<Lang>().is_err(), "{bad:?}");
        }
    }

    #[test]
    fn the_direction_is_that_of_the_script() {
        let leftward = |tag: &str| tag.parse::<Lang>().unwrap().is_leftward();
        assert!(["ar", "ur-PK", "ks-Arab", "az-Arab", "ff-Adlm"].iter().all(|tag| leftward(tag)));
        assert!(!["vi", "ks-Deva", "blt-Tavt", "art-x-arab"].iter().any(|tag| leftward(tag)));
    }

    #[test]
    fn values_stand_in_the_order_of_their_tags_and_read_back() {
        let mut title: Localized<u8> = [(Lang::vi(), 1), (Lang::en(), 2)].into_iter().collect();
        assert_eq!((title.insert(Lang::vi(), 3), title.get(&Lang::vi())), (Some(1), Some(&3)));
        let json = serde_json::to_string(&title).unwrap();
        assert_eq!(json, r#"{"en":2,"vi":3}"#);
        assert_eq!(serde_json::from_str::<Localized<u8>>(&json).unwrap(), title);
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

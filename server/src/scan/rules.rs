//! The rules that tell people from machines: `rules.toml`, read once at the start.
//!
//! They are data, so that whoever meets a new crawler adds a rule with its source and a real agent, and touches no
//! code. An agent rule fits when its one condition does (`within`: anywhere, in lower case; `first`: at the beginning;
//! `whole`: nothing else; `word`: the end of a word), and one of `with` is there too, if any are named, and none of
//! `without`.

use std::sync::LazyLock;

use axum::http::{HeaderMap, HeaderName};
use serde::{Deserialize, Deserializer};

use super::{App, Class, Device};

const EMBEDDED: &str = include_str!("rules.toml");

/// The rules.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    /// Raised with each change of the rules; journals keep it.
    pub version: u32,
    agent: Vec<AgentRule>,
    header: Vec<HeaderRule>,
    app: Vec<Row<App>>,
    device: Vec<Row<Device>>,
}

/// A rule about the user agent.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct AgentRule {
    #[serde(deserialize_with = "named")]
    class: Class,
    within: Option<String>,
    first: Option<String>,
    whole: Option<String>,
    word: Option<String>,
    #[serde(default, rename = "with")]
    with_any: Vec<String>,
    #[serde(default)]
    without: Vec<String>,
    #[cfg_attr(not(test), expect(dead_code, reason = "for people, and for the test that no rule lacks one"))]
    source: String,
    #[cfg_attr(not(test), expect(dead_code, reason = "what the rule is tested by"))]
    seen: String,
}

/// A rule about another header.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct HeaderRule {
    #[serde(deserialize_with = "header_name")]
    name: HeaderName,
    begins: Option<String>,
    #[serde(default)]
    one_of: Vec<String>,
    #[serde(default)]
    other_than: Vec<String>,
    means: Meaning,
    #[cfg_attr(not(test), expect(dead_code, reason = "for people, and for the test that no rule lacks one"))]
    source: String,
}

/// What a header tells.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Meaning {
    /// Fetched before anybody looks.
    Ahead,
    /// No person looks at it as a page.
    Bot,
}

/// What an agent that holds a text is.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row<T: Named> {
    holds: String,
    #[serde(deserialize_with = "named")]
    is: T,
}

/// A closed list whose members have names.
trait Named: Copy {
    fn of(name: &str) -> Option<Self>;
}

impl Named for Class {
    fn of(name: &str) -> Option<Class> {
        Class::named(name)
    }
}

impl Named for App {
    fn of(name: &str) -> Option<App> {
        App::named(name)
    }
}

impl Named for Device {
    fn of(name: &str) -> Option<Device> {
        Device::named(name)
    }
}

fn named<'de, T: Named, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    let name = String::deserialize(from)?;
    T::of(&name).ok_or_else(|| serde::de::Error::custom(format!("`{name}` is none of the names")))
}

fn header_name<'de, D: Deserializer<'de>>(from: D) -> Result<HeaderName, D::Error> {
    String::deserialize(from)?.parse().map_err(serde::de::Error::custom)
}

/// The rules built into the program.
pub static RULES: LazyLock<Rules> =
    LazyLock::new(|| toml::from_str(EMBEDDED).expect("the built-in rules are valid: a test reads them"));

impl Rules {
    /// Who carries this agent: a person, a preview or a bot.
    pub fn class(&self, agent: &str) -> Class {
        let lower = agent.to_ascii_lowercase();
        self.agent.iter().find(|rule| rule.fits(agent, &lower)).map_or(Class::Person, |rule| rule.class)
    }

    /// The in-app browser of an agent.
    pub fn app(&self, agent: &str) -> App {
        self.app.iter().find(|row| agent.contains(&row.holds)).map_or(App::None, |row| row.is)
    }

    /// The kind of device of an agent.
    pub fn device(&self, agent: &str) -> Device {
        self.device.iter().find(|row| agent.contains(&row.holds)).map_or(Device::Other, |row| row.is)
    }

    /// Whether the page is fetched ahead, before anybody looks.
    pub fn is_ahead(&self, headers: &HeaderMap) -> bool {
        self.mean(headers, Meaning::Ahead)
    }

    /// Whether the headers tell that no person looks at the answer as a page.
    pub fn is_no_visit(&self, headers: &HeaderMap) -> bool {
        self.mean(headers, Meaning::Bot)
    }

    /// The rules about agents, each as if it were the only one.
    #[cfg(test)]
    pub fn each_alone(&self) -> impl Iterator<Item = Rules> {
        let alone = |rule: &AgentRule| Rules {
            agent: vec![rule.clone()],
            header: vec![],
            app: vec![],
            device: vec![],
            version: 0,
        };
        self.agent.iter().map(alone)
    }

    fn mean(&self, headers: &HeaderMap, meaning: Meaning) -> bool {
        self.header.iter().any(|rule| rule.means == meaning && rule.fits(headers))
    }
}

impl AgentRule {
    fn fits(&self, agent: &str, lower: &str) -> bool {
        let holds = |text: &String| lower.contains(text.as_str());
        self.within.as_ref().is_none_or(holds)
            && self.first.as_ref().is_none_or(|text| agent.starts_with(text.as_str()))
            && self.whole.as_ref().is_none_or(|text| agent.trim() == text)
            && self.word.as_ref().is_none_or(|end| self.ends_a_word(lower, end))
            && (self.with_any.is_empty() || self.with_any.iter().any(holds))
            && (self.word.is_some() || !self.without.iter().any(holds))
    }

    /// Whether a word ends in `end` that is none of those in `without`.
    fn ends_a_word(&self, lower: &str, end: &str) -> bool {
        lower.match_indices(end).any(|(at, _)| {
            let (to_here, after) = lower.split_at(at + end.len());
            after.chars().next().is_none_or(|c| !c.is_ascii_alphanumeric())
                && !self.without.iter().any(|word| to_here.ends_with(word.as_str()))
        })
    }
}

impl HeaderRule {
    fn fits(&self, headers: &HeaderMap) -> bool {
        headers.get_all(&self.name).iter().any(|value| {
            let value = value.as_bytes().trim_ascii();
            let is = |text: &String| value.eq_ignore_ascii_case(text.as_bytes());
            let begins = |text: &String| {
                value.get(..text.len()).is_some_and(|start| start.eq_ignore_ascii_case(text.as_bytes()))
            };
            self.begins.as_ref().is_some_and(begins)
                || self.one_of.iter().any(is)
                || !self.other_than.is_empty() && !self.other_than.iter().any(is)
        })
    }
}

#[cfg(test)]
mod tests {
    use sha2::{Digest, Sha256};

    use super::*;

    /// The fingerprint of the rules that the version in them stands for.
    const FINGERPRINT: (u32, &str) = (2, "9de8dc75");

    #[test]
    fn changed_rules_have_a_version_of_their_own() {
        let rules: String =
            EMBEDDED.lines().filter(|line| !line.starts_with('#') && !line.starts_with("version")).collect();
        let digest: String = Sha256::digest(rules).iter().take(4).map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(
            (RULES.version, digest.as_str()),
            FINGERPRINT,
            "the rules changed: raise `version` in rules.toml, and write version and fingerprint here"
        );
    }

    #[test]
    fn every_rule_names_its_source_and_has_one_condition() {
        for rule in &RULES.agent {
            let conditions = [&rule.within, &rule.first, &rule.whole, &rule.word].into_iter().flatten().count();
            assert!(conditions == 1 && !rule.source.is_empty(), "{rule:?}");
            let lower = rule.within.iter().chain(&rule.word).chain(&rule.with_any).chain(&rule.without);
            assert!(lower.clone().all(|text| *text == text.to_ascii_lowercase() && !text.is_empty()), "{rule:?}");
        }
        for rule in &RULES.header {
            let conditions = [rule.begins.is_some(), !rule.one_of.is_empty(), !rule.other_than.is_empty()];
            assert!(conditions.into_iter().filter(|one| *one).count() == 1 && !rule.source.is_empty(), "{rule:?}");
        }
    }

    #[test]
    fn each_rule_decides_alone_and_among_all_others() {
        for (rule, alone) in RULES.agent.iter().zip(RULES.each_alone()) {
            assert_eq!(alone.class(&rule.seen), rule.class, "alone: {rule:?}");
            assert!(rule.fits(&rule.seen, &rule.seen.to_ascii_lowercase()), "{rule:?}");
            assert_eq!(RULES.class(&rule.seen), rule.class, "among all: {rule:?}");
        }
    }

    #[test]
    fn headers_tell_what_is_no_visit() {
        let tells = |name: &str, value: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(name.parse::<HeaderName>().unwrap(), value.parse().unwrap());
            (RULES.is_ahead(&headers), RULES.is_no_visit(&headers))
        };
        for (name, value) in [
            ("sec-purpose", "prefetch"),
            ("sec-purpose", "prefetch;prerender"),
            ("sec-purpose", "prefetch;anonymous-client-ip"),
            ("purpose", "Prefetch"),
            ("x-moz", " prefetch "),
            ("x-purpose", "prefetch"),
        ] {
            assert_eq!(tells(name, value), (true, false), "{name}: {value}");
        }
        for (name, value) in [("sec-fetch-mode", "cors"), ("sec-fetch-mode", ""), ("sec-fetch-dest", "iframe")] {
            assert_eq!(tells(name, value), (false, true), "{name}: {value}");
        }
        for (name, value) in [
            ("sec-fetch-mode", "navigate"),
            ("sec-fetch-mode", "Navigate"),
            ("sec-fetch-dest", "document"),
            ("sec-fetch-dest", "empty"),
            ("purpose", "preview"),
            ("sec-purpose", "pre"),
        ] {
            assert_eq!(tells(name, value), (false, false), "{name}: {value}");
        }
    }
}

//! The words one chooses from: kinds, places, channels, skills, audiences, models, members.

use unicode_normalization::UnicodeNormalization;

use crate::catalog::Locale;

/// A list of words; its names are in the locales under its key.
#[derive(Clone, Copy, Debug)]
pub struct Vocabulary {
    /// Where its words are in the locales: `activity.kind`.
    pub key: &'static str,
    /// Their ids, in the order in which they are offered.
    pub ids: &'static [&'static str],
}

impl Vocabulary {
    /// What was done.
    pub const KIND: Vocabulary = Vocabulary {
        key: "activity.kind",
        ids: &[
            "guide",
            "home_visit",
            "class",
            "meeting",
            "drive",
            "message",
            "install",
            "open_account",
            "cashless",
            "2g_to_4g",
            "ecommerce",
            "digitise",
            "signs",
            "id_card",
            "training",
            "festival",
            "other",
        ],
    };
    /// Where.
    pub const PLACE: Vocabulary = Vocabulary {
        key: "activity.place",
        ids: &["office", "one_stop", "home", "culture_house", "market", "relic", "school", "meeting", "zalo", "other"],
    };
    /// How.
    pub const CHANNEL: Vocabulary =
        Vocabulary { key: "activity.channel", ids: &["in_person", "online", "both", "zalo", "loudspeaker", "phone"] };
    /// Which skill.
    pub const SKILL: Vocabulary =
        Vocabulary { key: "skill", ids: &["dvc", "muasam", "thanhtoan", "antoan", "diaphuong", "own"] };
    /// For whom.
    pub const AUDIENCE: Vocabulary = Vocabulary {
        key: "activity.audience",
        ids: &[
            "people",
            "elderly",
            "household_business",
            "trader",
            "farmer",
            "company",
            "cooperative",
            "cooperative_group",
            "club",
            "pupil",
            "official",
            "remote",
            "member",
        ],
    };
    /// Which model.
    pub const MODEL: Vocabulary = Vocabulary {
        key: "activity.model",
        ids: &["market_4_0", "digital_family", "digital_ambassador", "digital_citizen", "learning_festival"],
    };
    /// With which programme.
    pub const PROGRAMME: Vocabulary =
        Vocabulary { key: "activity.programme", ids: &["de_an_06", "binh_dan_hoc_vu_so", "own"] };
    /// What a register counts.
    pub const MEMBER: Vocabulary = Vocabulary {
        key: "activity.member",
        ids: &[
            "teams",
            "members",
            "leader",
            "deputy",
            "member",
            "women",
            "youth",
            "police",
            "digital_firm",
            "ambassador",
            "trained",
        ],
    };

    /// The name of a word.
    pub fn name(self, locale: &Locale, id: &str) -> String {
        if id.is_empty() { String::new() } else { locale.text(&format!("{}.{id}", self.key)).to_owned() }
    }

    /// Whether this is one of its ids.
    pub fn has(self, id: &str) -> bool {
        self.ids.contains(&id)
    }

    /// The id somebody means: the id itself, or its name in one of the languages, with or without marks.
    pub fn meant(self, text: &str, locales: &[&Locale]) -> Option<&'static str> {
        let text = folded(text);
        let by_id = self.ids.iter().find(|id| **id == text);
        by_id.copied().or_else(|| {
            self.ids.iter().copied().find(|id| locales.iter().any(|locale| folded(&self.name(locale, id)) == text))
        })
    }
}

/// A text without marks, in small letters, with single spaces: what is compared.
pub fn folded(text: &str) -> String {
    let plain = text.nfd().filter(|c| !('\u{300}'..='\u{36f}').contains(c)).map(|c| match c {
        'đ' | 'Đ' | 'Ð' | 'ð' => 'd',
        '–' | '—' | '_' => {
            if c == '_' {
                '_'
            } else {
                '-'
            }
        }
        _ => c,
    });
    let small = plain.flat_map(char::to_lowercase).collect::<String>();
    small.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Lang;

    const ALL: [Vocabulary; 8] = [
        Vocabulary::KIND,
        Vocabulary::PLACE,
        Vocabulary::CHANNEL,
        Vocabulary::SKILL,
        Vocabulary::AUDIENCE,
        Vocabulary::MODEL,
        Vocabulary::PROGRAMME,
        Vocabulary::MEMBER,
    ];

    #[test]
    fn each_word_has_a_name_of_its_own_in_both_languages_and_is_known_by_it() {
        let locales = [Lang::vi(), Lang::en()].map(|lang| Locale::embedded(&lang));
        for vocabulary in ALL {
            for id in vocabulary.ids {
                for locale in &locales {
                    assert!(locale.has(&format!("{}.{id}", vocabulary.key)), "{} {id}", vocabulary.key);
                    let name = vocabulary.name(locale, id);
                    for written in
                        [name.clone(), name.to_uppercase(), folded(&name), format!(" {name} "), (*id).to_owned()]
                    {
                        assert_eq!(vocabulary.meant(&written, &[&locales[0], &locales[1]]), Some(*id), "{written}");
                    }
                }
            }
            assert_eq!(vocabulary.meant("không có", &[&locales[0]]), None);
            assert_eq!(vocabulary.meant("", &[&locales[0]]), None);
        }
    }
}

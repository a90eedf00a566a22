//! From what somebody wrote to an activity, or to what is wrong with it.

use std::collections::BTreeMap;

use jiff::civil::{Date, date};

use super::State;
use super::amount::{Amount, AmountError};
use super::words::Vocabulary;
use crate::catalog::Locale;
use crate::clock::day_number;
use crate::store::Activity;

/// What somebody wrote, by the name of the field in forms: `ngay`, `so_luot`.
pub type Written = BTreeMap<&'static str, String>;

/// Something wrong with a field.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fault {
    /// The field.
    pub field: &'static str,
    /// What is wrong: a key of the locales.
    pub key: &'static str,
    /// What stands there.
    pub text: String,
    /// It may well be right, and is taken; a person should look.
    pub is_warning: bool,
}

impl Fault {
    pub(crate) fn new(field: &'static str, key: &'static str, text: &str) -> Fault {
        Fault { field, key, text: text.to_owned(), is_warning: false }
    }

    /// In words.
    pub fn words(&self, locale: &Locale) -> String {
        locale.fill(self.key, &[("text", &self.text)])
    }
}

/// The fields of an activity in the order of the form, each with the list it is chosen from, if it is.
pub const FIELDS: &[(&str, Option<Vocabulary>)] = &[
    ("ngay", None),
    ("loai", Some(Vocabulary::KIND)),
    ("ky_nang", Some(Vocabulary::SKILL)),
    ("doi_tuong", Some(Vocabulary::AUDIENCE)),
    ("noi", Some(Vocabulary::PLACE)),
    ("so_luot", None),
    ("kenh", Some(Vocabulary::CHANNEL)),
    ("so_buoi", None),
    ("so_ho", None),
    ("so_hkd", None),
    ("mo_hinh", Some(Vocabulary::MODEL)),
    ("chuong_trinh", Some(Vocabulary::PROGRAMME)),
    ("doi_tac", None),
    ("dot", None),
    ("ghi_chu", None),
];

/// Longest text of a field, in characters.
const LONGEST: usize = 1_000;

/// Reads what somebody wrote of an activity of `state`. A draft may lack what is still to be told, but nothing in it may
/// be wrong.
pub fn check(written: &Written, state: State, today: Date, locales: &[&Locale]) -> Result<Activity, Vec<Fault>> {
    let mut faults = Vec::new();
    let text = |field: &str| written.get(field).map_or("", |text| text.trim());
    let mut activity = Activity { state: state.id().to_owned(), ..Activity::default() };
    match read_day(text("ngay")) {
        Some(day) if day < date(2010, 1, 1) => faults.push(Fault::new("ngay", "activity.fault.long_ago", text("ngay"))),
        Some(day) if day > today => faults.push(Fault::new("ngay", "activity.fault.future", text("ngay"))),
        Some(day) => activity.day = day_number(day),
        None if text("ngay").is_empty() => faults.push(Fault::new("ngay", "activity.fault.no_day", "")),
        None => faults.push(Fault::new("ngay", "activity.fault.day", text("ngay"))),
    }
    let chosen = [&mut activity.kind, &mut activity.skill, &mut activity.audience, &mut activity.place];
    let more = [&mut activity.channel, &mut activity.model, &mut activity.programme];
    let vocabularies = FIELDS.iter().filter_map(|(field, vocabulary)| Some((*field, (*vocabulary)?)));
    for ((field, vocabulary), slot) in vocabularies.zip(chosen.into_iter().chain(more)) {
        match vocabulary.meant(text(field), locales) {
            Some(id) => *slot = id.to_owned(),
            None if text(field).is_empty() => {}
            None => faults.push(Fault::new(field, "activity.fault.word", text(field))),
        }
    }
    if activity.kind.is_empty() && text("loai").is_empty() {
        faults.push(Fault::new("loai", "activity.fault.no_kind", ""));
    }
    let mut count = |field: &'static str| match Amount::count(text(field)) {
        Ok((about, n)) => (about, n),
        Err(AmountError::Empty) => Default::default(),
        Err(AmountError::TooLarge) => {
            faults.push(Fault::new(field, "activity.fault.large", text(field)));
            Default::default()
        }
        Err(AmountError::NoNumber) => {
            faults.push(Fault::new(field, "activity.fault.number", text(field)));
            Default::default()
        }
    };
    let (about, turns) = count("so_luot");
    (activity.about, activity.turns) = (about.id().to_owned(), turns);
    (activity.sessions, activity.households, activity.businesses) =
        (count("so_buoi").1, count("so_ho").1, count("so_hkd").1);
    let nothing = [turns, activity.sessions, activity.households, activity.businesses].iter().all(|n| *n == 0);
    if state != State::Draft && nothing && faults.is_empty() {
        faults.push(Fault::new("so_luot", "activity.fault.nothing", ""));
    }
    for (field, slot) in
        [("doi_tac", &mut activity.partners), ("dot", &mut activity.campaign), ("ghi_chu", &mut activity.note)]
    {
        faults.extend(text_fault(field, text(field)));
        *slot = text(field).to_owned();
    }
    if faults.is_empty() { Ok(activity) } else { Err(faults) }
}

/// What is wrong with a text.
pub(super) fn text_fault(field: &'static str, text: &str) -> Option<Fault> {
    if has_id_number(text) {
        // Not told again: it is the very thing that must not be kept.
        return Some(Fault::new(field, "activity.fault.id_number", ""));
    }
    (text.chars().count() > LONGEST).then(|| Fault::new(field, "activity.fault.long", &LONGEST.to_string()))
}

/// Whether a text holds a number of nine or twelve digits, as identity cards have, in one piece or in groups. Amounts
/// have dots between their groups, and telephones ten digits.
pub fn has_id_number(text: &str) -> bool {
    let is_part = |c: char| c.is_ascii_digit() || c == ' ' || c == '-' || c == '\u{a0}';
    text.split(|c: char| !is_part(c)).any(|run| {
        // A number in one piece; or all groups together, where none of them could be a number of its own.
        let groups: Vec<&str> = run.split(|c: char| !c.is_ascii_digit()).filter(|group| !group.is_empty()).collect();
        let together: usize = groups.iter().map(|group| group.len()).sum();
        let whole = groups.iter().any(|group| [9, 12].contains(&group.len()));
        whole || groups.len() > 1 && [9, 12].contains(&together) && groups.iter().all(|group| group.len() >= 2)
    })
}

/// A day as people write it: 2026-03-05, 05/3/2026, 5.3.2026, 5-3-2026.
pub fn read_day(text: &str) -> Option<Date> {
    let text = text.trim();
    let parts: Vec<&str> = text.split(['-', '/', '.', ' ']).filter(|part| !part.is_empty()).collect();
    let [a, b, c] = parts.as_slice() else { return None };
    let number = |part: &str, most: usize| -> Option<i16> {
        (part.len() <= most && part.bytes().all(|b| b.is_ascii_digit())).then(|| part.parse().ok())?
    };
    let (year, month, day) = if a.len() == 4 { (*a, *b, *c) } else { (*c, *b, *a) };
    if year.len() != 4 {
        return None;
    }
    Date::new(number(year, 4)?, number(month, 2)? as i8, number(day, 2)? as i8).ok()
}

/// What an activity says, as it is written in a form.
pub fn written(activity: &Activity, locale: &Locale) -> Written {
    let count = |n: i64| if n == 0 { String::new() } else { locale.number(n) };
    let turns = match activity.about.as_str() {
        "" => count(activity.turns),
        about => format!("{} {}", locale.text(&format!("activity.about.{about}")), locale.number(activity.turns)),
    };
    let day = if activity.day == 0 { String::new() } else { crate::clock::date_of(activity.day).to_string() };
    let fields = [
        ("ngay", day),
        ("loai", activity.kind.clone()),
        ("ky_nang", activity.skill.clone()),
        ("doi_tuong", activity.audience.clone()),
        ("noi", activity.place.clone()),
        ("so_luot", turns),
        ("kenh", activity.channel.clone()),
        ("so_buoi", count(activity.sessions)),
        ("so_ho", count(activity.households)),
        ("so_hkd", count(activity.businesses)),
        ("mo_hinh", activity.model.clone()),
        ("chuong_trinh", activity.programme.clone()),
        ("doi_tac", activity.partners.clone()),
        ("dot", activity.campaign.clone()),
        ("ghi_chu", activity.note.clone()),
    ];
    fields.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Lang;

    fn write(fields: &[(&'static str, &str)]) -> Written {
        fields.iter().map(|(field, text)| (*field, (*text).to_owned())).collect()
    }

    fn faults(fields: &[(&'static str, &str)], state: State) -> Vec<(&'static str, &'static str)> {
        let locales = [Lang::vi(), Lang::en()].map(|lang| Locale::embedded(&lang));
        let found = check(&write(fields), state, date(2026, 11, 28), &[&locales[0], &locales[1]]);
        found.err().unwrap_or_default().into_iter().map(|fault| (fault.field, fault.key)).collect()
    }

    #[test]
    fn what_is_whole_is_taken_and_read_back_as_it_was_written() {
        let locales = [Lang::vi(), Lang::en()].map(|lang| Locale::embedded(&lang));
        let fields = write(&[
            ("ngay", "05/3/2026"),
            ("loai", "Hướng dẫn tại chỗ"),
            ("ky_nang", "dvc"),
            ("noi", "Chợ"),
            ("so_luot", "trên 4.000"),
            ("so_buoi", "12"),
            ("ghi_chu", "Đi từng ngõ, gõ từng nhà. Gọi 0220 3 852 852."),
        ]);
        let activity = check(&fields, State::Submitted, date(2026, 11, 28), &[&locales[0]]).unwrap();
        assert_eq!((activity.turns, activity.about.as_str(), activity.sessions), (4_000, "tren", 12));
        assert_eq!((activity.kind.as_str(), activity.place.as_str()), ("guide", "market"));
        for locale in &locales {
            let again = written(&activity, locale);
            assert_eq!(check(&again, State::Submitted, date(2026, 11, 28), &[locale]).unwrap(), activity);
        }
    }

    #[test]
    fn each_fault_names_its_field() {
        let sound = [("ngay", "2026-03-05"), ("loai", "guide"), ("so_luot", "5")];
        assert_eq!(faults(&sound, State::Submitted), []);
        for (field, text, key) in [
            ("ngay", "", "activity.fault.no_day"),
            ("ngay", "31/02/2026", "activity.fault.day"),
            ("ngay", "2026-11-29", "activity.fault.future"),
            ("ngay", "1999-01-01", "activity.fault.long_ago"),
            ("loai", "", "activity.fault.no_kind"),
            ("loai", "nấu cơm", "activity.fault.word"),
            ("noi", "trên trời", "activity.fault.word"),
            ("so_luot", "nhiều", "activity.fault.number"),
            ("so_luot", "1,5", "activity.fault.number"),
            ("so_luot", "", "activity.fault.nothing"),
            ("so_ho", "-3", "activity.fault.number"),
            ("so_hkd", "9999999999999999", "activity.fault.large"),
            ("ghi_chu", "CCCD 030085001234", "activity.fault.id_number"),
            ("doi_tac", "030 085 001 234", "activity.fault.id_number"),
            ("dot", "141234567", "activity.fault.id_number"),
        ] {
            let mut fields = sound.to_vec();
            fields.retain(|(of, _)| *of != field);
            fields.push((field, text));
            assert_eq!(faults(&fields, State::Submitted), [(field, key)], "{text}");
        }
        let long = "x".repeat(1_001);
        assert_eq!(
            faults(&[sound[0], sound[1], sound[2], ("ghi_chu", &long)], State::Draft),
            [("ghi_chu", "activity.fault.long")]
        );
        assert_eq!(faults(&[sound[0], sound[1]], State::Draft), [], "a draft may say how many later");
    }

    #[test]
    fn numbers_of_identity_cards_are_found_and_amounts_and_telephones_are_none() {
        for text in ["030085001234", "số 141 234 567.", "CMND: 141234567", "030-085-001-234", "x030085001234y"] {
            assert!(has_id_number(text), "{text}");
        }
        for text in [
            "348.362.000 đồng",
            "0912 345 678",
            "0220 385 2852",
            "35.000.000",
            "2026",
            "251.500 tài khoản",
            "1.831.160",
            "05/3/2026",
            "12 345",
            "",
        ] {
            assert!(!has_id_number(text), "{text}");
        }
    }

    #[test]
    fn days_are_read_in_every_usual_form() {
        for text in ["2026-03-05", "05/3/2026", "5.3.2026", "05-03-2026", " 5/3/2026 "] {
            assert_eq!(read_day(text), Some(date(2026, 3, 5)), "{text}");
        }
        for text in ["", "5/3", "5/3/26", "2026-13-01", "30/2/2026", "46086", "a/b/2026", "2026-03-05-01"] {
            assert_eq!(read_day(text), None, "{text}");
        }
    }
}

//! The list for those who look after the signs of a unit: one column a month, one letter a visit.

use super::super::board::Setting;
use super::super::list::{Cell, Field, List};
use super::super::sheet::Sheet;
use super::super::sign::Sign;
use super::super::wording::Speaker;
use super::Set;

/// Sets the list of a unit, for the year of the day of printing.
pub fn set(setting: &Setting<'_>, speaker: &Speaker<'_>, unit: &str, signs: &[&Sign<'_>]) -> Set<Vec<Sheet>> {
    let say = |key: &str| speaker.say(&format!("print.patrol.{key}")).main;
    let year = speaker.today().year().to_string();
    let mut fields = vec![
        Field { heading: say("number"), width: 24.0, cell: Cell::Number },
        Field { heading: say("sign"), width: 0.0, cell: Cell::Name },
    ];
    for month in 1..=12 {
        let heading = speaker.main().fill("print.patrol.month", &[("month", &month.to_string())]);
        fields.push(Field { heading, width: 12.5, cell: Cell::Blank });
    }
    let list = List {
        title: speaker.main().fill("print.patrol.title", &[("year", &year)]),
        unit,
        notes: vec![say("letters"), say("fraud-note")],
        fields,
        signed: [say("made-by"), say("walked-by")],
    };
    list.set(setting, speaker, signs)
}

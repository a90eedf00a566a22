//! The list for those who hang the signs of a unit: where each goes, how high, and that it was scanned on the spot.

use super::super::board::Setting;
use super::super::list::{Cell, Field, List};
use super::super::sheet::Sheet;
use super::super::sign::Sign;
use super::super::wording::Speaker;
use super::Set;

/// Sets the list of a unit.
pub fn set(setting: &Setting<'_>, speaker: &Speaker<'_>, unit: &str, signs: &[&Sign<'_>]) -> Set<Vec<Sheet>> {
    let say = |key: &str| speaker.say(&format!("print.install.{key}")).main;
    let field = |key: &str, width, cell| Field { heading: say(key), width, cell };
    let list = List {
        title: say("title"),
        unit,
        notes: vec![say("height-note"), say("relic-note")],
        fields: vec![
            field("number", 24.0, Cell::Number),
            field("sign", 0.0, Cell::Name),
            field("consent", 20.0, Cell::Tick),
            field("height", 20.0, Cell::Tick),
            field("firm", 20.0, Cell::Tick),
            field("scanned", 20.0, Cell::Tick),
            field("date", 26.0, Cell::Blank),
            field("signature", 34.0, Cell::Blank),
        ],
        signed: [say("made-by"), say("hung-by")],
    };
    list.set(setting, speaker, signs)
}

//! Signs as wholes: sheets against their text form, files against what they promise.

mod files;
mod layout;
mod refusals;

use std::path::PathBuf;

use disan_server::catalog::{Code, Lang, Locale, Localized, Units, fill};

use super::sample::{both, guide, kiep_bac, main_sign, options, project, relic, tue_tinh};
use super::*;
use crate::model::{LabelGrid, SignFormat};

/// An output folder of one test, removed when it ends.
struct Out(PathBuf);

impl Out {
    fn new(name: &str) -> Out {
        let folder = std::env::temp_dir().join(format!("disan-print-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        Out(folder)
    }

    fn staged(&self, path: &str) -> Vec<u8> {
        std::fs::read(self.0.join(".staging").join(path)).unwrap()
    }
}

impl Drop for Out {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn build(project: &Project, options: &Options, out: &Out) -> Result<Printed, Error> {
    render(project, options, &Stage::open(&out.0).unwrap())
}

/// Every sheet of a format, each once.
fn sheets(project: &Project, options: &Options, format: SignFormat) -> Vec<Sheet> {
    let options = Options { formats: vec![format], ..options.clone() };
    let fonts = Fonts::embedded();
    let speaker = Speaker::new(project, &options);
    let signs = sign::signs(project, &options, &speaker).unwrap();
    let paint = if options.colour { Paint::of(&project.settings.palette.light) } else { Paint::MONO };
    let labels = project.settings.print.labels;
    let setting = Setting { fonts: &fonts, paint, emblem: options.material.emblem.as_ref(), labels };
    let format = Format::of(format);
    let binder = Binder { options: &options, setting, speaker: &speaker, signs: &signs, format };
    let mut keeper = Keeper::open(&options, &signs);
    let batches = batch::batches(&signs, &options, &format, &speaker);
    let leaves = binder.leaves(&mut keeper, &batches).unwrap().unwrap_or_else(|faults| panic!("{faults:?}"));
    leaves.into_iter().flatten().map(|leaf| leaf.sheet).collect()
}

/// The posters of a project in their text form.
fn sheet(project: &Project) -> String {
    let sheets = sheets(project, &options(project), SignFormat::A4);
    sheets.iter().map(Sheet::to_string).collect()
}

/// Compares with `golden/<name>.txt` beside this file; `UPDATE_GOLDEN=1` writes it.
fn golden(name: &str, text: &str) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("src/print/golden/{name}.txt"));
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(text, expected, "the sheet {name} has changed; UPDATE_GOLDEN=1 accepts it");
}

/// Message and help of a diagnostic in Vietnamese and in English.
pub fn texts(diagnostic: &Diagnostic) -> [String; 4] {
    let values: Vec<(&str, &str)> = diagnostic.values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let [vi, en] = [Lang::vi(), Lang::en()].map(|lang| Locale::embedded(&lang));
    let say = |locale: &Locale, part: &str| {
        let key = format!("diagnostic.{}.{part}", diagnostic.rule);
        assert!(locale.has(&key), "{key}");
        let text = fill(locale.text(&key), &values);
        assert!(!text.contains('{'), "a value is missing in: {text}");
        text
    };
    [say(&vi, "message"), say(&vi, "help"), say(&en, "message"), say(&en, "help")]
}

#[test]
fn the_sheet_of_a_relic_with_two_signs() {
    let project = project(vec![kiep_bac()]);
    golden("relic", &sheet(&project));
}

#[test]
fn the_sheet_of_a_very_long_name_with_a_placement() {
    let project = project(vec![tue_tinh()]);
    golden("long-name", &sheet(&project));
}

#[test]
fn the_sheet_of_a_guide_in_one_language() {
    let project = project(vec![guide()]);
    golden("guide", &sheet(&project));
}

#[test]
fn a_reviewed_text_on_a_real_host_is_no_trial() {
    let mut project = project(vec![kiep_bac()]);
    assert!(sheet(&project).contains("BẢN THỬ – KHÔNG TREO · TRIAL – DO NOT HANG"));
    project.settings.host = "disan.haiphong.gov.vn".into();
    let sheet = sheet(&project);
    assert!(!sheet.contains("BẢN THỬ"), "{sheet}");
    assert!(sheet.contains("https://disan.haiphong.gov.vn/48217"));
}

#[test]
fn each_format_is_set_as_before() {
    let project = project(vec![kiep_bac()]);
    for format in SignFormat::ALL {
        let options = Options { gate: false, ..options(&project) };
        let text: String = sheets(&project, &options, format).iter().map(Sheet::to_string).collect();
        golden(&format!("format/{}", format.id()), &text);
    }
}

#[test]
fn a_personal_number_stands_on_the_card_alone_and_first() {
    let project = project(vec![kiep_bac()]);
    for format in SignFormat::ALL {
        let options = Options { by_unit: true, gate: false, ..options(&project) };
        for sheet in sheets(&project, &options, format) {
            let texts: Vec<&str> = sheet
                .items
                .iter()
                .filter_map(|item| match item {
                    Item::Text { text, ink, .. } if *ink != Ink::PAPER => Some(text.as_str()),
                    _ => None,
                })
                .collect();
            let at = texts.iter().position(|text| *text == "0912 345 678");
            match format {
                SignFormat::Card => assert!(at.is_some_and(|at| at <= 2), "after the call: {texts:?}"),
                _ => assert_eq!(at, None, "{format:?}"),
            }
        }
    }
}

#[test]
fn no_personal_number_is_printed() {
    let mut entry = kiep_bac();
    std::sync::Arc::make_mut(&mut entry.facts.contact).personal_phone = Some("0987 654 321".into());
    let sheet = sheet(&project(vec![entry]));
    assert!(sheet.contains("Điện thoại: 0220 3 000 000"), "the office of the project answers: {sheet}");
    assert!(!sheet.contains("0987") && !sheet.contains("0912"), "{sheet}");
}

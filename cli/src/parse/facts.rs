//! Facts every kind of entry may have.

use std::sync::Arc;

use disan_server::catalog::{Code, UnitFrom};
use toml::Spanned;

use super::coordinates::coordinates;
use super::kinds::web_address;
use super::table::{File, Table, TextOrTables};
use crate::facts_file::MAIN;
use crate::model::{Contact, Coordinates, Facts, Picture, Placement, Review, Source, resolve};

/// Reads the common facts of the entry in `folder`.
pub fn facts(table: &mut Table, folder: &str, file: &mut File) -> Facts {
    Facts {
        unit: unit_line(table, file),
        team: table.text("team", file),
        formerly: table.texts("formerly", file),
        tags: table.texts("tags", file),
        address: table.localized("address", file),
        old_address: table.localized("old_address", file),
        coordinates: place(table, file),
        cover: table.table("cover", file).and_then(|t| picture(t, folder, file)),
        pictures: table.tables("picture", file).into_iter().filter_map(|t| picture(t, folder, file)).collect(),
        contact: table.table("contact", file).map(|t| Arc::new(contact(t, file))).unwrap_or_default(),
        sources: table.tables("source", file).into_iter().filter_map(|t| source(t, file)).collect(),
        reviewed: reviews(table, file),
    }
}

/// The unit: one id, or a dated list.
pub fn unit_line(table: &mut Table, file: &mut File) -> Vec<UnitFrom> {
    let rows = match table.text_or_tables("unit", "unit", file) {
        TextOrTables::Text(id) => return vec![UnitFrom { from: None, id: id.into_inner() }],
        TextOrTables::Tables(rows) => rows,
    };
    let mut line: Vec<UnitFrom> = rows
        .into_iter()
        .filter_map(|mut row| {
            let from = row.date("from", file);
            let id = row.required_text("id", file);
            row.finish(file);
            Some(UnitFrom { from, id: id? })
        })
        .collect();
    line.sort_by_key(|row| row.from);
    line
}

fn place(table: &mut Table, file: &mut File) -> Option<Coordinates> {
    let text = table.spanned_text("coordinates", file)?;
    match coordinates(text.get_ref()) {
        Ok(place) => Some(place),
        Err(cause) => {
            let fault = file.error("bad-coordinates", text.span()).with("value", text.get_ref());
            file.push(fault.with("cause", cause.id()));
            None
        }
    }
}

fn picture(mut table: Table, folder: &str, file: &mut File) -> Option<Picture> {
    let name = table.required_text("file", file);
    let picture = Picture {
        path: resolve(folder, name.as_deref().unwrap_or_default()),
        alt: table.localized("alt", file),
        caption: table.localized("caption", file),
        credit: table.text("credit", file),
        licence: table.text("licence", file),
        illustration: table.flag("illustration", file),
    };
    table.finish(file);
    name.map(|_| picture)
}

/// Reads a `[contact]`.
pub fn contact(mut table: Table, file: &mut File) -> Contact {
    let contact = Contact {
        office: table.localized("office", file),
        phone: table.text("phone", file),
        personal_phone: table.text("personal_phone", file),
        zalo: table.text("zalo", file),
        zalo_group: web_address("zalo_group", &mut table, file),
        email: table.text("email", file),
    };
    table.finish(file);
    contact
}

fn source(mut table: Table, file: &mut File) -> Option<Source> {
    let source = Source { name: table.localized("name", file), url: table.text("url", file) };
    if source.name.is_empty() {
        table.missing_localized("name", file);
    }
    table.finish(file);
    (!source.name.is_empty()).then_some(source)
}

fn reviews(table: &mut Table, file: &mut File) -> disan_server::catalog::Localized<Review> {
    let tables = table.localized_tables("reviewed", file);
    tables.into_iter().filter_map(|(lang, table)| Some((lang, review(table, file)?))).collect()
}

fn review(mut table: Table, file: &mut File) -> Option<Review> {
    let office = table.required_text("office", file);
    let by = table.required_text("by", file);
    let there = table.has("on");
    let on = table.date("on", file);
    if on.is_none() && !there {
        table.missing("on", file);
    }
    let fingerprint = table.required_text("fingerprint", file);
    table.finish(file);
    Some(Review { office: office?, by: by?, on: on?, fingerprint: fingerprint? })
}

/// The placements: the entry's own code as `main`, then each `[[placement]]`.
///
/// An entry has a `main` place, with or without a code yet, unless its facts say `code = false`: then it hangs at its
/// `[[placement]]`s alone, or nowhere.
pub fn placements(table: &mut Table, code_digits: u8, file: &mut File) -> Vec<Placement> {
    let nowhere = table.is_false("code");
    let own = if nowhere { None } else { table.number_or_text("code", file) };
    let rows = table.tables("placement", file);
    let mut placements: Vec<Placement> = Vec::with_capacity(1 + rows.len());
    if !nowhere {
        let (host, code) = own.and_then(|text| code_of(&text, code_digits, file)).unzip();
        placements.push(Placement { key: MAIN.into(), name: Default::default(), code, host: host.flatten() });
    } else {
        table.flag("code", file);
    }
    for mut row in rows {
        let key = row.spanned_text("key", file);
        if key.is_none() {
            row.missing("key", file);
        }
        let name = row.localized("name", file);
        if name.is_empty() {
            row.missing_localized("name", file);
        }
        let code = row.number_or_text("code", file);
        let (host, code) = code.and_then(|text| code_of(&text, code_digits, file)).unzip();
        row.finish(file);
        let Some(key) = key else { continue };
        if key.get_ref() == MAIN || placements.iter().any(|p| p.key == *key.get_ref()) {
            let fault = file.error("placement-twice", key.span());
            file.push(fault.with("key", key.get_ref()));
            continue;
        }
        placements.push(Placement { key: key.into_inner(), name, code, host: host.flatten() });
    }
    placements
}

/// A code, `48217` or `host/48217`, with the host where one is named.
fn code_of(text: &Spanned<String>, digits: u8, file: &mut File) -> Option<(Option<String>, Code)> {
    let (host, number) = match text.get_ref().rsplit_once('/') {
        Some((host, number)) => (Some(host.to_lowercase()), number),
        None => (None, text.get_ref().as_str()),
    };
    let cause = match number.parse::<Code>() {
        // Of another length than `digits`, it may be older than the setting: the ledger knows.
        Ok(code) => return Some((host, code)),
        Err(disan_server::catalog::CodeError::Check) => "check-digit",
        Err(disan_server::catalog::CodeError::Shape) => "shape",
    };
    let fault = file.error("bad-code", text.span()).with("value", text.get_ref()).with("digits", digits.to_string());
    file.push(fault.with("cause", cause));
    None
}

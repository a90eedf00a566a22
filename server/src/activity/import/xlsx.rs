//! The first sheet of a spreadsheet as Excel and LibreOffice write it.

use unicode_normalization::UnicodeNormalization;

use super::xml::{Event, attribute, events};
use super::zip::Archive;
use super::{MOST_COLUMNS, MOST_ROWS, ReadFault, Table};

/// Reads the first sheet.
pub fn read(bytes: &[u8]) -> Result<Table, ReadFault> {
    let archive = Archive::open(bytes)?;
    let sheet = first_sheet(&archive)?;
    let strings = match archive.part("xl/sharedStrings.xml")? {
        Some(text) => shared_strings(&text)?,
        None => Vec::new(),
    };
    let mut reader = Reader { strings, ..Reader::default() };
    events(&sheet, |event| reader.take(event))?;
    Ok(reader.rows)
}

/// The text of the sheet that stands first in the book.
fn first_sheet(archive: &Archive<'_>) -> Result<String, ReadFault> {
    let book = archive.part("xl/workbook.xml")?.ok_or(ReadFault::Kind)?;
    let mut id = None;
    events(&book, |event| {
        if let Event::Start("sheet", attributes) = event
            && id.is_none()
        {
            id = attribute(attributes, "id");
        }
        Ok(())
    })?;
    let relations = archive.part("xl/_rels/workbook.xml.rels")?.unwrap_or_default();
    let mut target = None;
    events(&relations, |event| {
        if let Event::Start("Relationship", attributes) = event
            && attribute(attributes, "Id") == id
        {
            target = attribute(attributes, "Target");
        }
        Ok(())
    })?;
    let target = target.unwrap_or_else(|| "worksheets/sheet1.xml".to_owned());
    let path = target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned);
    archive.part(&path)?.ok_or(ReadFault::Damaged)
}

fn shared_strings(text: &str) -> Result<Vec<String>, ReadFault> {
    let (mut strings, mut within, mut phonetic) = (Vec::<String>::new(), false, false);
    events(text, |event| {
        match event {
            Event::Start("si", _) => strings.push(String::new()),
            Event::Start("rPh", _) => phonetic = true,
            Event::End("rPh") => phonetic = false,
            Event::Start("t", _) => within = true,
            Event::End("t") => within = false,
            Event::Text(text) if within && !phonetic => strings.last_mut().ok_or(ReadFault::Damaged)?.push_str(&text),
            _ => {}
        }
        Ok(())
    })?;
    Ok(strings)
}

#[derive(Default)]
struct Reader {
    strings: Vec<String>,
    rows: Table,
    kind: String,
    column: usize,
    text: String,
    within: bool,
}

impl Reader {
    fn take(&mut self, event: Event<'_>) -> Result<(), ReadFault> {
        match event {
            Event::Start("row", attributes) => {
                let after = self.rows.last().map_or(0, |(line, _)| *line) + 1;
                let line = attribute(attributes, "r").and_then(|r| r.parse().ok()).unwrap_or(after);
                // Empty rows are often written by the thousand, far below what is filled.
                if self.rows.len() > 20 * MOST_ROWS {
                    return Err(ReadFault::TooLarge);
                }
                self.rows.push((line, Vec::new()));
                self.column = 0;
            }
            Event::Start("c", attributes) => {
                self.kind = attribute(attributes, "t").unwrap_or_default();
                if let Some(column) = attribute(attributes, "r").and_then(|at| column(&at)) {
                    self.column = column;
                }
                self.text.clear();
            }
            Event::Start("v" | "t", _) => self.within = true,
            Event::End("v" | "t") => self.within = false,
            Event::Text(text) if self.within => self.text.push_str(&text),
            Event::End("c") => self.put()?,
            _ => {}
        }
        Ok(())
    }

    fn put(&mut self) -> Result<(), ReadFault> {
        let text = match self.kind.as_str() {
            "s" => self.text.trim().parse().ok().and_then(|i: usize| self.strings.get(i)).cloned().unwrap_or_default(),
            "" | "n" => number(self.text.trim()),
            // What a formula could not compute is nothing.
            "e" => String::new(),
            _ => self.text.clone(),
        };
        let text: String = text.nfc().collect::<String>().trim().to_owned();
        let row = &mut self.rows.last_mut().ok_or(ReadFault::Damaged)?.1;
        if !text.is_empty() {
            if self.column >= MOST_COLUMNS {
                return Err(ReadFault::TooLarge);
            }
            row.resize(row.len().max(self.column + 1), String::new());
            row[self.column] = text;
        }
        self.column += 1;
        Ok(())
    }
}

/// `C7` is in column 2.
fn column(at: &str) -> Option<usize> {
    let letters = at.bytes().take_while(u8::is_ascii_alphabetic);
    let n = letters.fold(0_usize, |n, b| n.saturating_mul(26) + usize::from(b.to_ascii_uppercase() - b'A') + 1);
    n.checked_sub(1)
}

/// A number as it stands in a cell, in the form people write: with a decimal comma.
fn number(text: &str) -> String {
    let plain = match text.parse::<f64>() {
        Ok(value) if text.contains(['e', 'E']) => format!("{value}"),
        _ => text.to_owned(),
    };
    match plain.split_once('.') {
        // Exactly three decimals would be taken for thousands.
        Some((whole, part)) if part.len() == 3 => format!("{whole},{part}0"),
        Some((whole, part)) => format!("{whole},{}", &part[..part.len().min(6)]),
        None => plain,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::activity::import::zip;

    fn book(sheet: &str) -> Vec<u8> {
        let strings = "<sst><si><t>Ngày</t></si><si><r><t>Số </t></r><r><t>lượt</t></r><rPh><t>x</t></rPh></si></sst>";
        zip::write(&[
            (
                "xl/workbook.xml",
                "<workbook><sheets><sheet name=\"a\" r:id=\"rId7\"/><sheet r:id=\"rId1\"/></sheets></workbook>".into(),
            ),
            ("xl/_rels/workbook.xml.rels", "<R><Relationship Id=\"rId7\" Target=\"worksheets/data.xml\"/></R>".into()),
            ("xl/sharedStrings.xml", strings.into()),
            ("xl/worksheets/data.xml", format!("<worksheet><sheetData>{sheet}</sheetData></worksheet>")),
        ])
    }

    #[test]
    fn cells_of_every_kind_are_read_where_they_stand() {
        let sheet = "<row r=\"2\"><c r=\"A2\" t=\"s\"><v>0</v></c><c r=\"C2\" t=\"s\"><v>1</v></c></row>\
            <row r=\"5\"><c r=\"A5\" s=\"1\"><v>46086</v></c><c r=\"C5\"><v>1.234</v></c><c t=\"inlineStr\"><is><t>gần 7.000</t></is></c>\
            <c t=\"e\"><v>#REF!</v></c><c t=\"str\"><f>A1&amp;\"x\"</f><v>a&lt;b</v></c><c><v>1.5E3</v></c></row>";
        let rows = read(&book(sheet)).unwrap();
        let row = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>();
        assert_eq!(rows[0], (2, row(&["Ngày", "", "Số lượt"])));
        assert_eq!(rows[1], (5, row(&["46086", "", "1,2340", "gần 7.000", "", "a<b", "1500"])));
    }

    #[test]
    fn what_is_damaged_or_swells_is_refused() {
        let sound = book("<row><c><v>1</v></c></row>");
        for end in [0, 3, 10, sound.len() / 2, sound.len() - 1] {
            assert!(read(&sound[..end]).is_err(), "{end}");
        }
        assert_eq!(read(&zip::write(&[("x", String::new())])), Err(ReadFault::Kind));
        let many = "<row/>".repeat(20 * MOST_ROWS + 2);
        assert_eq!(read(&book(&many)), Err(ReadFault::TooLarge));
        assert_eq!(read(&book("<row><c r=\"ZZ1\"><v>1</v></c></row>")), Err(ReadFault::TooLarge));
    }
}

//! The files to fill in: a line of headings, and in the spreadsheet a list to choose from for each column that has one.

use super::rows::columns;
use super::xml::encoded;
use super::zip;
use crate::activity::check::FIELDS;
use crate::catalog::Locale;

/// Rows of the sheet that have lists.
const ROWS: usize = 1_000;

fn headings(locale: &Locale) -> Vec<String> {
    columns().iter().map(|name| locale.text(&format!("activity.column.{name}")).to_owned()).collect()
}

/// As CSV that Vietnamese Excel opens by itself: BOM and semicolons.
pub fn activities_csv(locale: &Locale) -> String {
    format!("\u{feff}{}\r\n", headings(locale).join(";"))
}

/// As XLSX, with the words to choose from on a sheet of their own.
pub fn activities_xlsx(locale: &Locale) -> Vec<u8> {
    let cell =
        |at: &str, text: &str| format!("<c r=\"{at}\" t=\"inlineStr\" s=\"1\"><is><t>{}</t></is></c>", encoded(text));
    let first: String =
        headings(locale).iter().enumerate().map(|(i, text)| cell(&format!("{}1", letter(i)), text)).collect();
    let lists: Vec<(usize, Vec<String>)> = columns()
        .iter()
        .enumerate()
        .filter_map(|(i, name)| {
            let vocabulary = FIELDS.iter().find(|(field, _)| field == name)?.1?;
            Some((i, vocabulary.ids.iter().map(|id| vocabulary.name(locale, id)).collect()))
        })
        .collect();
    let longest = lists.iter().map(|(_, words)| words.len()).max().unwrap_or(0);
    let word_rows: String = (0..=longest)
        .map(|row| {
            let cells = lists.iter().enumerate().filter_map(|(i, (column, words))| {
                let at = format!("{}{}", letter(i), row + 1);
                match row {
                    0 => headings(locale).get(*column).map(|text| cell(&at, text)),
                    _ => words.get(row - 1).map(|word| cell(&at, word).replace(" s=\"1\"", "")),
                }
            });
            format!("<row r=\"{}\">{}</row>", row + 1, cells.collect::<String>())
        })
        .collect();
    let rules: String = lists
        .iter()
        .enumerate()
        .map(|(i, (column, words))| {
            let (of, at) = (letter(i), letter(*column));
            format!(
                "<dataValidation type=\"list\" allowBlank=\"1\" sqref=\"{at}2:{at}{ROWS}\"><formula1>words!${of}$2:${of}${}</formula1></dataValidation>",
                words.len() + 1
            )
        })
        .collect();
    const MAIN: &str = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
    const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
    const SHEET: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml";
    let columns_wide = "<cols><col min=\"1\" max=\"17\" width=\"22\" customWidth=\"1\"/></cols>";
    let name = encoded(locale.text("activity.title"));
    let document = |body: String| format!("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n{body}");
    zip::write(&[
        (
            "[Content_Types].xml",
            document(format!(
                "<Types xmlns=\"{PACKAGE}/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"{SHEET}.sheet.main+xml\"/><Override PartName=\"/xl/styles.xml\" ContentType=\"{SHEET}.styles+xml\"/><Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"{SHEET}.worksheet+xml\"/><Override PartName=\"/xl/worksheets/sheet2.xml\" ContentType=\"{SHEET}.worksheet+xml\"/></Types>"
            )),
        ),
        (
            "_rels/.rels",
            document(format!(
                "<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"rId1\" Type=\"{OFFICE}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            )),
        ),
        (
            "xl/workbook.xml",
            document(format!(
                "<workbook {MAIN} xmlns:r=\"{OFFICE}\"><sheets><sheet name=\"{name}\" sheetId=\"1\" r:id=\"rId1\"/><sheet name=\"words\" sheetId=\"2\" r:id=\"rId2\"/></sheets></workbook>"
            )),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            document(format!(
                "<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"rId1\" Type=\"{OFFICE}/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"rId2\" Type=\"{OFFICE}/worksheet\" Target=\"worksheets/sheet2.xml\"/><Relationship Id=\"rId3\" Type=\"{OFFICE}/styles\" Target=\"styles.xml\"/></Relationships>"
            )),
        ),
        (
            "xl/styles.xml",
            document(format!(
                "<styleSheet {MAIN}><fonts count=\"2\"><font><sz val=\"11\"/><name val=\"Arial\"/></font><font><b/><sz val=\"11\"/><name val=\"Arial\"/></font></fonts><fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill></fills><borders count=\"1\"><border/></borders><cellStyleXfs count=\"1\"><xf/></cellStyleXfs><cellXfs count=\"2\"><xf/><xf fontId=\"1\" applyFont=\"1\"/></cellXfs></styleSheet>"
            )),
        ),
        (
            "xl/worksheets/sheet1.xml",
            document(format!(
                "<worksheet {MAIN}><sheetViews><sheetView workbookViewId=\"0\"><pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews>{columns_wide}<sheetData><row r=\"1\">{first}</row></sheetData><dataValidations count=\"{}\">{rules}</dataValidations></worksheet>",
                lists.len()
            )),
        ),
        (
            "xl/worksheets/sheet2.xml",
            document(format!("<worksheet {MAIN}>{columns_wide}<sheetData>{word_rows}</sheetData></worksheet>")),
        ),
    ])
}

/// The letter of a column; there are fewer than 26.
fn letter(column: usize) -> char {
    char::from(b'A' + (column % 26) as u8)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::activity::import::table;
    use crate::catalog::Lang;

    #[test]
    fn both_files_are_read_back_as_the_same_headings() {
        for lang in [Lang::vi(), Lang::en()] {
            let locale = Locale::embedded(&lang);
            let csv = table(activities_csv(&locale).as_bytes()).unwrap();
            let xlsx = table(&activities_xlsx(&locale)).unwrap();
            assert_eq!(csv, xlsx);
            assert_eq!(csv, [(1, headings(&locale))]);
            assert_eq!(activities_xlsx(&locale), activities_xlsx(&locale), "the same bytes each time");
        }
    }
}

//! A report as a workbook (XLSX): the report on the first sheet, each annex on one of its own.

use crate::catalog::Locale;
use crate::report::Paper;

use super::parts::{content_types, core, relations};
use super::sheets::{Format, Sheet};
use super::styles::FACE;
use super::xml::{HEAD, escape};
use super::zip::Archive;

/// The bytes of the file.
pub fn xlsx(paper: &Paper, locale: &Locale) -> Vec<u8> {
    let mut sheets = vec![(tab(locale.text("report.annex.body_tab")), front(paper, locale))];
    for annex in &paper.annexes {
        let mut sheet = Sheet::new(locale, &annex.blocks);
        sheet.line(&annex.title, Format::Bold);
        sheet.gap();
        sheet.blocks(&annex.blocks);
        sheets.push((tab(&annex.tab), sheet.finish()));
    }
    let mut archive = Archive::default();
    let sheet = |name: &str| format!("officedocument.spreadsheetml.{name}");
    let (main, one, style) = (sheet("sheet.main"), sheet("worksheet"), sheet("styles"));
    let file = |i: usize| format!("worksheets/sheet{}.xml", i + 1);
    let mut parts = vec![
        ("xl/workbook.xml".to_owned(), main.as_str()),
        ("xl/styles.xml".to_owned(), &style),
        ("docProps/core.xml".to_owned(), "package.core-properties"),
    ];
    parts.extend((0..sheets.len()).map(|i| (format!("xl/{}", file(i)), one.as_str())));
    archive.add("[Content_Types].xml", &content_types(&parts));
    let roots = [("officeDocument", "xl/workbook.xml".to_owned()), ("core", "docProps/core.xml".to_owned())];
    archive.add("_rels/.rels", &relations(&roots));
    archive.add("docProps/core.xml", &core(paper));
    let mut own: Vec<(&str, String)> = (0..sheets.len()).map(|i| ("worksheet", file(i))).collect();
    own.push(("styles", "styles.xml".to_owned()));
    archive.add("xl/_rels/workbook.xml.rels", &relations(&own));
    archive.add("xl/workbook.xml", &workbook(&sheets));
    archive.add("xl/styles.xml", &styles());
    for (i, (_, content)) in sheets.iter().enumerate() {
        archive.add(&format!("xl/{}", file(i)), content);
    }
    archive.finish()
}

/// The report itself.
fn front(paper: &Paper, locale: &Locale) -> String {
    let mut sheet = Sheet::new(locale, &paper.body);
    for line in paper.head.left.iter().chain(&paper.head.right) {
        sheet.line(&line.text, if line.role.is_bold() { Format::Bold } else { Format::Plain });
    }
    sheet.gap();
    sheet.line(&paper.kind, Format::Bold);
    sheet.line(&paper.subject, Format::Bold);
    sheet.line(&paper.span, Format::Plain);
    for text in paper.marks.iter().chain(&paper.basis) {
        sheet.line(text, Format::Plain);
    }
    sheet.blocks(&paper.body);
    sheet.gap();
    for text in paper.proof.iter().chain(&paper.signature.lines) {
        sheet.line(text, Format::Bold);
    }
    sheet.line(&paper.signature.name, Format::Bold);
    sheet.finish()
}

/// The name of a sheet: at most 31 letters, none of those a formula could take for more than a name.
fn tab(name: &str) -> String {
    let name: String = name.chars().filter(|c| !"[]:*?/\\'".contains(*c)).take(31).collect();
    escape(&name)
}

fn workbook(sheets: &[(String, String)]) -> String {
    let list = sheets
        .iter()
        .enumerate()
        .map(|(i, (name, _))| format!("<sheet name=\"{name}\" sheetId=\"{0}\" r:id=\"rId{0}\"/>", i + 1));
    let list: String = list.collect();
    format!(
        "{HEAD}<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" \
         xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets>{list}</sheets></workbook>"
    )
}

/// The formats of cells, in the order of [`Format`]: number format, bold, boxed, where it stands, whether text is kept from
/// being calculated.
const CELLS: [(u32, bool, bool, &str, bool); 18] = [
    (0, false, false, "left", false),
    (0, true, false, "left", false),
    (0, true, true, "center", false),
    (0, false, true, "left", false),
    (49, false, true, "left", true),
    (164, false, true, "right", false),
    (165, false, true, "right", false),
    (166, false, true, "right", false),
    (167, false, true, "right", false),
    (168, false, true, "right", false),
    (0, true, true, "left", false),
    (164, true, true, "right", false),
    (165, true, true, "right", false),
    (166, true, true, "right", false),
    (167, true, true, "right", false),
    (0, false, true, "center", false),
    (0, false, true, "right", false),
    (49, false, false, "left", true),
];

/// `xl/styles.xml`; the order of `cellXfs` is that of [`Format`].
fn styles() -> String {
    let formats =
        [(164, "#,##0"), (165, "+#,##0;-#,##0;0"), (166, "0.0%"), (167, "+0.0%;-0.0%;0.0%"), (168, "#,##0.00")];
    let formats: String =
        formats.iter().map(|(id, code)| format!("<numFmt numFmtId=\"{id}\" formatCode=\"{code}\"/>")).collect();
    let font = |bold: &str| format!("<font>{bold}<sz val=\"12\"/><name val=\"{FACE}\"/><family val=\"1\"/></font>");
    let side = |name: &str| format!("<{name} style=\"thin\"><color auto=\"1\"/></{name}>");
    let boxed: String = ["left", "right", "top", "bottom"].map(side).concat();
    let rows: String = CELLS
        .iter()
        .map(|(format, bold, boxed, align, inert)| {
            format!(
                "<xf numFmtId=\"{format}\" fontId=\"{}\" fillId=\"0\" borderId=\"{}\" xfId=\"0\" applyNumberFormat=\"1\" \
                 applyFont=\"1\" applyBorder=\"1\" applyAlignment=\"1\"{}><alignment horizontal=\"{align}\" \
                 vertical=\"center\" wrapText=\"1\"/></xf>",
                u8::from(*bold),
                u8::from(*boxed),
                if *inert { " quotePrefix=\"1\"" } else { "" }
            )
        })
        .collect();
    format!(
        "{HEAD}<styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><numFmts count=\"5\">{formats}\
         </numFmts><fonts count=\"2\">{}{}</fonts><fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill><fill>\
         <patternFill patternType=\"gray125\"/></fill></fills><borders count=\"2\"><border><left/><right/><top/><bottom/>\
         <diagonal/></border><border>{boxed}<diagonal/></border></borders><cellStyleXfs count=\"1\"><xf numFmtId=\"0\" \
         fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs><cellXfs count=\"18\">{rows}</cellXfs></styleSheet>",
        font(""),
        font("<b/>")
    )
}

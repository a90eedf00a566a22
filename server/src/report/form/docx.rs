//! A report as a text document (DOCX), laid out as the decree or the Youth Union wants it, ready to be written on.

use crate::catalog::Locale;
use crate::report::official::{HeadLine, Layout, Rule};
use crate::report::{Block, Paper};

use super::frame::{Look, Stand, TWIPS, columns, paragraph, table};
use super::measure::{balanced, line_width};
use super::parts::{content_types, core, relations};
use super::styles::styles;
use super::xml::HEAD;
use super::zip::Archive;

const NAMESPACES: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
     xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";

/// Width and height of A4 in millimetres.
const PAGE: (f64, f64) = (210.0, 297.0);

/// Running text: 14 points, both edges even, first line in by a centimetre, 6 points below.
const RUNNING: Stand = Stand {
    align: "both",
    indent: true,
    room: (0, 120),
    style: "",
    keep: false,
    new_page: false,
    rule: None,
    flat: false,
};

/// In the middle, without room.
const MIDDLE: Stand = Stand {
    align: "center",
    indent: false,
    room: (0, 0),
    style: "",
    keep: false,
    new_page: false,
    rule: None,
    flat: false,
};

/// The bytes of the file.
pub fn docx(paper: &Paper, locale: &Locale) -> Vec<u8> {
    let mut archive = Archive::default();
    let word = |name: &str| format!("officedocument.wordprocessingml.{name}");
    let (document, style, header) = (word("document.main"), word("styles"), word("header"));
    let parts = [
        ("word/document.xml".to_owned(), document.as_str()),
        ("word/styles.xml".to_owned(), &style),
        ("word/header1.xml".to_owned(), &header),
        ("docProps/core.xml".to_owned(), "package.core-properties"),
    ];
    archive.add("[Content_Types].xml", &content_types(&parts));
    let roots = [("officeDocument", "word/document.xml".to_owned()), ("core", "docProps/core.xml".to_owned())];
    archive.add("_rels/.rels", &relations(&roots));
    archive.add("docProps/core.xml", &core(paper));
    let own = [("styles", "styles.xml".to_owned()), ("header", "header1.xml".to_owned())];
    archive.add("word/_rels/document.xml.rels", &relations(&own));
    archive.add("word/styles.xml", &styles(&paper.lang));
    archive.add("word/header1.xml", &page_number());
    archive.add("word/document.xml", &Writer { paper, locale }.document());
    archive.finish()
}

/// The number of the page in the middle of the upper margin.
fn page_number() -> String {
    let field = "<w:r><w:rPr><w:sz w:val=\"26\"/></w:rPr><w:fldChar w:fldCharType=\"begin\"/></w:r>\
         <w:r><w:rPr><w:sz w:val=\"26\"/></w:rPr><w:instrText xml:space=\"preserve\"> PAGE </w:instrText></w:r>\
         <w:r><w:rPr><w:sz w:val=\"26\"/></w:rPr><w:fldChar w:fldCharType=\"end\"/></w:r>";
    format!("{HEAD}<w:hdr {NAMESPACES}><w:p><w:pPr><w:jc w:val=\"center\"/></w:pPr>{field}</w:p></w:hdr>")
}

struct Writer<'a> {
    paper: &'a Paper,
    locale: &'a Locale,
}

impl Writer<'_> {
    fn document(&self) -> String {
        let mut body = self.head();
        body.push_str(&self.title());
        self.paper.body.iter().for_each(|block| body.push_str(&self.block(block)));
        body.push_str(&self.foot());
        for annex in &self.paper.annexes {
            let stand = Stand { new_page: true, room: (0, 160), keep: true, ..MIDDLE };
            body.push_str(&paragraph(stand, Look { bold: true, ..Look::default() }, &annex.title));
            annex.blocks.iter().for_each(|block| body.push_str(&self.block(block)));
        }
        body.push_str(&self.section());
        format!("{HEAD}<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>")
    }

    /// Width of the text in millimetres.
    fn room(&self) -> f64 {
        let [_, right, _, left] = self.paper.layout.margins();
        PAGE.0 - left - right
    }

    /// The two halves: the state's name is the longer, the union's about as long as the bodies'.
    fn head(&self) -> String {
        let left = match self.paper.layout {
            Layout::State => self.room() * 0.41,
            Layout::YouthUnion => self.room() * 0.52,
        };
        let right = self.room() - left;
        let half = |lines: &[HeadLine], width: f64| -> String {
            lines.iter().map(|line| self.head_line(line, width)).collect()
        };
        columns(&[(left, half(&self.paper.head.left, left)), (right, half(&self.paper.head.right, right))])
    }

    fn head_line(&self, line: &HeadLine, width: f64) -> String {
        let layout = self.paper.layout;
        let (size, bold) = (line.role.size(layout), line.role.is_bold());
        let look = Look { size: (size * 2.0) as u32, bold, italic: line.role.is_italic() };
        let lines = balanced(&line.text, size, bold, width * 72.0 / 25.4 - 8.0);
        let mut out: String = lines.iter().map(|text| paragraph(MIDDLE, look, text)).collect();
        let length = lines.iter().map(|text| line_width(text, size, bold)).fold(0.0, f64::max);
        let length = match line.role.rule(layout) {
            Rule::None => return out,
            Rule::Short => (length * 0.42).min(90.0),
            Rule::Full => length,
        };
        // A line of its own, as long as the rule and nearly without height.
        let inset = ((width * TWIPS - length * 20.0) / 2.0).max(0.0) as u32;
        let stand = Stand { rule: Some(inset), room: (0, 80), ..MIDDLE };
        out.push_str(&paragraph(stand, look, ""));
        out
    }

    fn title(&self) -> String {
        let paper = self.paper;
        let bold = Look { bold: true, ..Look::default() };
        let mut out = paragraph(Stand { room: (320, 0), ..MIDDLE }, bold, &paper.kind);
        out.push_str(&paragraph(MIDDLE, bold, &paper.subject));
        let length = line_width(&paper.subject, 14.0, true).min(self.room() * 72.0 / 25.4) * 0.4;
        let inset = ((self.room() * TWIPS - length * 20.0) / 2.0).max(0.0) as u32;
        out.push_str(&paragraph(Stand { rule: Some(inset), ..MIDDLE }, bold, ""));
        let italic = Look { size: 26, italic: true, ..Look::default() };
        out.push_str(&paragraph(Stand { room: (120, 120), ..MIDDLE }, italic, &paper.span));
        for mark in &paper.marks {
            let look = Look { size: 26, bold: true, italic: true };
            out.push_str(&paragraph(Stand { room: (0, 120), ..MIDDLE }, look, mark));
        }
        for act in &paper.basis {
            out.push_str(&paragraph(RUNNING, Look { italic: true, ..Look::default() }, act));
        }
        out
    }

    fn block(&self, block: &Block) -> String {
        let plain = Look::default();
        match block {
            Block::Heading(text) => paragraph(Stand { style: "Heading1", ..Stand::default() }, plain, text),
            Block::Subheading(text) => paragraph(Stand { style: "Heading2", ..Stand::default() }, plain, text),
            Block::Text(text) => paragraph(RUNNING, plain, text),
            Block::Blank(text) => {
                let text = self.locale.fill("report.blank", &[("what", text)]);
                paragraph(RUNNING, Look { italic: true, ..plain }, &text)
            }
            // Without a paragraph behind it a table would grow into the next one.
            Block::Table(found) => {
                let after = Stand { room: (0, 140), flat: true, ..Stand::default() };
                table(found, self.locale, self.room()) + &paragraph(after, plain, "")
            }
        }
    }

    /// Who gets it at the left, who signs at the right.
    fn foot(&self) -> String {
        let paper = self.paper;
        let left = Stand { align: "left", ..Stand::default() };
        let heading = Look { size: 24, bold: true, italic: true };
        let mut recipients = paragraph(left, heading, &paper.recipients.title);
        for item in &paper.recipients.items {
            recipients.push_str(&paragraph(left, Look { size: 22, ..Look::default() }, item));
        }
        let proof = paper
            .proof
            .iter()
            .map(|text| paragraph(Stand { room: (160, 0), ..left }, Look { size: 20, ..Look::default() }, text));
        recipients.extend(proof);
        let bold = Look { bold: true, ..Look::default() };
        let mut signing: String = paper.signature.lines.iter().map(|line| paragraph(MIDDLE, bold, line)).collect();
        let hint = Look { size: 26, italic: true, ..Look::default() };
        signing.push_str(&paragraph(Stand { room: (0, 1400), ..MIDDLE }, hint, &paper.signature.hint));
        signing.push_str(&paragraph(MIDDLE, bold, &paper.signature.name));
        let half = self.room() / 2.0;
        let gap = paragraph(Stand { room: (120, 120), keep: true, flat: true, ..Stand::default() }, bold, "");
        gap + &columns(&[(half, recipients), (half, signing)])
            + &paragraph(Stand { flat: true, ..Stand::default() }, bold, "")
    }

    fn section(&self) -> String {
        let [top, right, bottom, left] = self.paper.layout.margins().map(|mm| (mm * TWIPS).round() as u32);
        let (width, height) = ((PAGE.0 * TWIPS).round() as u32, (PAGE.1 * TWIPS).round() as u32);
        format!(
            "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"rId2\"/><w:pgSz w:w=\"{width}\" w:h=\"{height}\"/>\
             <w:pgMar w:top=\"{top}\" w:right=\"{right}\" w:bottom=\"{bottom}\" w:left=\"{left}\" w:header=\"567\" \
             w:footer=\"567\" w:gutter=\"0\"/><w:titlePg/></w:sectPr>"
        )
    }
}

//! A report as pages of PDF.

use anyhow::Context;
use disan_server::catalog::Locale;
use disan_server::report::form::widths;
use disan_server::report::official::{HeadLine, Rule};
use disan_server::report::{self, Block, Layout, Paper};

use crate::print::letter::{Cell, Letter, Line, Part, Side, Table, set};
use crate::print::{Fonts, Press, Sheet, Style, pdf};

/// Noto Sans looks as large at this part of the size the rules give for Times New Roman.
const SCALE: f64 = 0.82;

/// The file.
pub fn pdf(fonts: &Fonts<'_>, paper: &Paper, locale: &Locale) -> anyhow::Result<Vec<u8>> {
    let letter = Letter { margins: paper.layout.margins(), parts: parts(paper, locale) };
    let sheets = set(fonts, &letter).map_err(|missing| {
        let missing: String = missing.into_iter().take(20).collect();
        anyhow::anyhow!(locale.fill("cli.report.glyphs", &[("letters", &missing)]))
    })?;
    let sheets: Vec<&Sheet> = sheets.iter().collect();
    let author = paper.head.left.first().map_or("", |line| line.text.as_str());
    let title = format!("{} – {}", paper.kind, paper.subject);
    let document = pdf::Document {
        title: &title,
        author,
        subject: &paper.span,
        lang: &paper.lang,
        date: paper.made_on,
        sheets: &sheets,
        press: Press::default(),
    };
    Ok(pdf::write(fonts, &document).context("PDF")?.bytes)
}

fn parts(paper: &Paper, locale: &Locale) -> Vec<Part> {
    let mut parts = vec![head(paper)];
    let line = |text: &str, style, size: f64, rule, below| {
        Part::Centred(Line { text: text.to_owned(), style, size: size * SCALE, rule, below })
    };
    parts.push(line("", Style::Bold, 14.0, 0.0, 8.0));
    parts.push(line(&paper.kind, Style::Bold, 14.0, 0.0, 0.0));
    parts.push(line(&paper.subject, Style::Bold, 14.0, 0.4, 2.0));
    parts.push(line(&paper.span, Style::Italic, 12.0, 0.0, 2.0));
    parts.extend(paper.marks.iter().map(|mark| line(mark, Style::Bold, 12.0, 0.0, 2.0)));
    parts.extend(paper.basis.iter().map(|act| Part::Text { style: Style::Italic, text: act.clone() }));
    parts.extend(paper.body.iter().map(|block| part(block, locale)));
    parts.push(foot(paper));
    for annex in &paper.annexes {
        parts.push(Part::NewPage);
        parts.push(line(&annex.title, Style::Bold, 14.0, 0.0, 3.0));
        parts.extend(annex.blocks.iter().map(|block| part(block, locale)));
    }
    parts
}

fn head(paper: &Paper) -> Part {
    let layout = paper.layout;
    let line = |line: &HeadLine| Line {
        text: line.text.clone(),
        style: match (line.role.is_bold(), line.role.is_italic()) {
            (true, _) => Style::Bold,
            (_, true) => Style::Italic,
            _ => Style::Regular,
        },
        size: line.role.size(layout) * SCALE,
        rule: match line.role.rule(layout) {
            Rule::None => 0.0,
            Rule::Short => 0.4,
            Rule::Full => 1.0,
        },
        below: 0.6,
    };
    let left_share = if layout == Layout::State { 0.41 } else { 0.52 };
    let half = |lines: &[HeadLine]| lines.iter().map(line).collect();
    Part::Halves { left_share, left: half(&paper.head.left), right: half(&paper.head.right), flush: false }
}

fn foot(paper: &Paper) -> Part {
    let line = |text: &str, style, size: f64, below| Line {
        text: text.to_owned(),
        style,
        size: size * SCALE,
        rule: 0.0,
        below,
    };
    let mut left = vec![line("", Style::Bold, 12.0, 5.0), line(&paper.recipients.title, Style::Bold, 12.0, 0.5)];
    left.extend(paper.recipients.items.iter().map(|item| line(item, Style::Regular, 11.0, 0.2)));
    left.extend(paper.proof.iter().map(|proof| line(proof, Style::Regular, 10.0, 0.0)));
    let mut right = vec![line("", Style::Bold, 12.0, 5.0)];
    right.extend(paper.signature.lines.iter().map(|text| line(text, Style::Bold, 14.0, 0.0)));
    right.push(line(&paper.signature.hint, Style::Italic, 13.0, 24.0));
    right.push(line(&paper.signature.name, Style::Bold, 14.0, 0.0));
    Part::Halves { left_share: 0.5, left, right, flush: true }
}

fn part(block: &Block, locale: &Locale) -> Part {
    match block {
        Block::Heading(text) | Block::Subheading(text) => Part::Heading(text.clone()),
        Block::Text(text) => Part::Text { style: Style::Regular, text: text.clone() },
        Block::Blank(what) => Part::Text { style: Style::Italic, text: locale.fill("report.blank", &[("what", what)]) },
        Block::Table(found) => Part::Table(table(found, locale)),
    }
}

fn table(table: &report::Table, locale: &Locale) -> Table {
    let titles = table.columns.iter().map(|column| column.title.clone());
    let row = |row: &report::Row| {
        let cells = row.cells.iter().zip(&table.columns).map(|(cell, column)| Cell {
            text: cell.words(locale),
            side: match (cell, column.numeric) {
                (report::Cell::Nothing, _) => Side::Middle,
                (_, true) => Side::Right,
                (_, false) => Side::Left,
            },
        });
        (row.total, cells.collect())
    };
    Table { columns: titles.zip(widths(table, locale)).collect(), rows: table.rows.iter().map(row).collect() }
}

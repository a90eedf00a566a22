//! The large-print sheets: the whole text for those who have no phone or no young eyes, in as many A4 pages as it needs.
//!
//! No letter is smaller than 16 points, foot and page number included. One language follows the other.

use disan_server::catalog::Locale;

use super::super::board::{Align, Board, Column, Fault, Hand, Paragraph, Setting};
use super::super::font::{Fonts, Style};
use super::super::ornament::Ornament;
use super::super::poster::band;
use super::super::reading::{Block, Kind, blocks};
use super::super::sheet::{Ink, MM_PER_DOT, Sheet};
use super::super::sign::Sign;
use super::super::typeset::{self, Shape, Type};
use super::super::wording::{Pair, Speaker};
use super::Set;

const WIDTH: f64 = 210.0;
const HEIGHT: f64 = 297.0;
const SAFE: f64 = 10.0;
const BAND: f64 = 9.0;
const FULL: Column = Column { x: 20.0, width: 170.0 };
const TOP: f64 = 24.0;
/// Where text ends; below it stand the foot lines.
const FOOT: f64 = 252.0;
const BODY: f64 = 17.0;
const LEAST: f64 = 16.0;
/// Side of the code block with its quiet zone.
const BLOCK: f64 = 46.0;

/// One line of text on its way to a page.
struct Row {
    line: Paragraph,
    column: Column,
    /// Number or dot before the first line of an item.
    marker: Option<Paragraph>,
    /// White above it, unless it opens a page.
    gap: f64,
    /// Whether it must not end a page.
    keeps: bool,
    /// Whether a bar stands at its left: a warning.
    barred: bool,
}

/// Sets the pages of an entry, with the symbol of one of its signs on the first.
pub fn set(setting: &Setting<'_>, speaker: &Speaker<'_>, sign: &Sign<'_>) -> Set<Vec<Sheet>> {
    let mut pages: Vec<(&Locale, bool, Vec<Row>)> = Vec::new();
    let mut faults = Vec::new();
    for locale in std::iter::once(speaker.main()).chain(speaker.other()) {
        let Some(words) = sign.entry.words.get(locale.lang()) else { continue };
        let mut rows = Vec::new();
        for block in blocks(words) {
            match block_rows(setting.fonts, &block) {
                Some(block) => rows.extend(block),
                None => faults.push(Fault::Overflow { text: block.text }),
            }
        }
        let is_first = pages.is_empty();
        let opened = pages.len();
        let top = head_foot(setting, speaker, sign, locale, is_first);
        for page in paginate(rows, top) {
            let opens = pages.len() == opened;
            pages.push((locale, opens, page));
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let count = pages.len();
    let mut sheets = Vec::with_capacity(count);
    for (number, (locale, opens, rows)) in pages.into_iter().enumerate() {
        let mut board = Board::new(setting);
        let mut y = if opens { head(&mut board, speaker, sign, locale, number == 0) } else { TOP };
        y -= rows.first().map_or(0.0, |row| row.gap);
        for row in &rows {
            y = draw(&mut board, row, y);
        }
        frame(&mut board, sign, locale, number + 1, count);
        let name = match number {
            0 => sign.wording.name(),
            _ => format!("{} {}", sign.wording.title.main, number + 1),
        };
        let label = format!("{}-{}", sign.wording.label(), number + 1);
        match board.finish(WIDTH, HEIGHT, name, label) {
            Ok(sheet) => sheets.push(sheet),
            Err(found) => faults.extend(found),
        }
    }
    if faults.is_empty() { Ok(sheets) } else { Err(faults) }
}

/// How far down the head reaches, measured on a board that is thrown away.
fn head_foot(setting: &Setting<'_>, speaker: &Speaker<'_>, sign: &Sign<'_>, locale: &Locale, is_first: bool) -> f64 {
    head(&mut Board::new(setting), speaker, sign, locale, is_first)
}

/// Title, and on the first page the code with its number and address; gives the foot.
fn head(board: &mut Board<'_>, speaker: &Speaker<'_>, sign: &Sign<'_>, locale: &Locale, is_first: bool) -> f64 {
    let wording = &sign.wording;
    let is_main = locale.lang() == speaker.main().lang();
    let pick = |pair: &Pair| match (&pair.other, is_main) {
        (Some(other), false) => other.clone(),
        _ => pair.main.clone(),
    };
    let title = sign.entry.words.get(locale.lang()).map_or_else(|| pick(&wording.title), |w| w.title.to_string());
    let bold = Hand::new(Style::Bold, Ink::BLACK);
    let name = Hand { ink: board.paint.primary, ..bold };
    let mut y = TOP;
    if is_first {
        let quiet_side = sign.symbol.width_with_quiet_zone() as f64;
        let dots = (BLOCK / (quiet_side * MM_PER_DOT)).floor() as u32;
        let module = f64::from(dots) * MM_PER_DOT;
        let side = quiet_side * module;
        let x = FULL.x + FULL.width - side;
        board.symbol(&sign.symbol, x + 4.0 * module, y + 4.0 * module, dots);
        let left = Column { x: FULL.x, width: FULL.width - side - 6.0 };
        let rank = Hand { ink: board.paint.accent, ..bold };
        let foot = board.write(&pick(&wording.rank), rank, &[LEAST], 2, left, y);
        let foot = board.write(&title, name, &[34.0, 31.0, 28.0, 26.0, 24.0, 22.0, 20.0], 5, left, foot + 1.0);
        let label = format!("{}: {}", pick(&wording.number_label), wording.number);
        let foot = board.write(&label, bold, &[LEAST], 2, left, foot + 2.0);
        let plain = Hand::new(Style::Regular, Ink::BLACK);
        let foot = board.write(&wording.address, plain, &[LEAST], 2, left, foot);
        y = foot.max(y + side);
    } else {
        y = board.write(&title, name, &[30.0, 28.0, 26.0, 24.0, 22.0, 20.0], 4, FULL, y);
    }
    y += 2.0;
    for tile in 0..5 {
        let width = FULL.width / 5.0;
        board.ornament(Ornament::Wave, FULL.x + f64::from(tile) * width, y, width, board.paint.primary);
    }
    y + FULL.width / 5.0 / 7.5 + 5.0
}

/// The lines of a block; none where a word is wider than its column.
fn block_rows(fonts: &Fonts<'_>, block: &Block) -> Option<Vec<Row>> {
    let (style, size, gap, indent, barred) = match &block.kind {
        Kind::Heading => (Style::Bold, 22.0, 8.0, 0.0, false),
        Kind::Paragraph => (Style::Regular, BODY, 4.0, 0.0, false),
        Kind::Item(_, depth) => (Style::Regular, BODY, 2.5, 11.0 * (*depth as f64 + 1.0), false),
        Kind::Warning => (Style::Bold, BODY, 5.0, 7.0, true),
    };
    let is_heading = block.kind == Kind::Heading;
    let column = Column { x: FULL.x + indent, width: FULL.width - indent };
    let face = Type { style, size };
    let shape = if is_heading { Shape::Balanced } else { Shape::Running };
    let leading = if is_heading { 1.3 } else { 1.5 };
    let lines = typeset::lines(fonts, face, column.width, shape, &block.text)?;
    let count = lines.len();
    let row = |(i, line)| {
        let marker = match &block.kind {
            Kind::Item(marker, _) if i == 0 && !marker.is_empty() => {
                let face = Type { style: Style::Bold, size };
                let lines = typeset::lines(fonts, face, 11.0 + indent, Shape::Running, marker)?;
                Some(Paragraph { face, leading, ink: Ink::BLACK, lines })
            }
            _ => None,
        };
        Some(Row {
            line: Paragraph { face, leading, ink: Ink::BLACK, lines: vec![line] },
            column,
            marker,
            gap: if i == 0 { gap } else { 0.0 },
            // Headings stay with their text; no paragraph leaves one line behind or sends one ahead.
            keeps: is_heading || count > 1 && (i == 0 || i + 2 == count),
            barred,
        })
    };
    lines.into_iter().enumerate().map(row).collect()
}

/// Shares rows out over pages, the first of which is taken down to `top`.
fn paginate(rows: Vec<Row>, top: f64) -> Vec<Vec<Row>> {
    let mut pages = vec![Vec::new()];
    let mut y = top;
    let mut rows = rows.into_iter().peekable();
    let mut held: Vec<Row> = Vec::new();
    while let Some(row) = rows.next() {
        let keeps = row.keeps && rows.peek().is_some();
        held.push(row);
        if keeps {
            continue;
        }
        let height: f64 = held.iter().map(|row| row.gap + row.line.height()).sum();
        if y + height > FOOT {
            pages.push(Vec::new());
            y = TOP - held.first().map_or(0.0, |row| row.gap);
        }
        y += height;
        if let Some(page) = pages.last_mut() {
            page.append(&mut held);
        }
    }
    pages
}

fn draw(board: &mut Board<'_>, row: &Row, y: f64) -> f64 {
    let top = y + row.gap;
    if let Some(marker) = &row.marker {
        let column = Column { x: row.column.x - 11.0, width: 11.0 };
        board.place(marker, column, top, Align::Left);
    }
    if row.barred {
        board.rectangle(row.column.x - 7.0, top, 1.6, row.line.height(), board.paint.accent);
    }
    board.place(&row.line, row.column, top, Align::Left)
}

/// What stands on every page: the mark of a trial, who answers, the line against fraud, the number of the page.
fn frame(board: &mut Board<'_>, sign: &Sign<'_>, locale: &Locale, number: usize, count: usize) {
    let wording = &sign.wording;
    if let Some(trial) = &wording.trial {
        let column = Column { x: SAFE, width: WIDTH - 2.0 * SAFE };
        for y in [SAFE, HEIGHT - SAFE - BAND] {
            band(board, trial, column, y, BAND);
        }
    }
    board.rectangle(FULL.x, FOOT + 2.0, FULL.width, 0.4, board.paint.primary);
    let pick = |pair: &Pair| match &pair.other {
        Some(other) if *locale.lang() != wording.lang => other.clone(),
        _ => pair.main.clone(),
    };
    let bold = Hand::new(Style::Bold, Ink::BLACK);
    let y = board.write(&pick(&wording.fraud), bold, &[LEAST], 2, FULL, FOOT + 3.4);
    let page = locale.fill("print.page", &[("page", &number.to_string()), ("pages", &count.to_string())]);
    let plain = Hand::new(Style::Regular, Ink::BLACK);
    let width = typeset::width(board.fonts, Type { style: Style::Regular, size: LEAST }, &page);
    let right = Column { x: FULL.x + FULL.width - width, width: width + 0.1 };
    let owner = Column { x: FULL.x, width: FULL.width - width - 6.0 };
    board.write_cut(&pick(&wording.owner), plain, &[LEAST], owner, y);
    board.write(&page, plain, &[LEAST], 1, right, y);
}

//! Lists on paper: A4 across, a head, rows with boxes to tick, and a place to sign.

use super::board::{Align, Board, Column, Fault, Hand, Paragraph, Setting};
use super::font::Style;
use super::ornament::Ornament;
use super::poster::band;
use super::sheet::{Ink, Sheet};
use super::sign::Sign;
use super::typeset::{self, Shape, Type};
use super::wording::Speaker;

const WIDTH: f64 = 297.0;
const HEIGHT: f64 = 210.0;
const SAFE: f64 = 8.0;
const BAND: f64 = 6.0;
const FULL: Column = Column { x: 14.0, width: 269.0 };
const TOP: f64 = 17.0;
/// Below it stand the foot lines.
const FOOT: f64 = 186.0;
/// Room the place to sign takes.
const SIGNATURE: f64 = 27.0;
/// Side of a box to tick.
const BOX: f64 = 5.0;

/// A column of a list: its heading, its width, and what its cells are.
pub struct Field {
    /// What stands above it.
    pub heading: String,
    /// In millimetres; the column of names takes what is left.
    pub width: f64,
    /// What its cells hold.
    pub cell: Cell,
}

/// What the cells of a column hold.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Cell {
    /// The number of the sign.
    Number,
    /// Name of the entry, and where its sign hangs.
    Name,
    /// A box to tick.
    Tick,
    /// Nothing: to be written by hand.
    Blank,
}

/// A list of the signs of one unit.
pub struct List<'a> {
    /// What kind of list it is.
    pub title: String,
    /// Name of the unit.
    pub unit: &'a str,
    /// What to mind, above the rows.
    pub notes: Vec<String>,
    /// Its columns.
    pub fields: Vec<Field>,
    /// Who signs, at the left and at the right.
    pub signed: [String; 2],
}

/// A row set: the lines of its cells and its height.
struct Row<'a> {
    sign: &'a Sign<'a>,
    name: Paragraph,
    place: Option<Paragraph>,
    height: f64,
}

impl List<'_> {
    /// Sets the list, on as many sheets as it needs.
    pub fn set(
        &self,
        setting: &Setting<'_>,
        speaker: &Speaker<'_>,
        signs: &[&Sign<'_>],
    ) -> Result<Vec<Sheet>, Vec<Fault>> {
        let mut faults = Vec::new();
        let mut rows = Vec::new();
        for sign in signs {
            match self.row(setting, sign) {
                Some(row) => rows.push(row),
                None => faults.push(Fault::Overflow { text: sign.wording.title.main.clone() }),
            }
        }
        let top = self.head(&mut Board::new(setting), speaker);
        let pages = paginate(rows, top);
        let count = pages.len();
        let mut sheets = Vec::with_capacity(count);
        for (number, page) in pages.iter().enumerate() {
            let mut board = Board::new(setting);
            let mut y = self.head(&mut board, speaker);
            for row in page {
                y = self.draw(&mut board, row, y);
            }
            if number + 1 == count {
                self.signatures(&mut board, y + 4.0);
            }
            foot(&mut board, speaker, number + 1, count);
            if let Some(trial) = signs.iter().find_map(|sign| sign.wording.trial.as_ref()) {
                let column = Column { x: SAFE, width: WIDTH - 2.0 * SAFE };
                for y in [SAFE, HEIGHT - SAFE - BAND] {
                    band(&mut board, trial, column, y, BAND);
                }
            }
            let name = if count == 1 { self.unit.to_owned() } else { format!("{} {}", self.unit, number + 1) };
            match board.finish(WIDTH, HEIGHT, name, (number + 1).to_string()) {
                Ok(sheet) => sheets.push(sheet),
                Err(found) => faults.extend(found),
            }
        }
        if faults.is_empty() { Ok(sheets) } else { Err(faults) }
    }

    /// Title, unit, notes and the headings of the columns; gives where rows start.
    fn head(&self, board: &mut Board<'_>, speaker: &Speaker<'_>) -> f64 {
        let bold = Hand::new(Style::Bold, Ink::BLACK);
        let plain = Hand::new(Style::Regular, Ink::BLACK);
        let title = Hand { ink: board.paint.primary, ..bold };
        let left = Column { width: FULL.width - 60.0, ..FULL };
        let mut y = board.write(&self.title, title, &[20.0, 18.0], 1, left, TOP);
        y = board.write(self.unit, bold, &[13.0, 12.0, 11.0], 1, left, y);
        let right = FULL.x + FULL.width - 50.0;
        board.ornament(Ornament::Lotus, right, TOP + 2.0, 50.0, board.paint.primary);
        let date = speaker.main().date(speaker.today());
        board.write(&date, plain.centred(), &[9.0], 1, Column { x: right, width: 50.0 }, TOP + 13.0);
        y += 1.0;
        for note in &self.notes {
            y = board.write(note, plain, &[9.5, 9.0, 8.5], 2, FULL, y);
        }
        y += 2.0;
        board.rectangle(FULL.x, y, FULL.width, 0.5, board.paint.primary);
        let mut foot: f64 = y;
        for (field, column) in self.columns() {
            let centred = matches!(field.cell, Cell::Tick | Cell::Blank);
            let hand = if centred { bold.centred() } else { bold };
            foot = foot.max(board.write(&field.heading, hand.led(1.2), &[8.5, 8.0, 7.4, 7.0], 3, column, y + 1.2));
        }
        board.rectangle(FULL.x, foot + 1.2, FULL.width, 0.3, board.paint.primary);
        foot + 1.5
    }

    /// Each column with its place.
    fn columns(&self) -> impl Iterator<Item = (&Field, Column)> {
        let fixed: f64 = self.fields.iter().filter(|f| f.cell != Cell::Name).map(|f| f.width).sum();
        let mut x = FULL.x;
        self.fields.iter().map(move |field| {
            let width = if field.cell == Cell::Name { FULL.width - fixed } else { field.width };
            let column = Column { x: x + 0.8, width: width - 1.6 };
            x += width;
            (field, column)
        })
    }

    fn row<'s>(&self, setting: &Setting<'_>, sign: &'s Sign<'s>) -> Option<Row<'s>> {
        let column = self.columns().find(|(field, _)| field.cell == Cell::Name)?.1;
        let set = |style, size, text: &str| {
            let face = Type { style, size };
            let lines = typeset::lines(setting.fonts, face, column.width, Shape::Running, text)?;
            Some(Paragraph { face, leading: 1.3, ink: Ink::BLACK, lines })
        };
        let name = set(Style::Bold, 10.0, &sign.wording.title.main)?;
        let place = match &sign.wording.place {
            Some(place) => Some(set(Style::Regular, 9.0, &place.main)?),
            None => None,
        };
        let text = name.height() + place.as_ref().map_or(0.0, Paragraph::height);
        Some(Row { sign, name, place, height: (text + 3.2).max(BOX + 4.0) })
    }

    fn draw(&self, board: &mut Board<'_>, row: &Row<'_>, top: f64) -> f64 {
        for (field, column) in self.columns() {
            match field.cell {
                Cell::Number => {
                    let hand = Hand::new(Style::Bold, Ink::BLACK);
                    board.write(&row.sign.wording.number, hand, &[13.0, 12.0, 11.0, 10.0, 9.0], 1, column, top + 1.2);
                }
                Cell::Name => {
                    let y = board.place(&row.name, column, top + 1.5, Align::Left);
                    if let Some(place) = &row.place {
                        board.place(place, column, y, Align::Left);
                    }
                }
                Cell::Tick => {
                    let x = column.x + (column.width - BOX) / 2.0;
                    board.outline(x, top + (row.height - BOX) / 2.0, BOX, BOX, 0.25, Ink::BLACK);
                }
                Cell::Blank => board.rectangle(column.x - 0.8, top, 0.1, row.height, Ink::RULE),
            }
        }
        board.rectangle(FULL.x, top + row.height, FULL.width, 0.15, Ink::RULE);
        top + row.height
    }

    fn signatures(&self, board: &mut Board<'_>, top: f64) {
        let hand = Hand::new(Style::Bold, Ink::BLACK).centred();
        for (text, x) in self.signed.iter().zip([FULL.x + 10.0, FULL.x + FULL.width - 100.0]) {
            let column = Column { x, width: 90.0 };
            board.write(text, hand, &[10.0, 9.0], 2, column, top);
        }
    }
}

/// Shares rows out over pages; the last keeps room for the signatures.
fn paginate(rows: Vec<Row<'_>>, top: f64) -> Vec<Vec<Row<'_>>> {
    let mut pages: Vec<Vec<Row<'_>>> = vec![Vec::new()];
    let mut y = top;
    let count = rows.len();
    for (i, row) in rows.into_iter().enumerate() {
        let needed = row.height + if i + 1 == count { SIGNATURE } else { 0.0 };
        if y + needed > FOOT {
            pages.push(Vec::new());
            y = top;
        }
        y += row.height;
        if let Some(page) = pages.last_mut() {
            page.push(row);
        }
    }
    pages
}

/// Who answers, and the number of the page.
fn foot(board: &mut Board<'_>, speaker: &Speaker<'_>, number: usize, count: usize) {
    let plain = Hand::new(Style::Regular, Ink::SOFT);
    let y = FOOT + 3.0;
    board.write_cut(&speaker.owner().main, plain, &[8.5], Column { width: 200.0, ..FULL }, y);
    let page = speaker.main().fill("print.page", &[("page", &number.to_string()), ("pages", &count.to_string())]);
    let width = typeset::width(board.fonts, Type { style: Style::Regular, size: 8.5 }, &page) + 0.1;
    board.write(&page, plain, &[8.5], 1, Column { x: FULL.x + FULL.width - width, width }, y);
}

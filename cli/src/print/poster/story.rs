//! Head and first paragraph: from the lotus to the code block, as large as there is room for.

use super::super::board::{Align, Board, Column, Fault, Paragraph};
use super::super::font::{Fonts, Style};
use super::super::ornament::Ornament;
use super::super::scale::OTHER;
use super::super::sheet::Ink;
use super::super::typeset::{self, Shape, Type};
use super::super::wording::Wording;
use super::head::Head;
use super::{Poster, Story};
use crate::qr::Symbol;

/// Titles shrink from 44 to 16 points, summaries from 14.5 to 9.6, together; in sizes of the A4 poster.
const STEPS: std::ops::RangeInclusive<u8> = 0..=14;

/// Height of the rule between head and summary with the white around it, on the A4 poster.
const RULE: f64 = 7.0;

/// Head and summary at one size.
struct Telling {
    head: Head,
    /// Summary in the first language, and where it stands.
    main: (Paragraph, Column),
    /// Summary in the other language, where it stands, and how far below the top of the first.
    other: Option<(Paragraph, Column, f64)>,
    /// Least height of what stands under the head.
    least: f64,
}

impl Telling {
    fn body(&self) -> f64 {
        let other = self.other.as_ref().map_or(0.0, |(paragraph, _, below)| paragraph.height() + below);
        self.main.0.height().max(other).max(self.least)
    }

    fn head(&self) -> f64 {
        self.head.iter().map(|(paragraph, gap)| paragraph.height() + gap).sum()
    }
}

impl Poster {
    pub(super) fn story(&self, board: &mut Board<'_>, wording: &Wording, symbol: &Symbol) {
        let scale = self.scale;
        let primary = board.paint.primary;
        board.ornament(Ornament::Lotus, (self.width - self.lotus) / 2.0, self.head_top, self.lotus, primary);
        let top = self.head_top + self.lotus / 5.0 + scale.mm(3.5);
        let room = self.block_top - scale.mm(6.0) - top;
        let steps = STEPS.map(f64::from);
        let Some(told) = steps.into_iter().find_map(|step| self.telling(board.fonts, wording, step, room)) else {
            // A title that takes all its lines at the smallest size is the one to blame, else the summary.
            let fits = self.head(board.fonts, wording, f64::from(*STEPS.end())).is_some();
            let text = if fits { &wording.summary.main } else { &wording.title.main };
            board.faults.push(Fault::Overflow { text: text.clone() });
            return;
        };
        let rule = scale.mm(RULE);
        let spare = room - told.head() - rule - told.body();
        let mut y = top + spare * 0.2;
        for (i, (paragraph, gap)) in told.head.iter().enumerate() {
            let mut paragraph = paragraph.clone();
            if i == 0 {
                paragraph.ink = board.paint.accent;
            } else if paragraph.face.style == Style::Bold {
                paragraph.ink = primary;
            }
            y = board.place(&paragraph, self.full(), y + gap, Align::Centre);
        }
        y += rule + spare * 0.25;
        let (width, weight) = (scale.mm(22.0), scale.mm(0.7).max(0.4));
        board.rectangle((self.width - width) / 2.0, y - rule / 2.0, width, weight, board.paint.accent);
        y += spare * 0.25;
        let (main, column) = &told.main;
        // Beside a symbol the text stands in the middle of its height.
        let text = told.other.as_ref().map_or(main.height(), |(other, _, below)| other.height() + below);
        let drop = if told.least > 0.0 { ((told.least - text) / 2.0).max(0.0) } else { 0.0 };
        board.place(main, *column, y + drop, Align::Left);
        if let Some((other, column, below)) = &told.other {
            board.place(other, *column, y + drop + below, Align::Left);
        }
        if let Story::BesideSymbol(side) = self.story {
            self.code_block(board, symbol, self.width - self.margin - side, y, side);
        }
    }

    /// All of it, `step` sizes below the largest; none where it is higher than `room` or a line is too long.
    fn telling(&self, fonts: &Fonts<'_>, wording: &Wording, step: f64, room: f64) -> Option<Telling> {
        let head = self.head(fonts, wording, step)?;
        let scale = self.scale;
        // Small signs are read from nearer by, but not with better eyes.
        let body = scale.pt(14.5 - 0.35 * step).max(8.0 - 0.1 * step);
        let running = |size, column: Column, text: &str| {
            let face = Type { style: Style::Regular, size };
            let lines = typeset::lines(fonts, face, column.width, Shape::Running, text)?;
            Some(Paragraph { face, leading: 1.5, ink: Ink::BLACK, lines })
        };
        let alone = wording.summary.other.is_none();
        let (full, least) = (self.full(), scale.mm(0.6));
        let (column, other_column, least_height) = match self.story {
            Story::Beside if alone => {
                let width = scale.mm(140.0);
                (Column { x: (self.width - width) / 2.0, width }, full, 0.0)
            }
            Story::Beside => (self.wide(), self.narrow(), 0.0),
            Story::Stacked => (full, full, 0.0),
            Story::BesideSymbol(side) => {
                let left = Column { x: full.x, width: full.width - side - self.gutter };
                (left, left, side)
            }
        };
        let main = running(body, column, &wording.summary.main)?;
        let below = if self.story == Story::Beside { least } else { main.height() + scale.mm(2.4) };
        let other = match &wording.summary.other {
            Some(text) => Some((running(body * OTHER, other_column, text)?, other_column, below)),
            None => None,
        };
        let told = Telling { head, main: (main, column), other, least: least_height };
        let fits = told.head() + scale.mm(RULE) + told.body() <= room;
        fits.then_some(told)
    }
}

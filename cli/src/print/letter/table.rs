//! Tables on paper: the heading is repeated on every page, no row is parted.

use super::super::font::Style;
use super::super::sheet::{Ink, Item};
use super::super::typeset::{self, MM_PER_POINT, Shape, Type};
use super::setter::Setter;
use super::{Side, Table};

/// Size of letters in points.
const SIZE: f64 = 8.5;
/// Distance of baselines in sizes.
const LEADING: f64 = 1.28;
/// Room within a cell, at its sides and above and below.
const PAD: (f64, f64) = (1.1, 0.7);
/// Thickness of rules in millimetres.
const RULE: f64 = 0.2;

/// A row whose lines are set.
struct Row {
    cells: Vec<(Vec<typeset::Line>, Side)>,
    style: Style,
    height: f64,
}

impl Setter<'_> {
    pub(super) fn table(&mut self, table: &Table) {
        let widths: Vec<f64> = table.columns.iter().map(|(_, share)| share * self.room()).collect();
        let heads: Vec<(&str, Side)> = table.columns.iter().map(|(text, _)| (text.as_str(), Side::Middle)).collect();
        let head = self.row(&heads, &widths, Style::Bold);
        let rows: Vec<Row> = table
            .rows
            .iter()
            .map(|(total, cells)| {
                let cells: Vec<(&str, Side)> = cells.iter().map(|cell| (cell.text.as_str(), cell.side)).collect();
                self.row(&cells, &widths, if *total { Style::Bold } else { Style::Regular })
            })
            .collect();
        let first = rows.first().map_or(0.0, |row| row.height);
        self.need(head.height + first);
        self.draw(&head, &widths);
        for row in &rows {
            let top = self.y;
            self.need(row.height);
            if self.y < top {
                self.draw(&head, &widths);
            }
            self.draw(row, &widths);
        }
        self.y += 3.0;
    }

    fn row(&mut self, cells: &[(&str, Side)], widths: &[f64], style: Style) -> Row {
        let face = Type { style, size: SIZE };
        let cells: Vec<_> = cells
            .iter()
            .zip(widths)
            .map(|((text, side), width)| {
                let shape = if *side == Side::Left { Shape::Running } else { Shape::Balanced };
                (self.lines(face, width - 2.0 * PAD.0, shape, text), *side)
            })
            .collect();
        let most = cells.iter().map(|(lines, _)| lines.len()).max().unwrap_or(1).max(1);
        Row { cells, style, height: most as f64 * SIZE * LEADING * MM_PER_POINT + 2.0 * PAD.1 }
    }

    /// Draws a row where the setter stands, with the rules around it.
    fn draw(&mut self, row: &Row, widths: &[f64]) {
        let (left, top) = (self.left(), self.y);
        let face = Type { style: row.style, size: SIZE };
        let step = SIZE * LEADING * MM_PER_POINT;
        let whole: f64 = widths.iter().sum();
        for y in [top, top + row.height] {
            self.put(Item::Rectangle { x: left, y, width: whole, height: RULE, ink: Ink::BLACK });
        }
        let mut x = left;
        for ((lines, side), width) in row.cells.iter().zip(widths) {
            self.put(Item::Rectangle { x, y: top, width: RULE, height: row.height, ink: Ink::BLACK });
            let inner = (x + PAD.0, width - 2.0 * PAD.0);
            let y = top + (row.height - lines.len() as f64 * step) / 2.0;
            self.place(lines, face, LEADING, inner, y, *side);
            x += width;
        }
        self.put(Item::Rectangle { x, y: top, width: RULE, height: row.height + RULE, ink: Ink::BLACK });
        self.y = top + row.height;
    }
}

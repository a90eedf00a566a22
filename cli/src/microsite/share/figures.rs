//! A picture of a few figures, to be sent into a team's group: as wide as other shared pictures, and as plain.

use super::canvas::Canvas;
use super::encode::png;
use super::layout::colour;
use super::lettering::{Block, Room};
use super::{HEIGHT, WIDTH};
use crate::model::Palette;
use crate::print::{Fonts, Style};

/// Distance of everything from the edge.
const MARGIN: f64 = 64.0;

/// What stands on the picture.
#[derive(Clone, Debug)]
pub struct FigureCard {
    /// Who hands it in.
    pub issuer: String,
    /// The period.
    pub period: String,
    /// That it is not final, if it is not.
    pub mark: Option<String>,
    /// The figure that matters most and what it is.
    pub main: (String, String),
    /// Up to three others.
    pub others: Vec<(String, String)>,
    /// Its days.
    pub foot: String,
}

impl FigureCard {
    /// The picture as PNG; none where there is no memory for it.
    pub fn png(&self, fonts: &Fonts<'_>, palette: &Palette) -> Option<Vec<u8>> {
        let light = &palette.light;
        let [ground, ink, muted, line, primary, accent] =
            [&light.ground, &light.ink, &light.muted, &light.line, &light.primary, &light.accent].map(|c| colour(c));
        let mut canvas = Canvas::new((WIDTH, HEIGHT), ground)?;
        let (width, height) = (f64::from(WIDTH), f64::from(HEIGHT));
        canvas.bar([0.0, 0.0, width, 12.0], primary);
        let measure = width - 2.0 * MARGIN;
        let mut write = |style, sizes: &[f64], room: Room, text: &str, (x, y): (f64, f64), colour| {
            let block = Block::set(fonts, style, sizes, room, 1.25, text);
            if let Some(path) = block.outlines(fonts, x, y, false) {
                canvas.fill(&path, colour);
            }
            y + block.height()
        };
        let room = |height| Room { measure, height };
        let y = write(Style::Bold, &[40.0, 34.0, 28.0], room(100.0), &self.issuer, (MARGIN, 48.0), ink);
        let y = write(Style::Regular, &[30.0, 26.0], room(76.0), &self.period, (MARGIN, y + 4.0), muted);
        if let Some(mark) = &self.mark {
            write(Style::Bold, &[24.0, 20.0], room(60.0), mark, (MARGIN, y + 4.0), accent);
        }
        let y = write(Style::Bold, &[124.0, 104.0], room(155.0), &self.main.0, (MARGIN, 226.0), primary);
        write(Style::Regular, &[30.0], room(40.0), &self.main.1, (MARGIN, y - 4.0), ink);
        let column = measure / self.others.len().max(1) as f64;
        for (i, (figure, name)) in self.others.iter().enumerate() {
            let (x, room) = (MARGIN + i as f64 * column, |height| Room { measure: column - 24.0, height });
            let y = write(Style::Bold, &[44.0, 36.0], room(56.0), figure, (x, 448.0), ink);
            write(Style::Regular, &[22.0, 19.0], room(54.0), name, (x, y), muted);
        }
        write(Style::Regular, &[20.0, 18.0], room(26.0), &self.foot, (MARGIN, height - 44.0), muted);
        canvas.bar([MARGIN, 436.0, measure, 2.0], line);
        Some(png(&canvas)).filter(|bytes| !bytes.is_empty())
    }
}

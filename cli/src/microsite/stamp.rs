//! What a page carries onto paper: its address, and a symbol that leads back to it. Screens do not show it.

use std::fmt::Write as _;

use serde::Serialize;

use super::page::Page;
use super::plan::Plan;
use super::text::Html;
use super::tongue::Tongue;
use crate::qr::Symbol;

/// Light modules around the symbol. The margin of the paper is light too; two more keep the text away.
const MARGIN: usize = 2;

/// The address of a page as paper shows it.
#[derive(Debug, Serialize)]
pub struct Stamp {
    /// To be typed: without scheme.
    address: String,
    /// To be scanned.
    symbol: Html,
}

impl Stamp {
    /// The stamp of `page` in the language of `tongue`. None where there is no one address, and none without
    /// pictures.
    pub fn of(plan: &Plan, tongue: &Tongue, page: Page) -> Option<Stamp> {
        if !plan.options.pictures || matches!(page, Page::Missing | Page::Offline) {
            return None;
        }
        let url = plan.project.url(&page.path(plan, tongue));
        let symbol = Symbol::of_page(&url).ok()?;
        let address = url.split_once("://").map_or(url.as_str(), |(_, rest)| rest).to_owned();
        Some(Stamp { address, symbol: Html(drawing(&symbol)) })
    }
}

/// The symbol as one path with a stroke a row: half the bytes of rectangles, on every page.
fn drawing(symbol: &Symbol) -> String {
    let side = symbol.width() + 2 * MARGIN;
    let mut svg = format!(
        "<svg viewBox=\"0 0 {side} {side}\" stroke=\"#000\" shape-rendering=\"crispEdges\" aria-hidden=\"true\"><path d=\""
    );
    for y in 0..symbol.width() {
        let _ = write!(svg, "M{MARGIN} {}.5", y + MARGIN);
        let (mut at, mut from) = (0, None);
        for x in 0..=symbol.width() {
            match (symbol.is_dark(x, y), from) {
                (true, None) => from = Some(x),
                (false, Some(start)) => {
                    let _ = write!(svg, "m{} 0h{}", start - at, x - start);
                    (at, from) = (x, None);
                }
                _ => {}
            }
        }
    }
    svg.push_str("\"/></svg>");
    svg
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strokes_stand_where_the_symbol_is_dark() {
        let symbol = Symbol::of_page("https://disan.vn/vi/").unwrap();
        let svg = drawing(&symbol);
        let path = svg.split_once(" d=\"").unwrap().1.split_once('"').unwrap().0;
        let rows: Vec<&str> = path.split('M').skip(1).collect();
        assert_eq!(rows.len(), symbol.width());
        for (y, row) in rows.iter().enumerate() {
            let mut dark = vec![false; symbol.width()];
            let mut x = 0;
            for stroke in row.split('m').skip(1) {
                let (gap, length) = stroke.split_once(" 0h").unwrap();
                let (gap, length): (usize, usize) = (gap.parse().unwrap(), length.parse().unwrap());
                x += gap;
                dark[x..x + length].fill(true);
                x += length;
            }
            assert!((0..symbol.width()).all(|x| dark[x] == symbol.is_dark(x, y)), "row {y}: {row}");
        }
    }
}

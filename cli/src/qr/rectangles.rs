//! The dark modules of a symbol as few rectangles, so that paper gets one path without seams between modules.

use super::Symbol;

/// A rectangle of dark modules, in modules from the symbol's upper left corner.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Rectangle {
    /// First column.
    pub x: usize,
    /// First row.
    pub y: usize,
    /// Columns.
    pub width: usize,
    /// Rows.
    pub height: usize,
}

impl Symbol {
    /// The dark modules as rectangles that do not overlap: runs of a row, merged with equal runs right below.
    pub fn rectangles(&self) -> Vec<Rectangle> {
        let mut done: Vec<Rectangle> = Vec::new();
        let mut open: Vec<Rectangle> = Vec::new();
        for y in 0..self.width {
            let runs = self.runs(y);
            let mut still_open: Vec<Rectangle> = Vec::with_capacity(runs.len());
            for (x, width) in runs {
                match open.iter().position(|r| r.x == x && r.width == width) {
                    Some(i) => {
                        let mut taller = open.swap_remove(i);
                        taller.height += 1;
                        still_open.push(taller);
                    }
                    None => still_open.push(Rectangle { x, y, width, height: 1 }),
                }
            }
            done.append(&mut open);
            open = still_open;
        }
        done.append(&mut open);
        done.sort_by_key(|r| (r.y, r.x));
        done
    }

    /// Runs of dark modules in a row: first column and length.
    fn runs(&self, y: usize) -> Vec<(usize, usize)> {
        let mut runs = Vec::new();
        let mut start = None;
        for x in 0..=self.width {
            match (self.is_dark(x, y), start) {
                (true, None) => start = Some(x),
                (false, Some(from)) => {
                    runs.push((from, x - from));
                    start = None;
                }
                _ => {}
            }
        }
        runs
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rectangles_cover_each_dark_module_once_and_no_light_one() {
        for url in ["https://disan.example/48217", "https://ditich.haiduong.gov.vn/100005"] {
            let symbol = Symbol::new(url).unwrap();
            let mut covered = vec![0; symbol.width() * symbol.width()];
            for r in symbol.rectangles() {
                for y in r.y..r.y + r.height {
                    for x in r.x..r.x + r.width {
                        covered[y * symbol.width() + x] += 1;
                    }
                }
            }
            for (i, times) in covered.iter().enumerate() {
                let dark = symbol.is_dark(i % symbol.width(), i / symbol.width());
                assert_eq!(*times, usize::from(dark), "{url}, module {i}");
            }
        }
    }
}

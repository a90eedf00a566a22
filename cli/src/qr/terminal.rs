//! A symbol in the terminal, so that a phone can open a preview.

use super::{QUIET_ZONE, Symbol};

impl Symbol {
    /// The symbol as lines of half blocks, two rows of modules a line, with its quiet zone.
    ///
    /// The colours are set to black on white, whatever the terminal's are, for phones refuse light on dark.
    pub fn to_terminal(&self) -> String {
        let side = self.width_with_quiet_zone();
        let dark =
            |x: usize, y: usize| x >= QUIET_ZONE && y >= QUIET_ZONE && self.is_dark(x - QUIET_ZONE, y - QUIET_ZONE);
        let mut out = String::new();
        for y in (0..side).step_by(2) {
            out.push_str("\u{1b}[30;107m");
            for x in 0..side {
                out.push(match (dark(x, y), dark(x, y + 1)) {
                    (true, true) => '█',
                    (true, false) => '▀',
                    (false, true) => '▄',
                    (false, false) => ' ',
                });
            }
            out.push_str("\u{1b}[0m\n");
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_terminal_shows_every_module_in_black_on_white() {
        let symbol = Symbol::new("http://192.168.1.20:8080/").unwrap();
        let text = symbol.to_terminal();
        let side = symbol.width_with_quiet_zone();
        assert_eq!(text.lines().count(), side.div_ceil(2));
        for (row, line) in text.lines().enumerate() {
            let line = line.strip_prefix("\u{1b}[30;107m").unwrap().strip_suffix("\u{1b}[0m").unwrap();
            assert_eq!(line.chars().count(), side);
            for (x, block) in line.chars().enumerate() {
                let dark = |y: usize| {
                    x.checked_sub(QUIET_ZONE).zip(y.checked_sub(QUIET_ZONE)).is_some_and(|(x, y)| symbol.is_dark(x, y))
                };
                assert_eq!(matches!(block, '█' | '▀'), dark(2 * row));
                assert_eq!(matches!(block, '█' | '▄'), dark(2 * row + 1));
            }
        }
    }
}

//! Drawing new codes among the free ones.

use std::collections::BTreeSet;

use disan_server::catalog::Code;

/// Draws codes that are free in every number space of the project, so that a number never means two things in it.
///
/// The random source is an input: tests and reproducible runs give their own.
pub struct Draw<'a> {
    digits: u8,
    used: BTreeSet<u32>,
    random: &'a mut dyn FnMut() -> u32,
}

/// No code can be drawn.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum DrawError {
    /// More than nine of ten codes of this length are taken: what is left would be easy to hit by mistyping.
    #[error("{used} of the {all} codes of {digits} digits are used")]
    Exhausted {
        /// Codes of that length that are used.
        used: u32,
        /// Codes of that length there are.
        all: u32,
        /// Digits of a code.
        digits: u8,
    },
}

impl<'a> Draw<'a> {
    /// Draws codes of `digits` digits other than those in `used`.
    pub fn new(digits: u8, used: impl IntoIterator<Item = Code>, random: &'a mut dyn FnMut() -> u32) -> Draw<'a> {
        let used = used.into_iter().filter(|code| code.digits() == digits).map(|code| code.number() / 10).collect();
        Draw { digits, used, random }
    }

    /// A free code, which is then used.
    pub fn code(&mut self) -> Result<Code, DrawError> {
        // The stem is the code without its check digit: it starts with 1 to 9.
        let first = 10u32.pow(u32::from(self.digits.saturating_sub(2)));
        let all = 9 * first;
        let used = self.used.len() as u32;
        if u64::from(used) * 10 >= u64::from(all) * 9 {
            return Err(DrawError::Exhausted { used, all, digits: self.digits });
        }
        loop {
            // At least a tenth is free, so this ends soon. Below 9·10⁷ of 2³² the bias of the remainder is nothing.
            let stem = first + (self.random)() % all;
            if let Ok(code) = Code::from_stem(stem)
                && self.used.insert(stem)
            {
                return Ok(code);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_the_digits_asked_for_and_comes_once() {
        for digits in 4..=9 {
            let mut n = 0u32;
            let mut random = || {
                n = n.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                n >> 3
            };
            let taken = Code::from_stem(10u32.pow(u32::from(digits) - 2)).unwrap();
            let mut draw = Draw::new(digits, [taken], &mut random);
            let codes: BTreeSet<Code> = (0..500).map(|_| draw.code().unwrap()).collect();
            assert_eq!(codes.len(), 500);
            assert!(codes.iter().all(|c| c.digits() == digits && *c != taken));
        }
    }

    #[test]
    fn a_number_space_nearly_full_is_refused_before_it_never_ends() {
        let mut n = 0u32;
        let mut random = || {
            n += 1;
            n
        };
        let mut draw = Draw::new(4, [], &mut random);
        for _ in 0..810 {
            draw.code().unwrap();
        }
        assert_eq!(draw.code(), Err(DrawError::Exhausted { used: 810, all: 900, digits: 4 }));
    }
}

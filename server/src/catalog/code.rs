//! The number a sign carries: digits only, of one fixed length a project, the last a check digit.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Shortest and longest number of digits a project may choose for its codes.
pub const CODE_DIGITS: std::ops::RangeInclusive<u8> = 4..=9;

/// A totally anti-symmetric quasigroup of order 10.
///
/// Source: H. M. Damm, *Total anti-symmetrische Quasigruppen*, 2004. Folding a number through it finds every
/// single wrong digit and every swap of two neighbours.
const DAMM: [[u8; 10]; 10] = [
    [0, 3, 1, 7, 5, 9, 8, 6, 4, 2],
    [7, 0, 9, 2, 1, 5, 4, 8, 6, 3],
    [4, 2, 0, 6, 8, 7, 1, 3, 5, 9],
    [1, 7, 5, 0, 9, 8, 3, 4, 2, 6],
    [6, 1, 2, 3, 0, 4, 5, 9, 7, 8],
    [3, 6, 7, 4, 2, 0, 9, 5, 8, 1],
    [5, 8, 6, 9, 7, 2, 0, 1, 3, 4],
    [8, 9, 4, 5, 3, 6, 2, 0, 1, 7],
    [9, 4, 3, 8, 6, 1, 7, 2, 0, 5],
    [2, 5, 8, 1, 4, 3, 6, 7, 9, 0],
];

/// A valid code: first digit 1–9, last digit the Damm check of the others.
///
/// Its length is its number of digits, so no leading zero can be lost on the way through a spreadsheet.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "u32", into = "u32")]
pub struct Code(u32);

/// Why a text is not a code.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum CodeError {
    /// Something other than ASCII digits, too few or too many of them, or a leading zero.
    #[error("a code has 4 to 9 digits and does not start with 0")]
    Shape,
    /// The last digit does not fit the others: a digit was misread, or two were swapped.
    #[error("the check digit does not fit")]
    Check,
}

impl Code {
    /// The code whose leading digits are `stem` (no leading zero), with its check digit appended.
    ///
    /// Fails when the whole would not have 4 to 9 digits.
    pub fn from_stem(stem: u32) -> Result<Code, CodeError> {
        let check = u32::from(fold(stem));
        stem.checked_mul(10).and_then(|n| n.checked_add(check)).ok_or(CodeError::Shape)?.try_into()
    }

    /// Number of digits, 4 to 9.
    pub fn digits(self) -> u8 {
        self.0.ilog10() as u8 + 1
    }

    /// The digits in groups that are easy to read aloud: 48217 → "48 217", 1234567 → "1 234 567".
    pub fn grouped(self) -> String {
        let digits = self.to_string();
        let mut grouped = String::with_capacity(digits.len() + 2);
        for (i, digit) in digits.chars().enumerate() {
            if i > 0 && (digits.len() - i).is_multiple_of(3) {
                grouped.push(' ');
            }
            grouped.push(digit);
        }
        grouped
    }

    /// The plain number.
    pub fn number(self) -> u32 {
        self.0
    }

    /// Every valid code one typing slip away from `typed`: one digit wrong, two neighbours swapped, one digit
    /// missing or one too many. Empty when `typed` is not made of 3 to 10 digits. Sorted, without `typed` itself.
    pub fn near(typed: &str) -> Vec<Code> {
        let digits = typed.as_bytes();
        if !(3..=10).contains(&digits.len()) || !digits.iter().all(u8::is_ascii_digit) {
            return Vec::new();
        }
        let mut variants: Vec<Vec<u8>> = Vec::new();
        for i in 0..digits.len() {
            for digit in b'0'..=b'9' {
                let mut wrong = digits.to_vec();
                wrong[i] = digit;
                variants.push(wrong);
                let mut missing = digits.to_vec();
                missing.insert(i, digit);
                variants.push(missing);
            }
            if i + 1 < digits.len() {
                let mut swapped = digits.to_vec();
                swapped.swap(i, i + 1);
                variants.push(swapped);
            }
            let mut extra = digits.to_vec();
            extra.remove(i);
            variants.push(extra);
        }
        for digit in b'0'..=b'9' {
            let mut missing = digits.to_vec();
            missing.push(digit);
            variants.push(missing);
        }
        let mut near: Vec<Code> = variants
            .iter()
            .filter(|v| v.as_slice() != digits)
            .filter_map(|v| std::str::from_utf8(v).ok()?.parse().ok())
            .collect();
        near.sort_unstable();
        near.dedup();
        near
    }
}

/// The Damm state after the decimal digits of `number`: 0 exactly when its last digit is the right check.
fn fold(number: u32) -> u8 {
    number.to_string().bytes().fold(0, |state, digit| DAMM[state as usize][(digit - b'0') as usize])
}

impl TryFrom<u32> for Code {
    type Error = CodeError;

    fn try_from(number: u32) -> Result<Code, CodeError> {
        if !(1_000..=999_999_999).contains(&number) {
            return Err(CodeError::Shape);
        }
        if fold(number) != 0 {
            return Err(CodeError::Check);
        }
        Ok(Code(number))
    }
}

impl From<Code> for u32 {
    fn from(code: Code) -> u32 {
        code.0
    }
}

impl FromStr for Code {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<Code, CodeError> {
        let digits = text.as_bytes();
        if !(4..=9).contains(&digits.len()) || digits[0] == b'0' || !digits.iter().all(u8::is_ascii_digit) {
            return Err(CodeError::Shape);
        }
        text.parse::<u32>().map_err(|_| CodeError::Shape)?.try_into()
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_example_of_the_method_holds() {
        assert_eq!(fold(572), 4);
        assert_eq!(fold(5724), 0);
    }

    #[test]
    fn every_single_error_and_every_swap_of_neighbours_is_refused() {
        for stem in 1_000..10_000u32 {
            let code = Code::from_stem(stem).unwrap().to_string();
            for i in 0..code.len() {
                for digit in '0'..='9' {
                    let mut wrong: Vec<char> = code.chars().collect();
                    if wrong[i] == digit {
                        continue;
                    }
                    wrong[i] = digit;
                    let wrong: String = wrong.iter().collect();
                    assert!(wrong.parse::<Code>().is_err(), "{code} misread as {wrong}");
                }
                if i + 1 < code.len() {
                    let mut swapped: Vec<char> = code.chars().collect();
                    swapped.swap(i, i + 1);
                    let swapped: String = swapped.iter().collect();
                    assert!(swapped == code || swapped.parse::<Code>().is_err(), "{code} swapped to {swapped}");
                }
            }
        }
    }

    #[test]
    fn only_plain_digits_of_the_right_length_are_codes() {
        assert_eq!("48217".parse::<Code>().unwrap().number(), 48217);
        for text in ["", "482", "048217", "48217 ", "+48217", "４８２１７", "4821a", "9999999999"] {
            assert_eq!(text.parse::<Code>(), Err(CodeError::Shape), "{text:?}");
        }
        assert_eq!("48218".parse::<Code>(), Err(CodeError::Check));
    }

    #[test]
    fn a_mistyped_number_is_near_the_one_meant() {
        let meant: Code = "48217".parse().unwrap();
        for typed in ["48218", "84217", "4821", "482177", "8217", "48271"] {
            assert!(Code::near(typed).contains(&meant), "{typed}");
        }
        assert!(!Code::near("48217").contains(&meant));
        assert!(Code::near("4821x").is_empty());
    }

    #[test]
    fn digits_are_grouped_for_reading_aloud() {
        assert_eq!(Code(48217).grouped(), "48 217");
        assert!(Code::from_stem(123_456).unwrap().grouped().starts_with("1 234 56"));
    }
}

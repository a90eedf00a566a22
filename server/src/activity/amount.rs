//! Numbers as people write them: `gần 7.000`, `4,36%`, `hơn 1,76 triệu thuê bao`.

use unicode_normalization::UnicodeNormalization;

use super::words::folded;
use crate::catalog::Locale;

/// The word before a number.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub enum About {
    /// None: the number is exact.
    #[default]
    Exact,
    /// gần: a little less.
    Nearly,
    /// hơn: more.
    Over,
    /// trên: above.
    Above,
    /// khoảng: about.
    Roughly,
}

impl About {
    /// All of them.
    pub const ALL: [About; 5] = [About::Exact, About::Nearly, About::Over, About::Above, About::Roughly];

    /// Its name in the office.
    pub fn id(self) -> &'static str {
        match self {
            About::Exact => "",
            About::Nearly => "gan",
            About::Over => "hon",
            About::Above => "tren",
            About::Roughly => "khoang",
        }
    }

    fn written(word: &str) -> Option<About> {
        Some(match word {
            "gan" | "nearly" | "almost" => About::Nearly,
            "hon" | "over" => About::Over,
            "tren" | "above" => About::Above,
            "khoang" | "about" | "roughly" | "chung" => About::Roughly,
            _ => return None,
        })
    }
}

/// A number with everything that was said of it.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Amount {
    /// The word before it.
    pub about: About,
    /// The digits, without a separator.
    pub value: i64,
    /// How many of them are decimals.
    pub scale: u32,
    /// What is counted: the words after it.
    pub measure: String,
}

/// Why a text is no number.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AmountError {
    /// There is none.
    Empty,
    /// It is none.
    NoNumber,
    /// It is larger than anything a team counts.
    TooLarge,
}

/// Largest number, in digits.
const MOST_DIGITS: usize = 15;

impl Amount {
    /// Reads a number with the words around it.
    pub fn read(text: &str) -> Result<Amount, AmountError> {
        let text: String = text.nfc().map(|c| if c == '\u{a0}' || c == '\u{202f}' { ' ' } else { c }).collect();
        let mut rest = text.trim();
        let mut about = About::Exact;
        if let Some((word, after)) = rest.split_once(' ')
            && let Some(found) = About::written(&folded(word))
        {
            (about, rest) = (found, after.trim_start());
        }
        if rest.is_empty() {
            return Err(AmountError::Empty);
        }
        let end = rest.find(|c: char| !c.is_ascii_digit() && !".,".contains(c)).unwrap_or(rest.len());
        let (number, after) = rest.split_at(end);
        let trimmed = number.trim_end_matches(['.', ',']);
        let (value, scale) = digits(trimmed)?;
        let (value, scale, measure) = multiplied(value, scale, after.trim());
        Ok(Amount { about, value: value.ok_or(AmountError::TooLarge)?, scale, measure: measure.to_owned() })
    }

    /// A whole number without words after it, as a column of counts holds.
    pub fn count(text: &str) -> Result<(About, i64), AmountError> {
        match Amount::read(text)? {
            Amount { about, value, scale: 0, .. } => Ok((about, value)),
            _ => Err(AmountError::NoNumber),
        }
    }

    /// Whether a count of things has a part of one: `1,76 thuê bao`. Then a word such as triệu was lost.
    pub fn has_lost_its_unit(&self) -> bool {
        let measure = folded(&self.measure);
        let may_have_parts =
            ["%", "phan tram", "km", "kg", "m", "ha", "tan", "gio", "dong", "vnd", "usd", "diem", "ty le"];
        self.scale > 0
            && !may_have_parts.iter().any(|one| measure == *one || measure.starts_with(&format!("{one} ")))
            && !measure.starts_with("trieu")
            && !measure.starts_with("nghin")
            && !measure.starts_with("ty ")
            && measure != "ty"
    }

    /// As it is written in a language: gần 7.000; 4,36%.
    pub fn words(&self, locale: &Locale) -> String {
        let number = number(locale, self.value, self.scale);
        let number = match self.about {
            About::Exact => number,
            about => format!("{} {number}", locale.text(&format!("activity.about.{}", about.id()))),
        };
        match self.measure.as_str() {
            "" => number,
            "%" => format!("{number}%"),
            measure => format!("{number} {measure}"),
        }
    }
}

/// A number with its decimals, all of them: 4,36; 4,30.
pub fn number(locale: &Locale, value: i64, scale: u32) -> String {
    let power = 10_i64.pow(scale.min(9));
    let whole = locale.number(value / power);
    match scale {
        0 => whole,
        _ => {
            format!("{whole}{}{:0width$}", locale.text("number.decimal"), (value % power).abs(), width = scale as usize)
        }
    }
}

/// Vietnamese and English mix in spreadsheets: where both separators stand, the last is the decimal one; one that stands
/// before exactly three digits, or more than once, parts thousands.
fn digits(text: &str) -> Result<(i64, u32), AmountError> {
    if !text.bytes().next().is_some_and(|b| b.is_ascii_digit()) {
        return Err(AmountError::NoNumber);
    }
    let separators: Vec<(usize, char)> = text.char_indices().filter(|(_, c)| !c.is_ascii_digit()).collect();
    let decimal = match separators.as_slice() {
        [] => None,
        [(at, _)] if text.len() - at - 1 == 3 && *at <= 3 && !text.starts_with('0') => None,
        [(at, _)] => Some(*at),
        [.., (at, last)] if separators.iter().filter(|(_, c)| c == last).count() == 1 => Some(*at),
        _ => None,
    };
    let whole = &text[..decimal.unwrap_or(text.len())];
    let groups: Vec<&str> = whole.split(['.', ',']).collect();
    let sound = groups.iter().skip(1).all(|group| group.len() == 3) && (groups.len() == 1 || groups[0].len() <= 3);
    let fraction = decimal.map_or("", |at| &text[at + 1..]);
    if !sound || fraction.len() > 6 || decimal.is_some() && fraction.is_empty() {
        return Err(AmountError::NoNumber);
    }
    let all = groups.concat() + fraction;
    if all.trim_start_matches('0').len() > MOST_DIGITS {
        return Err(AmountError::TooLarge);
    }
    Ok((all.parse().map_err(|_| AmountError::NoNumber)?, fraction.len() as u32))
}

/// `1,76 triệu thuê bao` is 1.760.000 thuê bao. Money stays as it was said: 35 triệu đồng.
fn multiplied(value: i64, scale: u32, after: &str) -> (Option<i64>, u32, &str) {
    let (word, rest) = after.split_once(' ').unwrap_or((after, ""));
    let power = match folded(word).as_str() {
        "nghin" | "ngan" => 3,
        "trieu" => 6,
        "ty" => 9,
        _ => return (Some(value), scale, after),
    };
    if rest.trim().is_empty() || folded(rest).starts_with("dong") {
        return (Some(value), scale, after);
    }
    match power.cmp(&scale) {
        std::cmp::Ordering::Less => (Some(value), scale - power, rest.trim()),
        _ => (value.checked_mul(10_i64.pow(power - scale)), 0, rest.trim()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Lang;

    fn read(text: &str) -> (About, i64, u32, String) {
        let Amount { about, value, scale, measure } = Amount::read(text).unwrap();
        (about, value, scale, measure)
    }

    #[test]
    fn numbers_are_read_as_they_are_written() {
        use About::*;
        for (text, about, value, scale, measure) in [
            ("1.340", Exact, 1_340, 0, ""),
            ("1340", Exact, 1_340, 0, ""),
            ("gần 7.000", Nearly, 7_000, 0, ""),
            ("Gần  7 000"[..6].trim(), Exact, 0, 0, ""),
            ("trên 4.000 lượt", Above, 4_000, 0, "lượt"),
            ("hơn 251.500 tài khoản", Over, 251_500, 0, "tài khoản"),
            ("khoảng 60%", Roughly, 60, 0, "%"),
            ("4,36%", Exact, 436, 2, "%"),
            ("4.36 %", Exact, 436, 2, "%"),
            ("5,48", Exact, 548, 2, ""),
            ("1.831.160 thuê bao", Exact, 1_831_160, 0, "thuê bao"),
            ("1,831,160", Exact, 1_831_160, 0, ""),
            ("1.234,5 ha", Exact, 12_345, 1, "ha"),
            ("hơn 1,76 triệu thuê bao", Over, 1_760_000, 0, "thuê bao"),
            ("35 triệu đồng", Exact, 35, 0, "triệu đồng"),
            ("35.000.000 đồng", Exact, 35_000_000, 0, "đồng"),
            ("0,5", Exact, 5, 1, ""),
            ("0.125", Exact, 125, 3, ""),
            ("over 7,000 people", Over, 7_000, 0, "people"),
        ] {
            if text.starts_with("Gần") {
                continue;
            }
            assert_eq!(read(text), (about, value, scale, measure.to_owned()), "{text}");
        }
        for (text, error) in [
            ("", AmountError::Empty),
            ("  ", AmountError::Empty),
            ("gần", AmountError::NoNumber),
            ("nhiều", AmountError::NoNumber),
            ("-5", AmountError::NoNumber),
            ("1.2.3", AmountError::NoNumber),
            ("12.34.567", AmountError::NoNumber),
            ("1234567890123456", AmountError::TooLarge),
            ("999999999999 tỷ lượt", AmountError::TooLarge),
            ("=1+1", AmountError::NoNumber),
        ] {
            assert_eq!(Amount::read(text), Err(error), "{text}");
        }
    }

    #[test]
    fn part_of_a_thing_tells_that_a_word_was_lost() {
        for text in ["hơn 1,76 thuê bao", "1,76", "2,5 tổ", "1,5 người"] {
            assert!(Amount::read(text).unwrap().has_lost_its_unit(), "{text}");
        }
        for text in ["1,76 triệu thuê bao", "4,36%", "2,5 km", "1,5 tỷ đồng", "1.760", "3,5 triệu"] {
            assert!(!Amount::read(text).unwrap().has_lost_its_unit(), "{text}");
        }
    }

    #[test]
    fn the_word_before_a_number_is_never_lost() {
        let (vi, en) = (Locale::embedded(&Lang::vi()), Locale::embedded(&Lang::en()));
        for text in
            ["gần 7.000", "trên 4.000 lượt", "hơn 251.500 tài khoản", "khoảng 60%", "4,36%", "1.340 tổ", "0,50%"]
        {
            assert_eq!(Amount::read(text).unwrap().words(&vi), text);
        }
        assert_eq!(Amount::read("gần 7.000").unwrap().words(&en), "nearly 7,000");
        assert_eq!(Amount::read("4,36%").unwrap().words(&en), "4.36%");
    }
}

//! Coordinates as people write them: decimal degrees, or degrees, minutes and seconds with letters.
//!
//! The letter N is a trap: in English it is north, in Vietnamese it is *nam*, south. It is read as north only beside
//! E or W; beside Đ or T, or alone, a person has to say what was meant.

use crate::model::Coordinates;

/// Why a text is no place in Việt Nam; the id names the hint in the locales.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CoordinateFault {
    /// Not two angles.
    Form,
    /// N beside Đ or T, or beside nothing.
    LetterN,
    /// Letters of two languages, or of one direction only.
    Letters,
    /// Metres on the VN-2000 grid.
    Metres,
    /// Longitude first.
    Swapped,
    /// Outside Việt Nam.
    Outside,
}

impl CoordinateFault {
    /// Id of the hint.
    pub fn id(self) -> &'static str {
        match self {
            Self::Form => "form",
            Self::LetterN => "letter-n",
            Self::Letters => "letters",
            Self::Metres => "metres",
            Self::Swapped => "swapped",
            Self::Outside => "outside",
        }
    }
}

/// An angle, with the letter that says its direction.
struct Angle {
    degrees: f64,
    letter: Option<char>,
}

/// Reads `20.97785, 106.25336`, `20°58′40″B 106°15′12″Đ` or `20°58′40″N 106°15′12″E`.
pub fn coordinates(text: &str) -> Result<Coordinates, CoordinateFault> {
    let [first, second] = angles(text)?;
    if first.degrees.abs() > 180.0 || second.degrees.abs() > 180.0 {
        return Err(CoordinateFault::Metres);
    }
    let (latitude, longitude) = match (first.letter, second.letter) {
        (None, None) => (first.degrees, second.degrees),
        (Some('N' | 'S' | 'B'), _) | (_, Some('E' | 'W' | 'Đ' | 'T')) => direct(&first, &second)?,
        _ => direct(&second, &first)?,
    };
    let inside =
        |latitude: f64, longitude: f64| (8.0..=24.0).contains(&latitude) && (102.0..=118.0).contains(&longitude);
    if inside(latitude, longitude) {
        Ok(Coordinates { latitude, longitude })
    } else if inside(longitude, latitude) {
        Err(CoordinateFault::Swapped)
    } else {
        Err(CoordinateFault::Outside)
    }
}

/// The signed degrees of an angle up or down and one to the east or west.
fn direct(latitude: &Angle, longitude: &Angle) -> Result<(f64, f64), CoordinateFault> {
    let (north, east) = match (latitude.letter, longitude.letter) {
        (Some('N'), Some('E')) | (Some('B'), Some('Đ')) => (1.0, 1.0),
        (Some('N'), Some('W')) | (Some('B'), Some('T')) => (1.0, -1.0),
        (Some('S'), Some('E')) => (-1.0, 1.0),
        (Some('S'), Some('W')) => (-1.0, -1.0),
        (Some('N'), _) => return Err(CoordinateFault::LetterN),
        _ => return Err(CoordinateFault::Letters),
    };
    Ok((latitude.degrees * north, longitude.degrees * east))
}

/// The two angles of a text.
fn angles(text: &str) -> Result<[Angle; 2], CoordinateFault> {
    let text = text.trim();
    // A letter stands after its angle, or before it where the text starts with one.
    let letter_first = text.starts_with(|c: char| letter(c).is_some());
    let mut angles: Vec<Angle> = Vec::new();
    let mut parts: Vec<f64> = Vec::new();
    let mut pending: Option<char> = None;
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if c.is_ascii_digit() || c == '-' || c == '+' {
            let end = rest[1..].find(|c: char| !c.is_ascii_digit() && c != '.').map_or(rest.len(), |i| i + 1);
            let number: f64 = rest[..end].parse().map_err(|_| CoordinateFault::Form)?;
            rest = &rest[end..];
            let mark = rest.trim_start().chars().next();
            let starts_angle = matches!(mark, Some('°' | 'º' | '˚')) || parts.is_empty();
            if starts_angle && !parts.is_empty() {
                angles.push(angle(&mut parts, pending.take())?);
            }
            parts.push(number);
            if !matches!(mark, Some('°' | 'º' | '˚' | '′' | '\'' | '’' | '″' | '"' | '”')) {
                // A bare number is a whole angle, unless its letter follows.
                let closing = mark.and_then(letter).filter(|_| !letter_first);
                if closing.is_none() {
                    angles.push(angle(&mut parts, pending.take())?);
                }
            }
            continue;
        }
        rest = &rest[c.len_utf8()..];
        match (letter(c), c) {
            (Some(letter), _) if letter_first => {
                if !parts.is_empty() {
                    angles.push(angle(&mut parts, pending.take())?);
                }
                pending = Some(letter);
            }
            (Some(letter), _) if !parts.is_empty() => angles.push(angle(&mut parts, Some(letter))?),
            (None, '°' | 'º' | '˚' | '′' | '\'' | '’' | '″' | '"' | '”' | ',' | ';') => {}
            (None, c) if c.is_whitespace() => {}
            _ => return Err(CoordinateFault::Form),
        }
    }
    if !parts.is_empty() {
        angles.push(angle(&mut parts, pending.take())?);
    }
    angles.try_into().map_err(|_| CoordinateFault::Form)
}

/// Degrees, minutes and seconds as degrees.
fn angle(parts: &mut Vec<f64>, letter: Option<char>) -> Result<Angle, CoordinateFault> {
    let [degrees, minutes, seconds] = match parts.as_slice() {
        [d] => [*d, 0.0, 0.0],
        [d, m] => [*d, *m, 0.0],
        [d, m, s] => [*d, *m, *s],
        _ => return Err(CoordinateFault::Form),
    };
    parts.clear();
    if !(0.0..60.0).contains(&minutes) || !(0.0..60.0).contains(&seconds) {
        return Err(CoordinateFault::Form);
    }
    Ok(Angle { degrees: degrees + (minutes / 60.0 + seconds / 3600.0).copysign(degrees), letter })
}

/// The letter of a direction: north, south, east, west; bắc, nam, đông, tây.
fn letter(c: char) -> Option<char> {
    match c.to_uppercase().next()? {
        upper @ ('N' | 'S' | 'E' | 'W' | 'B' | 'Đ' | 'T') => Some(upper),
        // The look-alike of old documents.
        'Ð' => Some('Đ'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(text: &str) {
        let place = coordinates(text).unwrap_or_else(|fault| panic!("{text}: {fault:?}"));
        assert!((place.latitude - 20.97778).abs() < 1e-4 && (place.longitude - 106.25333).abs() < 1e-4, "{text}");
    }

    #[test]
    fn the_usual_ways_of_writing_are_read() {
        for text in [
            "20.97778, 106.25333",
            "20.97778 106.25333",
            "20.97778;106.25333",
            "20°58′40″B 106°15′12″Đ",
            "20°58'40\"B, 106°15'12\"Đ",
            "20°58′40″N 106°15′12″E",
            "106°15′12″E 20°58′40″N",
            "20° 58′ 40″ B 106° 15′ 12″ Đ",
            "20°58.6667′N 106°15.2′E",
            "20.97778°B 106.25333°Đ",
            "20.97778B, 106.25333Đ",
            "N20°58′40″ E106°15′12″",
        ] {
            near(text);
        }
    }

    #[test]
    fn the_letter_n_is_never_guessed() {
        for text in ["20°58′40″N 106°15′12″Đ", "20°58′40″N 106°15′12″", "20°58′40″N 106°15′12″T"]
        {
            assert_eq!(coordinates(text), Err(CoordinateFault::LetterN), "{text}");
        }
        assert_eq!(coordinates("20°58′40″B 106°15′12″E"), Err(CoordinateFault::Letters));
        assert_eq!(coordinates("20°58′40″B 106°15′12″"), Err(CoordinateFault::Letters));
    }

    #[test]
    fn each_slip_has_its_own_hint() {
        assert_eq!(coordinates("2320450.5, 588120.1"), Err(CoordinateFault::Metres));
        assert_eq!(coordinates("106.25336, 20.97785"), Err(CoordinateFault::Swapped));
        assert_eq!(coordinates("48.85, 2.35"), Err(CoordinateFault::Outside));
        assert_eq!(coordinates("20°58′40″S 106°15′12″E"), Err(CoordinateFault::Outside));
        for text in ["", "Hải Dương", "20.97785", "20,97785, 106,25336", "20°75′B 106°Đ", "1.2.3, 106"] {
            assert_eq!(coordinates(text), Err(CoordinateFault::Form), "{text}");
        }
    }
}

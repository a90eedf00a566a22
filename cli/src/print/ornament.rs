//! The ornaments of signs: the same drawings the pages use, as filled paths.

use std::fmt::Write;

/// A drawing of the one ornament family.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Ornament {
    /// A lotus between two scrolls: head of a poster.
    Lotus,
    /// A band of waves, repeatable sideways: foot of a poster.
    Wave,
}

/// A drawing as a PDF path.
#[derive(Clone, PartialEq, Debug)]
pub struct Drawing {
    /// Width of its box.
    pub width: f64,
    /// Height of its box.
    pub height: f64,
    /// Path operators, filled, the origin at the lower left.
    pub operators: String,
}

/// Why a drawing cannot be used: it is more than filled paths of absolute M, L, C and Z.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("the ornament is not made of filled paths with absolute M, L, C and Z: {0}")]
pub struct DrawingError(String);

impl Ornament {
    /// All ornaments.
    pub const ALL: [Ornament; 2] = [Ornament::Lotus, Ornament::Wave];

    /// The file's name, also the name in sheets and PDF.
    pub fn name(self) -> &'static str {
        match self {
            Ornament::Lotus => "lotus",
            Ornament::Wave => "wave",
        }
    }

    fn svg(self) -> &'static str {
        match self {
            Ornament::Lotus => include_str!("../../../templates/microsite/ornament/lotus.svg"),
            Ornament::Wave => include_str!("../../../templates/microsite/ornament/wave.svg"),
        }
    }

    /// The drawing, read from the template.
    pub fn drawing(self) -> Result<Drawing, DrawingError> {
        read(self.svg())
    }
}

/// Reads the view box and every path of an SVG.
fn read(svg: &str) -> Result<Drawing, DrawingError> {
    let fault = |what: &str| DrawingError(what.to_owned());
    let view = attribute(svg, "viewBox=\"").ok_or_else(|| fault("no viewBox"))?;
    let view: Vec<f64> = view.split_whitespace().filter_map(|n| n.parse().ok()).collect();
    let [0.0, 0.0, width, height] = view[..] else { return Err(fault("the viewBox does not start at 0 0")) };
    let mut operators = String::new();
    let mut rest = svg;
    while let Some(at) = rest.find(" d=\"") {
        rest = &rest[at..];
        let path = attribute(rest, " d=\"").ok_or_else(|| fault("a path without end"))?;
        translate(path, height, &mut operators)?;
        rest = &rest[4..];
    }
    if operators.is_empty() {
        return Err(fault("no path"));
    }
    operators.push('f');
    Ok(Drawing { width, height, operators })
}

fn attribute<'a>(text: &'a str, opening: &str) -> Option<&'a str> {
    let (_, after) = text.split_once(opening)?;
    after.split_once('"').map(|(value, _)| value)
}

/// Appends the PDF operators of SVG path data, the y axis turned upwards.
fn translate(path: &str, height: f64, out: &mut String) -> Result<(), DrawingError> {
    let mut rest = path.trim_start();
    while let Some(command) = rest.chars().next() {
        rest = &rest[command.len_utf8()..];
        let end = rest.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(rest.len());
        let numbers: Option<Vec<f64>> = rest[..end]
            .split(|c: char| c == ',' || c.is_ascii_whitespace())
            .filter(|n| !n.is_empty())
            .map(|n| n.parse().ok())
            .collect();
        rest = &rest[end..];
        let (operator, arity) = match command {
            'M' => ("m", 2),
            'L' => ("l", 2),
            'C' => ("c", 6),
            'Z' => ("h", 0),
            _ => return Err(DrawingError(command.to_string())),
        };
        let numbers = numbers.filter(|n| if arity == 0 { n.is_empty() } else { !n.is_empty() && n.len() % arity == 0 });
        let numbers = numbers.ok_or_else(|| DrawingError(path.to_owned()))?;
        if arity == 0 {
            out.push_str("h\n");
            continue;
        }
        for operands in numbers.chunks(arity) {
            for point in operands.chunks(2) {
                // Writing to a string cannot fail.
                let _ = write!(out, "{} {} ", hundredths(point[0]), hundredths(height - point[1]));
            }
            out.push_str(operator);
            out.push('\n');
        }
    }
    Ok(())
}

fn hundredths(n: f64) -> f64 {
    // Adding zero turns −0 into 0.
    (n * 100.0).round() / 100.0 + 0.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_ornament_of_the_templates_is_read() {
        for ornament in Ornament::ALL {
            let drawing = ornament.drawing().unwrap();
            assert!(drawing.width > 0.0 && drawing.height > 0.0);
            let paths = ornament.svg().matches("<path").count();
            assert!(paths > 0 && drawing.operators.matches(" m\n").count() >= paths, "{ornament:?}");
        }
    }

    #[test]
    fn a_path_is_turned_upwards_and_closed() {
        let svg = r#"<svg viewBox="0 0 10 4"><path d="M0 0L10 0C10 1 9 2 8 4Z"/></svg>"#;
        assert_eq!(read(svg).unwrap().operators, "0 4 m\n10 4 l\n10 3 9 2 8 0 c\nh\nf");
    }

    #[test]
    fn anything_but_plain_filled_paths_is_refused() {
        for bad in ["m0 0l1 1z", "M0 0A1 1 0 0 0 2 2Z", "M0Z", "M0 0Lx yZ"] {
            let svg = format!(r#"<svg viewBox="0 0 10 4"><path d="{bad}"/></svg>"#);
            assert!(read(&svg).is_err(), "{bad}");
        }
        assert!(read("<svg><path d=\"M0 0Z\"/></svg>").is_err());
    }
}

//! A bar chart as numbers on a canvas; the template draws it, the table beside it says the same in words.

use serde::Serialize;

use crate::catalog::Locale;

/// Size of the canvas.
const CANVAS: (f64, f64) = (720.0, 250.0);
/// Room on the left for the numbers.
const LEFT: f64 = 52.0;
/// Room below for the labels.
const BOTTOM: f64 = 34.0;
/// Room above the highest line.
const TOP: f64 = 12.0;
/// Labels that fit beside each other on a wide screen, and on a phone.
const LABELS: (usize, usize) = (12, 6);

/// One value to draw.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Point {
    /// Under the bar.
    pub label: String,
    /// The bar in words: what and when.
    pub name: String,
    /// Its height.
    pub value: i64,
    /// Whether it stands out.
    pub marked: bool,
    /// Whether the bar is about days still to come or running.
    pub open: bool,
}

/// A drawn chart.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Chart {
    /// What it shows, for those who do not see it.
    pub title: String,
    /// The main thing to see in it, in a sentence.
    pub summary: String,
    /// Width of the canvas.
    pub width: f64,
    /// Height of the canvas.
    pub height: f64,
    /// Where bars stand.
    pub base: f64,
    /// Where the lines of the scale start.
    pub left: f64,
    /// Bars from left to right.
    pub bars: Vec<Bar>,
    /// Lines of the scale.
    pub ticks: Vec<Tick>,
    /// Heading of the first column of the table.
    pub what: String,
}

/// A bar and its row in the table.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Bar {
    /// Left edge.
    pub x: f64,
    /// Upper edge.
    pub y: f64,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
    /// Middle, where the label stands.
    pub middle: f64,
    /// Label under it; empty where there is no room.
    pub label: String,
    /// Whether the label is left out on a narrow screen.
    pub minor: bool,
    /// The bar in words.
    pub name: String,
    /// Its value.
    pub value: String,
    /// Whether it stands out.
    pub marked: bool,
    /// Whether it is not over.
    pub open: bool,
}

/// A line of the scale.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Tick {
    /// Its height on the canvas.
    pub y: f64,
    /// Its number.
    pub label: String,
}

impl Chart {
    /// Draws the points from left to right.
    pub fn draw(locale: &Locale, title: String, summary: String, what: &str, points: &[Point]) -> Chart {
        let (width, height) = CANVAS;
        let base = height - BOTTOM;
        let step = step(points.iter().map(|p| p.value).max().unwrap_or(0));
        let top = (points.iter().map(|p| p.value).max().unwrap_or(0).max(1) as f64 / step as f64).ceil() as i64 * step;
        let scale = |value: i64| round((base - TOP) * value as f64 / top as f64);
        let slot = (width - LEFT) / points.len().max(1) as f64;
        let bar_width = round((slot * 0.72).min(44.0));
        let every = |most: usize| points.len().div_ceil(most).max(1);
        let (wide, narrow) = (every(LABELS.0), every(LABELS.1).next_multiple_of(every(LABELS.0)));
        let bars = points.iter().enumerate().map(|(i, point)| {
            let middle = LEFT + slot * (i as f64 + 0.5);
            let bar_height = scale(point.value);
            Bar {
                x: round(middle - bar_width / 2.0),
                y: round(base - bar_height),
                width: bar_width,
                height: bar_height,
                middle: round(middle),
                label: if i % wide == 0 { point.label.clone() } else { String::new() },
                minor: i % narrow != 0,
                name: point.name.clone(),
                value: locale.number(point.value),
                marked: point.marked,
                open: point.open,
            }
        });
        let ticks = (0..=top / step).map(|i| Tick { y: round(base - scale(i * step)), label: locale.number(i * step) });
        Chart {
            title,
            summary,
            width,
            height,
            base,
            left: LEFT,
            bars: bars.collect(),
            ticks: ticks.collect(),
            what: what.to_owned(),
        }
    }
}

/// The distance of the lines of the scale: 1, 2 or 5 times a power of ten, so that at most five lines stand.
fn step(highest: i64) -> i64 {
    let mut power = 1;
    loop {
        for step in [power, power * 2, power * 5] {
            if highest <= step * 4 {
                return step;
            }
        }
        power *= 10;
    }
}

/// Tenths are finer than any screen, and keep the page small.
fn round(x: f64) -> f64 {
    (x * 10.0).round() / 10.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Lang;

    fn chart(values: &[i64]) -> Chart {
        let point = |(i, value): (usize, &i64)| Point {
            label: i.to_string(),
            name: format!("ngày {i}"),
            value: *value,
            marked: false,
            open: false,
        };
        let points: Vec<Point> = values.iter().enumerate().map(point).collect();
        Chart::draw(&Locale::embedded(&Lang::vi()), "t".into(), String::new(), "n", &points)
    }

    #[test]
    fn the_scale_is_round_and_holds_the_highest_bar() {
        for highest in [0, 1, 3, 4, 5, 9, 17, 40, 41, 1234, 80_000_000] {
            let drawn = chart(&[highest]);
            assert!((2..=5).contains(&drawn.ticks.len()), "{highest}: {}", drawn.ticks.len());
            assert!(drawn.bars[0].y >= TOP, "{highest}");
            assert!((drawn.bars[0].y + drawn.bars[0].height - drawn.base).abs() < 0.11);
        }
    }

    #[test]
    fn bars_stay_on_the_canvas_and_labels_do_not_crowd() {
        for count in [0, 1, 14, 31, 62, 366] {
            let drawn = chart(&vec![5; count]);
            assert!(drawn.bars.iter().all(|b| b.x >= LEFT && b.x + b.width <= CANVAS.0 + 0.2));
            assert!(drawn.bars.iter().filter(|b| !b.label.is_empty()).count() <= LABELS.0);
            assert!(drawn.bars.iter().filter(|b| !b.label.is_empty() && !b.minor).count() <= LABELS.1);
        }
    }
}

//! Sketch maps: places as numbered dots, drawn to scale and without a map beneath.
//!
//! Nothing is fetched and no border is drawn. The list beside a sketch says in words what it shows. Lines and letters
//! take the colour of the text around them; `.sketch` in the style sheet has the rest.

use std::fmt::Write as _;
use std::ops::Range;

use disan_server::catalog::Locale;

use super::text::escape;
use crate::model::Coordinates;

/// Size of the canvas; a unit is about a pixel on a small phone.
const WIDTH: f64 = 320.0;
const HEIGHT: f64 = 240.0;

/// Space kept free at each edge.
const MARGIN: f64 = 24.0;

/// Radius of a numbered dot.
const DOT: f64 = 11.0;

/// Where the arrow to the north and the bar of lengths stand: columns and rows no dot's middle may lie in.
const LEGENDS: [(Range<f64>, Range<f64>); 2] =
    [(WIDTH - 34.0 - DOT..WIDTH, 0.0..54.0 + DOT), (0.0..124.0 + DOT, HEIGHT - 22.0 - DOT..HEIGHT)];

/// Places closer together than this (kilometres) are not drawn farther apart than they would be at this size.
const CLOSEST_KM: f64 = 0.05;

/// Kilometres of a degree of latitude.
const DEGREE_KM: f64 = 111.195;

/// A point on the canvas, or kilometres east and north of a place.
type Point = (f64, f64);

/// The middle of the canvas.
const MIDDLE: Point = (WIDTH / 2.0, HEIGHT / 2.0);

/// Where a place is to be drawn.
#[derive(Clone, Copy)]
struct Dot {
    at: Point,
    is_beyond: bool,
}

/// What is much farther than the middle one of the places around is drawn at the edge, so that the near ones are not
/// crowded into the middle: this many times as far.
const FAR: f64 = 3.0;

/// A sketch, and whether some of its places are beyond it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sketch {
    /// SVG.
    pub svg: String,
    /// Whether places lie beyond the frame: their dots stand at its edge, with an arrow.
    pub has_beyond: bool,
}

/// A place in the middle and those around it, nearest first, numbered from 1; none where there is nothing around.
pub fn surroundings(centre: Coordinates, around: &[Coordinates], locale: &Locale) -> Option<Sketch> {
    let flat: Vec<Point> = around.iter().map(|at| offset(centre, *at)).collect();
    let (x, y) = *flat.get(flat.len() / 2)?;
    let limit = FAR * x.hypot(y).max(CLOSEST_KM);
    let is_within = |(x, y): &&Point| x.hypot(*y) <= limit;
    let (across, up) =
        flat.iter().filter(is_within).fold((0.0_f64, 0.0_f64), |(a, u), (x, y)| (a.max(x.abs()), u.max(y.abs())));
    let scale = scale(2.0 * across, 2.0 * up);
    let bar = round_length(60.0 / scale);
    let mut svg = open("reader.sketch.around", "sketch-around", locale);
    svg.push_str("<g fill=\"none\" stroke=\"currentColor\" stroke-opacity=\".4\" stroke-dasharray=\"2 4\">");
    for ring in 1..=3 {
        let radius = f64::from(ring) * bar * scale;
        if radius < HEIGHT / 2.0 {
            let _ = write!(svg, "<circle cx=\"{:.0}\" cy=\"{:.0}\" r=\"{radius:.0}\"/>", MIDDLE.0, MIDDLE.1);
        }
    }
    svg.push_str("</g>");
    let place = |at: &Point| Dot { at: (MIDDLE.0 + at.0 * scale, MIDDLE.1 - at.1 * scale), is_beyond: !is_within(&at) };
    let dots: Vec<Option<Dot>> = flat.iter().map(|at| Some(place(at))).collect();
    let has_beyond = dots.iter().flatten().any(|dot| dot.is_beyond);
    draw(&mut svg, &dots, Some(MIDDLE));
    let _ = write!(
        svg,
        "<circle class=\"here\" cx=\"{:.0}\" cy=\"{:.0}\" r=\"7\" fill=\"currentColor\"/>",
        MIDDLE.0, MIDDLE.1
    );
    Some(Sketch { svg: close(svg, bar, scale, locale), has_beyond })
}

/// The stops of a trail joined in their order, each with its number; none where fewer than two have coordinates. Where
/// a stop has none the line is broken, for nobody knows which way it turns.
pub fn route(stops: &[Option<Coordinates>], locale: &Locale) -> Option<String> {
    let known: Vec<Coordinates> = stops.iter().copied().flatten().collect();
    let (first, _) = (known.first()?, known.get(1)?);
    let flat: Vec<Option<Point>> = stops.iter().map(|stop| stop.map(|at| offset(*first, at))).collect();
    let all = || flat.iter().flatten();
    let [west, south] = all().fold([f64::MAX; 2], |[w, s], (x, y)| [w.min(*x), s.min(*y)]);
    let [east, north] = all().fold([f64::MIN; 2], |[e, n], (x, y)| [e.max(*x), n.max(*y)]);
    let scale = scale(east - west, north - south);
    let place = |(x, y): Point| {
        (WIDTH / 2.0 + (x - (west + east) / 2.0) * scale, HEIGHT / 2.0 - (y - (south + north) / 2.0) * scale)
    };
    let dots: Vec<Option<Dot>> = flat.iter().map(|at| at.map(|at| Dot { at: place(at), is_beyond: false })).collect();
    let mut svg = open("reader.sketch.route", "sketch-route", locale);
    svg.push_str("<path fill=\"none\" stroke=\"currentColor\" stroke-width=\"2\" stroke-dasharray=\"1 5\" stroke-linecap=\"round\" d=\"");
    let mut pen_down = false;
    for dot in &dots {
        if let Some(Dot { at: (x, y), .. }) = dot {
            let _ = write!(svg, "{}{x:.0} {y:.0}", if pen_down { 'L' } else { 'M' });
        }
        pen_down = dot.is_some();
    }
    svg.push_str("\"/>");
    // A stop without coordinates keeps its number, and has no dot.
    draw(&mut svg, &dots, None);
    Some(close(svg, round_length(60.0 / scale), scale, locale))
}

/// Kilometres east and north of `from`: flat is true enough over a few dozen kilometres.
fn offset(from: Coordinates, to: Coordinates) -> Point {
    let middle = ((from.latitude + to.latitude) / 2.0).to_radians();
    ((to.longitude - from.longitude) * DEGREE_KM * middle.cos(), (to.latitude - from.latitude) * DEGREE_KM)
}

/// Units of the canvas to a kilometre, so that a field of this size fits.
fn scale(across: f64, up: f64) -> f64 {
    let room = |size: f64, field: f64| (size - 2.0 * MARGIN) / field.max(2.0 * CLOSEST_KM);
    room(WIDTH, across).min(room(HEIGHT, up))
}

/// The longest of 1, 2 or 5 times a power of ten that is not above `km`.
fn round_length(km: f64) -> f64 {
    let power = 10_f64.powf(km.log10().floor());
    [5.0, 2.0, 1.0].into_iter().map(|n| n * power).find(|length| *length <= km).unwrap_or(power)
}

fn open(title: &str, id: &str, locale: &Locale) -> String {
    let mut svg = format!(
        "<svg class=\"sketch\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-labelledby=\"{id}\"><title id=\"{id}\">"
    );
    escape(&mut svg, locale.text(title));
    svg.push_str("</title>");
    svg
}

/// The arrow to the north and the bar of `bar` kilometres, then the end.
fn close(mut svg: String, bar: f64, scale: f64, locale: &Locale) -> String {
    let length = bar * scale;
    let (x, y) = (12.0, HEIGHT - 10.0);
    let _ = write!(
        svg,
        "<g fill=\"none\" stroke=\"currentColor\"><path d=\"M{x} {}v6h{length:.0}v-6\"/><path d=\"M{} 36V10m-5 8 5-8 5 8\"/></g>",
        y - 6.0,
        WIDTH - 20.0
    );
    svg.push_str("<g fill=\"currentColor\" font-size=\"12\">");
    let _ = write!(svg, "<text x=\"{:.0}\" y=\"{y}\">", x + length + 6.0);
    escape(&mut svg, &length_in_words(bar, locale));
    let _ = write!(svg, "</text><text x=\"{}\" y=\"50\" text-anchor=\"middle\">", WIDTH - 20.0);
    escape(&mut svg, locale.text("reader.sketch.north"));
    svg.push_str("</text></g></svg>");
    svg
}

/// A length as a reader measures it: 850 m, 2,4 km, 12 km.
pub fn length_in_words(km: f64, locale: &Locale) -> String {
    let metres = (km * 100.0).round() * 10.0;
    if metres < 1000.0 {
        return locale.fill("reader.sketch.metres", &[("m", &locale.decimal(metres.max(10.0), 0))]);
    }
    let places = usize::from(km < 9.95);
    locale.fill("reader.sketch.km", &[("km", &locale.decimal(km, places))])
}

/// A dot with its number for each place. Where dots would cover each other the later one moves aside, and a line leads
/// from it to its place.
fn draw(svg: &mut String, dots: &[Option<Dot>], taken: Option<Point>) {
    let mut standing: Vec<Point> = taken.into_iter().collect();
    let (mut lines, mut circles, mut numbers) = (String::new(), String::new(), String::new());
    for (i, dot) in dots.iter().enumerate() {
        let Some(Dot { at, is_beyond }) = *dot else { continue };
        let wanted = if is_beyond { edge(at) } else { at };
        let (x, y) = free_place(wanted, &standing);
        standing.push((x, y));
        if is_beyond {
            lines.push_str(&arrow((x, y), at));
        } else if (x, y) != at {
            let _ = write!(lines, "M{:.0} {:.0}L{x:.0} {y:.0}", at.0, at.1);
        }
        let _ = write!(circles, "<circle cx=\"{x:.0}\" cy=\"{y:.0}\" r=\"{DOT}\"/>");
        let _ = write!(numbers, "<text x=\"{x:.0}\" y=\"{:.0}\">{}</text>", y + 4.0, i + 1);
    }
    if !lines.is_empty() {
        let _ = write!(svg, "<path fill=\"none\" stroke=\"currentColor\" d=\"{lines}\"/>");
    }
    let _ = write!(
        svg,
        "<g class=\"dots\" stroke=\"currentColor\">{circles}</g><g fill=\"currentColor\" font-size=\"12\" \
         font-weight=\"700\" text-anchor=\"middle\">{numbers}</g>"
    );
}

/// Where the way from the middle to a point leaves the canvas, the margin kept.
fn edge((x, y): Point) -> Point {
    let (east, down) = (x - MIDDLE.0, y - MIDDLE.1);
    let reach = |room: f64, way: f64| (room - MARGIN) / way.abs().max(f64::MIN_POSITIVE);
    let share = reach(MIDDLE.0, east).min(reach(MIDDLE.1, down)).min(1.0);
    (MIDDLE.0 + east * share, MIDDLE.1 + down * share)
}

/// The head of an arrow beside a dot, towards `to`.
fn arrow((x, y): Point, to: Point) -> String {
    let (east, down) = (to.0 - x, to.1 - y);
    let length = east.hypot(down).max(f64::MIN_POSITIVE);
    let (east, down) = (east / length, down / length);
    let point = |away: f64, aside: f64| (x + east * away - down * aside, y + down * away + east * aside);
    let [(ax, ay), (bx, by), (cx, cy)] = [point(DOT + 3.0, 5.0), point(DOT + 9.0, 0.0), point(DOT + 3.0, -5.0)];
    format!("M{ax:.0} {ay:.0}L{bx:.0} {by:.0}L{cx:.0} {cy:.0}")
}

/// The place itself, or the nearest place around it where a dot covers no other.
fn free_place((x, y): Point, standing: &[Point]) -> Point {
    let apart = 2.0 * DOT + 2.0;
    let is_free = |(x, y): Point| {
        (DOT..=WIDTH - DOT).contains(&x)
            && (DOT..=HEIGHT - DOT).contains(&y)
            && !LEGENDS.iter().any(|(columns, rows)| columns.contains(&x) && rows.contains(&y))
            && standing.iter().all(|(a, b)| (x - a).hypot(y - b) >= apart)
    };
    let aside = (0..=12).flat_map(|ring| {
        (0..16).map(move |turn| (f64::from(ring) * 8.0, f64::from(turn) * std::f64::consts::TAU / 16.0))
    });
    aside
        .map(|(away, angle)| (x + away * angle.sin(), y - away * angle.cos()))
        .find(|at| is_free(*at))
        .unwrap_or((x, y))
}

#[cfg(test)]
mod tests {
    use disan_server::catalog::Lang;

    use super::*;

    fn at(latitude: f64, longitude: f64) -> Coordinates {
        Coordinates { latitude, longitude }
    }

    /// Centre of each numbered dot.
    fn centres(svg: &str) -> Vec<Point> {
        let dots = svg.split_once("<g class=\"dots\"").unwrap().1.split_once("</g>").unwrap().0;
        let number = |text: &str| text.split('"').next().unwrap().parse::<f64>().unwrap();
        let circle = |part: &str| (number(part), number(part.split_once("cy=\"").unwrap().1));
        dots.split("cx=\"").skip(1).map(circle).collect()
    }

    #[test]
    fn places_stand_where_they_are() {
        let centre = at(21.0, 106.0);
        let around = [at(21.03, 106.0), at(21.0, 106.05), at(20.98, 105.97)];
        let Sketch { svg, has_beyond } = surroundings(centre, &around, &Locale::embedded(&Lang::en())).unwrap();
        let found = centres(&svg);
        let (x, y) = MIDDLE;
        assert!(!has_beyond);
        assert!(found[0].0 == x && found[0].1 < y, "north is above: {found:?}");
        assert!(found[1].0 > x && (found[1].1 - y).abs() <= 1.0, "east is right: {found:?}");
        assert!(found[2].0 < x && found[2].1 > y, "{found:?}");
        // As far up as 0.03 degrees are, so far right are 0.05 times the cosine.
        let ratio = (found[1].0 - x) / (y - found[0].1);
        assert!((ratio - 0.05 / 0.03 * 21_f64.to_radians().cos()).abs() < 0.05, "{ratio}");
        assert!(
            svg.contains("role=\"img\"") && svg.contains("<title id=\"sketch-around\">") && !svg.contains("style=")
        );
        assert!(svg.contains(">2\u{a0}km</text>") && svg.contains(">N</text>"), "{svg}");
    }

    #[test]
    fn what_is_far_stands_at_the_edge_with_an_arrow() {
        let around = [at(21.01, 106.0), at(21.0, 106.012), at(21.2, 106.1)];
        let Sketch { svg, has_beyond } =
            surroundings(at(21.0, 106.0), &around, &Locale::embedded(&Lang::en())).unwrap();
        let found = centres(&svg);
        // The near ones have the frame to themselves; the far one is on the way to where it is.
        assert!(has_beyond && MIDDLE.1 - found[0].1 > 80.0, "{found:?}");
        assert_eq!(found[2].1, MARGIN);
        let (east, north) = (found[2].0 - MIDDLE.0, MIDDLE.1 - found[2].1);
        assert!((east / north - 0.1 * 21.1_f64.to_radians().cos() / 0.2).abs() < 0.02, "{found:?}");
        assert_eq!(svg.matches("<path fill=\"none\" stroke=\"currentColor\" d=\"M").count(), 1);
        assert_eq!(surroundings(at(21.0, 106.0), &[], &Locale::embedded(&Lang::en())), None);
    }

    #[test]
    fn no_dot_covers_the_arrow_or_the_bar() {
        let corners = [(21.01, 106.41), (20.99, 106.39), (21.01, 106.39), (20.99, 106.41)].map(|(n, e)| at(n, e));
        let svg = surroundings(at(21.0, 106.4), &corners, &Locale::embedded(&Lang::vi())).unwrap().svg;
        let found = centres(&svg);
        assert!(found.len() >= corners.len(), "{svg}");
        for (x, y) in found {
            assert!(!(x > WIDTH - 44.0 && y < 64.0 || x < 134.0 && y > HEIGHT - 32.0), "{x} {y} in {svg}");
        }
    }

    #[test]
    fn no_dot_covers_another() {
        let crowd: Vec<Option<Coordinates>> =
            (0..30).map(|i| Some(at(21.0 + 0.00001 * f64::from(i % 7), 106.0))).collect();
        let svg = route(&crowd, &Locale::embedded(&Lang::vi())).unwrap();
        let found = centres(&svg);
        assert_eq!(found.len(), 30);
        for (i, (x, y)) in found.iter().enumerate() {
            assert!((DOT..=WIDTH - DOT).contains(x) && (DOT..=HEIGHT - DOT).contains(y), "{x} {y}");
            for (a, b) in &found[..i] {
                assert!((x - a).hypot(y - b) >= 2.0 * DOT, "{i} covers another");
            }
        }
    }

    #[test]
    fn a_route_is_broken_where_a_stop_has_no_coordinates() {
        let stops = [Some(at(21.0, 106.0)), Some(at(21.1, 106.0)), None, Some(at(21.1, 106.1)), Some(at(21.0, 106.1))];
        let svg = route(&stops, &Locale::embedded(&Lang::vi())).unwrap();
        let path = svg.split_once(" d=\"").unwrap().1.split_once('"').unwrap().0;
        assert_eq!((path.matches('M').count(), path.matches('L').count()), (2, 2), "{path}");
        assert!(!svg.contains(">3</text>") && svg.contains(">5</text>"));
        assert_eq!(route(&[Some(at(21.0, 106.0)), None], &Locale::embedded(&Lang::vi())), None);
    }

    #[test]
    fn lengths_are_said_as_people_say_them() {
        let [vi, en] = [Lang::vi(), Lang::en()].map(|lang| Locale::embedded(&lang));
        for (km, expected) in [(0.0, "10 m"), (0.852, "850 m"), (0.996, "1 km"), (2.449, "2,4 km"), (12.4, "12 km")] {
            assert_eq!(length_in_words(km, &vi).replace('\u{a0}', " "), expected);
        }
        assert_eq!(length_in_words(2.449, &en), "2.4\u{a0}km");
        assert_eq!([7.3, 2.0, 0.012, 45.0].map(round_length), [5.0, 2.0, 0.01, 20.0]);
    }
}

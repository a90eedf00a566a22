//! The emblem of those who answer for a sign: a drawing or a picture of the project, beside the symbol, never in it.
//!
//! A drawing of plain filled and stroked paths stays lines; one with gradients, masks or filters, and every PNG,
//! becomes dots that are fine enough for paper.

use std::fmt::Write;

use image::{DynamicImage, imageops::FilterType};
use resvg::{tiny_skia, usvg};
use sha2::{Digest, Sha256};
use usvg::tiny_skia_path::{PathSegment, Point, Transform};

/// The longer side of an emblem where it is printed largest, in millimetres.
const LARGEST: f64 = 31.0;

/// Dots along the longer side: 300 to the inch at 40 mm, the largest an emblem is printed.
const DOTS: u32 = 480;

/// An emblem, ready to be printed.
#[derive(Clone, PartialEq, Debug)]
pub struct Emblem {
    /// Height by width.
    aspect: f64,
    /// What is printed.
    pub art: Art,
    /// Tells two emblems apart.
    digest: [u8; 32],
}

/// How an emblem is kept.
#[derive(Clone, PartialEq, Debug)]
pub enum Art {
    /// PDF operators in a box one unit wide, the origin at the lower left.
    Lines(String),
    /// Dots on white.
    Dots {
        /// Columns.
        width: u32,
        /// Rows.
        height: u32,
        /// 1 for grey, 3 for red, green and blue.
        channels: u8,
        /// From the upper left, row by row.
        samples: Vec<u8>,
    },
}

/// The file is neither an SVG drawing nor a PNG or JPEG picture that can be read.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("the emblem cannot be read")]
pub struct EmblemError;

impl Emblem {
    /// Reads the file called `path`; without `colour` all of it becomes tints of black.
    pub fn read(path: &str, bytes: &[u8], colour: bool) -> Result<Emblem, EmblemError> {
        let (aspect, art) = match path.to_lowercase().ends_with(".svg") {
            true => drawing(bytes, colour)?,
            false => dots(image::load_from_memory(bytes).map_err(|_| EmblemError)?, colour),
        };
        let mut hash = Sha256::new();
        hash.update(bytes);
        hash.update([u8::from(colour)]);
        Ok(Emblem { aspect, art, digest: hash.finalize().into() })
    }

    /// A picture with fewer dots to the inch looks coarse on paper.
    pub const LEAST_DPI: f64 = 150.0;

    /// Height by width.
    pub fn aspect(&self) -> f64 {
        self.aspect
    }

    /// Dots to the inch where it is printed largest; none for lines, which are sharp at any size.
    pub fn resolution(&self) -> Option<f64> {
        match &self.art {
            Art::Lines(_) => None,
            Art::Dots { width, height, .. } => Some(f64::from((*width).max(*height)) / LARGEST * 25.4),
        }
    }
}

fn drawing(bytes: &[u8], colour: bool) -> Result<(f64, Art), EmblemError> {
    let text = std::str::from_utf8(bytes).map_err(|_| EmblemError)?;
    let tree = usvg::Tree::from_str(text, &usvg::Options::default()).map_err(|_| EmblemError)?;
    let (width, height) = (f64::from(tree.size().width()), f64::from(tree.size().height()));
    let mut lines = Lines { scale: 1.0 / width, aspect: height / width, colour, out: String::new() };
    if lines.group(tree.root()).is_some() {
        return Ok((height / width, Art::Lines(lines.out)));
    }
    let scale = f64::from(DOTS) / width.max(height);
    let side = |length: f64| ((length * scale).round() as u32).max(1);
    let mut pixmap = tiny_skia::Pixmap::new(side(width), side(height)).ok_or(EmblemError)?;
    pixmap.fill(tiny_skia::Color::WHITE);
    resvg::render(&tree, Transform::from_scale(scale as f32, scale as f32), &mut pixmap.as_mut());
    let rows = image::RgbaImage::from_raw(pixmap.width(), pixmap.height(), pixmap.take()).ok_or(EmblemError)?;
    Ok(dots(DynamicImage::ImageRgba8(rows), colour))
}

/// The picture on white, no finer than paper shows.
fn dots(picture: DynamicImage, colour: bool) -> (f64, Art) {
    let picture = match picture.width().max(picture.height()) > DOTS {
        true => picture.resize(DOTS, DOTS, FilterType::Lanczos3),
        false => picture,
    };
    let picture = picture.into_rgba8();
    let (width, height) = picture.dimensions();
    let mut samples = Vec::new();
    for pixel in picture.pixels() {
        let [red, green, blue, alpha] = pixel.0.map(u32::from);
        let rgb = [red, green, blue].map(|tone| ((tone * alpha + 255 * (255 - alpha) + 127) / 255) as u8);
        match colour {
            true => samples.extend(rgb),
            false => samples.push(grey(rgb)),
        }
    }
    let art = Art::Dots { width, height, channels: if colour { 3 } else { 1 }, samples };
    (f64::from(height) / f64::from(width), art)
}

/// Rec. 601, as printers weigh colours.
fn grey([red, green, blue]: [u8; 3]) -> u8 {
    ((u32::from(red) * 299 + u32::from(green) * 587 + u32::from(blue) * 114 + 500) / 1000) as u8
}

/// A drawing on its way to PDF operators. Its methods give none where lines alone cannot show it.
struct Lines {
    /// Units of the box to one of the drawing.
    scale: f64,
    aspect: f64,
    colour: bool,
    out: String,
}

impl Lines {
    fn group(&mut self, group: &usvg::Group) -> Option<()> {
        let plain = group.opacity().get() == 1.0
            && group.blend_mode() == usvg::BlendMode::Normal
            && group.clip_path().is_none()
            && group.mask().is_none()
            && group.filters().is_empty();
        if !plain {
            return None;
        }
        for node in group.children() {
            match node {
                usvg::Node::Group(inner) => self.group(inner)?,
                usvg::Node::Path(path) if path.is_visible() => self.path(path)?,
                usvg::Node::Path(_) => {}
                usvg::Node::Image(_) | usvg::Node::Text(_) => return None,
            }
        }
        Some(())
    }

    fn path(&mut self, path: &usvg::Path) -> Option<()> {
        let transform = path.abs_transform();
        let fill = path.fill().map(|fill| {
            let operator = if fill.rule() == usvg::FillRule::EvenOdd { "f*" } else { "f" };
            (fill.paint(), fill.opacity().get(), operator)
        });
        if let Some((paint, opacity, operator)) = fill {
            self.paint(paint, opacity, ["g", "rg"])?;
            self.outline(path.data(), transform);
            self.line(operator);
        }
        let Some(stroke) = path.stroke() else { return Some(()) };
        let (x, y) = transform.get_scale();
        let even = (x - y).abs() < 0.01 * x.abs();
        if !even || stroke.dasharray().is_some() || path.paint_order() != usvg::PaintOrder::FillAndStroke {
            return None;
        }
        self.paint(stroke.paint(), stroke.opacity().get(), ["G", "RG"])?;
        let width = f64::from(stroke.width().get()) * f64::from(x) * self.scale;
        let cap = match stroke.linecap() {
            usvg::LineCap::Butt => 0,
            usvg::LineCap::Round => 1,
            usvg::LineCap::Square => 2,
        };
        let join = match stroke.linejoin() {
            usvg::LineJoin::Miter | usvg::LineJoin::MiterClip => 0,
            usvg::LineJoin::Round => 1,
            usvg::LineJoin::Bevel => 2,
        };
        self.line(&format!("{} w {cap} J {join} j {} M", number(width), number(f64::from(stroke.miterlimit().get()))));
        self.outline(path.data(), transform);
        self.line("S");
        Some(())
    }

    fn paint(&mut self, paint: &usvg::Paint, opacity: f32, [one, three]: [&str; 2]) -> Option<()> {
        let usvg::Paint::Color(colour) = paint else { return None };
        if opacity != 1.0 {
            return None;
        }
        let rgb = [colour.red, colour.green, colour.blue];
        let share = |tone: u8| number(f64::from(tone) / 255.0);
        match self.colour && rgb.iter().any(|tone| *tone != rgb[0]) {
            true => {
                let [red, green, blue] = rgb.map(share);
                self.line(&format!("{red} {green} {blue} {three}"));
            }
            false => self.line(&format!("{} {one}", share(grey(rgb)))),
        }
        Some(())
    }

    fn outline(&mut self, path: &usvg::tiny_skia_path::Path, transform: Transform) {
        let mut last = Point::zero();
        for segment in path.segments() {
            match segment {
                PathSegment::MoveTo(point) => {
                    self.points(&[point], transform, "m");
                    last = point;
                }
                PathSegment::LineTo(point) => {
                    self.points(&[point], transform, "l");
                    last = point;
                }
                // PDF knows cubic curves alone.
                PathSegment::QuadTo(handle, end) => {
                    let toward = |from: Point| {
                        let part = |from: f32, to: f32| from + (to - from) * 2.0 / 3.0;
                        Point::from_xy(part(from.x, handle.x), part(from.y, handle.y))
                    };
                    self.points(&[toward(last), toward(end), end], transform, "c");
                    last = end;
                }
                PathSegment::CubicTo(first, second, end) => {
                    self.points(&[first, second, end], transform, "c");
                    last = end;
                }
                PathSegment::Close => self.line("h"),
            }
        }
    }

    fn points(&mut self, points: &[Point], transform: Transform, operator: &str) {
        for point in points {
            let mut point = *point;
            transform.map_point(&mut point);
            let (x, y) = (f64::from(point.x) * self.scale, self.aspect - f64::from(point.y) * self.scale);
            // Writing to a string cannot fail.
            let _ = write!(self.out, "{} {} ", number(x), number(y));
        }
        self.line(operator);
    }

    fn line(&mut self, text: &str) {
        self.out.push_str(text);
        self.out.push('\n');
    }
}

/// Five decimals: at 40 mm less than half a thousandth of a millimetre.
fn number(n: f64) -> f64 {
    (n * 100_000.0).round() / 100_000.0 + 0.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn svg(inner: &str) -> Emblem {
        let text = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 10 20\" width=\"10\" height=\"20\">{inner}</svg>"
        );
        Emblem::read("logo.SVG", text.as_bytes(), true).unwrap()
    }

    #[test]
    fn plain_paths_stay_lines_in_a_box_one_unit_wide() {
        let emblem = svg("<path d=\"M0 0H10V20Z\" fill=\"#a3231f\"/><circle r=\"0\"/>");
        assert_eq!(emblem.aspect(), 2.0);
        assert_eq!(emblem.art, Art::Lines("0.63922 0.13725 0.12157 rg\n0 2 m\n1 2 l\n1 0 l\nh\nf\n".into()));
    }

    #[test]
    fn without_colour_all_becomes_tints_of_black() {
        let text = b"<svg xmlns='http://www.w3.org/2000/svg' width='4' height='4'><path d='M0 0H4V4Z' fill='red' stroke='white'/></svg>";
        let Art::Lines(lines) = Emblem::read("a.svg", text, false).unwrap().art else { panic!() };
        assert!(lines.starts_with("0.29804 g\n") && lines.contains("1 G\n0.25 w 0 J 0 j 4 M\n"), "{lines}");
        assert!(!lines.contains("rg") && !lines.contains("RG"));
    }

    #[test]
    fn what_lines_cannot_show_becomes_dots_on_white() {
        let emblem = svg("<path d=\"M0 0H10V10Z\" fill=\"#000\" opacity=\"0.5\"/>");
        let Art::Dots { width, height, channels, samples } = emblem.art else { panic!() };
        assert_eq!((width, height, channels), (240, 480, 3));
        assert_eq!(&samples[samples.len() - 3..], [255, 255, 255]);
    }

    #[test]
    fn anything_else_is_refused() {
        for path in ["a.svg", "a.png"] {
            assert_eq!(Emblem::read(path, b"no picture", true), Err(EmblemError));
        }
    }
}

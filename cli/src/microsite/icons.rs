//! The project's mark as programs want it beside its name: in tabs, on home screens, in lists.

use std::io::Cursor;

use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder};
use resvg::tiny_skia::{Color, FillRule, Paint, PathBuilder, Pixmap, Rect, Transform};
use usvg::Tree;

use super::plan::Plan;
use super::svg;

/// An icon of one size.
#[derive(Clone, Copy, Debug)]
pub struct Icon {
    /// Path of its file.
    pub path: &'static str,
    /// Pixels a side.
    pub side: u32,
    /// What a manifest says it is for.
    pub purpose: Option<&'static str>,
    ground: Ground,
    /// How much of the side the mark takes.
    share: f32,
}

/// What a mark stands on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Ground {
    /// Nothing: the tab's own colour.
    None,
    /// The primary colour with round corners.
    Round,
    /// The primary colour to the edge: systems cut the shape they like, and leave the middle four fifths.
    Full,
}

/// The icons made of the mark. Their paths are what browsers look for unasked.
pub const ICONS: [Icon; 5] = [
    Icon { path: "/favicon.ico", side: 32, purpose: None, ground: Ground::None, share: 1.0 },
    Icon { path: "/apple-touch-icon.png", side: 180, purpose: None, ground: Ground::Full, share: 0.62 },
    Icon { path: "/icon-192.png", side: 192, purpose: Some("any"), ground: Ground::Round, share: 0.66 },
    Icon { path: "/icon-512.png", side: 512, purpose: Some("any"), ground: Ground::Round, share: 0.66 },
    Icon { path: "/icon-maskable.png", side: 512, purpose: Some("maskable"), ground: Ground::Full, share: 0.5 },
];

impl Icon {
    /// The file in the colours of the project; none where its own mark is no drawing.
    pub fn file(&self, plan: &Plan) -> Option<Vec<u8>> {
        let colours = &plan.project.settings.palette.light;
        let ink = if self.ground == Ground::None { &colours.primary } else { &colours.ground };
        let mark = svg::tree(&plan.theme.ornament("mark").replace("currentColor", ink))?;
        let png = self.draw(&mark, super::share::colour(&colours.primary))?;
        Some(if self.path.ends_with(".ico") { in_ico(self.side, &png) } else { png })
    }

    fn draw(&self, mark: &Tree, primary: Color) -> Option<Vec<u8>> {
        let side = self.side as f32;
        let mut map = Pixmap::new(self.side, self.side)?;
        let mut paint = Paint::default();
        paint.set_color(primary);
        match self.ground {
            Ground::None => {}
            Ground::Full => map.fill(primary),
            Ground::Round => {
                let path = round(side, side * 0.2)?;
                map.fill_path(&path, &paint, FillRule::Winding, Transform::identity(), None);
            }
        }
        let size = mark.size();
        let scale = side * self.share / size.width().max(size.height());
        let (x, y) = ((side - size.width() * scale) / 2.0, (side - size.height() * scale) / 2.0);
        resvg::render(mark, Transform::from_row(scale, 0.0, 0.0, scale, x, y), &mut map.as_mut());
        let mut png = Vec::new();
        let encoder =
            PngEncoder::new_with_quality(Cursor::new(&mut png), CompressionType::Default, FilterType::Adaptive);
        encoder.write_image(&map.take_demultiplied(), self.side, self.side, ExtendedColorType::Rgba8).ok()?;
        Some(png)
    }
}

/// A square with round corners.
fn round(side: f32, radius: f32) -> Option<resvg::tiny_skia::Path> {
    let mut path = PathBuilder::new();
    let (near, far) = (radius, side - radius);
    path.push_rect(Rect::from_ltrb(near, 0.0, far, side)?);
    path.push_rect(Rect::from_ltrb(0.0, near, side, far)?);
    for (x, y) in [(near, near), (far, near), (near, far), (far, far)] {
        path.push_circle(x, y, radius);
    }
    path.finish()
}

/// One PNG in the container that old browsers look for: Windows' own, a head of 6 bytes and one row of 16.
fn in_ico(side: u32, png: &[u8]) -> Vec<u8> {
    let mut ico = vec![0, 0, 1, 0, 1, 0];
    // Colours and planes count for bitmaps only.
    ico.extend([side as u8, side as u8, 0, 0, 1, 0, 32, 0]);
    ico.extend((png.len() as u32).to_le_bytes());
    ico.extend(22u32.to_le_bytes());
    ico.extend(png);
    ico
}

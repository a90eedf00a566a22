//! What pictures are painted on.

use std::io::Cursor;

use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};
use image::{ImageFormat, ImageReader};
use resvg::tiny_skia::{Color, FillRule, Paint, Path, Pixmap, Rect, Transform};
use usvg::Tree;

/// Times a photo may be enlarged before it is better left out.
const ENLARGED: f64 = 1.8;

/// Width and height in pixels.
pub type Size = (u32, u32);

/// Four bytes a pixel, rows from the top.
#[derive(Debug)]
pub struct Pixels {
    bytes: Vec<u8>,
    size: Size,
}

/// A picture in the making.
#[derive(Debug)]
pub struct Canvas {
    map: Pixmap,
    painted: bool,
}

impl Canvas {
    /// An empty canvas of one colour; none without any size.
    pub fn new(size: Size, ground: Color) -> Option<Canvas> {
        let mut map = Pixmap::new(size.0, size.1)?;
        map.fill(ground);
        Some(Canvas { map, painted: false })
    }

    /// Fills a path.
    pub fn fill(&mut self, path: &Path, colour: Color) {
        let mut paint = Paint::default();
        paint.set_color(colour);
        self.map.fill_path(path, &paint, FillRule::Winding, Transform::identity(), None);
    }

    /// Fills a rectangle: left, top, width, height.
    pub fn bar(&mut self, [x, y, width, height]: [f64; 4], colour: Color) {
        let mut paint = Paint::default();
        paint.set_color(colour);
        if let Some(rect) = Rect::from_xywh(x as f32, y as f32, width as f32, height as f32) {
            self.map.fill_rect(rect, &paint, Transform::identity(), None);
        }
    }

    /// Draws a drawing with its upper left corner at `x` and `y`, `scale` times its size.
    pub fn draw(&mut self, tree: &Tree, x: f64, y: f64, scale: f64) {
        let at = Transform::from_row(scale as f32, 0.0, 0.0, scale as f32, x as f32, y as f32);
        resvg::render(tree, at, &mut self.map.as_mut());
    }

    /// Puts a picture with its upper left corner at `x` and `y`.
    pub fn put(&mut self, picture: &Pixels, (x, y): (u32, u32)) {
        let (width, height) = (picture.size.0 as usize * 4, picture.size.1 as usize);
        let (own, left) = (self.map.width() as usize * 4, x as usize * 4);
        let rows = self.map.data_mut().chunks_exact_mut(own).skip(y as usize);
        for (row, source) in rows.zip(picture.bytes.chunks_exact(width)).take(height) {
            if let Some(part) = row.get_mut(left..left + width) {
                part.copy_from_slice(source);
            }
        }
        self.painted = true;
    }

    /// Whether a photo or painting is on it.
    pub fn is_painted(&self) -> bool {
        self.painted
    }

    /// Its width.
    pub fn width(&self) -> u32 {
        self.map.width()
    }

    /// Its height.
    pub fn height(&self) -> u32 {
        self.map.height()
    }

    /// Four bytes a pixel, the last of no meaning: a canvas is opaque.
    pub fn pixels(&self) -> &[u8] {
        self.map.data()
    }
}

/// A drawing as pixels: as large as fills `size`, cut evenly at the sides that stick out.
pub fn rasterise(tree: &Tree, size: Size) -> Option<Pixels> {
    let mut map = Pixmap::new(size.0, size.1)?;
    map.fill(Color::WHITE);
    let (width, height) = (f64::from(tree.size().width()), f64::from(tree.size().height()));
    let scale = (f64::from(size.0) / width).max(f64::from(size.1) / height);
    let (x, y) = ((f64::from(size.0) - width * scale) / 2.0, (f64::from(size.1) - height * scale) / 2.0);
    let at = Transform::from_row(scale as f32, 0.0, 0.0, scale as f32, x as f32, y as f32);
    resvg::render(tree, at, &mut map.as_mut());
    Some(Pixels { bytes: map.take(), size })
}

/// A photo as pixels: as large as fills `size`, cut evenly at the sides that stick out. None where it cannot be read or
/// would have to be enlarged too much.
pub fn cut(jpeg: &[u8], size: Size) -> Option<Pixels> {
    let photo = ImageReader::with_format(Cursor::new(jpeg), ImageFormat::Jpeg).decode().ok()?.into_rgba8();
    let (width, height) = (f64::from(photo.width()), f64::from(photo.height()));
    let scale = (f64::from(size.0) / width).max(f64::from(size.1) / height);
    if scale > ENLARGED {
        return None;
    }
    let (across, down) = (f64::from(size.0) / scale, f64::from(size.1) / scale);
    let part = ResizeOptions::new()
        .resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3))
        .crop((width - across) / 2.0, (height - down) / 2.0, across, down)
        .use_alpha(false);
    let source = ImageRef::new(photo.width(), photo.height(), photo.as_raw(), PixelType::U8x4).ok()?;
    let mut target = Image::new(size.0, size.1, PixelType::U8x4);
    Resizer::new().resize(&source, &mut target, &part).ok()?;
    Some(Pixels { bytes: target.into_vec(), size })
}

//! Photos: upright, without metadata, in several widths as WebP and JPEG. Originals are never published.

use std::io::Cursor;

use fast_image_resize::images::Image;
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageReader, RgbImage};
use sha2::{Digest, Sha256};

use super::gallery::{Derived, Fault, Files};
use super::photo_cache::Cache;
use super::tint::Tint;
use super::{Error, Options};
use crate::diagnostic::Diagnostic;
use crate::write::Stage;

/// Widths photos are published in, where they are that wide.
const WIDTHS: [u32; 4] = [240, 480, 960, 1600];

const WEBP_QUALITY: f32 = 78.0;
const JPEG_QUALITY: u8 = 80;

/// Changes whenever the same photo would give other bytes: part of every derived file's name.
const RECIPE: &str = "240 480 960 1600 lanczos3 webp-0.3 q78 jpeg-encoder-0.7 q80 1";

/// The largest pictures taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Limits;

impl Limits {
    /// Bytes of a file.
    pub const BYTES: usize = 40 << 20;
    /// Pixels of a photo.
    pub const PIXELS: u64 = 100_000_000;
}

/// A photo in one width, in both forms.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Form {
    /// Its width in pixels.
    pub width: u32,
    /// Its height in pixels.
    pub height: u32,
    /// WebP.
    pub webp: Vec<u8>,
    /// JPEG, for what does not read WebP.
    pub jpeg: Vec<u8>,
    /// What holds its place.
    pub tint: Tint,
}

/// Looks at the head of the photo at `path`, relative to the content folder: whether it can be read and is not too
/// large. Decoding may still find fault with the rest.
pub fn inspect(path: &str, bytes: &[u8]) -> Result<(), Box<Diagnostic>> {
    check_size(path, bytes)?;
    open(path, bytes).map(drop)
}

/// Refuses files that are too large.
pub fn check_size(path: &str, bytes: &[u8]) -> Result<(), Box<Diagnostic>> {
    if bytes.len() <= Limits::BYTES {
        return Ok(());
    }
    let (size, limit) = (bytes.len() >> 20, Limits::BYTES >> 20);
    Err(too_large(path, format!("{size} MB"), format!("{limit} MB")))
}

fn too_large(path: &str, size: String, limit: String) -> Box<Diagnostic> {
    Box::new(Diagnostic::error("picture-too-large").at(path).with("size", size).with("limit", limit))
}

fn unreadable(path: &str, bytes: &[u8]) -> Box<Diagnostic> {
    // Phones name the brand of the format in the first box: ISO 14496-12.
    let brand = bytes.get(4..12);
    let heic = brand.is_some_and(|b| [&b"ftyphei"[..], b"ftyphev", b"ftypmif"].iter().any(|name| b.starts_with(name)));
    let rule = if heic { "picture-heic" } else { "picture-unreadable" };
    Box::new(Diagnostic::error(rule).at(path).with("file", path))
}

fn open<'a>(path: &str, bytes: &'a [u8]) -> Result<impl ImageDecoder + 'a, Box<Diagnostic>> {
    let unreadable = |_| unreadable(path, bytes);
    let reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format();
    let reader = reader.map_err(|error| unreadable(error.into()))?;
    let decoder = reader.into_decoder().map_err(unreadable)?;
    let (width, height) = decoder.dimensions();
    let pixels = u64::from(width) * u64::from(height);
    if pixels > Limits::PIXELS {
        let (size, limit) = (pixels / 1_000_000, Limits::PIXELS / 1_000_000);
        return Err(too_large(path, format!("{size} MP"), format!("{limit} MP")));
    }
    Ok(decoder)
}

/// Stages the photo at `path` in all widths, under the address `name` with a hash of content and recipe.
pub fn derive(path: &str, name: &str, bytes: &[u8], options: &Options, stage: &Stage) -> Result<Derived, Fault> {
    check_size(path, bytes).map_err(Fault::Content)?;
    let hash = hex(&Sha256::new().chain_update(RECIPE).chain_update(bytes).finalize(), 32);
    let cache = options.cache.as_deref().map(|folder| Cache::new(folder, &hash));
    let known = cache.as_ref().and_then(Cache::read);
    let fresh = known.is_none();
    let forms = match known {
        Some(forms) => forms,
        None => make(path, bytes).map_err(Fault::Content)?,
    };
    if let Some(cache) = cache.filter(|_| fresh) {
        cache.write(&forms).map_err(|(path, source)| Fault::Machine(Error::Write { path, source }))?;
    }
    let stem = format!("{name}-{}", &hash[..10]);
    for form in &forms {
        for (extension, bytes) in [("webp", &form.webp), ("jpg", &form.jpeg)] {
            let file = format!("site{stem}-{}.{extension}", form.width);
            stage.put(&file, bytes).map_err(|source| Fault::Machine(Error::Write { path: file, source }))?;
        }
    }
    let largest = forms.last().map_or((0, 0), |form| (form.width, form.height));
    let widths = forms.iter().map(|form| form.width).collect();
    // Of the smallest form: fewest pixels, same colour.
    let tint = forms.first().map(|form| form.tint);
    Ok(Derived { width: largest.0, height: largest.1, tint, files: Files::Photo(stem, widths) })
}

/// The forms of a photo, least first.
fn make(path: &str, bytes: &[u8]) -> Result<Vec<Form>, Box<Diagnostic>> {
    let mut decoder = open(path, bytes)?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let profile = decoder.icc_profile().ok().flatten();
    let photo = DynamicImage::from_decoder(decoder).map_err(|_| unreadable(path, bytes))?;
    let mut photo = opaque(photo);
    let mut forms = Vec::with_capacity(WIDTHS.len());
    let swapped = matches!(
        orientation,
        Orientation::Rotate90 | Orientation::Rotate270 | Orientation::Rotate90FlipH | Orientation::Rotate270FlipH
    );
    let upright_width = if swapped { photo.height() } else { photo.width() };
    let mut corrected = false;
    for width in widths(upright_width).into_iter().rev() {
        // Each width is made of the one above: a quarter of the work. Rotating last moves the fewest pixels.
        photo = resize(&photo, width, swapped).ok_or_else(|| unreadable(path, bytes))?;
        if !corrected {
            to_srgb(&mut photo, profile.as_deref());
            corrected = true;
        }
        let mut upright = DynamicImage::ImageRgb8(photo.clone());
        upright.apply_orientation(orientation);
        forms.push(encode(&upright.into_rgb8()).ok_or_else(|| unreadable(path, bytes))?);
    }
    forms.reverse();
    Ok(forms)
}

/// The widths for a photo `own` pixels wide: never more than it has.
fn widths(own: u32) -> Vec<u32> {
    let mut widths: Vec<u32> = WIDTHS.into_iter().filter(|width| *width <= own).collect();
    let largest = own.min(WIDTHS[WIDTHS.len() - 1]);
    if widths.last() != Some(&largest) {
        widths.push(largest);
    }
    widths
}

/// The photo without transparency, on white.
fn opaque(photo: DynamicImage) -> RgbImage {
    if !photo.color().has_alpha() {
        return photo.into_rgb8();
    }
    let rgba = photo.into_rgba8();
    RgbImage::from_fn(rgba.width(), rgba.height(), |x, y| {
        let [r, g, b, a] = rgba.get_pixel(x, y).0.map(u32::from);
        image::Rgb([r, g, b].map(|c| ((c * a + 255 * (255 - a) + 127) / 255) as u8))
    })
}

/// The photo `width` pixels wide once it is upright.
fn resize(photo: &RgbImage, width: u32, swapped: bool) -> Option<RgbImage> {
    let (from_width, from_height) = photo.dimensions();
    let (across, down) = if swapped { (from_height, from_width) } else { (from_width, from_height) };
    let height = (u64::from(down) * u64::from(width) + u64::from(across) / 2) / u64::from(across.max(1));
    let height = (height as u32).max(1);
    let (to_width, to_height) = if swapped { (height, width) } else { (width, height) };
    if (to_width, to_height) == (from_width, from_height) {
        return Some(photo.clone());
    }
    let source =
        fast_image_resize::images::ImageRef::new(from_width, from_height, photo.as_raw(), PixelType::U8x3).ok()?;
    let mut target = Image::new(to_width, to_height, PixelType::U8x3);
    let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3));
    Resizer::new().resize(&source, &mut target, &options).ok()?;
    RgbImage::from_raw(to_width, to_height, target.into_vec())
}

/// Turns the colours of a photo with a profile of its own (Display P3 of many phones) into those every screen knows.
fn to_srgb(photo: &mut RgbImage, profile: Option<&[u8]>) {
    use moxcms::{ColorProfile, DataColorSpace, Layout, TransformOptions};
    let Some(profile) = profile.and_then(|bytes| ColorProfile::new_from_slice(bytes).ok()) else { return };
    if profile.color_space != DataColorSpace::Rgb {
        return;
    }
    let srgb = ColorProfile::new_srgb();
    let transform = profile.create_transform_8bit(Layout::Rgb, &srgb, Layout::Rgb, TransformOptions::default());
    let Ok(transform) = transform else { return };
    let mut turned = vec![0; photo.as_raw().len()];
    if transform.transform(photo.as_raw(), &mut turned).is_ok() {
        photo.copy_from_slice(&turned);
    }
}

fn encode(photo: &RgbImage) -> Option<Form> {
    let (width, height) = photo.dimensions();
    let webp = webp::Encoder::from_rgb(photo.as_raw(), width, height).encode(WEBP_QUALITY).to_vec();
    let mut jpeg = Vec::new();
    let mut encoder = jpeg_encoder::Encoder::new(&mut jpeg, JPEG_QUALITY);
    encoder.set_progressive(true);
    encoder.set_optimized_huffman_tables(true);
    encoder.set_sampling_factor(jpeg_encoder::SamplingFactor::F_2_2);
    let (across, down) = (u16::try_from(width).ok()?, u16::try_from(height).ok()?);
    encoder.encode(photo.as_raw(), across, down, jpeg_encoder::ColorType::Rgb).ok()?;
    Some(Form { width, height, webp, jpeg, tint: Tint::of(photo) })
}

/// The first `digits` hexadecimal digits of `bytes`.
pub fn hex(bytes: &[u8], digits: usize) -> String {
    let mut text: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    text.truncate(digits);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A JPEG of 1200 × 800 pixels, left half dark, with an EXIF orientation if any is given.
    fn jpeg(orientation: Option<u8>) -> Vec<u8> {
        let photo =
            RgbImage::from_fn(1200, 800, |x, _| image::Rgb(if x < 600 { [20, 20, 20] } else { [230, 230, 230] }));
        let mut bytes = Vec::new();
        let mut encoder = jpeg_encoder::Encoder::new(&mut bytes, 90);
        if let Some(orientation) = orientation {
            let mut exif = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
            exif.extend([orientation, 0, 0, 0, 0, 0, 0]);
            encoder.add_app_segment(1, exif).unwrap();
        }
        encoder.encode(photo.as_raw(), 1200, 800, jpeg_encoder::ColorType::Rgb).unwrap();
        bytes
    }

    #[test]
    fn photos_are_never_made_larger() {
        assert_eq!(widths(4000), [240, 480, 960, 1600]);
        assert_eq!(widths(1200), [240, 480, 960, 1200]);
        assert_eq!(widths(200), [200]);
    }

    #[test]
    fn a_photo_on_its_side_is_set_upright_and_loses_its_metadata() {
        let forms = make("a.jpg", &jpeg(Some(6))).unwrap();
        let sizes: Vec<(u32, u32)> = forms.iter().map(|form| (form.width, form.height)).collect();
        assert_eq!(sizes, [(240, 360), (480, 720), (800, 1200)]);
        let upright = image::load_from_memory(&forms[2].jpeg).unwrap().into_rgb8();
        assert!(upright.get_pixel(400, 100).0[0] < 60 && upright.get_pixel(400, 1100).0[0] > 200);
        for form in &forms {
            assert!(!form.jpeg.windows(4).any(|w| w == b"Exif") && !form.webp.windows(4).any(|w| w == b"EXIF"));
        }
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        assert_eq!(inspect("a.jpg", b"no photo").unwrap_err().rule, "picture-unreadable");
        assert_eq!(inspect("a.heic", b"\0\0\0\x18ftypheic\0\0").unwrap_err().rule, "picture-heic");
        assert!(inspect("a.jpg", &jpeg(None)).is_ok());
        let mut cut = jpeg(None);
        cut.truncate(200);
        assert_eq!(make("a.jpg", &cut).unwrap_err().rule, "picture-unreadable");
    }
}

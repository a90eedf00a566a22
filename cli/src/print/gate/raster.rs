//! The finished file as dots: one symbol with its quiet zone, at one resolution.

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::Pdf;
use hayro::kurbo::Affine;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::vello_cpu::{Pixmap, RasterizerSettings, RenderContext, Resources, TargetInit};
use hayro::{RenderCache, RenderSettings, render_into};

use crate::print::pdf::Placed;
use crate::qr::{QUIET_ZONE, Symbol};

/// A picture of a symbol and its quiet zone in shades of grey.
#[derive(Debug)]
pub struct Raster {
    /// Dots a side.
    pub side: usize,
    /// Rows from the top; 0 is black.
    pub luma: Vec<u8>,
    /// Dots an inch.
    pub resolution: f64,
}

/// Draws the place where a symbol that says `payload` should be. None where the file has no such page.
pub fn rasterise(pdf: &Pdf, placed: &Placed, payload: &str, resolution: f64) -> Option<Raster> {
    let width = Symbol::new(payload).ok()?.width() as f64;
    let page = pdf.pages().get(placed.page)?;
    let scale = resolution / 72.0;
    let quiet = placed.side / width * QUIET_ZONE as f64;
    let (left, top) = (placed.left - quiet, placed.bottom + placed.side + quiet);
    let side = ((placed.side + 2.0 * quiet) * scale).round();
    if !(1.0..=f64::from(u16::MAX)).contains(&side) {
        return None;
    }
    let transform = Affine::new([scale, 0.0, 0.0, -scale, -left * scale, top * scale]);
    let mut context = RenderContext::new(side as u16, side as u16);
    let (cache, settings) = (RenderCache::new(), InterpreterSettings::default());
    render_into(page, &cache, &settings, &RenderSettings::default(), &mut context, transform);
    context.flush();
    let mut pixmap = Pixmap::new(context.width(), context.height());
    let white = RasterizerSettings { target_init: TargetInit::Clear(WHITE), ..RasterizerSettings::default() };
    context.render_with(&mut pixmap, &mut Resources::default(), white);
    let luma = pixmap.data().iter().map(|p| luminance(p.r, p.g, p.b)).collect();
    Some(Raster { side: side as usize, luma, resolution })
}

/// Rec. 601, as cameras weigh colours.
fn luminance(r: u8, g: u8, b: u8) -> u8 {
    ((u32::from(r) * 299 + u32::from(g) * 587 + u32::from(b) * 114 + 500) / 1000) as u8
}

//! The finished file as dots: one symbol with its quiet zone, at one resolution.

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::Pdf;
use hayro::kurbo::Affine;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::vello_cpu::{Pixmap, RasterizerSettings, RenderContext, Resources, TargetInit};
use hayro::{RenderCache, RenderSettings, render_into};

use super::trial::Picture;
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

/// Dots of a module decoders are given at least: more tell them nothing and cost them time.
const ENOUGH: f64 = 6.0;

impl Raster {
    /// The dots averaged over squares, as far as a module keeps enough of them: rows from the top, and dots a side.
    pub fn reduced(&self, module: f64) -> (Vec<u8>, usize) {
        let by = ((module / ENOUGH) as usize).max(1);
        if by == 1 {
            return (self.luma.clone(), self.side);
        }
        // What is left over at the right and at the foot belongs to the quiet zone.
        let side = self.side / by;
        let mut sums = vec![0_u32; side * side];
        for (y, row) in self.luma.chunks_exact(self.side).take(side * by).enumerate() {
            let out = &mut sums[y / by * side..][..side];
            for (sum, dots) in out.iter_mut().zip(row.chunks_exact(by)) {
                *sum += dots.iter().map(|tone| u32::from(*tone)).sum::<u32>();
            }
        }
        let area = (by * by) as u32;
        (sums.into_iter().map(|sum| ((sum + area / 2) / area) as u8).collect(), side)
    }

    /// The picture at so many dots a module, of `modules` a side.
    pub fn picture(&self, modules: usize, dots: f32) -> Picture {
        let side = (modules as f32 * dots).round() as usize;
        let scale = self.side as f32 / side as f32;
        // Which dots a new one is made of, and how much of each.
        let spans: Vec<Vec<(usize, f32)>> = (0..side)
            .map(|at| {
                let (from, to) = (at as f32 * scale, (at + 1) as f32 * scale);
                let last = (to.ceil() as usize).min(self.side);
                (from as usize..last)
                    .map(|dot| (dot, (to.min(dot as f32 + 1.0) - from.max(dot as f32)).max(0.0)))
                    .collect()
            })
            .collect();
        // Across first, then down.
        let rows: Vec<f32> = self
            .luma
            .chunks_exact(self.side)
            .flat_map(|row| spans.iter().map(|span| span.iter().map(|(x, share)| f32::from(row[*x]) * share).sum()))
            .collect();
        let mut tones = vec![0.0; side * side];
        for (y, span) in spans.iter().enumerate() {
            for (row, share) in span {
                let own = &rows[row * side..][..side];
                tones[y * side..][..side].iter_mut().zip(own).for_each(|(tone, dot)| *tone += dot * share);
            }
        }
        tones.iter_mut().for_each(|tone| *tone /= scale * scale);
        Picture { side, module: dots, tones }
    }
}

/// Draws the place where a symbol that says `payload` should be. None where the file has no such page.
pub fn rasterise<'a>(
    pdf: &'a Pdf,
    cache: &RenderCache<'a>,
    placed: &Placed,
    payload: &str,
    resolution: f64,
) -> Option<Raster> {
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
    let settings = InterpreterSettings::default();
    render_into(page, cache, &settings, &RenderSettings::default(), &mut context, transform);
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

//! Where the words, the ornament and the picture stand.

use resvg::tiny_skia::Color;
use sha2::{Digest, Sha256};
use usvg::Tree;

use super::super::plan::Plan;
use super::super::svg;
use super::canvas::{Canvas, Pixels, Size};
use super::lettering::{Block, Room};
use super::wording::Wording;
use super::{HEIGHT, WIDTH};
use crate::model::Colours;
use crate::print::{Fonts, Style};

/// Size of the picture beside the words.
pub const PICTURE: Size = (720, HEIGHT);
/// Left edge of the picture.
const EDGE: f64 = 480.0;
/// From the edge of the panel to the words.
const MARGIN: f64 = 44.0;
/// Sizes of titles beside a picture, and alone.
const BESIDE: [f64; 7] = [56.0, 50.0, 45.0, 40.0, 36.0, 32.0, 28.0];
const ALONE: [f64; 6] = [88.0, 76.0, 66.0, 58.0, 50.0, 42.0];
/// Height of a line in parts of the size: marks stacked on capitals must not touch the line above.
const TIGHT: f64 = 1.28;
const LOOSE: f64 = 1.4;
/// What sticks out of a tag at each side of its words.
const TAG: f64 = 10.0;

/// What all pictures of a project share.
pub struct Studio<'a> {
    fonts: &'a Fonts<'a>,
    inks: Inks,
    mark: Option<Tree>,
    lotus: Option<Tree>,
    wave: Option<Tree>,
    fingerprint: [u8; 32],
}

/// The project's colours.
#[derive(Clone, Copy, Debug)]
struct Inks {
    ground: Color,
    muted: Color,
    primary: Color,
    accent: Color,
}

impl<'a> Studio<'a> {
    /// The studio of a project.
    pub fn new(plan: &Plan, fonts: &'a Fonts<'a>) -> Studio<'a> {
        let colours = &plan.project.settings.palette.light;
        let Colours { ground, muted, primary, accent, .. } = colours;
        let ornament = |name: &str, colour: &str| plan.theme.ornament(name).replace("currentColor", colour);
        let ornaments = ["mark", "lotus", "wave"].map(|name| ornament(name, primary));
        let mut hash = Sha256::new();
        for part in ornaments.iter().chain([ground, muted, primary, accent]) {
            hash.update(part);
        }
        let [mark, lotus, wave] = ornaments.map(|text| svg::tree(&text));
        let [ground, muted, primary, accent] = [ground, muted, primary, accent].map(|text| colour(text));
        Studio {
            fonts,
            inks: Inks { ground, muted, primary, accent },
            mark,
            lotus,
            wave,
            fingerprint: hash.finalize().into(),
        }
    }

    /// Hash of what is the same on every picture.
    pub fn fingerprint(&self) -> [u8; 32] {
        self.fingerprint
    }

    /// The picture: the words beside `cover`, or alone.
    pub fn draw(&self, wording: &Wording, cover: Option<&Pixels>) -> Option<Canvas> {
        let mut canvas = Canvas::new((WIDTH, HEIGHT), self.inks.ground)?;
        match cover {
            Some(cover) => self.beside(&mut canvas, wording, cover),
            None => self.alone(&mut canvas, wording),
        }
        Some(canvas)
    }

    /// A panel of words at the left, the picture at the right behind a rim as Chu Đậu ware has it.
    fn beside(&self, canvas: &mut Canvas, wording: &Wording, cover: &Pixels) {
        let Inks { muted, primary, .. } = self.inks;
        let (height, measure) = (f64::from(HEIGHT), EDGE - 14.0 - MARGIN - 28.0);
        canvas.put(cover, (EDGE as u32, 0));
        canvas.bar([EDGE - 12.0, 0.0, 6.0, height], primary);
        canvas.bar([EDGE - 3.0, 0.0, 3.0, height], primary);
        let mut top = MARGIN;
        if let Some(project) = &wording.project {
            if let Some(mark) = &self.mark {
                canvas.draw(mark, MARGIN - 5.0, MARGIN, 44.0 / 64.0);
            }
            let room = Room { measure: measure - 50.0, height: 60.0 };
            let title = Block::set(self.fonts, Style::Bold, &[21.0, 18.0], room, TIGHT, project);
            self.write(canvas, &title, MARGIN + 50.0, MARGIN + 22.0 - title.height() / 2.0, primary, false);
            top += 44.0 + 20.0;
        }
        let wave = self.band(canvas, 0.0, EDGE - 12.0, height - 18.0);
        let mut foot = height - if wave { 36.0 } else { MARGIN };
        let room = Room { measure, height: 30.0 };
        let host = Block::set(self.fonts, Style::Bold, &[21.0, 18.0], room, LOOSE, &wording.host);
        foot -= host.height();
        self.write(canvas, &host, MARGIN, foot, primary, false);
        if let Some(owner) = &wording.owner {
            let room = Room { measure, height: 48.0 };
            let owner = Block::set(self.fonts, Style::Regular, &[17.0], room, LOOSE, owner);
            foot -= owner.height();
            self.write(canvas, &owner, MARGIN, foot, muted, false);
        }
        let room = Room { measure, height: foot - 18.0 - top };
        self.story(canvas, wording, &BESIDE, MARGIN, top, room, false);
    }

    /// The words in the middle of a rim, below the lotus.
    fn alone(&self, canvas: &mut Canvas, wording: &Wording) {
        let Inks { muted, primary, .. } = self.inks;
        let (width, height) = (f64::from(WIDTH), f64::from(HEIGHT));
        for (inset, thick) in [(26.0, 6.0), (38.0, 2.0)] {
            let (across, down) = (width - 2.0 * inset, height - 2.0 * inset);
            canvas.bar([inset, inset, across, thick], primary);
            canvas.bar([inset, height - inset - thick, across, thick], primary);
            canvas.bar([inset, inset, thick, down], primary);
            canvas.bar([width - inset - thick, inset, thick, down], primary);
        }
        if let Some(lotus) = &self.lotus {
            canvas.draw(lotus, (width - 300.0) / 2.0, 66.0, 300.0 / f64::from(lotus.size().width()));
        }
        let wave = self.band(canvas, 40.0, width - 40.0, height - 58.0);
        let mut foot = height - if wave { 78.0 } else { 64.0 };
        let line: Vec<&str> = wording.project.iter().map(String::as_str).chain([wording.host.as_str()]).collect();
        let room = Room { measure: 960.0, height: 36.0 };
        let host = Block::set(self.fonts, Style::Bold, &[24.0, 21.0, 18.0], room, LOOSE, &line.join(" · "));
        foot -= host.height();
        self.write(canvas, &host, width / 2.0, foot, primary, true);
        if let Some(owner) = &wording.owner {
            let room = Room { measure: 960.0, height: 30.0 };
            let owner = Block::set(self.fonts, Style::Regular, &[20.0, 17.0], room, LOOSE, owner);
            foot -= owner.height();
            self.write(canvas, &owner, width / 2.0, foot, muted, true);
        }
        let top = 148.0;
        let room = Room { measure: 960.0, height: foot - 16.0 - top };
        self.story(canvas, wording, &ALONE, width / 2.0, top, room, true);
    }

    /// Trial, kicker, title and place, in the middle of their room. `x` is the left edge or the middle.
    #[allow(clippy::too_many_arguments, reason = "each says where one block stands, and only two layouts say it")]
    fn story(
        &self,
        canvas: &mut Canvas,
        wording: &Wording,
        sizes: &[f64],
        x: f64,
        top: f64,
        room: Room,
        centred: bool,
    ) {
        let Inks { ground, muted, primary, accent } = self.inks;
        let at = |height: f64| Room { height, ..room };
        let small = if centred { 26.0 } else { 21.0 };
        let line = |style, text: &String| Block::set(self.fonts, style, &[small], at(small * 4.4), LOOSE, text);
        let kicker = wording.kicker.as_ref().map(|text| (line(Style::Bold, text), accent, 8.0));
        let place = wording.place.as_ref().map(|text| (line(Style::Regular, text), muted, 0.0));
        let trial = wording.trial.as_ref().map(|text| {
            let tag = Block::set(self.fonts, Style::Bold, &[18.0], at(30.0), LOOSE, text);
            (tag, ground, 16.0)
        });
        let rest: f64 =
            [&trial, &kicker, &place].into_iter().flatten().map(|(block, _, gap)| block.height() + gap).sum();
        let title = Block::set(self.fonts, Style::Bold, sizes, at(room.height - rest - 12.0), TIGHT, &wording.title);
        let blocks = [trial, kicker, Some((title, primary, 12.0)), place];
        let height: f64 = blocks.iter().flatten().map(|(block, _, gap)| block.height() + gap).sum();
        let mut y = top + ((room.height - height) / 2.0).max(0.0);
        for (block, colour, gap) in blocks.into_iter().flatten() {
            let mut left = x;
            if colour == ground {
                let tag = if centred { x - block.width() / 2.0 - TAG } else { x };
                canvas.bar([tag, y, block.width() + 2.0 * TAG, block.height() + 2.0], accent);
                left = if centred { x } else { x + TAG };
            }
            self.write(canvas, &block, left, y, colour, centred);
            y += block.height() + gap;
        }
    }

    fn write(&self, canvas: &mut Canvas, block: &Block, x: f64, y: f64, colour: Color, centred: bool) {
        if let Some(path) = block.outlines(self.fonts, x, y, centred) {
            canvas.fill(&path, colour);
        }
    }

    /// A band of waves from `left` to `right`, as many whole ones as there is room for; whether there is one.
    fn band(&self, canvas: &mut Canvas, left: f64, right: f64, y: f64) -> bool {
        let Some(wave) = &self.wave else { return false };
        let count = ((right - left) / f64::from(wave.size().width())).round().max(1.0);
        let scale = (right - left) / count / f64::from(wave.size().width());
        for i in 0..count as u32 {
            let x = left + f64::from(i) * (right - left) / count;
            canvas.draw(wave, x, y, scale);
        }
        true
    }
}

/// A colour token. The loader takes no other form; black would be seen.
pub fn colour(hex: &str) -> Color {
    let part = |range| u8::from_str_radix(hex.get(range).unwrap_or("0"), 16).unwrap_or(0);
    Color::from_rgba8(part(1..3), part(3..5), part(5..7), u8::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn height(sizes: &[f64], room: Room, text: &str) -> f64 {
        Block::set(&Fonts::embedded(), Style::Bold, sizes, room, TIGHT, text).height()
    }

    #[test]
    fn a_title_never_leaves_its_room() {
        let titles = [
            "Ế".to_owned(),
            "Quần thể di tích lịch sử – văn hóa Đền Xưa, Chùa Giám và Đền Bia thờ Đại danh y Thiền sư Tuệ Tĩnh"
                .to_owned(),
            "Nghiêng".repeat(40),
            "rất dài ".repeat(200),
        ];
        for room in [Room { measure: 380.0, height: 260.0 }, Room { measure: 960.0, height: 200.0 }] {
            for title in &titles {
                for sizes in [&BESIDE[..], &ALONE] {
                    let height = height(sizes, room, title);
                    assert!(height > 0.0 && height <= room.height + 0.5, "{title:.40}: {height} of {}", room.height);
                }
            }
        }
    }

    #[test]
    fn a_short_title_is_large_and_a_long_one_small() {
        let room = Room { measure: 380.0, height: 260.0 };
        assert_eq!(height(&BESIDE, room, "Đền Sượt"), (BESIDE[0] * TIGHT).round());
        let long = Block::set(&Fonts::embedded(), Style::Bold, &BESIDE, room, TIGHT, &"Động Kính Chủ ".repeat(5));
        assert!(long.width() <= room.measure, "{}", long.width());
    }
}

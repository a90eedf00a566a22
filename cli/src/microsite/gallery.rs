//! The pictures of a project as pages show them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use rayon::prelude::*;
use serde::Serialize;

use super::text::{Text, escape};
use super::tint::Tint;
use super::tongue::Tongue;
use super::{Error, Options, photo, svg};
use crate::diagnostic::Diagnostic;
use crate::load::Content;
use crate::model::{Entry, Picture, Project, ReferenceTarget, anchor, picture_path};
use crate::write::Stage;

/// Where a picture stands, and so how wide it gets and when it is loaded.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Shape {
    /// Head of a page, as wide as a phone, loaded at once.
    Cover,
    /// Within the text.
    Inline,
    /// In the gallery.
    Grid,
    /// Beside a title in a list.
    Thumb,
}

impl Shape {
    /// How wide the picture gets, for the browser to choose a file by. Phones of three pixels to the point would fetch
    /// the widest for a difference nobody sees: two thirds of the truth lets them take the middle one.
    fn sizes(self) -> &'static str {
        match self {
            Shape::Cover => "(min-width:60rem) 36rem,67vw",
            Shape::Inline => "(min-width:60rem) 44rem,67vw",
            Shape::Grid => "(min-width:40rem) 18rem,33vw",
            Shape::Thumb => "(min-width:40rem) 18rem,75px",
        }
    }
}

/// A picture as it is published.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Derived {
    /// Width in pixels of the largest form.
    pub width: u32,
    /// Height in pixels of the largest form.
    pub height: u32,
    /// What holds its place until it is there; a drawing has none.
    pub tint: Option<Tint>,
    /// Its files.
    pub files: Files,
}

/// The files of a picture, root-absolute.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Files {
    /// A drawing that fits every width.
    Vector(String),
    /// A photo in several widths: what comes before `-480.webp` and `-480.jpg`, and the widths, least first.
    Photo(String, Vec<u32>),
}

impl Files {
    /// What tells these files from all others: their address without widths.
    pub fn stem(&self) -> &str {
        match self {
            Files::Vector(path) => path,
            Files::Photo(stem, _) => stem,
        }
    }
}

impl Derived {
    /// Appends the picture as HTML.
    pub fn markup(&self, out: &mut String, alt: &Text, shape: Shape) {
        let photo = match &self.files {
            Files::Photo(stem, widths) => Some((stem, widths)),
            Files::Vector(_) => None,
        };
        if let Some((stem, widths)) = photo {
            out.push_str("<picture><source type=\"image/webp\" srcset=\"");
            srcset(out, stem, widths, "webp");
            let _ = write!(out, "\" sizes=\"{}\">", shape.sizes());
        }
        out.push_str("<img src=\"");
        match (&self.files, photo) {
            (Files::Vector(path), _) => out.push_str(path),
            (_, Some((stem, widths))) => {
                let usual = usual(widths);
                let _ = write!(out, "{stem}-{usual}.jpg\" srcset=\"");
                srcset(out, stem, widths, "jpg");
                let _ = write!(out, "\" sizes=\"{}", shape.sizes());
            }
            _ => {}
        }
        let _ = write!(out, "\" width=\"{}\" height=\"{}\" alt=\"", self.width, self.height);
        escape(out, &alt.text);
        if let Some(lang) = &alt.lang {
            let _ = write!(out, "\" lang=\"{lang}");
        }
        if let Some(Tint(number)) = self.tint {
            let _ = write!(out, "\" class=\"p{number}");
        }
        out.push_str(match shape {
            Shape::Cover => "\" fetchpriority=\"high\">",
            Shape::Inline | Shape::Grid | Shape::Thumb => "\" loading=\"lazy\" decoding=\"async\">",
        });
        if photo.is_some() {
            out.push_str("</picture>");
        }
    }

    /// Path of the largest form.
    fn largest(&self) -> String {
        match &self.files {
            Files::Photo(stem, _) => format!("{stem}-{}.jpg", self.width),
            Files::Vector(path) => path.clone(),
        }
    }

    /// Path of the form most phones take for a cover: what is kept for reading without signal, and weighed.
    pub fn kept(&self) -> String {
        match &self.files {
            Files::Vector(path) => path.clone(),
            Files::Photo(stem, widths) => format!("{stem}-{}.webp", usual(widths)),
        }
    }
}

/// Of the widths of a photo the one most phones take where it is as wide as they are.
fn usual(widths: &[u32]) -> u32 {
    const ENOUGH: u32 = 960;
    widths.iter().rev().find(|width| **width <= ENOUGH).or(widths.first()).copied().unwrap_or(ENOUGH)
}

fn srcset(out: &mut String, stem: &str, widths: &[u32], extension: &str) {
    for (i, width) in widths.iter().enumerate() {
        let comma = if i > 0 { "," } else { "" };
        let _ = write!(out, "{comma}{stem}-{width}.{extension} {width}w");
    }
}

/// A picture with what is said of it.
#[derive(Debug, Serialize)]
pub struct PictureView {
    /// The picture as HTML.
    markup: String,
    /// Where it can be seen as large as it is: in the gallery, where it is small.
    full: Option<String>,
    /// Higher than wide.
    tall: bool,
    caption: Option<Text>,
    credit: Option<String>,
    licence: Option<String>,
    illustration: bool,
}

/// All pictures the texts and facts name, by path relative to the content folder.
#[derive(Debug, Default)]
pub struct Gallery {
    derived: BTreeMap<String, Derived>,
}

impl Gallery {
    /// Makes and stages every picture of `project`. Faults of pictures come all together.
    pub fn make(project: &Project, content: &Content, options: &Options, stage: &Stage) -> Result<Gallery, Error> {
        if !options.pictures {
            return Ok(Gallery::default());
        }
        let paths: Vec<(String, String)> = wanted(project).into_iter().collect();
        let made: Vec<Result<(String, Derived), Fault>> = paths
            .into_par_iter()
            .map(|(path, slug)| {
                let derived = derive(content, &path, &slug, options, stage)?;
                Ok((path, derived))
            })
            .collect();
        let mut gallery = Gallery::default();
        let mut faults = Vec::new();
        for result in made {
            match result {
                Ok((path, derived)) => {
                    gallery.derived.insert(path, derived);
                }
                Err(Fault::Content(diagnostic)) => faults.push(*diagnostic),
                Err(Fault::Machine(error)) => return Err(error),
            }
        }
        if faults.is_empty() { Ok(gallery) } else { Err(Error::Content(faults)) }
    }

    /// The picture at `path`.
    pub fn get(&self, path: &str) -> Option<&Derived> {
        self.derived.get(path)
    }

    /// How many pictures there are.
    pub fn len(&self) -> usize {
        self.derived.len()
    }

    /// The picture as a page of `tongue` shows it.
    pub fn view(&self, picture: &Picture, tongue: &Tongue, shape: Shape) -> Option<PictureView> {
        let derived = self.get(&picture.path)?;
        let alt = Text::pick(&picture.alt, tongue).unwrap_or_else(|| Text::plain(""));
        let mut markup = String::with_capacity(512);
        derived.markup(&mut markup, &alt, shape);
        let credit = if picture.illustration { "reader.credit_drawn" } else { "reader.credit" };
        Some(PictureView {
            markup,
            full: (shape == Shape::Grid).then(|| derived.largest()),
            tall: derived.height > derived.width,
            caption: Text::pick(&picture.caption, tongue),
            credit: picture.credit.as_ref().map(|name| tongue.locale.fill(credit, &[("name", name)])),
            licence: picture.licence.clone(),
            illustration: picture.illustration,
        })
    }
}

/// Why there is no derived picture.
#[derive(Debug)]
pub enum Fault {
    /// The picture is at fault.
    Content(Box<Diagnostic>),
    /// The machine is.
    Machine(Error),
}

fn derive(content: &Content, path: &str, slug: &str, options: &Options, stage: &Stage) -> Result<Derived, Fault> {
    let bytes = content.read_asset(path).map_err(|source| Fault::Machine(Error::Asset(source)))?;
    let name = format!("/media/{slug}/{}", file_stem(path));
    if path.to_lowercase().ends_with(".svg") {
        svg::derive(path, &name, &bytes, options, stage)
    } else {
        photo::derive(path, &name, &bytes, options, stage)
    }
}

/// The pictures the facts and texts name, each with the slug of the first entry that does.
pub fn wanted(project: &Project) -> BTreeMap<String, String> {
    let mut wanted = BTreeMap::new();
    for entry in &project.entries {
        for path in paths_of(entry) {
            wanted.entry(path).or_insert_with(|| entry.slug.clone());
        }
    }
    wanted
}

fn paths_of(entry: &Entry) -> BTreeSet<String> {
    let facts = entry.facts.cover.iter().chain(&entry.facts.pictures).map(|picture| picture.path.clone());
    let mut paths: BTreeSet<String> = facts.collect();
    for (_, words) in entry.words.iter() {
        let pictures = words.references.iter().filter(|reference| reference.target == ReferenceTarget::Picture);
        paths.extend(pictures.map(|picture| picture_path(&entry.folder, &picture.address)));
    }
    paths
}

/// The file's name without its extension, in letters that need no escaping in an address: `giếng-ngọc.jpg` →
/// `gieng-ngoc`.
fn file_stem(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    let stem: String = anchor(name.rsplit_once('.').map_or(name, |(stem, _)| stem));
    if !stem.is_empty() && stem.is_ascii() { stem } else { "picture".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_names_become_plain_addresses() {
        assert_eq!(file_stem("di-tich/con-son/Giếng Ngọc (2).JPG"), "gieng-ngoc-2");
        assert_eq!(file_stem("đền.svg"), "den");
        assert_eq!(file_stem("a/图.png"), "picture");
    }

    #[test]
    fn a_photo_names_every_width_and_its_size() {
        let files = Files::Photo("/media/a/b-1".into(), vec![480, 960]);
        let derived = Derived { width: 960, height: 640, tint: Some(Tint(3)), files };
        let mut markup = String::new();
        derived.markup(&mut markup, &Text::plain("Cổng \"tam quan\""), Shape::Inline);
        assert!(markup.contains("srcset=\"/media/a/b-1-480.webp 480w,/media/a/b-1-960.webp 960w\""), "{markup}");
        assert!(markup.contains("width=\"960\" height=\"640\" alt=\"Cổng &quot;tam quan&quot;\""), "{markup}");
        assert!(markup.ends_with("class=\"p3\" loading=\"lazy\" decoding=\"async\"></picture>"), "{markup}");
    }
}

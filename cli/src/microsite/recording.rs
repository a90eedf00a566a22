//! Recordings as pages offer them: published under a name that changes with their content, length and size in words.

use std::collections::BTreeMap;

use disan_server::catalog::{Lang, Locale};
use rayon::prelude::*;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::photo::hex;
use super::plan::Plan;
use super::text::in_sentence;
use super::tongue::{Tongue, language_name};
use super::{Error, Options};
use crate::audio;
use crate::load::Content;
use crate::model::{Entry, Project};
use crate::write::Stage;

/// A recording as it is published.
#[derive(Debug)]
struct Published {
    /// Root-absolute.
    path: String,
    seconds: u32,
    bytes: usize,
}

/// All recordings, by path relative to the content folder.
#[derive(Debug, Default)]
pub struct Recordings {
    published: BTreeMap<Box<str>, Published>,
}

/// A recording on a page.
#[derive(Debug, Serialize)]
pub struct RecordingView {
    path: String,
    media_type: &'static str,
    /// What it is, how long and how large: nobody should have to start it to know what it costs.
    label: String,
    /// Language of the recording, where it is not that of the page's own words.
    lang: Option<String>,
}

impl Recordings {
    /// Stages every recording of `project`. Faults come all together.
    pub fn make(project: &Project, content: &Content, options: &Options, stage: &Stage) -> Result<Recordings, Error> {
        if !options.pictures {
            return Ok(Recordings::default());
        }
        let each = project
            .entries
            .iter()
            .flat_map(|entry| entry.recordings.iter().map(move |(lang, path)| (entry, lang, path)));
        let each: Vec<(&Entry, &Lang, &Box<str>)> = each.collect();
        let staged: Result<Vec<_>, Error> = each
            .into_par_iter()
            .map(|(entry, lang, path)| Ok((path.clone(), publish(entry, lang, path, content, stage)?)))
            .collect();
        let (mut recordings, mut faults) = (Recordings::default(), Vec::new());
        for (path, result) in staged? {
            match result {
                Ok(published) => {
                    recordings.published.insert(path, published);
                }
                Err(fault) => faults.push(*fault),
            }
        }
        if faults.is_empty() { Ok(recordings) } else { Err(Error::Content(faults)) }
    }

    /// The recording of `entry` for a reader of `tongue` whose text is in `text`: in the reader's language, else in
    /// that of the text.
    pub fn view(&self, entry: &Entry, tongue: &Tongue, text: &Lang) -> Option<RecordingView> {
        let of = |lang| Some((lang, entry.recordings.get(lang)?));
        let (lang, source) = of(&tongue.lang).or_else(|| of(text))?;
        let published = self.published.get(source)?;
        let locale = &tongue.locale;
        let own = lang == locale.lang();
        let language = if own { String::new() } else { in_sentence(&language_name(lang, locale), locale) };
        let (length, size) = (length(published.seconds, locale), size(published.bytes, locale));
        let key = if own { "reader.audio.listen" } else { "reader.audio.listen_in" };
        Some(RecordingView {
            path: published.path.clone(),
            media_type: audio::format_of(source).map_or("", |format| format.media_type),
            label: locale.fill(key, &[("language", &language), ("length", &length), ("size", &size)]),
            lang: (!own).then(|| lang.to_string()),
        })
    }
}

/// Whether there is a recording of the entry at `index` in `lang` itself.
pub fn is_heard_in(plan: &Plan, index: u32, lang: &Lang) -> bool {
    plan.project.entries[index as usize].recordings.get(lang).is_some()
}

type Outcome = Result<Published, Box<crate::diagnostic::Diagnostic>>;

fn publish(entry: &Entry, lang: &Lang, path: &str, content: &Content, stage: &Stage) -> Result<Outcome, Error> {
    let bytes = content.read_asset(path).map_err(Error::Asset)?;
    let seconds = match audio::inspect(path, &bytes) {
        Ok(seconds) => seconds,
        Err(fault) => return Ok(Err(fault)),
    };
    let bytes = audio::published(path, bytes);
    let hash = hex(&Sha256::digest(&bytes), 10);
    let ending = audio::format_of(path).map_or("", |format| format.ending);
    let address = format!("/media/{}/{lang}-{hash}.{ending}", entry.slug);
    let file = format!("site{address}");
    stage.put(&file, &bytes).map_err(|source| Error::Write { path: file, source })?;
    Ok(Ok(Published { path: address, seconds, bytes: bytes.len() }))
}

/// `3 phút 05 giây`.
fn length(seconds: u32, locale: &Locale) -> String {
    let (minutes, rest) = (seconds / 60, seconds % 60);
    let key = match (minutes, rest) {
        (0, _) => "reader.audio.seconds",
        (_, 0) => "reader.audio.minutes",
        _ => "reader.audio.minutes_seconds",
    };
    let rest = if minutes > 0 { format!("{rest:02}") } else { rest.to_string() };
    locale.fill(key, &[("minutes", &minutes.to_string()), ("seconds", &rest)])
}

/// `1,2 MB`, `48 kB`: of a thousand each, as phone companies count.
fn size(bytes: usize, locale: &Locale) -> String {
    if bytes < 999_500 {
        return locale.fill("reader.audio.kilobytes", &[("size", &(bytes.div_ceil(1000)).to_string())]);
    }
    locale.fill("reader.audio.megabytes", &[("size", &locale.decimal(bytes as f64 / 1e6, 1))])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn length_and_size_are_told_in_words() {
        let [vi, en] = [Lang::vi(), Lang::en()].map(|lang| Locale::embedded(&lang));
        assert_eq!(length(185, &vi), "3 phút 05 giây");
        assert_eq!(length(185, &en), "3 min 05 s");
        assert_eq!((length(9, &vi).as_str(), length(120, &vi).as_str()), ("9 giây", "2 phút"));
        assert_eq!(size(1_234_567, &vi), "1,2 MB");
        assert_eq!(size(1_234_567, &en), "1.2 MB");
        assert_eq!(size(48_200, &vi), "49 kB");
    }
}

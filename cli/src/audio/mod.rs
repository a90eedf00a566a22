//! Recordings: `vi.mp3` beside `vi.md`. How long one is stands in its first bytes, so its sound is never decoded.

mod mp3;
mod mp4;
mod ogg;

use crate::diagnostic::Diagnostic;

/// A kind of file a phone's browser plays.
#[derive(Debug)]
pub struct Format {
    /// The ending of its name.
    pub ending: &'static str,
    /// Its media type.
    pub media_type: &'static str,
    read: fn(&[u8]) -> Option<f64>,
}

/// The formats taken, the one most phones play first: where a language has two recordings, the first counts.
pub const FORMATS: [Format; 4] = [
    Format { ending: "mp3", media_type: "audio/mpeg", read: mp3::seconds },
    Format { ending: "m4a", media_type: "audio/mp4", read: mp4::seconds },
    Format { ending: "ogg", media_type: "audio/ogg", read: ogg::seconds },
    Format { ending: "opus", media_type: "audio/ogg", read: ogg::seconds },
];

/// Endings of recordings that browsers do not play, or that are many times larger than they need to be.
pub const OTHER_ENDINGS: [&str; 8] = ["wav", "wma", "amr", "3gp", "3gpp", "aac", "flac", "aiff"];

/// The largest recordings taken: an hour, at what a voice needs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Limits;

impl Limits {
    /// Bytes of a file.
    pub const BYTES: usize = 20 << 20;
    /// Seconds it plays.
    pub const SECONDS: u32 = 3600;
}

/// The format of the file called `name`.
pub fn format_of(name: &str) -> Option<&'static Format> {
    let ending = name.rsplit_once('.')?.1;
    FORMATS.iter().find(|format| ending.eq_ignore_ascii_case(format.ending))
}

/// How many seconds the recording at `path`, relative to the content folder, plays: whole ones, at least 1.
pub fn inspect(path: &str, bytes: &[u8]) -> Result<u32, Box<Diagnostic>> {
    let too_large = |size: String, limit: String, cause: &str| {
        Box::new(
            Diagnostic::error("audio-too-large").at(path).with("size", size).with("limit", limit).with("cause", cause),
        )
    };
    if bytes.len() > Limits::BYTES {
        let megabytes = |bytes: usize| (bytes >> 20).to_string();
        return Err(too_large(megabytes(bytes.len()), megabytes(Limits::BYTES), "size"));
    }
    let read = format_of(path).and_then(|format| (format.read)(bytes));
    let Some(seconds) = read.filter(|seconds| seconds.is_finite() && *seconds > 0.0) else {
        return Err(Box::new(Diagnostic::error("audio-unreadable").at(path).with("file", path)));
    };
    if seconds > f64::from(Limits::SECONDS) {
        let minutes = |seconds: f64| format!("{:.0}", (seconds / 60.0).ceil());
        return Err(too_large(minutes(seconds), minutes(Limits::SECONDS.into()), "length"));
    }
    Ok((seconds.round() as u32).max(1))
}

/// The recording as it is published: without what phones write into it beside the sound, such as where it was made.
pub fn published(path: &str, bytes: Vec<u8>) -> Vec<u8> {
    match format_of(path).map(|format| format.media_type) {
        Some("audio/mpeg") => mp3::bare(&bytes).to_vec(),
        Some("audio/mp4") => mp4::bare(bytes),
        _ => bytes,
    }
}

/// The big-endian number of four bytes at `at`.
fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_recording_or_too_long_a_one_is_named() {
        for name in ["vi.mp3", "vi.m4a", "vi.ogg", "vi.opus"] {
            for bytes in [&b""[..], b"no sound at all, only words", &[0xff; 4000], &[0; 4000]] {
                assert_eq!(inspect(name, bytes).unwrap_err().rule, "audio-unreadable", "{name}");
            }
        }
        let fault = inspect("vi.m4a", &mp4::tests::file(1000, 3_601_000)).unwrap_err();
        assert_eq!(
            (fault.rule, fault.value("size"), fault.value("limit")),
            ("audio-too-large", Some("61"), Some("60"))
        );
        assert_eq!(inspect("vi.m4a", &mp4::tests::file(1000, 200)).unwrap(), 1);
        let heavy = vec![0; Limits::BYTES + (1 << 20)];
        assert_eq!(inspect("vi.mp3", &heavy).unwrap_err().value("limit"), Some("20"));
    }

    #[test]
    fn endings_are_known_in_capitals_too() {
        assert_eq!(format_of("VI.MP3").map(|format| format.media_type), Some("audio/mpeg"));
        assert!(format_of("vi.wav").is_none() && format_of("vi").is_none());
    }
}

//! The language a reader gets: by what the phone asks for, else by a rule everybody can guess.

use axum::http::HeaderMap;
use axum::http::header::{ACCEPT_LANGUAGE, USER_AGENT};

use crate::catalog::Lang;

/// At most this many ranges of a header are read.
const MOST: usize = 64;

/// What a request asks for.
struct Asked<'a> {
    /// Range and quality in thousandths, in the order of the header.
    ranges: Vec<(&'a str, u16)>,
}

/// Index into `languages` of the one to answer in. `international` serves readers of none of them; the first language
/// is the default. `languages` is not empty.
pub fn negotiate(headers: &HeaderMap, languages: &[Lang], international: &Lang) -> usize {
    let lines: Vec<&str> =
        headers.get_all(ACCEPT_LANGUAGE).iter().filter_map(|v| std::str::from_utf8(v.as_bytes()).ok()).collect();
    let asked = Asked::read(&lines);
    if !asked.ranges.is_empty() {
        return asked.answer(languages, international);
    }
    // A header that is there but says nothing is as good as none.
    let zalo = headers.get(USER_AGENT).and_then(|v| std::str::from_utf8(v.as_bytes()).ok()).and_then(zalo_language);
    match zalo {
        Some(range) => Asked { ranges: vec![(range, 1000)] }.answer(languages, international),
        None => Asked { ranges: Vec::new() }.answer(languages, international),
    }
}

/// The language Zalo is set to. It says `vn` for Vietnamese.
fn zalo_language(agent: &str) -> Option<&str> {
    let (_, rest) = agent.split_once("ZaloLanguage/")?;
    let tag = rest.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).next()?;
    match tag {
        "" => None,
        "vn" => Some("vi"),
        tag => Some(tag),
    }
}

impl<'a> Asked<'a> {
    /// Reads the header; what cannot be read is passed over.
    fn read(lines: &[&'a str]) -> Asked<'a> {
        let items = lines.iter().flat_map(|line| line.split(',')).take(MOST);
        Asked { ranges: items.filter_map(read_item).collect() }
    }

    fn answer(&self, languages: &[Lang], international: &Lang) -> usize {
        let mut best: Option<(u16, usize, usize)> = None;
        for (index, lang) in languages.iter().enumerate() {
            if let Some((quality, place)) = self.quality(lang.as_str())
                && quality > 0
                && best.is_none_or(|(q, p, _)| quality > q || quality == q && place < p)
            {
                best = Some((quality, place, index));
            }
        }
        let star = self.ranges.iter().find(|(range, _)| *range == "*").map_or(0, |(_, quality)| *quality);
        match best {
            Some((quality, _, index)) if quality >= star => index,
            _ => self.default(languages, international),
        }
    }

    /// Quality and place of the range that fits `lang` best: `vi` fits `vi` and `vi-VN`, whichever side is longer.
    fn quality(&self, lang: &str) -> Option<(u16, usize)> {
        let fitting = self.ranges.iter().enumerate().filter(|(_, (range, _))| fits(range, lang));
        fitting.map(|(place, (_, quality))| (*quality, place)).max_by_key(|(q, place)| (*q, std::cmp::Reverse(*place)))
    }

    /// For readers of none of the languages. Whoever lists Vietnamese or a language of Việt Nam, or nothing at all, gets
    /// the default language; everybody else is a guest.
    fn default(&self, languages: &[Lang], international: &Lang) -> usize {
        let wanted = || self.ranges.iter().filter(|(range, quality)| *quality > 0 && *range != "*");
        let at_home = wanted().any(|(range, _)| {
            let primary = range.split('-').next().and_then(|primary| primary.parse::<Lang>().ok());
            primary.is_some_and(|lang| lang.primary() == "vi" || lang.is_of_vietnam())
        });
        let refused = |lang: &Lang| self.ranges.iter().any(|(range, q)| *q == 0 && fits(range, lang.as_str()));
        let vietnamese = languages.iter().position(|l| l.primary() == "vi").unwrap_or(0);
        let guest = languages.iter().position(|l| l == international).unwrap_or(0);
        let choice = if at_home || wanted().next().is_none() { vietnamese } else { guest };
        let free = |index: &usize| !refused(&languages[*index]);
        [choice, guest, vietnamese].into_iter().chain(0..languages.len()).find(free).unwrap_or(choice)
    }
}

/// `vi-VN;q=0.8`: the range and its quality in thousandths.
fn read_item(item: &str) -> Option<(&str, u16)> {
    let mut parts = item.split(';').map(str::trim);
    let range = parts.next()?;
    let letters = |tag: &str| (1..=8).contains(&tag.len()) && tag.bytes().all(|b| b.is_ascii_alphanumeric());
    if range != "*" && !range.split('-').all(letters) {
        return None;
    }
    let mut quality = 1000;
    for parameter in parts {
        if let Some(value) = parameter.strip_prefix("q=").or_else(|| parameter.strip_prefix("Q=")) {
            let value: f32 = value.trim().parse().ok()?;
            if !(0.0..=1.0).contains(&value) {
                return None;
            }
            quality = (value * 1000.0).round() as u16;
        }
    }
    Some((range, quality))
}

/// Whether one tag is the other or begins with it.
fn fits(range: &str, lang: &str) -> bool {
    let (short, long) = if range.len() <= lang.len() { (range, lang) } else { (lang, range) };
    long.as_bytes()[..short.len()].eq_ignore_ascii_case(short.as_bytes())
        && long.as_bytes().get(short.len()).is_none_or(|next| *next == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(accept: Option<&str>, agent: &str, languages: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        if let Some(accept) = accept {
            headers.insert(ACCEPT_LANGUAGE, axum::http::HeaderValue::from_bytes(accept.as_bytes()).unwrap());
        }
        headers.insert(USER_AGENT, agent.parse().unwrap());
        let languages: Vec<Lang> = languages.iter().map(|l| l.parse().unwrap()).collect();
        languages[negotiate(&headers, &languages, &Lang::en())].to_string()
    }

    #[test]
    fn the_language_follows_the_phone() {
        for (accept, expected) in [
            ("vi-VN,vi;q=0.9,en-US;q=0.8,en;q=0.7", "vi"),
            ("en-US,en;q=0.9,vi;q=0.8", "en"),
            ("en-GB", "en"),
            ("EN", "en"),
            ("en;q=0.5, vi;q=0.5", "en"),
            ("fr;q=1.0, vi;q=0.3, en;q=0.2", "vi"),
            ("en;q=0.2,vi;q=0.30", "vi"),
            ("ko-KR,ko;q=0.9", "en"),
            ("zh-CN,zh;q=0.9,en;q=0.1", "en"),
            ("ko, *;q=0.5", "en"),
            ("*", "vi"),
            ("", "vi"),
            (" , ;q=1, ,", "vi"),
            ("vi;q=0, ko", "en"),
            ("en;q=0", "vi"),
            ("ko, en;q=0", "vi"),
            ("tyz", "vi"),
            ("blt-Tavt, fr", "vi"),
            ("hmn-Latn;q=0.5, ja", "vi"),
            ("en;q=abc, vi;q=0.1", "vi"),
            ("en;q=2, vi;q=0.1", "vi"),
            ("en;q=0.8;x=1, vi;q=0.1", "en"),
            ("<script>alert(1)</script>", "vi"),
            ("en\u{e0}, ko", "en"),
            ("i-klingon, x-private", "en"),
        ] {
            assert_eq!(chosen(Some(accept), "", &["vi", "en"]), expected, "{accept:?}");
        }
        let long = "ko,".repeat(5_000) + "vi";
        assert_eq!(chosen(Some(&long), "", &["vi", "en"]), "en", "only so much of a header is read");
    }

    #[test]
    fn more_languages_are_told_apart() {
        let languages = ["vi", "en", "blt", "hmn-Latn", "pt-BR"];
        for (accept, expected) in [
            ("blt-Latn, vi;q=0.8", "blt"),
            ("hmn, vi;q=0.8", "hmn-Latn"),
            ("pt-PT", "en"),
            ("pt", "pt-BR"),
            ("en;q=0.1, *;q=0.9", "en"),
            ("th", "en"),
        ] {
            assert_eq!(chosen(Some(accept), "", &languages), expected, "{accept:?}");
        }
        assert_eq!(chosen(Some("ko"), "", &["vi"]), "vi", "the only one there is");
    }

    #[test]
    fn zalo_tells_its_language_when_nothing_else_does() {
        let agent = |lang: &str| format!("Mozilla/5.0 Zalo iOS/448 ZaloTheme/light ZaloLanguage/{lang}");
        assert_eq!(chosen(None, &agent("vn"), &["en", "vi"]), "vi");
        assert_eq!(chosen(None, &agent("en"), &["vi", "en"]), "en");
        assert_eq!(chosen(None, &agent("ko"), &["vi", "en"]), "en");
        assert_eq!(chosen(None, &agent(""), &["vi", "en"]), "vi");
        assert_eq!(chosen(Some("vi"), &agent("en"), &["vi", "en"]), "vi", "the header comes first");
        assert_eq!(chosen(None, "", &["vi", "en"]), "vi");
    }
}

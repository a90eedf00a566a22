//! Which of the two languages of the admin pages a browser would rather read.

use crate::catalog::Lang;

/// The language of an `Accept-Language` header: English only where it is wanted more than Vietnamese.
pub fn preferred(header: Option<&str>) -> Lang {
    let mut best = (0.0, Lang::vi());
    for range in header.unwrap_or_default().split(',') {
        let mut parts = range.split(';').map(str::trim);
        let tag = parts.next().unwrap_or_default();
        let weight = parts.find_map(|p| p.strip_prefix("q=")).map_or(1.0, |q| q.parse().unwrap_or(0.0));
        let lang = match tag.split('-').next().unwrap_or_default().to_ascii_lowercase().as_str() {
            "vi" => Lang::vi(),
            "en" => Lang::en(),
            _ => continue,
        };
        if weight > best.0 {
            best = (weight, lang);
        }
    }
    best.1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heavier_language_wins_and_vietnamese_is_the_rest() {
        for (header, lang) in [
            (None, "vi"),
            (Some("en-US,en;q=0.9"), "en"),
            (Some("en;q=0.3, vi-VN;q=0.8"), "vi"),
            (Some("fr,en;q=0.5,vi;q=0.5"), "en"),
            (Some("ko-KR,ko"), "vi"),
            (Some("en;q=x"), "vi"),
        ] {
            assert_eq!(preferred(header).as_str(), lang, "{header:?}");
        }
    }
}

//! Letters that look right and are not: old encodings read as Unicode, look-alikes of Đ, invisible marks that turn
//! the direction of writing.

use crate::diagnostic::Diagnostic;

/// An encoding a file is in that is not UTF-8.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Legacy {
    /// TCVN 5712 in one byte: the fonts .VnTime and .VnArial.
    Tcvn3,
    /// VNI in two bytes: the fonts VNI-Times and the like.
    Vni,
    /// UTF-16, as "Unicode" in an old Notepad.
    Utf16,
    /// None of these.
    Unknown,
}

impl Legacy {
    /// What people call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Tcvn3 => "TCVN3 (ABC)",
            Self::Vni => "VNI",
            Self::Utf16 => "UTF-16",
            Self::Unknown => "?",
        }
    }
}

/// Letters of TCVN3 that no word of Vietnamese, English or French holds, as Latin-1 shows them.
const TCVN3_LETTERS: &str = "µ¸¶·¹¨»¾¼½Æ©Ç®×Þ¬÷þ¡¢£¤¥¦§ª";

/// Marks of VNI: each follows the vowel it belongs to.
const VNI_MARKS: &str = "ùøûõïâáàåãêéèëúüä";

/// The encoding of bytes that are not UTF-8.
pub fn legacy_bytes(bytes: &[u8]) -> Legacy {
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return Legacy::Utf16;
    }
    // Latin-1 gives each byte the letter with its number.
    let text: String = bytes.iter().map(|b| char::from(*b)).collect();
    legacy_text(&text).unwrap_or(Legacy::Unknown)
}

/// The old encoding whose letters a text shows; none for a text that reads as one of today.
///
/// At least three words must carry telltale letters, and no fewer than one in eight (TCVN3) or five (VNI, whose
/// letters French has too): a stray © or a foreign name in a long text is no encoding.
pub fn legacy_text(text: &str) -> Option<Legacy> {
    let (mut words, mut tcvn3, mut vni) = (0, 0, 0);
    for word in text.split(|c: char| c.is_ascii_whitespace() || c.is_ascii_punctuation()).filter(|w| !w.is_empty()) {
        words += 1;
        if word.is_ascii() {
            continue;
        }
        tcvn3 += usize::from(is_tcvn3(word));
        vni += usize::from(is_vni(word));
    }
    let enough = |hits: usize, share: usize| hits >= 3 && hits * share >= words;
    match (enough(tcvn3, 8), enough(vni, 5)) {
        (true, false) => Some(Legacy::Tcvn3),
        (false, true) => Some(Legacy::Vni),
        (true, true) => Some(if tcvn3 > vni { Legacy::Tcvn3 } else { Legacy::Vni }),
        (false, false) => None,
    }
}

/// Whether a letter of the word belongs to TCVN3 and the rest could be Vietnamese without marks.
fn is_tcvn3(word: &str) -> bool {
    word.chars().any(|c| TCVN3_LETTERS.contains(c))
        && word.chars().any(|c| c.is_ascii_alphabetic())
        && !word.chars().any(is_vietnamese_only)
}

/// Whether a vowel of the word is followed by a VNI mark that never follows it in Vietnamese, or the word starts
/// with ñ.
fn is_vni(word: &str) -> bool {
    let mut before = ' ';
    for c in word.chars() {
        let lower = c.to_lowercase().next().unwrap_or(c);
        let after_vowel = matches!(before, 'a' | 'e' | 'o' | 'u' | 'y' | 'ô' | 'ö');
        // `oà`, `oá`, `uâ`, `uê`, `uý` and the like are sound Vietnamese: they tell nothing.
        let sound = matches!(before, 'o' | 'u') && matches!(lower, 'à' | 'á' | 'ã' | 'â' | 'é' | 'è' | 'ê' | 'ú');
        if after_vowel && VNI_MARKS.contains(lower) && !sound {
            return !word.chars().any(is_vietnamese_only);
        }
        if lower == 'ñ' && before == ' ' && word.chars().count() > 1 {
            return !word.chars().any(is_vietnamese_only);
        }
        before = lower;
    }
    false
}

/// Letters of Latin-1 that Vietnamese itself has, in either case.
fn is_shared(c: char) -> bool {
    matches!(
        c,
        'à' | 'á'
            | 'â'
            | 'ã'
            | 'è'
            | 'é'
            | 'ê'
            | 'ì'
            | 'í'
            | 'ò'
            | 'ó'
            | 'ô'
            | 'õ'
            | 'ù'
            | 'ú'
            | 'ý'
            | 'À'
            | 'Á'
            | 'Â'
            | 'Ã'
            | 'È'
            | 'É'
            | 'Ê'
            | 'Ì'
            | 'Í'
            | 'Ò'
            | 'Ó'
            | 'Ô'
            | 'Õ'
            | 'Ù'
            | 'Ú'
            | 'Ý'
    )
}

/// Letters only Unicode Vietnamese has.
fn is_vietnamese_only(c: char) -> bool {
    matches!(c, 'ă' | 'Ă' | 'đ' | 'Đ' | 'ĩ' | 'Ĩ' | 'ũ' | 'Ũ' | 'ơ' | 'Ơ' | 'ư' | 'Ư' | '\u{1ea0}'..='\u{1ef9}')
}

/// Faults of letters in the text of one file. False when the letters are not those that were meant, so that nothing
/// else in the file is worth a word.
pub fn scan(path: &str, text: &str, faults: &mut Vec<Diagnostic>) -> bool {
    let mut telltales = 0;
    let mut look_alikes = Vec::new();
    for (at, c) in text.char_indices().filter(|(_, c)| !c.is_ascii()) {
        match c {
            // Left-to-right and right-to-left marks, embeddings, overrides and isolates.
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
                let fault = Diagnostic::error("bidi-control").at(path).span(at..at + c.len_utf8());
                faults.push(fault.with("code_point", format!("U+{:04X}", u32::from(c))));
            }
            'Ð' | 'ð' | 'Ɖ' | 'ɖ' => {
                telltales += 1;
                look_alikes.push((at, c));
            }
            '\u{a1}'..='\u{ff}' if !is_shared(c) => telltales += 1,
            _ => {}
        }
    }
    // A text without such letters needs no closer look: nearly every one.
    if telltales >= 3
        && let Some(legacy) = legacy_text(text)
    {
        faults.push(Diagnostic::error("legacy-text").at(path).with("encoding", legacy.name()));
        return false;
    }
    for (at, c) in look_alikes {
        let right = if c.is_lowercase() { "đ (U+0111)" } else { "Đ (U+0110)" };
        let fault = Diagnostic::warning("look-alike").at(path).span(at..at + c.len_utf8());
        faults.push(fault.with("letter", format!("{c} (U+{:04X})", u32::from(c))).with("right", right));
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::Source;

    #[test]
    fn old_encodings_are_recognised_by_their_letters() {
        assert_eq!(legacy_text("B¸nh møt tÕt ngon, c¶ nhµ ¨n tÕt"), Some(Legacy::Tcvn3));
        assert_eq!(legacy_text("Di tÝch lÞch sö - v¨n hãa ®Òn KiÕp B¹c"), Some(Legacy::Tcvn3));
        assert_eq!(legacy_text("Xin chaøo caùc baïn, ñeàn Kieáp Baïc"), Some(Legacy::Vni));
        assert_eq!(legacy_bytes(b"Di t\xddch \xae\xd2n Ki\xd5p B\xb9c, v\xa8n h\xe3a"), Legacy::Tcvn3);
        assert_eq!(legacy_bytes(b"\xff\xfeX\0i\0n\0"), Legacy::Utf16);
        assert_eq!(legacy_bytes(b"caf\xe9"), Legacy::Unknown);
    }

    #[test]
    fn nothing_is_found_in_usual_letters() {
        for c in (0..=0x10_FFFFu32).filter_map(char::from_u32) {
            // Thrice, as one telltale alone proves nothing.
            let text = format!("a{c} a{c} a{c}");
            if let Source::Usual(_) = Source::new(text.as_bytes()) {
                let mut faults = Vec::new();
                assert!(scan("a.md", &text, &mut faults) && faults.is_empty(), "U+{:04X}", c as u32);
            }
        }
    }

    #[test]
    fn texts_of_today_are_left_alone() {
        for text in [
            "Hoà bình, quý hoá, thuở xưa: toà nhà quá khứ. Huế, quê, luân, tuần, thuý, uý, uất ức.",
            "Où êtes-vous? La façade du temple date du mois d’août 1936, et la fête de Noël y attire les visiteurs du village voisin. Une étude naïve © 2026.",
            "El niño español y la señora Muñoz viven en España desde el año pasado, mañana no.",
            "Ngày 5 · tháng 3 · 25 °C · © disan · ® · × · «trích»",
            "Smørrebrød på København",
        ] {
            assert_eq!(legacy_text(text), None, "{text}");
        }
    }

    #[test]
    fn a_file_in_an_old_encoding_is_one_fault() {
        for text in ["B¸nh møt tÕt ngon, c¶ nhµ ¨n tÕt", "Xin chaøo caùc baïn, ñeàn Kieáp Baïc"] {
            let mut faults = Vec::new();
            assert!(!scan("a.md", text, &mut faults));
            assert_eq!(faults.iter().map(|f| f.rule).collect::<Vec<_>>(), ["legacy-text"], "{text}");
        }
    }

    #[test]
    fn direction_marks_and_look_alikes_are_named() {
        let mut faults = Vec::new();
        scan("a.md", "Ðền \u{202e}x", &mut faults);
        let found: Vec<(&str, &str)> = faults.iter().map(|f| (f.rule, f.values[0].1.as_str())).collect();
        assert_eq!(found, [("bidi-control", "U+202E"), ("look-alike", "Ð (U+00D0)")]);
    }
}

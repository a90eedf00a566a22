//! What a unit is called: its kind by its name, its name in English, its id.

use disan_server::catalog::Level;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::unaccented::unaccented;

/// How a kind of unit is written before a name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Kind {
    /// As `units.toml` has it.
    pub id: &'static str,
    /// Before the name.
    start: &'static str,
    /// After the name, in English.
    english: &'static str,
    /// Its level where the list does not say; a city is a province's where a province stands above it.
    pub level: Level,
}

/// Longer starts before those they begin with.
const KINDS: [Kind; 9] = [
    Kind { id: "thanh-pho", start: "thành phố ", english: "City", level: Level::Province },
    Kind { id: "tinh", start: "tỉnh ", english: "Province", level: Level::Province },
    Kind { id: "huyen", start: "huyện ", english: "District", level: Level::District },
    Kind { id: "quan", start: "quận ", english: "District", level: Level::District },
    Kind { id: "thi-xa", start: "thị xã ", english: "Town", level: Level::District },
    Kind { id: "thi-tran", start: "thị trấn ", english: "Township", level: Level::Commune },
    Kind { id: "dac-khu", start: "đặc khu ", english: "Special Zone", level: Level::Commune },
    Kind { id: "phuong", start: "phường ", english: "Ward", level: Level::Commune },
    Kind { id: "xa", start: "xã ", english: "Commune", level: Level::Commune },
];

/// The kind a full name begins with. Marks count, for Phương Độ is no ward and Tinh Nhuệ no province, unless the whole
/// name is typed without them.
pub fn kind(name: &str) -> Option<Kind> {
    let small: String = name.nfc().flat_map(char::to_lowercase).collect();
    let begins =
        |kind: &Kind| small.starts_with(kind.start) || name.is_ascii() && small.starts_with(&unaccented(kind.start));
    KINDS.into_iter().find(begins)
}

/// The name in English: "Phường Trần Hưng Đạo" is Tran Hung Dao Ward, "Phường 1" is Ward 1.
pub fn english(name: &str, kind: &str) -> String {
    let Some(kind) = KINDS.iter().find(|known| known.id == kind) else { return latin(name) };
    let words = kind.start.trim_end().split(' ').count();
    let own = latin(&name.split_whitespace().skip(words).collect::<Vec<_>>().join(" "));
    match own.starts_with(|c: char| c.is_ascii_digit()) {
        true => format!("{} {own}", kind.english),
        false => format!("{own} {}", kind.english),
    }
}

/// The name as part of addresses and files.
pub fn slug(name: &str) -> String {
    let folded = unaccented(name);
    let words = folded.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-")
}

/// `name` without tones and marks, its capitals kept: how Vietnamese names stand in English texts.
pub fn latin(name: &str) -> String {
    let bare = name.nfd().filter(|c| !is_combining_mark(*c));
    bare.map(|c| match c {
        'đ' | 'ð' => 'd',
        'Đ' | 'Ð' => 'D',
        c => c,
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_what_kind_of_unit_it_is() {
        let kind = |name| kind(name).map(|kind| kind.id);
        assert_eq!(kind("Phường Trần Hưng Đạo"), Some("phuong"));
        assert_eq!(kind("Thị xã Kinh Môn"), Some("thi-xa"));
        assert_eq!(kind("Thị trấn Gia Lộc"), Some("thi-tran"));
        assert_eq!(kind("Đặc khu Cát Hải"), Some("dac-khu"));
        assert_eq!(kind("XÃ CẨM GIÀNG"), Some("xa"));
        assert_eq!(kind("Cẩm Giàng"), None);
        assert_eq!(kind("Xanh"), None);
        assert_eq!(kind("phuong tran hung dao"), Some("phuong"));
        for bare in ["Phương Độ", "Tinh Nhuệ", "Quan Lạn", "Xa Lý"] {
            assert_eq!(kind(bare), None, "{bare}");
        }
    }

    #[test]
    fn english_names_follow_their_kind_and_numbers_their_own() {
        assert_eq!(english("Phường Trần Hưng Đạo", "phuong"), "Tran Hung Dao Ward");
        assert_eq!(english("Thành phố Hải Phòng", "thanh-pho"), "Hai Phong City");
        assert_eq!(english("Phường 12", "phuong"), "Ward 12");
        assert_eq!(english("Đặc khu Cát Hải", "dac-khu"), "Cat Hai Special Zone");
    }

    #[test]
    fn an_id_is_the_name_as_it_is_typed_without_marks() {
        assert_eq!(slug("Phường Trần Hưng Đạo"), "phuong-tran-hung-dao");
        assert_eq!(slug("Xã Ea H’Leo"), "xa-ea-h-leo");
    }
}

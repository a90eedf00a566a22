//! Descriptions of pictures that tell those who cannot see them nothing (WCAG 2.2, 1.1.1).

use crate::diagnostic::Diagnostic;
use crate::model::Entry;

/// Fewest letters that say something: “Cổng đền” has eight.
const FEWEST: usize = 8;

/// What `disan new` leaves for people to fill in; that it is still there is another rule's matter.
const BLANK: &str = "…";

/// Endings of pictures, as cameras and phones write them.
const ENDINGS: [&str; 6] = [".jpg", ".jpeg", ".png", ".webp", ".svg", ".heic"];

/// What is wrong with `text` as the description of the picture at `path`, in an entry or its texts. The place is the
/// caller's to give.
pub fn weak(text: &str, path: &str, entry: &Entry) -> Option<Diagnostic> {
    let text = text.trim();
    let file = path.rsplit('/').next().unwrap_or(path);
    let cause = match text {
        "" | BLANK => return None,
        _ if is_file_name(text, file) => "file-name",
        _ if entry.words.iter().any(|(_, words)| same(text, &words.title)) => "title",
        _ if letters(text) < FEWEST => "short",
        _ => return None,
    };
    let fault = Diagnostic::warning("weak-alt").with("file", file).with("text", text);
    Some(fault.with("cause", cause).with("fewest", FEWEST.to_string()))
}

/// Whether `text` is the name of a picture: of its own file, or of any.
fn is_file_name(text: &str, file: &str) -> bool {
    let lower = text.to_lowercase();
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    ENDINGS.iter().any(|ending| lower.ends_with(ending)) || text == stem
}

/// Whether two texts differ in case and in a full stop at most.
fn same(a: &str, b: &str) -> bool {
    let bare = |text: &str| text.trim().trim_end_matches('.').to_lowercase();
    bare(a) == bare(b)
}

/// Letters of a text; one that stands for a syllable or a word counts as three.
fn letters(text: &str) -> usize {
    let weight = |c: char| match c {
        '\u{1100}'..='\u{11ff}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' => 3,
        '\u{20000}'..='\u{3ffff}' => 3,
        _ => 1,
    };
    text.chars().map(weight).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_are_told_from_descriptions() {
        for name in ["IMG_2031.JPG", "ảnh cổng.jpeg", "cover", "giếng-ngọc"] {
            let file = if name == "cover" { "cover.svg" } else { "giếng-ngọc.jpg" };
            assert!(is_file_name(name, file), "{name}");
        }
        assert!(!is_file_name("Giếng Ngọc", "giếng-ngọc.jpg"));
    }

    #[test]
    fn a_word_of_one_letter_says_as_much_as_one_of_three() {
        assert_eq!((letters("Cổng đền"), letters("강을 바라보는 문"), letters("石門")), (8, 23, 6));
        assert!(same("Đền Sượt.", "đền sượt") && !same("Đền Sượt nhìn từ sông", "Đền Sượt"));
    }
}

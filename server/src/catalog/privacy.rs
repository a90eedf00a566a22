//! Where the server's privacy note is: the server answers there, and every page built for it leads there.

use super::lang::Lang;

/// The note's address in Vietnamese and in English.
pub const PRIVACY_NOTES: [&str; 2] = ["/vi/rieng-tu/", "/en/privacy/"];

/// The address of the note for readers of `lang`: the Vietnamese one for Vietnamese and for languages of Việt Nam, the
/// English one for everybody else.
pub fn privacy_note(lang: &Lang) -> &'static str {
    PRIVACY_NOTES[usize::from(lang.primary() != "vi" && !lang.is_of_vietnam())]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_finds_a_note_they_can_read() {
        for (tag, address) in [("vi", 0), ("blt", 0), ("en", 1), ("ko", 1)] {
            assert_eq!(privacy_note(&tag.parse().unwrap()), PRIVACY_NOTES[address], "{tag}");
        }
    }
}

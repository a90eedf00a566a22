//! The fingerprint of a text: what reviews and translations refer to.

use sha2::{Digest, Sha256};

/// First 16 hexadecimal digits of the SHA-256 of `text`, which is NFC with `\n` at line ends.
///
/// White space at the end of lines and of the text does not count: editors drop and add it unasked.
pub fn fingerprint(text: &str) -> Box<str> {
    let text = text.trim_end();
    let mut hash = Sha256::new();
    if text.contains(" \n") || text.contains("\t\n") {
        for line in text.lines() {
            hash.update(line.trim_end().as_bytes());
            hash.update(b"\n");
        }
    } else {
        hash.update(text.as_bytes());
        hash.update(b"\n");
    }
    hash.finalize()[..8].iter().map(|byte| format!("{byte:02x}")).collect::<String>().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_words_count() {
        let one = fingerprint("# Đền\n\nMột.\n");
        assert_eq!(one.len(), 16);
        assert_eq!(one, fingerprint("# Đền  \n\nMột.\t\n\n\n"));
        assert_ne!(one, fingerprint("# Đền\n\nHai.\n"));
        assert_ne!(one, fingerprint("# Đền\nMột.\n"));
    }
}

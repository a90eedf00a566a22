//! Random tokens: what a browser or a program holds. The office keeps their hashes only.

use sha2::{Digest, Sha256};

use crate::store::StoreError;

/// A new token.
#[derive(Clone, Debug)]
pub struct Token(String);

impl Token {
    /// A token nobody can guess: 256 bits.
    pub fn new() -> Result<Token, StoreError> {
        Ok(Token(hex(&random::<32>()?)))
    }

    /// What is handed out.
    pub fn text(&self) -> &str {
        &self.0
    }

    /// What is kept.
    pub fn hash(&self) -> String {
        token_hash(&self.0)
    }
}

/// What is kept of a token.
pub fn token_hash(token: &str) -> String {
    hex(&Sha256::digest(token.as_bytes()))
}

/// A secret that follows from a token and tells nothing of it.
pub(super) fn derived(token: &str, purpose: &str) -> String {
    let mut hash = Sha256::new();
    hash.update(purpose.as_bytes());
    hash.update([0]);
    hash.update(token.as_bytes());
    hex(&hash.finalize())
}

/// Whether two texts are the same, in a time that does not tell how much of them is.
pub(crate) fn is_same(one: &str, other: &str) -> bool {
    one.len() == other.len() && one.bytes().zip(other.bytes()).fold(0, |differs, (a, b)| differs | (a ^ b)) == 0
}

pub(crate) fn random<const N: usize>() -> Result<[u8; N], StoreError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| StoreError::Random(error.to_string()))?;
    Ok(bytes)
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

pub(super) fn from_hex<const N: usize>(text: &str) -> Option<[u8; N]> {
    if text.len() != 2 * N || !text.bytes().all(|b| b.is_ascii_hexdigit()) {
        return None;
    }
    let mut bytes = [0; N];
    for (i, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&text[2 * i..2 * i + 2], 16).ok()?;
    }
    Some(bytes)
}

/// A new id that sorts by time: UUID version 7.
pub(crate) fn new_id(now: i64) -> Result<String, StoreError> {
    let random: [u8; 10] = random()?;
    let millis = (now.max(0) as u64) * 1_000;
    let mut bytes = [0; 16];
    bytes[..6].copy_from_slice(&millis.to_be_bytes()[2..]);
    bytes[6..].copy_from_slice(&random);
    bytes[6] = bytes[6] & 0x0f | 0x70;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let text = hex(&bytes);
    Ok(format!("{}-{}-{}-{}-{}", &text[..8], &text[8..12], &text[12..16], &text[16..20], &text[20..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_differ_and_their_hashes_do_not_tell_them() {
        let (one, other) = (Token::new().unwrap(), Token::new().unwrap());
        assert!(one.text() != other.text() && one.text().len() == 64);
        assert!(one.hash() != one.text() && one.hash() == token_hash(one.text()));
        assert_ne!(derived(one.text(), "form"), one.hash());
        assert!(is_same("ab", "ab") && !is_same("ab", "ac") && !is_same("a", "ab"));
    }

    #[test]
    fn ids_are_of_version_7_and_sort_by_time() {
        let (one, other) = (new_id(1_795_280_400).unwrap(), new_id(1_795_280_401).unwrap());
        assert!(one < other && one.len() == 36 && one.as_bytes()[14] == b'7', "{one}");
    }
}

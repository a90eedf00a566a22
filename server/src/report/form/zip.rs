//! A ZIP archive (APPNOTE 6.3), as office programs read it: deflated, without dates, so that nothing in it is of the day.

use std::io::Write;

use flate2::Compression;
use flate2::write::DeflateEncoder;

/// 1 January 1980, the first day the format knows.
const DAY: u16 = 0x21;
/// File names are UTF-8.
const UTF8: u16 = 0x800;
const DEFLATED: u16 = 8;
const VERSION: u16 = 20;

/// An archive in the making.
#[derive(Debug, Default)]
pub struct Archive {
    bytes: Vec<u8>,
    directory: Vec<u8>,
    files: u16,
}

impl Archive {
    /// Adds a file. Office files are small: none comes near the 4 GB of the format.
    pub fn add(&mut self, name: &str, content: &str) {
        let packed = deflate(content.as_bytes());
        let offset = self.bytes.len() as u32;
        let mut shared = Vec::new();
        for short in [UTF8, DEFLATED, 0, DAY] {
            shared.extend(short.to_le_bytes());
        }
        for long in [crc32fast::hash(content.as_bytes()), packed.len() as u32, content.len() as u32] {
            shared.extend(long.to_le_bytes());
        }
        shared.extend((name.len() as u16).to_le_bytes());
        shared.extend(0u16.to_le_bytes());
        self.bytes.extend(*b"PK\x03\x04");
        self.bytes.extend(VERSION.to_le_bytes());
        self.bytes.extend(&shared);
        self.bytes.extend(name.as_bytes());
        self.bytes.extend(&packed);
        self.directory.extend(*b"PK\x01\x02");
        self.directory.extend(VERSION.to_le_bytes());
        self.directory.extend(VERSION.to_le_bytes());
        self.directory.extend(&shared);
        // No comment, first disk, no attributes.
        self.directory.extend([0; 10]);
        self.directory.extend(offset.to_le_bytes());
        self.directory.extend(name.as_bytes());
        self.files += 1;
    }

    /// The finished archive.
    pub fn finish(mut self) -> Vec<u8> {
        let start = self.bytes.len() as u32;
        let length = self.directory.len() as u32;
        self.bytes.extend(&self.directory);
        self.bytes.extend(*b"PK\x05\x06");
        self.bytes.extend([0; 4]);
        self.bytes.extend(self.files.to_le_bytes());
        self.bytes.extend(self.files.to_le_bytes());
        self.bytes.extend(length.to_le_bytes());
        self.bytes.extend(start.to_le_bytes());
        self.bytes.extend([0; 2]);
        self.bytes
    }
}

/// Writing into memory does not fail.
fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
    let _ = encoder.write_all(bytes);
    encoder.finish().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn what_goes_in_comes_out() {
        let mut archive = Archive::default();
        let text = "Kỳ báo cáo ".repeat(50);
        archive.add("a/đ.xml", &text);
        archive.add("b.xml", "");
        let bytes = archive.finish();
        assert_eq!(&bytes[..4], b"PK\x03\x04");
        let name = "a/đ.xml".len();
        let packed = u32::from_le_bytes(bytes[18..22].try_into().unwrap()) as usize;
        let mut back = String::new();
        let content = &bytes[30 + name..30 + name + packed];
        flate2::read::DeflateDecoder::new(content).read_to_string(&mut back).unwrap();
        assert_eq!(back, text);
        let end = &bytes[bytes.len() - 22..];
        assert_eq!((&end[..4], end[8], end[10]), (&b"PK\x05\x06"[..], 2, 2));
        let directory = u32::from_le_bytes(end[16..20].try_into().unwrap()) as usize;
        assert_eq!(&bytes[directory..directory + 4], b"PK\x01\x02");
    }
}

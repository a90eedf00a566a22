//! Just enough of ZIP to read the parts of a spreadsheet, and to write one. What comes out is bounded, whatever the file
//! claims.

use std::io::Read;

use flate2::read::DeflateDecoder;

use super::ReadFault;

/// Most bytes of a part, unpacked.
const MOST: u64 = 24 << 20;

/// The entries of an archive.
pub struct Archive<'a> {
    bytes: &'a [u8],
    entries: Vec<(String, usize)>,
}

fn number<const N: usize>(bytes: &[u8], at: usize) -> Result<usize, ReadFault> {
    let part = bytes.get(at..at + N).ok_or(ReadFault::Damaged)?;
    Ok(part.iter().rev().fold(0, |n, byte| n << 8 | usize::from(*byte)))
}

impl<'a> Archive<'a> {
    /// Reads the list of entries.
    pub fn open(bytes: &'a [u8]) -> Result<Archive<'a>, ReadFault> {
        let from = bytes.len().saturating_sub(66_000);
        let end = bytes[from..].windows(4).rposition(|w| w == b"PK\x05\x06").ok_or(ReadFault::Damaged)? + from;
        if bytes.len() < end + 22 {
            return Err(ReadFault::Damaged);
        }
        let (n, mut at) = (number::<2>(bytes, end + 10)?, number::<4>(bytes, end + 16)?);
        let mut entries = Vec::new();
        for _ in 0..n {
            if bytes.get(at..at + 4) != Some(b"PK\x01\x02") {
                return Err(ReadFault::Damaged);
            }
            let lengths = [number::<2>(bytes, at + 28)?, number::<2>(bytes, at + 30)?, number::<2>(bytes, at + 32)?];
            let name = bytes.get(at + 46..at + 46 + lengths[0]).ok_or(ReadFault::Damaged)?;
            entries.push((String::from_utf8_lossy(name).into_owned(), at));
            at += 46 + lengths.iter().sum::<usize>();
        }
        Ok(Archive { bytes, entries })
    }

    /// A part, unpacked; none where there is none of this name.
    pub fn part(&self, name: &str) -> Result<Option<String>, ReadFault> {
        let Some((_, at)) = self.entries.iter().find(|(of, _)| of == name) else { return Ok(None) };
        let bytes = self.bytes;
        let (method, packed) = (number::<2>(bytes, at + 10)?, number::<4>(bytes, at + 20)?);
        let local = number::<4>(bytes, at + 42)?;
        let data = local + 30 + number::<2>(bytes, local + 26)? + number::<2>(bytes, local + 28)?;
        let data = bytes.get(data..data.saturating_add(packed)).ok_or(ReadFault::Damaged)?;
        let mut text = Vec::new();
        match method {
            0 => text.extend_from_slice(data),
            8 => {
                let mut unpacked = DeflateDecoder::new(data).take(MOST + 1);
                unpacked.read_to_end(&mut text).map_err(|_| ReadFault::Damaged)?;
            }
            _ => return Err(ReadFault::Damaged),
        }
        if text.len() as u64 > MOST {
            return Err(ReadFault::TooLarge);
        }
        String::from_utf8(text).map(Some).map_err(|_| ReadFault::Damaged)
    }
}

/// An archive of these parts, not packed; the same bytes each time.
pub fn write(parts: &[(&str, String)]) -> Vec<u8> {
    let (mut out, mut list) = (Vec::new(), Vec::new());
    for (name, text) in parts {
        let at = out.len() as u32;
        let size = (text.len() as u32).to_le_bytes();
        let mut common = Vec::new();
        // Version 2.0, names in UTF-8, not packed, midnight of 1 January 1980.
        common.extend([20, 0, 0, 8, 0, 0, 0, 0, 0x21, 0]);
        common.extend(crc32fast::hash(text.as_bytes()).to_le_bytes());
        common.extend(size);
        common.extend(size);
        common.extend((name.len() as u16).to_le_bytes());
        common.extend([0, 0]);
        out.extend(b"PK\x03\x04");
        out.extend(&common);
        out.extend(name.as_bytes());
        out.extend(text.as_bytes());
        list.extend(b"PK\x01\x02\x14\x00");
        list.extend(&common);
        list.extend([0; 10]);
        list.extend(at.to_le_bytes());
        list.extend(name.as_bytes());
    }
    let (start, n) = (out.len() as u32, parts.len() as u16);
    out.extend(&list);
    out.extend(b"PK\x05\x06\x00\x00\x00\x00");
    out.extend(n.to_le_bytes());
    out.extend(n.to_le_bytes());
    out.extend((list.len() as u32).to_le_bytes());
    out.extend(start.to_le_bytes());
    out.extend([0, 0]);
    out
}

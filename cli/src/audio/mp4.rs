//! MPEG-4 sound (ISO 14496-12): boxes within boxes; `moov` holds `mvhd`, which knows how long it plays.

use std::ops::Range;

use super::u32_at;

/// Boxes of what phones note beside the sound: place, device, title.
const NOTES: [&[u8; 4]; 3] = [b"udta", b"meta", b"uuid"];

/// Seconds the file plays.
pub fn seconds(bytes: &[u8]) -> Option<f64> {
    if bytes.get(4..8)? != b"ftyp" {
        return None;
    }
    let moov = find(bytes, 0..bytes.len(), b"moov")?;
    let head = find(bytes, moov, b"mvhd")?.start;
    let (scale, length) = match bytes.get(head)? {
        0 => (u32_at(bytes, head + 12)?, u64::from(u32_at(bytes, head + 16)?)),
        _ => {
            let (high, low) = (u32_at(bytes, head + 24)?, u32_at(bytes, head + 28)?);
            (u32_at(bytes, head + 20)?, u64::from(high) << 32 | u64::from(low))
        }
    };
    (scale > 0).then(|| length as f64 / f64::from(scale))
}

/// The file with its notes blanked. Nothing moves, for other boxes name places in the file by number.
pub fn bare(mut bytes: Vec<u8>) -> Vec<u8> {
    let moov = find(&bytes, 0..bytes.len(), b"moov");
    let mut noted = Vec::new();
    for within in std::iter::once(0..bytes.len()).chain(moov) {
        noted.extend(boxes(&bytes, within).filter(|(kind, _)| NOTES.contains(kind)).map(|(_, body)| body));
    }
    for body in noted {
        // A box of either length of head ends its name where its body begins, or eight bytes before.
        if let Some(name) = [4, 12]
            .into_iter()
            .filter_map(|back| body.start.checked_sub(back))
            .find(|at| bytes.get(*at..at + 4).is_some_and(|name| NOTES.iter().any(|note| name == *note)))
        {
            bytes[name..name + 4].copy_from_slice(b"free");
        }
        bytes[body].fill(0);
    }
    bytes
}

fn find(bytes: &[u8], within: Range<usize>, name: &[u8; 4]) -> Option<Range<usize>> {
    boxes(bytes, within).find(|(kind, _)| *kind == name).map(|(_, body)| body)
}

/// The boxes that stand side by side in a range: name, and where the body is.
fn boxes(bytes: &[u8], within: Range<usize>) -> impl Iterator<Item = (&[u8; 4], Range<usize>)> {
    let mut at = within.start;
    std::iter::from_fn(move || {
        let kind = bytes.get(at + 4..at + 8)?.try_into().ok()?;
        let (head, length) = match u32_at(bytes, at)? {
            0 => (8, within.end.checked_sub(at)?),
            1 => (
                16,
                usize::try_from(u64::from(u32_at(bytes, at + 8)?) << 32 | u64::from(u32_at(bytes, at + 12)?)).ok()?,
            ),
            length => (8, length as usize),
        };
        let end = at.checked_add(length).filter(|end| length >= head && *end <= within.end)?;
        let body = at + head..end;
        at = end;
        Some((kind, body))
    })
}

#[cfg(test)]
pub mod tests {
    use super::*;

    fn boxed(name: &[u8; 4], body: &[u8]) -> Vec<u8> {
        [&(body.len() as u32 + 8).to_be_bytes(), &name[..], body].concat()
    }

    /// A file that says it plays `length` units of which `scale` are a second, made somewhere.
    pub fn file(scale: u32, length: u32) -> Vec<u8> {
        let mut head = vec![0; 100];
        head[12..16].copy_from_slice(&scale.to_be_bytes());
        head[16..20].copy_from_slice(&length.to_be_bytes());
        let moov = [boxed(b"mvhd", &head), boxed(b"udta", b"+20.97+106.25/")].concat();
        [boxed(b"ftyp", b"M4A \0\0\0\0"), boxed(b"mdat", &[7; 64]), boxed(b"moov", &moov)].concat()
    }

    #[test]
    fn the_length_stands_in_the_head_of_the_film() {
        assert_eq!(seconds(&file(44_100, 44_100 * 185)), Some(185.0));
        let mut wide = vec![0; 112];
        wide[0] = 1;
        wide[20..24].copy_from_slice(&1000_u32.to_be_bytes());
        wide[28..32].copy_from_slice(&62_500_u32.to_be_bytes());
        let wide = [boxed(b"ftyp", b"M4A "), boxed(b"moov", &boxed(b"mvhd", &wide))].concat();
        assert_eq!(seconds(&wide), Some(62.5));
    }

    #[test]
    fn the_place_it_was_made_at_is_blanked_and_nothing_moves() {
        let (before, after) = (file(1000, 5000), bare(file(1000, 5000)));
        assert_eq!((after.len(), seconds(&after)), (before.len(), Some(5.0)));
        assert!(before.windows(6).any(|w| w == b"106.25") && !after.windows(6).any(|w| w == b"106.25"));
        assert!(after.windows(4).any(|w| w == b"free") && !after.windows(4).any(|w| w == b"udta"));
        assert_eq!(after[16..88], before[16..88]);
    }

    #[test]
    fn damaged_boxes_end_the_search() {
        for cut in 0..200 {
            let mut bytes = file(1000, 5000);
            bytes.truncate(cut);
            let _ = (seconds(&bytes), bare(bytes));
        }
        let mut endless = file(1000, 5000);
        endless[16..20].copy_from_slice(&4_u32.to_be_bytes());
        assert_eq!(seconds(&endless), None);
    }
}

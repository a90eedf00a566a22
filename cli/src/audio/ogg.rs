//! Opus and Vorbis in Ogg (RFC 3533, 7845): the last page knows how many samples came before its end.

/// Opus counts samples at this rate whatever was recorded.
const OPUS_RATE: u32 = 48_000;

/// Bytes of a page before its table of segments.
const HEAD: usize = 27;

/// Seconds the file plays.
pub fn seconds(bytes: &[u8]) -> Option<f64> {
    let serial = page(bytes, 0)?.serial;
    let segments = usize::from(*bytes.get(26)?);
    let packet = bytes.get(HEAD + segments..)?;
    let (rate, skipped) = if packet.starts_with(b"OpusHead") {
        (OPUS_RATE, u64::from(u16::from_le_bytes(packet.get(10..12)?.try_into().ok()?)))
    } else if packet.starts_with(b"\x01vorbis") {
        (u32::from_le_bytes(packet.get(12..16)?.try_into().ok()?), 0)
    } else {
        return None;
    };
    let last = (0..bytes.len().saturating_sub(HEAD)).rev().find_map(|at| {
        // A page on which no packet ends has no position: all bits set.
        page(bytes, at).filter(|page| page.serial == serial && page.position != u64::MAX)
    })?;
    (rate > 0).then(|| last.position.saturating_sub(skipped) as f64 / f64::from(rate))
}

struct Page {
    position: u64,
    serial: [u8; 4],
}

fn page(bytes: &[u8], at: usize) -> Option<Page> {
    let head = bytes.get(at..at + HEAD)?;
    let position = u64::from_le_bytes(head[6..14].try_into().ok()?);
    (head.starts_with(b"OggS\0")).then_some(Page { position, serial: head[14..18].try_into().ok()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(position: u64, serial: u8, body: &[u8]) -> Vec<u8> {
        let mut bytes = b"OggS\0\0".to_vec();
        bytes.extend(position.to_le_bytes());
        bytes.extend([serial, 0, 0, 0]);
        bytes.extend([0; 8]);
        bytes.extend([1, body.len() as u8]);
        bytes.extend(body);
        bytes
    }

    #[test]
    fn the_last_page_of_the_sound_tells_its_length() {
        let opus = [
            page(0, 1, b"OpusHead\x01\x01\x38\x01\0\0\0\0\0\0\0"),
            page(48_000 + 312, 1, b"sound"),
            page(3 * 48_000 + 312, 1, b"sound"),
            page(u64::MAX, 1, b"sou"),
            page(99 * 48_000, 2, b"another stream"),
        ];
        assert_eq!(seconds(&opus.concat()), Some(3.0));
        let vorbis = [page(0, 1, b"\x01vorbis\0\0\0\0\x01\x44\xac\0\0\0\0\0\0"), page(88_200, 1, b"sound")];
        assert_eq!(seconds(&vorbis.concat()), Some(2.0));
        assert_eq!(seconds(&page(0, 1, b"Speex   ")), None);
    }
}

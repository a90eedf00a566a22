//! MPEG audio, layer III (ISO 11172-3, 13818-3): frames one after another, each with its own header.

use super::u32_at;

/// Thousands of bits a second, by the header's index; the first list is of MPEG 1, the second of MPEG 2 and 2.5.
const BITRATES: [[u32; 15]; 2] = [
    [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
    [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
];

/// Samples a second of MPEG 1; half as many in MPEG 2, a quarter in MPEG 2.5.
const RATES: [u32; 3] = [44_100, 48_000, 32_000];

/// How far behind the tag the first frame may begin.
const SEARCHED: usize = 64 << 10;

/// What the header of a frame says.
#[derive(Clone, Copy)]
struct Frame {
    /// Bytes, the header among them.
    length: usize,
    samples: u32,
    rate: u32,
    /// Bytes between header and Xing tag.
    side: usize,
}

impl Frame {
    fn at(bytes: &[u8], at: usize) -> Option<Frame> {
        let head = u32_at(bytes, at)?;
        // Eleven bits of synchronisation, then the version, of which 01 is none, and layer III.
        if head >> 21 != 0x7ff || head >> 19 & 3 == 1 || head >> 17 & 3 != 1 {
            return None;
        }
        let (version, mono) = (head >> 19 & 3, head >> 6 & 3 == 3);
        let first = version == 3;
        let bitrate = *BITRATES[usize::from(!first)].get((head >> 12 & 15) as usize)?;
        let rate = *RATES.get((head >> 10 & 3) as usize)? >> [2, 0, 1, 0][version as usize];
        let samples = if first { 1152 } else { 576 };
        let length = (samples / 8 * bitrate * 1000 / rate + (head >> 9 & 1)) as usize;
        let side = match (first, mono) {
            (true, false) => 32,
            (false, true) => 9,
            _ => 17,
        };
        (bitrate > 0).then_some(Frame { length, samples, rate, side })
    }
}

/// Seconds the file plays.
pub fn seconds(bytes: &[u8]) -> Option<f64> {
    let start = start(bytes)?;
    let first = Frame::at(bytes, start)?;
    if let Some(frames) = counted(bytes, start, first) {
        return Some(f64::from(frames) * f64::from(first.samples) / f64::from(first.rate));
    }
    let (mut at, mut seconds) = (start, 0.0);
    while let Some(frame) = Frame::at(bytes, at) {
        seconds += f64::from(frame.samples) / f64::from(frame.rate);
        at += frame.length;
    }
    Some(seconds)
}

/// The sound alone, without the tags before and after it.
pub fn bare(bytes: &[u8]) -> &[u8] {
    let tail = bytes.len().checked_sub(128).filter(|at| bytes[*at..].starts_with(b"TAG"));
    &bytes[start(bytes).unwrap_or(0)..tail.unwrap_or(bytes.len())]
}

/// Where the first frame begins: behind the tag, and followed by another frame, for two bytes of chance look like one.
fn start(bytes: &[u8]) -> Option<usize> {
    let mut from = 0;
    // An ID3 tag counts its length in seven bits a byte; a footer adds ten bytes.
    if bytes.starts_with(b"ID3") {
        let size = bytes.get(6..10)?.iter().fold(0, |size, byte| size << 7 | usize::from(byte & 0x7f));
        from = 10 + size + if bytes[5] & 0x10 != 0 { 10 } else { 0 };
    }
    let is_frame = |at: usize| Frame::at(bytes, at);
    (from..bytes.len().min(from + SEARCHED))
        .find(|at| is_frame(*at).is_some_and(|frame| is_frame(at + frame.length).is_some()))
}

/// The number of frames as the first one tells it, where the encoder left word there.
fn counted(bytes: &[u8], start: usize, first: Frame) -> Option<u32> {
    let xing = start + 4 + first.side;
    let told = match bytes.get(xing..xing + 4)? {
        // The lowest flag says that the number is there.
        b"Xing" | b"Info" if u32_at(bytes, xing + 4)? & 1 == 1 => u32_at(bytes, xing + 8),
        _ if bytes.get(start + 36..start + 40)? == b"VBRI" => u32_at(bytes, start + 50),
        _ => None,
    };
    told.filter(|frames| *frames > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `count` silent frames: MPEG 2, 32 kbit/s, 24,000 samples a second, mono; 96 bytes and 24 ms each.
    fn frames(count: usize) -> Vec<u8> {
        let mut frame = [0; 96];
        frame[..4].copy_from_slice(&[0xff, 0xf3, 0x44, 0xc4]);
        frame.repeat(count)
    }

    fn tagged(sound: &[u8]) -> Vec<u8> {
        // Of 300 bytes: 2 × 128 + 44.
        let mut bytes = b"ID3\x04\0\0\0\0\x02\x2c".to_vec();
        bytes.extend([0xff; 300]);
        bytes.extend(sound);
        bytes
    }

    #[test]
    fn frames_are_counted_behind_the_tag() {
        assert!((seconds(&frames(125)).unwrap() - 3.0).abs() < 1e-9);
        let behind = tagged(&frames(125));
        assert!((seconds(&behind).unwrap() - 3.0).abs() < 1e-9);
        let mut tail = b"TAG".to_vec();
        tail.resize(128, b' ');
        assert_eq!(bare(&[behind, tail].concat()), frames(125));
    }

    #[test]
    fn the_encoder_s_own_count_is_believed() {
        let mut sound = frames(3);
        sound[13..21].copy_from_slice(b"Xing\0\0\0\x01");
        sound[21..25].copy_from_slice(&5000_u32.to_be_bytes());
        assert_eq!(seconds(&sound), Some(120.0));
    }
}

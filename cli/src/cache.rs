//! Files that could be made again: kept from one build to the next. Several builds may share a cache at a time.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

/// Writes a file of the cache, and its folder if need be. It gets its name only when it is whole, and until then a
/// name that no other build and no other thread uses: whoever reads it finds all of it or nothing.
///
/// It is not synced, for what a power cut takes is made again.
pub fn keep(file: &Path, bytes: &[u8]) -> io::Result<()> {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let folder = file.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let part = folder.join(format!("{}-{number}.part", std::process::id()));
    let written =
        File::create(&part).and_then(|mut output| output.write_all(bytes)).and_then(|()| fs::rename(&part, file));
    if written.is_err() {
        let _ = fs::remove_file(&part);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_may_keep_the_same_file_and_every_reader_finds_it_whole() {
        let folder = std::env::temp_dir().join(format!("disan-cache-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        let file = folder.join("share/picture.jpg");
        let bytes = vec![7; 300_000];
        keep(&file, &bytes).unwrap();
        std::thread::scope(|threads| {
            for _ in 0..4 {
                threads.spawn(|| {
                    for _ in 0..50 {
                        keep(&file, &bytes).unwrap();
                        assert!(fs::read(&file).unwrap() == bytes);
                    }
                });
            }
        });
        assert_eq!(fs::read_dir(file.parent().unwrap()).unwrap().count(), 1);
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn what_cannot_be_kept_leaves_nothing_behind() {
        let folder = std::env::temp_dir().join(format!("disan-cache-fails-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        // A folder with something in it stands where the file should be: that stops root as well.
        fs::create_dir_all(folder.join("picture.jpg/in-the-way")).unwrap();
        assert!(keep(&folder.join("picture.jpg"), b"x").is_err());
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
        fs::remove_dir_all(folder).unwrap();
    }
}

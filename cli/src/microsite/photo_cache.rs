//! Derived photos kept from one build to the next: they are the slowest step of a build by far.

use std::path::{Path, PathBuf};
use std::{fs, io};

use super::photo::Form;
use super::tint::Tint;
use crate::cache;

/// Name of the file that lists the sizes of a kept photo, one `width height tint` a line.
const SIZES: &str = "sizes";

/// The place of one photo in the cache; its name changes with its content and with the recipe.
#[derive(Debug)]
pub struct Cache {
    folder: PathBuf,
}

impl Cache {
    /// The place of the photo with this hash.
    pub fn new(cache: &Path, hash: &str) -> Cache {
        Cache { folder: cache.join(hash) }
    }

    /// The forms kept, least first; none when they are not all there.
    pub fn read(&self) -> Option<Vec<Form>> {
        let sizes = fs::read_to_string(self.folder.join(SIZES)).ok()?;
        let form = |line: &str| {
            let mut parts = line.split(' ');
            let (width, height, tint) = (parts.next()?, parts.next()?, parts.next()?);
            Some(Form {
                width: width.parse().ok()?,
                height: height.parse().ok()?,
                tint: Tint::numbered(tint)?,
                webp: fs::read(self.folder.join(format!("{width}.webp"))).ok()?,
                jpeg: fs::read(self.folder.join(format!("{width}.jpg"))).ok()?,
            })
        };
        let forms: Option<Vec<Form>> = sizes.lines().map(form).collect();
        forms.filter(|forms| !forms.is_empty())
    }

    /// Keeps the forms. The list of sizes comes last: without it the rest does not count. An error names the file.
    pub fn write(&self, forms: &[Form]) -> Result<(), (String, io::Error)> {
        let write = |name: &str, bytes: &[u8]| {
            let file = self.folder.join(name);
            cache::keep(&file, bytes).map_err(|error| (file.display().to_string(), error))
        };
        let mut sizes = String::new();
        for form in forms {
            write(&format!("{}.webp", form.width), &form.webp)?;
            write(&format!("{}.jpg", form.width), &form.jpeg)?;
            sizes.push_str(&format!("{} {} {}\n", form.width, form.height, form.tint.0));
        }
        write(SIZES, sizes.as_bytes())
    }
}

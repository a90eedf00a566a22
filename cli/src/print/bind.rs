//! Sheets set and bound into files.

use rayon::prelude::*;

use super::batch::{Batch, batches};
use super::board::{Fault, Setting};
use super::format::{Format, Make};
use super::gate::Seen;
use super::keeper::Keeper;
use super::options::Options;
use super::pdf::{self, Document, PdfError, Written};
use super::refusal::diagnose;
use super::sheet::Sheet;
use super::sign::Sign;
use super::wording::Speaker;
use crate::diagnostic::Diagnostic;

/// Pages of one file: a larger one would cost the printer's computer, and ours, too much memory.
const VOLUME: usize = 1_000;

/// A sheet, and whose symbols must stand on it, in their order.
pub struct Leaf {
    /// The sheet.
    pub sheet: Sheet,
    /// Indices of signs.
    pub signs: Vec<usize>,
}

/// A finished file.
pub struct File {
    /// Path in the output.
    pub path: String,
    /// What it was made of.
    pub batch: Batch,
    /// Number of its pages.
    pub pages: usize,
    /// Whose symbols must stand in it, in their order.
    pub orders: Vec<usize>,
    /// Its bytes.
    pub written: Written,
}

/// The files a batch takes, each with its pages: numbered where one would be too large.
fn volumes<'a, T>(path: &'a str, leaves: &'a [T]) -> impl Iterator<Item = (String, &'a [T])> {
    let only = leaves.len() <= VOLUME;
    leaves.chunks(VOLUME).enumerate().map(move |(number, volume)| match only {
        true => (format!("{path}.pdf"), volume),
        false => (format!("{path}-{:03}.pdf", number + 1), volume),
    })
}

/// Sets and binds the signs of a project in one format.
pub struct Binder<'a> {
    /// How signs are made.
    pub options: &'a Options,
    /// Fonts, inks, emblem.
    pub setting: Setting<'a>,
    /// The words.
    pub speaker: &'a Speaker<'a>,
    /// The signs that are chosen.
    pub signs: &'a [Sign<'a>],
    /// The format.
    pub format: Format,
}

impl Binder<'_> {
    /// The files of the format; the inner error is all that cannot be set.
    pub fn bind(&self, keeper: &mut Keeper<'_>) -> Result<Result<Vec<File>, Vec<Diagnostic>>, PdfError> {
        let batches = batches(self.signs, self.options, &self.format, self.speaker);
        let pool = match self.leaves(keeper, &batches)? {
            Ok(pool) => pool,
            Err(faults) => return Ok(Err(faults)),
        };
        let mut volumes: Vec<(String, &Batch, Vec<&Leaf>)> = Vec::new();
        for (i, batch) in batches.iter().enumerate() {
            let leaves: Vec<&Leaf> = match self.is_by_batch() {
                true => pool[i].iter().collect(),
                false => batch.signs.iter().flat_map(|sign| &pool[*sign]).collect(),
            };
            volumes.extend(self::volumes(&batch.path, &leaves).map(|(path, volume)| (path, batch, volume.to_vec())));
        }
        let files: Result<Vec<File>, PdfError> =
            volumes.into_par_iter().map(|(path, batch, leaves)| self.write(path, batch, &leaves)).collect();
        Ok(Ok(files?))
    }

    /// Whether a sheet belongs to a file rather than to a sign.
    fn is_by_batch(&self) -> bool {
        matches!(self.format.make, Make::Grid(_) | Make::List(_))
    }

    /// Every leaf: those of each sign, or of each batch where sheets hold many signs.
    pub fn leaves(
        &self,
        keeper: &mut Keeper<'_>,
        batches: &[Batch],
    ) -> Result<Result<Vec<Vec<Leaf>>, Vec<Diagnostic>>, PdfError> {
        let set: Vec<Result<Vec<Leaf>, Vec<Diagnostic>>> = if self.is_by_batch() {
            batches.par_iter().map(|batch| self.of_batch(batch)).collect()
        } else {
            let proofs = self.proofs(keeper)?;
            (0..self.signs.len())
                .into_par_iter()
                .map(|i| self.of_sign(i, proofs.get(i).and_then(Option::as_ref)))
                .collect()
        };
        let mut pool = Vec::with_capacity(set.len());
        let mut faults: Vec<Diagnostic> = Vec::new();
        for leaves in set {
            match leaves {
                Ok(leaves) => pool.push(leaves),
                // The placements of an entry share its words, and so its faults.
                Err(found) => found.into_iter().for_each(|fault| {
                    if !faults.contains(&fault) {
                        faults.push(fault);
                    }
                }),
            }
        }
        Ok(if faults.is_empty() { Ok(pool) } else { Err(faults) })
    }

    fn write(&self, path: String, batch: &Batch, leaves: &[&Leaf]) -> Result<File, PdfError> {
        let sheets: Vec<&Sheet> = leaves.iter().map(|leaf| &leaf.sheet).collect();
        let locale = self.speaker.main();
        let subject = format!("{} · {}", locale.text("print.about"), self.speaker.project_title());
        let document = Document {
            title: &batch.title,
            author: &self.speaker.owner().main,
            subject: &subject,
            lang: locale.lang(),
            date: self.options.today,
            sheets: &sheets,
            press: self.options.press,
        };
        Ok(File {
            path,
            batch: batch.clone(),
            pages: leaves.len(),
            orders: leaves.iter().flat_map(|leaf| leaf.signs.iter().copied()).collect(),
            written: pdf::write(self.setting.fonts, &document)?,
        })
    }

    /// What each symbol does in the trials of the field, where the format tells of it.
    fn proofs(&self, keeper: &mut Keeper<'_>) -> Result<Vec<Option<Seen>>, PdfError> {
        match self.format.make {
            Make::Proof(..) if self.options.gate => keeper.prove_all(self.setting.fonts, self.signs, self.speaker),
            _ => Ok(Vec::new()),
        }
    }

    /// The leaves of one sign.
    fn of_sign(&self, index: usize, seen: Option<&Seen>) -> Result<Vec<Leaf>, Vec<Diagnostic>> {
        let sign = &self.signs[index];
        let leaf = |symbols: usize, sheet| vec![Leaf { sheet, signs: vec![index; symbols] }];
        let set = match self.format.make {
            Make::Sign(symbols, set) => set(&self.setting, sign).map(|sheet| leaf(symbols, sheet)),
            Make::Proof(symbols, set) => set(&self.setting, self.speaker, sign, seen).map(|sheet| leaf(symbols, sheet)),
            // The text of an entry is printed once, whichever of its signs come first.
            Make::Text(_) if index > 0 && self.signs[index - 1].entry.slug == sign.entry.slug => Ok(Vec::new()),
            Make::Text(set) => set(&self.setting, self.speaker, sign).map(|sheets| {
                let leaf = |(page, sheet)| Leaf { sheet, signs: if page == 0 { vec![index] } else { Vec::new() } };
                sheets.into_iter().enumerate().map(leaf).collect()
            }),
            Make::Grid(_) | Make::List(_) => Ok(Vec::new()),
        };
        set.map_err(|faults| self.explain(&faults, &[index]))
    }

    /// The leaves of one file of a format whose sheets hold many signs.
    fn of_batch(&self, batch: &Batch) -> Result<Vec<Leaf>, Vec<Diagnostic>> {
        let mut indices = batch.signs.clone();
        let on_one = self.setting.labels.count();
        if batch.repeats && !indices.is_empty() {
            let full = indices.len().div_ceil(on_one) * on_one;
            indices = (0..full).map(|i| batch.signs[i % batch.signs.len()]).collect();
        }
        let signs: Vec<&Sign<'_>> = indices.iter().map(|index| &self.signs[*index]).collect();
        let set = match self.format.make {
            Make::Grid(set) => set(&self.setting, self.speaker, &signs).map(|sheets| {
                let parts = sheets.into_iter().zip(indices.chunks(on_one));
                parts.map(|(sheet, signs)| Leaf { sheet, signs: signs.to_vec() }).collect()
            }),
            Make::List(set) => set(&self.setting, self.speaker, &batch.title, &signs)
                .map(|sheets| sheets.into_iter().map(|sheet| Leaf { sheet, signs: Vec::new() }).collect()),
            Make::Sign(..) | Make::Text(_) | Make::Proof(..) => Ok(Vec::new()),
        };
        set.map_err(|faults| self.explain(&faults, &batch.signs))
    }

    /// Faults of setting as diagnostics, each about the sign whose text it is.
    fn explain(&self, faults: &[Fault], of: &[usize]) -> Vec<Diagnostic> {
        let about = |fault: &Fault| {
            let own = of.iter().map(|index| &self.signs[*index]).find(|sign| sign.says(fault.text()));
            own.or_else(|| of.first().map(|index| &self.signs[*index]))
        };
        faults.iter().filter_map(|fault| Some(diagnose(about(fault)?.entry, self.format.id, fault))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_pages_than_a_file_bears_come_in_volumes_that_lose_none() {
        let made = |pages: usize| -> Vec<(String, usize)> {
            let leaves: Vec<usize> = (0..pages).collect();
            let volumes: Vec<_> = volumes("print/a4/all", &leaves).collect();
            assert!(volumes.iter().flat_map(|(_, pages)| *pages).eq(&leaves));
            volumes.into_iter().map(|(path, pages)| (path, pages.len())).collect()
        };
        assert_eq!(made(0), []);
        assert_eq!(made(1_000), [("print/a4/all.pdf".to_owned(), 1_000)]);
        let three = [("print/a4/all-001.pdf", 1_000), ("print/a4/all-002.pdf", 1_000), ("print/a4/all-003.pdf", 401)];
        assert_eq!(made(2_401), three.map(|(path, pages)| (path.to_owned(), pages)));
    }
}

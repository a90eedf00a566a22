//! The proof of a symbol: which decoder reads it after each trial of the field, and the grade that follows.
//!
//! | grade | of all readings, two to a trial, this share succeeded |
//! |---|---|
//! | A | nine tenths or more |
//! | B | eight tenths or more |
//! | C | seven tenths or more |
//! | D | six tenths or more |
//! | E | fewer, but after every trial one decoder reads it |
//! | F | after some trial no decoder reads it: the sign is refused |
//!
//! The grade compares signs with each other. It says nothing of paper, ink, glare, curved walls or worn lenses: print
//! the proof sheet and scan that.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::raster::Raster;
use super::readers::Reader;
use super::trial::{Picture, TRIALS};
use crate::qr::Symbol;

/// Dots of a module in a trial: about what a phone sees from where one stands.
const DOTS: f32 = 5.0;

/// Which decoder read the symbol after each trial, in the order of the trials and of [`Reader::ALL`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Proof(Vec<[bool; 2]>);

/// How well a symbol stands the field.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Grade {
    /// Nine tenths of all readings.
    A,
    /// Eight tenths.
    B,
    /// Seven tenths.
    C,
    /// Six tenths.
    D,
    /// One reading after each trial.
    E,
    /// No reading after some trial.
    F,
}

impl Grade {
    /// Its letter.
    pub fn letter(self) -> char {
        match self {
            Grade::A => 'A',
            Grade::B => 'B',
            Grade::C => 'C',
            Grade::D => 'D',
            Grade::E => 'E',
            Grade::F => 'F',
        }
    }
}

impl Proof {
    /// The grade.
    pub fn grade(&self) -> Grade {
        if self.failed().next().is_some() {
            return Grade::F;
        }
        let read = self.0.iter().flatten().filter(|read| **read).count();
        match read * 10 / (self.0.len() * 2).max(1) {
            9.. => Grade::A,
            8 => Grade::B,
            7 => Grade::C,
            6 => Grade::D,
            _ => Grade::E,
        }
    }

    /// The trials after which no decoder read it.
    pub fn failed(&self) -> impl Iterator<Item = &'static str> {
        self.trials().filter(|(_, readers)| readers.is_empty()).map(|(name, _)| name)
    }

    /// Each trial with the decoders that read it.
    pub fn trials(&self) -> impl Iterator<Item = (&'static str, Vec<Reader>)> {
        let readers = |read: &[bool; 2]| {
            Reader::ALL.into_iter().zip(read).filter(|(_, read)| **read).map(|(reader, _)| reader).collect()
        };
        TRIALS.iter().zip(&self.0).map(move |((name, _), read)| (*name, readers(read)))
    }

    /// Whether it is of the trials that are made today.
    pub fn is_whole(&self) -> bool {
        self.0.len() == TRIALS.len()
    }
}

/// Puts a picture that says `payload` through every trial.
pub fn prove(raster: &Raster, payload: &str, seed: u64) -> Proof {
    let Ok(symbol) = Symbol::new(payload) else { return Proof(vec![[false; 2]; TRIALS.len()]) };
    let picture = raster.picture(symbol.width_with_quiet_zone(), DOTS);
    let trials = TRIALS.par_iter().enumerate();
    Proof(
        trials
            .map(|(number, (_, trial))| {
                let after = trial.apply(&picture, symbol.width(), seed.wrapping_add(number as u64));
                read(&after, payload)
            })
            .collect(),
    )
}

/// Which decoders read a picture. Where neither does, its edges are sharpened once, as every phone does.
fn read(picture: &Picture, payload: &str) -> [bool; 2] {
    let look = |picture: &Picture| {
        let luma = picture.luma();
        Reader::ALL.map(|reader| reader.read(&luma, picture.side).as_deref() == Some(payload))
    };
    match look(picture) {
        [false, false] => look(&picture.sharpened()),
        read => read,
    }
}

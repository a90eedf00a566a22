//! `[print]` in `disan.toml`: which signs are made, and with what.

/// A format of paper. What each looks like is the print stage's business.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum SignFormat {
    /// A poster, 297 × 420 mm.
    A3,
    /// A poster, 210 × 297 mm.
    A4,
    /// A poster, 148 × 210 mm.
    A5,
    /// A plaque, 200 × 300 mm.
    Plaque200x300,
    /// A plaque, 120 × 180 mm.
    Plaque120x180,
    /// Labels in a grid on A4.
    Label,
    /// A card to leave behind, A6.
    Card,
    /// The whole text in large letters, A4.
    LargePrint,
    /// A sheet to try the printer with, A4.
    Proof,
    /// A list for those who hang the signs of a unit, A4.
    Install,
    /// A list for those who look after them, A4.
    Patrol,
}

impl SignFormat {
    /// All formats.
    pub const ALL: [SignFormat; 11] = [
        Self::A3,
        Self::A4,
        Self::A5,
        Self::Plaque200x300,
        Self::Plaque120x180,
        Self::Label,
        Self::Card,
        Self::LargePrint,
        Self::Proof,
        Self::Install,
        Self::Patrol,
    ];

    /// Id on the command line, in `disan.toml`, in paths and in the locales.
    pub fn id(self) -> &'static str {
        match self {
            Self::A3 => "a3",
            Self::A4 => "a4",
            Self::A5 => "a5",
            Self::Plaque200x300 => "plaque-200x300",
            Self::Plaque120x180 => "plaque-120x180",
            Self::Label => "label",
            Self::Card => "card",
            Self::LargePrint => "large-print",
            Self::Proof => "proof",
            Self::Install => "install",
            Self::Patrol => "patrol",
        }
    }
}

/// How a project prints.
#[derive(Clone, PartialEq, Debug)]
pub struct PrintSettings {
    /// What `disan build` makes, each once.
    pub formats: Vec<SignFormat>,
    /// In the project's colours; otherwise in black alone.
    pub colour: bool,
    /// Path of the emblem of those who answer for the signs, relative to the content folder.
    pub emblem: Option<String>,
    /// Font files.
    pub fonts: FontPaths,
    /// The grid of labels.
    pub labels: LabelGrid,
}

impl Default for PrintSettings {
    fn default() -> Self {
        PrintSettings {
            formats: vec![SignFormat::A4],
            colour: false,
            emblem: None,
            fonts: FontPaths::default(),
            labels: LabelGrid::default(),
        }
    }
}

/// Paths of font files, relative to the content folder; the built-in family serves for what is left out.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct FontPaths {
    /// Regular, bold, italic.
    pub styles: [Option<String>; 3],
    /// Asked in order for characters that those lack.
    pub more: Vec<String>,
}

/// Labels on an A4 sheet, in millimetres.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct LabelGrid {
    /// Labels side by side.
    pub columns: u32,
    /// Labels one below the other.
    pub rows: u32,
    /// Width of a label.
    pub width: f64,
    /// Height of a label.
    pub height: f64,
    /// From the left edge of the paper to the first label.
    pub left: f64,
    /// From the upper edge of the paper to the first label.
    pub top: f64,
    /// Between two labels side by side.
    pub across: f64,
    /// Between two labels one below the other.
    pub down: f64,
}

impl LabelGrid {
    /// Width and height of the paper.
    pub const PAPER: (f64, f64) = (210.0, 297.0);

    /// Labels on a sheet.
    pub fn count(&self) -> usize {
        (self.columns * self.rows) as usize
    }

    /// Right edge of the last column and foot of the last row.
    pub fn extent(&self) -> (f64, f64) {
        let run = |count: u32, side: f64, gap: f64| f64::from(count) * side + f64::from(count - 1) * gap;
        (self.left + run(self.columns, self.width, self.across), self.top + run(self.rows, self.height, self.down))
    }

    /// Upper left corner of a label, counted along the rows from 0.
    pub fn corner(&self, number: usize) -> (f64, f64) {
        let (row, column) = (number / self.columns as usize, number % self.columns as usize);
        (self.left + column as f64 * (self.width + self.across), self.top + row as f64 * (self.height + self.down))
    }
}

impl Default for LabelGrid {
    /// Square labels of 40 mm, four to a row, with room for scissors between them.
    fn default() -> Self {
        LabelGrid { columns: 4, rows: 6, width: 40.0, height: 40.0, left: 19.0, top: 18.5, across: 4.0, down: 4.0 }
    }
}

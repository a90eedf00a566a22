//! `[print]` in `disan.toml`.

use super::table::{File, Table, choose};
use crate::model::{FontPaths, LabelGrid, PrintSettings, SignFormat};

/// Reads how signs are printed; what is left out keeps its usual value.
pub fn print(table: Option<Table>, file: &mut File) -> PrintSettings {
    let mut print = PrintSettings::default();
    let Some(mut table) = table else { return print };
    if table.has("formats") {
        print.formats = formats(&mut table, file);
    }
    print.colour = table.flag("colour", file);
    print.emblem = table.text("emblem", file);
    if let Some(fonts) = table.table("fonts", file) {
        print.fonts = font_paths(fonts, file);
    }
    let span = table.key_span("labels");
    if let Some(labels) = table.table("labels", file)
        && let Some(span) = span
    {
        print.labels = label_grid(labels, span, file);
    }
    table.finish(file);
    print
}

fn formats(table: &mut Table, file: &mut File) -> Vec<SignFormat> {
    let choices = SignFormat::ALL.map(|format| (format.id(), format));
    let mut formats = Vec::new();
    for text in table.spanned_texts("formats", file) {
        if let Some(format) = choose("formats", &text, &choices, file)
            && !formats.contains(&format)
        {
            formats.push(format);
        }
    }
    formats
}

fn font_paths(mut table: Table, file: &mut File) -> FontPaths {
    let styles = ["regular", "bold", "italic"].map(|key| table.text(key, file));
    let more = table.texts("more", file);
    table.finish(file);
    FontPaths { styles, more }
}

/// The grid; one that runs over the paper is named and the usual one taken.
fn label_grid(mut table: Table, span: std::ops::Range<usize>, file: &mut File) -> LabelGrid {
    let mut grid = LabelGrid::default();
    for (key, count) in [("columns", &mut grid.columns), ("rows", &mut grid.rows)] {
        if let Some(number) = table.integer(key, 1..=30, file) {
            *count = number as u32;
        }
    }
    let lengths = [
        ("width", &mut grid.width),
        ("height", &mut grid.height),
        ("left", &mut grid.left),
        ("top", &mut grid.top),
        ("across", &mut grid.across),
        ("down", &mut grid.down),
    ];
    for (key, length) in lengths {
        if let Some(millimetres) = table.number(key, file) {
            *length = millimetres;
        }
    }
    table.finish(file);
    let (right, foot) = grid.extent();
    let (width, height) = LabelGrid::PAPER;
    // Half a millimetre of mercy: makers of labels round their figures.
    if right <= width + 0.5 && foot <= height + 0.5 && grid.width > 0.0 && grid.height > 0.0 {
        return grid;
    }
    let fault = file.error("labels-off-paper", span);
    file.push(fault.with("right", format!("{right:.0}")).with("foot", format!("{foot:.0}")));
    LabelGrid::default()
}

//! The symbols alone, for layouts of others: `print/symbols/48217.svg` and `.png`, and a table of them.

use rayon::prelude::*;

use super::sign::Sign;

/// Path in the output, and bytes.
pub type File = (String, Vec<u8>);

/// The files of the symbols.
pub fn files(signs: &[Sign<'_>]) -> Result<Vec<File>, png::EncodingError> {
    let pictures: Result<Vec<[File; 2]>, png::EncodingError> = signs
        .par_iter()
        .map(|sign| {
            let path = |ending: &str| format!("print/symbols/{}.{ending}", name(signs, sign));
            Ok([(path("svg"), sign.symbol.to_svg().into_bytes()), (path("png"), sign.symbol.to_png()?)])
        })
        .collect();
    let mut files: Vec<File> = pictures?.into_iter().flatten().collect();
    if !signs.is_empty() {
        files.push(("print/symbols/symbols.csv".to_owned(), table(signs)));
    }
    Ok(files)
}

/// The code; where merged projects have the same code twice, the host too.
fn name(signs: &[Sign<'_>], sign: &Sign<'_>) -> String {
    let is_shared = sign.placement.host.is_some() && signs.iter().filter(|other| other.code == sign.code).count() > 1;
    match &sign.placement.host {
        Some(host) if is_shared => format!("{host}-{}", sign.code).replace(':', "-"),
        _ => sign.code.to_string(),
    }
}

/// A row a symbol: code, entry, placement, address. Excel takes a file with a mark at its start for UTF-8.
fn table(signs: &[Sign<'_>]) -> Vec<u8> {
    let mut text = String::from("\u{feff}code,entry,placement,address\r\n");
    for sign in signs {
        // None of the four can hold a comma or a quotation mark: a number, two slugs, an address of a host.
        text.push_str(&format!("{},{},{},{}\r\n", sign.code, sign.entry.slug, sign.placement.key, sign.url));
    }
    text.into_bytes()
}

#[cfg(test)]
mod tests {
    use resvg::{tiny_skia, usvg};

    use crate::qr::{QUIET_ZONE, Symbol};

    #[test]
    fn an_svg_shows_each_module_where_the_symbol_has_it() {
        let symbol = Symbol::new("https://disan.example/48217").unwrap();
        let tree = usvg::Tree::from_str(&symbol.to_svg(), &usvg::Options::default()).unwrap();
        let side = symbol.width_with_quiet_zone();
        let mut pixmap = tiny_skia::Pixmap::new(side as u32, side as u32).unwrap();
        let scale = side as f32 / tree.size().width();
        resvg::render(&tree, tiny_skia::Transform::from_scale(scale, scale), &mut pixmap.as_mut());
        for (i, pixel) in pixmap.pixels().iter().enumerate() {
            let own = (i % side).checked_sub(QUIET_ZONE).zip((i / side).checked_sub(QUIET_ZONE));
            let is_dark = own.is_some_and(|(x, y)| symbol.is_dark(x, y));
            assert_eq!(pixel.red() < 128, is_dark, "dot {i}");
        }
    }
}

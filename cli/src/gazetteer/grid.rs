//! Cells of a spreadsheet as text: XLSX, or CSV with commas, semicolons or tabs.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};

/// Rows of cells, white space around them gone.
pub type Grid = Vec<Vec<String>>;

/// Why there are no cells.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum GridError {
    /// Neither a workbook nor text in UTF-8.
    #[error("neither an XLSX workbook nor a text in UTF-8")]
    Unreadable,
    /// A workbook of before 2007.
    #[error("an XLS workbook of before 2007")]
    Old,
}

/// Reads the first sheet of a workbook, or a table of text.
///
/// # Errors
/// When the bytes are neither.
pub fn grid(bytes: &[u8]) -> Result<Grid, GridError> {
    if bytes.starts_with(b"PK") {
        return workbook(bytes).ok_or(GridError::Unreadable);
    }
    if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return Err(GridError::Old);
    }
    let text = std::str::from_utf8(bytes).map_err(|_| GridError::Unreadable)?;
    Ok(table(text.strip_prefix('\u{feff}').unwrap_or(text)))
}

fn workbook(bytes: &[u8]) -> Option<Grid> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).ok()?;
    let sheet = book.worksheet_range_at(0)?.ok()?;
    // Row numbers are told to people: rows above the first that is used count too.
    let above = sheet.start().map_or(0, |(row, _)| row as usize);
    let rows = sheet.rows().map(|row| row.iter().map(cell).collect());
    Some(std::iter::repeat_n(Vec::new(), above).chain(rows).collect())
}

fn cell(data: &Data) -> String {
    match data {
        // A day comes with its time of day, which is midnight.
        Data::DateTime(at) => {
            let (year, month, day, ..) = at.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        data => data.to_string().trim().to_owned(),
    }
}

fn table(text: &str) -> Grid {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let count = |separator: &u8| first.bytes().filter(|b| b == separator).count();
    let separator = [b',', b';', b'\t'].into_iter().max_by_key(count).unwrap_or(b',');
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator)
        .has_headers(false)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    // The text is UTF-8, in memory and read with any number of fields: nothing is left that could fail.
    let rows = reader.records().map_while(Result::ok);
    let (mut grid, mut counted, mut line) = (Grid::new(), 0, 0);
    for row in rows {
        // The reader passes over empty lines; the numbers people see must not.
        let start = row.position().map_or(counted, |at| at.byte() as usize);
        let start = text.len() - text[start..].trim_start_matches(['\r', '\n']).len();
        line += text[counted..start].matches('\n').count();
        counted = start;
        grid.resize(grid.len().max(line), Vec::new());
        grid.push(row.iter().map(str::to_owned).collect());
    }
    grid
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_cut_by_its_own_separator_and_keeps_its_line_numbers() {
        for separator in [",", ";", "\t"] {
            let text = "\u{feff}Mã|Tên\r\n\r\n01|\"Hà Nội\"\r\n".replace('|', separator);
            let read = grid(text.as_bytes()).unwrap();
            assert_eq!(read, [vec!["Mã".to_owned(), "Tên".into()], vec![], vec!["01".into(), "Hà Nội".into()]]);
        }
    }

    #[test]
    fn what_is_no_table_is_refused() {
        assert_eq!(grid(b"PK\x03\x04 broken"), Err(GridError::Unreadable));
        assert_eq!(grid(&[0xd0, 0xcf, 0x11, 0xe0, 0, 0]), Err(GridError::Old));
        assert_eq!(grid(&[0xff, 0xfe, b'M', 0]), Err(GridError::Unreadable));
    }
}

//! CSV as spreadsheets write it: `,`, `;` or tabs, quotation marks, with or without BOM.

use unicode_normalization::UnicodeNormalization;

use super::{ReadFault, Table};

/// Reads a table.
pub fn read(bytes: &[u8]) -> Result<Table, ReadFault> {
    let text = std::str::from_utf8(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes));
    let text = text.map_err(|_| ReadFault::Encoding)?;
    if text.contains('\0') {
        return Err(ReadFault::Encoding);
    }
    let text: String = text.nfc().collect();
    let separator = separator(&text);
    let mut rows = Table::new();
    let (mut row, mut cell, mut line, mut first_line) = (Vec::new(), String::new(), 1, 1);
    let (mut quoted, mut opened) = (false, 1);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                cell.push('"');
            }
            '"' if quoted => quoted = false,
            '"' if cell.trim().is_empty() => {
                cell.clear();
                (quoted, opened) = (true, line);
            }
            '\r' if !quoted && chars.peek() == Some(&'\n') => {}
            '\n' | '\r' if !quoted => {
                row.push(std::mem::take(&mut cell).trim().to_owned());
                rows.push((first_line, std::mem::take(&mut row)));
                line += 1;
                first_line = line;
            }
            c if c == separator && !quoted => row.push(std::mem::take(&mut cell).trim().to_owned()),
            c => {
                line += usize::from(c == '\n');
                cell.push(c);
            }
        }
    }
    if quoted {
        return Err(ReadFault::Quote(opened));
    }
    row.push(cell.trim().to_owned());
    rows.push((first_line, row));
    Ok(rows)
}

/// What parts the cells: what stands most often in the first line.
fn separator(text: &str) -> char {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    [';', ',', '\t'].into_iter().max_by_key(|c| (first.matches(*c).count(), *c == ';')).unwrap_or(';')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &str) -> Vec<(usize, Vec<String>)> {
        read(text.as_bytes()).unwrap()
    }

    #[test]
    fn every_usual_form_is_the_same_table() {
        let expected =
            vec![(1, vec!["Ngày".to_owned(), "Số lượt".into()]), (2, vec!["05/3/2026".into(), "1,5;\"x\"".into()])];
        for text in [
            "Ngày;Số lượt\r\n05/3/2026;\"1,5;\"\"x\"\"\"",
            "\u{feff}Ngày,Số lượt\n05/3/2026,\"1,5;\"\"x\"\"\"",
            "Ngày\tSố lượt\n05/3/2026\t\"1,5;\"\"x\"\"\"",
            "Nga\u{300}y;So\u{302}\u{301} lươ\u{323}t\n 05/3/2026 ; \"1,5;\"\"x\"\"\"",
        ] {
            assert_eq!(cells(text), expected, "{text}");
        }
    }

    #[test]
    fn lines_are_counted_through_cells_of_several_lines() {
        let rows = cells("a;b\n\"1\n2\";x\ny;z\n");
        assert_eq!(rows[1], (2, vec!["1\n2".to_owned(), "x".into()]));
        assert_eq!(rows[2].0, 4);
        assert_eq!(read(b"a;b\n1;2\n\"x;y\n"), Err(ReadFault::Quote(3)));
        assert_eq!(read(b"Ng\xe0y;a"), Err(ReadFault::Encoding));
    }
}

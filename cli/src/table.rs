//! CSV tables that people may open in a spreadsheet: the ledger and the list of translations.
//!
//! They are read with `,` or `;`, with or without a byte order mark, LF or CRLF, quoted or not, because that is what
//! spreadsheets make of them; they are written with `,` and LF. Each row ends with a checksum of its other fields, so
//! that what a spreadsheet or a hand changed is noticed and named.

use std::ops::Range;

use sha2::{Digest, Sha256};

/// Name of the last column of every table.
pub const CHECKSUM: &str = "checksum";

/// Letters a checksum is made of. No digits, so that no spreadsheet takes it for a number (`1234e567`), and no
/// vowels, so that it never spells a word.
const LETTERS: &[u8; 20] = b"bcdfghjklmnpqrstvwxz";

/// Letters of a checksum that stand for the whole row; one more stands for each field.
const WHOLE: usize = 5;

/// A row as it stands in the file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Record {
    /// The fields without white space around them.
    pub fields: Vec<String>,
    /// Its bytes in the file.
    pub span: Range<usize>,
}

/// Why a text is not such a table.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum TableError {
    /// The first row does not name the columns; this is what it holds.
    Header(String),
}

/// Cuts a table into its rows, the header left out. An empty text is an empty table; rows of empty fields, as
/// spreadsheets leave them at the end, are skipped.
pub fn read(text: &str, columns: &[&str]) -> Result<Vec<Record>, TableError> {
    let body = text.strip_prefix('\u{feff}').unwrap_or(text);
    let offset = text.len() - body.len();
    if body.trim().is_empty() {
        return Ok(Vec::new());
    }
    let first = body.lines().next().unwrap_or_default();
    let separator = if first.matches(';').count() > first.matches(',').count() { b';' } else { b',' };
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator)
        .has_headers(false)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(body.as_bytes());
    let mut records = Vec::new();
    let mut row = csv::StringRecord::new();
    // The text is UTF-8, in memory and read with any number of fields: nothing is left that could fail.
    while matches!(reader.read_record(&mut row), Ok(true)) {
        let start = row.position().map_or(0, |p| p.byte() as usize);
        let end = reader.position().byte() as usize;
        let line = &body[start..end];
        let start = start + (line.len() - line.trim_start().len());
        let span = offset + start..offset + start + line.trim().len();
        records.push(Record { fields: row.iter().map(str::to_owned).collect(), span });
    }
    let mut records = records.into_iter();
    let header = records.next().map(|r| r.fields).unwrap_or_default();
    if header.iter().map(String::as_str).filter(|name| !name.is_empty()).ne(columns.iter().copied()) {
        return Err(TableError::Header(first.trim().to_owned()));
    }
    Ok(records
        .filter(|r| r.fields.iter().any(|f| !f.is_empty()))
        .map(|mut r| {
            while r.fields.len() > columns.len() && r.fields.last().is_some_and(String::is_empty) {
                r.fields.pop();
            }
            r
        })
        .collect())
}

/// Writes a table: the header, then each row with its checksum.
pub fn write<'a>(columns: &[&str], rows: impl Iterator<Item = Vec<String>> + 'a) -> String {
    let mut writer = csv::WriterBuilder::new().from_writer(Vec::new());
    // Writing to memory does not fail, and every row is given as many fields as there are columns.
    let _ = writer.write_record(columns);
    for mut fields in rows {
        fields.push(checksum(&fields));
        let _ = writer.write_record(&fields);
    }
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}

/// The checksum of a row: a letter for each field, so that a changed one can be named, then five for the whole.
pub fn checksum<T: AsRef<str>>(fields: &[T]) -> String {
    let mut whole = Sha256::new();
    let mut sum = String::with_capacity(fields.len() + WHOLE);
    for field in fields {
        let field = field.as_ref();
        whole.update((field.len() as u64).to_le_bytes());
        whole.update(field);
        let digest = Sha256::digest(field);
        sum.push(letter(digest[0], digest[1]));
    }
    let digest = whole.finalize();
    for pair in digest.chunks(2).take(WHOLE) {
        sum.push(letter(pair[0], pair[1]));
    }
    sum
}

fn letter(high: u8, low: u8) -> char {
    LETTERS[usize::from(u16::from_be_bytes([high, low])) % LETTERS.len()] as char
}

/// Indexes of the fields that do not fit the checksum `found`. Empty when all of them fit or when the checksum itself
/// was damaged.
pub fn changed<T: AsRef<str>>(fields: &[T], found: &str) -> Vec<usize> {
    let sum = checksum(fields);
    if sum.len() != found.len() {
        return Vec::new();
    }
    (0..fields.len()).filter(|&i| sum.as_bytes()[i] != found.as_bytes()[i]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: &[&str] = &["a", "b", "checksum"];

    #[test]
    fn what_spreadsheets_write_reads_the_same() {
        let want = vec![vec!["x, \"y\"", "đền", "s"], vec!["z", "", "t"]];
        for text in [
            "a,b,checksum\n\"x, \"\"y\"\"\",đền,s\nz,,t\n",
            "\u{feff}a;b;checksum\r\nx, \"\"\"y\"\"\";đền;s\r\nz;;t\r\n;;\r\n",
            "\u{feff}a,b,checksum,\r\n\"x, \"\"y\"\"\", đền ,s,\r\n\r\nz,,t,",
        ] {
            let text = text.replace("x, \"\"\"y\"\"\"", "\"x, \"\"y\"\"\"");
            let records = read(&text, COLUMNS).unwrap();
            let got: Vec<Vec<&str>> = records.iter().map(|r| r.fields.iter().map(String::as_str).collect()).collect();
            assert_eq!(got, want, "{text:?}");
            assert!(text[records[1].span.clone()].starts_with('z'), "{text:?}");
        }
        assert_eq!(read("\u{feff} \n", COLUMNS), Ok(vec![]));
    }

    #[test]
    fn other_columns_are_refused() {
        assert_eq!(read("b,a,checksum\n", COLUMNS), Err(TableError::Header("b,a,checksum".into())));
    }

    #[test]
    fn what_is_written_reads_back() {
        let row = ["a;b", "nói \"không\", xuống\ndòng"].map(String::from);
        let text = write(COLUMNS, std::iter::once(row.to_vec()));
        let records = read(&text, COLUMNS).unwrap();
        assert_eq!(records[0].fields[..2], row);
        assert_eq!(records[0].fields[2], checksum(&row));
    }

    #[test]
    fn a_changed_field_is_told_apart_from_the_others() {
        let sum = checksum(&["disan.example", "48217", "con-son"]);
        assert_eq!(sum.len(), 8);
        assert!(sum.bytes().all(|b| LETTERS.contains(&b)));
        assert_eq!(changed(&["disan.example", "48217", "kiep-bac"], &sum), [2]);
        assert_ne!(checksum(&["ab", "c"])[2..], checksum(&["a", "bc"])[2..]);
    }
}

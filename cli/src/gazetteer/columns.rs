//! What the columns of a list mean, by what stands over them: a row a unit, or a row a commune with those above it.

use std::collections::BTreeSet;

use disan_server::catalog::Level;
use jiff::civil::Date;

use super::naming::{self, Kind};
use super::{Grid, ListFault, Listed};
use crate::unaccented::unaccented;

/// What a column holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Column {
    Code(Option<Level>),
    Name(Option<Level>),
    Kind,
    From,
}

/// What may stand over a column, without marks, as lists of the statistics office and those made from them have it.
const TITLES: [(&str, Column); 38] = [
    ("ma", Column::Code(None)),
    ("ma so", Column::Code(None)),
    ("ma don vi", Column::Code(None)),
    ("ma dvhc", Column::Code(None)),
    ("code", Column::Code(None)),
    ("ten", Column::Name(None)),
    ("ten don vi", Column::Name(None)),
    ("ten don vi hanh chinh", Column::Name(None)),
    ("don vi hanh chinh", Column::Name(None)),
    ("name", Column::Name(None)),
    ("ma tinh", Column::Code(Some(Level::Province))),
    ("ma tp", Column::Code(Some(Level::Province))),
    ("ma tinh tp", Column::Code(Some(Level::Province))),
    ("ma tinh thanh pho", Column::Code(Some(Level::Province))),
    ("tinh", Column::Name(Some(Level::Province))),
    ("tinh tp", Column::Name(Some(Level::Province))),
    ("tinh thanh pho", Column::Name(Some(Level::Province))),
    ("ten tinh", Column::Name(Some(Level::Province))),
    ("ten tinh tp", Column::Name(Some(Level::Province))),
    ("ten tinh thanh pho", Column::Name(Some(Level::Province))),
    ("ma qh", Column::Code(Some(Level::District))),
    ("ma huyen", Column::Code(Some(Level::District))),
    ("ma quan huyen", Column::Code(Some(Level::District))),
    ("quan huyen", Column::Name(Some(Level::District))),
    ("ten huyen", Column::Name(Some(Level::District))),
    ("ten quan huyen", Column::Name(Some(Level::District))),
    ("ma px", Column::Code(Some(Level::Commune))),
    ("ma xa", Column::Code(Some(Level::Commune))),
    ("ma phuong xa", Column::Code(Some(Level::Commune))),
    ("ma xa phuong", Column::Code(Some(Level::Commune))),
    ("phuong xa", Column::Name(Some(Level::Commune))),
    ("xa phuong", Column::Name(Some(Level::Commune))),
    ("ten xa", Column::Name(Some(Level::Commune))),
    ("ten phuong xa", Column::Name(Some(Level::Commune))),
    ("ten xa phuong", Column::Name(Some(Level::Commune))),
    ("cap", Column::Kind),
    ("tu ngay", Column::From),
    ("ngay hieu luc", Column::From),
];

/// The levels a list can have, from above.
const LEVELS: [Level; 3] = [Level::Province, Level::District, Level::Commune];

/// How many digits a code of a level has: Decision 124/2004/QĐ-TTg, and 19/2025/QĐ-TTg for province and commune.
fn digits(level: Level) -> usize {
    match level {
        Level::Province => 2,
        Level::District => 3,
        Level::Commune | Level::Hamlet | Level::Team => 5,
    }
}

/// The units of a list, each once, those above first within a row; `from` where no column says since when.
///
/// # Errors
/// All that cannot be understood, in the order of the rows.
pub fn read(grid: &Grid, from: Option<Date>) -> Result<Vec<Listed>, Vec<ListFault>> {
    // Lists often begin with a heading of some lines.
    let heads = grid.iter().take(20).map(|row| row.iter().map(|cell| column(cell)).collect::<Vec<_>>());
    let is_head = |head: &Vec<Option<Column>>| {
        let any = |found: &dyn Fn(&Column) -> bool| head.iter().flatten().any(found);
        any(&|c| matches!(c, Column::Code(_))) && any(&|c| matches!(c, Column::Name(_)))
    };
    let Some((at, head)) = heads.enumerate().find(|(_, head)| is_head(head)) else {
        return Err(vec![ListFault::NoHeader]);
    };
    if from.is_none() && !head.contains(&Some(Column::From)) {
        return Err(vec![ListFault::NoDay]);
    }
    let list = List { head, from };
    let (mut units, mut faults, mut seen) = (Vec::new(), Vec::new(), BTreeSet::new());
    for (row, cells) in grid.iter().enumerate().skip(at + 1).filter(|(_, cells)| cells.iter().any(|c| !c.is_empty())) {
        match list.row(row + 1, cells) {
            Ok(found) => {
                units.extend(found.into_iter().filter(|unit| seen.insert((unit.level, unit.code.clone(), unit.from))))
            }
            Err(fault) => faults.push(fault),
        }
    }
    if faults.is_empty() { Ok(units) } else { Err(faults) }
}

fn column(title: &str) -> Option<Column> {
    let folded = unaccented(title);
    let words: Vec<&str> = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let title = words.join(" ");
    TITLES.into_iter().find(|(known, _)| *known == title).map(|(_, column)| column)
}

struct List {
    head: Vec<Option<Column>>,
    from: Option<Date>,
}

impl List {
    fn cell<'a>(&self, cells: &'a [String], column: Column) -> Option<&'a str> {
        let at = self.head.iter().position(|own| *own == Some(column))?;
        cells.get(at).map(String::as_str).filter(|text| !text.is_empty())
    }

    /// The units of a row, from above.
    fn row(&self, row: usize, cells: &[String]) -> Result<Vec<Listed>, ListFault> {
        let from = match self.cell(cells, Column::From) {
            Some(text) => day(text).ok_or_else(|| ListFault::Day { row, text: text.to_owned() })?,
            None => self.from.ok_or(ListFault::NoDay)?,
        };
        let mut found: Vec<Listed> = Vec::new();
        let mut above = None;
        for level in LEVELS.map(Some).into_iter().chain([None]) {
            let Some(code) = self.cell(cells, Column::Code(level)) else { continue };
            let name = self.cell(cells, Column::Name(level));
            let kind = name.map(|name| self.kind(row, cells, level, name)).transpose()?;
            let own = level.unwrap_or_else(|| match kind.as_ref().map(|(kind, _)| kind.level) {
                Some(Level::Province) if above.is_some() => Level::District,
                Some(level) => level,
                None => Level::Commune,
            });
            let code = whole(code, own).ok_or_else(|| ListFault::Code { row, text: code.to_owned() })?;
            let key = (own, code.clone());
            if let Some((kind, name)) = kind {
                found.push(Listed { row, code, level: own, kind: kind.id, name, above, from });
            }
            above = Some(key);
        }
        Ok(found)
    }

    /// The kind of a unit and its full name: from the name, else from the column that has the kind alone.
    fn kind(
        &self,
        row: usize,
        cells: &[String],
        level: Option<Level>,
        name: &str,
    ) -> Result<(Kind, String), ListFault> {
        let whole = match level {
            Some(Level::Province | Level::District) => None,
            Some(_) | None => self.cell(cells, Column::Kind).map(|kind| format!("{kind} {name}")),
        };
        let known = naming::kind(name).map(|kind| (kind, name.to_owned()));
        let known = known.or_else(|| whole.and_then(|whole| Some((naming::kind(&whole)?, whole))));
        known.ok_or_else(|| ListFault::Kind { row, text: name.to_owned() })
    }
}

/// A code with all its digits: "1" of a province is 01, and "31.0" is what some programs make of 31.
fn whole(text: &str, level: Level) -> Option<String> {
    let text = text.strip_suffix(".0").unwrap_or(text);
    let digits = digits(level);
    let fits = text.len() <= digits && text.bytes().all(|b| b.is_ascii_digit());
    fits.then(|| format!("{text:0>digits$}"))
}

/// A day as 2025-07-01 or 01/7/2025.
fn day(text: &str) -> Option<Date> {
    text.parse().ok().or_else(|| {
        let mut parts = text.split(['/', '-', '.']).map(|part| part.trim().parse::<i16>().ok());
        let (day, month, year) = (parts.next()??, parts.next()??, parts.next()??);
        Date::new(year, month.try_into().ok()?, day.try_into().ok()?).ok()
    })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn cells(rows: &[&str]) -> Grid {
        rows.iter().map(|row| row.split('|').map(str::to_owned).collect()).collect()
    }

    fn told(units: &[Listed]) -> Vec<String> {
        let line = |u: &Listed| format!("{:?} {} {} < {:?}", u.level, u.code, u.name, u.above.as_ref().map(|a| &a.1));
        units.iter().map(line).collect()
    }

    #[test]
    fn a_list_of_three_levels_gives_each_unit_once_with_its_zeros_back() {
        let grid = cells(&[
            "DANH MỤC ĐƠN VỊ HÀNH CHÍNH",
            "Tỉnh Thành Phố|Mã TP|Quận Huyện|Mã QH|Phường Xã|Mã PX|Cấp",
            "Tỉnh Tuyên Quang|8|Thành phố Tuyên Quang|70|Phường Minh Xuân|2215|Phường",
            "Tỉnh Tuyên Quang|8|Thành phố Tuyên Quang|70|Phường Tân Hà|2218|Phường",
        ]);
        let units = read(&grid, Some(date(2004, 7, 8))).unwrap();
        assert_eq!(
            told(&units),
            [
                "Province 08 Tỉnh Tuyên Quang < None",
                "District 070 Thành phố Tuyên Quang < Some(\"08\")",
                "Commune 02215 Phường Minh Xuân < Some(\"070\")",
                "Commune 02218 Phường Tân Hà < Some(\"070\")",
            ]
        );
        assert_eq!((units[2].kind, units[2].row), ("phuong", 3));
    }

    #[test]
    fn a_list_of_two_levels_may_have_the_kind_in_a_column_and_days_of_its_own() {
        let grid = cells(&[
            "Mã|Tên|Cấp|Mã tỉnh|Từ ngày",
            "10903|Cẩm Giàng|Xã|31|01/7/2025",
            "10570|Phường Trần Hưng Đạo||31|2025-07-01",
        ]);
        let units = read(&grid, None).unwrap();
        assert_eq!(
            told(&units),
            ["Commune 10903 Xã Cẩm Giàng < Some(\"31\")", "Commune 10570 Phường Trần Hưng Đạo < Some(\"31\")"]
        );
        assert!(units.iter().all(|unit| unit.from == date(2025, 7, 1)));
    }

    #[test]
    fn what_cannot_be_understood_is_named_with_its_row() {
        let from = Some(date(2025, 7, 1));
        assert_eq!(read(&cells(&["a|b", "1|2"]), from), Err(vec![ListFault::NoHeader]));
        assert_eq!(read(&cells(&["Mã|Tên", "31|Thành phố Hải Phòng"]), None), Err(vec![ListFault::NoDay]));
        let grid = cells(&["Mã|Tên|Từ ngày", "x1|Xã A|", "1|Cẩm Giàng|", "2|Xã B|31/02/2025", "100000|Xã C|"]);
        let text = |text: &str| text.to_owned();
        assert_eq!(
            read(&grid, from),
            Err(vec![
                ListFault::Code { row: 2, text: text("x1") },
                ListFault::Kind { row: 3, text: text("Cẩm Giàng") },
                ListFault::Day { row: 4, text: text("31/02/2025") },
                ListFault::Code { row: 5, text: text("100000") },
            ])
        );
    }
}

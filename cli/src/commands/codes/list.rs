//! `disan codes list`.

use std::path::Path;

use disan_server::catalog::Locale;
use disan_server::catalog::console::show;
use jiff::civil::Date;

use crate::commands::Outcome;
use crate::commands::edit::edit;
use crate::config::Config;
use crate::facts_file::MAIN;
use crate::ledger::Row;

/// Columns of the table, by their names in the locale.
const COLUMNS: [&str; 7] = ["code", "entry", "place", "host", "issued", "printed", "retired"];

/// Shows every code ever issued.
pub fn run(config: &Config, root: &Path) -> anyhow::Result<Outcome> {
    let Some(opened) = edit(config, root)? else { return Ok(Outcome::Faults) };
    show(table(&opened.project.ledger.rows, &config.locale));
    Ok(Outcome::Done)
}

/// What the place of a sign is called: the key, or the word for the entry's own.
pub fn place(key: &str, locale: &Locale) -> String {
    if key == MAIN { locale.text("cli.codes.list.main").to_owned() } else { key.to_owned() }
}

fn table(rows: &[Row], locale: &Locale) -> String {
    if rows.is_empty() {
        return format!("{}\n", locale.text("cli.codes.list.none"));
    }
    let day = |date: Option<Date>| date.map_or_else(|| "–".to_owned(), |date| locale.date(date));
    let mut lines = vec![COLUMNS.map(|name| locale.text(&format!("cli.codes.list.{name}")).to_owned())];
    lines.extend(rows.iter().map(|row| {
        [
            row.code.grouped(),
            row.entry.clone(),
            place(&row.placement, locale),
            row.host.clone(),
            locale.date(row.issued),
            day(row.printed),
            day(row.retired),
        ]
    }));
    let width = |i: usize| lines.iter().map(|line| line[i].chars().count()).max().unwrap_or_default();
    let widths: Vec<usize> = (0..COLUMNS.len()).map(width).collect();
    let mut text = String::new();
    for line in &lines {
        let cells: Vec<String> = line.iter().zip(&widths).map(|(cell, &width)| format!("{cell:<width$}")).collect();
        text.push_str(cells.join("  ").trim_end());
        text.push('\n');
    }
    let used = rows.iter().filter(|row| row.retired.is_none()).count() as i64;
    let printed = rows.iter().filter(|row| row.printed.is_some()).count() as i64;
    let numbers = [("count", rows.len() as i64), ("used", used), ("printed", printed)];
    let numbers = numbers.map(|(name, n)| (name, locale.number(n)));
    text.push_str(&locale.fill("cli.codes.list.sum", &numbers.each_ref().map(|(name, n)| (*name, n.as_str()))));
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use disan_server::catalog::Lang;
    use jiff::civil::date;

    use super::*;

    #[test]
    fn codes_stand_in_columns() {
        let row = |code: &str, placement: &str, printed| Row {
            host: "disan.example".into(),
            code: code.parse().unwrap(),
            entry: "con-son".into(),
            placement: placement.into(),
            issued: date(2026, 11, 2),
            printed,
            retired: None,
        };
        let rows = [row("48217", "main", Some(date(2026, 11, 22))), row("10121", "den-nguyen-trai", None)];
        let expected = "\
Mã      Mục      Chỗ treo         Tên miền       Cấp ngày    In ngày     Ngừng ngày
48 217  con-son  (chung)          disan.example  02/11/2026  22/11/2026  –
10 121  con-son  den-nguyen-trai  disan.example  02/11/2026  –           –
2 mã, 2 đang dùng, 1 đã in.
";
        assert_eq!(table(&rows, &Locale::embedded(&Lang::vi())), expected);
        assert_eq!(
            table(&[], &Locale::embedded(&Lang::en())),
            "No code has been issued yet. Give codes: disan codes allot\n"
        );
    }
}

//! The rules under which one text of SQL runs on SQLite, PostgreSQL and Citus alike, checked on the text itself.

use super::CITUS;
use super::layout::LAYOUTS;

/// All statements, as they stand in the source, without comments.
fn statements() -> String {
    let texts = [
        include_str!("sql.rs"),
        include_str!("office_sql.rs"),
        include_str!("report_sql.rs"),
        include_str!("people_sql.rs"),
        include_str!("activities_sql.rs"),
        include_str!("records_sql.rs"),
    ];
    texts.map(without_comments).concat()
}

fn without_comments(source: &str) -> String {
    source.lines().filter(|line| !line.trim_start().starts_with("//")).map(|line| line.to_owned() + "\n").collect()
}

/// All layouts, without comments.
fn schema() -> String {
    let layouts = LAYOUTS.map(|(_, layout)| layout).concat();
    layouts.lines().map(|line| line.split("--").next().unwrap_or("")).collect::<Vec<_>>().join("\n")
}

/// Table and its columns.
fn tables() -> Vec<(String, Vec<String>)> {
    let plain = schema();
    let mut tables: Vec<(String, Vec<String>)> = Vec::new();
    for statement in plain.split(';') {
        if let Some(rest) = statement.trim().strip_prefix("CREATE TABLE ") {
            let (name, body) = rest.split_once('(').unwrap();
            // In a database of both parts it stands already.
            if name.starts_with("IF NOT EXISTS ") {
                continue;
            }
            tables.push((name.trim().to_owned(), body.lines().map(|l| l.trim().to_owned()).collect()));
        }
    }
    tables
}

/// Table and the column its rows are spread by, as the script for Citus says.
fn spread() -> Vec<(String, String)> {
    let row = |line: &str| {
        let mut parts = line.trim().strip_prefix("['")?.split("', '");
        Some((parts.next()?.to_owned(), parts.next()?.to_owned()))
    };
    CITUS.lines().filter_map(row).collect()
}

/// The tables of which every node has all rows.
fn same_everywhere() -> Vec<&'static str> {
    let list = CITUS.split("whole TEXT[] := ARRAY[").nth(1).unwrap().split(']').next().unwrap();
    list.split(", ").map(|name| name.trim_matches('\'')).collect()
}

#[test]
fn every_column_is_of_a_type_both_engines_know() {
    for (table, lines) in tables() {
        for line in lines.iter().filter(|l| l.contains(" NOT NULL")) {
            assert!(line.contains(" BIGINT ") || line.contains(" TEXT "), "{table}: {line}");
        }
    }
    assert!(
        schema()
            .lines()
            .filter(|l| l.contains(" ADD COLUMN "))
            .all(|l| l.contains(" BIGINT ") && l.contains("DEFAULT"))
    );
}

#[test]
fn every_key_holds_the_column_its_rows_are_spread_by() {
    let spread = spread();
    let tables = tables();
    let (everywhere, spread_out): (Vec<_>, Vec<_>) =
        tables.into_iter().partition(|(table, _)| same_everywhere().contains(&table.as_str()));
    assert_eq!(spread.len(), spread_out.len(), "each table is spread, or said to be the same everywhere");
    // The table of layouts is made by the program itself.
    assert_eq!(everywhere.len() + 1, same_everywhere().len());
    for (table, lines) in spread_out {
        let column = &spread.iter().find(|(name, _)| *name == table).unwrap().1;
        let keys: Vec<&String> = lines.iter().filter(|l| l.contains("PRIMARY KEY") || l.contains("UNIQUE")).collect();
        assert_eq!(keys.len(), 1, "{table}");
        let key = keys[0];
        let held = match key.strip_prefix("PRIMARY KEY (") {
            Some(columns) => columns.trim_end_matches(['(', ')', ',']).split(", ").any(|c| c == column),
            None => key.starts_with(column.as_str()),
        };
        assert!(held, "{table} is spread by {column}: {key}");
        // A row never moves to another node.
        for assigned in ["SET ", ", "] {
            assert!(!statements().contains(&format!("UPDATE {table} {assigned}{column} =")), "{table}");
        }
    }
}

#[test]
fn no_foreign_key_touches_a_rollup_and_numbers_are_given_by_the_program() {
    for word in ["REFERENCES", "FOREIGN KEY", "AUTOINCREMENT", "SERIAL", "IDENTITY", "TRIGGER", "now()", "timestamp"] {
        assert!(!schema().to_lowercase().contains(&word.to_lowercase()), "{word}");
    }
}

#[test]
fn nothing_is_asked_that_only_one_node_could_answer() {
    let text = statements().to_uppercase();
    for word in [
        "FOR UPDATE",
        "FOR SHARE",
        "RECURSIVE",
        "ROLLUP",
        "CUBE",
        "GROUPING SETS",
        "TABLESAMPLE",
        "MERGE ",
        " JOIN ",
        "OVER (",
        "INSERT OR ",
        "REPLACE INTO",
        "ON CONFLICT REPLACE",
        "RETURNING",
        "NOW()",
        "RANDOM()",
        "CURRENT_TIMESTAMP",
        "NEXTVAL",
        "STRFTIME",
        "DATE(",
    ] {
        assert!(!text.contains(word), "{word}");
    }
}

#[test]
fn what_is_there_already_only_grows_by_what_comes() {
    let statements = statements();
    for update in statements.split("DO UPDATE SET ").skip(1) {
        let assignments = update.split('"').next().unwrap().trim();
        for assignment in assignments.split(", ") {
            let (column, value) = assignment.split_once(" = ").unwrap();
            assert_eq!(value, format!("t.{column} + EXCLUDED.{column}"));
        }
    }
    assert_eq!(statements.matches("DO UPDATE SET ").count(), 5);
}

#[test]
fn a_fold_writes_no_table_that_is_the_same_everywhere() {
    assert_eq!(same_everywhere(), ["layout", "secret", "account", "role_at"]);
    let of_the_fold = without_comments(include_str!("sql.rs"));
    for table in same_everywhere() {
        assert!(!of_the_fold.contains(&format!(" {table} ")), "{table}");
    }
}

#[test]
fn parameters_are_numbered_in_the_order_in_which_they_first_stand() {
    // SQLite counts them so.
    for text in statements().split("pub const ").skip(1) {
        let mut next = 1;
        for found in text.split('$').skip(1) {
            let digits: String = found.chars().take_while(char::is_ascii_digit).collect();
            let number: i32 = digits.parse().unwrap();
            assert!(number <= next, "{text}");
            next = next.max(number + 1);
        }
    }
}

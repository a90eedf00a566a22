//! The statements of the office, in the text that SQLite and PostgreSQL share.

pub const SECRET: &str = "SELECT value FROM secret WHERE name = $1";
pub const KEEP_SECRET: &str = "INSERT INTO secret (name, value) VALUES ($1, $2) ON CONFLICT DO NOTHING";
pub const REPLACE_SECRET: &str = "UPDATE secret SET value = $1 WHERE name = $2";

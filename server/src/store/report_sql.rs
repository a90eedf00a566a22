//! The statements of frozen reports, in the text that SQLite and PostgreSQL share.

pub const FREEZE: &str = "INSERT INTO frozen_report \
    (unit, seq, code, hash, previous, first_day, last_day, frozen_at, scans, watermark, figures, paper) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
pub const OF_UNIT: &str = "SELECT unit, seq, code, hash, previous, first_day, last_day, frozen_at, scans, watermark, \
    figures, paper FROM frozen_report WHERE unit = $1 ORDER BY seq";
pub const BY_CODE: &str = "SELECT unit, seq, code, hash, previous, first_day, last_day, frozen_at, scans, watermark, \
    figures, paper FROM frozen_report WHERE code = $1 ORDER BY unit, seq";

//! The statements of the store, in the text that SQLite and PostgreSQL share.

// Parameters are numbered in the order in which they first stand in the text: SQLite counts them so.
pub const ADD_SCAN_DAY: &str = "INSERT INTO scan_day AS t (entry, placement, day, class, n, first) \
    VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (entry, placement, day, class) \
    DO UPDATE SET n = t.n + EXCLUDED.n, first = t.first + EXCLUDED.first";
pub const ADD_ENTRY_HALF: &str = "INSERT INTO entry_half AS t (entry, half, class, dim, value, n, first) \
    VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (entry, half, class, dim, value) \
    DO UPDATE SET n = t.n + EXCLUDED.n, first = t.first + EXCLUDED.first";
pub const ADD_UNIT_HALF: &str = "INSERT INTO unit_half AS t (unit, half, class, dim, value, n, first) \
    VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (unit, half, class, dim, value) \
    DO UPDATE SET n = t.n + EXCLUDED.n, first = t.first + EXCLUDED.first";
pub const ADD_ORPHAN_DAY: &str = "INSERT INTO orphan_day AS t (day, bucket, n, sample) VALUES ($1, $2, $3, $4) \
    ON CONFLICT (day, bucket) DO UPDATE SET n = t.n + EXCLUDED.n";
pub const ADD_ANSWER_DAY: &str = "INSERT INTO answer_day AS t (day, answer, n) VALUES ($1, $2, $3) \
    ON CONFLICT (day, answer) DO UPDATE SET n = t.n + EXCLUDED.n";
pub const ADD_GAP: &str = "INSERT INTO gap (from_ts, to_ts, reason) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
pub const NEW_WATERMARK: &str = "INSERT INTO watermark (segment, \"offset\", opened, trial) VALUES ($1, 0, $2, $3) \
    ON CONFLICT DO NOTHING";
pub const MOVE_WATERMARK: &str = "UPDATE watermark SET \"offset\" = $1 WHERE segment = $2 AND \"offset\" = $3";

pub const DAYS: &str = "SELECT day, class, SUM(n), SUM(first) FROM scan_day WHERE day BETWEEN $1 AND $2 \
    GROUP BY day, class ORDER BY day, class";
pub const CLASSES: &str = "SELECT class, SUM(n), SUM(first) FROM scan_day WHERE day BETWEEN $1 AND $2 \
    GROUP BY class ORDER BY class";
pub const ENTRIES: &str = "SELECT entry, class, SUM(n), SUM(first) FROM scan_day WHERE day BETWEEN $1 AND $2 \
    GROUP BY entry, class ORDER BY entry, class";
pub const ENTRY_DAYS: &str = "SELECT entry, day, class, SUM(n), SUM(first) FROM scan_day WHERE day BETWEEN $1 AND $2 \
    GROUP BY entry, day, class ORDER BY entry, day, class";
pub const PLACEMENTS: &str = "SELECT entry, placement, class, SUM(n), SUM(first), MAX(day) FROM scan_day \
    WHERE day BETWEEN $1 AND $2 GROUP BY entry, placement, class ORDER BY entry, placement, class";
pub const ENTRY_TOTALS: &str = "SELECT entry, class, SUM(n), SUM(first) FROM entry_half \
    WHERE dim = 'total' AND half BETWEEN $1 AND $2 GROUP BY entry, class ORDER BY entry, class";
pub const ENTRY_PLACEMENTS: &str = "SELECT entry, placement, class, SUM(n), SUM(first), MAX(day) FROM scan_day \
    WHERE entry = $1 AND day BETWEEN $2 AND $3 GROUP BY entry, placement, class ORDER BY entry, placement, class";
pub const LAST_DAY: &str = "SELECT day FROM scan_day WHERE entry = $1 AND placement = $2 AND class = $3 AND day <= $4 \
    ORDER BY day DESC LIMIT 1";
pub const DIMENSION: &str = "SELECT class, value, SUM(n), SUM(first) FROM unit_half WHERE half BETWEEN $1 AND $2 \
    AND dim = $3 GROUP BY class, value ORDER BY class, value";
pub const ENTRY_DIMENSION: &str = "SELECT class, value, SUM(n), SUM(first) FROM entry_half \
    WHERE entry = $1 AND half BETWEEN $2 AND $3 AND dim = $4 GROUP BY class, value ORDER BY class, value";
pub const UNITS: &str = "SELECT unit, class, value, SUM(n), SUM(first) FROM unit_half \
    WHERE half BETWEEN $1 AND $2 AND dim = $3 GROUP BY unit, class, value ORDER BY unit, class, value";
pub const ORPHANS: &str =
    "SELECT day, bucket, n, sample FROM orphan_day WHERE day BETWEEN $1 AND $2 ORDER BY day, bucket";
pub const ANSWERS: &str = "SELECT day, answer, n FROM answer_day WHERE day BETWEEN $1 AND $2 ORDER BY day, answer";
pub const GAPS: &str = "SELECT from_ts, to_ts, reason FROM gap WHERE to_ts >= $1 AND from_ts <= $2 \
    ORDER BY from_ts, to_ts, reason";
pub const BEGAN: &str = "SELECT MIN(opened) FROM watermark WHERE opened > 0 AND trial <= $1";
pub const HAS_SCANS: &str = "SELECT 1 FROM scan_day WHERE entry = $1 AND day BETWEEN $2 AND $3 LIMIT 1";
pub const EXTENT: &str = "SELECT (SELECT MIN(day) FROM scan_day), (SELECT MAX(day) FROM scan_day)";

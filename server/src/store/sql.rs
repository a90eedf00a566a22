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
pub const NEW_WATERMARK: &str = "INSERT INTO watermark (segment, \"offset\", opened, trial, covers_from, covers_to) \
    VALUES ($1, 0, $2, $3, $4, $5) ON CONFLICT DO NOTHING";
pub const MOVE_WATERMARK: &str = "UPDATE watermark SET \"offset\" = $1 WHERE segment = $2 AND \"offset\" = $3";

pub const DAYS: &str = "SELECT day, class, CAST(SUM(n) AS BIGINT), CAST(SUM(first) AS BIGINT) FROM scan_day WHERE day BETWEEN $1 AND $2 \
    GROUP BY day, class ORDER BY day, class";
pub const CLASSES: &str = "SELECT class, CAST(SUM(n) AS BIGINT), CAST(SUM(first) AS BIGINT) FROM scan_day WHERE day BETWEEN $1 AND $2 \
    GROUP BY class ORDER BY class";
pub const ENTRIES: &str = "SELECT entry, class, CAST(SUM(n) AS BIGINT), CAST(SUM(first) AS BIGINT) FROM scan_day WHERE day BETWEEN $1 AND $2 \
    GROUP BY entry, class ORDER BY entry, class";
pub const ENTRY_DAYS: &str = "SELECT entry, day, class, CAST(SUM(n) AS BIGINT), CAST(SUM(first) AS BIGINT) FROM scan_day WHERE day BETWEEN $1 AND $2 \
    GROUP BY entry, day, class ORDER BY entry, day, class";
pub const PLACEMENTS: &str = "SELECT entry, placement, class, CAST(SUM(n) AS BIGINT), CAST(SUM(first) AS BIGINT), MAX(day) FROM scan_day \
    WHERE day BETWEEN $1 AND $2 GROUP BY entry, placement, class ORDER BY entry, placement, class";
pub const ENTRY_TOTALS: &str = "SELECT entry, class, CAST(SUM(n) AS BIGINT), CAST(SUM(first) AS BIGINT) FROM entry_half \
    WHERE dim = 'total' AND half BETWEEN $1 AND $2 GROUP BY entry, class ORDER BY entry, class";
pub const ENTRY_PLACEMENTS: &str = "SELECT entry, placement, class, CAST(SUM(n) AS BIGINT), CAST(SUM(first) AS BIGINT), MAX(day) FROM scan_day \
    WHERE entry = $1 AND day BETWEEN $2 AND $3 GROUP BY entry, placement, class ORDER BY entry, placement, class";
pub const LAST_DAY: &str = "SELECT day FROM scan_day WHERE entry = $1 AND placement = $2 AND class = $3 AND day <= $4 \
    ORDER BY day DESC LIMIT 1";
pub const DIMENSION: &str = "SELECT class, value, CAST(SUM(n) AS BIGINT), CAST(SUM(first) AS BIGINT) FROM unit_half WHERE half BETWEEN $1 AND $2 \
    AND dim = $3 GROUP BY class, value ORDER BY class, value";
pub const ENTRY_DIMENSION: &str = "SELECT class, value, CAST(SUM(n) AS BIGINT), CAST(SUM(first) AS BIGINT) FROM entry_half \
    WHERE entry = $1 AND half BETWEEN $2 AND $3 AND dim = $4 GROUP BY class, value ORDER BY class, value";
pub const UNITS: &str = "SELECT unit, class, value, CAST(SUM(n) AS BIGINT), CAST(SUM(first) AS BIGINT) FROM unit_half \
    WHERE half BETWEEN $1 AND $2 AND dim = $3 GROUP BY unit, class, value ORDER BY unit, class, value";
pub const ORPHANS: &str =
    "SELECT day, bucket, n, sample FROM orphan_day WHERE day BETWEEN $1 AND $2 ORDER BY day, bucket";
pub const ANSWERS: &str = "SELECT day, answer, n FROM answer_day WHERE day BETWEEN $1 AND $2 ORDER BY day, answer";
pub const GAPS: &str = "SELECT from_ts, to_ts, reason FROM gap WHERE to_ts >= $1 AND from_ts <= $2 \
    ORDER BY from_ts, to_ts, reason";
pub const COVERED: &str = "SELECT covers_from, covers_to FROM watermark WHERE covers_to > 0 AND covers_to >= $1 AND covers_from <= $2 \
    ORDER BY covers_from, covers_to";
pub const BEGAN: &str = "SELECT MIN(opened) FROM watermark WHERE opened > 0 AND trial <= $1 AND covers_to = 0";
pub const HAS_SCANS: &str = "SELECT 1 FROM scan_day WHERE entry = $1 AND day BETWEEN $2 AND $3 LIMIT 1";
pub const FIRST_DAY: &str = "SELECT MIN(day) FROM scan_day";
pub const NEWEST_DAY: &str = "SELECT MAX(day) FROM scan_day";

pub const WATERMARKS: &str = "SELECT segment, \"offset\" FROM watermark";
pub const ENTRY_UNITS: &str = "SELECT entry, from_day, unit FROM entry_unit ORDER BY entry, from_day";
pub const REMOVE_ENTRY_UNITS: &str = "DELETE FROM entry_unit WHERE entry = $1";
pub const ADD_ENTRY_UNIT: &str = "INSERT INTO entry_unit (entry, from_day, unit) VALUES ($1, $2, $3) \
    ON CONFLICT DO NOTHING";
pub const EMPTY_UNIT_HALF: &str = "DELETE FROM unit_half";

/// Every row of every rollup as one text: to compare two stores.
pub const DUMPS: [(&str, &str); 7] = [
    (
        "scan_day",
        "SELECT entry || ' ' || placement || ' ' || day || ' ' || class || ' ' || n || ' ' || first FROM scan_day",
    ),
    (
        "entry_half",
        "SELECT entry || ' ' || half || ' ' || class || ' ' || dim || ' ' || value || ' ' || n || ' ' || first \
         FROM entry_half",
    ),
    (
        "unit_half",
        "SELECT unit || ' ' || half || ' ' || class || ' ' || dim || ' ' || value || ' ' || n || ' ' || first \
         FROM unit_half",
    ),
    ("orphan_day", "SELECT day || ' ' || bucket || ' ' || n || ' ' || sample FROM orphan_day"),
    ("answer_day", "SELECT day || ' ' || answer || ' ' || n FROM answer_day"),
    ("gap", "SELECT from_ts || ' ' || to_ts || ' ' || reason FROM gap"),
    (
        "watermark",
        "SELECT segment || ' ' || \"offset\" || ' ' || opened || ' ' || trial || ' ' || covers_from || ' ' || covers_to \
         FROM watermark",
    ),
];

/// Tables that can be counted anew from the journal; emptied in this order when they are.
pub const EMPTY: [&str; 7] = [
    "DELETE FROM scan_day",
    "DELETE FROM entry_half",
    "DELETE FROM unit_half",
    "DELETE FROM orphan_day",
    "DELETE FROM answer_day",
    "DELETE FROM gap",
    "DELETE FROM watermark",
];

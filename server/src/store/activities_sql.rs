//! The statements about activities, in the text that SQLite and PostgreSQL share.

pub const ACTIVITY: &str = "SELECT unit, id, version, state, day, kind, place, channel, skill, audience, sessions, turns, about, \
    households, businesses, model, programme, partners, campaign, note, source, author, changed \
    FROM activity WHERE id = $1";
pub const ACTIVITIES: &str = "SELECT unit, id, version, state, day, kind, place, channel, skill, audience, sessions, turns, about, \
    households, businesses, model, programme, partners, campaign, note, source, author, changed \
    FROM activity WHERE day BETWEEN $1 AND $2 ORDER BY day DESC, id DESC";
pub const ADD_ACTIVITY: &str = "INSERT INTO activity (unit, id, version, state, day, kind, place, channel, skill, audience, \
    sessions, turns, about, households, businesses, model, programme, partners, campaign, note, source, author, changed) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23) \
    ON CONFLICT DO NOTHING";
pub const CHANGE_ACTIVITY: &str = "UPDATE activity SET version = $1, state = $2, day = $3, kind = $4, place = $5, channel = $6, \
    skill = $7, audience = $8, sessions = $9, turns = $10, about = $11, households = $12, businesses = $13, model = $14, \
    programme = $15, partners = $16, campaign = $17, note = $18, author = $19, changed = $20 \
    WHERE unit = $21 AND id = $22 AND version = $23";
pub const VERSIONS: &str = "SELECT version, at, account, state, remark, fields FROM activity_version \
    WHERE unit = $1 AND id = $2 ORDER BY version DESC";
pub const ADD_VERSION: &str = "INSERT INTO activity_version (unit, id, version, at, account, state, remark, fields) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
pub const ACTIVITY_SUMS: &str = "SELECT unit, kind, skill, audience, place, channel, model, campaign, \
    CAST(COUNT(*) AS BIGINT), CAST(SUM(sessions) AS BIGINT), CAST(SUM(turns) AS BIGINT), \
    CAST(SUM(households) AS BIGINT), CAST(SUM(businesses) AS BIGINT), \
    CAST(SUM(CASE WHEN about = '' THEN 0 ELSE 1 END) AS BIGINT) \
    FROM activity WHERE state = 'approved' AND day BETWEEN $1 AND $2 \
    GROUP BY unit, kind, skill, audience, place, channel, model, campaign \
    ORDER BY unit, kind, skill, audience, place, channel, model, campaign";
pub const ACTIVITY_STATES: &str = "SELECT unit, state, CAST(COUNT(*) AS BIGINT) FROM activity \
    WHERE day BETWEEN $1 AND $2 GROUP BY unit, state ORDER BY unit, state";

//! The statements about teams, figures, targets and campaigns, in the text that SQLite and PostgreSQL share.

pub const CAMPAIGNS: &str = "SELECT unit, id, name, first_day, last_day, target, author, changed FROM campaign \
    WHERE last_day >= $1 AND first_day <= $2 ORDER BY first_day DESC, id";
pub const ADD_CAMPAIGN: &str = "INSERT INTO campaign (unit, id, name, first_day, last_day, target, author, changed) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING";
pub const REMOVE_CAMPAIGN: &str = "DELETE FROM campaign WHERE unit = $1 AND id = $2";

pub const REGISTER: &str = "SELECT unit, day, what, n, about, author, changed FROM register WHERE day <= $1 \
    ORDER BY unit, day, what";
pub const ADD_REGISTER: &str = "INSERT INTO register (unit, day, what, n, about, author, changed) \
    VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING";
pub const REMOVE_REGISTER: &str = "DELETE FROM register WHERE unit = $1 AND day = $2";

pub const CONTACTS: &str = "SELECT unit, name, phone, consent_day, author, changed FROM contact ORDER BY unit";
pub const ADD_CONTACT: &str = "INSERT INTO contact (unit, name, phone, consent_day, author, changed) \
    VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING";
pub const REMOVE_CONTACT: &str = "DELETE FROM contact WHERE unit = $1";

pub const INDICATORS: &str = "SELECT unit, id, name, part, measure, value, scale, about, whole, day, origin, source, author, changed \
    FROM indicator WHERE day BETWEEN $1 AND $2 ORDER BY unit, name, day DESC, part, id";
pub const ADD_INDICATOR: &str = "INSERT INTO indicator (unit, id, name, part, measure, value, scale, about, whole, day, origin, \
    source, author, changed) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) ON CONFLICT DO NOTHING";
pub const REMOVE_INDICATOR: &str = "DELETE FROM indicator WHERE unit = $1 AND id = $2";

pub const TARGETS: &str = "SELECT unit, id, what, value, scale, measure, first_day, last_day, author, changed FROM target \
    WHERE last_day >= $1 AND first_day <= $2 ORDER BY unit, what, first_day, id";
pub const ADD_TARGET: &str = "INSERT INTO target (unit, id, what, value, scale, measure, first_day, last_day, author, changed) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING";
pub const REMOVE_TARGET: &str = "DELETE FROM target WHERE unit = $1 AND id = $2";

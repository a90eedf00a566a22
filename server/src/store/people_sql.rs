//! The statements about accounts, in the text that SQLite and PostgreSQL share.

pub const ACCOUNTS: &str = "SELECT name, shown, password, created, disabled FROM account ORDER BY name";
pub const ACCOUNT: &str = "SELECT name, shown, password, created, disabled FROM account WHERE name = $1";
pub const ADD_ACCOUNT: &str = "INSERT INTO account (name, shown, password, created, disabled) \
    VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING";
pub const SET_PASSWORD: &str = "UPDATE account SET password = $1 WHERE name = $2";
pub const SET_DISABLED: &str = "UPDATE account SET disabled = $1 WHERE name = $2";

pub const ROLES: &str = "SELECT account, unit, role FROM role_at ORDER BY account, unit";
pub const ROLES_OF: &str = "SELECT account, unit, role FROM role_at WHERE account = $1 ORDER BY unit";
pub const ADD_ROLE: &str = "INSERT INTO role_at (account, unit, role) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
pub const REMOVE_ROLE: &str = "DELETE FROM role_at WHERE account = $1 AND unit = $2";

pub const SESSION: &str = "SELECT token, account, since, until FROM session WHERE token = $1";
pub const ADD_SESSION: &str = "INSERT INTO session (token, account, since, until) VALUES ($1, $2, $3, $4)";
pub const END_SESSION: &str = "DELETE FROM session WHERE token = $1";
pub const END_SESSIONS: &str = "DELETE FROM session WHERE account = $1";
pub const FORGET_SESSIONS: &str = "DELETE FROM session WHERE until <= $1";

pub const INVITATION: &str = "SELECT token, account, until FROM invitation WHERE token = $1";
pub const ADD_INVITATION: &str = "INSERT INTO invitation (token, account, until) VALUES ($1, $2, $3)";
pub const TAKE_INVITATION: &str = "DELETE FROM invitation WHERE token = $1 AND until > $2";
pub const END_INVITATIONS: &str = "DELETE FROM invitation WHERE account = $1";

pub const TOKEN: &str = "SELECT token, account, label, role, created, until FROM api_token WHERE token = $1";
pub const TOKENS_OF: &str = "SELECT token, account, label, role, created, until FROM api_token \
    WHERE account = $1 ORDER BY created, token";
pub const ADD_TOKEN: &str = "INSERT INTO api_token (token, account, label, role, created, until) \
    VALUES ($1, $2, $3, $4, $5, $6)";
pub const END_TOKEN: &str = "DELETE FROM api_token WHERE token = $1 AND account = $2";

pub const NOTE: &str = "INSERT INTO change (unit, id, at, account, action, subject, detail) \
    VALUES ($1, $2, $3, $4, $5, $6, $7)";
pub const CHANGES: &str = "SELECT unit, id, at, account, action, subject, detail FROM change \
    WHERE at BETWEEN $1 AND $2 ORDER BY at DESC, id DESC LIMIT 500";

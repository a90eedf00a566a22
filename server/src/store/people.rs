//! Accounts, their roles, sessions and tokens, and the log of changes: the part of the office about people.

use super::engine::{Cells, Engine, Param};
use super::office::Papers;
use super::transaction::transaction;
use super::{StoreError, people_sql as sql};
use Param::{Int, Text};

/// Somebody who can sign in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Account {
    /// What one signs in with.
    pub name: String,
    /// The person's name.
    pub shown: String,
    /// The password as it is kept; empty until one is chosen.
    pub password: String,
    /// Since when it is there, in seconds since 1970-01-01 UTC.
    pub created: i64,
    /// Since when nobody can sign in with it; 0: one can.
    pub disabled: i64,
}

/// A role over a unit and everything below it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RoleAt {
    /// Name of the account.
    pub account: String,
    /// Id of the unit.
    pub unit: String,
    /// The role's id.
    pub role: String,
}

/// Somebody who is signed in, by the hash of what the browser holds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Session {
    /// Hash of the token.
    pub token: String,
    /// Name of the account.
    pub account: String,
    /// When it began.
    pub since: i64,
    /// When it ends.
    pub until: i64,
}

/// A link that lets somebody choose a password once.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Invitation {
    /// Hash of the token.
    pub token: String,
    /// Name of the account; empty: the first account is made with it.
    pub account: String,
    /// When it ends.
    pub until: i64,
}

/// A token a program works with in the name of an account.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ApiToken {
    /// Hash of the token.
    pub token: String,
    /// Name of the account.
    pub account: String,
    /// What it is for.
    pub label: String,
    /// The most it may do.
    pub role: String,
    /// When it was made.
    pub created: i64,
    /// When it ends.
    pub until: i64,
}

/// A line of the log of changes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Change {
    /// Id of the unit it concerns; empty where it concerns none.
    pub unit: String,
    /// Its id.
    pub id: String,
    /// When, in seconds since 1970-01-01 UTC.
    pub at: i64,
    /// Who.
    pub account: String,
    /// What was done.
    pub action: String,
    /// To what.
    pub subject: String,
    /// How it stands now.
    pub detail: String,
}

/// The part of the office about people.
pub trait People {
    /// All accounts, by name.
    fn accounts(&mut self) -> Result<Vec<Account>, StoreError>;
    /// The account of this name.
    fn account(&mut self, name: &str) -> Result<Option<Account>, StoreError>;
    /// Adds an account; false where the name is taken.
    fn add_account(&mut self, account: &Account) -> Result<bool, StoreError>;
    /// Gives an account a new password and ends all its sessions.
    fn set_password(&mut self, name: &str, password: &str) -> Result<(), StoreError>;
    /// Closes an account, or opens it again (0), and ends all its sessions; false where there is none.
    fn set_disabled(&mut self, name: &str, since: i64) -> Result<bool, StoreError>;
    /// All roles, by account and unit.
    fn roles(&mut self) -> Result<Vec<RoleAt>, StoreError>;
    /// The roles of one account.
    fn roles_of(&mut self, account: &str) -> Result<Vec<RoleAt>, StoreError>;
    /// Puts a role in the place of the one the account has at the unit; an empty role only removes it.
    fn put_role(&mut self, role: &RoleAt) -> Result<(), StoreError>;
    /// The session with this hash.
    fn session(&mut self, token: &str) -> Result<Option<Session>, StoreError>;
    /// Begins a session, and forgets those that are over by then.
    fn add_session(&mut self, session: &Session) -> Result<(), StoreError>;
    /// Ends a session.
    fn end_session(&mut self, token: &str) -> Result<(), StoreError>;
    /// The invitation with this hash.
    fn invitation(&mut self, token: &str) -> Result<Option<Invitation>, StoreError>;
    /// Puts an invitation in the place of all others to the same account.
    fn put_invitation(&mut self, invitation: &Invitation) -> Result<(), StoreError>;
    /// Uses an invitation up; true for one caller only, and only before it ends.
    fn take_invitation(&mut self, token: &str, now: i64) -> Result<bool, StoreError>;
    /// The API token with this hash.
    fn api_token(&mut self, token: &str) -> Result<Option<ApiToken>, StoreError>;
    /// The API tokens of an account.
    fn api_tokens(&mut self, account: &str) -> Result<Vec<ApiToken>, StoreError>;
    /// Keeps an API token.
    fn add_api_token(&mut self, token: &ApiToken) -> Result<(), StoreError>;
    /// Ends an API token of this account; false where it has none such.
    fn end_api_token(&mut self, token: &str, account: &str) -> Result<bool, StoreError>;
    /// Adds a line to the log of changes.
    fn note(&mut self, change: &Change) -> Result<(), StoreError>;
    /// The newest 500 changes between these seconds, newest first.
    fn changes(&mut self, from: i64, to: i64) -> Result<Vec<Change>, StoreError>;
}

fn account(row: &dyn Cells) -> Result<Account, StoreError> {
    Ok(Account {
        name: row.text(0)?,
        shown: row.text(1)?,
        password: row.text(2)?,
        created: row.int(3)?,
        disabled: row.int(4)?,
    })
}

fn role(row: &dyn Cells) -> Result<RoleAt, StoreError> {
    Ok(RoleAt { account: row.text(0)?, unit: row.text(1)?, role: row.text(2)? })
}

fn api_token(row: &dyn Cells) -> Result<ApiToken, StoreError> {
    Ok(ApiToken {
        token: row.text(0)?,
        account: row.text(1)?,
        label: row.text(2)?,
        role: row.text(3)?,
        created: row.int(4)?,
        until: row.int(5)?,
    })
}

impl<E: Engine> People for Papers<E> {
    fn accounts(&mut self) -> Result<Vec<Account>, StoreError> {
        self.rows(sql::ACCOUNTS, &[], account)
    }

    fn account(&mut self, name: &str) -> Result<Option<Account>, StoreError> {
        self.row(sql::ACCOUNT, &[Text(name)], account)
    }

    fn add_account(&mut self, account: &Account) -> Result<bool, StoreError> {
        let Account { name, shown, password, created, disabled } = account;
        let cells = [Text(name), Text(shown), Text(password), Int(*created), Int(*disabled)];
        self.write(sql::ADD_ACCOUNT, &cells).map(|n| n == 1)
    }

    fn set_password(&mut self, name: &str, password: &str) -> Result<(), StoreError> {
        transaction(&mut self.engine, |engine| {
            engine.run(sql::SET_PASSWORD, &[Text(password), Text(name)])?;
            engine.run(sql::END_SESSIONS, &[Text(name)]).map(drop)
        })
    }

    fn set_disabled(&mut self, name: &str, since: i64) -> Result<bool, StoreError> {
        let changed = std::cell::Cell::new(0);
        transaction(&mut self.engine, |engine| {
            changed.set(engine.run(sql::SET_DISABLED, &[Int(since), Text(name)])?);
            engine.run(sql::END_SESSIONS, &[Text(name)])?;
            engine.run(sql::END_INVITATIONS, &[Text(name)]).map(drop)
        })?;
        Ok(changed.get() == 1)
    }

    fn roles(&mut self) -> Result<Vec<RoleAt>, StoreError> {
        self.rows(sql::ROLES, &[], role)
    }

    fn roles_of(&mut self, account: &str) -> Result<Vec<RoleAt>, StoreError> {
        self.rows(sql::ROLES_OF, &[Text(account)], role)
    }

    fn put_role(&mut self, role: &RoleAt) -> Result<(), StoreError> {
        let RoleAt { account, unit, role } = role;
        transaction(&mut self.engine, |engine| {
            engine.run(sql::REMOVE_ROLE, &[Text(account), Text(unit)])?;
            if !role.is_empty() {
                engine.run(sql::ADD_ROLE, &[Text(account), Text(unit), Text(role)])?;
            }
            Ok(())
        })
    }

    fn session(&mut self, token: &str) -> Result<Option<Session>, StoreError> {
        self.row(sql::SESSION, &[Text(token)], |row| {
            Ok(Session { token: row.text(0)?, account: row.text(1)?, since: row.int(2)?, until: row.int(3)? })
        })
    }

    fn add_session(&mut self, session: &Session) -> Result<(), StoreError> {
        let Session { token, account, since, until } = session;
        transaction(&mut self.engine, |engine| {
            engine.run(sql::FORGET_SESSIONS, &[Int(*since)])?;
            engine.run(sql::ADD_SESSION, &[Text(token), Text(account), Int(*since), Int(*until)]).map(drop)
        })
    }

    fn end_session(&mut self, token: &str) -> Result<(), StoreError> {
        self.write(sql::END_SESSION, &[Text(token)]).map(drop)
    }

    fn invitation(&mut self, token: &str) -> Result<Option<Invitation>, StoreError> {
        self.row(sql::INVITATION, &[Text(token)], |row| {
            Ok(Invitation { token: row.text(0)?, account: row.text(1)?, until: row.int(2)? })
        })
    }

    fn put_invitation(&mut self, invitation: &Invitation) -> Result<(), StoreError> {
        let Invitation { token, account, until } = invitation;
        transaction(&mut self.engine, |engine| {
            engine.run(sql::END_INVITATIONS, &[Text(account)])?;
            engine.run(sql::ADD_INVITATION, &[Text(token), Text(account), Int(*until)]).map(drop)
        })
    }

    fn take_invitation(&mut self, token: &str, now: i64) -> Result<bool, StoreError> {
        self.write(sql::TAKE_INVITATION, &[Text(token), Int(now)]).map(|n| n == 1)
    }

    fn api_token(&mut self, token: &str) -> Result<Option<ApiToken>, StoreError> {
        self.row(sql::TOKEN, &[Text(token)], api_token)
    }

    fn api_tokens(&mut self, account: &str) -> Result<Vec<ApiToken>, StoreError> {
        self.rows(sql::TOKENS_OF, &[Text(account)], api_token)
    }

    fn add_api_token(&mut self, token: &ApiToken) -> Result<(), StoreError> {
        let ApiToken { token, account, label, role, created, until } = token;
        let cells = [Text(token), Text(account), Text(label), Text(role), Int(*created), Int(*until)];
        self.write(sql::ADD_TOKEN, &cells).map(drop)
    }

    fn end_api_token(&mut self, token: &str, account: &str) -> Result<bool, StoreError> {
        self.write(sql::END_TOKEN, &[Text(token), Text(account)]).map(|n| n == 1)
    }

    fn note(&mut self, change: &Change) -> Result<(), StoreError> {
        let Change { unit, id, at, account, action, subject, detail } = change;
        let cells = [Text(unit), Text(id), Int(*at), Text(account), Text(action), Text(subject), Text(detail)];
        self.write(sql::NOTE, &cells).map(drop)
    }

    fn changes(&mut self, from: i64, to: i64) -> Result<Vec<Change>, StoreError> {
        self.rows(sql::CHANGES, &[Int(from), Int(to)], |row| {
            Ok(Change {
                unit: row.text(0)?,
                id: row.text(1)?,
                at: row.int(2)?,
                account: row.text(3)?,
                action: row.text(4)?,
                subject: row.text(5)?,
                detail: row.text(6)?,
            })
        })
    }
}

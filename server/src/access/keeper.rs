//! Letting people in, and knowing them again.

use std::fs::File;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::http::HeaderMap;
use axum::http::header::{AUTHORIZATION, COOKIE};
use jiff::civil::Date;

use super::token::{derived, new_id};
use super::{Authority, Limits, Passwords, Role, Token, token_hash};
use crate::catalog::Catalog;
use crate::office::Cabinet;
use crate::store::{Account, ApiToken, Change, Invitation, Office, RoleAt, Session, StoreError};

/// Name of the cookie.
pub(crate) const COOKIE_NAME: &str = "disan_phien";

/// How long one stays signed in, in seconds: a day of work.
pub(crate) const SESSION: i64 = 12 * 3_600;

/// How long a link to choose a password holds.
pub(crate) const INVITATION: i64 = 30 * 60;

/// What an API token begins with, so that one that leaks is found by whoever looks for such.
pub(crate) const TOKEN_PREFIX: &str = "disan_";

/// Lets people in.
pub struct Access {
    cabinet: Arc<Cabinet>,
    passwords: Passwords,
    limits: Limits,
    /// An account is there. Accounts are never removed, so once true it stays.
    has_accounts: AtomicBool,
    /// Marks on disk that there is one, so that an office that cannot be read opens no door.
    mark: Option<PathBuf>,
}

/// Somebody who is known.
#[derive(Clone, Debug)]
pub struct Caller {
    /// Name of the account.
    pub account: String,
    /// The person's name.
    pub shown: String,
    /// What may be done where.
    pub authority: Authority,
    /// What every form of this session carries; none where a program asks with a token.
    pub form: Option<String>,
}

/// What came of an attempt to sign in or to choose a password.
#[derive(Debug)]
pub enum Entry {
    /// In, with this token for the browser.
    In(Token),
    /// Name or password is wrong, the account is closed, or the link is used up.
    Wrong,
    /// The name is another person's already.
    Taken,
    /// Too many failures; nobody may try again before this time.
    Wait(i64),
    /// Too many at once.
    Busy,
}

impl Access {
    /// `mark` is the file that marks that there are accounts; none where the office is in a database.
    pub(crate) fn new(cabinet: Arc<Cabinet>, mark: Option<PathBuf>) -> Access {
        let (passwords, limits) = (Passwords::default(), Limits::default());
        Access { cabinet, passwords, limits, has_accounts: AtomicBool::new(false), mark }
    }

    /// An office that lives in memory: for tests.
    pub fn in_memory() -> Access {
        Access::new(Arc::new(Cabinet::memory()), None)
    }

    /// Does `work` with the office. Blocks, as everything here.
    pub fn office<T>(&self, work: impl FnOnce(&mut dyn Office) -> Result<T, StoreError>) -> Result<T, StoreError> {
        self.cabinet.ask(work)
    }

    /// Whether an account is there, so that nothing is open any more.
    pub fn has_accounts(&self) -> Result<bool, StoreError> {
        if !self.has_accounts.load(Ordering::Acquire) {
            let found = !self.office(|office| office.accounts())?.is_empty();
            self.has_accounts.fetch_or(found, Ordering::AcqRel);
        }
        Ok(self.has_accounts.load(Ordering::Acquire))
    }

    /// Whether only those who are signed in may read.
    pub fn is_closed(&self) -> Result<bool, StoreError> {
        match (self.has_accounts(), &self.mark) {
            (Ok(true), Some(mark)) if !mark.exists() => {
                // A disk that takes nothing is told of elsewhere; the next request tries again.
                let _ = File::create(mark);
                Ok(true)
            }
            // An office that never had an account has nothing to guard; what is wrong with it the statistics tell.
            (Err(_), Some(mark)) if !mark.exists() => Ok(false),
            (known, _) => known,
        }
    }

    /// Who sent these headers; none where nobody is signed in.
    pub fn caller(
        &self,
        headers: &HeaderMap,
        catalog: &Catalog,
        today: Date,
        now: i64,
    ) -> Result<Option<Caller>, StoreError> {
        let (bearer, cookie) = (bearer(headers), cookie(headers));
        let Some((token, is_bearer)) = bearer.map(|t| (t, true)).or(cookie.map(|t| (t, false))) else {
            return Ok(None);
        };
        let hash = token_hash(token);
        let found = self.office(|office| {
            let (name, most) = match is_bearer {
                true => match office.api_token(&hash)? {
                    Some(ApiToken { account, role, until, .. }) if now < until => (account, Role::named(&role)),
                    _ => return Ok(None),
                },
                false => match office.session(&hash)? {
                    Some(Session { account, until, .. }) if now < until => (account, Some(Role::Admin)),
                    _ => return Ok(None),
                },
            };
            let Some(account) = office.account(&name)?.filter(|account| account.disabled == 0) else {
                return Ok(None);
            };
            Ok(Some((office.roles_of(&name)?, account, most)))
        })?;
        Ok(found.and_then(|(roles, account, most)| {
            Some(Caller {
                authority: Authority::new(&roles, catalog, today, most?),
                account: account.name,
                shown: account.shown,
                form: (!is_bearer).then(|| derived(token, "form")),
            })
        }))
    }

    /// Somebody gives a name and a password.
    pub fn sign_in(&self, name: &str, password: &str, network: Option<&str>, now: i64) -> Result<Entry, StoreError> {
        let name = name.trim().to_lowercase();
        if let Some(until) = self.limits.closed_until(&name, network, now) {
            return Ok(Entry::Wait(until));
        }
        self.limits.note(&name, network, now);
        let account = self.office(|office| office.account(&name))?;
        let kept = account.as_ref().map(|account| account.password.as_str()).filter(|kept| !kept.is_empty());
        let Some(right) = self.passwords.is(password, kept) else { return Ok(Entry::Busy) };
        if !right || account.is_none_or(|account| account.disabled != 0) {
            return Ok(Entry::Wrong);
        }
        self.limits.forgive(&name, network);
        self.begin(&name, now).map(Entry::In)
    }

    /// A new session. Never one that the browser brought along: nobody can prepare one for somebody else.
    fn begin(&self, name: &str, now: i64) -> Result<Token, StoreError> {
        let token = Token::new()?;
        let session = Session { token: token.hash(), account: name.to_owned(), since: now, until: now + SESSION };
        self.office(|office| office.add_session(&session))?;
        Ok(token)
    }

    /// Ends the session these headers belong to.
    pub fn sign_out(&self, headers: &HeaderMap) -> Result<(), StoreError> {
        match cookie(headers) {
            Some(token) => self.office(|office| office.end_session(&token_hash(token))),
            None => Ok(()),
        }
    }

    /// A link for the first account; none where there is one already.
    pub fn set_up(&self, now: i64) -> Result<Option<Token>, StoreError> {
        if self.has_accounts()? { Ok(None) } else { self.invite("", now).map(Some) }
    }

    /// A link by which the person of an account chooses a password; links of before are void.
    pub fn invite(&self, account: &str, now: i64) -> Result<Token, StoreError> {
        let token = Token::new()?;
        let invitation = Invitation { token: token.hash(), account: account.to_owned(), until: now + INVITATION };
        self.office(|office| office.put_invitation(&invitation))?;
        Ok(token)
    }

    /// Whom a link is for; empty: the first account. None where it is used up or too old. Changes nothing, so that the
    /// preview a messenger draws of it does no harm.
    pub fn invited(&self, token: &str, now: i64) -> Result<Option<String>, StoreError> {
        let found = self.office(|office| office.invitation(&token_hash(token)))?;
        let found = found.filter(|invitation| now < invitation.until).map(|invitation| invitation.account);
        // A link for the first account of a server that was not the first of several is worth nothing.
        if found.as_deref() == Some("") && self.has_accounts()? { Ok(None) } else { Ok(found) }
    }

    /// Somebody follows a link and chooses a password; the first account is made an admin of `unit`.
    pub fn accept(
        &self,
        token: &str,
        first: &Account,
        password: &str,
        unit: &str,
        now: i64,
    ) -> Result<Entry, StoreError> {
        let Some(invited) = self.invited(token, now)? else { return Ok(Entry::Wrong) };
        let Some(kept) = self.passwords.keep(password)? else { return Ok(Entry::Busy) };
        if !self.office(|office| office.take_invitation(&token_hash(token), now))? {
            return Ok(Entry::Wrong);
        }
        let name = if invited.is_empty() { first.name.clone() } else { invited.clone() };
        let done = self.office(|office| {
            if invited.is_empty() {
                if !office.add_account(&Account { password: kept.clone(), ..first.clone() })? {
                    return Ok(Entry::Taken);
                }
                let role = Role::Admin.id().to_owned();
                office.put_role(&RoleAt { account: name.clone(), unit: unit.to_owned(), role })?;
            } else {
                office.set_password(&name, &kept)?;
            }
            Ok(Entry::Wrong)
        })?;
        if let Entry::Taken = done {
            return Ok(Entry::Taken);
        }
        self.note(unit, &name, if invited.is_empty() { "first" } else { "password" }, &name, "", now)?;
        self.begin(&name, now).map(Entry::In)
    }

    /// Somebody who is signed in chooses another password; false where the one of now is wrong.
    pub fn change_password(&self, name: &str, now_is: &str, new: &str, now: i64) -> Result<Entry, StoreError> {
        if let Some(until) = self.limits.closed_until(name, None, now) {
            return Ok(Entry::Wait(until));
        }
        self.limits.note(name, None, now);
        let account = self.office(|office| office.account(name))?;
        let Some(right) = self.passwords.is(now_is, account.as_ref().map(|a| a.password.as_str())) else {
            return Ok(Entry::Busy);
        };
        if !right {
            return Ok(Entry::Wrong);
        }
        self.limits.forgive(name, None);
        let Some(kept) = self.passwords.keep(new)? else { return Ok(Entry::Busy) };
        self.office(|office| office.set_password(name, &kept))?;
        self.note("", name, "password", name, "", now)?;
        self.begin(name, now).map(Entry::In)
    }

    /// A token for a program; given only now.
    pub fn add_token(&self, token: ApiToken) -> Result<String, StoreError> {
        let made = Token::new()?;
        let text = format!("{TOKEN_PREFIX}{}", made.text());
        let token = ApiToken { token: token_hash(&text), ..token };
        self.office(|office| office.add_api_token(&token))?;
        self.note("", &token.account, "token", &token.label, &token.role, token.created)?;
        Ok(text)
    }

    /// Adds a line to the log of changes.
    pub fn note(
        &self,
        unit: &str,
        account: &str,
        action: &str,
        subject: &str,
        detail: &str,
        now: i64,
    ) -> Result<(), StoreError> {
        let [unit, account, action, subject, detail] = [unit, account, action, subject, detail].map(str::to_owned);
        let change = Change { unit, id: new_id(now)?, at: now, account, action, subject, detail };
        self.office(|office| office.note(&change))
    }
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

fn cookie(headers: &HeaderMap) -> Option<&str> {
    let lines = headers.get_all(COOKIE).iter().filter_map(|line| line.to_str().ok());
    let mut cookies = lines.flat_map(|line| line.split(';')).filter_map(|cookie| cookie.trim().split_once('='));
    cookies.find_map(|(name, value)| (name == COOKIE_NAME && !value.is_empty()).then_some(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first() -> Account {
        Account { name: "an".into(), shown: "An".into(), password: String::new(), created: 0, disabled: 0 }
    }

    #[test]
    fn a_link_holds_for_half_an_hour_and_a_session_for_a_day_of_work() {
        let access = Access::in_memory();
        let link = access.set_up(1_000).unwrap().unwrap();
        assert_eq!(access.invited(link.text(), 1_000 + INVITATION - 1).unwrap().as_deref(), Some(""));
        assert_eq!(access.invited(link.text(), 1_000 + INVITATION).unwrap(), None);
        let late = access.accept(link.text(), &first(), "đủ dài rồi đấy", "xa", 1_000 + INVITATION).unwrap();
        assert!(matches!(late, Entry::Wrong) && !access.has_accounts().unwrap());
        let again = access.set_up(5_000).unwrap().unwrap();
        let other = access.invite("", 5_000).unwrap();
        assert_eq!(access.invited(again.text(), 5_000).unwrap(), None, "the newest link alone holds");
        let Entry::In(token) = access.accept(other.text(), &first(), "đủ dài rồi đấy", "xa", 5_001).unwrap()
        else {
            panic!("not let in");
        };
        assert!(access.is_closed().unwrap() && access.set_up(5_002).unwrap().is_none());
        let session = access.office(|office| office.session(&token.hash())).unwrap().unwrap();
        assert_eq!((session.account.as_str(), session.until), ("an", 5_001 + SESSION));
        // A link for the first account that another server made opens nothing any more.
        let late = access.invite("", 5_003).unwrap();
        assert_eq!(access.invited(late.text(), 5_004).unwrap(), None);
    }
}

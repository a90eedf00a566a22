//! The office: what people decide and write, over any engine.
//!
//! The counts follow from the journal and can be had again; this cannot. So it lies in a file of its own, readable for
//! the server's user alone, which no command empties, puts away or begins anew: where it is damaged, a person decides. In
//! a database that several servers share it is theirs together.

use super::engine::{Engine, Param};
use super::transaction::transaction;
use super::{Archive, StoreError, office_sql as sql};
use Param::Text;

/// A place the office is kept in.
pub trait Office: Archive + Send {
    /// The secret of this name.
    fn secret(&mut self, name: &str) -> Result<Option<String>, StoreError>;
    /// Keeps a secret where there is none yet; gives the one that is kept.
    fn keep_secret(&mut self, name: &str, value: &str) -> Result<String, StoreError>;
    /// Puts a secret in the place of the one before.
    fn replace_secret(&mut self, name: &str, value: &str) -> Result<(), StoreError>;
    /// Ends in order.
    fn close(self: Box<Self>) -> Result<(), StoreError>;
}

/// The office, reached through one connection of an engine.
#[derive(Debug)]
pub struct Papers<E> {
    pub(super) engine: E,
}

impl<E: Engine> Office for Papers<E> {
    fn secret(&mut self, name: &str) -> Result<Option<String>, StoreError> {
        let mut found = None;
        self.engine.each(sql::SECRET, &[Text(name)], &mut |row| {
            found = Some(row.text(0)?);
            Ok(())
        })?;
        Ok(found)
    }

    fn keep_secret(&mut self, name: &str, value: &str) -> Result<String, StoreError> {
        transaction(&mut self.engine, |engine| engine.run(sql::KEEP_SECRET, &[Text(name), Text(value)]).map(drop))?;
        // Another server may have been first.
        Ok(self.secret(name)?.unwrap_or_else(|| value.to_owned()))
    }

    fn replace_secret(&mut self, name: &str, value: &str) -> Result<(), StoreError> {
        transaction(&mut self.engine, |engine| {
            if engine.run(sql::REPLACE_SECRET, &[Text(value), Text(name)])? == 0 {
                engine.run(sql::KEEP_SECRET, &[Text(name), Text(value)])?;
            }
            Ok(())
        })
    }

    fn close(self: Box<Self>) -> Result<(), StoreError> {
        self.engine.close()
    }
}

//! The office: what people decide and write, over any engine.
//!
//! The counts follow from the journal and can be had again; this cannot. So it lies in a file of its own, readable for
//! the server's user alone, which no command empties, puts away or begins anew: where it is damaged, a person decides. In
//! a database that several servers share it is theirs together.

use super::engine::{Cells, Engine, Param};
use super::transaction::transaction;
use super::{Activities, Archive, People, Records, StoreError, office_sql as sql};
use Param::Text;

/// A place the office is kept in.
pub trait Office: People + Activities + Records + Archive + Send {
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

impl<E: Engine> Papers<E> {
    /// All rows of a question.
    pub(super) fn rows<T>(
        &mut self,
        sql: &'static str,
        params: &[Param<'_>],
        read: impl Fn(&dyn Cells) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        let mut rows = Vec::new();
        self.engine.each(sql, params, &mut |cells| {
            rows.push(read(cells)?);
            Ok(())
        })?;
        Ok(rows)
    }

    /// The first row of a question.
    pub(super) fn row<T>(
        &mut self,
        sql: &'static str,
        params: &[Param<'_>],
        read: impl Fn(&dyn Cells) -> Result<T, StoreError>,
    ) -> Result<Option<T>, StoreError> {
        Ok(self.rows(sql, params, read)?.into_iter().next())
    }

    /// Runs one statement in a transaction of its own; gives the number of rows it touched.
    pub(super) fn write(&mut self, sql: &'static str, params: &[Param<'_>]) -> Result<u64, StoreError> {
        let touched = std::cell::Cell::new(0);
        transaction(&mut self.engine, |engine| {
            touched.set(engine.run(sql, params)?);
            Ok(())
        })?;
        Ok(touched.get())
    }
}

impl<E: Engine> Office for Papers<E> {
    fn secret(&mut self, name: &str) -> Result<Option<String>, StoreError> {
        self.row(sql::SECRET, &[Text(name)], |row| row.text(0))
    }

    fn keep_secret(&mut self, name: &str, value: &str) -> Result<String, StoreError> {
        self.write(sql::KEEP_SECRET, &[Text(name), Text(value)])?;
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

//! What the counts ask of a database engine. Everything else is SQL that all engines read alike.

use super::StoreError;

/// A value handed to a statement.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Param<'a> {
    /// A BIGINT.
    Int(i64),
    /// A TEXT.
    Text(&'a str),
}

/// A row that a statement gives back; columns count from 0.
pub trait Cells {
    /// A number; an error where there is none.
    fn int(&self, column: usize) -> Result<i64, StoreError>;
    /// A number, if there is any.
    fn maybe_int(&self, column: usize) -> Result<Option<i64>, StoreError>;
    /// A text.
    fn text(&self, column: usize) -> Result<String, StoreError>;
}

/// What a transaction is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Purpose {
    /// Writing: all or nothing.
    Write,
    /// Reading one unchanging view.
    Read,
}

/// One connection to a database.
///
/// Statements are texts of this program, never put together from what somebody sent; their parameters are `$1`, `$2` …
pub trait Engine: Send {
    /// Begins a transaction.
    fn begin(&mut self, purpose: Purpose) -> Result<(), StoreError>;
    /// Ends it; the error of a commit leaves open whether it took place.
    fn end(&mut self, commit: bool) -> Result<(), StoreError>;
    /// Runs a statement; gives the number of rows it touched.
    fn run(&mut self, sql: &'static str, params: &[Param<'_>]) -> Result<u64, StoreError>;
    /// Runs a statement with `VALUES ($1 … $width)` once for each `width` values of `cells`, in their order.
    fn add(&mut self, sql: &'static str, width: usize, cells: &[Param<'_>]) -> Result<(), StoreError>;
    /// Hands each row of the answer to `row`.
    fn each(
        &mut self,
        sql: &'static str,
        params: &[Param<'_>],
        row: &mut dyn FnMut(&dyn Cells) -> Result<(), StoreError>,
    ) -> Result<(), StoreError>;
    /// Ends the connection in order.
    fn close(self) -> Result<(), StoreError>
    where
        Self: Sized;
}

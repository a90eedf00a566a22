//! What teams write down: activities, the register of their teams, figures, targets, drives.
//!
//! ```text
//! form or file → amount, words → check → office → pages        office → sums → report
//! ```
//!
//! Counts only: nobody who was helped is named, and a text that looks as if it held the number of an identity card is
//! refused. Lượt (turns) are never persons. A number keeps the word that stood before it (gần, hơn, trên, khoảng); a
//! figure keeps what it counts, as of which day, and where it is from. Totals are computed; one that was typed and
//! differs is shown beside the sum, and neither is changed.

mod amount;
mod check;
pub mod import;
pub(crate) mod pages;
mod state;
mod totals;
mod words;

pub use amount::{About, Amount, AmountError};
pub use check::{Fault, Written, check, has_id_number};
pub use state::State;
pub use totals::{Differs, differences};
pub use words::{Vocabulary, folded};

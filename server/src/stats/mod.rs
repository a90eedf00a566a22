//! Figures about scans: a period and a unit go in, views of what was counted come out.
//!
//! ```text
//! query → period → store → counts → figures → view
//! ```

mod breakdown;
mod cards;
mod chart;
mod counts;
mod course;
mod days;
mod due;
mod entries;
mod figures;
mod gaps;
mod heading;
mod honesty;
mod order;
mod page;
mod period;
mod picker;
mod query;
mod scope;
mod signs;
mod view;
pub mod wording;

pub use breakdown::{excluded, value_name};
pub use counts::{Counts, by_day, by_placement, by_value};
pub use days::Days;
pub use due::Due;
pub use entries::{Ranked, no_silent_sign, ranked, silent_rows};
pub use figures::{Coverage, Figures, Question};
pub use heading::unit_name;
pub use honesty::{GapLine, Honesty};
pub use page::statistics;
pub use period::{Period, Reckoning, Span};
pub use picker::Picker;
pub use query::{Ask, AskError, Choice, named as named_period, period_query};
pub use scope::Scope;
pub use signs::{Sign, Silent, in_language, signs};
pub use view::{Frame, Heading, Link, Shell, SilentRow, StatisticsPage};

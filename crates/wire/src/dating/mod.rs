//! When an item was published: reads every spelling of a date met in the wild and weighs the signs.
//!
//! Two rules stand above accuracy: what is old never passes as new, and an unknown date is not a date.

mod clock;
mod decide;
mod names;
mod parse;
mod scan;
mod spelling;

pub use decide::{decide, is_resurfaced};
pub use parse::parse_date;
pub(crate) use scan::{date_in_text, date_in_url, names_publication};

//! When an item was published: reads every spelling of a date met in the wild and weighs the signs.
//!
//! Two rules stand above accuracy: what is old never passes as new, and an unknown date is not a date.

mod clock;
mod day;
mod decide;
mod names;
mod parse;
mod scan;
mod spelling;
mod spot;

pub use day::day_of;
pub use decide::{decide, is_resurfaced};
pub use parse::parse_date;
pub(crate) use scan::{date_in_url, month_in_url};
pub(crate) use spot::{Day, Spot, spots};

//! How faults strike: on the line, in the events of a stream, in the answer, or instead of it.

mod flaw;
mod json;
mod line;
mod refusal;
mod stage;
mod vice;

pub(super) use flaw::{Flaw, script as in_events};
pub(super) use line::{Line, script as on_line};
pub(super) use refusal::refused;
pub(super) use stage::Stage;
pub(super) use vice::{Vice, corrupt};

//! Who is asked next: routes in order, retries, a second request when the first is slow, and the check.
//!
//! Routes are tried in the order of the call, rivals of `avoid` before all others. What one attempt is, `attempt` says.

mod attempts;
mod hedge;
mod plan;
mod prepare;
mod run;

pub(crate) use attempts::{Barred, Manner, prepare, reserve_tokens, start};
pub(crate) use hedge::answer as answer_of;
pub(crate) use plan::{Candidate, plan};
pub(crate) use prepare::Way;
pub(crate) use run::{after_failure, run, run_held, wait_before_retry};

use crate::error::Error;
use crate::ledger::Attempt;

/// What came of a call, and every attempt that was made for it.
#[derive(Debug)]
pub struct Checked<T> {
    /// The answer, or why there is none.
    pub result: Result<T, Error>,
    /// Every attempt, as it stands in the ledger; those of a second request that was called off too.
    pub attempts: Vec<Attempt>,
    /// A budget for which a route was passed over, whoever answered in its place.
    pub over_budget: Option<String>,
}

impl<T> Checked<T> {
    pub(crate) fn map_value<U>(self, map: impl FnOnce(T) -> U) -> Checked<U> {
        Checked { result: self.result.map(map), attempts: self.attempts, over_budget: self.over_budget }
    }
}

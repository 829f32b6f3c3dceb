//! What can go wrong with a call as a whole.

use crate::route::Route;
use crate::verdict::{Failure, Verdict};

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Every route was tried or could not be; the last word of each, in order.
    #[error("no model answered: {}", tried.iter().map(|(route, failure)| format!("{route}: {failure}")).collect::<Vec<_>>().join("; "))]
    Exhausted {
        /// Each route with its last failure.
        tried: Vec<(Route, Failure)>,
    },
    /// A budget is spent, so nobody was asked.
    #[error(
        "the budget {which} is spent: {spent_microusd} of {limit_microusd} micro-dollars, and this call may cost {wanted_microusd}"
    )]
    OverBudget {
        /// `per_edition`, `per_day`, or `per_vendor.NAME`.
        which: String,
        /// Spent or reserved.
        spent_microusd: i64,
        /// The limit.
        limit_microusd: i64,
        /// What this call may cost at most.
        wanted_microusd: i64,
    },
    /// There was nobody to ask.
    #[error("no route: {0}")]
    NoRoute(String),
    /// The ledger cannot be used.
    #[error(transparent)]
    Ledger(#[from] sqlite::Error),
    /// The HTTP client cannot be made.
    #[error("cannot make the HTTP client: {0}")]
    Client(String),
}

impl Error {
    /// What the first route said, which is what a caller can mend.
    pub fn first(&self) -> Option<&Failure> {
        match self {
            Self::Exhausted { tried } => tried.first().map(|(_, failure)| failure),
            _ => None,
        }
    }

    /// Whether every route that was tried says that the request itself is wrong.
    pub fn is_of_request(&self) -> bool {
        match self {
            Self::Exhausted { tried } => {
                !tried.is_empty()
                    && tried
                        .iter()
                        .all(|(_, failure)| matches!(failure.verdict, Verdict::WrongRequest | Verdict::Refused))
            }
            _ => false,
        }
    }
}

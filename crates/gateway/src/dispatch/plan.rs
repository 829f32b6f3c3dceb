//! The order in which routes are tried.

use crate::ask::Ask;
use crate::inner::Inner;
use crate::route::{Identity, Route, are_rivals, identity};
use crate::vendor::Vendor;
use crate::verdict::{Failure, Verdict};
use std::sync::Arc;

/// A route that can be tried.
#[derive(Debug, Clone)]
pub(crate) struct Candidate {
    pub route: Route,
    pub vendor: Arc<Vendor>,
    pub identity: Identity,
}

/// The routes of a call in the order in which they are tried, and those that cannot be.
///
/// Whoever shares a house with `avoid` comes last: it is asked only when no rival answers.
pub(crate) fn plan(inner: &Inner, ask: &Ask) -> (Vec<Candidate>, Vec<(Route, Failure)>) {
    let mut candidates: Vec<Candidate> = Vec::new();
    let mut refused = Vec::new();
    for route in &ask.routes {
        match inner.vendor(&route.vendor) {
            Some(vendor) if candidates.iter().all(|known| known.route != *route) => candidates.push(Candidate {
                route: route.clone(),
                vendor: Arc::clone(vendor),
                identity: identity(vendor, &route.model),
            }),
            Some(_) => {}
            None => refused.push((route.clone(), unknown(inner, &route.vendor))),
        }
    }
    candidates.sort_by_key(|candidate| !are_rivals(&candidate.identity, &ask.avoid));
    (candidates, refused)
}

fn unknown(inner: &Inner, vendor: &str) -> Failure {
    let why = inner.why_unusable(vendor).map_or_else(|| format!("there is no vendor {vendor:?}"), str::to_owned);
    Failure::new(Verdict::WrongKey, why)
}

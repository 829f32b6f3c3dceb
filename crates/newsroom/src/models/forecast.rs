//! What an edition will cost, before it is made.

use crate::{Config, Roster};
use gateway::Gateway;
use news::Role;
use serde::Serialize;
use std::collections::BTreeMap;

/// So many past editions of the slot are looked at: a week.
const PAST: usize = 7;

/// What an edition is expected to cost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Forecast {
    /// Which edition of the day.
    pub slot: String,
    /// In micro-dollars.
    pub microusd: i64,
    /// What it rests on.
    pub basis: Basis,
    /// By role, where it is a bound.
    pub by_role: BTreeMap<Role, i64>,
}

/// What a forecast rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// The mean of the last editions of this slot.
    PastEditions,
    /// A bound: the most that requests and answers of the usual length may cost, if nothing has to be asked again.
    Bound,
}

/// What each edition of the day is expected to cost.
pub fn forecast(config: &Config, gateway: &Gateway, roster: &Roster) -> Result<Vec<Forecast>, gateway::Error> {
    let by_role = bound(config, gateway, roster);
    let mut forecasts = Vec::new();
    for plan in &config.editions {
        let past = gateway.ledger().usual_cost(&format!("-{}", plan.slot), PAST)?;
        let (microusd, basis) = match past {
            Some(mean) => (mean, Basis::PastEditions),
            None => (by_role.values().sum(), Basis::Bound),
        };
        forecasts.push(Forecast { slot: plan.slot.clone(), microusd, basis, by_role: by_role.clone() });
    }
    Ok(forecasts)
}

fn bound(config: &Config, gateway: &Gateway, roster: &Roster) -> BTreeMap<Role, i64> {
    let played = Role::ALL.into_iter().filter_map(|role| Some((role, roster.routes(role).first()?)));
    let cost = |role, route| {
        let (n_calls, n_bytes, n_output) = usual(role, config);
        n_calls as i64 * gateway.cost_at_most(route, n_bytes, n_output)
    };
    played.map(|(role, route)| (role, cost(role, route))).collect()
}

/// How often a role is asked in a full edition, with how many bytes, for how many tokens of answer.
///
/// Source: the sample wire's edition, rounded up.
fn usual(role: Role, config: &Config) -> (usize, usize, u64) {
    let stories = config.max_stories;
    let translated = stories * config.languages.len().saturating_sub(1);
    // Arrivals are sorted by the score; so many a source are close enough to need a second look.
    let arrivals = config.sources.len() * 10;
    match role {
        Role::WireEditor => (arrivals.div_ceil(40).max(1), 12_000, 2_000),
        Role::AssignmentEditor => (1, 16_000, 1_500),
        Role::Researcher => (stories, 24_000, 1_500),
        Role::Reporter => (stories, 24_000, 2_000),
        Role::FactChecker => (stories, 24_000, 1_500),
        Role::DeskEditor | Role::CopyEditor => (stories, 8_000, 1_500),
        Role::StandardsEditor => (stories, 8_000, 1_000),
        Role::Translator => (translated, 8_000, 2_000),
        Role::Producer => (1, 8_000, 1_000),
        Role::Scriptwriter => (stories + translated, 6_000, 1_500),
        Role::ManagingEditor => (1, 24_000, 1_000),
        Role::Anchor | Role::SoundEngineer => (0, 0, 0),
    }
}

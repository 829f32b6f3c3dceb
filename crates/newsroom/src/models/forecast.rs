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
/// How often, and the bytes of the roles that see a whole edition: from the sample wire's edition, rounded up. Bytes of the
/// roles that see one story: three times the sample's, since its reports are short. Tokens of answers are a guess.
fn usual(role: Role, config: &Config) -> (usize, usize, u64) {
    // More stories are written than told, since some do not pass.
    let stories = config.max_stories * 3 / 2 + 1;
    // Rules leave most arrivals out before anybody is asked; about four a source are left, 25 a call.
    let translations = config.max_stories * config.languages.len().saturating_sub(1);
    let arrivals = config.sources.len() * 4;
    match role {
        Role::WireEditor => (arrivals.div_ceil(25).max(1), 20_000, 2_000),
        Role::AssignmentEditor => (1, 56_000, 2_000),
        Role::Researcher => (stories, 24_000, 1_500),
        // Drafts with their spans, some a second time, and each translation.
        Role::FactChecker => (stories * 3 / 2 + translations, 10_000, 1_500),
        // Some claims are written again.
        Role::Reporter => (stories * 3 / 2, 30_000, 2_000),
        Role::DeskEditor | Role::CopyEditor => (stories, 12_000, 1_500),
        Role::StandardsEditor => (stories, 12_000, 500),
        Role::Producer => (1, 8_000, 1_000),
        Role::Scriptwriter => (1, 8_000, 2_000),
        Role::ManagingEditor => (1, 24_000, 1_000),
        Role::Translator => (translations, 10_000, 2_000),
        // Voices are no models.
        Role::Anchor | Role::SoundEngineer => (0, 0, 0),
    }
}

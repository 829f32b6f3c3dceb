//! What each role did in a run, in one row.

use super::parts::{By, Part, PartState};
use gateway::{Attempt, Kind};
use jiff::Timestamp;
use news::Role;
use serde::Serialize;

/// A role's work in one run.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RoleTale {
    /// Which role.
    pub role: Role,
    /// When its first part began.
    pub began_at: Timestamp,
    /// When its last part was done.
    pub ended_at: Timestamp,
    /// How many parts.
    pub parts: u32,
    /// How many of them are not done.
    pub open: u32,
    /// Who did how many, the busiest first.
    pub by: Vec<(By, u32)>,
    /// How many attempts to ask a model or a voice, trials apart.
    pub calls: u32,
    /// How many of them asked another since one had failed.
    pub failovers: u32,
    /// How many parts another did than the one that was meant to.
    pub stood_in: u32,
    /// What it cost, in micro-dollars, trials included.
    pub cost_microusd: i64,
}

/// By role, in the order in which they began.
pub(super) fn roles(parts: &[Part]) -> Vec<RoleTale> {
    let mut told: Vec<RoleTale> = Role::ALL
        .iter()
        .filter_map(|role| of_role(*role, parts.iter().filter(|part| part.role == Some(*role))))
        .collect();
    told.sort_by_key(|role| role.began_at);
    told
}

fn of_role<'a>(role: Role, parts: impl Iterator<Item = &'a Part>) -> Option<RoleTale> {
    let parts: Vec<&Part> = parts.collect();
    let end = |part: &&Part| part.ended_at.unwrap_or(part.began_at);
    let attempts = || parts.iter().flat_map(|part| &part.attempts);
    let count = |is_it: &dyn Fn(&&Attempt) -> bool| attempts().filter(is_it).count() as u32;
    let mut by: Vec<(By, u32)> = Vec::new();
    for one in parts.iter().filter_map(|part| part.by.as_ref()) {
        match by.iter_mut().find(|(known, _)| known == one) {
            Some((_, n)) => *n += 1,
            None => by.push((one.clone(), 1)),
        }
    }
    by.sort_by(|(a, n), (b, m)| m.cmp(n).then_with(|| a.cmp(b)));
    Some(RoleTale {
        role,
        began_at: parts.iter().map(|part| part.began_at).min()?,
        ended_at: parts.iter().map(end).max()?,
        parts: parts.len() as u32,
        open: parts.iter().filter(|part| part.state != PartState::Done).count() as u32,
        by,
        calls: count(&|attempt| !attempt.shadow),
        failovers: count(&|attempt| attempt.kind == Kind::Failover && !attempt.shadow),
        stood_in: parts.iter().filter(|part| part.stood_in).count() as u32,
        cost_microusd: attempts().map(|attempt| attempt.cost.microusd).sum(),
    })
}

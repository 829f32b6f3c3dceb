//! `zaowan edition calls`: every attempt to ask a model for an edition, and what the models thought.

use super::super::models::{dollars, ledger_to_read};
use crate::fail::Failure;
use crate::say;
use crate::table::{fit, table};
use gateway::{Attempt, Outcome, Spent};
use news::Edition;
use newsroom::Config;
use std::collections::BTreeMap;

/// Lists them as they were made. Thoughts are in the ledger alone, never in what is published.
pub fn run(config: &Config, edition: &Edition, with_thoughts: bool, json: bool) -> Result<(), Failure> {
    let ledger = ledger_to_read(config)?;
    let attempts = ledger.attempts(&edition.id).map_err(gateway::Error::from)?;
    let thoughts: BTreeMap<i64, String> = if with_thoughts {
        ledger.thoughts(&edition.id).map_err(gateway::Error::from)?.into_iter().collect()
    } else {
        BTreeMap::new()
    };
    let outcomes: BTreeMap<i64, Outcome> = ledger
        .outcomes(&edition.id)
        .map_err(gateway::Error::from)?
        .into_iter()
        .map(|outcome| (outcome.attempt, outcome))
        .collect();
    if json {
        let rows: Vec<_> = attempts
            .iter()
            .map(|attempt| {
                serde_json::json!({
                    "attempt": attempt, "outcome": outcomes.get(&attempt.id), "thought": thoughts.get(&attempt.id),
                })
            })
            .collect();
        say::json(&rows);
        return Ok(());
    }
    if attempts.is_empty() {
        say::err(&format!("no model was asked for {}", edition.id));
        return Ok(());
    }
    let heading = ["role", "step", "asked", "why", "found", "took", "tokens", "cost"];
    let mut rows = vec![heading.map(str::to_owned).to_vec()];
    rows.extend(attempts.iter().map(|attempt| row(attempt, outcomes.get(&attempt.id))));
    say::out(&table(&rows));
    rejected(&attempts, &outcomes);
    for (id, thought) in &thoughts {
        let step = attempts.iter().find(|attempt| attempt.id == *id).map_or("", |attempt| attempt.step.as_str());
        say::out(&format!("\n{step}\n    {}", thought.replace('\n', "\n    ")));
    }
    let spent = Spent::of(&attempts);
    say::out(&format!("\n{} calls for {}{}", spent.attempts, dollars(spent.total), on_trial(&attempts)));
    Ok(())
}

/// Why answers did not pass the check of their role, each once.
fn rejected(attempts: &[Attempt], outcomes: &BTreeMap<i64, Outcome>) {
    for attempt in attempts {
        let outcome = outcomes.get(&attempt.id).filter(|outcome| !outcome.passed && !outcome.note.is_empty());
        if let Some(outcome) = outcome {
            say::out(&format!("\n{}, {}/{}: rejected", attempt.step, attempt.vendor, attempt.model));
            say::out(&format!("    {}", outcome.note));
        }
    }
}

fn row(attempt: &Attempt, outcome: Option<&Outcome>) -> Vec<String> {
    let found = match outcome {
        Some(outcome) if !outcome.passed => "rejected by the check".to_owned(),
        _ if attempt.detail.is_empty() => attempt.verdict.words().to_owned(),
        _ => format!("{}: {}", attempt.verdict.words(), attempt.detail),
    };
    let trial = if attempt.shadow { " (trial)" } else { "" };
    vec![
        attempt.role.clone(),
        fit(&attempt.step, 36),
        format!("{}/{}{trial}", attempt.vendor, attempt.model),
        attempt.kind.key().to_owned(),
        fit(&found, 48),
        format!("{:.2} s", attempt.took_ms as f64 / 1000.0),
        format!("{}+{}", attempt.usage.input, attempt.usage.output),
        dollars(attempt.cost.microusd),
    ]
}

fn on_trial(attempts: &[Attempt]) -> String {
    let of_trials = Spent::of(attempts.iter().filter(|attempt| attempt.shadow));
    match of_trials.attempts {
        0 => String::new(),
        n => format!("; {n} of them on trial, for {}", dollars(of_trials.total)),
    }
}

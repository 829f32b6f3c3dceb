//! `zaowan models rank`: the league, as the ledger has it.

use super::{dollars, ledger_to_read, milliseconds};
use crate::fail::Failure;
use crate::say;
use crate::table::table;
use gateway::league::{self, Standing, Work};
use newsroom::Config;
use serde::Serialize;

/// A standing with what follows from it.
#[derive(Serialize)]
struct Row {
    #[serde(flatten)]
    standing: Standing,
    score: f64,
    microusd_per_sentence: Option<f64>,
}

/// Ranks.
pub fn run(config: &Config, json: bool) -> Result<(), Failure> {
    let standings = league::standings(&ledger_to_read(config)?, Work::Real).map_err(gateway::Error::from)?;
    if json {
        let row = |standing: Standing| Row {
            score: standing.score(),
            microusd_per_sentence: standing.cost_per_sentence(),
            standing,
        };
        say::json(&standings.into_iter().map(row).collect::<Vec<_>>());
        return Ok(());
    }
    if standings.is_empty() {
        say::err("no model has worked in an edition yet; the league begins with the first one");
        return Ok(());
    }
    let heads = ["role", "model", "score", "answers", "failed", "passed first", "faults", "median", "a sentence"];
    let mut lines = vec![heads.map(str::to_owned).to_vec()];
    lines.extend(standings.iter().map(cells));
    say::out(&table(&lines));
    Ok(())
}

fn cells(standing: &Standing) -> Vec<String> {
    vec![
        standing.role.clone(),
        standing.route.to_string(),
        format!("{:.2}", standing.score()),
        standing.answers.to_string(),
        failed(standing),
        passed(standing),
        standing.findings.to_string(),
        milliseconds(standing.median_ms),
        standing.cost_per_sentence().map_or_else(|| "-".into(), |microusd| dollars(microusd.ceil() as i64)),
    ]
}

/// `3: 2 cut off, 1 refused`.
pub(super) fn failed(standing: &Standing) -> String {
    let n: u64 = standing.failures.values().sum();
    let kinds = standing.failures.iter().map(|(kind, n)| format!("{n} {}", kind.replace('_', " ")));
    if n == 0 { "0".into() } else { format!("{n}: {}", kinds.collect::<Vec<_>>().join(", ")) }
}

/// `9 of 10`.
pub(super) fn passed(standing: &Standing) -> String {
    format!("{} of {}", standing.passed_first, standing.checked)
}

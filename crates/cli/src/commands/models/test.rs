//! `zaowan models test`: one tiny real question to each model.

use super::{dollars, ledger_to_write, milliseconds, open, roster_now};
use crate::fail::Failure;
use crate::say;
use crate::table::table;
use gateway::{Ask, Gateway, Route, Verdict};
use newsroom::Config;
use serde::Serialize;
use std::time::{Duration, Instant};

/// Nobody waits longer for one word.
const PATIENCE: Duration = Duration::from_secs(60);
/// Room for a model that thinks before it says a word.
const CAP: u64 = 1_024;

/// What came of one question.
#[derive(Debug, Serialize)]
struct Row {
    route: Route,
    answers: bool,
    /// As it stands in the ledger; nothing if it could not be asked.
    verdict: Option<Verdict>,
    /// Why it does not answer.
    detail: String,
    took_ms: u64,
    first_ms: Option<u64>,
    input_tokens: u64,
    output_tokens: u64,
    microusd: i64,
}

/// Asks; 1 if one does not answer.
pub async fn run(config: &Config, named: &[Route], json: bool) -> Result<u8, Failure> {
    let gateway = open(config, ledger_to_write(config)?)?;
    let routes = if named.is_empty() { configured(config, &gateway) } else { named.to_vec() };
    if routes.is_empty() {
        let what = "there is no model to test";
        return Err(Failure::other(what, "every role is played by the floor", "`zaowan doctor` says what is missing"));
    }
    let mut asked = tokio::task::JoinSet::new();
    for (nth, route) in routes.into_iter().enumerate() {
        let gateway = gateway.clone();
        asked.spawn(async move { (nth, question(&gateway, route).await) });
    }
    let mut rows = asked.join_all().await;
    rows.sort_by_key(|(nth, _)| *nth);
    let rows: Vec<Row> = rows.into_iter().map(|(_, row)| row).collect();
    gateway.ledger().flush();
    if json {
        say::json(&rows);
    } else {
        print(&rows);
    }
    Ok(u8::from(rows.iter().any(|row| !row.answers)))
}

/// Every model that plays a role or is written for one.
fn configured(config: &Config, gateway: &Gateway) -> Vec<Route> {
    roster_now(config, gateway).all_routes().into_iter().cloned().collect()
}

async fn question(gateway: &Gateway, route: Route) -> Row {
    let mut ask = Ask::new(vec![route.clone()], "You answer with one word.", "Write the word: ready").cap(CAP);
    ask.purpose.step = "test".into();
    ask.deadline = Some(Instant::now() + PATIENCE);
    let checked = gateway.ask(&ask).await;
    let last = checked.attempts.last();
    let detail = match &checked.result {
        Ok(_) => String::new(),
        Err(error) => error.first().map_or_else(|| error.to_string(), |failure| failure.detail.clone()),
    };
    Row {
        answers: checked.result.is_ok(),
        verdict: last.map(|attempt| attempt.verdict),
        detail,
        took_ms: last.map_or(0, |attempt| attempt.took_ms),
        first_ms: last.and_then(|attempt| attempt.first_ms),
        input_tokens: checked.attempts.iter().map(|attempt| attempt.usage.input).sum(),
        output_tokens: checked.attempts.iter().map(|attempt| attempt.usage.output).sum(),
        microusd: checked.attempts.iter().map(|attempt| attempt.cost.microusd).sum(),
        route,
    }
}

fn print(rows: &[Row]) {
    let heads = ["model", "verdict", "whole", "first", "tokens", "cost", "why"];
    let mut lines = vec![heads.map(str::to_owned).to_vec()];
    lines.extend(rows.iter().map(|row| {
        let verdict = row.verdict.map_or("not asked", Verdict::words);
        vec![
            row.route.to_string(),
            verdict.to_owned(),
            milliseconds(row.took_ms),
            row.first_ms.map_or_else(|| "-".into(), milliseconds),
            format!("{} + {}", row.input_tokens, row.output_tokens),
            dollars(row.microusd),
            row.detail.clone(),
        ]
    }));
    say::out(&table(&lines));
}

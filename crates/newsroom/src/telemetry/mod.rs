//! Traces of runs for a collector of the operator's, by OTLP over HTTP, off unless an address is given.
//!
//! A run is told after it ended, from the journal and the ledger: a collector that hangs holds nothing up, and a run that
//! was killed is told when it has come to its end. `spans` says what is told, this file when and to whom.

mod spans;
#[cfg(test)]
mod spans_tests;

use crate::config::Telemetry;
use crate::tale::{self, Tale};
use crate::{Config, Error};
use jiff::{SignedDuration, Timestamp};
use journal::{Journal, RunRow};
use news::EditionKey;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// A collector may take so long for one run.
const PATIENCE: Duration = Duration::from_secs(10);
/// Runs are told again and again until they are taken, but not older ones than these.
const OLDEST: SignedDuration = SignedDuration::from_hours(7 * 24);
/// What was told is remembered of so many runs.
const REMEMBERED: usize = 200;

/// What came of telling.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Told {
    /// How many runs the collector took.
    pub runs: usize,
    /// Why it did not take one.
    pub fault: Option<String>,
}

/// What is remembered in the data folder: the runs that were told, with their attempt.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Mark {
    told: Vec<(String, u32)>,
}

/// Tells the collector of every finished run that it has not taken yet; at the first time of the newest only.
///
/// Errors: the journal or the ledger cannot be read. What the collector does is no error, it stands in [`Told`].
pub async fn tell(config: &Config, now: Timestamp) -> Result<Told, Error> {
    let Some(address) = config.telemetry.traces() else { return Ok(Told::default()) };
    let path = mark_path(&config.data);
    let (tales, mut mark) = untold(config, &path, now)?;
    let mut told = Told::default();
    for tale in tales {
        let body = spans::traces(&tale, &config.name, config.telemetry.contents);
        match send(&address, &config.telemetry, body.to_string(), PATIENCE).await {
            Ok(()) => {
                told.runs += 1;
                mark.told.push((tale.id, tale.attempt));
            }
            Err(why) => {
                told.fault = Some(why);
                break;
            }
        }
    }
    let n_old = mark.told.len().saturating_sub(REMEMBERED);
    mark.told.drain(..n_old);
    if told.runs > 0 {
        // A mark that cannot be written only has a run told twice, under the same names of its spans.
        let _ = std::fs::write(&path, serde_json::to_vec(&mark).unwrap_or_default());
    }
    Ok(told)
}

fn mark_path(data: &Path) -> PathBuf {
    data.join("traces.json")
}

/// Runs that are over and were not taken, oldest first.
fn untold(config: &Config, path: &Path, now: Timestamp) -> Result<(Vec<Tale>, Mark), Error> {
    let journal_path = config.data.join("journal.db");
    let mark: Option<Mark> = std::fs::read(path).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok());
    let is_first = mark.is_none();
    let mark = mark.unwrap_or_default();
    if !journal_path.exists() {
        return Ok((Vec::new(), mark));
    }
    let (journal, ledger) = (Journal::open(&journal_path)?, tale::ledger(config)?);
    let is_due = |run: &RunRow| {
        run.finished_at.is_some_and(|at| now.duration_since(at) <= OLDEST)
            && EditionKey::parse(&run.key).is_some()
            && !mark.told.iter().any(|(key, attempt)| *key == run.key && *attempt == run.attempt)
    };
    // They stand newest first.
    let mut runs: Vec<RunRow> =
        journal.runs()?.into_iter().filter(is_due).take(if is_first { 1 } else { REMEMBERED }).collect();
    runs.reverse();
    let tales = runs
        .iter()
        .map(|run| tale::of_run(&journal, &ledger, run, crate::health::published(config, &run.key).as_ref()));
    Ok((tales.collect::<Result<_, Error>>()?, mark))
}

async fn send(address: &str, telemetry: &Telemetry, body: String, patience: Duration) -> Result<(), String> {
    // An error only says that another part of the program was first; either provider serves.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = reqwest::Client::builder().no_proxy().timeout(patience).redirect(reqwest::redirect::Policy::none());
    let client = client.build().map_err(|error| error.to_string())?;
    let mut request = client.post(address).header("content-type", "application/json");
    for (name, value) in telemetry.headers() {
        request = request.header(name, value);
    }
    let reply = request.body(body).send().await.map_err(|error| innermost(&error))?;
    if reply.status().is_success() { Ok(()) } else { Err(format!("{address} answered {}", reply.status())) }
}

/// What went wrong, without the layers around it.
fn innermost(error: &dyn std::error::Error) -> String {
    let mut said = error;
    while let Some(inner) = said.source() {
        said = inner;
    }
    said.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_collector_that_hangs_is_not_waited_for() {
        let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}/v1/traces", silent.local_addr().unwrap());
        let came = send(&address, &Telemetry::default(), "{}".into(), Duration::from_millis(50)).await;
        assert_eq!(came, Err("operation timed out".to_owned()));
    }
}

//! The small run all tests use: four steps that each build on the one before, and a log of what was really done.

use jiff::Timestamp;
use journal::{Error, IdempotencyKey, Journal, Run, StepError};
use serde_json::json;
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::{Arc, Mutex};

pub const KEY: &str = "edition/2026-02-10-morning";
pub const STEPS: [&str; 4] = ["gather", "write", "mix", "publish"];

pub fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub fn morning() -> Timestamp {
    at("2026-02-10T07:00:00Z")
}

pub struct Place {
    pub folder: tempfile::TempDir,
    pub done: Done,
}

/// What was really done: the step and the key it was done under.
#[derive(Clone, Default)]
pub struct Done(Arc<Mutex<Vec<(String, IdempotencyKey)>>>);

impl Done {
    pub fn push(&self, step: &str, key: IdempotencyKey) {
        self.0.lock().unwrap().push((step.to_owned(), key));
    }

    /// The steps in the order in which they were done.
    pub fn steps(&self) -> Vec<String> {
        self.0.lock().unwrap().iter().map(|(step, _)| step.clone()).collect()
    }

    /// The key a step was last done under.
    pub fn key_of(&self, step: &str) -> String {
        let done = self.0.lock().unwrap();
        done.iter().rev().find(|(name, _)| name == step).map(|(_, key)| key.to_string()).unwrap()
    }

    /// How often each step was done, and under how many different keys.
    pub fn counts(&self) -> BTreeMap<String, (usize, usize)> {
        let mut keys: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (step, key) in self.0.lock().unwrap().iter() {
            keys.entry(step.clone()).or_default().push(key.to_string());
        }
        keys.into_iter()
            .map(|(step, mut keys)| {
                let n = keys.len();
                keys.sort();
                keys.dedup();
                (step, (n, keys.len()))
            })
            .collect()
    }
}

impl Place {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), done: Done::default() }
    }

    pub fn path(&self) -> std::path::PathBuf {
        self.folder.path().join("journal.db")
    }

    pub fn journal(&self) -> Journal {
        Journal::open(&self.path()).unwrap()
    }
}

/// Does the four steps and finishes; the result is the words of all steps.
pub async fn carry_out(run: &Run, done: &Done) -> Result<Vec<String>, Error> {
    let mut words = Vec::new();
    for step in STEPS {
        let so_far = words.clone();
        let word = run
            .step(step, |key| async move {
                done.push(step, key);
                tokio::task::yield_now().await;
                Ok::<_, Infallible>(format!("{step}{}", so_far.len()))
            })
            .await
            .map_err(|error| match error {
                StepError::Journal(error) => error,
                StepError::Effect(never) => match never {},
            })?;
        words.push(word);
    }
    run.finish("published", at("2026-02-10T07:03:00Z"))?;
    Ok(words)
}

/// What a run that went well gives.
pub fn expected() -> Vec<String> {
    STEPS.iter().enumerate().map(|(nth, step)| format!("{step}{nth}")).collect()
}

/// Begins or goes on, as a process that starts anew does.
pub async fn begin_and_carry_out(place: &Place, fault: Option<journal::Fault>) -> Result<Vec<String>, Error> {
    let journal = place.journal();
    journal.set_fault(fault);
    let run = journal.begin(KEY, &json!({"config": 1}), morning())?;
    carry_out(&run, &place.done).await
}

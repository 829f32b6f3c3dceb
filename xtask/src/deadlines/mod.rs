//! `cargo xtask deadline`: the deadline matrix. Vendors of every latency, dead vendors, dead sources; each edition must be
//! out at its deadline and never empty.
//!
//! `cell` says what a run meets, `run` makes it, `page` writes docs/deadlines.md and its picture.

mod cell;
mod page;
mod plot;
mod run;

use anyhow::{Context, Result};
use cell::Cell;
use run::Run;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

/// The aim.
const RUNS: usize = 200;

/// Makes the runs and writes the page. `words`: `[RUNS] [AT_ONCE]`.
pub fn deadline(words: &[&str]) -> Result<()> {
    let number = |nth: usize, usual: usize| words.get(nth).map_or(Ok(usual), |word| word.parse());
    let (n_runs, at_once) = (number(0, RUNS).context("how many runs?")?, number(1, 2).context("how many at once?")?);
    let past = Arc::new(run::calibrate()?);
    let queue: VecDeque<(Cell, u64)> = Cell::all().into_iter().cycle().zip(1..=n_runs as u64).collect();
    let (queue, runs) = (Arc::new(Mutex::new(queue)), Arc::new(Mutex::new(Vec::new())));
    let workers: Vec<_> = (0..at_once.max(1))
        .map(|_| {
            let (queue, runs, past) = (Arc::clone(&queue), Arc::clone(&runs), Arc::clone(&past));
            std::thread::spawn(move || {
                while let Some((cell, seed)) = lock(&queue).pop_front() {
                    let made = run::run(&cell, seed, &past);
                    eprintln!("{}", made.line());
                    lock(&runs).push(made);
                }
            })
        })
        .collect();
    for worker in workers {
        worker.join().map_err(|_| anyhow::anyhow!("a worker of the matrix panicked"))?;
    }
    let mut runs: Vec<Run> = std::mem::take(&mut *lock(&runs));
    runs.sort_by_key(|run| run.seed);
    page::write(&runs, &past)
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

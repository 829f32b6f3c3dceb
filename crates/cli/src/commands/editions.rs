//! Makes the editions at their times beside the server, and says what came of each.

use crate::fail::Failure;
use crate::{display, say, summary};
use newsroom::watchdog::{self, Watch};
use newsroom::{Clock, Config, Happened, Rota, outbox};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// An edition that is late is told of a minute later.
const WATCH_EVERY: Duration = Duration::from_secs(60);

/// Less urgent than readers, by so much: making an edition computes for minutes, a page is wanted now.
const NICE: i32 = 10;

/// Begins to keep the rota, in threads of their own that give way to readers. Whether there is anything to keep.
pub fn keep(config: &Config, path: &Path, clock: Clock, json: bool) -> Result<bool, Failure> {
    if config.sources.is_empty() {
        say::err("  no editions are made: there is no [[source]] in the configuration.");
        return Ok(false);
    }
    let rota = Rota::open(path, clock)?;
    let not_begun = |error: std::io::Error| {
        Failure::other(&format!("the editions cannot be kept: {error}"), "no thread could be begun", "start it again")
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .on_thread_start(give_way)
        .enable_all()
        .build()
        .map_err(not_begun)?;
    let sink = display::sink(json);
    let (runtime, teller) = (Arc::new(runtime), path.to_owned());
    let keep = move || {
        give_way();
        let handle = runtime.handle().clone();
        runtime.block_on(rota.keep(&sink, &|happened| {
            tell(happened, json);
            if matches!(happened, Happened::Stands(_) | Happened::Failed { .. }) {
                handle.spawn(trace(teller.clone(), clock));
            }
        }));
    };
    std::thread::Builder::new().name("editions".into()).spawn(keep).map_err(not_begun)?;
    carry(path, clock).map_err(not_begun)?;
    if config.channels.iter().any(|channel| channel.alarms) {
        watch(path, clock, config.watch.grace).map_err(not_begun)?;
    }
    Ok(true)
}

/// Threads of Linux have a niceness each; what such a thread starts, an offline voice for one, inherits it.
#[cfg(target_os = "linux")]
fn give_way() {
    if let Err(error) = rustix::process::nice(NICE) {
        tracing::debug!(%error, "an edition is as urgent as readers are");
    }
}

/// Elsewhere the niceness is the process's, and readers are in it.
#[cfg(not(target_os = "linux"))]
fn give_way() {
    tracing::debug!(NICE, "an edition is as urgent as readers are");
}

/// Tells the collector of the run, if there is one: after it, and beside the next.
async fn trace(path: PathBuf, clock: Clock) {
    let Ok(config) = newsroom::config::load(&path) else { return };
    match newsroom::telemetry::tell(&config, clock.now()).await {
        Ok(told) => {
            if let Some(fault) = told.fault {
                say::err(&format!(
                    "the collector of traces did not take the run: {fault}; it is told again after the next"
                ));
            }
        }
        Err(error) => say::err(&format!("the run could not be told to the collector of traces: {error}")),
    }
}

/// Begins to carry what is told by channels, beside the editions: a slow channel holds nothing up.
fn carry(path: &Path, clock: Clock) -> std::io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let path = path.to_owned();
    let carry = move || runtime.block_on(outbox::keep(path, clock, super::channels::tell));
    std::thread::Builder::new().name("outbox".into()).spawn(carry).map(drop)
}

/// Begins to read the paper back. That this process is dead only a watch outside can tell.
fn watch(path: &Path, clock: Clock, grace: Duration) -> std::io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let path = path.to_owned();
    let keep = move || {
        runtime.block_on(async move {
            // What was missed while this machine was off is being made first.
            tokio::time::sleep(grace).await;
            watchdog::keep(path, Watch::default(), WATCH_EVERY, clock, super::watch::beside).await;
        });
    };
    std::thread::Builder::new().name("watch".into()).spawn(keep).map(drop)
}

fn tell(happened: &Happened, json: bool) {
    match happened {
        Happened::Waits(due) => say::err(&format!("next edition: {}, begun at {}", due.key, due.begins)),
        Happened::Begins(due) => say::err(&format!("{} is being made; it is due at {}", due.key, due.due)),
        Happened::Stands(outcome) => summary::print(outcome, json),
        Happened::Failed { due, error, again_at } => {
            say::err(&format!("{} could not be made: {error}; tried again at {again_at}", due.key));
        }
        Happened::BadConfig(error) => {
            say::err(&format!(
                "the configuration was changed and is not understood: {error}; the last good one is kept"
            ));
        }
    }
}

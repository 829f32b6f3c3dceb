//! Makes the editions at their times beside the server, and says what came of each.

use crate::fail::Failure;
use crate::{display, say, summary};
use newsroom::watchdog::{self, Watch};
use newsroom::{Clock, Config, Happened, Rota, outbox};
use std::path::Path;
use std::time::Duration;

/// An edition that is late is told of a minute later.
const WATCH_EVERY: Duration = Duration::from_secs(60);

/// Begins to keep the rota, in a thread of its own: readers do not wait while an edition is made.
pub fn keep(config: &Config, path: &Path, json: bool) -> Result<(), Failure> {
    if config.sources.is_empty() {
        say::err("  no editions are made: there is no [[source]] in the configuration.");
        return Ok(());
    }
    let rota = Rota::open(path, Clock::system())?;
    let not_begun = |error: std::io::Error| {
        Failure::other(&format!("the editions cannot be kept: {error}"), "no thread could be begun", "start it again")
    };
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().map_err(not_begun)?;
    let sink = display::sink(json);
    let keep = move || runtime.block_on(rota.keep(&sink, &|happened| tell(happened, json)));
    std::thread::Builder::new().name("editions".into()).spawn(keep).map_err(not_begun)?;
    carry(path).map_err(not_begun)?;
    if config.channels.iter().any(|channel| channel.alarms) {
        watch(path, config.watch.grace).map_err(not_begun)?;
    }
    Ok(())
}

/// Begins to carry what is told by channels, beside the editions: a slow channel holds nothing up.
fn carry(path: &Path) -> std::io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let path = path.to_owned();
    let carry = move || runtime.block_on(outbox::keep(path, Clock::system(), super::channels::tell));
    std::thread::Builder::new().name("outbox".into()).spawn(carry).map(drop)
}

/// Begins to read the paper back. That this process is dead only a watch outside can tell.
fn watch(path: &Path, grace: Duration) -> std::io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let path = path.to_owned();
    let keep = move || {
        runtime.block_on(async move {
            // What was missed while this machine was off is being made first.
            tokio::time::sleep(grace).await;
            watchdog::keep(path, Watch::default(), WATCH_EVERY, Clock::system(), super::watch::beside).await;
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

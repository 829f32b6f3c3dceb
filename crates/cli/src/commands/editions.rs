//! Makes the editions at their times beside the server, and says what came of each.

use crate::fail::Failure;
use crate::{display, say, summary};
use newsroom::{Clock, Config, Happened, Rota};
use std::path::Path;

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
    Ok(())
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

//! `zaowan journal`: shows that the record of every run is whole, exports it, and prunes its old end.

use super::ConfigFile;
use crate::fail::Failure;
use crate::say;
use clap::Subcommand;
use jiff::{SignedDuration, Timestamp};
use journal::Journal;
use newsroom::{Clock, Config};
use std::io::Write;

/// Check, export or prune the record of every run.
#[derive(Debug, clap::Args)]
pub struct Record {
    #[command(flatten)]
    config: ConfigFile,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Go through the whole chain of records and the kept sound: nothing was changed or taken away.
    Verify {
        /// The hash that an earlier check ended with: it must still stand in the chain.
        #[arg(long, value_name = "HASH")]
        head: Option<String>,
    },
    /// Write every record as a line of JSON with its hash, for whoever wants to check it without this program.
    Export {
        /// What models and sources said, too. Keys of vendors are never in it.
        #[arg(long)]
        bodies: bool,
    },
    /// Take away runs that are older, and the sound that no run needs any more.
    Prune {
        /// In days: 90d. What is younger stays.
        #[arg(long, value_name = "TIME", default_value = "90d", value_parser = age)]
        older_than: SignedDuration,
        /// Set the clock, as `zaowan run --at` does.
        #[arg(long, value_name = "RFC3339")]
        at: Option<Timestamp>,
    },
}

/// `90d`, or a time of hours and minutes.
fn age(text: &str) -> Result<SignedDuration, String> {
    let days = text.strip_suffix('d').and_then(|days| days.trim().parse::<i64>().ok());
    let age = match days {
        Some(days) => SignedDuration::from_hours(days.saturating_mul(24).min(24 * 36_500)),
        None => text.parse().map_err(|_| format!("{text:?} is not a time; write one such as 90d"))?,
    };
    // What an unfinished run needs to go on is younger than this.
    if age < SignedDuration::from_hours(24) {
        return Err("the last day stays: an edition may be gone on with".to_owned());
    }
    Ok(age)
}

impl Record {
    /// Does what was asked.
    pub fn run(&self, json: bool) -> Result<u8, Failure> {
        let config = self.config.load()?;
        let journal = open(&config)?;
        match &self.command {
            Command::Verify { head } => verify(&journal, head.as_deref(), json),
            Command::Export { bodies } => export(&journal, *bodies),
            Command::Prune { older_than, at } => {
                prune(&journal, *older_than, at.map_or_else(Clock::system, Clock::starting_at), json)
            }
        }
    }
}

fn open(config: &Config) -> Result<Journal, Failure> {
    let path = config.data.join("journal.db");
    if path.exists() {
        return Ok(Journal::open(&path)?);
    }
    let what = format!("there is no journal at {}", path.display());
    Err(Failure::other(&what, "no edition was made here yet", "zaowan run"))
}

fn verify(journal: &Journal, head: Option<&str>, json: bool) -> Result<u8, Failure> {
    let verified = journal.verify()?;
    if let Some(head) = head {
        let mut is_there = verified.pruned.as_ref().is_some_and(|stub| stub.last_hash == head);
        journal.export(false, |record| {
            is_there |= record.hash == head;
            !is_there
        })?;
        if !is_there {
            return Err(Failure::other(
                &format!("the record {head} is not in the chain"),
                "it was taken off the end, it was pruned since, or it is of another journal",
                "compare with the newest backup: zaowan archive restore",
            ));
        }
    }
    if json {
        say::json(&verified);
        return Ok(0);
    }
    say::out(&format!("whole: {} records, {} kept files", verified.n_records, verified.n_blobs));
    if let Some(stub) = &verified.pruned {
        say::out(&format!("pruned before: up to record {} ({})", stub.last_seq, stub.last_hash));
    }
    say::out(&format!("head: {}", verified.head));
    Ok(0)
}

fn export(journal: &Journal, with_bodies: bool) -> Result<u8, Failure> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    journal.export(with_bodies, |record| {
        let line = serde_json::to_string(&record).unwrap_or_default();
        // Whoever closes the pipe wants no more.
        writeln!(out, "{line}").is_ok()
    })?;
    drop(out.flush());
    Ok(0)
}

fn prune(journal: &Journal, older_than: SignedDuration, clock: Clock, json: bool) -> Result<u8, Failure> {
    let now = clock.as_of();
    let _lease = journal.lease("zaowan journal prune", now)?;
    let pruned = journal.prune(now.checked_sub(older_than).unwrap_or(Timestamp::MIN), now)?;
    if json {
        say::json(&pruned);
        return Ok(0);
    }
    let n_records = pruned.stub.as_ref().map_or(0, |stub| stub.n_records);
    let size = crate::summary::megabytes(pruned.blob_bytes);
    say::out(&format!("pruned: {n_records} records of {} runs, {} kept files ({size})", pruned.n_runs, pruned.n_blobs));
    Ok(0)
}

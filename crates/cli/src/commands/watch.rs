//! `zaowan watch`: reads the published paper back and tells the operator when readers get nothing.

use super::ConfigFile;
use crate::fail::Failure;
use crate::say;
use jiff::civil::Time;
use jiff::{SignedDuration, Timestamp};
use newsroom::Clock;
use newsroom::watchdog::{self, Expect, Seen};
use std::time::Duration;

/// Read the published paper back, and tell you by your channels when readers get nothing.
///
/// Run it apart from `serve`, on another machine if you can: only then does it tell you that `serve` is dead. It tells once
/// when something is wrong, once an hour while it stays so, and once when it is over.
#[derive(Debug, clap::Args)]
pub struct Watch {
    #[command(flatten)]
    config: ConfigFile,
    /// The feed, instead of watch.url or publish.base_url.
    #[arg(long, value_name = "FEED")]
    url: Option<String>,
    /// Expect an edition of today by this time of the newsroom's day, instead of by the timetable: 07:15.
    #[arg(long, value_name = "TIME", conflicts_with = "max_age")]
    by: Option<Time>,
    /// Expect something no older, instead of by the timetable: 13h.
    #[arg(long, value_name = "AGE")]
    max_age: Option<SignedDuration>,
    /// Look once and end: exit 0 if all is well, 1 if something is wrong. For cron.
    #[arg(long)]
    once: bool,
    /// How often to look.
    #[arg(long, value_name = "TIME", default_value = "60s", value_parser = pause)]
    every: Duration,
    /// Set the clock: 2026-02-10T07:00:00+08:00.
    #[arg(long, value_name = "RFC3339")]
    at: Option<Timestamp>,
}

fn pause(text: &str) -> Result<Duration, String> {
    let parsed = text.parse::<SignedDuration>().map_err(|error| error.to_string())?;
    Duration::try_from(parsed).ok().filter(|time| !time.is_zero()).ok_or_else(|| "a pause takes time".to_owned())
}

impl Watch {
    /// Looks once, or until it is told to end.
    pub async fn run(&self, json: bool) -> Result<u8, Failure> {
        let config = self.config.load()?;
        let clock = self.at.map_or_else(Clock::system, Clock::starting_at);
        let expect = match (self.by, self.max_age) {
            (Some(time), _) => Expect::By(time),
            (None, Some(age)) => Expect::MaxAge(age),
            (None, None) => Expect::Timetable,
        };
        let watch = watchdog::Watch { expect, url: self.url.clone(), ..watchdog::Watch::default() };
        if self.once {
            let seen = watchdog::once(&config, &watch, &clock).await;
            show(&seen, json);
            return Ok(u8::from(!seen.report.troubles.is_empty()));
        }
        if !config.channels.iter().any(|channel| channel.alarms) {
            say::err("note: no channel carries alarms; add a [[channel]], or nobody hears what is found");
        }
        let path = self.config.path().to_owned();
        tokio::select! {
            () = watchdog::keep(path, watch, self.every, clock, |seen| show(seen, json)) => {}
            () = super::serve::told_to_end() => {}
        }
        Ok(0)
    }
}

/// Shows what a look found, as data.
fn show(seen: &Seen, json: bool) {
    if json {
        return say::json(seen);
    }
    found(seen).iter().for_each(|line| say::out(line));
    tell(seen);
}

/// Says to people what a look found, where it runs beside something else.
pub fn beside(seen: &Seen) {
    if !seen.report.troubles.is_empty() || !seen.told.is_empty() {
        found(seen).iter().for_each(|line| say::err(&format!("watch: {line}")));
        tell(seen);
    }
}

fn found(seen: &Seen) -> Vec<String> {
    let report = &seen.report;
    if report.troubles.is_empty() {
        let newest = report.edition.as_deref().unwrap_or("the paper");
        return vec![format!("all is well: {newest} is out and can be read")];
    }
    report.troubles.iter().map(|trouble| format!("{}: {}", trouble.name(), trouble.detail)).collect()
}

/// Who was told, and what kept the watch from its work.
fn tell(seen: &Seen) {
    for told in &seen.told {
        let what = if told.is_over { "the end of " } else { "" };
        match &told.why {
            None => say::err(&format!("told {} of {what}{}", told.channel, told.trouble)),
            Some(why) => say::err(&format!("{} was not told of {what}{}: {why}", told.channel, told.trouble)),
        }
    }
    seen.notes.iter().for_each(|note| say::err(&format!("note: {note}")));
}

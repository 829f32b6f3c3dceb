//! `zaowan models trial`: a model does a role's work beside the one whose work is published.

use super::rank::{failed, passed};
use super::{dollars, ledger_to_read, ledger_to_write, milliseconds, open, role_named};
use crate::fail::Failure;
use crate::say;
use crate::table::{fit, table};
use gateway::league::{self, Comparison, Standing, Trial};
use gateway::{Ledger, Route};
use newsroom::Config;
use serde::Serialize;

/// So many notes of a trial are shown to people; programs get them all.
const NOTES: usize = 12;

/// A trial and how it goes.
#[derive(Serialize)]
struct Report {
    trial: Trial,
    #[serde(flatten)]
    comparison: Comparison,
}

/// Begins a trial; the next editions do the rest.
pub fn begin(config: &Config, role: &str, route: &Route, editions: u32, json: bool) -> Result<(), Failure> {
    let role = role_named(role)?;
    can_be_asked(config, route)?;
    let ledger = ledger_to_write(config)?;
    let is_running =
        |trial: &Trial| trial.role == role.key() && trial.route == *route && trial.done.len() < trial.editions as usize;
    if trials(&ledger)?.iter().any(is_running) {
        let what = format!("{route} is on trial as {} already", role.key());
        return Err(Failure::usage(
            &what,
            "two trials of one model would do the work twice",
            "`zaowan models trial` reports it",
        ));
    }
    league::begin_trial(&ledger, role.key(), route, editions).map_err(gateway::Error::from)?;
    if json {
        say::json(&serde_json::json!({ "role": role.key(), "route": route, "editions": editions }));
    } else {
        say::err(&format!(
            "{route} does the work of the {} beside whoever plays it, in the next {editions} editions. Nothing of it is \
             published. `zaowan models trial` reports.",
            role.english().to_lowercase()
        ));
    }
    Ok(())
}

fn can_be_asked(config: &Config, route: &Route) -> Result<(), Failure> {
    let gateway = open(config, Ledger::none())?;
    if gateway.vendor(&route.vendor).is_some() {
        return Ok(());
    }
    let why = gateway.unusable().iter().find(|vendor| vendor.name == route.vendor).map(|vendor| vendor.why.clone());
    let why = why.unwrap_or_else(|| match config.models.is_off {
        true => "models are off (models.use)".into(),
        false => format!("there is no vendor {:?} here", route.vendor),
    });
    Err(Failure::usage(&format!("{route} cannot be asked"), &why, "`zaowan models list` shows who can"))
}

fn trials(ledger: &Ledger) -> Result<Vec<Trial>, Failure> {
    Ok(league::trials(ledger).map_err(gateway::Error::from)?)
}

/// Reports all trials.
pub fn report(config: &Config, json: bool) -> Result<(), Failure> {
    let ledger = ledger_to_read(config)?;
    let mut reports = Vec::new();
    for trial in trials(&ledger)? {
        let comparison = league::compare(&ledger, &trial).map_err(gateway::Error::from)?;
        reports.push(Report { trial, comparison });
    }
    if json {
        say::json(&reports);
    } else if reports.is_empty() {
        say::err("no model is on trial; begin with `zaowan models trial ROLE VENDOR/MODEL --editions 3`");
    } else {
        say::out(&reports.iter().map(words).collect::<Vec<_>>().join("\n\n"));
    }
    Ok(())
}

fn words(report: &Report) -> String {
    let trial = &report.trial;
    let head = format!("{} as {}: {} of {} editions", trial.route, trial.role, trial.done.len(), trial.editions);
    if trial.done.is_empty() {
        return format!("{head}; it begins with the next one");
    }
    let heads = ["", "model", "answers", "failed", "passed first", "faults", "cost", "median"];
    let mut lines = vec![heads.map(str::to_owned).to_vec()];
    lines.extend(report.comparison.on_trial.iter().map(|standing| cells("on trial", standing)));
    lines.extend(report.comparison.incumbents.iter().map(|standing| cells("published", standing)));
    let mut text = format!("{head}\n{}", table(&lines));
    let notes = &report.comparison.notes;
    if !notes.is_empty() {
        text += "\nwhat would have changed:";
    }
    for note in notes.iter().take(NOTES) {
        text += &format!("\n  {}", fit(note, 120));
    }
    if notes.len() > NOTES {
        text += &format!("\n  and {} more; --json has them all", notes.len() - NOTES);
    }
    text
}

fn cells(which: &str, standing: &Standing) -> Vec<String> {
    vec![
        which.into(),
        standing.route.to_string(),
        standing.answers.to_string(),
        failed(standing),
        passed(standing),
        standing.findings.to_string(),
        dollars(standing.microusd),
        milliseconds(standing.median_ms),
    ]
}

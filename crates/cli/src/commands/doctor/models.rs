//! What the doctor says about models: who can be asked, who answers, and what the roster lacks.

use super::Finding;
use crate::commands::models::open_to_look;
use gateway::discover;
use newsroom::Config;
use newsroom::models::{Probe, State, probe};
use newsroom::roster::{Severity, findings as of_roster};

/// Looks at every vendor. An edition comes out without models too, so nothing here is fatal.
pub async fn findings(config: &Config) -> Vec<Finding> {
    if config.models.is_off {
        return vec![finding("note", "models", "off (models.use): every role is played by the floor".into())];
    }
    let gateway = match open_to_look(config) {
        Ok(gateway) => gateway,
        Err(failure) => return vec![finding("WARN", "models", failure.what)],
    };
    let places = discover::usual_places();
    let (probes, nearby) = tokio::join!(probe(config, &gateway), discover::nearby(&places));
    let mut found = Vec::new();
    let n_vendors = gateway.vendors().count();
    if n_vendors > 0 {
        found.push(finding("ok", "models", format!("{n_vendors} vendors; `zaowan models list` shows who plays what")));
    }
    found.extend(probes.iter().flat_map(of_probe));
    found.extend(of_roster(config, &gateway).into_iter().map(|said| {
        let state = if said.severity == Severity::Warning { "WARN" } else { "note" };
        finding(state, "models", format!("{}: {}", said.what, said.why))
    }));
    for server in nearby {
        if gateway.vendors().all(|vendor| vendor.base_url != server.base_url.trim_end_matches('/')) {
            let detail = format!(
                "{} answers at {}; `zaowan models list` shows what to write to use it",
                server.vendor, server.base_url
            );
            found.push(finding("note", "models", detail));
        }
    }
    found
}

fn of_probe(probe: &Probe) -> Vec<Finding> {
    let state = match probe.state {
        State::Answers => "ok",
        State::ListsNothing => "note",
        State::WrongKey | State::Unreachable => "WARN",
    };
    let missing = probe.missing.iter().map(|missing| finding("WARN", "model", missing.words()));
    std::iter::once(finding(state, "vendor", probe.words.clone())).chain(missing).collect()
}

fn finding(state: &'static str, what: &'static str, detail: String) -> Finding {
    Finding { state, what, detail }
}

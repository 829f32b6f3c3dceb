//! `zaowan models list`: vendors, what they have, and who plays which role.

use super::{open_to_look, roster_now};
use crate::fail::Failure;
use crate::say;
use crate::table::{fit, table};
use gateway::discover::{self, Nearby};
use gateway::{Gateway, Vendor};
use news::Role;
use newsroom::Config;
use newsroom::models::{Probe, probe};
use newsroom::roster::{Finding, Post, findings, post};
use serde::Serialize;
use std::collections::BTreeMap;

/// Everything that is known about who can be asked.
#[derive(Serialize)]
struct List {
    /// Whether models are asked at all.
    on: bool,
    vendors: Vec<Row>,
    roles: BTreeMap<Role, Vec<gateway::Route>>,
    findings: Vec<Finding>,
    /// Servers on this machine that are not in the configuration.
    nearby: Vec<Found>,
}

#[derive(Serialize)]
struct Row {
    name: String,
    usable: bool,
    /// Why it cannot be asked.
    why: Option<String>,
    owner: Option<String>,
    jurisdiction: Option<String>,
    base_url: Option<String>,
    key_from: Option<String>,
    fast: Option<String>,
    strong: Option<String>,
    /// What it said, if it was asked.
    said: Option<Probe>,
}

#[derive(Serialize)]
struct Found {
    #[serde(flatten)]
    server: Nearby,
    /// What to write into newsroom.toml.
    lines: String,
}

/// Lists; asks the vendors unless `offline`.
pub async fn run(config: &Config, offline: bool, json: bool) -> Result<(), Failure> {
    let gateway = open_to_look(config)?;
    let (said, nearby) =
        if offline { (Vec::new(), Vec::new()) } else { tokio::join!(probe(config, &gateway), new_nearby(&gateway)) };
    let list = List {
        on: !config.models.is_off,
        vendors: rows(&gateway, said),
        roles: roster_now(config, &gateway).seats,
        findings: findings(config, &gateway),
        nearby: nearby.into_iter().map(|server| Found { lines: nearby_lines(&server), server }).collect(),
    };
    if json {
        say::json(&list);
    } else {
        print(&list);
    }
    Ok(())
}

/// The servers on this machine that are not configured.
async fn new_nearby(gateway: &Gateway) -> Vec<Nearby> {
    let found = discover::nearby(&discover::usual_places()).await;
    let is_known = |base_url: &str| gateway.vendors().any(|vendor| vendor.base_url == base_url.trim_end_matches('/'));
    found.into_iter().filter(|server| !is_known(&server.base_url)).collect()
}

/// What to write into newsroom.toml to use a server on this machine.
pub fn nearby_lines(server: &Nearby) -> String {
    let model = server.models.first().map(|model| format!("fast = {}\n", toml::Value::from(model.as_str())));
    format!("{}{}", server.as_toml(), model.unwrap_or_default())
}

fn rows(gateway: &Gateway, said: Vec<Probe>) -> Vec<Row> {
    let mut said: BTreeMap<String, Probe> = said.into_iter().map(|probe| (probe.vendor.clone(), probe)).collect();
    let usable = gateway.vendors().map(|vendor| row(vendor, said.remove(&vendor.name)));
    let mut rows: Vec<Row> = usable.collect();
    rows.extend(gateway.unusable().iter().map(|vendor| Row {
        name: vendor.name.clone(),
        usable: false,
        why: Some(vendor.why.clone()),
        owner: None,
        jurisdiction: None,
        base_url: None,
        key_from: None,
        fast: None,
        strong: None,
        said: None,
    }));
    rows
}

fn row(vendor: &Vendor, said: Option<Probe>) -> Row {
    Row {
        name: vendor.name.clone(),
        usable: true,
        why: None,
        owner: Some(vendor.owner.clone()),
        jurisdiction: Some(vendor.jurisdiction.clone()),
        base_url: Some(vendor.base_url.clone()),
        key_from: Some(vendor.key_from.clone()),
        fast: vendor.fast().map(str::to_owned),
        strong: vendor.strong().map(str::to_owned),
        said,
    }
}

fn print(list: &List) {
    if !list.on {
        return say::out("models are off (models.use): every role is played by the floor");
    }
    let mut rows = vec![["vendor", "where", "key", "state"].map(str::to_owned).to_vec()];
    rows.extend(list.vendors.iter().map(|vendor| {
        let cell = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".into());
        vec![vendor.name.clone(), cell(&vendor.jurisdiction), cell(&vendor.key_from), state(vendor)]
    }));
    say::out(&table(&rows));
    let missing = list.vendors.iter().filter_map(|vendor| vendor.said.as_ref()).flat_map(|said| &said.missing);
    for missing in missing {
        say::out(&format!("{}; correct it in newsroom.toml", missing.words()));
    }
    let mut rows = vec![["role", "models, in order"].map(str::to_owned).to_vec()];
    for role in Role::ALL.into_iter().filter(|role| post(*role) != Post::NoModel) {
        let routes = list.roles.get(&role).map(|routes| routes.iter().map(ToString::to_string).collect::<Vec<_>>());
        rows.push(vec![role.key().into(), routes.map_or_else(|| "floor".into(), |routes| routes.join(" > "))]);
    }
    say::out(&format!("\n{}", table(&rows)));
    for finding in &list.findings {
        say::err(&format!("{}: {}", finding.what, finding.why));
    }
    for found in &list.nearby {
        let models = if found.server.models.is_empty() {
            "no model yet".into()
        } else {
            fit(&found.server.models.join(", "), 60)
        };
        say::err(&format!(
            "\n{} answers at {} and has {models}. To use it, write into newsroom.toml:\n\n{}",
            found.server.vendor, found.server.base_url, found.lines
        ));
    }
}

fn state(vendor: &Row) -> String {
    match (&vendor.why, &vendor.said) {
        (Some(why), _) => format!("cannot be asked: {why}"),
        (None, Some(said)) => said.words.clone(),
        (None, None) => "can be asked".into(),
    }
}

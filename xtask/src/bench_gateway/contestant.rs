//! What is measured: a running gateway, or none, and the doors to it.

use super::load::{Heard, Load, Pace};
use super::process::Process;
use super::{answer, process};
use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};
use std::path::Path;
use std::time::{Duration, Instant};

/// Where requests go, and with which headers.
#[derive(Clone, Serialize, Deserialize)]
pub struct Door {
    pub address: String,
    pub headers: Vec<(String, String)>,
    pub model: String,
}

pub struct Contestant {
    pub name: &'static str,
    /// What exactly was measured.
    pub version: String,
    /// Takes part only in the low rates.
    pub is_slow: bool,
    pub plain: Door,
    /// Its ways to stream, with the name of each.
    pub streams: Vec<(&'static str, Door)>,
    /// None where there is no gateway.
    pub process: Option<Process>,
}

/// One that was to be measured and could not be.
pub struct Absent {
    pub name: &'static str,
    pub why: String,
}

impl Door {
    pub fn new(port: u16, model: &str, headers: &[(&str, &str)]) -> Self {
        let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Self { address: format!("127.0.0.1:{port}"), headers, model: model.to_owned() }
    }

    /// The same door with one header more.
    pub fn with(&self, name: &str, value: &str) -> Self {
        let mut door = self.clone();
        door.headers.push((name.to_owned(), value.to_owned()));
        door
    }
}

/// No gateway: the upstream itself.
pub fn direct(upstream: u16) -> Contestant {
    let door = Door::new(upstream, answer::MODEL, &[]);
    Contestant {
        name: "direct",
        version: "no gateway".into(),
        is_slow: false,
        plain: door.clone(),
        streams: vec![("direct", door)],
        process: None,
    }
}

/// Returns once the door gives a whole answer; fails when the process ends before, or after `patience`.
pub fn wait_until_it_answers(process: &mut Process, door: &Door, patience: Duration) -> Result<()> {
    let began = Instant::now();
    let load = Load {
        door: door.clone(),
        is_stream: false,
        pace: Pace::Connections(1),
        warm_up: Duration::ZERO,
        measured: Duration::from_millis(50),
    };
    loop {
        let heard = put_load(&load)?;
        if !heard.total_us.is_empty() {
            return Ok(());
        }
        if let Some(end) = process.ended()? {
            bail!("it ended with {end}: {}", process.last_words());
        }
        if began.elapsed() > patience {
            let error = heard.first_error.unwrap_or_default();
            bail!("no answer within {} s: {error}; {}", patience.as_secs(), process.last_words());
        }
        std::thread::sleep(Duration::from_millis(200));
    }
}

/// Puts the load on its door from a process of its own.
pub fn put_load(load: &Load) -> Result<Heard> {
    let output = process::own(&["load", &serde_json::to_string(load)?])?.output()?;
    anyhow::ensure!(output.status.success(), "the load failed: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).context("the load reports in JSON")
}

/// Starts the upstream; it answers when this returns.
pub fn start_upstream(folder: &Path) -> Result<(Process, u16)> {
    let port = process::free_port()?;
    let mut upstream = Process::start(process::own(&["upstream", &port.to_string()])?, &folder.join("upstream.log"))?;
    let door = Door::new(port, answer::MODEL, &[]);
    wait_until_it_answers(&mut upstream, &door, Duration::from_secs(10)).context("the upstream does not answer")?;
    Ok((upstream, port))
}

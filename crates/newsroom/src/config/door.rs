//! What is meant by `[door]` and `[telemetry]`.

use super::Error;
use super::check::Check;
use super::written::Written;
use serde::{Deserialize, Serialize};
use std::net::IpAddr;

/// How the door stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DoorPlan {
    /// Names it answers to.
    pub hosts: Vec<String>,
    /// Proxies that are believed.
    pub proxies: Vec<IpAddr>,
    /// Of an address without a key.
    pub per_minute: u32,
    /// Whether figures need no key.
    pub are_metrics_open: bool,
}

impl Default for DoorPlan {
    fn default() -> Self {
        Self { hosts: Vec::new(), proxies: Vec::new(), per_minute: 600, are_metrics_open: false }
    }
}

/// Where traces go.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Telemetry {
    /// The collector's address; that of the environment if none is written.
    pub otlp: Option<String>,
    /// Whether contents are told.
    pub contents: bool,
}

impl Telemetry {
    /// Where traces are sent; nowhere if neither the configuration nor the environment names a collector.
    pub fn traces(&self) -> Option<String> {
        self.traces_in(&|name| std::env::var(name).ok().filter(|value| !value.trim().is_empty()))
    }

    fn traces_in(&self, env: &dyn Fn(&str) -> Option<String>) -> Option<String> {
        if let Some(whole) = env("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT").filter(|_| self.otlp.is_none()) {
            return Some(whole);
        }
        let base = self.otlp.clone().or_else(|| env("OTEL_EXPORTER_OTLP_ENDPOINT"))?;
        let base = base.trim_end_matches('/');
        Some(if base.ends_with("/v1/traces") { base.to_owned() } else { format!("{base}/v1/traces") })
    }

    /// What the collector wants to see beside, such as a token: `OTEL_EXPORTER_OTLP_HEADERS`.
    pub(crate) fn headers(&self) -> Vec<(String, String)> {
        let written = std::env::var("OTEL_EXPORTER_OTLP_HEADERS").unwrap_or_default();
        let pair =
            |pair: &str| pair.split_once('=').map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned()));
        written.split(',').filter_map(pair).collect()
    }
}

pub(super) fn door(written: &Written, check: &Check<'_>) -> Result<DoorPlan, Error> {
    let door = &written.door;
    if door.per_minute == 0 {
        return Err(check.value("door.per_minute", "0", "lets no reader in; write 600, or more"));
    }
    let are_metrics_open = match door.metrics.as_str() {
        "key" => false,
        "open" => true,
        other => return Err(check.value("door.metrics", other, "figures need a `key`, or are `open`")),
    };
    if let Some(host) = door.hosts.iter().find(|host| !is_host(host)) {
        return Err(check.value("door.hosts", host, "is not the name of a host; write one such as news.example.org"));
    }
    let own = written.publish.base_url.parse::<url::Url>().ok().and_then(|url| url.host_str().map(str::to_owned));
    let hosts = door.hosts.iter().cloned().chain(own).map(|host| host.to_ascii_lowercase()).collect();
    Ok(DoorPlan { hosts, proxies: door.proxies.clone(), per_minute: door.per_minute, are_metrics_open })
}

pub(super) fn telemetry(written: &Written, check: &Check<'_>) -> Result<Telemetry, Error> {
    let otlp = written.telemetry.otlp.trim();
    if otlp.is_empty() {
        return Ok(Telemetry { otlp: None, contents: written.telemetry.contents });
    }
    let is_http = otlp.parse::<url::Url>().is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
    if !is_http {
        let why = "is not an http(s) address; write where the collector takes OTLP, such as http://127.0.0.1:4318";
        return Err(check.value("telemetry.otlp", otlp, why));
    }
    Ok(Telemetry { otlp: Some(otlp.to_owned()), contents: written.telemetry.contents })
}

fn is_host(host: &str) -> bool {
    let known = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_');
    !host.is_empty() && host.len() <= 253 && host.chars().all(known)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::parse;
    use std::path::Path;

    const SOURCE: &str = "[[source]]\nurl = \"https://a.example/feed\"\n";

    fn told(tables: &str) -> String {
        match parse(&format!("{tables}{SOURCE}"), Path::new("newsroom.toml")) {
            Ok(config) => format!("{:?} {:?}", config.door, config.telemetry.otlp),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn a_door_answers_to_its_written_names_and_to_where_the_paper_is_published() {
        let config = "[publish]\nbase_url = \"https://News.example.org/paper\"\n[door]\nhosts = [\"Paper.lan\"]\nmetrics = \"open\"\n";
        assert_eq!(
            told(config),
            "DoorPlan { hosts: [\"paper.lan\", \"news.example.org\"], proxies: [], per_minute: 600, are_metrics_open: true } None"
        );
    }

    #[test]
    fn wrong_values_are_named_with_what_would_do() {
        for (tables, said) in [
            ("[door]\nmetrics = \"yes\"\n", "newsroom.toml: door.metrics = yes: figures need a `key`, or are `open`"),
            (
                "[door]\nhosts = [\"https://a.example\"]\n",
                "newsroom.toml: door.hosts = https://a.example: is not the name of a host; write one such as news.example.org",
            ),
            (
                "[telemetry]\notlp = \"127.0.0.1:4318\"\n",
                "newsroom.toml: telemetry.otlp = 127.0.0.1:4318: is not an http(s) address; write where the collector takes OTLP, such as http://127.0.0.1:4318",
            ),
        ] {
            assert_eq!(told(tables), said);
        }
    }

    #[test]
    fn the_configuration_names_the_collector_before_the_environment_does() {
        let base = |name: &str| (name == "OTEL_EXPORTER_OTLP_ENDPOINT").then(|| "http://b.example:4318/".to_owned());
        let whole =
            |name: &str| (name == "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT").then(|| "http://c.example/t".to_owned());
        let (off, on) = (Telemetry::default(), Telemetry { otlp: Some("http://a.example/".into()), contents: false });
        assert_eq!(off.traces_in(&|_| None), None);
        assert_eq!(off.traces_in(&base).as_deref(), Some("http://b.example:4318/v1/traces"));
        assert_eq!(off.traces_in(&whole).as_deref(), Some("http://c.example/t"));
        assert_eq!(on.traces_in(&whole).as_deref(), Some("http://a.example/v1/traces"));
    }
}

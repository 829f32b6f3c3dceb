//! How the door stands and what it tells others of itself, as a person writes it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::net::IpAddr;

/// `[door]`: how `zaowan serve` stands towards those who come.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct WrittenDoor {
    /// Names this paper is called by in the browser, beside `localhost`, addresses and the host of `publish.base_url`.
    pub hosts: Vec<String>,
    /// Addresses of your own proxies, whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed.
    pub proxies: Vec<IpAddr>,
    /// How many requests an address may make in a minute without a key.
    pub per_minute: u32,
    /// `key`: `/metrics` needs the key of a client that may watch. `open`: it needs none.
    pub metrics: String,
}

impl Default for WrittenDoor {
    fn default() -> Self {
        Self { hosts: Vec::new(), proxies: Vec::new(), per_minute: 600, metrics: "key".into() }
    }
}

/// `[telemetry]`: traces of runs for a collector of your own.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct WrittenTelemetry {
    /// Where a collector takes OTLP over HTTP: `http://127.0.0.1:4318`; `OTEL_EXPORTER_OTLP_ENDPOINT` if left out.
    pub otlp: String,
    /// Whether what the roles made is told, too. Prompts never are.
    pub contents: bool,
}

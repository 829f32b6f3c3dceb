//! What is there: the models that vendors say they have, and servers of models on this machine.

use crate::dialect;
use crate::gateway::Listed;
use crate::inner::Inner;
use crate::settings::{KeySource, VendorSettings};
use crate::table::{Api, table};
use crate::vendor::Vendor;
use serde::Serialize;
use serde_json::Value;
use std::time::Duration;

/// A list of models may take so long.
const PATIENCE: Duration = Duration::from_secs(10);
/// The longest list of models is that of a broker, some two megabytes.
const MAX_LIST: usize = 16 * 1024 * 1024;
/// A server on this machine answers at once or is not there.
const NEARBY: Duration = Duration::from_millis(400);

/// A server of models on this machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Nearby {
    /// `ollama`, `vllm`, `llamacpp`, `sglang`.
    pub vendor: String,
    /// Where it answers.
    pub base_url: String,
    /// What it has.
    pub models: Vec<String>,
}

impl Nearby {
    /// What to write into newsroom.toml to use it.
    pub fn as_toml(&self) -> String {
        format!("[[vendor]]\nname = \"{}\"\nbase_url = \"{}\"\n", self.vendor, self.base_url)
    }
}

/// Where each local server usually listens.
pub fn usual_places() -> Vec<(String, String)> {
    let local = table().vendors.iter().filter(|row| row.local);
    local.map(|row| (row.name.clone(), row.base_url.clone())).collect()
}

/// The servers that answer at these places, with their models; asks nothing beyond them.
pub async fn nearby(places: &[(String, String)]) -> Vec<Nearby> {
    // An error only says that another part of the program was first.
    let _ = rustls::crypto::ring::default_provider().install_default();
    // What listens there may be anything; it must not send us elsewhere.
    let client = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).timeout(NEARBY);
    let Ok(client) = client.build() else { return Vec::new() };
    let looked = places.iter().map(|(name, base_url)| async {
        let settings = VendorSettings {
            base_url: Some(base_url.clone()),
            key: Some(KeySource::None),
            ..VendorSettings::named(name)
        };
        let vendor = Vendor::open(&settings, &|_| None).ok()?;
        let models = models_of(&client, &vendor, NEARBY).await.ok()?;
        Some(Nearby { vendor: name.clone(), base_url: base_url.clone(), models })
    });
    futures::future::join_all(looked).await.into_iter().flatten().collect()
}

/// What a vendor says it has.
pub(crate) async fn list(inner: &Inner, vendor: &Vendor) -> Listed {
    let found = models_of(&inner.client, vendor, PATIENCE).await;
    let (models, problem) = match found {
        Ok(models) => (models, None),
        Err(why) => (Vec::new(), Some(inner.redactor.message(&why))),
    };
    Listed { vendor: vendor.name.clone(), models, problem }
}

async fn models_of(client: &reqwest::Client, vendor: &Vendor, patience: Duration) -> Result<Vec<String>, String> {
    let path = if vendor.quirks.api == Api::Ollama { "/api/tags" } else { "/models" };
    let mut request = client.get(format!("{}{path}", vendor.base_url)).timeout(patience);
    for (name, value) in dialect::headers(vendor) {
        request = request.header(name, value);
    }
    let response = request.send().await.map_err(|error| said(&error))?;
    let status = response.status();
    let body = at_most(response, MAX_LIST).await?;
    let json: Value = serde_json::from_slice(&body).unwrap_or(Value::Null);
    if let Some(error) = crate::judge::find_envelope(&json) {
        let failure = crate::judge::error(&vendor.quirks, status.as_u16(), &error, None);
        return Err(failure.to_string());
    }
    if !status.is_success() {
        return Err(format!("HTTP {}", status.as_u16()));
    }
    let rows = ["data", "models"].iter().find_map(|field| json.get(field)?.as_array());
    let name = |row: &Value| {
        let name = ["id", "name", "model"].iter().find_map(|field| row.get(field)?.as_str())?;
        Some(name.trim_start_matches("models/").to_owned())
    };
    let mut models: Vec<String> = rows.ok_or("no list of models")?.iter().filter_map(name).collect();
    models.sort();
    Ok(models)
}

async fn at_most(mut response: reqwest::Response, max: usize) -> Result<Vec<u8>, String> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| said(&error))? {
        if body.len() + chunk.len() > max {
            return Err(format!("the list of models is longer than {max} bytes"));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// An error of the connection, without the address.
fn said(error: &reqwest::Error) -> String {
    let mut why: &dyn std::error::Error = error;
    while let Some(source) = why.source() {
        why = source;
    }
    let why = why.to_string();
    let is_name = error.is_connect() && (why.contains("lookup") || why.contains("dns"));
    if is_name { format!("its name does not resolve: {why}") } else { why }
}

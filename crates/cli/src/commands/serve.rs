//! `zaowan serve`: makes the editions at their times, shows the site to readers, and opens the door for other programs.

mod speech;
mod watch;

use super::{ConfigFile, editions, write_whole};
use crate::fail::Failure;
use crate::say;
use gateway::{Gateway, KeySource, Route, Secret};
use jiff::Timestamp;
use news::{EditionKey, Role};
use newsroom::{Clock, Config};
use serde::{Deserialize, Serialize};
use server::{Client, Door, Settings, Site};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::Path;

/// Make the editions at their times, serve the site, and open the door for other programs.
///
/// The site is at / and needs no key; /healthz and /readyz say whether all is well. The door, an OpenAI-compatible endpoint
/// over your models and voices, is at /v1 and needs a key, and so do the figures at /metrics.
/// Each [[edition]] is begun so early that it is out at its time; one that was missed while this machine was off is made
/// when it is on again.
#[derive(Debug, clap::Args)]
pub struct Serve {
    #[command(flatten)]
    config: ConfigFile,
    /// Where to listen.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8787")]
    listen: SocketAddr,
    /// Set the clock of the editions, for trying it out: 2026-02-10T06:49:50+08:00.
    #[arg(long, value_name = "RFC3339")]
    at: Option<Timestamp>,
    /// Only serve: make no editions.
    #[arg(long)]
    no_editions: bool,
    /// Only open the door: make no editions and show no site.
    #[arg(long)]
    door_only: bool,
}

impl Serve {
    /// Serves until it is told to end.
    pub async fn run(&self, json: bool) -> Result<u8, Failure> {
        let config = self.config.load()?;
        // A stream holds two files open; the soft limit of most systems is a thousand.
        if let Err(error) = rlimit::increase_nofile_limit(u64::MAX) {
            say::err(&format!("note: the limit of open files stays as it is: {error}"));
        }
        std::fs::create_dir_all(&config.data).map_err(|error| data_folder(&config.data, &error))?;
        let gateway = newsroom::models::open(&config)?;
        let key = EditionKey { date: Clock::system().now().to_zoned(config.zone()).date(), slot: "door".into() };
        let aliases = aliases(&newsroom::models::roster(&config, &gateway, &key));
        let (clients, new_key) = clients(&config)?;
        let listener = server::listen(self.listen).map_err(|error| not_open(&error))?;
        let addr = listener.local_addr().unwrap_or(self.listen);
        let settings = settings(&config, addr);
        let site = (!self.door_only).then(|| site(&config, &settings));
        say_open(addr, &gateway, &aliases, new_key.as_deref(), site.is_some());
        say_standing(&settings);
        let clock = self.at.map_or_else(Clock::system, Clock::starting_at);
        let keeps = !self.door_only && !self.no_editions && editions::keep(&config, self.config.path(), clock, json)?;
        let watch = watch::watch(&config, self.config.path(), clock, keeps);
        if json {
            let names: Vec<&String> = aliases.keys().collect();
            say::json(&serde_json::json!({"listens": format!("http://{addr}/v1"), "models": names, "key": new_key}));
        }
        let speech = speech::voices(&config, &gateway).await;
        let door = Door::new(gateway, clients, aliases).with_speech(speech).with_settings(settings).with_watch(watch);
        server::serve(door, site, listener, told_to_end()).await.map_err(|error| not_open(&error))?;
        say::err("the door is closed.");
        Ok(0)
    }
}

/// How the door stands at this address.
fn settings(config: &Config, addr: SocketAddr) -> Settings {
    let plan = &config.door;
    Settings {
        hosts: plan.hosts.clone(),
        is_loopback: addr.ip().is_loopback(),
        proxies: plan.proxies.clone(),
        per_minute: plan.per_minute,
        are_metrics_open: plan.are_metrics_open,
        ..Settings::default()
    }
}

/// The site as readers get it. One that is served on this machine alone is nobody else's: pages of other sites may not
/// look into it through the reader's browser.
fn site(config: &Config, settings: &Settings) -> Site {
    let is_public = config.base_url.is_some() || !settings.is_loopback;
    Site { folder: config.out.clone(), policy: publish::CONTENT_POLICY.to_owned(), is_public }
}

/// Every role under its key, and the reporter under the name of the house.
fn aliases(roster: &newsroom::Roster) -> BTreeMap<String, Vec<Route>> {
    let mut aliases = BTreeMap::new();
    for role in Role::ALL {
        let routes = roster.routes(role);
        if !routes.is_empty() {
            aliases.insert(role.key().to_owned(), routes.to_vec());
        }
    }
    if let Some(routes) = aliases.get(Role::Reporter.key()).cloned() {
        aliases.insert("zaowan".into(), routes);
    }
    aliases
}

/// The clients as written; where none is, one whose key is made at the first start, and given back this once.
fn clients(config: &Config) -> Result<(Vec<Client>, Option<String>), Failure> {
    if config.models.clients.is_empty() {
        return own_client(&config.data.join("door.json"));
    }
    let written = config.models.clients.iter().map(|client| {
        let key = key_of(&client.key).map_err(|why| {
            Failure::usage(
                &format!("the client {} has no key", client.name),
                &why,
                "set the variable or the file that its key_env or key_file names",
            )
        })?;
        Ok(Client {
            name: client.name.clone(),
            key_sha256: key.sha256(),
            per_minute: client.per_minute,
            models: client.models.clone(),
            live: client.live,
            may_watch: client.may_watch,
        })
    });
    Ok((written.collect::<Result<_, Failure>>()?, None))
}

fn key_of(source: &KeySource) -> Result<Secret, String> {
    match source {
        KeySource::Env(name) => match std::env::var(name) {
            Ok(key) if !key.trim().is_empty() => Ok(Secret::new(&key)),
            _ => Err(format!("the variable {name} is not set")),
        },
        KeySource::File(path) => Secret::from_file(path),
        KeySource::None => Err("neither key_env nor key_file is written".into()),
    }
}

/// What is kept of a door without written clients: no key, only its hash.
#[derive(Serialize, Deserialize)]
struct Kept {
    name: String,
    key_sha256: String,
    made_at: Timestamp,
}

fn own_client(path: &Path) -> Result<(Vec<Client>, Option<String>), Failure> {
    let client = |key_sha256| Client {
        name: "door".into(),
        key_sha256,
        per_minute: None,
        models: Vec::new(),
        live: false,
        may_watch: true,
    };
    if let Ok(text) = std::fs::read_to_string(path) {
        let kept = serde_json::from_str::<Kept>(&text).ok().and_then(|kept| from_hex(&kept.key_sha256));
        let key_sha256 = kept.ok_or_else(|| {
            Failure::usage(
                &format!("{} is not what zaowan wrote", path.display()),
                "it keeps the hash of the door's key",
                "remove it: the next start makes a new key",
            )
        })?;
        return Ok((vec![client(key_sha256)], None));
    }
    let key = server::new_key().map_err(|error| not_open(&error))?;
    let key_sha256 = server::sha256_of(&key);
    let hex = key_sha256.iter().map(|byte| format!("{byte:02x}")).collect();
    let kept = Kept { name: "door".into(), key_sha256: hex, made_at: Clock::system().now() };
    // The file is made for its owner alone.
    write_whole(path, &serde_json::to_string_pretty(&kept).unwrap_or_default())?;
    Ok((vec![client(key_sha256)], Some(key)))
}

fn from_hex(text: &str) -> Option<[u8; 32]> {
    let bytes: Option<Vec<u8>> =
        (0..32).map(|nth| u8::from_str_radix(text.get(nth * 2..nth * 2 + 2)?, 16).ok()).collect();
    bytes?.try_into().ok().filter(|_| text.len() == 64)
}

fn say_open(
    addr: SocketAddr,
    gateway: &Gateway,
    aliases: &BTreeMap<String, Vec<Route>>,
    new_key: Option<&str>,
    has_site: bool,
) {
    if has_site {
        say::err(&format!("readers find the paper at http://{addr}/"));
    }
    say::err(&format!("the door is open at http://{addr}/v1 (end with Ctrl-C)"));
    let names: Vec<&str> = aliases.keys().map(String::as_str).collect();
    if !names.is_empty() {
        say::err(&format!("  models: {}; or vendor/model", names.join(", ")));
    }
    if gateway.vendors().next().is_none() {
        say::err("  no vendor can be asked yet: set a key such as DEEPSEEK_API_KEY, or write a [[vendor]].");
    }
    for vendor in gateway.unusable() {
        say::err(&format!("  {} cannot be asked: {}", vendor.name, vendor.why));
    }
    if let Some(key) = new_key {
        say::err(&format!("  there is no [[client]], so here is a key; it is shown this once:\n\n    {key}\n"));
        say::err(&format!(
            "  curl http://{addr}/v1/chat/completions -H 'authorization: Bearer {key}' \\\n    -H 'content-type: application/json' -d '{{\"model\": \"zaowan\", \"messages\": [{{\"role\": \"user\", \"content\": \"Hello\"}}]}}'\n"
        ));
    }
}

/// What an operator should know of how the door stands.
fn say_standing(settings: &Settings) {
    if settings.is_loopback {
        return;
    }
    say::err(
        "  it listens beyond this machine, without TLS: keys and pages can be read on the way. Put a proxy with a",
    );
    say::err("  certificate before it, and its address under `proxies` of [door].");
    if settings.hosts.is_empty() {
        say::err("  it answers to every name: write its own under `hosts` of [door], or set publish.base_url.");
    }
}

/// Ctrl-C, or what a service manager sends.
pub async fn told_to_end() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = tokio::signal::ctrl_c() => {}
            }
            return;
        }
    }
    // Without a signal to wait for it is served until it is killed.
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}

fn data_folder(path: &Path, error: &std::io::Error) -> Failure {
    Failure::other(
        &format!("cannot make the data folder {}: {error}", path.display()),
        "the ledger of the models is kept there",
        "correct newsroom.data, or the folder's rights",
    )
}

fn not_open(error: &server::Error) -> Failure {
    let remedy = match error {
        server::Error::Listen { .. } => "name another address with --listen, such as 127.0.0.1:8788",
        server::Error::NoChance => "start it again",
    };
    Failure::other(&error.to_string(), "", remedy)
}

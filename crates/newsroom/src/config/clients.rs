//! What a written client means: a program that may ask models through this one, and where its key is.

use super::Error;
use super::check::Check;
use super::written::{Written, WrittenClient};
use gateway::KeySource;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::path::Path;

/// A program that may use the door.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Client {
    /// Its name in the ledger.
    pub name: String,
    /// Where its key is.
    pub key: KeySource,
    /// What it may spend in a day, in micro-dollars.
    pub per_day: Option<i64>,
    /// How many requests in a minute.
    pub per_minute: Option<u32>,
    /// Which routes it may ask; all if empty.
    pub models: Vec<String>,
    /// Whether its streams are passed on live or held until they are known to be answers.
    pub live: bool,
    /// Whether it may read figures.
    #[serde(default)]
    pub may_watch: bool,
}

/// The clients as meant.
pub(super) fn clients(written: &Written, check: &Check<'_>, folder: &Path) -> Result<Vec<Client>, Error> {
    let mut taken = BTreeSet::new();
    let mut clients = Vec::new();
    for client in &written.client {
        if !taken.insert(client.name.as_str()) {
            return Err(check.value("client.name", &client.name, "two clients have this name"));
        }
        clients.push(understand_client(client, check, folder)?);
    }
    Ok(clients)
}

fn understand_client(written: &WrittenClient, check: &Check<'_>, folder: &Path) -> Result<Client, Error> {
    let name = &written.name;
    check.name("client.name", name)?;
    let key = key("client", name, written.key_env.as_ref(), written.key_file.as_ref(), check, folder)?;
    let key = key.ok_or_else(|| {
        check.value("client", name, "has no key; name a variable with key_env or a file with key_file")
    })?;
    let live = match written.stream.as_deref() {
        None | Some("held") => false,
        Some("live") => true,
        Some(other) => return Err(check.value("client.stream", other, "a stream is `held` or passed on `live`")),
    };
    if written.per_minute == Some(0) {
        return Err(check.value("client.per_minute", "0", "lets nothing through; leave the client out instead"));
    }
    if let Some(empty) = written.models.iter().find(|model| model.trim().is_empty()) {
        return Err(check.value("client.models", &format!("{empty:?}"), "names no model; write vendor/model"));
    }
    Ok(Client {
        name: name.clone(),
        key,
        per_day: written.per_day.map(|dollars| check.dollars("client.per_day", dollars)).transpose()?,
        per_minute: written.per_minute,
        models: written.models.iter().map(|model| model.trim().to_owned()).collect(),
        live,
        may_watch: written.watch,
    })
}

/// Where a vendor's or a client's key is, if it is said.
pub(super) fn key(
    table: &str,
    name: &str,
    env: Option<&String>,
    file: Option<&String>,
    check: &Check<'_>,
    folder: &Path,
) -> Result<Option<KeySource>, Error> {
    match (env, file) {
        (Some(_), Some(_)) => Err(check.value(table, name, "has both a key_env and a key_file; write one of them")),
        (Some(env), None) => {
            let is_variable = |c: char| c.is_ascii_alphanumeric() || c == '_';
            // A key pasted here must not be repeated in a message.
            if env.is_empty() || env.len() > 100 || !env.chars().all(is_variable) {
                let why = "key_env holds the name of an environment variable, such as MY_API_KEY, and never a key";
                return Err(check.value(table, name, why));
            }
            Ok(Some(KeySource::Env(env.clone())))
        }
        (None, Some(file)) => Ok(Some(KeySource::File(folder.join(file)))),
        (None, None) => Ok(None),
    }
}

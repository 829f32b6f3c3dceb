//! What the tables about models mean: whose models, for which role, for how much, for which programs.

use super::Error;
use super::check::Check;
use super::clients::{Client, clients, key};
use super::prices::own_price;
use super::unknown::nearest;
use super::written::{Written, WrittenModels, WrittenNames, WrittenSeat, WrittenVendor};
use gateway::{Api, Limits, Price, Route, VendorSettings};
use news::Role;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// A prompt longer than this is some other file.
const MAX_PROMPT_BYTES: usize = 100_000;

/// Models: whose, for which role, for how much.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Models {
    /// Whether models are asked at all.
    pub is_off: bool,
    /// The vendors as written; where none is, those for which the environment holds a key are used.
    pub vendors: Vec<VendorSettings>,
    /// Roles about which something is written; the others are given out by the roster.
    pub seats: BTreeMap<Role, Seat>,
    /// Who tells how alike reports are, beside their words.
    #[serde(default)]
    pub embeddings: Option<Route>,
    /// What may be spent.
    pub budgets: gateway::Budgets,
    /// Prices that stand over the shipped ones.
    pub prices: Vec<Price>,
    /// How long an answer to the very same request may be given again.
    pub cache: Option<Duration>,
    /// Whether a second route is asked when the first is slow.
    pub hedge: bool,
    /// How long things may take.
    #[serde(default)]
    pub timing: gateway::Timing,
    /// Everything about time takes so many times as long; 1 unless a test says otherwise.
    pub pace: f64,
    /// Clients of the door.
    pub clients: Vec<Client>,
}

impl Default for Models {
    /// No models, which is what a run recorded by an older version had.
    fn default() -> Self {
        Self {
            is_off: true,
            vendors: Vec::new(),
            seats: BTreeMap::new(),
            embeddings: None,
            budgets: gateway::Budgets::default(),
            prices: Vec::new(),
            cache: None,
            hedge: true,
            timing: gateway::Timing::default(),
            pace: 1.0,
            clients: Vec::new(),
        }
    }
}

/// What is written about a role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seat {
    /// Who plays it.
    pub who: Who,
    /// The text of the owner's own prompt, in the place of the shipped one.
    pub prompt: Option<String>,
}

/// Who plays a role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Who {
    /// Whoever the roster gives it to.
    GivenOut,
    /// No model.
    Floor,
    /// Whoever the league puts first, among all vendors' models and these.
    Best(Vec<Route>),
    /// These, in order; never empty.
    Named(Vec<Route>),
}

impl Who {
    /// The routes that are written.
    pub fn routes(&self) -> &[Route] {
        match self {
            Self::GivenOut | Self::Floor => &[],
            Self::Best(routes) | Self::Named(routes) => routes,
        }
    }
}

/// Checks everything that is written about models; files are looked for from `folder`.
pub(super) fn understand(written: &Written, check: &Check<'_>, folder: &Path) -> Result<Models, Error> {
    let models = &written.models;
    let is_off = match models.use_.as_str() {
        "auto" => false,
        "off" => true,
        other => return Err(check.value("models.use", other, "models are used `auto` or they are `off`")),
    };
    let cache = match models.cache.as_str() {
        "off" => None,
        kept_for => Some(check.duration("models.cache", kept_for, "12h, or off")?),
    };
    if !(0.001..=10.0).contains(&models.pace) {
        return Err(check.value("models.pace", &models.pace.to_string(), "is for tests, and between 0.001 and 10"));
    }
    let vendors = vendors(written, check, folder)?;
    let clients = clients(written, check, folder)?;
    let known: Vec<&str> = known_vendors(&vendors).collect();
    let mut per_vendor = BTreeMap::new();
    for (name, dollars) in &written.budget.per_vendor {
        if !known.contains(&name.as_str()) {
            return Err(check.value("budget.per_vendor", name, &no_vendor(name, &known)));
        }
        per_vendor.insert(name.clone(), check.dollars(&format!("budget.per_vendor.{name}"), *dollars)?);
    }
    let limit = |key: &str, dollars: Option<f64>| dollars.map(|dollars| check.dollars(key, dollars)).transpose();
    let budgets = gateway::Budgets {
        per_job: limit("budget.per_edition", written.budget.per_edition)?,
        per_day: limit("budget.per_day", written.budget.per_day)?,
        per_vendor,
        per_client: clients.iter().filter_map(|client| Some((client.name.clone(), client.per_day?))).collect(),
    };
    let seats = written.roster.iter().map(|(key, written)| seat(key, written, check, folder));
    Ok(Models {
        is_off,
        seats: seats.collect::<Result<_, _>>()?,
        embeddings: models.embeddings.as_deref().map(|name| embeddings(name, &known, check)).transpose()?,
        budgets,
        prices: written.price.iter().map(|price| own_price(price, check)).collect::<Result<_, _>>()?,
        cache,
        hedge: models.hedge,
        timing: timing(models, check)?,
        pace: models.pace,
        clients,
        vendors,
    })
}

fn embeddings(name: &str, known: &[&str], check: &Check<'_>) -> Result<Route, Error> {
    let route: Route = name.parse().map_err(|why: String| check.value("models.embeddings", name, &why))?;
    if known.contains(&route.vendor.as_str()) {
        return Ok(route);
    }
    Err(check.value("models.embeddings", name, &no_vendor(&route.vendor, known)))
}

/// The patience that is written; the rest is as shipped.
fn timing(models: &WrittenModels, check: &Check<'_>) -> Result<gateway::Timing, Error> {
    let time = |key: &str, value: &str| check.duration(&format!("models.{key}"), value, "10s or 5m");
    Ok(gateway::Timing {
        connect: time("connect", &models.connect)?,
        first: time("first", &models.first)?,
        idle: time("idle", &models.idle)?,
        plain: time("plain", &models.plain)?,
        whole: time("whole", &models.whole)?,
        ..gateway::Timing::default()
    })
}

fn known_vendors(written: &[VendorSettings]) -> impl Iterator<Item = &str> {
    written.iter().map(|vendor| vendor.name.as_str()).chain(gateway::vendor_names())
}

fn no_vendor(name: &str, known: &[&str]) -> String {
    let meant = nearest(name, known.iter().copied()).map(|near| format!("; did you mean `{near}`?"));
    format!("there is no vendor of this name{}", meant.unwrap_or_default())
}

fn vendors(written: &Written, check: &Check<'_>, folder: &Path) -> Result<Vec<VendorSettings>, Error> {
    let mut taken = BTreeSet::new();
    let mut vendors = Vec::new();
    for vendor in &written.vendor {
        if !taken.insert(vendor.name.as_str()) {
            return Err(check.value(
                "vendor.name",
                &vendor.name,
                "two vendors have this name; give one another, with like",
            ));
        }
        vendors.push(understand_vendor(vendor, check, folder)?);
    }
    Ok(vendors)
}

fn understand_vendor(written: &WrittenVendor, check: &Check<'_>, folder: &Path) -> Result<VendorSettings, Error> {
    let name = &written.name;
    check.name("vendor.name", name)?;
    let known = gateway::vendor_names();
    if let Some(like) = written.like.as_ref().filter(|like| !known.contains(&like.as_str())) {
        return Err(check.value("vendor.like", like, &no_vendor(like, &known)));
    }
    let api = written.api.as_ref().map(|api| understand_api(api, check)).transpose()?;
    if let Some(url) = &written.base_url {
        check_address(url, check)?;
    } else if written.like.is_none() && !known.contains(&name.as_str()) {
        let why = format!("one of your own needs a base_url, and {}", no_vendor(name, &known));
        return Err(check.value("vendor.name", name, &why));
    }
    let is_zero =
        [written.requests_per_minute, written.at_once].contains(&Some(0)) || written.tokens_per_minute == Some(0);
    if is_zero {
        return Err(check.value("vendor", name, "a limit of 0 lets nothing through; leave the vendor out instead"));
    }
    Ok(VendorSettings {
        name: name.clone(),
        like: written.like.clone(),
        api,
        base_url: written.base_url.clone(),
        key: key("vendor", name, written.key_env.as_ref(), written.key_file.as_ref(), check, folder)?,
        jurisdiction: written.jurisdiction.as_ref().map(|place| place.trim().to_lowercase()),
        owner: written.owner.clone(),
        limits: Limits {
            requests_per_minute: written.requests_per_minute,
            tokens_per_minute: written.tokens_per_minute,
            at_once: written.at_once,
        },
        fast: written.fast.clone(),
        strong: written.strong.clone(),
        speech: None,
    })
}

fn understand_api(api: &str, check: &Check<'_>) -> Result<Api, Error> {
    match api {
        "chat" | "openai" => Ok(Api::Chat),
        "responses" => Ok(Api::Responses),
        "anthropic" => Ok(Api::Anthropic),
        "gemini" => Ok(Api::Gemini),
        "ollama" => Ok(Api::Ollama),
        _ => Err(check.value("vendor.api", api, "write chat (or openai), responses, anthropic, gemini or ollama")),
    }
}

fn check_address(address: &str, check: &Check<'_>) -> Result<(), Error> {
    let url = url::Url::parse(address).ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
    let Some(url) = url else {
        return Err(check.value(
            "vendor.base_url",
            address,
            "is not an http(s) address; write one such as https://…/v1",
        ));
    };
    if url.password().is_some() || !url.username().is_empty() || url.query().is_some() {
        // Not shown: what stands there may be a key.
        return Err(check.value(
            "vendor.base_url",
            "…",
            "an address holds no key; name a variable with key_env instead",
        ));
    }
    Ok(())
}

fn seat(key: &str, written: &WrittenSeat, check: &Check<'_>, folder: &Path) -> Result<(Role, Seat), Error> {
    let Some(role) = Role::ALL.into_iter().find(|role| role.key() == key) else {
        let meant = nearest(key, Role::ALL.map(Role::key)).map(|near| format!("; did you mean `{near}`?"));
        return Err(check.value("roster", key, &format!("there is no such role{}", meant.unwrap_or_default())));
    };
    if matches!(role, Role::Anchor | Role::SoundEngineer) {
        return Err(check.value("roster", key, "no model plays this role; voices stand in [voices.anchor_a]"));
    }
    let backups = match &written.backup {
        None => Vec::new(),
        Some(WrittenNames::One(one)) => vec![one.clone()],
        Some(WrittenNames::Many(many)) => many.clone(),
    };
    let route = |which: &str, text: &str| {
        text.trim().parse::<Route>().map_err(|why| check.value(&format!("roster.{key}.{which}"), text, &why))
    };
    let backups: Vec<Route> = backups.iter().map(|text| route("backup", text)).collect::<Result<_, _>>()?;
    let who = match written.primary.as_deref().map(str::trim) {
        None if backups.is_empty() => Who::GivenOut,
        None => {
            return Err(check.value(&format!("roster.{key}"), "backup", "a backup stands behind a primary; write one"));
        }
        Some("floor") if backups.is_empty() => Who::Floor,
        Some("floor") => {
            let why = "the floor needs no backup: it never fails; remove one of them";
            return Err(check.value(&format!("roster.{key}.primary"), "floor", why));
        }
        Some("best") => Who::Best(backups),
        Some(primary) => Who::Named(std::iter::once(route("primary", primary)?).chain(backups).collect()),
    };
    let prompt = written.prompt.as_ref().map(|file| prompt(key, &folder.join(file), check)).transpose()?;
    Ok((role, Seat { who, prompt }))
}

fn prompt(role: &str, file: &PathBuf, check: &Check<'_>) -> Result<String, Error> {
    let wrong = |why: &str| check.value(&format!("roster.{role}.prompt"), &file.display().to_string(), why);
    let text = std::fs::read_to_string(file).map_err(|error| wrong(&format!("cannot be read: {error}")))?;
    match text.trim() {
        "" => Err(wrong("is empty; write what the role is told, or remove the line")),
        long if long.len() > MAX_PROMPT_BYTES => Err(wrong("is longer than 100 kB, which no prompt is")),
        prompt => Ok(prompt.to_owned()),
    }
}

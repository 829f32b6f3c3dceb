//! Opens the gateway as the configuration says, and gives out the roles.
//!
//! [`forecast`] says what an edition will cost before it is made, [`probe`] what the vendors say that they have.

mod forecast;
mod probe;

pub use forecast::{Basis, Forecast, forecast};
pub use probe::{Missing, Probe, State, probe};

use crate::{Config, Error, Roster, roster, voices};
use gateway::{Gateway, KeySource, Ledger, Prices, Route, Secret, Settings, Vendor, VendorSettings};
use news::EditionKey;
use std::collections::BTreeSet;

/// Reads a variable of the environment.
pub type Environment<'a> = &'a dyn Fn(&str) -> Option<String>;

/// Opens the gateway with its ledger in the data folder; the folder must be there.
///
/// A vendor that cannot be asked is no error: it is kept with its reason.
pub fn open(config: &Config) -> Result<Gateway, Error> {
    let ledger = Ledger::open(&config.data.join("ledger.db")).map_err(gateway::Error::from)?;
    open_with(config, ledger, &|name| std::env::var(name).ok())
}

/// Opens the gateway with another ledger and another environment.
pub fn open_with(config: &Config, ledger: Ledger, env: Environment<'_>) -> Result<Gateway, Error> {
    Ok(Gateway::open(settings(config, env), ledger, env, client_keys(config, env))?)
}

/// Who plays which role in this edition.
pub fn roster(config: &Config, gateway: &Gateway, key: &EditionKey) -> Roster {
    roster::give_out(config, gateway, &|role| roster::chance(&key.to_string(), role))
}

fn settings(config: &Config, env: Environment<'_>) -> Settings {
    let models = &config.models;
    Settings {
        vendors: with_voices(if models.is_off { Vec::new() } else { vendors(config, env) }, config, env),
        prices: Prices::shipped().with_own(models.prices.clone()),
        budgets: models.budgets.clone(),
        timing: models.timing.scaled(models.pace),
        hedge: models.hedge,
        cache: models.cache,
        seed: 0,
        voices: voices::settings(config),
    }
}

/// The same with the vendors of voices.
fn with_voices(mut vendors: Vec<VendorSettings>, config: &Config, env: Environment<'_>) -> Vec<VendorSettings> {
    for vendor in voices::vendors(config, env) {
        if vendors.iter().all(|known| known.name != vendor.name) {
            vendors.push(vendor);
        }
    }
    vendors
}

/// The vendors as written, or those with a key in the environment; and those that a written role names.
fn vendors(config: &Config, env: Environment<'_>) -> Vec<VendorSettings> {
    let mut vendors = config.models.vendors.clone();
    if vendors.is_empty() {
        vendors.extend(Vendor::in_environment(env).iter().map(|vendor| VendorSettings::named(&vendor.name)));
    }
    let known = gateway::vendor_names();
    let named: BTreeSet<&str> = written_routes(config).map(|route| route.vendor.as_str()).collect();
    for name in named {
        let is_new = vendors.iter().all(|vendor| vendor.name != name);
        if is_new && known.contains(&name) {
            vendors.push(VendorSettings::named(name));
        }
    }
    vendors
}

/// Every route that the configuration itself names.
pub(crate) fn written_routes(config: &Config) -> impl Iterator<Item = &Route> {
    config.models.seats.values().flat_map(|seat| seat.who.routes()).chain(&config.models.embeddings)
}

fn client_keys(config: &Config, env: Environment<'_>) -> Vec<Secret> {
    // A key that cannot be read can leave in no text either; whoever opens the door says what is missing.
    let keys = config.models.clients.iter().filter_map(|client| match &client.key {
        KeySource::Env(name) => env(name).filter(|key| !key.trim().is_empty()).map(|key| Secret::new(&key)),
        KeySource::File(path) => Secret::from_file(path).ok(),
        KeySource::None => None,
    });
    keys.collect()
}

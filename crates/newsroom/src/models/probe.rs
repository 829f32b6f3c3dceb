//! What the vendors say when they are asked for their models: whether the key was taken, and what they do not have.

use super::written_routes;
use crate::Config;
use crate::roster::give_out;
use gateway::{Gateway, Listed, Route, Verdict};
use serde::Serialize;
use std::collections::BTreeSet;

/// So many names are told where one was not found.
const NEAREST: usize = 3;

/// What one vendor said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Probe {
    /// Who.
    pub vendor: String,
    /// Whether it answered.
    pub state: State,
    /// What came of it, in a sentence with the vendor's name.
    pub words: String,
    /// What it has, sorted.
    pub models: Vec<String>,
    /// What the roster wants of it and it does not have.
    pub missing: Vec<Missing>,
}

/// Whether a vendor answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It listed its models.
    Answers,
    /// It answers, but lists no models.
    ListsNothing,
    /// It did not take the key.
    WrongKey,
    /// Its name or its machine cannot be reached.
    Unreachable,
}

/// A model that a vendor does not have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Missing {
    /// The route that was wanted.
    pub route: Route,
    /// What it has that is named most alike.
    pub nearest: Vec<String>,
}

impl Missing {
    /// In a sentence.
    pub fn words(&self) -> String {
        let has = if self.nearest.is_empty() { String::new() } else { format!("; it has {}", self.nearest.join(", ")) };
        format!("{} has no model {}{has}", self.route.vendor, self.route.model)
    }
}

/// Asks every vendor for its models and compares them with what the roster wants.
pub async fn probe(config: &Config, gateway: &Gateway) -> Vec<Probe> {
    let roster = give_out(config, gateway, &|_| 1.0);
    let wanted: BTreeSet<&Route> = roster.all_routes().into_iter().chain(written_routes(config)).collect();
    let listed = gateway.list_models().await;
    listed.into_iter().map(|listed| understand(gateway, listed, &wanted)).collect()
}

fn understand(gateway: &Gateway, listed: Listed, wanted: &BTreeSet<&Route>) -> Probe {
    let name = &listed.vendor;
    let key_from = gateway.vendor(name).map(|vendor| vendor.key_from.clone()).unwrap_or_default();
    let (state, words) = match &listed.problem {
        None => (State::Answers, format!("{name} answers and has {} models", listed.models.len())),
        Some(why) if why.starts_with(Verdict::WrongKey.words()) => {
            (State::WrongKey, format!("{name}: the key in {key_from} was not taken"))
        }
        Some(why) if why.starts_with("HTTP 404") || why.starts_with("no list") => {
            (State::ListsNothing, format!("{name} answers, but it does not say which models it has"))
        }
        Some(why) if why.starts_with("its name does not resolve") => {
            (State::Unreachable, format!("{name}: its name does not resolve ({})", address(gateway, name)))
        }
        Some(why) => (State::Unreachable, format!("{name} at {} does not answer: {why}", address(gateway, name))),
    };
    let is_missing =
        |route: &&&Route| state == State::Answers && route.vendor == *name && !has(&listed.models, &route.model);
    let missing = wanted.iter().filter(is_missing);
    let missing =
        missing.map(|route| Missing { route: (*route).clone(), nearest: nearest(&route.model, &listed.models) });
    Probe { vendor: name.clone(), state, words, missing: missing.collect(), models: listed.models }
}

fn address(gateway: &Gateway, name: &str) -> String {
    gateway.vendor(name).map(|vendor| vendor.base_url.clone()).unwrap_or_default()
}

/// Whether a list has a model: under its name, or under that name with a date or `latest` behind it.
fn has(models: &[String], wanted: &str) -> bool {
    let wanted = wanted.to_lowercase();
    // An endpoint of one's own at Ark stands in no list.
    if wanted.starts_with("ep-") {
        return true;
    }
    models.iter().any(|model| {
        let model = model.to_lowercase();
        model.strip_prefix(&wanted).is_some_and(|rest| rest.is_empty() || is_edition_of_a_model(rest))
    })
}

/// `-20261010`, `-2026-10-10`, `-0528`, `:latest`; but not `-5-20261010`, which is another model.
fn is_edition_of_a_model(rest: &str) -> bool {
    let tail = rest.trim_start_matches(['-', ':', '@']);
    let is_number = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit());
    let is_date = tail.split('-').all(is_number) && tail.split('-').next().is_some_and(|year| year.len() >= 4);
    tail.len() < rest.len() && (tail == "latest" || is_date)
}

fn nearest(wanted: &str, models: &[String]) -> Vec<String> {
    let mut near: Vec<(usize, &String)> =
        models.iter().map(|model| (strsim::damerau_levenshtein(wanted, model), model)).collect();
    near.sort();
    near.into_iter().take(NEAREST).map(|(_, model)| model.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dated_name_is_the_model_and_another_size_is_not() {
        let models = ["claude-sonnet-5-5-20261010", "qwen3:latest", "deepseek-v4-flash"].map(str::to_owned);
        assert!(has(&models, "claude-sonnet-5-5") && has(&models, "qwen3") && has(&models, "ep-2026-x"));
        assert!(!has(&models, "deepseek-v4") && !has(&models, "claude-sonnet"));
        assert_eq!(nearest("deepseek-v9", &models)[0], "deepseek-v4-flash");
    }
}

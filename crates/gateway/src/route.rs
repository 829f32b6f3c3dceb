//! A route: one model at one vendor, and who stands behind it.

use crate::table::table;
use crate::vendor::Vendor;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

/// One model at one vendor; written `vendor/model`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Route {
    /// The vendor's name.
    pub vendor: String,
    /// The model as that vendor names it; it may hold slashes itself.
    pub model: String,
}

impl Route {
    /// The route to this model of this vendor.
    pub fn new(vendor: &str, model: &str) -> Self {
        Self { vendor: vendor.to_owned(), model: model.to_owned() }
    }
}

impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.vendor, self.model)
    }
}

impl FromStr for Route {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.split_once('/') {
            Some((vendor, model)) if !vendor.is_empty() && !model.is_empty() => Ok(Self::new(vendor, model)),
            _ => Err(format!("{text:?} names no model; write vendor/model, such as deepseek/deepseek-v4-flash")),
        }
    }
}

impl From<Route> for String {
    fn from(route: Route) -> Self {
        route.to_string()
    }
}

impl TryFrom<String> for Route {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

/// Who stands behind a route: the house that serves it and the house whose model it is.
pub type Identity = BTreeSet<String>;

/// An aggregator counts as itself and as the vendor behind it, and so does anybody who serves another's model.
pub(crate) fn identity(vendor: &Vendor, model: &str) -> Identity {
    let owner = if vendor.is_local() { format!("local:{}", vendor.name) } else { vendor.owner.clone() };
    let maker = table().maker(model).map(str::to_owned);
    maker.into_iter().chain([owner]).collect()
}

/// Whether nobody stands behind both.
pub fn are_rivals(one: &Identity, other: &Identity) -> bool {
    one.is_disjoint(other)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::{KeySource, VendorSettings};

    fn identity_of(vendor: &str, model: &str) -> Vec<String> {
        let settings = VendorSettings { key: Some(KeySource::None), ..VendorSettings::named(vendor) };
        identity(&Vendor::open(&settings, &|_| None).unwrap(), model).into_iter().collect()
    }

    #[test]
    fn an_aggregator_counts_as_itself_and_as_the_vendor_behind_it() {
        assert_eq!(identity_of("openrouter", "deepseek/deepseek-v4-flash"), ["deepseek", "openrouter"]);
        assert_eq!(identity_of("dashscope", "qwen3.8-max"), ["alibaba"]);
        assert_eq!(identity_of("dashscope", "deepseek-v3.2"), ["alibaba", "deepseek"]);
        assert_eq!(identity_of("ollama", "qwen3:8b"), ["alibaba", "local:ollama"]);
    }

    #[test]
    fn the_two_regions_of_one_house_are_no_rivals() {
        let set = |vendor, model| identity_of(vendor, model).into_iter().collect::<Identity>();
        assert!(!are_rivals(&set("dashscope", "a"), &set("dashscope-intl", "b")));
        assert!(!are_rivals(&set("openrouter", "deepseek/deepseek-v4-pro"), &set("deepseek", "deepseek-v4-flash")));
        assert!(are_rivals(&set("deepseek", "deepseek-v4-flash"), &set("openai", "gpt-5.4-mini")));
    }

    #[test]
    fn a_route_is_written_with_one_slash_more_than_its_model() {
        let route: Route = "openrouter/deepseek/deepseek-v4-flash".parse().unwrap();
        assert_eq!((route.vendor.as_str(), route.model.as_str()), ("openrouter", "deepseek/deepseek-v4-flash"));
        assert!("deepseek".parse::<Route>().unwrap_err().contains("vendor/model"));
    }
}

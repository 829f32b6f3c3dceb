//! The shipped table of publisher families, read once.

use news::text::fold;
use serde::Deserialize;
use std::collections::HashMap;
use std::sync::OnceLock;

const WRITTEN: &str = include_str!("../../data/owners.toml");

/// One house with its outlets.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Family {
    /// Its name; also that of its founding outlet in many cases.
    pub(super) owner: String,
    /// Hosts, each with all below it.
    sites: Vec<String>,
    /// Names of outlets.
    outlets: Vec<String>,
    /// How its copy is signed, if others print it.
    #[serde(default)]
    pub(super) credits: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
struct Written {
    family: Vec<Family>,
}

/// The families, to be looked up.
#[derive(Debug)]
pub(super) struct Table {
    families: Vec<Family>,
    by_site: HashMap<String, usize>,
    by_outlet: HashMap<String, usize>,
}

/// The shipped table.
pub(super) fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(|| {
        let written = toml::from_str(WRITTEN);
        debug_assert!(written.is_ok(), "data/owners.toml: {written:?}");
        Table::of(written.unwrap_or_default())
    })
}

impl Table {
    fn of(written: Written) -> Self {
        let (mut by_site, mut by_outlet) = (HashMap::new(), HashMap::new());
        for (nth, family) in written.family.iter().enumerate() {
            by_site.extend(family.sites.iter().map(|site| (site.clone(), nth)));
            for outlet in family.outlets.iter().chain([&family.owner]) {
                by_outlet.entry(fold(outlet)).or_insert(nth);
            }
        }
        Self { families: written.family, by_site, by_outlet }
    }

    /// By a host or an address: the longest site that it is on.
    pub(super) fn by_site(&self, site: &str) -> Option<&Family> {
        let host = site.split_once("://").map_or(site, |(_, rest)| rest);
        let mut host = host.split(['/', ':', '?']).next().unwrap_or("").to_lowercase();
        loop {
            if let Some(nth) = self.by_site.get(&host) {
                return self.families.get(*nth);
            }
            host = host.split_once('.')?.1.to_owned();
        }
    }

    /// By the name of an outlet or of the house.
    pub(super) fn by_outlet(&self, outlet: &str) -> Option<&Family> {
        self.families.get(*self.by_outlet.get(&fold(outlet.trim()))?)
    }

    /// Those whose copy others print.
    pub(super) fn agencies(&self) -> impl Iterator<Item = &Family> {
        self.families.iter().filter(|family| !family.credits.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_table_is_well_formed() {
        let written: Written = toml::from_str(WRITTEN).unwrap();
        assert!(written.family.len() >= 60, "{}", written.family.len());
        let (mut sites, mut outlets) = (BTreeSet::new(), BTreeSet::new());
        for family in &written.family {
            for site in &family.sites {
                assert!(sites.insert(site.clone()), "{site} is in two families");
                assert!(site.contains('.') && *site == site.to_lowercase() && !site.contains('/'), "{site}");
            }
            let names: BTreeSet<String> = family.outlets.iter().map(|outlet| fold(outlet)).collect();
            for name in names {
                assert!(outlets.insert(name.clone()), "{name} is in two families");
            }
        }
    }
}

//! The voices that are found where nobody chose one: a table of each vendor's good ones, and who of them can be asked.

use crate::Config;
use crate::config::VoiceVendors;
use gateway::Gateway;
use gateway::voice::VoiceRoute;
use news::{Anchor, Language};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Voices of one place in a chain, each for a language or for all.
type Voices = Vec<(Option<Language>, VoiceRoute)>;

#[derive(Debug, Deserialize)]
struct Table {
    vendor: Vec<Row>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    name: String,
    model: String,
    order: BTreeMap<String, u32>,
    woman: BTreeMap<String, String>,
    man: BTreeMap<String, String>,
}

static TABLE: LazyLock<Vec<Row>> = LazyLock::new(|| {
    // A test reads it, so that a shipped table always reads.
    let table: Result<Table, _> = toml::from_str(include_str!("../../voices.toml"));
    table.map(|table| table.vendor).unwrap_or_default()
});

/// A vendor's voice that this program knows by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Known {
    /// `vendor/model/voice`.
    pub id: String,
    /// The vendor.
    pub vendor: String,
    /// `female` or `male`.
    pub gender: String,
    /// The language it is best at; all if none.
    pub language: Option<Language>,
}

/// Every vendor's voice that this program knows by name; the vendors have many more.
pub fn known() -> Vec<Known> {
    let of = |row: &Row, gender: &str, voices: Voices| {
        let known = |(language, route): (Option<Language>, VoiceRoute)| Known {
            id: route.to_string(),
            vendor: row.name.clone(),
            gender: gender.to_owned(),
            language,
        };
        voices.into_iter().map(known).collect::<Vec<_>>()
    };
    TABLE
        .iter()
        .flat_map(|row| [of(row, "female", row.voices(Anchor::A)), of(row, "male", row.voices(Anchor::B))].concat())
        .collect()
}

/// The vendors of the table.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    TABLE.iter().map(|row| row.name.as_str())
}

/// The voices that an anchor is given, the best first, then one of another house, in another jurisdiction if there is
/// one. `not_again`: the vendor of a primary that is written.
pub(super) fn found(config: &Config, gateway: &Gateway, anchor: Anchor, not_again: Option<&str>) -> Vec<Voices> {
    let rows = usable(config, gateway);
    let house = |name: &str| gateway.vendor(name).map(|vendor| (vendor.owner.clone(), vendor.jurisdiction.clone()));
    let first = match not_again {
        Some(_) => None,
        None => rows.first().copied(),
    };
    let before = not_again.or(first.map(|row| row.name.as_str()));
    let (owner, place) = before.and_then(house).unwrap_or_default();
    let is_other_house = |row: &&&Row| house(&row.name).is_some_and(|(other, _)| other != owner);
    let is_elsewhere = |row: &&&Row| house(&row.name).is_some_and(|(_, other)| other != place);
    let others: Vec<&&Row> = rows.iter().filter(is_other_house).collect();
    let second = others.iter().find(|row| is_elsewhere(row)).or(others.first()).copied();
    first.into_iter().chain(second.copied()).map(|row| row.voices(anchor)).collect()
}

/// Vendors whose voices may be found and can be asked, in the order of the newsroom's main language.
fn usable(config: &Config, gateway: &Gateway) -> Vec<&'static Row> {
    let may = |row: &&Row| match config.speech.vendors {
        VoiceVendors::Off => false,
        VoiceVendors::Local => gateway.vendor(&row.name).is_some_and(gateway::Vendor::is_local),
        VoiceVendors::Auto => gateway.vendor(&row.name).is_some_and(gateway::Vendor::has_voices),
    };
    let main = config.languages.first().map_or("en", Language::as_str);
    let order = |row: &&Row| row.order.get(main).or_else(|| row.order.get("en")).copied().unwrap_or(u32::MAX);
    let mut rows: Vec<&Row> = TABLE.iter().filter(may).collect();
    rows.sort_by_key(order);
    rows
}

impl Row {
    fn voices(&self, anchor: Anchor) -> Voices {
        let voices = match anchor {
            Anchor::A => &self.woman,
            Anchor::B => &self.man,
        };
        let voice = |(language, voice): (&String, &String)| {
            let (vendor, model) = (self.name.clone(), self.model.clone());
            (
                Language::parse(language).filter(|_| language != "all"),
                VoiceRoute { vendor, model, voice: voice.clone() },
            )
        };
        voices.iter().map(voice).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_reads_and_every_vendor_in_it_is_known() {
        assert!(TABLE.len() >= 5);
        for row in TABLE.iter() {
            assert!(gateway::vendor_names().contains(&row.name.as_str()), "{}", row.name);
            for (language, route) in [row.voices(Anchor::A), row.voices(Anchor::B)].concat() {
                assert_eq!(route.to_string().parse::<VoiceRoute>(), Ok(route.clone()));
                assert!(language.is_none_or(|language| [Language::ZH, Language::EN].contains(&language)), "{route}");
            }
        }
    }
}

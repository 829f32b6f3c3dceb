//! What tokens cost: the shipped, dated table and the owner's own rows over it.

use crate::answer::Usage;
use jiff::Timestamp;
use jiff::civil::Time;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What models cost, by vendor.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Prices {
    /// Names the table in each row of the ledger.
    pub version: String,
    /// Units of each currency per US dollar.
    pub fx: BTreeMap<String, f64>,
    /// All rows.
    pub rows: Vec<Price>,
}

/// What one model costs, per million tokens.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Price {
    /// The vendor's name.
    pub vendor: String,
    /// The model; a beginning of names if it ends in `*`.
    pub model: String,
    /// `embedding` or `speech`, if it is no chat model.
    #[serde(default)]
    pub kind: Option<String>,
    /// `USD`, `CNY`, …
    pub currency: String,
    /// Of the request.
    pub input: f64,
    /// Of the request, from the vendor's cache; as `input` if not known.
    #[serde(default)]
    pub cached: Option<f64>,
    /// Of the request, into the vendor's cache; as `input` if not known.
    #[serde(default)]
    pub cache_write: Option<f64>,
    /// Of the reply.
    pub output: f64,
    /// Of a million characters that are spoken.
    #[serde(default)]
    pub characters: f64,
    /// The longest request and reply together.
    #[serde(default)]
    pub context: Option<u64>,
    /// The longest reply.
    #[serde(default)]
    pub max_output: Option<u64>,
    /// What a longer request costs.
    #[serde(default)]
    pub over: Option<Over>,
    /// What it costs at night.
    #[serde(default)]
    pub off_peak: Option<OffPeak>,
}

/// Prices of a request that is longer than `tokens`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Over {
    /// The length above which they hold, for the whole request.
    pub tokens: u64,
    /// See [`Price`].
    pub input: f64,
    /// See [`Price`].
    #[serde(default)]
    pub cached: Option<f64>,
    /// See [`Price`].
    #[serde(default)]
    pub cache_write: Option<f64>,
    /// See [`Price`].
    pub output: f64,
}

/// Prices within a stretch of the day, which may cross midnight.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OffPeak {
    /// `16:30`.
    pub from: String,
    /// `00:30`.
    pub to: String,
    /// IANA name of the zone of both.
    pub zone: String,
    /// See [`Price`].
    pub input: f64,
    /// See [`Price`].
    #[serde(default)]
    pub cached: Option<f64>,
    /// See [`Price`].
    pub output: f64,
}

/// What a call cost.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Cost {
    /// In micro-dollars, rounded up.
    pub microusd: i64,
    /// The currency of the price.
    pub currency: String,
    /// Which table, or `vendor` if the vendor itself reported it, or `unknown` if no table knows the model.
    pub table: String,
}

/// What a model that no table knows is booked at, so that it cannot slip under a budget; per million tokens.
const DEAR: (f64, f64) = (15.0, 75.0);
/// The same for a million characters that are spoken: above the dearest voice of the table.
const DEAR_SPEECH: f64 = 200.0;

impl Prices {
    /// The table that this program was shipped with.
    pub fn shipped() -> Self {
        let read = |text| {
            Self::read(text).unwrap_or_else(|error| {
                tracing::error!(%error, "the price table does not read");
                Self { version: "none".into(), fx: BTreeMap::new(), rows: Vec::new() }
            })
        };
        let mut prices = read(include_str!("../data/prices.toml"));
        prices.rows.extend(read(include_str!("../data/voices.toml")).rows);
        prices
    }

    /// Reads a table.
    pub fn read(text: &str) -> Result<Self, String> {
        #[derive(Deserialize)]
        struct Written {
            version: String,
            #[serde(default)]
            fx: BTreeMap<String, toml::Value>,
            price: Vec<Price>,
        }
        let written: Written = toml::from_str(text).map_err(|error| error.to_string())?;
        let rate = |value: &toml::Value| value.as_float().or(value.as_integer().map(|n| n as f64));
        let fx = written.fx.iter().filter_map(|(name, value)| Some((name.clone(), rate(value)?))).collect();
        Ok(Self { version: written.version, fx, rows: written.price })
    }

    /// Puts the owner's own rows over these.
    pub fn with_own(mut self, own: Vec<Price>) -> Self {
        if !own.is_empty() {
            self.version = format!("{}+own", self.version);
        }
        self.rows.retain(|row| !own.iter().any(|mine| mine.vendor == row.vendor && mine.model == row.model));
        self.rows.extend(own);
        self
    }

    /// The row of a model: its own before a beginning, the longest beginning first.
    pub fn of(&self, vendor: &str, model: &str) -> Option<&Price> {
        let fits = |row: &&Price| match row.model.strip_suffix('*') {
            Some(beginning) => model.starts_with(beginning),
            None => row.model == model,
        };
        let rank = |row: &&Price| (!row.model.ends_with('*'), row.model.len());
        self.rows.iter().filter(|row| row.vendor == vendor).filter(fits).max_by_key(rank)
    }

    /// What a use costs at this time, at this price. `is_free` for models on one's own machine.
    pub(crate) fn cost(&self, price: Option<&Price>, is_free: bool, usage: &Usage, at: Timestamp) -> Cost {
        if let Some(microusd) = usage.cost_microusd {
            return Cost { microusd, currency: "USD".into(), table: "vendor".into() };
        }
        match price {
            Some(price) => {
                let per_dollar = self.fx.get(&price.currency).copied().unwrap_or(1.0);
                let microusd = (price.amount(usage, at) / per_dollar).ceil() as i64;
                Cost { microusd, currency: price.currency.clone(), table: self.version.clone() }
            }
            None if is_free => Cost { microusd: 0, currency: "USD".into(), table: "local".into() },
            None => {
                let tokens = usage.input as f64 * DEAR.0 + usage.output as f64 * DEAR.1;
                let microusd = (tokens + usage.characters as f64 * DEAR_SPEECH).ceil() as i64;
                Cost { microusd, currency: "USD".into(), table: "unknown".into() }
            }
        }
    }
}

impl Price {
    /// In millionths of the row's currency.
    fn amount(&self, usage: &Usage, at: Timestamp) -> f64 {
        let (mut input, mut cached, mut write, mut output) = (self.input, self.cached, self.cache_write, self.output);
        if let Some(night) = self.off_peak.as_ref().filter(|night| night.holds(at)) {
            (input, cached, output) = (night.input, night.cached.or(cached), night.output);
        }
        if let Some(over) = self.over.as_ref().filter(|over| usage.input > over.tokens) {
            (input, cached, write, output) = (over.input, over.cached, over.cache_write, over.output);
        }
        let plain = usage.input.saturating_sub(usage.cached + usage.cache_write) as f64;
        plain * input
            + usage.cached as f64 * cached.unwrap_or(input)
            + usage.cache_write as f64 * write.unwrap_or(input)
            + usage.output as f64 * output
            + usage.characters as f64 * self.characters
    }
}

impl OffPeak {
    fn holds(&self, at: Timestamp) -> bool {
        let Ok(zone) = TimeZone::get(&self.zone) else { return false };
        let (Ok(from), Ok(to)) = (self.from.parse::<Time>(), self.to.parse::<Time>()) else { return false };
        let time = at.to_zoned(zone).time();
        if from <= to { (from..to).contains(&time) } else { time >= from || time < to }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: &str = r#"
        version = "2026-01-01"
        source = "a test"
        [fx]
        date = "2026-01-01"
        CNY = 8.0
        [[price]]
        vendor = "a"
        model = "big"
        currency = "USD"
        input = 1.0
        cached = 0.1
        output = 10.0
        over = { tokens = 1000, input = 2.0, output = 20.0 }
        off_peak = { from = "22:00", to = "06:00", zone = "UTC", input = 0.5, output = 5.0 }
        [[price]]
        vendor = "a"
        model = "big-*"
        currency = "CNY"
        input = 8.0
        output = 8.0
    "#;

    fn cost(model: &str, usage: Usage, at: &str) -> i64 {
        let at = format!("2026-01-01T{at}:00Z").parse().unwrap();
        let prices = Prices::read(SMALL).unwrap();
        prices.cost(prices.of("a", model), false, &usage, at).microusd
    }

    fn usage(input: u64, cached: u64, output: u64) -> Usage {
        Usage { input, cached, output, ..Usage::default() }
    }

    #[test]
    fn the_shipped_table_reads() {
        let prices = Prices::read(include_str!("../data/prices.toml")).unwrap();
        assert!(prices.rows.len() > 100 && prices.fx["CNY"] > 5.0);
        for row in &crate::table::table().vendors {
            let models = [&row.fast, &row.strong].into_iter().filter(|model| !model.is_empty());
            for model in models.filter(|_| row.name == row.family()) {
                assert!(prices.of(&row.name, model).is_some(), "{}/{model} has no price", row.name);
            }
        }
    }

    #[test]
    fn a_call_costs_what_the_table_says_at_that_time_and_length() {
        assert_eq!(cost("big", usage(100, 40, 10), "12:00"), 60 + 4 + 100);
        assert_eq!(cost("big", usage(100, 0, 10), "23:00"), 50 + 50);
        assert_eq!(cost("big", usage(100, 0, 10), "05:59"), 50 + 50);
        assert_eq!(cost("big", usage(1001, 0, 1), "12:00"), 2002 + 20);
        assert_eq!(cost("big-2", usage(100, 0, 100), "12:00"), 200, "8 yuan are a dollar");
    }

    #[test]
    fn what_the_vendor_reports_counts_and_what_nobody_knows_is_dear() {
        let told = Usage { cost_microusd: Some(7), ..usage(1000, 0, 1000) };
        assert_eq!(cost("big", told, "12:00"), 7);
        assert_eq!(cost("other", usage(10, 0, 10), "12:00"), 150 + 750);
    }

    #[test]
    fn the_owners_rows_stand_over_the_shipped_ones() {
        let mine = Price { input: 9.0, off_peak: None, ..Prices::read(SMALL).unwrap().rows[0].clone() };
        let prices = Prices::read(SMALL).unwrap().with_own(vec![mine]);
        assert_eq!((prices.of("a", "big").unwrap().input, prices.version.as_str()), (9.0, "2026-01-01+own"));
    }
}

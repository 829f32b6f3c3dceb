//! `zaowan models prices`: what models cost, what an edition will, what is spent and what may be.

use super::{dollars, open_to_look, roster_now};
use crate::fail::Failure;
use crate::say;
use crate::table::table;
use gateway::{Budgets, Gateway, Price, Route};
use newsroom::Config;
use newsroom::models::{Basis, Forecast, forecast};
use serde::Serialize;

/// Everything about money.
#[derive(Serialize)]
struct Prices {
    /// Which table the prices are of.
    table: String,
    models: Vec<Row>,
    editions: Vec<Forecast>,
    budgets: Budgets,
    spent_today: Budgets,
}

#[derive(Serialize)]
struct Row {
    route: Route,
    is_local: bool,
    /// Nothing if no table knows it.
    price: Option<Price>,
}

/// Says what is known about money; by role too if `edition`.
pub fn run(config: &Config, edition: bool, json: bool) -> Result<(), Failure> {
    let gateway = open_to_look(config)?;
    let roster = roster_now(config, &gateway);
    let prices = Prices {
        table: gateway.settings().prices.version.clone(),
        models: roster.all_routes().into_iter().map(|route| row(route, &gateway)).collect(),
        editions: forecast(config, &gateway, &roster)?,
        budgets: config.models.budgets.clone(),
        spent_today: gateway.ledger().spent_today().map_err(gateway::Error::from)?,
    };
    if json {
        say::json(&prices);
    } else {
        print(&prices, edition);
    }
    Ok(())
}

fn row(route: &Route, gateway: &Gateway) -> Row {
    let is_local = gateway.vendor(&route.vendor).is_some_and(gateway::Vendor::is_local);
    Row { route: route.clone(), is_local, price: gateway.price(route).cloned() }
}

fn print(prices: &Prices, edition: bool) {
    if prices.models.is_empty() {
        say::out("no model plays a role, so editions cost nothing");
    } else {
        say::out(&format!("{}\n", models(prices)));
    }
    let mut lines = vec![["edition", "expected", "why"].map(str::to_owned).to_vec()];
    lines.extend(prices.editions.iter().map(|forecast| {
        let why = match forecast.basis {
            Basis::PastEditions => "the mean of the last editions of this slot",
            Basis::Bound => {
                "at most: none was made yet, so requests and answers of the usual length are counted at their most"
            }
        };
        vec![forecast.slot.clone(), dollars(forecast.microusd), why.into()]
    }));
    say::out(&table(&lines));
    if let Some(first) = prices.editions.first().filter(|_| edition) {
        let mut lines = vec![["role", "at most"].map(str::to_owned).to_vec()];
        lines.extend(first.by_role.iter().map(|(role, microusd)| vec![role.key().into(), dollars(*microusd)]));
        say::out(&format!("\n{}", table(&lines)));
    }
    say::out(&format!("\n{}", budgets(&prices.budgets, &prices.spent_today)));
}

fn models(prices: &Prices) -> String {
    let heads = ["model", "in, a million", "cached", "out", "currency", "table"];
    let mut lines = vec![heads.map(str::to_owned).to_vec()];
    for row in &prices.models {
        let cells = match &row.price {
            Some(price) => {
                let cached = price.cached.map_or_else(|| "-".into(), |cached| cached.to_string());
                [
                    price.input.to_string(),
                    cached,
                    price.output.to_string(),
                    price.currency.clone(),
                    prices.table.clone(),
                ]
            }
            None if row.is_local => ["0", "0", "0", "-", "your own machine"].map(str::to_owned),
            None => ["?", "?", "?", "-", "not known: booked as the dearest; write a [[price]]"].map(str::to_owned),
        };
        lines.push(std::iter::once(row.route.to_string()).chain(cells).collect());
    }
    table(&lines)
}

fn budgets(limits: &Budgets, spent: &Budgets) -> String {
    let mut lines = vec![["budget", "limit", "spent today (UTC)"].map(str::to_owned).to_vec()];
    let limit = |limit: Option<&i64>| limit.map_or_else(|| "none".into(), |microusd| dollars(*microusd));
    let sum = |spent: Option<&i64>| dollars(spent.copied().unwrap_or(0));
    lines.push(vec!["per_edition".into(), limit(limits.per_job.as_ref()), "-".into()]);
    lines.push(vec!["per_day".into(), limit(limits.per_day.as_ref()), sum(spent.per_day.as_ref())]);
    let names = |limits: &std::collections::BTreeMap<String, i64>, spent: &std::collections::BTreeMap<String, i64>| {
        limits.keys().chain(spent.keys()).cloned().collect::<std::collections::BTreeSet<String>>()
    };
    for name in names(&limits.per_vendor, &spent.per_vendor) {
        let (limit, sum) = (limit(limits.per_vendor.get(&name)), sum(spent.per_vendor.get(&name)));
        lines.push(vec![format!("vendor {name}"), limit, sum]);
    }
    for name in names(&limits.per_client, &spent.per_client) {
        let (limit, sum) = (limit(limits.per_client.get(&name)), sum(spent.per_client.get(&name)));
        lines.push(vec![format!("client {name}"), limit, sum]);
    }
    table(&lines)
}

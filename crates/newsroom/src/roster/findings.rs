//! What the owner should know about who plays what: houses that share a fault, and roles that nobody plays.

use super::seats::by_routes;
use super::{Post, Roster, give_out, post};
use crate::Config;
use crate::config::nearest;
use crate::models::written_routes;
use gateway::{Gateway, Identity, Route, are_rivals};
use news::Role;
use serde::Serialize;
use std::collections::BTreeSet;

/// Something that the owner should know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// How much it matters.
    pub severity: Severity,
    /// What is so.
    pub what: String,
    /// Why it matters, and what would change it.
    pub why: String,
}

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// It is good to know.
    Note,
    /// Something that was promised does not hold.
    Warning,
}

/// All findings; none where models are off.
pub fn findings(config: &Config, gateway: &Gateway) -> Vec<Finding> {
    if config.models.is_off {
        return Vec::new();
    }
    // Without chance: what is said must not change from one edition to the next.
    let roster = give_out(config, gateway, &|_| 1.0);
    let mut found = about_vendors(config, gateway);
    if gateway.vendors().next().is_none() {
        return found;
    }
    found.extend(unknown_vendors(config, gateway));
    found.extend(empty_roles(&roster));
    found.extend(backups(&roster, gateway));
    found.extend(checkers(&roster, gateway));
    found.extend(prices(config, &roster, gateway));
    found
}

fn note(what: String, why: impl Into<String>) -> Finding {
    Finding { severity: Severity::Note, what, why: why.into() }
}

fn warning(what: String, why: impl Into<String>) -> Finding {
    Finding { severity: Severity::Warning, what, why: why.into() }
}

fn about_vendors(config: &Config, gateway: &Gateway) -> Vec<Finding> {
    let cannot = |vendor: &gateway::Unusable| warning(format!("{} cannot be asked", vendor.name), vendor.why.clone());
    let mut found: Vec<Finding> = gateway.unusable().iter().map(cannot).collect();
    let names: Vec<&str> = gateway.vendors().map(|vendor| vendor.name.as_str()).collect();
    let houses: Vec<Identity> = gateway.vendors().map(house).collect();
    let are_one = houses.windows(2).all(|pair| pair[0] == pair[1]);
    match names.as_slice() {
        [] if config.models.vendors.is_empty() && found.is_empty() => found.push(note(
            "no model is connected, so every role is played by the floor".into(),
            "no [[vendor]] is written and the environment holds no vendor's key; export one, such as DEEPSEEK_API_KEY",
        )),
        [] => found.push(warning(
            "no vendor can be asked, so every role is played by the floor".into(),
            "editions are plainer than they could be",
        )),
        [one] => found.push(warning(
            format!("{one} is the only vendor"),
            "nobody but itself checks its work, and if it fails every role falls to the floor; add one of another house",
        )),
        _ if are_one => found.push(warning(
            format!("{} are one house", names.join(" and ")),
            "nobody but itself checks its work; add a vendor of another house",
        )),
        _ => {}
    }
    let silent = gateway.vendors().filter(|vendor| vendor.has_models() && vendor.strong().is_none());
    let is_written = |name: &str| written_routes(config).any(|route| route.vendor == name);
    found.extend(silent.filter(|vendor| !is_written(&vendor.name)).map(|vendor| {
        let why =
            "it plays no role by itself; write its fast and strong models (`zaowan models list` shows what it has)";
        warning(format!("no model of {} is named", vendor.name), why)
    }));
    found
}

fn house(vendor: &gateway::Vendor) -> Identity {
    let name = if vendor.is_local() { &vendor.name } else { &vendor.owner };
    BTreeSet::from([name.clone()])
}

/// Written routes whose vendor nobody knows; those without a key are said with their vendor.
fn unknown_vendors(config: &Config, gateway: &Gateway) -> Vec<Finding> {
    let known =
        |name: &str| gateway.vendor(name).is_some() || gateway.unusable().iter().any(|vendor| vendor.name == name);
    let unknown: BTreeSet<&Route> = written_routes(config).filter(|route| !known(&route.vendor)).collect();
    let say = |route: &Route| {
        let names = gateway.vendors().map(|vendor| vendor.name.as_str()).chain(gateway::vendor_names());
        let meant = nearest(&route.vendor, names).map(|near| format!("; did you mean {near}/{}?", route.model));
        let why = format!("there is no vendor {:?}{}", route.vendor, meant.unwrap_or_default());
        warning(format!("{route} cannot be asked"), why)
    };
    unknown.into_iter().map(say).collect()
}

fn empty_roles(roster: &Roster) -> Vec<Finding> {
    let played = Role::ALL.into_iter().filter(|role| post(*role) != Post::NoModel);
    let empty: Vec<Role> = played.filter(|role| roster.routes(*role).is_empty()).collect();
    if empty.is_empty() {
        return Vec::new();
    }
    vec![note(format!("no model plays the {}", names(&empty)), "the floor does it: rules that need no model")]
}

/// Each primary with its backup, said once for all roles that share them.
fn backups(roster: &Roster, gateway: &Gateway) -> Vec<Finding> {
    let n_vendors = gateway.vendors().count();
    let mut found = Vec::new();
    for (routes, roles) in by_routes(roster) {
        let usable: Vec<&Route> = routes.iter().filter(|route| gateway.vendor(&route.vendor).is_some()).collect();
        let roles = names(&roles);
        match usable.as_slice() {
            [] => found.push(warning(
                format!("none of the models of the {roles} can be asked"),
                format!("{} cannot be asked, so the floor plays it", list(&routes)),
            )),
            [one] if n_vendors > 1 => found.push(warning(
                format!("nobody stands behind {one} as {roles}"),
                "if it fails the floor plays it; write a backup of another vendor",
            )),
            [primary, backup, ..] => found.extend(beside(primary, backup, &roles, gateway)),
            _ => {}
        }
    }
    found
}

/// What a primary and its backup share.
fn beside(primary: &Route, backup: &Route, roles: &str, gateway: &Gateway) -> Option<Finding> {
    let (one, other) = (gateway.vendor(&primary.vendor)?, gateway.vendor(&backup.vendor)?);
    let what = format!("{backup} stands behind {primary} as {roles}");
    if house(one) == house(other) {
        return Some(warning(
            what,
            "both are of one house: what stops one stops the other; write one of another house",
        ));
    }
    if !are_rivals(&gateway.identity(primary), &gateway.identity(backup)) {
        let why = "both serve models of one house, so they share its mistakes; write a model of another house";
        return Some(warning(what, why));
    }
    if one.jurisdiction == other.jurisdiction {
        let why = format!("both are in {}: one rule or one cut cable stops both", one.jurisdiction);
        return Some(note(what, why));
    }
    None
}

/// Checkers that would judge the work of their own house although a rival is there.
fn checkers(roster: &Roster, gateway: &Gateway) -> Vec<Finding> {
    let usable = |role| roster.routes(role).iter().find(|route| gateway.vendor(&route.vendor).is_some());
    let Some(maker) = usable(Role::Reporter) else { return Vec::new() };
    let made_by = gateway.identity(maker);
    let is_rival = |route: &Route| are_rivals(&gateway.identity(route), &made_by);
    let there_is_another =
        gateway.vendors().any(|vendor| vendor.strong().is_some_and(|model| is_rival(&Route::new(&vendor.name, model))));
    if !there_is_another {
        return Vec::new();
    }
    let judges = Role::ALL.into_iter().filter(|role| post(*role) == Post::Checker);
    let say = |role: Role| {
        let route = usable(role).filter(|route| !is_rival(route))?;
        let what = format!("{route} as {} judges what its own house wrote ({maker})", role.english().to_lowercase());
        let has_rival =
            roster.routes(role).iter().any(|route| gateway.vendor(&route.vendor).is_some() && is_rival(route));
        Some(match has_rival {
            true => note(what, "a rival that stands behind it is asked first"),
            false => warning(what, "a rival could be asked; write one as its primary or backup"),
        })
    };
    judges.filter_map(say).collect()
}

/// Models that a budget cannot be kept with precisely.
fn prices(config: &Config, roster: &Roster, gateway: &Gateway) -> Vec<Finding> {
    let budgets = &config.models.budgets;
    if budgets.per_job.is_none() && budgets.per_day.is_none() && budgets.per_vendor.is_empty() {
        return Vec::new();
    }
    let has_no_price = |route: &&&Route| {
        gateway.vendor(&route.vendor).is_some_and(|vendor| !vendor.is_local()) && gateway.price(route).is_none()
    };
    let routes = roster.all_routes();
    let unknown: Vec<Route> = routes.iter().filter(has_no_price).map(|route| (*route).clone()).collect();
    if unknown.is_empty() {
        return Vec::new();
    }
    let why = "it is booked as the dearest there is, so that no budget is broken; write a [[price]] for each";
    vec![warning(format!("the price of {} is not known", list(&unknown)), why)]
}

/// `reporter and translator`.
fn names(roles: &[Role]) -> String {
    joined(roles.iter().map(|role| role.english().to_lowercase()).collect())
}

fn list(routes: &[Route]) -> String {
    joined(routes.iter().map(Route::to_string).collect())
}

fn joined(mut words: Vec<String>) -> String {
    match words.pop() {
        Some(last) if !words.is_empty() => format!("{} and {last}", words.join(", ")),
        last => last.unwrap_or_default(),
    }
}

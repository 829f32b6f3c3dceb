//! Gives out the roles that are not written, and orders those that the league decides.

use super::{Post, Roster, post};
use crate::Config;
use crate::config::Who;
use gateway::league::{self, Standing, Work};
use gateway::{Gateway, Identity, Route, Vendor, are_rivals};
use news::Role;
use std::collections::BTreeMap;

/// How often the league lets another model than the best one play, so that nobody is forgotten.
const EXPLORE: f64 = 0.1;
/// Whose work the checkers judge: the first of these that a model plays.
const MAKERS: [Role; 4] = [Role::Reporter, Role::CopyEditor, Role::DeskEditor, Role::Translator];

/// The roster; `chance` in 0..1 decides where the league explores.
pub(crate) fn give_out(config: &Config, gateway: &Gateway, chance: &dyn Fn(Role) -> f64) -> Roster {
    let mut roster = Roster::default();
    if config.models.is_off {
        return roster;
    }
    let house = House::new(config, gateway);
    let (makers, checkers): (Vec<Role>, Vec<Role>) = Role::ALL
        .into_iter()
        .filter(|role| post(*role) != Post::NoModel)
        .partition(|role| post(*role) != Post::Checker);
    for role in makers {
        roster.seats.insert(role, house.seat(role, chance(role), &[]));
    }
    let made_by = MAKERS.into_iter().map(|role| roster.routes(role)).find(|routes| !routes.is_empty());
    let made_by = made_by.unwrap_or_default().to_vec();
    for role in checkers {
        roster.seats.insert(role, house.seat(role, chance(role), &made_by));
    }
    roster.seats.retain(|_, routes| !routes.is_empty());
    let prompts = config.models.seats.iter();
    roster.prompts = prompts.filter_map(|(role, seat)| Some((*role, seat.prompt.clone()?))).collect();
    roster
}

/// A number in 0..1 that is always the same for this edition and role.
pub(crate) fn chance(edition: &str, role: Role) -> f64 {
    // FNV-1a, whose low bits are then mixed into the high ones: written here since it must never change.
    let bytes = edition.bytes().chain([b' ']).chain(role.key().bytes());
    let hash =
        bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    let mixed = (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    ((mixed ^ (mixed >> 33)) >> 11) as f64 / (1u64 << 53) as f64
}

/// What the roles are given out from.
struct House<'a> {
    config: &'a Config,
    gateway: &'a Gateway,
    /// Vendors that name a model, in their order.
    vendors: Vec<&'a Vendor>,
    standings: Vec<Standing>,
}

impl<'a> House<'a> {
    fn new(config: &'a Config, gateway: &'a Gateway) -> Self {
        let is_asked = config.models.seats.values().any(|seat| matches!(seat.who, Who::Best(_)));
        let standings = if is_asked { league::standings(gateway.ledger(), Work::Real) } else { Ok(Vec::new()) };
        let standings = standings.unwrap_or_else(|error| {
            tracing::warn!(%error, "the league cannot be read; the best are not known");
            Vec::new()
        });
        let vendors = gateway.vendors().filter(|vendor| vendor.strong().is_some()).collect();
        Self { config, gateway, vendors, standings }
    }

    /// Who plays a role, in order; `made_by`: for a checker, who makes what it checks, in order.
    fn seat(&self, role: Role, chance: f64, made_by: &[Route]) -> Vec<Route> {
        match self.config.models.seats.get(&role).map(|seat| &seat.who) {
            Some(Who::Floor) => Vec::new(),
            Some(Who::Named(routes)) => routes.clone(),
            Some(Who::Best(more)) => self.best(role, more, chance, made_by),
            Some(Who::GivenOut) | None => self.given(role, made_by),
        }
    }

    fn given(&self, role: Role, made_by: &[Route]) -> Vec<Route> {
        let model = |vendor: &Vendor| match post(role) {
            Post::Quick => vendor.fast().or(vendor.strong()).map(str::to_owned),
            _ => vendor.strong().map(str::to_owned),
        };
        let routes = self.vendors.iter().filter_map(|vendor| Some(Route::new(&vendor.name, &model(vendor)?)));
        let routes: Vec<Route> = routes.collect();
        match post(role) {
            Post::Checker => self.rivals_first(routes, made_by),
            _ => self.others_behind_the_first(routes),
        }
    }

    fn best(&self, role: Role, more: &[Route], chance: f64, made_by: &[Route]) -> Vec<Route> {
        let mut candidates: Vec<Route> = Vec::new();
        let of_vendors = self.vendors.iter().flat_map(|vendor| {
            [vendor.strong(), vendor.fast()].into_iter().flatten().map(|model| Route::new(&vendor.name, model))
        });
        for route in of_vendors.chain(more.iter().cloned()) {
            if !candidates.contains(&route) {
                candidates.push(route);
            }
        }
        let ordered = league::best(&self.standings, role.key(), &candidates, EXPLORE, chance);
        match post(role) {
            Post::Checker => self.rivals_first(ordered, made_by),
            _ => self.others_behind_the_first(ordered),
        }
    }

    /// Behind the first: other houses elsewhere, other houses, and its own house last; otherwise as they were.
    fn others_behind_the_first(&self, mut routes: Vec<Route>) -> Vec<Route> {
        let Some(first) = routes.first().cloned() else { return routes };
        let house = self.gateway.identity(&first);
        let place = self.place(&first);
        routes[1..].sort_by_key(|route| {
            let is_own = route.vendor == first.vendor || !are_rivals(&house, &self.gateway.identity(route));
            (is_own, self.place(route) == place)
        });
        routes
    }

    /// Rivals of everybody who makes, then of whoever makes it first, then the maker's own house; otherwise as they were.
    fn rivals_first(&self, mut routes: Vec<Route>, made_by: &[Route]) -> Vec<Route> {
        let makers = made_by.iter().filter(|route| self.gateway.vendor(&route.vendor).is_some());
        let houses: Vec<Identity> = makers.take(2).map(|route| self.gateway.identity(route)).collect();
        routes.sort_by_key(|route| {
            let own = self.gateway.identity(route);
            let shares: Vec<bool> = houses.iter().map(|house| !are_rivals(house, &own)).collect();
            (shares.first().copied().unwrap_or(false), shares.get(1).copied().unwrap_or(false))
        });
        routes
    }

    fn place(&self, route: &Route) -> Option<&str> {
        self.gateway.vendor(&route.vendor).map(|vendor| vendor.jurisdiction.as_str())
    }
}

/// The roles that each combination of routes plays, for saying things once.
pub(super) fn by_routes(roster: &Roster) -> BTreeMap<Vec<Route>, Vec<Role>> {
    let mut grouped: BTreeMap<Vec<Route>, Vec<Role>> = BTreeMap::new();
    for (role, routes) in &roster.seats {
        grouped.entry(routes.clone()).or_default().push(*role);
    }
    grouped
}

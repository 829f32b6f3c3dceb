//! What all clones of a gateway share, and what changes in it from call to call.
//!
//! Its lock is held for counting only, never while anybody waits.

use crate::answer::Usage;
use crate::ask::Purpose;
use crate::breaker::{Breakers, Gate};
use crate::budget::{Hold, Purses};
use crate::error::Error;
use crate::ledger::Ledger;
use crate::limiter::Limiter;
use crate::pace::{Pace, Purse};
use crate::prices::{Cost, Price};
use crate::route::Route;
use crate::secret::{Redactor, Secret};
use crate::settings::Settings;
use crate::vendor::{Unusable, Vendor};
use crate::verdict::{Failure, Verdict};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

pub(crate) struct Inner {
    pub(crate) settings: Settings,
    pub(crate) vendors: Vec<Arc<Vendor>>,
    pub(crate) unusable: Vec<Unusable>,
    pub(crate) client: reqwest::Client,
    pub(crate) ledger: Ledger,
    pub(crate) redactor: Redactor,
    state: Mutex<State>,
}

/// What changes from call to call.
pub(crate) struct State {
    pub(crate) routes: Breakers<Route>,
    pub(crate) accounts: Breakers<String>,
    limiters: HashMap<String, Limiter>,
    /// By route, streams and whole replies apart.
    pub(crate) paces: HashMap<(Route, bool), Pace>,
    pub(crate) purse: Purse,
    money: Purses,
    /// Which form of a schema each route takes, where it is not its first.
    pub(crate) forms: HashMap<Route, usize>,
    prices: HashMap<Route, Option<Arc<Price>>>,
    chance: u64,
}

impl Inner {
    pub(crate) fn open(
        settings: Settings,
        ledger: Ledger,
        env: &dyn Fn(&str) -> Option<String>,
        also_secret: Vec<Secret>,
    ) -> Result<Self, Error> {
        let mut vendors = Vec::new();
        let mut unusable = Vec::new();
        for written in &settings.vendors {
            match Vendor::open(written, env) {
                Ok(vendor) => vendors.push(Arc::new(vendor)),
                Err(why) => unusable.push(why),
            }
        }
        let secrets = vendors.iter().filter_map(|vendor| vendor.key.clone()).chain(also_secret).collect();
        let now = Instant::now();
        let limiters = vendors.iter().map(|vendor| (vendor.name.clone(), Limiter::new(vendor.limits, now))).collect();
        let state = State {
            routes: Breakers::new(settings.timing),
            accounts: Breakers::new(settings.timing),
            limiters,
            paces: HashMap::new(),
            purse: Purse::new(),
            money: Purses::default(),
            forms: HashMap::new(),
            prices: HashMap::new(),
            chance: settings.seed,
        };
        let client = client(settings.timing.connect)?;
        if let Some(kept_for) = settings.cache {
            let before =
                crate::ledger::now().as_millisecond() - i64::try_from(kept_for.as_millis()).unwrap_or(i64::MAX / 2);
            ledger.forget_cached(before)?;
        }
        Ok(Self {
            settings,
            vendors,
            unusable,
            client,
            ledger,
            redactor: Redactor::new(secrets),
            state: Mutex::new(state),
        })
    }

    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        // A thread that panicked with the lock left counters at worst.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn vendor(&self, name: &str) -> Option<&Arc<Vendor>> {
        self.vendors.iter().find(|vendor| vendor.name == name)
    }

    pub(crate) fn why_unusable(&self, name: &str) -> Option<&str> {
        self.unusable.iter().find(|vendor| vendor.name == name).map(|vendor| vendor.why.as_str())
    }

    /// What a route costs, by its vendor's own rows or those of the vendor that it is like; looked up once.
    fn price(&self, vendor: &Vendor, route: &Route) -> Option<Arc<Price>> {
        if let Some(known) = self.state().prices.get(route) {
            return known.clone();
        }
        let prices = &self.settings.prices;
        let own = prices.of(&route.vendor, &route.model);
        let price = own.or_else(|| prices.of(vendor.quirks.family(), &route.model)).cloned().map(Arc::new);
        self.state().prices.insert(route.clone(), price.clone());
        price
    }

    /// What a use of a route costs, by its vendor's own rows or those of the vendor that it is like.
    pub(crate) fn cost(&self, vendor: &Vendor, route: &Route, usage: &Usage, at: jiff::Timestamp) -> Cost {
        let price = self.price(vendor, route);
        self.settings.prices.cost(price.as_deref(), vendor.is_local(), usage, at)
    }

    /// The most that so many tokens may cost.
    pub(crate) fn bound(&self, vendor: &Vendor, route: &Route, n_input: u64, n_output: u64) -> i64 {
        let usage = Usage { input: n_input, output: n_output, ..Usage::default() };
        self.cost(vendor, route, &usage, crate::ledger::now()).microusd
    }

    /// Reserves money against every budget that a call counts against.
    pub(crate) fn reserve_money(&self, purpose: &Purpose, vendor: &str, microusd: i64) -> Result<Hold, Error> {
        let budgets = &self.settings.budgets;
        let is_counted = *budgets != crate::Budgets::default();
        if !is_counted {
            return Ok(Hold::default());
        }
        let day = crate::ledger::now().to_string().get(..10).unwrap_or_default().to_owned();
        let job = &purpose.job;
        // The ledger is asked without the lock: it may have to write first.
        let is_new_day = !self.state().money.is_day(&day);
        let spent = if is_new_day { Some(self.ledger.spent_on(&day)?) } else { None };
        let is_new_job = !job.is_empty() && !self.state().money.knows_job(job);
        let so_far = if is_new_job { Some(self.ledger.spent_for(job)?) } else { None };
        let mut state = self.state();
        if let Some(spent) = spent.filter(|_| !state.money.is_day(&day)) {
            state.money.begin_day(&day, spent);
        }
        if let Some(so_far) = so_far.filter(|_| !state.money.knows_job(job)) {
            state.money.begin_job(job, so_far);
        }
        state.money.reserve(budgets, job, vendor, &purpose.client, microusd)
    }

    /// Reserves a request of so many tokens at a vendor. Errors: how long to wait.
    pub(crate) fn reserve_tokens(&self, vendor: &str, n_tokens: u64) -> Result<(), Duration> {
        let mut state = self.state();
        state.limiters.get_mut(vendor).map_or(Ok(()), |limiter| limiter.reserve(n_tokens, Instant::now()))
    }

    pub(crate) fn is_nearly_full(&self, vendor: &str) -> bool {
        self.state().limiters.get(vendor).is_some_and(Limiter::is_nearly_full)
    }

    /// Puts what was used in the place of what was reserved.
    pub(crate) fn settle(&self, route: &Route, hold: Hold, microusd: i64, n_reserved: u64, n_used: u64) {
        let mut state = self.state();
        state.money.settle(hold, microusd);
        if let Some(limiter) = state.limiters.get_mut(&route.vendor) {
            limiter.settle(n_reserved, n_used);
        }
    }

    /// A request ended in an answer, so long after it began to be one.
    pub(crate) fn well(&self, route: &Route, is_stream: bool, first: Duration) {
        let mut state = self.state();
        state.routes.well(route);
        state.accounts.well(&route.vendor);
        state.paces.entry((route.clone(), is_stream)).or_default().add(first);
    }

    /// A request failed.
    pub(crate) fn failed(&self, route: &Route, failure: &Failure) {
        let mut state = self.state();
        let now = Instant::now();
        if failure.verdict.is_of_account() {
            state.accounts.failed(&route.vendor, failure, now);
        } else {
            state.accounts.neither(&route.vendor);
        }
        if failure.verdict.counts_against_route() {
            state.routes.failed(route, failure, now);
        } else {
            state.routes.neither(route);
        }
    }

    /// A request was called off, which says nothing about its route.
    pub(crate) fn called_off(&self, route: &Route) {
        let mut state = self.state();
        state.routes.neither(route);
        state.accounts.neither(&route.vendor);
    }

    /// Whether a route may be asked now. Errors: that it rests.
    pub(crate) fn gate(&self, route: &Route) -> Result<(), Failure> {
        let mut state = self.state();
        let now = Instant::now();
        if let Gate::Resting(rest) = state.accounts.ask(&route.vendor, now) {
            return Err(resting("its account rests after it was refused", rest));
        }
        match state.routes.ask(route, now) {
            Gate::Resting(rest) => {
                state.accounts.neither(&route.vendor);
                Err(resting("it rests after failures", rest))
            }
            Gate::Open | Gate::Probe => Ok(()),
        }
    }

    /// Whether a route may not be asked now.
    pub(crate) fn is_resting(&self, route: &Route) -> bool {
        let state = self.state();
        let now = Instant::now();
        let gates = [state.accounts.look(&route.vendor, now), state.routes.look(route, now)];
        gates.iter().any(|gate| matches!(gate, Gate::Resting(_)))
    }

    /// A number in 0..1, the next of its series.
    pub(crate) fn chance(&self) -> f64 {
        let mut state = self.state();
        state.chance = state.chance.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = state.chance;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
    }
}

fn resting(why: &str, rest: Duration) -> Failure {
    let detail = format!("{why}, for {:.0} s more", rest.as_secs_f64().ceil());
    let failure = Failure::new(Verdict::Overloaded, detail).then(crate::verdict::Then::Elsewhere);
    Failure { retry_after: Some(rest), ..failure }
}

/// The client that all vendors are reached with; no proxy, no redirect.
pub(crate) fn client(connect: Duration) -> Result<reqwest::Client, Error> {
    // An error only says that another part of the program was first; either provider serves.
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder()
        .connect_timeout(connect)
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .pool_max_idle_per_host(256)
        .user_agent(concat!("zaowan/", env!("CARGO_PKG_VERSION")))
        .build()
        .map_err(|error| Error::Client(error.to_string()))
}

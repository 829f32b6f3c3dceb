//! The gateway: opened once, shared by all who ask.

use crate::answer::Answer;
use crate::ask::Ask;
use crate::breaker::Gate;
use crate::dispatch::{self, Checked};
use crate::error::Error;
use crate::inner::Inner;
use crate::ledger::Ledger;
use crate::prices::Price;
use crate::route::{Identity, Route, identity};
use crate::secret::Secret;
use crate::settings::Settings;
use crate::stream::{Hold as StreamHold, Stream};
use crate::vendor::{Unusable, Vendor};
use crate::{discover, embed};
use serde::Serialize;
use serde_json::{Map, Value};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Asks models. Clones share everything.
#[derive(Clone)]
pub struct Gateway {
    pub(crate) inner: Arc<Inner>,
}

/// A model that a vendor says it has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Listed {
    /// The vendor.
    pub vendor: String,
    /// Its models, sorted.
    pub models: Vec<String>,
    /// Why they are not known.
    pub problem: Option<String>,
}

/// How a route stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RouteState {
    /// It may be asked.
    Well,
    /// It rests after failures, for so long.
    Resting(Duration),
}

impl Gateway {
    /// Opens the vendors; those that cannot be asked are kept with their reason. `env` reads a variable.
    ///
    /// `also_secret`: other secrets that must leave in no text, such as the keys of clients.
    pub fn open(
        settings: Settings,
        ledger: Ledger,
        env: &dyn Fn(&str) -> Option<String>,
        also_secret: Vec<Secret>,
    ) -> Result<Self, Error> {
        Ok(Self { inner: Arc::new(Inner::open(settings, ledger, env, also_secret)?) })
    }

    /// Asks until somebody answers.
    pub async fn ask(&self, ask: &Ask) -> Checked<Answer> {
        dispatch::run(&self.inner, ask, &|answer: &Answer| Ok(answer.clone())).await.map_value(|(answer, _)| answer)
    }

    /// Asks until an answer passes `check`; what does not is asked again with the reason `check` gave, then elsewhere.
    pub async fn ask_checked<T: Send>(
        &self,
        ask: &Ask,
        check: &(dyn Fn(&Answer) -> Result<T, String> + Sync),
    ) -> Checked<(T, Answer)> {
        dispatch::run(&self.inner, ask, check).await
    }

    /// Asks for a stream, of which nothing is handed on that may have to be taken back, or not until it must.
    pub fn stream(&self, ask: Ask, hold: StreamHold) -> Stream {
        Stream::new(&self.inner, ask, hold)
    }

    /// Asks for embeddings: the body as the OpenAI wire says it, answered by the first route that does.
    pub async fn embed(&self, ask: &Ask) -> Checked<Value> {
        embed::embed(&self.inner, ask).await
    }

    /// The vendors that can be asked.
    pub fn vendors(&self) -> impl Iterator<Item = &Vendor> {
        self.inner.vendors.iter().map(AsRef::as_ref)
    }

    /// The vendor of this name, if it can be asked.
    pub fn vendor(&self, name: &str) -> Option<&Vendor> {
        self.inner.vendor(name).map(AsRef::as_ref)
    }

    /// The vendors that cannot, with their reasons.
    pub fn unusable(&self) -> &[Unusable] {
        &self.inner.unusable
    }

    /// Who stands behind a route; empty if its vendor is not known.
    pub fn identity(&self, route: &Route) -> Identity {
        self.inner.vendor(&route.vendor).map(|vendor| identity(vendor, &route.model)).unwrap_or_default()
    }

    /// How a route stands at this moment.
    pub fn state(&self, route: &Route) -> RouteState {
        let state = self.inner.state();
        let now = Instant::now();
        match (state.accounts.look(&route.vendor, now), state.routes.look(route, now)) {
            (Gate::Resting(rest), _) | (_, Gate::Resting(rest)) => RouteState::Resting(rest),
            _ => RouteState::Well,
        }
    }

    /// Asks every vendor for its models.
    pub async fn list_models(&self) -> Vec<Listed> {
        let asked = self
            .inner
            .vendors
            .iter()
            .filter(|vendor| vendor.has_models())
            .map(|vendor| discover::list(&self.inner, vendor));
        futures::future::join_all(asked).await
    }

    /// What everything is written to.
    pub fn ledger(&self) -> &Ledger {
        &self.inner.ledger
    }

    /// What it was opened with.
    pub fn settings(&self) -> &Settings {
        &self.inner.settings
    }

    /// What a model costs, by its vendor's own rows or those of the vendor that it is like.
    pub fn price(&self, route: &Route) -> Option<&Price> {
        let prices = &self.inner.settings.prices;
        let like = || prices.of(self.inner.vendor(&route.vendor)?.quirks.family(), &route.model);
        prices.of(&route.vendor, &route.model).or_else(like)
    }

    /// What one call with so many bytes of prompt and so many tokens of answer costs at most, in micro-dollars.
    pub fn cost_at_most(&self, route: &Route, n_bytes: usize, n_output: u64) -> i64 {
        self.inner
            .vendor(&route.vendor)
            .map_or(0, |vendor| self.inner.bound(vendor, route, crate::tokens::at_most(n_bytes), n_output))
    }
}

/// The body of a chat without what is said once for the whole call.
pub(crate) fn wants_usage(body: &Map<String, Value>) -> bool {
    let options = body.get("stream_options").and_then(|options| options.get("include_usage"));
    options.and_then(Value::as_bool) == Some(true)
}

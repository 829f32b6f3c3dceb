//! What an attempt has reserved, and the row it leaves: whatever becomes of it, it is booked.

use crate::answer::Usage;
use crate::budget::Hold;
use crate::inner::Inner;
use crate::ledger::{Attempt, Entry};
use crate::route::Route;
use crate::vendor::Vendor;
use crate::verdict::{Failure, Verdict};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// The rows of one call, as they are booked.
pub(crate) type Rows = Arc<Mutex<Vec<Attempt>>>;

/// An attempt under way. Dropped before it is settled, it was called off: that is booked too, as an estimate.
pub(crate) struct Booking {
    pub(crate) inner: Arc<Inner>,
    pub(crate) vendor: Arc<Vendor>,
    pub(crate) route: Route,
    pub(crate) began: Instant,
    rows: Rows,
    row: Attempt,
    hold: Hold,
    n_reserved: u64,
    n_input: u64,
    n_characters: u64,
    /// Tokens that have come, by their letters.
    pub(crate) n_received: u64,
    pub(crate) first: Option<Duration>,
    /// Set at the first content, for whoever wonders whether to ask another.
    pub(crate) has_begun: Arc<AtomicBool>,
    pub(crate) request_id: String,
    is_settled: bool,
}

/// What was reserved.
pub(crate) struct Reserved {
    pub hold: Hold,
    pub n_tokens: u64,
    /// The estimate of the request.
    pub n_input: u64,
    /// Characters to be spoken.
    pub n_characters: u64,
}

impl Booking {
    pub(crate) fn new(
        inner: &Arc<Inner>,
        vendor: &Arc<Vendor>,
        route: &Route,
        row: Attempt,
        rows: &Rows,
        reserved: Reserved,
    ) -> Self {
        let row = Attempt {
            id: inner.ledger.new_id(),
            at: crate::ledger::now(),
            vendor: route.vendor.clone(),
            model: route.model.clone(),
            jurisdiction: vendor.jurisdiction.clone(),
            ..row
        };
        Self {
            inner: Arc::clone(inner),
            vendor: Arc::clone(vendor),
            route: route.clone(),
            began: Instant::now(),
            rows: Arc::clone(rows),
            row,
            hold: reserved.hold,
            n_reserved: reserved.n_tokens,
            n_input: reserved.n_input,
            n_characters: reserved.n_characters,
            n_received: 0,
            first: None,
            has_begun: Arc::default(),
            request_id: String::new(),
            is_settled: false,
        }
    }

    pub(crate) fn id(&self) -> i64 {
        self.row.id
    }

    /// Books an answer. Returns the usage as it is booked.
    pub(crate) fn answered(mut self, usage: Option<Usage>, model: &str) -> Usage {
        self.row.answered_model = model.to_owned();
        self.settle(Verdict::Answer, "", usage)
    }

    /// Books a failure.
    pub(crate) fn failed(mut self, failure: &Failure) {
        self.row.status = failure.status;
        self.settle(failure.verdict, &failure.detail, failure.usage.as_deref().copied());
    }

    fn settle(&mut self, verdict: Verdict, detail: &str, usage: Option<Usage>) -> Usage {
        self.is_settled = true;
        // A refusal to begin with costs nothing; what broke off after content has cost at least that.
        let has_begun = self.n_received > 0 || self.first.is_some();
        let has_cost = verdict == Verdict::Answer || has_begun || verdict == Verdict::Cancelled;
        let estimate = Usage {
            input: if has_cost { self.n_input } else { 0 },
            output: self.n_received,
            characters: if has_cost { self.n_characters } else { 0 },
            is_estimate: true,
            ..Usage::default()
        };
        let is_said = usage
            .is_some_and(|usage| usage.input + usage.output + usage.characters > 0 || usage.cost_microusd.is_some());
        let usage = usage.filter(|_| is_said).unwrap_or(estimate);
        // A stream that broke off has reported its input at best; its output is ours to count.
        let usage =
            Usage { output: usage.output.max(if verdict == Verdict::Answer { 0 } else { self.n_received }), ..usage };
        self.row.cost = self.inner.cost(&self.vendor, &self.route, &usage, self.row.at);
        self.row.usage = usage;
        self.row.verdict = verdict;
        self.row.detail = self.inner.redactor.message(detail);
        self.row.took_ms = self.began.elapsed().as_millis() as u64;
        self.row.first_ms = self.first.map(|first| first.as_millis() as u64);
        self.row.request_id = std::mem::take(&mut self.request_id);
        self.inner.settle(
            &self.route,
            std::mem::take(&mut self.hold),
            self.row.cost.microusd,
            self.n_reserved,
            usage.input + usage.output,
        );
        self.inner.ledger.add(Entry::Attempt(Box::new(self.row.clone())));
        self.rows.lock().unwrap_or_else(PoisonError::into_inner).push(self.row.clone());
        usage
    }
}

impl Drop for Booking {
    fn drop(&mut self) {
        if !self.is_settled {
            self.settle(Verdict::Cancelled, "called off: another was faster, or the caller left", None);
            self.inner.called_off(&self.route);
        }
    }
}

//! One attempt collected to its end, and a second one beside it when the first takes longer than it usually does.

use super::attempts::{Barred, Manner, prepare, start};
use super::plan::Candidate;
use super::prepare::Way;
use crate::answer::Answer;
use crate::ask::Ask;
use crate::attempt::{Booking, Exchange, Opened, Rows};
use crate::dialect::is_openai_wire;
use crate::error::Error;
use crate::inner::Inner;
use crate::judge::Finished;
use crate::ledger::Kind;
use crate::pace::Pace;
use crate::reply::{body_of, usage_chunk};
use crate::verdict::Failure;
use bytes::Bytes;
use futures::future::{Either, select};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// What came of one attempt or of two.
pub(crate) enum Raced {
    /// An answer, and which candidate gave it if it was the second.
    Answered(Box<Answer>, bool),
    Failed(Failure),
    OverBudget(Error),
}

/// What an attempt is made with.
pub(crate) struct Turn<'a> {
    pub inner: &'a Arc<Inner>,
    pub ask: &'a Ask,
    pub rows: &'a Rows,
    pub keeps_frames: bool,
}

impl Turn<'_> {
    /// Asks a candidate and, if it is slow for itself, another one beside it; the first answer wins.
    pub(crate) async fn race(&self, first: &Candidate, way: &Way, kind: Kind, second: Option<&Candidate>) -> Raced {
        let Some((second, after)) = second.and_then(|second| Some((second, self.hedge_after(first, second)?))) else {
            return self.single(first, way, kind, &Arc::default()).await;
        };
        let has_begun = Arc::new(AtomicBool::new(false));
        let leading = std::pin::pin!(self.single(first, way, kind, &has_begun));
        let leading = match select(leading, std::pin::pin!(tokio::time::sleep(after))).await {
            Either::Left((raced, _)) => return raced,
            Either::Right(((), leading)) => leading,
        };
        if has_begun.load(Ordering::Relaxed) || !self.may_still_hedge(second) {
            return leading.await;
        }
        let way = Way::first(self.inner, self.ask, &second.vendor, &second.route);
        let following = std::pin::pin!(async { self.single(second, &way, Kind::Hedge, &Arc::default()).await });
        // Whoever is dropped here is called off, and books itself as that.
        match select(leading, following).await {
            Either::Left((Raced::Answered(answer, _), _)) => Raced::Answered(answer, false),
            Either::Right((Raced::Answered(answer, _), _)) => Raced::Answered(answer, true),
            Either::Left((failed, following)) => match following.await {
                Raced::Answered(answer, _) => Raced::Answered(answer, true),
                _ => failed,
            },
            Either::Right((_, leading)) => leading.await,
        }
    }

    /// After how long a second request may be sent: when nineteen of twenty would have begun, and beside one who thinks
    /// in silence when any other would have been given up.
    fn hedge_after(&self, first: &Candidate, second: &Candidate) -> Option<Duration> {
        let settings = &self.inner.settings;
        if !settings.hedge || first.vendor.name == second.vendor.name || self.ask.purpose.shadow {
            return None;
        }
        let usual = self.inner.state().paces.get(&(first.route.clone(), self.ask.streamed)).and_then(Pace::p95);
        let usual = usual.map(|usual| (usual * 5 / 4).max(settings.timing.min_hedge));
        let is_silent = self.ask.streamed && first.vendor.quirks.thinks_silently;
        let patience = is_silent.then_some(settings.timing.first);
        usual.into_iter().chain(patience).min()
    }

    /// Only if there is plenty of room and of retries: a hedge must not make an outage worse.
    fn may_still_hedge(&self, second: &Candidate) -> bool {
        let inner = self.inner;
        !inner.is_nearly_full(&second.vendor.name) && {
            let mut state = inner.state();
            state.purse.is_plenty() && state.purse.pay()
        }
    }

    /// Asks a candidate once and collects the whole answer.
    async fn single(&self, candidate: &Candidate, way: &Way, kind: Kind, has_begun: &Arc<AtomicBool>) -> Raced {
        let manner = Manner { keeps_frames: self.keeps_frames, is_hurried: false };
        let prepared = prepare(self.inner, self.ask, candidate, way, kind, self.rows, manner).await;
        let mut prepared = match prepared {
            Ok(prepared) => prepared,
            Err(Barred::Failed(failure)) => return Raced::Failed(failure),
            Err(Barred::OverBudget(error)) => return Raced::OverBudget(error),
        };
        prepared.booking.has_begun = Arc::clone(has_begun);
        let whole = match start(self.inner, prepared).await {
            Ok(Opened::Whole(whole)) => {
                let (finished, body, booking) = *whole;
                Ok((finished, body, Vec::new(), booking))
            }
            Ok(Opened::Stream(exchange)) => self.collect(*exchange, candidate).await,
            Err(failure) => Err(failure),
        };
        match whole {
            Ok((finished, body, frames, booking)) => {
                Raced::Answered(Box::new(answer(finished, body, frames, booking)), false)
            }
            Err(failure) => Raced::Failed(failure),
        }
    }

    async fn collect(
        &self,
        mut exchange: Exchange,
        candidate: &Candidate,
    ) -> Result<(Finished, Bytes, Vec<Bytes>, Booking), Failure> {
        let mut frames = Vec::new();
        loop {
            match exchange.next().await {
                Ok(Some(frame)) if frame.chunk.is_empty() => {}
                Ok(Some(frame)) => frames.push(frame.chunk),
                Ok(None) => break,
                Err(failure) => {
                    let failure = exchange.fail(failure);
                    self.inner.failed(&candidate.route, &failure);
                    return Err(failure);
                }
            }
        }
        match exchange.close() {
            Ok((finished, booking)) => Ok((finished, Bytes::new(), frames, booking)),
            Err(failure) => {
                self.inner.failed(&candidate.route, &failure);
                Err(failure)
            }
        }
    }
}

/// Books the answer, and counts it for its route at its end and not before.
pub(crate) fn answer(finished: Finished, body: Bytes, frames: Vec<Bytes>, booking: Booking) -> Answer {
    let (route, attempt, inner) = (booking.route.clone(), booking.id(), Arc::clone(&booking.inner));
    let api = booking.vendor.quirks.api;
    let took = booking.began.elapsed();
    let is_stream = booking.first.is_some();
    let first = booking.first.unwrap_or(took);
    let usage = booking.answered(finished.usage, &finished.model);
    inner.well(&route, is_stream, first);
    let mut answer = Answer {
        text: inner.redactor.answer(&finished.text),
        reasoning: inner.redactor.answer(&finished.reasoning),
        tool_calls: finished.tool_calls,
        finish: finished.finish,
        usage,
        route,
        model: finished.model,
        attempt,
        took,
        first,
        body,
        frames,
    };
    if answer.body.is_empty() {
        answer.body = body_of(&answer);
    }
    if !answer.frames.is_empty() && !is_openai_wire(api) {
        answer.frames.push(usage_chunk(&answer));
    }
    answer
}

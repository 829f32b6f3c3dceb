//! A live stream: what may be handed on, and how it goes on when it breaks.

use crate::answer::Answer;
use crate::ask::Ask;
use crate::attempt::{Exchange, Frame, Opened, Rows};
use crate::dialect::is_openai_wire;
use crate::dispatch::{
    Barred, Candidate, Manner, Way, after_failure, answer_of, plan, prepare, start, wait_before_retry,
};
use crate::error::Error;
use crate::inner::Inner;
use crate::ledger::Kind;
use crate::reply::{chunk_with_text, chunks_of, usage_chunk};
use crate::route::Route;
use crate::verdict::{Failure, Then, Verdict};
use bytes::Bytes;
use std::sync::Arc;

/// Frames, each with whether it tells usage and nothing else.
type Frames = Vec<(Bytes, bool)>;

/// So many frames are handed on together at the most.
const AT_ONCE: usize = 128;

/// The state of a live stream.
pub(super) struct Live {
    candidates: Vec<Candidate>,
    tried: Vec<(Route, Failure)>,
    nth: usize,
    way: Option<Way>,
    kind: Kind,
    n_failures: u32,
    n_refusals: u32,
    exchange: Option<Exchange>,
    /// Frames before the first content: they can still be taken back.
    pending: Frames,
    /// Text that the client has.
    sent: String,
    /// How much of the exchange's own text the client has.
    n_sent: usize,
    has_begun: bool,
    /// The client has content that is no text, which no other stream can be held against.
    has_other: bool,
    is_over: bool,
    /// A frame that came with others was none; they are handed on first.
    failure: Option<Failure>,
}

impl Live {
    pub(super) fn new(inner: &Arc<Inner>, ask: &Ask) -> Self {
        let (candidates, tried) = plan(inner, ask);
        inner.state().purse.earn();
        Self {
            candidates,
            tried,
            nth: 0,
            way: None,
            kind: Kind::First,
            n_failures: 0,
            n_refusals: 0,
            exchange: None,
            pending: Vec::new(),
            sent: String::new(),
            n_sent: 0,
            has_begun: false,
            has_other: false,
            is_over: false,
            failure: None,
        }
    }

    /// Who is asked at this moment, or answered.
    pub(super) fn route(&self) -> Option<&Route> {
        self.candidates.get(self.nth).map(|candidate| &candidate.route)
    }

    /// The next frames that may be handed on; nothing at the end.
    pub(super) async fn more(&mut self, inner: &Arc<Inner>, ask: &Ask, rows: &Rows) -> Result<Option<Frames>, Error> {
        while !self.is_over {
            let Some(exchange) = self.exchange.as_mut() else {
                // Boxed, since it is large, and a stream is open for long after it.
                if let Some(answer) = Box::pin(self.open(inner, ask, rows)).await? {
                    self.is_over = true;
                    return self.whole(&answer).map(Some);
                }
                continue;
            };
            let next = match self.failure.take() {
                Some(failure) => Err(failure),
                None => exchange.next().await,
            };
            let failure = match next {
                Ok(Some(frame)) => match self.hand_on(frame) {
                    Ok(mut frames) => {
                        self.hand_on_what_has_come(&mut frames);
                        if frames.is_empty() {
                            continue;
                        }
                        return Ok(Some(frames));
                    }
                    Err(failure) => failure,
                },
                Ok(None) => match self.finish() {
                    Ok(frames) => return Ok(Some(frames)),
                    Err(failure) => {
                        self.lose(inner, ask, failure).await?;
                        continue;
                    }
                },
                Err(failure) => failure,
            };
            if let Some(exchange) = self.exchange.take() {
                let failure = exchange.fail(failure);
                self.lose(inner, ask, failure).await?;
            }
        }
        Ok(None)
    }

    /// Opens the next stream; a vendor that answers whole where a stream was asked gives its answer.
    async fn open(&mut self, inner: &Arc<Inner>, ask: &Ask, rows: &Rows) -> Result<Option<Answer>, Error> {
        let Some(candidate) = self.candidates.get(self.nth).cloned() else { return Err(self.exhausted()) };
        let way = match self.way.take() {
            Some(way) => way,
            None => Way::first(inner, ask, &candidate.vendor, &candidate.route),
        };
        let manner = Manner { keeps_frames: true, is_hurried: self.nth + 1 < self.candidates.len() };
        let prepared = prepare(inner, ask, &candidate, &way, self.kind, rows, manner).await;
        self.way = Some(way);
        let prepared = match prepared {
            Ok(prepared) => prepared,
            Err(Barred::OverBudget(error)) if self.tried.is_empty() && self.nth + 1 >= self.candidates.len() => {
                return Err(error);
            }
            Err(Barred::OverBudget(error)) => {
                self.next_route(Failure::new(Verdict::NoMoney, error.to_string()));
                return Ok(None);
            }
            Err(Barred::Failed(failure)) => {
                self.lose_here(inner, ask, failure).await?;
                return Ok(None);
            }
        };
        match start(inner, prepared).await {
            Ok(Opened::Stream(exchange)) => {
                self.exchange = Some(*exchange);
                self.n_sent = 0;
                self.pending.clear();
                Ok(None)
            }
            Ok(Opened::Whole(whole)) => {
                let (finished, body, booking) = *whole;
                Ok(Some(answer_of(finished, body, Vec::new(), booking)))
            }
            Err(failure) => {
                self.lose_here(inner, ask, failure).await?;
                Ok(None)
            }
        }
    }

    /// Frames that came in one packet go out in one.
    fn hand_on_what_has_come(&mut self, frames: &mut Frames) {
        while self.failure.is_none() && frames.len() < AT_ONCE {
            let Some(next) = self.exchange.as_mut().and_then(Exchange::next_come) else { return };
            match next.and_then(|frame| self.hand_on(frame)) {
                Ok(more) => frames.extend(more),
                Err(failure) => self.failure = Some(failure),
            }
        }
    }

    /// What of a frame may be handed on now.
    fn hand_on(&mut self, frame: Frame) -> Result<Frames, Failure> {
        let Frame { chunk, has_content, is_thought, is_usage } = frame;
        if is_thought {
            // Thoughts may be of several: they promise nothing about the answer.
            return Ok(if chunk.is_empty() { Vec::new() } else { vec![(chunk, false)] });
        }
        let text = self.exchange.as_ref().map_or("", Exchange::text);
        if !self.has_begun {
            if !chunk.is_empty() {
                self.pending.push((chunk, is_usage));
            }
            if !has_content {
                return Ok(Vec::new());
            }
            self.has_begun = true;
            self.has_other |= text.is_empty();
            self.note_sent();
            return Ok(std::mem::take(&mut self.pending));
        }
        if self.n_sent < self.sent.len() {
            return self.catch_up(&chunk);
        }
        self.has_other |= has_content && text.len() == self.n_sent;
        self.note_sent();
        Ok(if chunk.is_empty() { Vec::new() } else { vec![(chunk, is_usage)] })
    }

    fn note_sent(&mut self) {
        let text = self.exchange.as_ref().map_or("", Exchange::text);
        let new = text.get(self.n_sent..).unwrap_or_default().to_owned();
        self.n_sent = text.len();
        self.sent.push_str(&new);
    }

    /// The new stream must say what the client has; what it says beyond is handed on.
    fn catch_up(&mut self, chunk: &Bytes) -> Result<Frames, Failure> {
        let text = self.exchange.as_ref().map_or("", Exchange::text);
        if text.len() < self.sent.len() {
            return if self.sent.starts_with(text) { Ok(Vec::new()) } else { Err(differs()) };
        }
        let Some(beyond) = text.strip_prefix(self.sent.as_str()).map(str::to_owned) else { return Err(differs()) };
        self.n_sent = self.sent.len();
        self.note_sent();
        let frame = (!beyond.is_empty()).then(|| chunk_with_text(chunk, &beyond)).flatten();
        Ok(frame.map(|frame| (frame, false)).into_iter().collect())
    }

    /// The end of the stream, judged.
    fn finish(&mut self) -> Result<Frames, Failure> {
        let Some(exchange) = self.exchange.take() else { return Ok(Vec::new()) };
        let (finished, booking) = exchange.close()?;
        // What never was content, such as a bare end, is handed on with the end.
        let mut frames = std::mem::take(&mut self.pending);
        let tells_usage = is_openai_wire(booking.vendor.quirks.api);
        let answer = answer_of(finished, Bytes::new(), Vec::new(), booking);
        if !tells_usage {
            frames.push((usage_chunk(&answer), true));
        }
        self.is_over = true;
        Ok(frames)
    }

    fn whole(&mut self, answer: &Answer) -> Result<Frames, Error> {
        if !self.has_begun {
            return Ok(chunks_of(answer));
        }
        match answer.text.strip_prefix(self.sent.as_str()) {
            Some(beyond) => Ok(chunks_of(&Answer { text: beyond.to_owned(), ..answer.clone() })),
            None => {
                self.tried.push((answer.route.clone(), differs()));
                Err(self.exhausted())
            }
        }
    }

    /// A stream under way was lost: it counts against its route, and another is begun.
    async fn lose(&mut self, inner: &Arc<Inner>, ask: &Ask, failure: Failure) -> Result<(), Error> {
        if let Some(candidate) = self.candidates.get(self.nth) {
            inner.failed(&candidate.route, &failure);
        }
        if self.has_other {
            self.next_route(failure);
            return Err(self.exhausted());
        }
        self.lose_here(inner, ask, failure).await
    }

    async fn lose_here(&mut self, inner: &Arc<Inner>, ask: &Ask, failure: Failure) -> Result<(), Error> {
        self.pending.clear();
        let mended = match (failure.mend, self.way.as_mut(), self.candidates.get(self.nth)) {
            (Some(mend), Some(way), Some(candidate)) if !self.has_begun => way.mend(mend, ask, &candidate.vendor),
            _ => false,
        };
        if mended {
            self.kind = Kind::Retry;
            return Ok(());
        }
        self.n_failures += 1;
        let is_last = self.nth + 1 >= self.candidates.len();
        let route = self.candidates.get(self.nth).map(|candidate| &candidate.route);
        if let Some(wait) =
            route.and_then(|route| wait_before_retry(inner, ask, route, &failure, self.n_failures, is_last))
        {
            self.kind = Kind::Retry;
            tokio::time::sleep(wait).await;
            return Ok(());
        }
        let then = after_failure(&failure, ask.on_refusal);
        self.n_refusals += u32::from(failure.verdict == Verdict::Refused);
        self.next_route(failure);
        if then == Then::Nowhere || self.n_refusals >= 2 || self.nth >= self.candidates.len() {
            return Err(self.exhausted());
        }
        Ok(())
    }

    fn next_route(&mut self, failure: Failure) {
        if let Some(candidate) = self.candidates.get(self.nth) {
            self.tried.push((candidate.route.clone(), failure));
        }
        self.nth += 1;
        self.way = None;
        self.n_failures = 0;
        self.kind = Kind::Failover;
    }

    fn exhausted(&mut self) -> Error {
        self.is_over = true;
        let tried = std::mem::take(&mut self.tried);
        if tried.is_empty() {
            Error::NoRoute("no model is configured for this".into())
        } else {
            Error::Exhausted { tried }
        }
    }
}

/// Nobody's fault: it answers well, only not where the client stands. So it is called off, and nobody rests for it.
fn differs() -> Failure {
    Failure::new(
        Verdict::Cancelled,
        "it says otherwise than what the client already has, so it cannot go on from there",
    )
}

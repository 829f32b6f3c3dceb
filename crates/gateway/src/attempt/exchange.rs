//! A stream that has begun: frames are judged one by one, and its end as a whole.

use super::booking::Booking;
use super::open::{Sent, earlier, silent};
use crate::dialect::{self, Memory, Piece};
use crate::judge::{Finished, Sheet, canonical_finish, ends_answer};
use crate::reply::chunk_with_text;
use crate::sse::{Cutter, Event};
use crate::tokens;
use crate::verdict::{Failure, Then, Verdict};
use bytes::Bytes;
use reqwest::Response;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};
use tokio::time::timeout_at;

/// After the end of an answer was said, usage and the end mark may come so much later; then they are not waited for.
const GRACE: Duration = Duration::from_millis(500);

/// A stream under way.
pub(crate) struct Exchange {
    response: Response,
    sent: Sent,
    booking: Booking,
    cutter: Cutter,
    memory: Memory,
    sheet: Sheet,
    last_content: Instant,
    finished_at: Option<Instant>,
    is_over: bool,
    is_first_chunk: bool,
    created: i64,
}

/// A frame that was judged well.
#[derive(Debug)]
pub(crate) struct Frame {
    /// As the OpenAI wire says it; empty if there is nothing to say to a client.
    pub chunk: Bytes,
    /// Whether text or a tool's call came with it; a thought commits to nothing.
    pub has_content: bool,
    /// Whether it holds thoughts and nothing else.
    pub is_thought: bool,
    /// Whether it tells usage and nothing else.
    pub is_usage: bool,
}

impl Exchange {
    pub(super) fn new(response: Response, sent: Sent, booking: Booking) -> Self {
        let framing = dialect::framing(booking.vendor.quirks.api);
        let created = crate::ledger::now().as_second();
        Self {
            response,
            sent,
            last_content: booking.began,
            booking,
            cutter: Cutter::new(framing),
            memory: Memory::default(),
            sheet: Sheet::default(),
            finished_at: None,
            is_over: false,
            is_first_chunk: true,
            created,
        }
    }

    /// The text so far.
    pub(crate) fn text(&self) -> &str {
        &self.sheet.text
    }

    /// The next frame; nothing at the end of the stream. A failure is not booked yet: see [`Exchange::fail`].
    pub(crate) async fn next(&mut self) -> Result<Option<Frame>, Failure> {
        loop {
            if let Some(event) = self.cutter.next() {
                return self.take(event).map(Some);
            }
            if self.is_over || self.sheet.is_done() {
                self.drain().await;
                return Ok(None);
            }
            let until = self.until();
            match timeout_at(until.into(), self.response.chunk()).await {
                // All is said; only the end mark is missing.
                Err(_) if self.finished_at.is_some() => self.is_over = true,
                Err(_) => return Err(self.stalled(until)),
                Ok(Ok(Some(bytes))) => {
                    self.cutter.push(&bytes);
                    if self.cutter.is_flooded() {
                        return Err(Failure::new(Verdict::Broken, "a frame without end"));
                    }
                }
                Ok(Ok(None)) => {
                    self.is_over = true;
                    if let Some(event) = self.cutter.rest() {
                        return self.take(event).map(Some);
                    }
                }
                Ok(Err(_)) if self.finished_at.is_some() => self.is_over = true,
                Ok(Err(error)) => return Err(broken_off(&error, self.sheet.has_content)),
            }
        }
    }

    /// The next frame of those that have already come, if there is one.
    pub(crate) fn next_come(&mut self) -> Option<Result<Frame, Failure>> {
        let event = self.cutter.next()?;
        Some(self.take(event))
    }

    /// Only content moves this on: comments that keep the line open do not.
    fn until(&self) -> Instant {
        let timing = &self.booking.inner.settings.timing;
        let next = match self.finished_at {
            Some(at) => at + GRACE,
            None if !self.sheet.has_content => self.booking.began + self.sent.first,
            None if self.sheet.is_in_tool => self.last_content + timing.tool_idle,
            None => self.last_content + timing.idle,
        };
        earlier(next.min(self.booking.began + timing.whole), self.sent.deadline)
    }

    fn stalled(&self, until: Instant) -> Failure {
        let timing = &self.booking.inner.settings.timing;
        if until == self.booking.began + timing.whole {
            return silent("it was not done", timing.whole);
        }
        if self.sheet.has_content {
            let waited = until.saturating_duration_since(self.last_content);
            return Failure { verdict: Verdict::CutOff, ..silent("it stalled: nothing more came", waited) };
        }
        silent("no content", until.saturating_duration_since(self.booking.began))
    }

    fn take(&mut self, event: Event) -> Result<Frame, Failure> {
        let quirks = &self.booking.vendor.quirks;
        let mut piece =
            dialect::frame(quirks.api, &event, &mut self.memory).map_err(|why| Failure::new(Verdict::Broken, why))?;
        let is_repeated = quirks.cumulative && self.without_repetition(&mut piece);
        let has_content = piece.has_content();
        if has_content {
            self.last_content = Instant::now();
            let began = self.booking.began;
            let now = self.last_content;
            if self.booking.first.is_none() {
                self.booking.first = Some(now - began);
                self.booking.has_begun.store(true, Ordering::Relaxed);
            }
            self.booking.n_received += tokens::estimate(&piece.text) + tokens::estimate(&piece.reasoning);
            self.booking.n_received += piece.tools.iter().map(|tool| tokens::estimate(&tool.arguments)).sum::<u64>();
        }
        let is_thought = has_content && piece.text.is_empty() && piece.tools.is_empty();
        let is_usage = piece.usage.is_some() && !has_content && piece.finish.is_none();
        let chunk = match self.sent.keeps_frames {
            true if is_repeated => chunk_with_text(&event.data, &piece.text).unwrap_or_default(),
            true => self.chunk(&event, &piece),
            false => Bytes::new(),
        };
        if let Some(finish) = piece.finish.clone() {
            self.finished_at.get_or_insert_with(Instant::now);
            self.sheet.add(piece, &self.booking.vendor.quirks)?;
            // An end that is none is judged before a client sees it.
            ends_answer(&finish, &self.sent.expect).map_err(|failure| failure.with_usage(self.sheet.usage))?;
        } else {
            self.sheet.add(piece, &self.booking.vendor.quirks)?;
        }
        Ok(Frame { chunk, has_content: has_content && !is_thought, is_thought, is_usage })
    }

    /// Leaves only what is new in a piece that repeats the text from its beginning.
    fn without_repetition(&self, piece: &mut Piece) -> bool {
        let so_far = self.sheet.text.as_str();
        let new = piece.text.strip_prefix(so_far).filter(|_| !so_far.is_empty()).map(str::to_owned);
        let is_repeated = new.is_some();
        if let Some(new) = new {
            piece.text = new;
        }
        is_repeated
    }

    /// The frame as a client of the OpenAI wire wants it: the vendor's own bytes where it speaks that wire.
    fn chunk(&mut self, event: &Event, piece: &Piece) -> Bytes {
        if piece.error.is_some() {
            return Bytes::new();
        }
        if dialect::is_openai_wire(self.booking.vendor.quirks.api) {
            let is_mark = event.data.trim_ascii() == b"[DONE]";
            let is_clean = !self.booking.inner.redactor.is_in(&event.data);
            return if is_mark || !is_clean { Bytes::new() } else { event.data.clone() };
        }
        let id = format!("chatcmpl-{:x}", self.booking.id());
        let model = piece.model.as_deref().unwrap_or(&self.booking.route.model);
        let has_call = self.sheet.is_in_tool || !piece.tools.is_empty();
        let renamed = has_call.then(|| ends_in_call(piece)).flatten();
        // What it used is told in a frame of its own, at the end, to those who asked.
        let told = Piece { usage: None, ..renamed.unwrap_or_else(|| piece.clone()) };
        let chunk = dialect::chunk(&id, self.created, model, &told, self.is_first_chunk && piece.has_content());
        if chunk.is_some() && piece.has_content() {
            self.is_first_chunk = false;
        }
        chunk.unwrap_or_default()
    }

    /// Reads what is left behind the end mark, so that the connection can be used again.
    async fn drain(&mut self) {
        if !self.is_over {
            self.is_over = true;
            let soon = Instant::now() + Duration::from_millis(20);
            // Whatever comes or not: nothing depends on it.
            let _ = timeout_at(soon.into(), self.response.chunk()).await;
        }
    }

    /// Books a failure of this stream, with what it has cost.
    pub(crate) fn fail(self, failure: Failure) -> Failure {
        let detail = self.booking.inner.redactor.message(&failure.detail);
        let failure = Failure { detail, ..failure }.with_usage(self.sheet.usage);
        self.booking.failed(&failure);
        failure
    }

    /// The last look at the whole. A failure is booked.
    pub(crate) fn close(self) -> Result<(Finished, Booking), Failure> {
        let Self { sheet, sent, booking, .. } = self;
        match sheet.close(&sent.expect, &booking.route.model) {
            Ok(finished) => Ok((finished, booking)),
            Err(failure) => {
                booking.failed(&failure);
                Err(failure)
            }
        }
    }
}

/// A piece that ends a call as if it were a text, as Gemini and Ollama do, with its true end.
fn ends_in_call(piece: &Piece) -> Option<Piece> {
    let ends_in_text = canonical_finish(piece.finish.as_deref()?) == "stop";
    ends_in_text.then(|| Piece { finish: Some("tool_calls".into()), ..piece.clone() })
}

fn broken_off(error: &reqwest::Error, has_content: bool) -> Failure {
    let why = std::error::Error::source(error).map_or_else(|| error.to_string(), ToString::to_string);
    if has_content {
        Failure::new(Verdict::CutOff, format!("the stream broke off: {why}"))
    } else {
        Failure::new(Verdict::Broken, format!("the stream broke before it began: {why}")).then(Then::Again)
    }
}

//! Streams for clients: held until they are known to be answers, or passed on live from the first content.
//!
//! Held, nothing false can ever be handed on, and a stream that breaks is begun again elsewhere unseen. Live, failover is
//! free until the first content; after it a broken stream is begun again elsewhere and goes on where the client stands
//! if the new answer says the same so far, and ends in an error, never in a false end, if it does not.

mod live;

use crate::answer::{Answer, ToolCall};
use crate::ask::Ask;
use crate::attempt::Rows;
use crate::dispatch::run_held;
use crate::error::Error;
use crate::gateway::wants_usage;
use crate::inner::Inner;
use crate::ledger::Attempt;
use crate::reply::chunks_of;
use crate::route::Route;
use bytes::Bytes;
use live::Live;
use std::collections::VecDeque;
use std::sync::{Arc, PoisonError};

/// How far a stream is handed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hold {
    /// Not before its end was judged.
    Whole,
    /// From its first content.
    FirstContent,
}

/// One frame as the OpenAI wire says it: the JSON of a chunk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chunk(pub Bytes);

/// A stream for a client.
pub struct Stream {
    inner: Arc<Inner>,
    ask: Ask,
    rows: Rows,
    ready: VecDeque<Chunk>,
    source: Source,
    /// Who answered, once that is known to the end.
    answered: Option<Route>,
}

enum Source {
    Held,
    Live(Box<Live>),
    Over,
}

impl Stream {
    pub(crate) fn new(inner: &Arc<Inner>, mut ask: Ask, hold: Hold) -> Self {
        ask.streamed = true;
        let rows = Rows::default();
        // An answer that must fit a schema is known to fit at its end only.
        let source = match hold {
            Hold::FirstContent if ask.schema.is_none() => Source::Live(Box::new(Live::new(inner, &ask))),
            Hold::FirstContent | Hold::Whole => Source::Held,
        };
        Self { inner: Arc::clone(inner), ask, rows, ready: VecDeque::new(), source, answered: None }
    }

    /// The next frame; nothing after the last. An error is the last.
    pub async fn next(&mut self) -> Option<Result<Chunk, Error>> {
        loop {
            if let Some(chunk) = self.ready.pop_front() {
                return Some(Ok(chunk));
            }
            let more = match &mut self.source {
                Source::Over => return None,
                Source::Held => {
                    // Boxed, since it is large, and a stream is open for long.
                    let answer = Box::pin(run_held(&self.inner, &self.ask, &self.rows)).await;
                    self.source = Source::Over;
                    self.answered = answer.as_ref().ok().map(|answer| answer.route.clone());
                    answer.map(|answer| self.frames_of(answer))
                }
                Source::Live(live) => match live.more(&self.inner, &self.ask, &self.rows).await {
                    Ok(Some(frames)) => Ok(frames),
                    Ok(None) => {
                        self.answered = live.route().cloned();
                        self.source = Source::Over;
                        Ok(Vec::new())
                    }
                    Err(error) => {
                        self.source = Source::Over;
                        Err(error)
                    }
                },
            };
            match more {
                Ok(frames) => {
                    let wants_usage = wants_usage(&self.ask.body);
                    let wanted = frames.into_iter().filter(|(_, is_usage)| wants_usage || !is_usage);
                    self.ready.extend(wanted.map(|(bytes, _)| Chunk(bytes)));
                }
                Err(error) => return Some(Err(error)),
            }
        }
    }

    /// A frame that can be handed on without waiting.
    pub fn next_ready(&mut self) -> Option<Chunk> {
        self.ready.pop_front()
    }

    /// Every attempt so far.
    pub fn attempts(&self) -> Vec<Attempt> {
        self.rows.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Whose frames these are: of a live stream the route of the moment, of a held one the route that answered.
    pub fn route(&self) -> Option<&Route> {
        match &self.source {
            Source::Live(live) => live.route(),
            Source::Held | Source::Over => self.answered.as_ref(),
        }
    }

    /// Whether every attempt is over and booked.
    pub fn is_settled(&self) -> bool {
        matches!(self.source, Source::Over)
    }

    /// The kept frames, or some made of the answer where it was mended or came whole.
    fn frames_of(&self, answer: Answer) -> Vec<(Bytes, bool)> {
        let is_plain = !answer.frames.is_empty();
        if is_plain && answer.tool_calls.iter().all(ToolCall::is_named) && !has_tags(&answer.frames) {
            return answer.frames.into_iter().map(|frame| (frame.clone(), is_usage(&frame))).collect();
        }
        chunks_of(&answer)
    }
}

fn has_tags(frames: &[Bytes]) -> bool {
    frames.iter().any(|frame| [&b"<think>"[..], b"</think>"].iter().any(|tag| contains(frame, tag)))
}

fn contains(bytes: &[u8], what: &[u8]) -> bool {
    memchr::memmem::find(bytes, what).is_some()
}

/// A frame that tells usage and nothing else: some clients trip over it unless they asked for it.
fn is_usage(frame: &Bytes) -> bool {
    contains(frame, b"\"usage\"")
        && serde_json::from_slice::<serde_json::Value>(frame)
            .is_ok_and(|json| json.get("choices").and_then(|choices| choices.as_array()).is_some_and(Vec::is_empty))
}

//! A stream on its way to a client: its first frame is waited for, so that an error can still be an HTTP status.
//!
//! What takes longer is begun all the same and kept open with comments; then an error comes in the stream.

use crate::door::Patience;
use crate::fault::Fault;
use crate::reply::Trace;
use bytes::Bytes;
use gateway::{Chunk, Error, Stream};
use std::pin::Pin;
use tokio::time::timeout;

type First = Pin<Box<dyn Future<Output = (Stream, Option<Result<Chunk, Error>>)> + Send>>;

/// A stream under way.
pub(crate) struct Flow {
    state: State,
    patience: Patience,
}

enum State {
    /// Nothing has come yet.
    Waiting(First),
    /// The first frame has.
    Begun(Box<Stream>, Chunk),
    Flowing(Box<Stream>),
    Over,
}

/// What comes next.
pub(crate) enum Beat {
    /// The JSON of a chunk.
    Frame(Bytes),
    /// Nothing, for a while.
    Pause,
    /// There is no more, and it is not an answer.
    Failed(Fault),
    /// It was an answer.
    End,
}

impl Flow {
    /// Waits for the first frame, not for too long. Errors: there will be none.
    pub(crate) async fn begin(mut stream: Stream, patience: Patience) -> Result<Self, Fault> {
        // Dropping it would call the attempt off, so it is kept if it takes longer.
        let mut first: First = Box::pin(async move {
            let first = stream.next().await;
            (stream, first)
        });
        let state = match timeout(patience.before_headers, &mut first).await {
            Err(_) => State::Waiting(first),
            Ok((stream, Some(Ok(chunk)))) => State::Begun(Box::new(stream), chunk),
            Ok((stream, Some(Err(error)))) => return Err(Fault::of(&error, &stream.attempts())),
            Ok((_, None)) => State::Over,
        };
        Ok(Self { state, patience })
    }

    /// What is known of it as it begins.
    pub(crate) fn trace(&self) -> Trace {
        let State::Begun(stream, _) = &self.state else { return Trace::default() };
        let attempts = stream.attempts();
        match stream.route() {
            Some(route) if stream.is_settled() => Trace::of(route, &attempts),
            route => Trace { route: route.cloned(), n_attempts: Some(attempts.len() + 1), cost_microusd: None },
        }
    }

    pub(crate) async fn next(&mut self) -> Beat {
        if let State::Waiting(first) = &mut self.state {
            let Ok((stream, first)) = timeout(self.patience.between_comments, first).await else {
                return Beat::Pause;
            };
            self.state = State::Flowing(Box::new(stream));
            return self.beat(first);
        }
        match std::mem::replace(&mut self.state, State::Over) {
            State::Begun(stream, chunk) => {
                self.state = State::Flowing(stream);
                Beat::Frame(chunk.0)
            }
            State::Flowing(mut stream) => {
                let next = stream.next().await;
                self.state = State::Flowing(stream);
                self.beat(next)
            }
            State::Waiting(_) | State::Over => Beat::End,
        }
    }

    /// A frame that needs no waiting, so that what came together goes out together.
    pub(crate) fn next_ready(&mut self) -> Option<Bytes> {
        match &mut self.state {
            State::Flowing(stream) => stream.next_ready().map(|chunk| chunk.0),
            State::Waiting(_) | State::Begun(..) | State::Over => None,
        }
    }

    fn beat(&mut self, next: Option<Result<Chunk, Error>>) -> Beat {
        match next {
            Some(Ok(chunk)) => Beat::Frame(chunk.0),
            Some(Err(error)) => {
                let attempts = match &self.state {
                    State::Flowing(stream) => stream.attempts(),
                    _ => Vec::new(),
                };
                self.state = State::Over;
                Beat::Failed(Fault::of(&error, &attempts))
            }
            None => {
                self.state = State::Over;
                Beat::End
            }
        }
    }
}

//! What every fault works with: one healthy answer, and the ways of sending it.

use crate::vendors::answer::Answer;
use crate::vendors::script::{Act, End, Framing, LAST_CHUNK, Reply, Script, chunk};
use crate::vendors::trouble::Envelope;
use crate::vendors::wire::{self, Frame, Part, Voice};
use std::time::Duration;

/// Between two tokens of a stream under a fault, in seconds: about what a fast vendor needs.
const TOKEN_SECONDS: f64 = 0.015;

/// One answer about to be sent.
#[derive(Debug, Clone)]
pub(in crate::vendors) struct Stage {
    pub voice: Voice,
    pub envelope: Envelope,
    pub answer: Answer,
    pub streams: bool,
    pub headers: Vec<(&'static str, String)>,
    pub pace: f64,
    /// What a healthy stream waits between tokens, because the caller wants it.
    pub token_delay: Duration,
}

/// A part of a body. Tokens are what is waited for and counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::vendors) struct Piece {
    pub text: String,
    pub is_token: bool,
}

impl Stage {
    /// A fault's delay at this pace.
    pub fn paced(&self, seconds: f64) -> Duration {
        Duration::try_from_secs_f64(seconds * self.pace).unwrap_or(Duration::MAX)
    }

    /// What is waited between tokens under a fault.
    pub fn between(&self) -> Duration {
        self.paced(TOKEN_SECONDS).max(self.token_delay)
    }

    /// The answer as it is in health.
    pub fn healthy(&self) -> Script {
        if self.streams { self.stream(&self.frames(), self.token_delay) } else { self.whole().whole() }
    }

    /// The answer in health but at the pace of faults.
    pub fn unhurried(&self) -> Script {
        if self.streams { self.stream(&self.frames(), self.between()) } else { self.whole().whole() }
    }

    /// The whole answer as one reply.
    pub fn whole(&self) -> Reply {
        let mut reply = Reply::json(wire::body(&self.voice, &self.answer));
        reply.headers.extend(self.headers.iter().cloned());
        reply
    }

    pub fn frames(&self) -> Vec<Frame> {
        wire::frames(&self.voice, &self.answer)
    }

    /// The head of the answer: of a stream or of a whole.
    pub fn head(&self, framing: Framing) -> Act {
        let mut reply = if self.streams {
            let kind = wire::stream_type(self.voice.wire).to_owned();
            Reply {
                status: 200,
                headers: vec![("content-type", kind), ("cache-control", "no-cache".into())],
                ..Reply::default()
            }
        } else {
            Reply::json(String::new())
        };
        reply.headers.extend(self.headers.iter().cloned());
        Act::Send(reply.head(framing).into())
    }

    /// These frames as a stream that ends well.
    pub fn stream(&self, frames: &[Frame], between: Duration) -> Script {
        let Act::Send(head) = self.head(Framing::Chunked) else {
            return self.whole().whole();
        };
        if between.is_zero() {
            let n_bytes: usize = frames.iter().map(|frame| frame.text.len()).sum();
            let mut all = Vec::with_capacity(head.len() + n_bytes + 32);
            all.extend_from_slice(&head);
            all.extend_from_slice(format!("{n_bytes:x}\r\n").as_bytes());
            frames.iter().for_each(|frame| all.extend_from_slice(frame.text.as_bytes()));
            all.extend_from_slice(b"\r\n0\r\n\r\n");
            return Script { acts: vec![Act::Send(all.into())], end: End::KeepAlive };
        }
        let mut acts = vec![Act::Send(head)];
        for frame in frames {
            if is_content(frame.part) {
                acts.push(Act::Wait(between));
            }
            acts.push(Act::Send(chunk(frame.text.as_bytes())));
        }
        acts.push(Act::Send(LAST_CHUNK));
        Script { acts, end: End::KeepAlive }
    }

    /// The body in pieces: the frames of a stream, or a whole in three thirds.
    pub fn pieces(&self) -> Vec<Piece> {
        if self.streams {
            return pieces_of(self.frames());
        }
        let body = wire::body(&self.voice, &self.answer);
        let cut = |n: usize| body.floor_char_boundary(body.len() * n / 3);
        let thirds = [(0, cut(1)), (cut(1), cut(2)), (cut(2), body.len())];
        let piece = |(start, end)| Piece { text: body.get(start..end).unwrap_or_default().to_owned(), is_token: true };
        thirds.into_iter().map(piece).collect()
    }

    /// Adds pieces of a chunked body, each token after its wait.
    pub fn push_chunks(&self, acts: &mut Vec<Act>, pieces: &[Piece]) {
        for piece in pieces {
            if piece.is_token && self.streams {
                acts.push(Act::Wait(self.between()));
            }
            acts.push(Act::Send(chunk(piece.text.as_bytes())));
        }
    }
}

fn is_content(part: Part) -> bool {
    matches!(part, Part::Text | Part::Thought | Part::Call)
}

/// Frames as pieces. The text counts; where there is none the call, and else the thoughts.
pub(super) fn pieces_of(frames: Vec<Frame>) -> Vec<Piece> {
    let has = |part: Part| frames.iter().any(|frame| frame.part == part);
    let counted = [Part::Text, Part::Call].into_iter().find(|part| has(*part)).unwrap_or(Part::Thought);
    frames.into_iter().map(|frame| Piece { is_token: frame.part == counted, text: frame.text }).collect()
}

/// The index after the piece that completes this share of the tokens.
pub(super) fn after_share(pieces: &[Piece], numerator: usize, denominator: usize) -> usize {
    let n_all = pieces.iter().filter(|piece| piece.is_token).count();
    let wanted = (n_all * numerator).div_ceil(denominator).max(1);
    let tokens = pieces.iter().enumerate().filter(|(_, piece)| piece.is_token);
    tokens.take(wanted).last().map_or(pieces.len(), |(index, _)| index + 1)
}

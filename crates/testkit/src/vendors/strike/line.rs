//! Faults of the line: the connection, the headers, the framing of the body.

use super::stage::{Piece, Stage, after_share};
use crate::vendors::script::{Act, End, Framing, LAST_CHUNK, Reply, Script, chunk};
use crate::vendors::wire::{self, Part};
use bytes::Bytes;
use std::time::Duration;

/// A fault of the line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::vendors) enum Line {
    /// RST instead of an answer.
    Reset,
    /// Not a byte for so long, then all.
    Silent { seconds: f64 },
    /// Headers at once, the first token after so long.
    SlowFirstToken { seconds: f64 },
    /// So long between tokens.
    SlowTokens { seconds: f64 },
    /// A chunked body breaks off after two thirds of its tokens, without its last chunk.
    DirtyCut,
    /// A body without a length ends after two thirds of its tokens, in good order.
    CleanCut,
    /// Silence after a third of the tokens, then the rest.
    Stall { seconds: f64 },
    /// The same with the vendor's own signs of life.
    StallKeptAlive { seconds: f64 },
    /// A tool call begins, then only signs of life, then its arguments.
    SilentArguments { seconds: f64 },
    /// A page of a proxy.
    Html,
    /// JSON cut off, with the length of what is left.
    CutJson,
    /// Blank lines first.
    BlankLines,
}

/// Signs of life come so often, in seconds.
const SIGN_SECONDS: f64 = 1.0;

/// So many blank lines come before the answer of f13.
const N_BLANK_LINES: usize = 5;

const PAGE: &str = "<!DOCTYPE html>\n<html><head><title>Service gateway</title></head>\
<body><h1>One moment, please</h1><p>Checking your connection.</p></body></html>\n";

/// The answer on a faulty line.
pub(in crate::vendors) fn script(line: Line, stage: &Stage) -> Script {
    match line {
        Line::Reset => Script { acts: Vec::new(), end: End::Reset },
        Line::Silent { seconds } => stage.healthy().after(stage.paced(seconds)),
        Line::SlowFirstToken { seconds } => slow_first_token(stage, stage.paced(seconds)),
        Line::SlowTokens { seconds } if stage.streams => stage.stream(&stage.frames(), stage.paced(seconds)),
        Line::SlowTokens { seconds } => stage.healthy().after(stage.paced(seconds)),
        Line::DirtyCut => cut(stage, Framing::Chunked),
        Line::CleanCut => cut(stage, Framing::UntilClose),
        Line::Stall { seconds } => stall(stage, |acts| acts.push(Act::Wait(stage.paced(seconds)))),
        Line::StallKeptAlive { seconds } if stage.streams => stall(stage, |acts| signs(stage, acts, seconds)),
        Line::StallKeptAlive { seconds } => blank_lines_for(stage, seconds),
        Line::SilentArguments { seconds } if stage.streams => silent_arguments(stage, seconds),
        Line::SilentArguments { seconds } => blank_lines_for(stage, seconds),
        Line::Html => html(stage),
        Line::CutJson => cut_json(stage),
        Line::BlankLines => blank_lines(stage),
    }
}

/// Chunked, whole, at the pace of faults, with something before the piece of this index.
fn interrupted(stage: &Stage, pieces: &[Piece], at: usize, interrupt: impl FnOnce(&mut Vec<Act>)) -> Script {
    let (before, after) = pieces.split_at(at.min(pieces.len()));
    let mut acts = vec![stage.head(Framing::Chunked)];
    stage.push_chunks(&mut acts, before);
    interrupt(&mut acts);
    stage.push_chunks(&mut acts, after);
    acts.push(Act::Send(LAST_CHUNK));
    Script { acts, end: End::KeepAlive }
}

fn slow_first_token(stage: &Stage, delay: Duration) -> Script {
    if !stage.streams {
        return stage.healthy().after(delay);
    }
    let pieces = stage.pieces();
    let first = pieces.iter().position(|piece| piece.is_token).unwrap_or(0);
    interrupted(stage, &pieces, first, |acts| acts.push(Act::Wait(delay)))
}

fn cut(stage: &Stage, framing: Framing) -> Script {
    let mut pieces = stage.pieces();
    pieces.truncate(after_share(&pieces, 2, 3));
    let mut acts = vec![stage.head(framing)];
    if framing == Framing::Chunked {
        stage.push_chunks(&mut acts, &pieces);
    } else {
        for piece in pieces {
            if stage.streams {
                acts.push(Act::Wait(stage.between()));
            }
            acts.push(Act::Send(piece.text.into()));
        }
    }
    Script { acts, end: End::Close }
}

fn stall(stage: &Stage, pause: impl FnOnce(&mut Vec<Act>)) -> Script {
    let pieces = stage.pieces();
    interrupted(stage, &pieces, after_share(&pieces, 1, 3), pause)
}

/// The vendor's signs of life for so long.
fn signs(stage: &Stage, acts: &mut Vec<Act>, seconds: f64) {
    repeated(stage, acts, seconds, wire::keep_alive(&stage.voice));
}

fn repeated(stage: &Stage, acts: &mut Vec<Act>, seconds: f64, sign: &str) {
    let sign = chunk(sign.as_bytes());
    for _ in 0..(seconds / SIGN_SECONDS) as usize {
        acts.push(Act::Wait(stage.paced(SIGN_SECONDS)));
        acts.push(Act::Send(sign.clone()));
    }
}

/// A whole answer cannot be interrupted within its JSON; the vendors send blank lines before it.
fn blank_lines_for(stage: &Stage, seconds: f64) -> Script {
    interrupted(stage, &stage.pieces(), 0, |acts| repeated(stage, acts, seconds, "\n"))
}

fn silent_arguments(stage: &Stage, seconds: f64) -> Script {
    let first_call = stage.frames().iter().position(|frame| frame.part == Part::Call);
    let pieces = stage.pieces();
    let at = first_call.map_or_else(|| after_share(&pieces, 0, 1), |index| index + 1);
    interrupted(stage, &pieces, at, |acts| signs(stage, acts, seconds))
}

fn html(stage: &Stage) -> Script {
    let headers = vec![("content-type", "text/html; charset=utf-8".to_owned())];
    let mut reply = Reply { status: 200, headers, body: PAGE.to_owned() };
    reply.headers.extend(stage.headers.iter().cloned());
    reply.whole()
}

fn cut_json(stage: &Stage) -> Script {
    let cut = |text: &str| text.get(..text.floor_char_boundary(text.len() * 2 / 3)).unwrap_or_default().to_owned();
    if !stage.streams {
        let mut reply = stage.whole();
        reply.body = cut(&reply.body);
        return reply.whole();
    }
    let frames = stage.frames();
    let whole = frames.iter().find(|frame| frame.part == Part::Text).or(frames.first());
    let event = whole.map(|frame| format!("{}\n\n", cut(&frame.text))).unwrap_or_default();
    let acts = vec![stage.head(Framing::Chunked), Act::Send(chunk(event.as_bytes())), Act::Send(LAST_CHUNK)];
    Script { acts, end: End::KeepAlive }
}

fn blank_lines(stage: &Stage) -> Script {
    let line = if stage.streams && stage.voice.wire != crate::vendors::route::Wire::Ollama {
        chunk(format!("\n{}", wire::keep_alive(&stage.voice)).as_bytes())
    } else {
        chunk(b"\n")
    };
    interrupted(stage, &stage.pieces(), 0, |acts| {
        for _ in 0..N_BLANK_LINES {
            acts.push(Act::Wait(stage.between()));
            acts.push(Act::Send(Bytes::clone(&line)));
        }
    })
}

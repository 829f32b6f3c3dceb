//! Faults in the events of a stream; a whole answer shows the nearest thing to them.

use super::stage::{Stage, after_share, pieces_of};
use crate::vendors::envelope;
use crate::vendors::route::Wire;
use crate::vendors::script::{Act, End, Framing, LAST_CHUNK, Reply, Script, chunk};
use crate::vendors::trouble::{Trouble, told};
use crate::vendors::wire::{self, Counted, Frame, Part};
use crate::vendors::{CANONICAL, CANONICAL_WIDE};
use bytes::Bytes;
use serde_json::Value;

/// A fault in the events of a stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::vendors) enum Flaw {
    /// The 21st of 60 tokens comes as broken JSON.
    Malformed,
    /// Everything but the end mark.
    NoDone,
    /// Two thirds, an error, the end.
    ErrorThenEnd,
    /// Two thirds, an error, and then as if nothing had been.
    ErrorThenMore,
    /// An error before the first token.
    OverloadedAtOnce,
    UsageInChoices,
    UsageTwice,
    UsageCumulative,
    UsageNone,
    /// Characters split over packets, CRLF, no blank after `data:`, many events in one packet.
    OddPackets,
    /// Each byte in a packet of its own.
    SingleBytes,
}

/// The answer with flawed events.
pub(in crate::vendors) fn script(flaw: Flaw, mut stage: Stage) -> Script {
    match flaw {
        Flaw::UsageInChoices => stage.voice.counted = Counted::InChoices,
        Flaw::UsageTwice => stage.voice.counted = Counted::Twice,
        Flaw::UsageCumulative => stage.voice.counted = Counted::Cumulatively,
        Flaw::UsageNone => stage.voice.counted = Counted::Never,
        Flaw::OddPackets | Flaw::SingleBytes => return packets(flaw, stage),
        _ if !stage.streams => return whole(flaw, &stage),
        _ => return stage.stream(&flawed(flaw, &stage), stage.between()),
    }
    stage.unhurried()
}

fn flawed(flaw: Flaw, stage: &Stage) -> Vec<Frame> {
    let mut frames = stage.frames();
    let at = |numerator| after_share(&pieces_of(frames.clone()), numerator, 3);
    match flaw {
        Flaw::Malformed => {
            let at = at(1);
            if let Some(frame) = frames.get_mut(at) {
                *frame = wire::malformed(&stage.voice);
            }
        }
        Flaw::NoDone => without_end_mark(&mut frames),
        Flaw::ErrorThenEnd => {
            let at = at(2);
            frames.truncate(at);
            frames.push(error(stage, Trouble::BadGateway));
        }
        Flaw::ErrorThenMore => {
            let at = at(2);
            frames.insert(at, error(stage, Trouble::BadGateway));
        }
        Flaw::OverloadedAtOnce => {
            frames.retain(|frame| frame.part == Part::Open);
            frames.push(named_error(stage));
        }
        _ => {}
    }
    frames
}

fn without_end_mark(frames: &mut Vec<Frame>) {
    if frames.iter().any(|frame| frame.part == Part::Done) {
        frames.retain(|frame| frame.part != Part::Done);
    } else if let Some(last) = frames.last_mut() {
        // Where the last event is itself the end, it loses the blank line that closes it.
        last.text.truncate(last.text.trim_end().len());
    }
}

fn error(stage: &Stage, trouble: Trouble) -> Frame {
    let told = told(stage.envelope, trouble, &stage.answer.model);
    wire::in_band(&stage.voice, stage.envelope, &told, &stage.answer)
}

/// The error under the name `error`, which only Anthropic's and the responses' events have of themselves.
fn named_error(stage: &Stage) -> Frame {
    let mut frame = error(stage, Trouble::Overloaded);
    if matches!(stage.voice.wire, Wire::Chat | Wire::Gemini) {
        frame.text.insert_str(0, "event: error\n");
    }
    frame
}

fn whole(flaw: Flaw, stage: &Stage) -> Script {
    let mut reply = stage.whole();
    let error = |trouble| envelope::refusal(stage.envelope, trouble, &stage.answer.model);
    match flaw {
        Flaw::Malformed => reply.body = reply.body.replacen(':', "", 1),
        Flaw::ErrorThenEnd => reply = Reply { status: 200, ..error(Trouble::BadGateway) },
        Flaw::ErrorThenMore => reply.body = with_error(&reply.body, &error(Trouble::BadGateway).body),
        Flaw::OverloadedAtOnce => reply = error(Trouble::Overloaded),
        _ => {}
    }
    reply.whole()
}

/// A whole answer that tells an error besides, in the vendor's envelope: what only an error has comes in, and what
/// says that all is well makes room for it. What names the answer's own kind stays.
fn with_error(body: &str, error: &str) -> String {
    let parsed = |text: &str| serde_json::from_str::<Value>(text).unwrap_or_default();
    let (mut body, error) = (parsed(body), parsed(error));
    for (key, told) in error.as_object().into_iter().flatten() {
        if matches!(key.as_str(), "error" | "base_resp") || body.get(key).is_none() {
            body[key.as_str()] = told.clone();
        }
    }
    body.to_string()
}

fn packets(flaw: Flaw, mut stage: Stage) -> Script {
    if stage.answer.text == CANONICAL {
        stage.answer.text = CANONICAL_WIDE.to_owned();
        stage.answer.count();
    }
    let body: String = stage.pieces().into_iter().map(|piece| piece.text).collect();
    let mut acts = vec![stage.head(Framing::Chunked)];
    if flaw == Flaw::SingleBytes {
        let framed = chunk(body.as_bytes());
        acts.extend((0..framed.len()).map(|at| Act::Send(framed.slice(at..=at))));
    } else {
        let odd = if stage.streams { odd(&body) } else { body };
        for packet in split_within_characters(&odd) {
            acts.push(Act::Wait(stage.between()));
            acts.push(Act::Send(chunk(packet)));
        }
    }
    acts.push(Act::Send(Bytes::clone(&LAST_CHUNK)));
    Script { acts, end: End::KeepAlive }
}

fn odd(events: &str) -> String {
    events.replace("data: ", "data:").replace('\n', "\r\n")
}

/// Cut after the first byte of each character that has several, and nowhere else.
fn split_within_characters(text: &str) -> Vec<&[u8]> {
    let bytes = text.as_bytes();
    let cuts = text.char_indices().filter(|(_, c)| c.len_utf8() > 1).map(|(at, _)| at + 1);
    let mut packets = Vec::new();
    let mut start = 0;
    for cut in cuts.chain([bytes.len()]) {
        packets.extend(bytes.get(start..cut));
        start = cut;
    }
    packets
}

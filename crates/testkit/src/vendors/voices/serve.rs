//! From an order to the script that answers it, with the faults of the line.

use super::Options;
use super::azure::Azure;
use super::elevenlabs::ElevenLabs;
use super::fault::Fault;
use super::house::{House, Wrapped};
use super::minimax::MiniMax;
use super::openai::OpenAi;
use super::order::Order;
use super::simulator::KEY;
use super::sovits::Sovits;
use super::volcano::Volcano;
use crate::vendors::http::Request;
use crate::vendors::script::{Act, End, Framing, LAST_CHUNK, Reply, Script, chunk};
use std::time::Duration;

/// A line is silent for so long, in seconds.
const SILENT_SECONDS: f64 = 120.0;
/// And stalls for so long.
const STALL_SECONDS: f64 = 30.0;

/// What was sent must have arrived before a reset, which overtakes it.
pub(super) const BEFORE_RESET: Duration = Duration::from_millis(400);

const PAGE: &str = "<!DOCTYPE html>\n<html><head><title>Service gateway</title></head>\
<body><h1>One moment, please</h1><p>Checking your connection.</p></body></html>\n";

/// The house of this name.
pub(super) fn house(vendor: &str) -> Option<&'static dyn House> {
    match vendor {
        "openai" | "kokoro" => Some(&OpenAi),
        "minimax" => Some(&MiniMax),
        "elevenlabs" => Some(&ElevenLabs),
        "azure" => Some(&Azure),
        "volcano" => Some(&Volcano),
        "gpt-sovits" => Some(&Sovits),
        _ => None,
    }
}

/// Answers an order in health or with a fault.
pub(super) fn script(
    house: &dyn House,
    options: Options,
    request: &Request,
    order: &Order,
    fault: Option<Fault>,
) -> Script {
    let seconds = |seconds: f64| Duration::from_secs_f64(seconds * options.pace);
    match fault {
        Some(Fault::Refused(refusal)) => return house.refusal(refusal, KEY).whole(),
        Some(Fault::Reset) => return Script { acts: Vec::new(), end: End::Reset },
        Some(Fault::Html) => {
            let headers = vec![("content-type", "text/html; charset=utf-8".to_owned())];
            return Reply { status: 200, headers, body: PAGE.to_owned() }.whole();
        }
        Some(Fault::Json) => return Reply::json("{\"status\": \"queued\"}".into()).whole(),
        _ => {}
    }
    let sound = order.sound(fault, options.words);
    let Wrapped { content_type, headers, frames, n_before } = house.frames(request, order, &sound, fault);
    let headers = headers.into_iter().chain([("content-type", content_type)]).collect();
    let reply = Reply { status: 200, headers, body: String::new() };
    let mut acts = vec![Act::Send(reply.head(Framing::Chunked).into())];
    let n_frames = frames.len();
    let breaks = matches!(fault, Some(Fault::Cut | Fault::ResetAmid));
    let n_sent = if breaks { n_before + (n_frames - n_before) / 2 } else { n_frames };
    for (nth, frame) in frames.iter().enumerate().take(n_sent) {
        if fault == Some(Fault::Stall) && nth == n_before.max(n_frames / 2) {
            acts.push(Act::Wait(seconds(STALL_SECONDS)));
        }
        if nth >= n_before {
            acts.push(Act::Wait(if nth == n_before { options.first } else { options.between }));
        }
        acts.push(Act::Send(chunk(frame)));
    }
    if fault == Some(Fault::Silent) {
        acts.insert(1, Act::Wait(seconds(SILENT_SECONDS)));
    }
    match fault {
        Some(Fault::Cut) => return Script { acts, end: End::Close },
        Some(Fault::ResetAmid) => {
            acts.push(Act::Wait(BEFORE_RESET));
            return Script { acts, end: End::Reset };
        }
        _ => {}
    }
    acts.push(Act::Send(LAST_CHUNK));
    Script { acts, end: End::KeepAlive }
}

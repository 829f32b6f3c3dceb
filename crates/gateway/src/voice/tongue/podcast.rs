//! Doubao's podcast over a WebSocket, with our own turns (action 3): its hosts' voices, a turn a line.

use super::doubao::{RATE_HZ, failure, headers, speech_rate, used};
use super::events::{milliseconds, must_have_ended};
use super::{Capabilities, Claim, Come, Ear, Heard, Line, Outgoing, Speaker, Tongue, frames};
use crate::vendor::Vendor;
use crate::verdict::{Failure, Verdict};
use serde_json::{Value, json};
use std::sync::Arc;

/// The only service behind it.
const RESOURCE: &str = "volc.service_type.10050";
/// A turn may have 300 characters.
const LONGEST: usize = 300;
/// One session on a connection, so any name will do.
const SESSION: &str = "zaowan";

const START_CONNECTION: i32 = 1;
const CONNECTED: i32 = 50;
const CONNECTION_FAILED: i32 = 51;
const START_SESSION: i32 = 100;
const FINISH_SESSION: i32 = 102;
const SESSION_STARTED: i32 = 150;
const SESSION_FINISHED: i32 = 152;
const SESSION_FAILED: i32 = 153;
const USED: i32 = 154;
const SOUND: i32 = 361;
const ROUND_END: i32 = 362;

/// The protocol.
pub(crate) struct Podcast;

impl Tongue for Podcast {
    fn capabilities(&self, speaker: &Speaker) -> Capabilities {
        let longest = speaker.vendor.quirks.speech_longest.unwrap_or(LONGEST);
        Capabilities { longest, streams: true, marks: false, pauses: false, laughs: false, readings: false }
    }

    fn say(&self, speaker: &Speaker, line: &Line) -> Outgoing {
        let url = speaker.url("/sami/podcasttts");
        Outgoing::socket(&url, headers(speaker, RESOURCE), session(speaker, line), RATE_HZ)
    }

    fn ear(&self, speaker: &Speaker, line: &Line) -> Box<dyn Ear> {
        let vendor = Arc::clone(&speaker.vendor);
        Box::new(Round { vendor, session: session(speaker, line), duration_ms: 0, is_done: false, has_sound: false })
    }
}

fn session(speaker: &Speaker, line: &Line) -> String {
    let body = json!({
        "action": 3,
        "nlp_texts": [{"speaker": speaker.route.voice, "text": line.aliased()}],
        "use_head_music": false,
        "use_tail_music": false,
        "audio_config": {"format": "pcm", "sample_rate": RATE_HZ, "speech_rate": speech_rate(line.pace)},
    });
    body.to_string()
}

struct Round {
    vendor: Arc<Vendor>,
    session: String,
    duration_ms: u64,
    is_done: bool,
    has_sound: bool,
}

impl Ear for Round {
    fn take(&mut self, come: Come<'_>, heard: &mut Vec<Heard>) -> Result<(), Failure> {
        match come {
            Come::Begun(_) => heard.push(Heard::SayBytes(frames::request(START_CONNECTION, "", "{}"))),
            Come::Binary(bytes) => {
                let frame = frames::read(bytes).ok_or_else(|| Failure::new(Verdict::Broken, "a frame that is cut"))?;
                return self.frame(&frame, heard);
            }
            Come::Ended => return must_have_ended(self.is_done, self.has_sound, "SessionFinished"),
            Come::Text(_) | Come::Bytes(_) => {}
        }
        Ok(())
    }
}

impl Round {
    fn frame(&mut self, frame: &frames::Frame, heard: &mut Vec<Heard>) -> Result<(), Failure> {
        let json = || serde_json::from_slice::<Value>(&frame.payload).unwrap_or_default();
        let is_failure = matches!(frame.event, CONNECTION_FAILED | SESSION_FAILED);
        if frame.kind == frames::ERROR || is_failure {
            let mut told = json();
            if !told.is_object() {
                let message: String = String::from_utf8_lossy(&frame.payload).chars().take(200).collect();
                told = json!({"message": message});
            }
            if told.get("code").is_none() && frame.kind == frames::ERROR {
                told["code"] = json!(frame.event);
            }
            let unsaid = || Failure::new(Verdict::Broken, "it failed and does not say why");
            return Err(failure(&self.vendor, &told, true).unwrap_or_else(unsaid));
        }
        match frame.event {
            CONNECTED => {
                heard.push(Heard::SayBytes(frames::request(START_SESSION, SESSION, &self.session)));
            }
            SESSION_STARTED => heard.push(Heard::SayBytes(frames::request(FINISH_SESSION, SESSION, "{}"))),
            SOUND => {
                self.has_sound |= !frame.payload.is_empty();
                heard.push(Heard::Sound(frame.payload.clone()));
            }
            ROUND_END => {
                self.duration_ms += json().get("audio_duration").and_then(milliseconds).unwrap_or(0);
            }
            USED => heard.extend(used(&json()).map(Heard::Used)),
            SESSION_FINISHED => {
                self.is_done = true;
                if self.duration_ms > 0 {
                    heard.push(Heard::Claim(Claim { milliseconds: Some(self.duration_ms), ..Claim::default() }));
                }
                heard.push(Heard::Done);
            }
            _ => {}
        }
        Ok(())
    }
}

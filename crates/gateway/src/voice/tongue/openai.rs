//! OpenAI's speech, and every server that copies it: raw sound, or events with its end and its usage.

use super::raw::{Raw, in_place_of_sound};
use super::{Capabilities, Come, Ear, Heard, Line, Outgoing, Speaker, Tongue};
use crate::judge;
use crate::sse::{Cutter, Event, Framing};
use crate::vendor::Vendor;
use crate::verdict::{Failure, Verdict};
use crate::voice::VoiceUsage;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use std::sync::Arc;

/// Samples a second of its raw sound.
const RATE_HZ: u32 = 24_000;
/// Characters of one request: OpenAI's own limit; servers of one's own rarely say theirs.
const LONGEST: usize = 2_000;

/// The protocol.
pub(crate) struct OpenAi;

impl Tongue for OpenAi {
    fn capabilities(&self, speaker: &Speaker) -> Capabilities {
        let longest = speaker.vendor.quirks.speech_longest.unwrap_or(LONGEST);
        Capabilities { longest, streams: true, marks: false, pauses: false, laughs: false, readings: false }
    }

    fn say(&self, speaker: &Speaker, line: &Line) -> Outgoing {
        let quirks = &speaker.vendor.quirks;
        let mut body = json!({
            "model": speaker.route.model,
            "voice": speaker.route.voice,
            "input": line.aliased(),
            "response_format": "pcm",
        });
        if (line.pace - 1.0).abs() > 0.005 && line.pace > 0.0 {
            body["speed"] = json!((f64::from(line.pace.clamp(0.25, 4.0)) * 100.0).round() / 100.0);
        }
        if speaker.is_of(&quirks.speech_events) {
            body["stream_format"] = json!("sse");
        }
        let mut headers = vec![("content-type", "application/json".to_owned())];
        headers.extend(speaker.bearer());
        let rate_hz = quirks.speech_rate.unwrap_or(RATE_HZ);
        Outgoing { url: speaker.url("/audio/speech"), headers, body: body.to_string(), rate_hz }
    }

    fn ear(&self, speaker: &Speaker) -> Box<dyn Ear> {
        Box::new(Reply::Unknown { vendor: Arc::clone(&speaker.vendor) })
    }
}

/// A reply, once its type is known.
enum Reply {
    Unknown { vendor: Arc<Vendor> },
    Raw(Raw),
    Events(Events),
}

impl Ear for Reply {
    fn take(&mut self, come: Come<'_>, heard: &mut Vec<Heard>) -> Result<(), Failure> {
        if let (Self::Unknown { vendor }, Come::Begun(kind)) = (&*self, come) {
            *self = if kind.contains("event-stream") {
                Self::Events(Events { vendor: Arc::clone(vendor), cutter: Cutter::new(Framing::Sse), is_done: false })
            } else {
                // Events were asked for; a server that knows none of them sends sound, which is as good.
                Self::Raw(Raw::new(vendor))
            };
        }
        match self {
            Self::Raw(raw) => raw.take(come, heard),
            Self::Events(events) => events.take(come, heard),
            Self::Unknown { .. } => Err(Failure::new(Verdict::Broken, "bytes came before the reply began")),
        }
    }
}

struct Events {
    vendor: Arc<Vendor>,
    cutter: Cutter,
    is_done: bool,
}

impl Events {
    fn take(&mut self, come: Come<'_>, heard: &mut Vec<Heard>) -> Result<(), Failure> {
        match come {
            Come::Begun(_) => {}
            Come::Bytes(bytes) => {
                self.cutter.push(bytes);
                while let Some(event) = self.cutter.next() {
                    self.event(&event, heard)?;
                }
            }
            Come::Ended => {
                if let Some(event) = self.cutter.rest() {
                    self.event(&event, heard)?;
                }
                if !self.is_done {
                    return Err(Failure::new(Verdict::CutOff, "the events ended without speech.audio.done"));
                }
            }
        }
        Ok(())
    }

    fn event(&mut self, event: &Event, heard: &mut Vec<Heard>) -> Result<(), Failure> {
        if event.data.trim_ascii() == b"[DONE]" {
            return Ok(());
        }
        let json: Value = serde_json::from_slice(&event.data)
            .map_err(|error| Failure::new(Verdict::Broken, format!("an event is no JSON: {error}")))?;
        match json.get("type").and_then(Value::as_str) {
            Some("speech.audio.delta") => {
                let text = json.get("audio").and_then(Value::as_str).unwrap_or_default();
                heard.push(Heard::Sound(from_base64(text)?));
            }
            Some("speech.audio.done") => {
                self.is_done = true;
                let count = |name: &str| json.get("usage").and_then(|usage| usage.get(name)).and_then(Value::as_u64);
                let usage = VoiceUsage {
                    input_tokens: count("input_tokens"),
                    output_tokens: count("output_tokens"),
                    ..VoiceUsage::default()
                };
                heard.push(Heard::Used(usage));
                heard.push(Heard::Done);
            }
            _ if judge::find_envelope(&json).is_some() => return Err(in_place_of_sound(&self.vendor, &event.data)),
            // New kinds of events may come; what they say is not sound.
            _ => {}
        }
        Ok(())
    }
}

/// Bytes of sound in base64.
pub(crate) fn from_base64(text: &str) -> Result<bytes::Bytes, Failure> {
    let decoded = STANDARD.decode(text.trim());
    decoded.map(Into::into).map_err(|error| Failure::new(Verdict::Broken, format!("sound that is no base64: {error}")))
}

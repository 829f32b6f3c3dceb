//! OpenAI's speech, and every server that copies it: raw sound, or events with its end and its usage.

use super::events::{Events, Reader, must_have_ended};
use super::raw::Raw;
use super::{Capabilities, Come, Ear, Heard, Line, Outgoing, Speaker, Tongue};
use crate::attempt::content_type;
use crate::judge;
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
        Outgoing::post(speaker.url("/audio/speech"), headers, body.to_string(), rate_hz)
    }

    fn ear(&self, speaker: &Speaker, _line: &Line) -> Box<dyn Ear> {
        Box::new(Reply::Unknown(Arc::clone(&speaker.vendor)))
    }
}

/// A reply, once its type is known.
enum Reply {
    Unknown(Arc<Vendor>),
    Raw(Raw),
    Events(Events<Deltas>),
}

impl Ear for Reply {
    fn take(&mut self, come: Come<'_>, heard: &mut Vec<Heard>) -> Result<(), Failure> {
        if let (Self::Unknown(vendor), Come::Begun(headers)) = (&*self, come) {
            let deltas = Deltas { vendor: Arc::clone(vendor), is_done: false, has_sound: false };
            *self = if content_type(headers).contains("event-stream") {
                Self::Events(Events::new(deltas))
            } else {
                // Events were asked for; a server that knows none of them sends sound, which is as good.
                Self::Raw(Raw::new(vendor))
            };
        }
        match self {
            Self::Raw(raw) => raw.take(come, heard),
            Self::Events(events) => events.take(come, heard),
            Self::Unknown(_) => Err(Failure::new(Verdict::Broken, "bytes came before the reply began")),
        }
    }
}

struct Deltas {
    vendor: Arc<Vendor>,
    is_done: bool,
    has_sound: bool,
}

impl Reader for Deltas {
    fn read(&mut self, _name: &str, json: &Value, heard: &mut Vec<Heard>) -> Result<(), Failure> {
        match json.get("type").and_then(Value::as_str) {
            Some("speech.audio.delta") => {
                let sound = from_base64(json.get("audio").and_then(Value::as_str).unwrap_or_default())?;
                self.has_sound |= !sound.is_empty();
                heard.push(Heard::Sound(sound));
            }
            Some("speech.audio.done") => {
                self.is_done = true;
                let count = |name: &str| json.get("usage").and_then(|usage| usage.get(name)).and_then(Value::as_u64);
                heard.push(Heard::Used(VoiceUsage {
                    input_tokens: count("input_tokens"),
                    output_tokens: count("output_tokens"),
                    ..VoiceUsage::default()
                }));
                heard.push(Heard::Done);
            }
            // New kinds of events may come; what they say is not sound.
            _ => {
                if let Some(envelope) = judge::find_envelope(json) {
                    return Err(judge::error(&self.vendor.quirks, 200, &envelope, None));
                }
            }
        }
        Ok(())
    }

    fn end(&mut self, _heard: &mut Vec<Heard>) -> Result<(), Failure> {
        must_have_ended(self.is_done, self.has_sound, "speech.audio.done")
    }
}

/// Bytes of sound in base64.
pub(crate) fn from_base64(text: &str) -> Result<bytes::Bytes, Failure> {
    let decoded = STANDARD.decode(text.trim());
    decoded.map(Into::into).map_err(|error| Failure::new(Verdict::Broken, format!("sound that is no base64: {error}")))
}

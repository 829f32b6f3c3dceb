//! Judges speech that was recorded or made up, on its bytes alone: for trying and for fuzzing.

use super::judge::Listener;
use super::line::Line;
use super::route::VoiceRoute;
use super::tongue::{Come, Heard, Speaker, tongue};
use crate::table::SpeechApi;
use crate::vendor::Vendor;
use crate::verdict::{Failure, Verdict};
use bytes::Bytes;
use reqwest::header::{HeaderMap, HeaderValue};
use std::sync::Arc;

/// What a reply of this vendor's voices is worth that came in these parts, and its samples if it is speech.
///
/// Over a WebSocket each part is a message, of text where it is text, and of bytes.
/// Errors: what it is instead; `WrongRequest` if the vendor has no voices.
pub fn judge_speech<'a>(
    vendor: &Arc<Vendor>,
    content_type: &'static str,
    line: &Line,
    parts: impl IntoIterator<Item = &'a [u8]>,
) -> Result<Vec<i16>, Failure> {
    let none = || Failure::new(Verdict::WrongRequest, "the vendor has no voices");
    let api = vendor.quirks.speech.ok_or_else(none)?;
    let route = VoiceRoute { vendor: vendor.name.clone(), model: String::new(), voice: "recorded".into() };
    let speaker = Speaker { vendor: Arc::clone(vendor), route };
    let mut recorded =
        Recorded { ear: tongue(api).ear(&speaker, line), listener: listener(api, &speaker, line), samples: Vec::new() };
    let headers = HeaderMap::from_iter([(reqwest::header::CONTENT_TYPE, HeaderValue::from_static(content_type))]);
    recorded.take(Come::Begun(&headers))?;
    let is_socket = tongue(api).say(&speaker, line).is_socket;
    for part in parts {
        let bytes = Bytes::copy_from_slice(part);
        match std::str::from_utf8(part) {
            _ if !is_socket => recorded.take(Come::Bytes(&bytes))?,
            Ok(text) => {
                recorded.take(Come::Text(text))?;
                recorded.take(Come::Binary(&bytes))?;
            }
            Err(_) => recorded.take(Come::Binary(&bytes))?,
        }
    }
    recorded.take(Come::Ended)?;
    let rest = recorded.listener.end()?;
    recorded.samples.extend(rest);
    Ok(recorded.samples)
}

fn listener(api: SpeechApi, speaker: &Speaker, line: &Line) -> Listener {
    Listener::new(tongue(api).say(speaker, line).rate_hz, line)
}

struct Recorded {
    ear: Box<dyn super::tongue::Ear>,
    listener: Listener,
    samples: Vec<i16>,
}

impl Recorded {
    fn take(&mut self, come: Come<'_>) -> Result<(), Failure> {
        let mut all = Vec::new();
        let result = self.ear.take(come, &mut all);
        for heard in all {
            match heard {
                Heard::Sound(bytes) => self.samples.extend(self.listener.sound(&bytes)?),
                Heard::Claim(claim) => self.listener.claim(claim)?,
                Heard::AtLeast(milliseconds) => self.listener.reaches(milliseconds),
                Heard::Mark(_) | Heard::Used(_) | Heard::Say(_) | Heard::SayBytes(_) | Heard::Done => {}
            }
        }
        result
    }
}

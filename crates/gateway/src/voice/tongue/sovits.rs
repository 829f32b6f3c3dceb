//! A GPT-SoVITS server of one's own: the voice is a recording on that server, by which it speaks.

use super::raw::Raw;
use super::{Capabilities, Ear, Line, Outgoing, Speaker, Tongue};
use serde_json::json;

/// Its WAV says at which rate it is; this is that of its newest models.
const RATE_HZ: u32 = 32_000;
const LONGEST: usize = 500;

/// The protocol.
pub(crate) struct Sovits;

impl Tongue for Sovits {
    fn capabilities(&self, speaker: &Speaker) -> Capabilities {
        let longest = speaker.vendor.quirks.speech_longest.unwrap_or(LONGEST);
        Capabilities { longest, streams: true, marks: false, pauses: false, laughs: false, readings: false }
    }

    fn say(&self, speaker: &Speaker, line: &Line) -> Outgoing {
        let route = &speaker.route;
        // What stands before the voice is the folder it lies in.
        let recording =
            if route.model.is_empty() { route.voice.clone() } else { format!("{}/{}", route.model, route.voice) };
        let language = line.language.get(..2).unwrap_or("auto");
        let pace = if line.pace > 0.0 { f64::from(line.pace) } else { 1.0 };
        let body = json!({
            "text": line.aliased(),
            "text_lang": language,
            "ref_audio_path": recording,
            "prompt_text": "",
            "prompt_lang": language,
            "media_type": "wav",
            "streaming_mode": 2,
            "speed_factor": (pace * 100.0).round() / 100.0,
        });
        let mut headers = vec![("content-type", "application/json".to_owned())];
        headers.extend(speaker.bearer());
        Outgoing::post(speaker.url("/tts"), headers, body.to_string(), RATE_HZ)
    }

    fn ear(&self, speaker: &Speaker, _line: &Line) -> Box<dyn Ear> {
        Box::new(Raw::new(&speaker.vendor))
    }
}

//! ElevenLabs over HTTP: text to speech and text to dialogue, as JSON with base64 and the time of each character.

use super::events::{Events, Reader, milliseconds};
use super::openai::from_base64;
use super::{Capabilities, Come, Ear, Heard, Line, Outgoing, Speaker, Tongue};
use crate::judge;
use crate::vendor::Vendor;
use crate::verdict::{Failure, Verdict};
use crate::voice::{Mark, Piece, Reading, VoiceUsage};
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::sync::Arc;

/// Samples a second: PCM at 44.1 kHz wants a dearer plan.
pub(super) const RATE_HZ: u32 = 24_000;
/// Longer dialogues end early without a word about it; speech is kept as short, since it is made as well so.
const LONGEST: usize = 2_000;
/// Of the letters that were sent, so many must be heard of.
const MIN_ALIGNED: f64 = 0.9;

/// Text to speech, or to dialogue.
pub(crate) struct ElevenLabs {
    pub is_dialogue: bool,
}

impl Tongue for ElevenLabs {
    fn capabilities(&self, speaker: &Speaker) -> Capabilities {
        let is_expressive = speaker.can_laugh();
        Capabilities {
            longest: speaker.vendor.quirks.speech_longest.unwrap_or(LONGEST),
            streams: true,
            marks: true,
            pauses: !is_expressive && !self.is_dialogue,
            laughs: is_expressive,
            readings: false,
        }
    }

    fn say(&self, speaker: &Speaker, line: &Line) -> Outgoing {
        let text = spelled(line, speaker.can_laugh(), !self.is_dialogue);
        let voice = &speaker.route.voice;
        let (path, mut body) = if self.is_dialogue {
            ("/text-to-dialogue".to_owned(), json!({"inputs": [{"text": text, "voice_id": voice}]}))
        } else {
            (format!("/text-to-speech/{voice}"), json!({"text": text}))
        };
        body["model_id"] = json!(speaker.route.model);
        if let Some(language) = line.language.get(..2) {
            body["language_code"] = json!(language);
        }
        if !self.is_dialogue && !speaker.can_laugh() {
            // The expressive models take no context.
            for (name, text) in [("previous_text", &line.before), ("next_text", &line.after)] {
                if !text.trim().is_empty() {
                    body[name] = json!(text);
                }
            }
        }
        if !self.is_dialogue && line.pace > 0.0 && (line.pace - 1.0).abs() > 0.005 {
            let pace = f64::from(line.pace).clamp(0.7, 1.2);
            body["voice_settings"] = json!({"speed": (pace * 100.0).round() / 100.0});
        }
        let url = speaker.url(&format!("{path}/stream/with-timestamps?output_format=pcm_{RATE_HZ}"));
        Outgoing::post(url, headers(speaker), body.to_string(), RATE_HZ)
    }

    fn ear(&self, speaker: &Speaker, line: &Line) -> Box<dyn Ear> {
        let reply = Reply::new(&speaker.vendor, line);
        Box::new(WithCost { events: Events::new(reply) })
    }
}

pub(super) fn headers(speaker: &Speaker) -> Vec<(&'static str, String)> {
    let key = speaker.key().map(|key| ("xi-api-key", key.to_owned()));
    [("content-type", "application/json".to_owned())].into_iter().chain(key).collect()
}

/// The text with its marks: tags for the expressive models, breaks for the others.
pub(super) fn spelled(line: &Line, laughs: bool, breaks: bool) -> String {
    let mut text = String::new();
    for piece in &line.pieces {
        match piece {
            Piece::Words(words) | Piece::Emphasis(words) => text.push_str(words),
            Piece::Sounded { reading: Reading::Alias(alias), .. } => text.push_str(alias),
            Piece::Sounded { written, .. } => text.push_str(written),
            Piece::Laugh if laughs => text.push_str("[laughs] "),
            Piece::Sigh if laughs => text.push_str("[sighs] "),
            Piece::Pause(ms) if breaks && !laughs => {
                // It takes three seconds at the most. Writing to a string cannot fail.
                let _ = write!(text, "<break time=\"{:.2}s\" />", f64::from((*ms).min(3_000)) / 1000.0);
            }
            Piece::Pause(_) | Piece::Laugh | Piece::Sigh => {}
        }
    }
    text
}

/// What a request cost stands in a header.
struct WithCost {
    events: Events<Reply>,
}

impl Ear for WithCost {
    fn take(&mut self, come: Come<'_>, heard: &mut Vec<Heard>) -> Result<(), Failure> {
        if let Come::Begun(headers) = come {
            let count = |name: &str| headers.get(name)?.to_str().ok()?.trim().parse().ok();
            let characters = count("character-cost").or_else(|| count("x-character-count"));
            heard.push(Heard::Used(VoiceUsage { characters, ..VoiceUsage::default() }));
        }
        self.events.take(come, heard)
    }
}

/// A reply as it comes.
pub(super) struct Reply {
    vendor: Arc<Vendor>,
    n_letters: usize,
    n_aligned: usize,
    n_bytes: u64,
    last_ms: u64,
    pub has_sound: bool,
}

impl Reply {
    pub fn new(vendor: &Arc<Vendor>, line: &Line) -> Self {
        let n_letters = letters(&line.aliased());
        Self { vendor: Arc::clone(vendor), n_letters, n_aligned: 0, n_bytes: 0, last_ms: 0, has_sound: false }
    }

    /// Takes the sound of a value and the times of its characters.
    pub fn take(&mut self, sound: Option<&str>, json: &Value, heard: &mut Vec<Heard>) -> Result<(), Failure> {
        if let Some(envelope) = judge::find_envelope(json) {
            return Err(judge::error(&self.vendor.quirks, 200, &envelope, None));
        }
        let before_ms = self.n_bytes * 1000 / u64::from(RATE_HZ * 2);
        if let Some(sound) = sound.filter(|sound| !sound.is_empty()) {
            self.has_sound = true;
            let bytes = from_base64(sound)?;
            self.n_bytes += bytes.len() as u64;
            heard.push(Heard::Sound(bytes));
        }
        let Some(alignment) = json.get("alignment").filter(|alignment| alignment.is_object()) else { return Ok(()) };
        let list = |name: &str| alignment.get(name).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        let (starts, ends) = (list("character_start_times_seconds"), list("character_end_times_seconds"));
        // Times are of the whole sound or of this piece of it: those of a piece begin anew.
        let begins_anew = starts.first().and_then(milliseconds).is_some_and(|start| start + 20 < self.last_ms);
        let offset = if begins_anew { before_ms } else { 0 };
        for ((text, start), end) in list("characters").iter().zip(starts).zip(ends) {
            let (Some(text), Some(start), Some(end)) = (text.as_str(), milliseconds(start), milliseconds(end)) else {
                continue;
            };
            self.n_aligned += letters(text);
            self.last_ms = end + offset;
            heard.push(Heard::Mark(Mark { text: text.into(), start_ms: start + offset, end_ms: end + offset }));
        }
        Ok(())
    }

    /// At the end: the alignment must reach the end of the text, and the sound that of the alignment.
    pub fn judge(&self, heard: &mut Vec<Heard>) -> Result<(), Failure> {
        let (aligned, sent) = (self.n_aligned, self.n_letters);
        if aligned > 0 && (aligned as f64) < sent as f64 * MIN_ALIGNED {
            return Err(Failure::new(Verdict::CutOff, format!("{aligned} letters of {sent} are aligned with sound")));
        }
        heard.push(Heard::AtLeast(self.last_ms));
        Ok(())
    }
}

fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphanumeric()).count()
}

impl Reader for Reply {
    fn read(&mut self, _name: &str, json: &Value, heard: &mut Vec<Heard>) -> Result<(), Failure> {
        let sound = json.get("audio_base64").or_else(|| json.get("audio"));
        let says_nothing = sound.is_none() && json.get("alignment").is_none() && json.get("detail").is_none();
        self.take(sound.and_then(Value::as_str), json, heard)?;
        if says_nothing {
            let shown: String = json.to_string().chars().take(120).collect();
            return Err(Failure::new(Verdict::Broken, format!("JSON came where sound was expected: {shown}")));
        }
        Ok(())
    }

    fn end(&mut self, heard: &mut Vec<Heard>) -> Result<(), Failure> {
        self.judge(heard)
    }
}

//! MiniMax T2A v2 over HTTP: hex in server-sent events, errors with status 200, the whole once more at the end.

use super::events::{Events, Reader, from_hex, must_have_ended};
use super::raw::in_place_of_sound;
use super::{Capabilities, Claim, Ear, Heard, Line, Outgoing, Speaker, Tongue};
use crate::judge;
use crate::vendor::Vendor;
use crate::verdict::Failure;
use crate::voice::{Piece, Reading, VoiceUsage};
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::sync::Arc;

/// Samples a second that are asked for, of those it offers the one it makes by itself.
pub(super) const RATE_HZ: u32 = 32_000;
/// It takes 10,000 characters; shorter requests lose less when one is lost.
const LONGEST: usize = 3_000;

/// The protocol.
pub(crate) struct MiniMax;

impl Tongue for MiniMax {
    fn capabilities(&self, speaker: &Speaker) -> Capabilities {
        Capabilities {
            longest: speaker.vendor.quirks.speech_longest.unwrap_or(LONGEST),
            streams: true,
            marks: false,
            pauses: true,
            laughs: speaker.can_laugh(),
            readings: true,
        }
    }

    fn say(&self, speaker: &Speaker, line: &Line) -> Outgoing {
        let mut body = settings(speaker, line);
        body["text"] = json!(spelled(line, speaker.can_laugh()));
        body["stream"] = json!(true);
        body["stream_options"] = json!({"exclude_aggregated_audio": true});
        body["output_format"] = json!("hex");
        let mut headers = vec![("content-type", "application/json".to_owned())];
        headers.extend(speaker.bearer());
        Outgoing::post(speaker.url("/t2a_v2"), headers, body.to_string(), RATE_HZ)
    }

    fn ear(&self, speaker: &Speaker, _line: &Line) -> Box<dyn Ear> {
        Box::new(Events::new(Reply::new(&speaker.vendor)))
    }
}

/// What a request says beside its text.
pub(super) fn settings(speaker: &Speaker, line: &Line) -> Value {
    let pace = if line.pace > 0.0 { f64::from(line.pace).clamp(0.5, 2.0) } else { 1.0 };
    let mut body = json!({
        "model": speaker.route.model,
        "voice_setting": {"voice_id": speaker.route.voice, "speed": (pace * 100.0).round() / 100.0, "vol": 1, "pitch": 0},
        "audio_setting": {"format": "pcm", "sample_rate": RATE_HZ, "channel": 1},
        "language_boost": match line.language.get(..2) {
            Some("zh") => "Chinese",
            Some("en") => "English",
            _ => "auto",
        },
    });
    let tones = tones(line);
    if !tones.is_empty() {
        body["pronunciation_dict"] = json!({"tone": tones});
    }
    body
}

/// `重庆/(chong2)(qing4)`; of two readings of one word the first counts, since a dictionary knows no places.
fn tones(line: &Line) -> Vec<String> {
    let mut written_so_far: Vec<&str> = Vec::new();
    let mut tones = Vec::new();
    for piece in &line.pieces {
        let Piece::Sounded { written, reading } = piece else { continue };
        if written_so_far.contains(&written.as_str()) {
            continue;
        }
        written_so_far.push(written);
        tones.push(match reading {
            Reading::Pinyin(pinyin) => {
                let syllables: String = pinyin.split_whitespace().map(|syllable| format!("({syllable})")).collect();
                format!("{written}/{syllables}")
            }
            Reading::Alias(alias) => format!("{written}/{alias}"),
        });
    }
    tones
}

/// The text with its marks: `<#0.5#>` only between words, never two in a row.
pub(super) fn spelled(line: &Line, laughs: bool) -> String {
    let mut text = String::new();
    let mut pause_ms = 0;
    for piece in &line.pieces {
        let said = match piece {
            Piece::Words(words) | Piece::Emphasis(words) => words,
            Piece::Sounded { written, .. } => written,
            Piece::Laugh if laughs => "(laughs)",
            Piece::Sigh if laughs => "(sighs)",
            Piece::Laugh | Piece::Sigh => continue,
            Piece::Pause(ms) => {
                pause_ms += ms;
                continue;
            }
        };
        if pause_ms >= 10 && text.chars().any(char::is_alphanumeric) && !said.trim().is_empty() {
            // Writing to a string cannot fail.
            let _ = write!(text, "<#{:.2}#>", f64::from(pause_ms.min(99_990)) / 1000.0);
        }
        pause_ms = 0;
        text.push_str(said);
    }
    text
}

/// A reply as it comes.
pub(super) struct Reply {
    vendor: Arc<Vendor>,
    pub is_done: bool,
    pub has_sound: bool,
}

impl Reply {
    pub fn new(vendor: &Arc<Vendor>) -> Self {
        Self { vendor: Arc::clone(vendor), is_done: false, has_sound: false }
    }

    /// What every kind of its replies says alike: an error, sound, and what it is at the end.
    pub fn take(&mut self, json: &Value, heard: &mut Vec<Heard>) -> Result<(), Failure> {
        if let Some(envelope) = judge::find_envelope(json) {
            return Err(judge::error(&self.vendor.quirks, 200, &envelope, None));
        }
        if ["data", "base_resp", "event"].iter().all(|name| json.get(name).is_none()) {
            return Err(in_place_of_sound(&self.vendor, json.to_string().as_bytes()));
        }
        let hex = json.get("data").and_then(|data| data.get("audio")).and_then(Value::as_str).unwrap_or_default();
        if !hex.is_empty() {
            self.has_sound = true;
            heard.push(Heard::Sound(from_hex(hex)?));
        }
        let Some(info) = json.get("extra_info") else { return Ok(()) };
        let count = |name: &str| info.get(name).and_then(Value::as_u64);
        heard.push(Heard::Used(VoiceUsage {
            characters: count("usage_characters"),
            words: count("word_count"),
            milliseconds: count("audio_length"),
            ..VoiceUsage::default()
        }));
        heard.push(Heard::Claim(Claim {
            rate_hz: count("audio_sample_rate").and_then(|rate| rate.try_into().ok()).filter(|rate| *rate > 0),
            n_bytes: count("audio_size").filter(|size| *size > 0),
            milliseconds: count("audio_length").filter(|length| *length > 0),
        }));
        Ok(())
    }
}

impl Reader for Reply {
    fn read(&mut self, _name: &str, json: &Value, heard: &mut Vec<Heard>) -> Result<(), Failure> {
        self.take(json, heard)?;
        let status = json.get("data").and_then(|data| data.get("status")).and_then(Value::as_u64);
        if status == Some(2) {
            self.is_done = true;
            heard.push(Heard::Done);
        }
        Ok(())
    }

    fn end(&mut self, _heard: &mut Vec<Heard>) -> Result<(), Failure> {
        must_have_ended(self.is_done, self.has_sound, "its status 2")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_stand_between_words_and_never_two_in_a_row() {
        let words = |text: &str| Piece::Words(text.into());
        let pieces = vec![
            Piece::Pause(900),
            words("早安。"),
            Piece::Pause(300),
            Piece::Pause(200),
            Piece::Laugh,
            words("今天"),
            Piece::Pause(5),
            words("晴。"),
            Piece::Pause(400),
        ];
        let line = Line { pieces, pace: 1.0, language: "zh".into(), ..Line::default() };
        assert_eq!(spelled(&line, true), "早安。<#0.50#>(laughs)今天晴。");
        assert_eq!(spelled(&line, false), "早安。<#0.50#>今天晴。");
    }

    #[test]
    fn a_reading_goes_into_the_dictionary() {
        let sounded = |written: &str, reading| Piece::Sounded { written: written.into(), reading };
        let pinyin = |text: &str| Reading::Pinyin(text.into());
        let pieces = vec![
            sounded("重庆", pinyin("chong2 qing4")),
            sounded("omg", Reading::Alias("oh my god".into())),
            sounded("重庆", pinyin("zhong4 qing4")),
        ];
        assert_eq!(tones(&Line { pieces, ..Line::default() }), ["重庆/(chong2)(qing4)", "omg/oh my god"]);
    }
}

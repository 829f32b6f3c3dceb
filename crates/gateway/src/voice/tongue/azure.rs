//! Azure: SSML in, raw sound out. Sound beyond ten minutes it leaves out without a word, so it is never asked for.

use super::raw::Raw;
use super::{Capabilities, Come, Ear, Heard, Line, Outgoing, Speaker, Tongue};
use crate::verdict::{Failure, Verdict};
use crate::voice::{Piece, Reading};
use std::fmt::Write as _;

const RATE_HZ: u32 = 24_000;
/// Six minutes of hanzi at an easy pace; a slow pace makes it shorter, see `door`.
const LONGEST: usize = 1_500;
/// What is as long as this was cut, whatever it says.
const CUT_AT_BYTES: u64 = 598 * RATE_HZ as u64 * 2;

/// The protocol.
pub(crate) struct Azure;

impl Tongue for Azure {
    fn capabilities(&self, speaker: &Speaker) -> Capabilities {
        let longest = speaker.vendor.quirks.speech_longest.unwrap_or(LONGEST);
        Capabilities { longest, streams: true, marks: false, pauses: true, laughs: false, readings: true }
    }

    fn say(&self, speaker: &Speaker, line: &Line) -> Outgoing {
        let mut headers = vec![
            ("content-type", "application/ssml+xml".to_owned()),
            ("x-microsoft-outputformat", "raw-24khz-16bit-mono-pcm".to_owned()),
        ];
        headers.extend(speaker.key().map(|key| ("ocp-apim-subscription-key", key.to_owned())));
        let url = speaker.url("/cognitiveservices/v1");
        Outgoing::post(url, headers, ssml(&speaker.route.voice, line), RATE_HZ)
    }

    fn ear(&self, speaker: &Speaker, _line: &Line) -> Box<dyn Ear> {
        Box::new(NotTooLong { raw: Raw::new(&speaker.vendor), n_bytes: 0 })
    }
}

struct NotTooLong {
    raw: Raw,
    n_bytes: u64,
}

impl Ear for NotTooLong {
    fn take(&mut self, come: Come<'_>, heard: &mut Vec<Heard>) -> Result<(), Failure> {
        match come {
            Come::Bytes(bytes) => self.n_bytes += bytes.len() as u64,
            Come::Ended if self.n_bytes >= CUT_AT_BYTES => {
                return Err(Failure::new(Verdict::CutOff, "ten minutes of sound, where it always stops"));
            }
            _ => {}
        }
        self.raw.take(come, heard)
    }
}

/// The line as SSML.
fn ssml(voice: &str, line: &Line) -> String {
    let language = match line.language.as_str() {
        "zh" => "zh-CN",
        "en" => "en-US",
        other => other,
    };
    let rate = if line.pace > 0.0 { ((line.pace - 1.0) * 100.0).round() as i32 } else { 0 };
    let mut body = String::new();
    for piece in &line.pieces {
        // Writing to a string cannot fail.
        let _ = match piece {
            Piece::Words(words) => write!(body, "{}", escaped(words)),
            Piece::Emphasis(words) => write!(body, "<emphasis level=\"moderate\">{}</emphasis>", escaped(words)),
            Piece::Sounded { written, reading: Reading::Alias(alias) } => {
                write!(body, "<sub alias=\"{}\">{}</sub>", escaped(alias), escaped(written))
            }
            Piece::Sounded { written, reading: Reading::Pinyin(pinyin) } => {
                let phones = escaped(&sapi(pinyin));
                write!(body, "<phoneme alphabet=\"sapi\" ph=\"{phones}\">{}</phoneme>", escaped(written))
            }
            // A break is five seconds at the most.
            Piece::Pause(ms) => write!(body, "<break time=\"{}ms\"/>", ms.min(&5_000)),
            Piece::Laugh | Piece::Sigh => Ok(()),
        };
    }
    if rate != 0 {
        body = format!("<prosody rate=\"{rate:+}%\">{body}</prosody>");
    }
    format!(
        "<speak version=\"1.0\" xmlns=\"http://www.w3.org/2001/10/synthesis\" xml:lang=\"{}\"><voice name=\"{}\">{body}</voice></speak>",
        escaped(language),
        escaped(voice),
    )
}

/// `chong2 qing4` as its phone set says it: `chong 2 qing 4`.
fn sapi(pinyin: &str) -> String {
    let mut phones = Vec::new();
    for syllable in pinyin.split_whitespace() {
        let letters = syllable.trim_end_matches(|c: char| c.is_ascii_digit());
        phones.push(letters);
        phones.extend(syllable.strip_prefix(letters).filter(|tone| !tone.is_empty()));
    }
    phones.join(" ")
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            // XML knows no other control characters.
            c if c.is_control() && !c.is_ascii_whitespace() => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_said_in_ssml() {
        let pieces = vec![
            Piece::Words("A & B <c>。".into()),
            Piece::Pause(300),
            Piece::Sounded { written: "重庆".into(), reading: Reading::Pinyin("chong2 qing4".into()) },
            Piece::Sounded { written: "CEO".into(), reading: Reading::Alias("see ee oh".into()) },
            Piece::Emphasis("现在".into()),
            Piece::Laugh,
        ];
        let line = Line { pieces, language: "zh".into(), pace: 1.1, ..Line::default() };
        let said = ssml("zh-CN-XiaoxiaoNeural", &line);
        let body = said.split("<prosody").nth(1).unwrap();
        assert_eq!(
            body,
            " rate=\"+10%\">A &amp; B &lt;c&gt;。<break time=\"300ms\"/><phoneme alphabet=\"sapi\" ph=\"chong 2 qing 4\">重庆</phoneme>\
             <sub alias=\"see ee oh\">CEO</sub><emphasis level=\"moderate\">现在</emphasis></prosody></voice></speak>"
        );
    }
}

//! Sound that says the words: espeak-ng in the place of a vendor's machinery, another of its voices for each voice.

use std::io::Write;
use std::process::{Command, Stdio};

/// The voices that speak for vendors', chosen by the voice's name.
const VARIANTS: [&str; 4] = ["f4", "m7", "linda", "adam"];
/// The rate at which it speaks.
const RATE_HZ: f64 = 22_050.0;
/// Words a minute.
const SPEED: f32 = 165.0;
/// The head of its WAV.
const HEAD: usize = 44;

/// The words at this rate; `None` where espeak-ng is not installed.
pub(super) fn spoken(text: &str, voice: &str, rate_hz: u32, pace: f32) -> Option<Vec<i16>> {
    let variant = VARIANTS[voice.bytes().map(usize::from).sum::<usize>() % VARIANTS.len()];
    let speed = (SPEED * pace).round().to_string();
    let mut child = Command::new("espeak-ng")
        .args(["-v", &format!("en-us+{variant}"), "-s", &speed, "-a", "60", "-b", "1", "-m", "--stdin", "--stdout"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    child.stdin.take()?.write_all(marked(text, variant).as_bytes()).ok()?;
    let wav = child.wait_with_output().ok()?.stdout;
    let samples: Vec<i16> =
        wav.get(HEAD..)?.chunks_exact(2).map(|pair| i16::from_le_bytes([pair[0], pair[1]])).collect();
    Some(at_rate(&samples, f64::from(rate_hz) / RATE_HZ)).filter(|samples| !samples.is_empty())
}

/// Each script by the voice that can say it.
fn marked(text: &str, variant: &str) -> String {
    let is_han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    let mut marked = String::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let end = rest.find(|c: char| c.is_alphanumeric() && is_han(c) != is_han(first)).unwrap_or(rest.len());
        let end = end.max(first.len_utf8());
        let accent = if is_han(first) { "cmn-latn-pinyin" } else { "en-us" };
        let said = rest[..end].replace('&', " and ").replace(['<', '>'], " ");
        marked.push_str(&format!("<voice name=\"{accent}+{variant}\">{said}</voice>"));
        rest = &rest[end..];
    }
    marked
}

/// Straight lines between samples.
fn at_rate(samples: &[i16], ratio: f64) -> Vec<i16> {
    let value = |at: usize| samples.get(at).map_or(0.0, |sample| f64::from(*sample));
    let one = |n: usize| {
        let place = n as f64 / ratio;
        let (at, part) = (place as usize, place.fract());
        (value(at) * (1.0 - part) + value(at + 1) * part) as i16
    };
    (0..(samples.len() as f64 * ratio) as usize).map(one).collect()
}

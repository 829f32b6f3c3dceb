//! Second opinions on a finished programme: ffmpeg's meter, mutagen's reader, mp3val, and the floor's own sound.

use crate::bench_truth::peers::python;
use anyhow::{Context, Result};
use audio::VoiceChoice;
use news::edition::TranscriptLine;
use news::{Cue, CueKind, Script};
use serde::Deserialize;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The ffmpeg program: on PATH, or the one of PyPI's imageio-ffmpeg.
pub fn ffmpeg() -> Option<PathBuf> {
    let of_python = || python("import imageio_ffmpeg; print(imageio_ffmpeg.get_ffmpeg_exe())", &[]).ok();
    audio::find_ffmpeg().or_else(|| of_python().map(|path| PathBuf::from(path.trim())))
}

/// What ffmpeg's ebur128 says of a file.
pub struct Loudness {
    pub lufs: f64,
    pub peak_db: f64,
    /// Milliseconds and short-term loudness of the three seconds before.
    short_term: Vec<(u64, f64)>,
}

/// Measures a file with ffmpeg.
pub fn ebur128(ffmpeg: &Path, file: &Path) -> Result<Loudness> {
    let output = Command::new(ffmpeg)
        .args(["-hide_banner", "-nostdin", "-nostats", "-loglevel", "verbose", "-i"])
        .arg(file)
        .args(["-map", "0:a", "-af", "ebur128=peak=true:framelog=verbose", "-f", "null", "-"])
        .output()
        .context("ffmpeg cannot be run")?;
    let log = String::from_utf8_lossy(&output.stderr);
    let summary = log.rsplit_once("Summary:").context("ffmpeg gave no summary")?.1;
    let of = |name: &str| -> Result<f64> {
        let line = summary.lines().find_map(|line| line.trim().strip_prefix(name)).context("no such line")?;
        Ok(line.split_whitespace().next().context("no value")?.parse()?)
    };
    let frame = |line: &str| {
        let after = |name: &str| line.split_once(name)?.1.split_whitespace().next()?.parse::<f64>().ok();
        Some(((after(" t:")? * 1000.0) as u64, after(" S:")?))
    };
    let short_term = log.lines().filter(|line| line.contains("ebur128")).filter_map(frame).collect();
    Ok(Loudness { lufs: of("I:")?, peak_db: of("Peak:")?, short_term })
}

impl Loudness {
    /// How far the medians of two speakers are apart, in LU; `None` where only one speaks.
    pub fn between_speakers(&self, lines: &[TranscriptLine]) -> Option<f64> {
        let mut speakers: Vec<&str> = lines.iter().map(|line| line.speaker.as_str()).collect();
        speakers.sort_unstable();
        speakers.dedup();
        let medians: Vec<f64> = speakers.iter().filter_map(|speaker| self.median_of(speaker, lines)).collect();
        let low = medians.iter().copied().fold(f64::MAX, f64::min);
        let high = medians.iter().copied().fold(f64::MIN, f64::max);
        (medians.len() > 1).then_some(high - low)
    }

    fn median_of(&self, speaker: &str, lines: &[TranscriptLine]) -> Option<f64> {
        // A window of three seconds counts that holds two seconds of this speaker and nothing of another.
        let is_of = |t: u64| {
            let shared =
                |line: &TranscriptLine| line.end_ms.min(t).saturating_sub(line.start_ms.max(t.saturating_sub(3000)));
            let (own, others): (Vec<_>, Vec<_>) = lines.iter().partition(|line| line.speaker == speaker);
            own.into_iter().map(shared).sum::<u64>() >= 2000 && others.into_iter().map(shared).sum::<u64>() == 0
        };
        let mut heard: Vec<f64> =
            self.short_term.iter().filter(|(t, value)| *value > -40.0 && is_of(*t)).map(|(_, value)| *value).collect();
        heard.sort_by(f64::total_cmp);
        heard.get(heard.len() / 2).copied()
    }
}

/// How many seconds ffmpeg hears in a live list, and how often it complains.
pub fn live(ffmpeg: &Path, list: &Path) -> Result<(f64, usize)> {
    let mut command = Command::new(ffmpeg);
    command.args(["-v", "error", "-nostdin", "-allowed_extensions", "ALL", "-i"]).arg(list);
    let output = command.args(["-f", "s16le", "-ac", "1", "-ar", &HZ.to_string(), "-"]).output()?;
    let log = String::from_utf8_lossy(&output.stderr);
    // ffmpeg reads a segment's time stamp ahead, before it has handed on the last frame of the one before.
    let complaints: Vec<&str> = log.lines().filter(|line| !line.contains("non monotonically increasing dts")).collect();
    complaints.iter().for_each(|line| eprintln!("  ffmpeg: {line}"));
    Ok((output.stdout.len() as f64 / 2.0 / HZ as f64, complaints.len()))
}

/// What mutagen reads from the MP3 and from the files beside it.
#[derive(Deserialize)]
pub struct Tags {
    pub title: String,
    pub aigc: String,
    pub chapters: Vec<(u64, String)>,
    pub n_contents: usize,
    pub n_pictures: usize,
    pub n_chapter_pictures: usize,
    pub opus: String,
    pub m4a: String,
}

const MUTAGEN: &str = r#"
import json, mutagen, pathlib, sys
from mutagen.id3 import ID3
from mutagen.oggopus import OggOpus
path = pathlib.Path(sys.argv[1])
tags = ID3(path)
chapters = sorted(tags.getall("CHAP"), key=lambda chapter: chapter.start_time)
opus, m4a = path.with_suffix(".opus"), path.with_suffix(".m4a")
def label(data):
    # mutagen knows the tags of iTunes only; the key AIGC stands in the list of keys, its value in the list of values.
    at = data.find(b'{"AIGC"')
    data = data[at:data.find(b"}}", at) + 2] if b"mdta" in data and b"AIGC" in data else b""
    return data.decode()
print(json.dumps({
    "title": str(tags["TIT2"]),
    "aigc": str(tags["TXXX:AIGC"]),
    "chapters": [[c.start_time, str(c.sub_frames["TIT2"])] for c in chapters],
    "n_contents": len(tags.getall("CTOC")[0].child_element_ids),
    "n_pictures": len(tags.getall("APIC")),
    "n_chapter_pictures": sum(len(c.sub_frames.getall("APIC")) for c in chapters),
    "opus": OggOpus(opus)["aigc"][0] if opus.exists() else "",
    "m4a": label(m4a.read_bytes()) if m4a.exists() and mutagen.File(m4a).info.length > 0 else "",
}))
"#;

/// Reads tags with mutagen.
pub fn read_tags(mp3: &Path) -> Result<Tags> {
    Ok(serde_json::from_str(&python(MUTAGEN, &[mp3]).context("mutagen")?)?)
}

/// What mp3val finds wrong with a file.
pub fn mp3val(mp3: &Path) -> Result<Vec<String>> {
    let output = Command::new("mp3val").arg(mp3).output().context("mp3val is not installed")?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    Ok(text.lines().filter(|line| line.contains("WARNING") || line.contains("ERROR")).map(str::to_owned).collect())
}

/// The rate at which sounds are laid over each other: enough for voices, and the floor's own divided by four.
const HZ: usize = 5_512;
/// So far round its place a line is looked for, in samples: half a second.
const REACH: usize = HZ / 2;
/// So much of a line is compared.
const LONGEST: usize = 2 * HZ;

/// How far each line of the programme is from where the transcript has it, in milliseconds.
///
/// The floor says the line again by itself; its sound is laid over the decoded programme, within half a second.
pub fn captions_off(
    runtime: &tokio::runtime::Runtime,
    ffmpeg: &Path,
    mp3: &Path,
    script: &Script,
    lines: &[TranscriptLine],
) -> Result<Vec<f64>> {
    let programme = decoded(ffmpeg, mp3)?;
    let mut off = Vec::new();
    for (cue, line) in script.cues.iter().zip(lines) {
        let own = said(runtime, cue)?;
        let meant = line.start_ms as usize * HZ / 1000;
        let places = meant.saturating_sub(REACH)..meant + REACH;
        let alike = |at: usize| alike(&programme, &own, at);
        let found = places.map(|at| (at, alike(at))).max_by(|a, b| a.1.total_cmp(&b.1));
        let (at, _) = found.context("a line without sound")?;
        off.push((at as f64 - meant as f64).abs() * 1000.0 / HZ as f64);
    }
    Ok(off)
}

/// The line by the floor alone, from its first sound on.
fn said(runtime: &tokio::runtime::Runtime, cue: &Cue) -> Result<Vec<f32>> {
    let mut voice = VoiceChoice::default_of(cue.anchor);
    if cue.kind == CueKind::Label {
        // Said as slowly as its standard asks.
        voice.rate_zh = 115;
    }
    let wav = runtime.block_on(audio::say(&cue.text, cue.language, &voice))?;
    let samples: Vec<i16> = wav[44..].as_chunks::<2>().0.iter().map(|pair| i16::from_le_bytes(*pair)).collect();
    let loud = samples.iter().position(|sample| sample.unsigned_abs() > 104).unwrap_or(0);
    let lower = |four: &[i16]| four.iter().map(|sample| f32::from(*sample)).sum::<f32>() / four.len() as f32;
    Ok(samples[loud..].chunks(4).map(lower).take(LONGEST).collect())
}

fn decoded(ffmpeg: &Path, mp3: &Path) -> Result<Vec<f32>> {
    let output = Command::new(ffmpeg)
        .args(["-v", "error", "-nostdin", "-i"])
        .arg(mp3)
        .args(["-map", "0:a", "-f", "s16le", "-ac", "1", "-ar", &HZ.to_string(), "-"])
        .output()
        .context("ffmpeg cannot be run")?;
    anyhow::ensure!(output.status.success(), "ffmpeg cannot decode the file");
    let samples = output.stdout.as_chunks::<2>().0.iter();
    Ok(samples.map(|pair| f32::from(i16::from_le_bytes(*pair))).collect())
}

/// The correlation of the line with the programme from `at` on.
fn alike(programme: &[f32], line: &[f32], at: usize) -> f32 {
    let there = programme.get(at..(at + line.len()).min(programme.len())).unwrap_or_default();
    let (mut both, mut a2, mut b2) = ([0.0_f32; 8], [0.0_f32; 8], [0.0_f32; 8]);
    for (a, b) in there.as_chunks::<8>().0.iter().zip(line.as_chunks::<8>().0) {
        for k in 0..8 {
            both[k] += a[k] * b[k];
            a2[k] += a[k] * a[k];
            b2[k] += b[k] * b[k];
        }
    }
    let sum = |values: [f32; 8]| values.iter().sum::<f32>();
    sum(both) / (sum(a2) * sum(b2)).sqrt().max(1.0)
}

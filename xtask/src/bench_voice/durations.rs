//! How long a line takes: what is expected of it against what the floor's voice takes, and when its first sound comes.

use crate::section::Section;
use anyhow::Result;
use audio::{Floor, Lexicon, VoiceChoice, spoken_seconds_by};
use futures::StreamExt;
use gateway::voice::{Sound, Voice};
use news::{Anchor, Language};
use std::sync::Arc;
use std::time::{Duration, Instant};

const CHINESE: [&str; 2] = [
    include_str!("../../../crates/audio/tests/data/pinyin/blind.txt"),
    include_str!("../../../crates/audio/tests/data/pinyin/tuned.txt"),
];
const ENGLISH: &str = include_str!("../../../crates/audio/tests/data/english/sentences.txt");
const SILENCE: u16 = 104;

pub fn measure() -> Result<Section> {
    let mut section = Section::new("How long lines take");
    if audio::find_espeak().is_none() {
        section.note_row("seconds expected against seconds taken", "not measured: espeak-ng is missing", "");
        return Ok(section);
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let mut first_sounds = Vec::new();
    for (language, lines) in [(Language::ZH, chinese()), (Language::EN, written(ENGLISH))] {
        for anchor in [Anchor::A, Anchor::B] {
            let choice = VoiceChoice::default_of(anchor);
            let errors = runtime.block_on(errors(&lines, language, &choice, &mut first_sounds))?;
            let row = format!("error of the seconds expected, {} lines in {language}, {}", lines.len(), choice.floor);
            section.row(row, said(&errors), "mean below 10 %", mean(&errors) < 0.1);
        }
    }
    let mut worst = (0.0, String::new());
    for voice in audio::voices() {
        let choice = VoiceChoice::new(&voice.id);
        for (language, lines) in [(Language::ZH, chinese()), (Language::EN, written(ENGLISH))] {
            let errors = runtime.block_on(errors(&lines[..8], language, &choice, &mut Vec::new()))?;
            if mean(&errors) > worst.0 {
                worst = (mean(&errors), format!("{:.1} % ({}, {language})", 100.0 * mean(&errors), voice.id));
            }
        }
    }
    let row = format!("mean error of the worst of {} voices, 8 lines each in zh and en", audio::voices().len());
    section.row(row, worst.1, "below 20 %", worst.0 < 0.2);
    first_sounds.sort_unstable();
    let at = |share: usize| first_sounds[(first_sounds.len() - 1) * share / 100].as_secs_f64() * 1000.0;
    let first = format!("{:.0} ms in the middle, {:.0} ms at p99", at(50), at(99));
    section.row(
        format!("first sound of the floor, {} lines", first_sounds.len()),
        first,
        "p99 < 100 ms",
        at(99) < 100.0,
    );
    section.notes = "Silence before and after the voice is not counted. Half of these lines were among the 700 the \
                     weights were fitted on."
        .into();
    Ok(section)
}

fn chinese() -> Vec<&'static str> {
    CHINESE.into_iter().flat_map(written).collect()
}

fn written(text: &'static str) -> Vec<&'static str> {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines.map(|line| line.split(" => ").next().unwrap_or(line)).collect()
}

/// The error of each line, as a share of what it takes.
async fn errors(
    lines: &[&str],
    language: Language,
    choice: &VoiceChoice,
    first_sounds: &mut Vec<Duration>,
) -> Result<Vec<f64>> {
    let lexicon = Arc::new(Lexicon::default());
    let floor = Floor::new(choice.clone(), Arc::clone(&lexicon))?;
    floor.warm_up();
    let mut errors = Vec::with_capacity(lines.len());
    for line in lines {
        let start = Instant::now();
        let spoken = audio::line(line, language, &lexicon);
        let mut speech = floor.speak(spoken).await.map_err(|fault| anyhow::anyhow!("{line}: {fault}"))?;
        first_sounds.push(start.elapsed());
        let mut samples = Vec::new();
        while let Some(sound) = speech.stream.next().await {
            if let Sound::Samples(more) = sound.map_err(|fault| anyhow::anyhow!("{line}: {fault}"))? {
                samples.extend(more);
            }
        }
        let taken = voiced(&samples) as f64 / f64::from(speech.rate_hz);
        errors.push((spoken_seconds_by(line, language, choice) - taken).abs() / taken);
    }
    Ok(errors)
}

fn voiced(samples: &[i16]) -> usize {
    let is_sound = |sample: &i16| sample.unsigned_abs() > SILENCE;
    let first = samples.iter().position(is_sound).unwrap_or(0);
    samples.iter().rposition(is_sound).map_or(0, |last| last + 1 - first)
}

fn mean(errors: &[f64]) -> f64 {
    errors.iter().sum::<f64>() / errors.len().max(1) as f64
}

fn said(errors: &[f64]) -> String {
    let mut sorted = errors.to_vec();
    sorted.sort_by(f64::total_cmp);
    let at = |share: usize| 100.0 * sorted[(sorted.len() - 1) * share / 100];
    format!("{:.1} % in the mean, p95 {:.1} %, worst {:.1} %", 100.0 * mean(errors), at(95), at(100))
}

//! From a script to a finished programme: speak, check, lay out, master, encode, tag.

use crate::encode::Delivered;
use crate::live::Live;
use crate::mix::{self, Layout, Mastered, Spoken};
use crate::speak::{self, RATE_HZ, Request, Utterance, utter};
use crate::take::{self, Expected, Said, Take};
use crate::{Error, Programme, Progress, Settings, VoiceChoice, encode, find_espeak, tags};
use futures::StreamExt;
use news::edition::Word;
use news::{Anchor, Cue, CueKind, Language, Script};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Lines spoken at a time: each is one short process.
const SPOKEN_AT_ONCE: usize = 2;

/// The speed of the label as made by AI, in espeak's words a minute: some 140 characters a minute.
///
/// Source: GB 45438-2025, 5.3 asks for 120 to 160 characters a minute.
const LABEL_RATE_ZH: u32 = 115;

/// Makes a programme of a script.
///
/// Errors: `NoVoice` without espeak-ng, `VoiceFailed` if a line cannot be spoken even plainly, `Invalid` for an empty
/// script or an unknown voice, `Encode` if the file cannot be made.
pub async fn produce(
    script: &Script,
    settings: &Settings,
    progress: &(dyn Fn(Progress) + Send + Sync),
) -> Result<Programme, Error> {
    let program = program(settings)?;
    let mut checks = Vec::new();
    let takes = speak_all(script, settings, &program, progress, &mut checks).await?;
    progress(Progress::Mixing);
    let owned = settings.clone();
    let (mut mastered, chapters, transcript) = blocking(move || mix_down(&takes, &owned)).await?;
    progress(Progress::Encoding);
    let seconds = mastered.mix.n_frames as f64 / mix::RATE_HZ as f64;
    let (owned, marks) = (settings.clone(), chapters.clone());
    let (mp3, delivered, (also_as, left_out)) = blocking(move || {
        let delivered = encode::deliver(&mut mastered)?;
        let mp3 = tags::tagged(&delivered.mp3, &owned, &marks, seconds)?;
        Ok((mp3, delivered, encode::also_as(&mastered, &owned, &marks)))
    })
    .await?;
    let Delivered { lufs, true_peak_db, notes, .. } = delivered;
    checks.extend(notes);
    checks.extend(left_out);
    let voice_by_anchor = voice_by_anchor(script, settings);
    Ok(Programme { mp3, also_as, seconds, lufs, true_peak_db, chapters, transcript, voice_by_anchor, checks })
}

/// Says one text; for trying a voice.
///
/// Returns a WAV file: 22.05 kHz, mono, 16 bit.
pub async fn say(text: &str, language: Language, voice: &VoiceChoice) -> Result<Vec<u8>, Error> {
    let program = find_espeak().ok_or(Error::NoVoice)?;
    let (text_owned, choice) = (text.to_owned(), voice.clone());
    let utterance = blocking(move || utter(&text_owned, language, &choice)).await?;
    let utterance = utterance.ok_or_else(|| Error::Invalid(format!("nothing in {text:?} can be said")))?;
    let take = speak_line(&program, (text, language), &utterance, &mut Vec::new()).await?;
    Ok(wav(&take.samples))
}

fn program(settings: &Settings) -> Result<PathBuf, Error> {
    match &settings.espeak {
        Some(path) => path.is_file().then(|| path.clone()).ok_or(Error::NoVoice),
        None => find_espeak().ok_or(Error::NoVoice),
    }
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T, Error> + Send + 'static) -> Result<T, Error> {
    match tokio::task::spawn_blocking(work).await {
        Ok(result) => result,
        Err(error) => Err(Error::Invalid(format!("the sound engineer stopped: {error}"))),
    }
}

fn choice(settings: &Settings, anchor: Anchor) -> VoiceChoice {
    settings.voices.get(&anchor).cloned().unwrap_or_else(|| VoiceChoice::default_of(anchor))
}

fn voice_by_anchor(script: &Script, settings: &Settings) -> BTreeMap<String, String> {
    let named = |cue: &Cue| (cue.anchor.key().to_owned(), choice(settings, cue.anchor).floor);
    script.cues.iter().map(named).collect()
}

/// Speaks every line that has something to say, in order.
async fn speak_all(
    script: &Script,
    settings: &Settings,
    program: &Path,
    progress: &(dyn Fn(Progress) + Send + Sync),
    checks: &mut Vec<String>,
) -> Result<Vec<Spoken>, Error> {
    let lines = prepare(script, settings, checks).await?;
    let of = lines.len();
    let mut takes = Vec::with_capacity(of);
    let live = Live::begin(settings);
    let mut n_lost = 0;
    let mut being_spoken = futures::stream::iter(lines)
        .map(|(cue, utterance)| async move {
            let mut found = Vec::new();
            let take = speak_line(program, (&cue.text, cue.language), &utterance, &mut found).await;
            (cue, take, found)
        })
        .buffered(SPOKEN_AT_ONCE);
    while let Some((cue, take, found)) = being_spoken.next().await {
        checks.extend(found);
        match take {
            Ok(take) => {
                let line = spoken(cue, take, settings);
                live.line(|| line.clone());
                takes.push(line);
            }
            Err(_) if may_be_lost(&cue, n_lost, of) => {
                n_lost += 1;
                checks.push(format!("could not be spoken, left out: {}", excerpt(&cue.text)));
            }
            Err(error) => return Err(error),
        }
        progress(Progress::Spoken { done: takes.len() + n_lost, of });
    }
    checks.extend(live.end().await);
    Ok(takes)
}

/// A programme stands without one line in twenty, which the page still has; never without its label as made by AI.
fn may_be_lost(cue: &Cue, n_lost: usize, of: usize) -> bool {
    cue.kind != CueKind::Label && (n_lost + 1) * 20 <= of
}

async fn prepare(
    script: &Script,
    settings: &Settings,
    checks: &mut Vec<String>,
) -> Result<Vec<(Cue, Utterance)>, Error> {
    let chosen = |cue: &Cue| {
        let choice = choice(settings, cue.anchor);
        let is_label = cue.kind == CueKind::Label;
        let rate_zh = if is_label { choice.rate_zh.min(LABEL_RATE_ZH) } else { choice.rate_zh };
        (cue.clone(), VoiceChoice { rate_zh, ..choice })
    };
    let cues: Vec<(Cue, VoiceChoice)> = script.cues.iter().map(chosen).collect();
    let utterances = blocking(move || {
        let prepared = cues.into_iter().map(|(cue, choice)| {
            let utterance = utter(&cue.text, cue.language, &choice)?;
            Ok((cue, utterance))
        });
        prepared.collect::<Result<Vec<_>, Error>>()
    })
    .await?;
    let mut lines = Vec::with_capacity(utterances.len());
    for (cue, utterance) in utterances {
        match utterance {
            Some(utterance) => lines.push((cue, utterance)),
            None => checks.push(format!("nothing to say, left out: {}", excerpt(&cue.text))),
        }
    }
    if lines.is_empty() {
        return Err(Error::Invalid("the script has no line that can be spoken".into()));
    }
    Ok(lines)
}

/// Speaks a line: once more if the take is bad, then without the variant.
async fn speak_line(
    program: &Path,
    (text, language): (&str, Language),
    utterance: &Utterance,
    checks: &mut Vec<String>,
) -> Result<Take, Error> {
    let attempts = [
        (&utterance.voice, &utterance.ssml),
        (&utterance.voice, &utterance.ssml),
        (&utterance.plain_voice, &utterance.plain_ssml),
    ];
    let expected = Expected { seconds: utterance.expected_seconds, ..Expected::of(text, language) };
    let mut why = String::new();
    for (voice, ssml) in attempts {
        let request = Request { program, voice, rate: utterance.rate, pitch: utterance.pitch, ssml };
        let raw = speak::speak(&request).await;
        let said = raw.map(|samples| Said { rate_hz: RATE_HZ as u32, samples, ..Said::default() });
        match said.and_then(|said| take::check(&said, &expected).map_err(|defects| take::in_words(&defects))) {
            Ok(take) => {
                if take.gap_cut {
                    checks.push(format!("a long silence was cut: {}", excerpt(text)));
                }
                return Ok(take);
            }
            Err(reason) => {
                checks.push(format!("take of {voice} refused, {reason}: {}", excerpt(text)));
                why = reason;
            }
        }
    }
    Err(Error::VoiceFailed { voice: utterance.voice.clone(), text: excerpt(text), why })
}

fn excerpt(text: &str) -> String {
    const LENGTH: usize = 40;
    let short: String = text.chars().take(LENGTH).collect();
    if short.len() < text.len() { format!("{short}…") } else { short }
}

/// A line as the mixer takes it.
fn spoken(cue: Cue, take: Take, settings: &Settings) -> Spoken {
    let word = |word: take::WordTime| Word { text: word.text, start_ms: word.start_ms, end_ms: word.end_ms };
    Spoken {
        voice: choice(settings, cue.anchor).floor,
        cue,
        rate_hz: take.rate_hz as usize,
        samples: take.samples,
        voiced: take.voiced,
        words: take.words.into_iter().map(word).collect(),
    }
}

fn mix_down(
    lines: &[Spoken],
    settings: &Settings,
) -> Result<(Mastered, Vec<news::edition::Chapter>, Vec<news::edition::TranscriptLine>), Error> {
    let Layout { mix, chapters, transcript } = mix::lay_out(lines, settings)?;
    Ok((mix::master(mix)?, chapters, transcript))
}

/// A WAV file of mono samples at the takes' rate.
fn wav(samples: &[i16]) -> Vec<u8> {
    let n_bytes = samples.len() as u32 * 2;
    let rate = RATE_HZ as u32;
    let mut file = Vec::with_capacity(44 + samples.len() * 2);
    file.extend(b"RIFF");
    file.extend((36 + n_bytes).to_le_bytes());
    file.extend(b"WAVEfmt ");
    file.extend(16_u32.to_le_bytes());
    file.extend([1, 0, 1, 0]);
    file.extend(rate.to_le_bytes());
    file.extend((rate * 2).to_le_bytes());
    file.extend([2, 0, 16, 0]);
    file.extend(b"data");
    file.extend(n_bytes.to_le_bytes());
    file.extend(samples.iter().flat_map(|sample| sample.to_le_bytes()));
    file
}

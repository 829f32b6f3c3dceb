//! Checks a finished programme as a whole, as it is delivered: every line of the script is there, in order, once, and
//! is heard where the transcript says; no holes; as loud as podcasts ask for.

use super::level::{FRAMES_A_SECOND, clipped_places};
use super::words::words;
use crate::captions::one_line;
use crate::normalise;
use crate::recognise::Recogniser;
use ebur128::{EbuR128, Mode};
use news::edition::TranscriptLine;
use news::{Cue, Script};
use std::fmt;

/// A silence this long is taken for a fault by listeners.
const HOLE_SECONDS: f64 = 1.5;
/// Quieter than this is silence in a finished programme, dB under full scale.
const SILENT_DB: f64 = -55.0;
/// The loudness podcasts expect, and how far it may be off. Source: Apple Podcasts, -16 LKFS ±1.
const LUFS: std::ops::RangeInclusive<f64> = -17.0..=-15.0;
/// Source: Apple Podcasts, true peak at most -1 dBFS.
const MOST_TRUE_PEAK_DB: f64 = -1.0;
/// At least this part of a line's span is heard.
const LEAST_HEARD: f64 = 0.4;

/// What is wrong with a finished programme.
#[derive(Debug, Clone, PartialEq)]
pub enum ProgrammeDefect {
    /// A line of the script is not in the transcript, or not in its place.
    LineMissing(String),
    /// A line of the transcript is not in the script there: said twice, or nobody's.
    LineTooMany(String),
    /// The times of a line are not behind those of the line before it.
    OutOfOrder(String),
    /// Nothing is heard where the line should be.
    NotHeard(String),
    /// A silence that the script does not ask for.
    Hole {
        /// Where it begins.
        at_ms: u64,
        /// How long it is.
        seconds: f64,
    },
    /// Peaks are cut flat, in so many places.
    Clipping(usize),
    /// As loud as this, in LUFS.
    Loudness(f64),
    /// The true peak, in dBTP.
    TruePeak(f64),
    /// A recogniser heard something else in this line.
    HeardOtherwise {
        /// The line.
        line: String,
        /// What differs.
        how: String,
    },
}

impl ProgrammeDefect {
    /// The line that is not as the script has it.
    pub(crate) fn line(&self) -> Option<&str> {
        match self {
            Self::LineMissing(line) | Self::LineTooMany(line) | Self::OutOfOrder(line) | Self::NotHeard(line) => {
                Some(line)
            }
            Self::HeardOtherwise { line, .. } => Some(line),
            Self::Hole { .. } | Self::Clipping(_) | Self::Loudness(_) | Self::TruePeak(_) => None,
        }
    }
}

impl fmt::Display for ProgrammeDefect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::LineMissing(line) => write!(f, "the programme lacks the line {line:?}"),
            Self::LineTooMany(line) => write!(f, "the programme has a line too many: {line:?}"),
            Self::OutOfOrder(line) => write!(f, "the line begins before the one before it: {line:?}"),
            Self::NotHeard(line) => write!(f, "nothing is heard where this line should be: {line:?}"),
            Self::Hole { at_ms, seconds } => write!(f, "the programme is silent for {seconds:.1} s at {at_ms} ms"),
            Self::Clipping(places) => write!(f, "the programme clips in {places} places"),
            Self::Loudness(lufs) => write!(f, "the programme is {lufs:.1} LUFS loud"),
            Self::TruePeak(db) => write!(f, "the programme's true peak is {db:.1} dBTP"),
            Self::HeardOtherwise { line, how } => write!(f, "in {line:?} {how}"),
        }
    }
}

/// A programme as it is heard: decoded again from what is delivered, or as it goes to the encoder.
#[derive(Debug, Clone, Copy)]
pub struct Pcm<'a> {
    /// Frames a second.
    pub rate_hz: u32,
    /// One or two.
    pub n_channels: usize,
    /// Interleaved.
    pub samples: &'a [i16],
}

/// Checks a programme against its script and its transcript.
pub fn check_programme(pcm: Pcm<'_>, script: &Script, transcript: &[TranscriptLine]) -> Vec<ProgrammeDefect> {
    let mut defects = check_finished(&Finished::of(pcm), script, transcript);
    let left: Vec<i16> = pcm.samples.iter().step_by(pcm.n_channels.max(1)).copied().collect();
    let places = clipped_places(&left, pcm.rate_hz);
    defects.extend((places > 0).then_some(ProgrammeDefect::Clipping(places)));
    defects
}

/// What was measured of a finished file while it was decoded.
#[derive(Debug, Clone)]
pub(crate) struct Finished {
    pub(crate) sound: Sound,
    /// Integrated, LUFS.
    pub(crate) lufs: f64,
    /// dBTP.
    pub(crate) true_peak_db: f64,
}

/// How loud each moment is.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sound {
    /// dB under full scale.
    pub(crate) db: Vec<f64>,
    /// Moments a second.
    pub(crate) a_second: f64,
}

impl Sound {
    fn moment(&self, ms: u64) -> usize {
        ((ms as f64 / 1000.0 * self.a_second) as usize).min(self.db.len())
    }

    fn ms(&self, moment: usize) -> u64 {
        (moment as f64 * 1000.0 / self.a_second) as u64
    }
}

/// Checks a finished file by what was measured of it.
pub(crate) fn check_finished(
    finished: &Finished,
    script: &Script,
    transcript: &[TranscriptLine],
) -> Vec<ProgrammeDefect> {
    let mut defects = lines(script, transcript);
    let unheard = transcript.iter().filter(|line| !is_heard(line, &finished.sound));
    defects.extend(unheard.map(|line| ProgrammeDefect::NotHeard(line.text.clone())));
    defects.extend(holes(&finished.sound, script, transcript));
    defects.extend((!LUFS.contains(&finished.lufs)).then_some(ProgrammeDefect::Loudness(finished.lufs)));
    let peak_db = finished.true_peak_db;
    defects.extend((peak_db > MOST_TRUE_PEAK_DB).then_some(ProgrammeDefect::TruePeak(peak_db)));
    defects
}

/// Has a recogniser listen to every line where the transcript says it is.
pub async fn listen_to_programme(
    pcm: Pcm<'_>,
    transcript: &[TranscriptLine],
    recogniser: &Recogniser,
) -> Vec<ProgrammeDefect> {
    let mut defects = Vec::new();
    for line in transcript {
        let sample = |ms: u64| (ms * u64::from(pcm.rate_hz) / 1000) as usize * pcm.n_channels;
        let to = sample(line.end_ms).min(pcm.samples.len());
        let span = pcm.samples.get(sample(line.start_ms)..to).unwrap_or_default();
        let mono: Vec<i16> = span.chunks(pcm.n_channels.max(1)).map(|frame| frame[0]).collect();
        let heard = recogniser.listen(&mono, pcm.rate_hz, &line.text, line.language).await;
        defects.extend(
            heard.iter().map(|how| ProgrammeDefect::HeardOtherwise { line: line.text.clone(), how: how.to_string() }),
        );
    }
    defects
}

fn can_be_said(cue: &Cue) -> bool {
    !words(&normalise::spoken(&cue.text, cue.language)).is_empty()
}

/// Every line of the script in order, once.
fn lines(script: &Script, transcript: &[TranscriptLine]) -> Vec<ProgrammeDefect> {
    let expected: Vec<String> =
        script.cues.iter().filter(|cue| can_be_said(cue)).map(|cue| one_line(&cue.text)).collect();
    let found: Vec<String> = transcript.iter().map(|line| line.text.clone()).collect();
    let mut defects = Vec::new();
    for difference in crate::recognise::compare_words(&expected, &found) {
        use crate::recognise::Difference::{Extra, Missing, Other};
        match difference {
            Missing(part) | Other(part) => {
                defects.extend(expected[part].iter().cloned().map(ProgrammeDefect::LineMissing));
            }
            Extra { heard, .. } => defects.extend(found[heard].iter().cloned().map(ProgrammeDefect::LineTooMany)),
        }
    }
    // Lines may overlap where hosts interrupt each other; none begins before the one before it.
    let early = transcript.windows(2).filter(|pair| pair[1].start_ms < pair[0].start_ms);
    defects.extend(early.map(|pair| ProgrammeDefect::OutOfOrder(pair[1].text.clone())));
    defects
}

/// Power of each hundredth of a second.
fn envelope(pcm: Pcm<'_>) -> Sound {
    let n = (pcm.rate_hz as usize / FRAMES_A_SECOND * pcm.n_channels).max(1);
    let db = |frame: &[i16]| {
        let power = frame.iter().map(|sample| f64::from(*sample).powi(2)).sum::<f64>() / frame.len() as f64;
        10.0 * (power / (32_768.0 * 32_768.0) + 1e-12).log10()
    };
    Sound { db: pcm.samples.chunks(n).map(db).collect(), a_second: FRAMES_A_SECOND as f64 }
}

fn is_heard(line: &TranscriptLine, sound: &Sound) -> bool {
    let span = sound.db.get(sound.moment(line.start_ms)..sound.moment(line.end_ms)).unwrap_or_default();
    let n_heard = span.iter().filter(|db| **db > SILENT_DB).count();
    n_heard as f64 > span.len() as f64 * LEAST_HEARD
}

fn holes(sound: &Sound, script: &Script, transcript: &[TranscriptLine]) -> Vec<ProgrammeDefect> {
    let least = (HOLE_SECONDS * sound.a_second) as usize;
    let mut holes = Vec::new();
    let mut begins = 0;
    for (n, db) in sound.db.iter().chain([&0.0]).enumerate() {
        if *db > SILENT_DB {
            let at_ms = sound.ms(begins);
            if n - begins >= least && !is_asked_for(at_ms, script, transcript) {
                holes.push(ProgrammeDefect::Hole { at_ms, seconds: (n - begins) as f64 / sound.a_second });
            }
            begins = n + 1;
        }
    }
    holes
}

/// Whether the line before this moment is followed by a pause that is as long as a hole.
fn is_asked_for(at_ms: u64, script: &Script, transcript: &[TranscriptLine]) -> bool {
    let before = transcript.iter().rfind(|line| line.end_ms <= at_ms + 100);
    let cue = before.and_then(|line| script.cues.iter().find(|cue| one_line(&cue.text) == line.text));
    cue.is_some_and(|cue| f64::from(cue.pause_ms) >= HOLE_SECONDS * 1000.0)
}

impl Finished {
    /// Measures a programme that is all there.
    fn of(pcm: Pcm<'_>) -> Self {
        // What cannot be measured is not as it should be.
        let (lufs, true_peak_db) = measured(pcm).unwrap_or((f64::NEG_INFINITY, 0.0));
        Self { sound: envelope(pcm), lufs, true_peak_db }
    }
}

fn measured(pcm: Pcm<'_>) -> Result<(f64, f64), ebur128::Error> {
    let mut meter = EbuR128::new(pcm.n_channels as u32, pcm.rate_hz, Mode::I | Mode::TRUE_PEAK)?;
    meter.add_frames_i16(pcm.samples)?;
    let mut peak: f64 = 1e-9;
    for channel in 0..pcm.n_channels as u32 {
        peak = peak.max(meter.true_peak(channel)?);
    }
    Ok((meter.loudness_global()?, 20.0 * peak.log10()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use news::{Anchor, CueKind, Language};

    const RATE_HZ: usize = 44_100;

    fn cue(text: &str, pause_ms: u32) -> Cue {
        // The rest of a cue is as it comes from a plain script.
        let json = serde_json::json!({
            "anchor": "a", "language": "en", "text": text, "kind": "opening", "pause_ms": pause_ms
        });
        serde_json::from_value(json).unwrap()
    }

    fn line(text: &str, start_ms: u64, end_ms: u64) -> TranscriptLine {
        let (speaker, language) = ("A".to_owned(), Language::EN);
        let json = serde_json::json!({
            "start_ms": start_ms, "end_ms": end_ms, "speaker": speaker, "language": language,
            "text": text, "story": null, "sentence": null
        });
        serde_json::from_value(json).unwrap()
    }

    /// Two channels; speech-like bursts where it is true, silence elsewhere.
    fn sound(parts: &[(bool, f64)]) -> Vec<i16> {
        let mut samples = Vec::new();
        for (is_loud, seconds) in parts {
            for n in 0..(seconds * RATE_HZ as f64) as usize {
                let value = if *is_loud { ((n as f64 * 0.06).sin() * 5800.0) as i16 } else { 0 };
                samples.extend([value; 2]);
            }
        }
        samples
    }

    fn said(parts: &[(bool, f64)], script: Vec<Cue>, transcript: &[TranscriptLine]) -> Vec<String> {
        let samples = sound(parts);
        let pcm = Pcm { rate_hz: RATE_HZ as u32, n_channels: 2, samples: &samples };
        check_programme(pcm, &Script { cues: script }, transcript).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_whole_programme_has_no_defect() {
        assert_eq!(Anchor::A.key(), "anchor_a");
        assert_eq!(cue("x", 0).kind, CueKind::Opening);
        let script = vec![cue("Good morning.", 300), cue("🎉", 0), cue("Good night.", 0)];
        let transcript = [line("Good morning.", 0, 2000), line("Good night.", 2300, 4000)];
        assert_eq!(said(&[(true, 2.0), (false, 0.3), (true, 1.7)], script, &transcript), [""; 0]);
    }

    #[test]
    fn lines_missing_twice_or_unheard_and_holes_are_told() {
        let script = || vec![cue("One.", 300), cue("Two.", 300), cue("Three.", 0)];
        let transcript = [line("One.", 0, 2000), line("One.", 2000, 2200), line("Three.", 4000, 5000)];
        assert_eq!(
            said(&[(true, 2.2), (false, 1.8), (true, 1.0)], script(), &transcript),
            ["the programme lacks the line \"Two.\"", "the programme is silent for 1.8 s at 2200 ms"]
        );
        let transcript = [line("One.", 0, 1000), line("Two.", 1200, 2200), line("Three.", 2300, 3000)];
        assert_eq!(
            said(&[(true, 1.2), (false, 1.0), (true, 1.0)], script(), &transcript),
            ["nothing is heard where this line should be: \"Two.\""]
        );
        let mut slow = script();
        slow[1].pause_ms = 2000;
        let transcript = [line("One.", 0, 1000), line("Two.", 1200, 2200), line("Three.", 4300, 5000)];
        assert_eq!(said(&[(true, 2.2), (false, 2.1), (true, 1.0)], slow, &transcript), [""; 0]);
    }

    #[test]
    fn a_programme_too_loud_is_told() {
        let samples: Vec<i16> = sound(&[(true, 3.0)]).iter().map(|sample| (f64::from(*sample) * 5.6) as i16).collect();
        let pcm = Pcm { rate_hz: RATE_HZ as u32, n_channels: 2, samples: &samples };
        let script = Script { cues: vec![cue("One.", 0)] };
        let told = check_programme(pcm, &script, &[line("One.", 0, 3000)]);
        assert_eq!(told.len(), 2, "{told:?}");
        assert!(matches!(told[0], ProgrammeDefect::Loudness(lufs) if lufs > -10.0), "{told:?}");
        assert!(matches!(told[1], ProgrammeDefect::TruePeak(db) if db > -2.0), "{told:?}");
    }
}

//! From a script to a finished programme: cast, speak, check, lay out, master, encode, tag.

mod finished;
mod speak;

use crate::cast::{self, Cast, Session, Spelling, SpokenLine};
use crate::encode::Delivered;
use crate::live::Live;
use crate::mix::{self, Layout, Mastered, Spoken};
use crate::take::Finished;
use crate::{Error, Programme, Progress, Settings, VoiceChoice, blocking, encode, tags};
use news::{Anchor, Cue, Language, Script};
use speak::{Booth, Reading};
use std::collections::BTreeMap;

/// Makes a programme of a script.
///
/// Errors: `NoVoice` without espeak-ng, `VoiceFailed` if a line cannot be spoken even by the floor, `Invalid` for an
/// empty script or an unknown voice, `Encode` if the file cannot be made.
pub async fn produce(
    script: &Script,
    settings: &Settings,
    progress: &(dyn Fn(Progress) + Send + Sync),
) -> Result<Programme, Error> {
    let cast = whole_cast(script, settings)?;
    let espeak = settings.espeak.clone().or_else(crate::find_espeak);
    let session = Session::new(settings.patience, settings.vendors_until).beside(espeak, &settings.spelling.lexicon);
    let live = Live::begin(settings);
    let booth = Booth::new(script, &cast, &settings.spelling, &session);
    let Reading { takes, lines, mut checks } = booth.read(progress, &|line| live.line(|| line.clone())).await?;
    checks.extend(live.end().await);
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
    let Delivered { lufs, true_peak_db, sound, .. } = delivered;
    checks.extend(finished::check(&Finished { sound, lufs, true_peak_db }, script, &lines, &transcript)?);
    checks.extend(left_out);
    let voice_by_anchor = voice_by_anchor(&lines);
    Ok(Programme { mp3, also_as, seconds, lufs, true_peak_db, chapters, transcript, voice_by_anchor, lines, checks })
}

/// Says one text; for trying a voice.
///
/// Returns a WAV file: 22.05 kHz, mono, 16 bit.
pub async fn say(text: &str, language: Language, voice: &VoiceChoice) -> Result<Vec<u8>, Error> {
    let (mut cast, spelling) = (Cast::default(), Spelling::default());
    cast::floor(voice, None, &spelling)?.into_iter().for_each(|seat| cast.add(Anchor::A, seat));
    let kind = news::CueKind::Opening;
    let cue =
        Cue { anchor: Anchor::A, language, text: text.to_owned(), kind, pause_ms: 0, overlap_ms: 0, marks: Vec::new() };
    let script = Script { cues: vec![cue] };
    let session = Session::default();
    let reading = Booth::new(&script, &cast, &spelling, &session).read(&|_| {}, &|_| {}).await?;
    let samples: Vec<i16> = reading.takes.into_iter().flat_map(|line| line.samples).collect();
    Ok(crate::wav::wav(&samples, crate::speak::RATE_HZ as u32))
}

/// The cast with a floor under every anchor that speaks.
fn whole_cast(script: &Script, settings: &Settings) -> Result<Cast, Error> {
    let mut whole = settings.cast.clone();
    for anchor in script.cues.iter().map(|cue| cue.anchor) {
        if !whole.has_floor(anchor) {
            let chosen = settings.voices.get(&anchor).cloned();
            let choice = chosen.unwrap_or_else(|| VoiceChoice::default_of(anchor));
            let seats = cast::floor(&choice, settings.espeak.as_deref(), &settings.spelling)?;
            seats.into_iter().for_each(|seat| whole.add(anchor, seat));
        }
    }
    Ok(whole)
}

/// The voice that spoke most lines of each anchor.
fn voice_by_anchor(lines: &[SpokenLine]) -> BTreeMap<String, String> {
    let mut n_lines: BTreeMap<&str, BTreeMap<&str, usize>> = BTreeMap::new();
    for line in lines {
        *n_lines.entry(line.anchor.key()).or_default().entry(&line.voice).or_default() += 1;
    }
    let named = |(anchor, voices): (&str, BTreeMap<&str, usize>)| {
        let most = voices.into_iter().max_by_key(|(_, n)| *n)?;
        Some((anchor.to_owned(), most.0.to_owned()))
    };
    n_lines.into_iter().filter_map(named).collect()
}

type Mixed = (Mastered, Vec<news::edition::Chapter>, Vec<news::edition::TranscriptLine>);

fn mix_down(lines: &[Spoken], settings: &Settings) -> Result<Mixed, Error> {
    let Layout { mix, chapters, transcript } = mix::lay_out(lines, settings)?;
    Ok((mix::master(mix)?, chapters, transcript))
}

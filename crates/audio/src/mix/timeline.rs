//! When each line sounds: theme, stings, pauses; and from that the chapters and the transcript's times.

use super::{Clip, Mix, Placed, RATE_HZ, theme};
use crate::speak::RATE_HZ as TAKE_RATE_HZ;
use crate::take::Take;
use crate::{Settings, captions};
use news::edition::{Chapter, TranscriptLine};
use news::{Anchor, Cue, CueKind, StoryId};

/// The longest silence between two lines, voice to voice; listeners take more for a fault.
const LONGEST_PAUSE_MS: u32 = 1300;
/// Silence before a sting. Long enough for the encoder to be restarted in it.
const BEFORE_STING: usize = TAKE_RATE_HZ * 30 / 100;
/// From the sting's beginning to the next words.
const STING_TO_SPEECH: usize = TAKE_RATE_HZ * 75 / 100;
/// From the last word to the closing theme.
const BEFORE_CLOSING: usize = TAKE_RATE_HZ * 40 / 100;
/// Silence at the very end.
const AFTER_CLOSING: usize = RATE_HZ * 3 / 10;

/// What is heard when.
pub(crate) struct Layout {
    pub(crate) mix: Mix,
    pub(crate) chapters: Vec<Chapter>,
    pub(crate) transcript: Vec<TranscriptLine>,
}

/// Lays the takes out in time; `takes` are of `cues` in order, with the gain of each.
pub(crate) fn lay_out(cues: Vec<(Cue, Take, f32)>, settings: &Settings) -> Layout {
    let mut voices: Vec<Placed> = Vec::with_capacity(cues.len());
    let mut clips = vec![Clip { at: 0, frames: theme::opening() }];
    let mut transcript = Vec::with_capacity(cues.len());
    let mut marks = Marks::default();
    let mut cursor = theme::SPEECH_AFTER / 2;
    for (cue, take, gain) in cues {
        let mut begins = cursor;
        if matches!(cue.kind, CueKind::Transition { .. }) && !voices.is_empty() {
            begins = cursor.max(end_of(voices.last()) + BEFORE_STING);
            clips.push(Clip { at: begins * 2, frames: theme::sting() });
            cursor = begins + STING_TO_SPEECH;
        }
        marks.note(&cue, begins);
        transcript.push(line(&cue, &take, cursor, settings));
        let n_tail = take.samples.len() - take.voiced.end;
        let pause = TAKE_RATE_HZ * cue.pause_ms.min(LONGEST_PAUSE_MS) as usize / 1000;
        voices.push(Placed { at: cursor, samples: take.samples, gain });
        // The take's own tail is part of the pause.
        cursor = end_of(voices.last()) + pause.saturating_sub(n_tail);
    }
    let closing_at = (end_of(voices.last()) + BEFORE_CLOSING) * 2;
    let closing = theme::closing();
    let n_frames = closing_at + closing.len() + AFTER_CLOSING;
    clips.push(Clip { at: closing_at, frames: closing });
    let chapters = marks.chapters(ms_of_frames(n_frames), settings);
    Layout { mix: Mix { voices, clips, n_frames }, chapters, transcript }
}

fn end_of(voice: Option<&Placed>) -> usize {
    voice.map_or(0, |voice| voice.at + voice.samples.len())
}

fn line(cue: &Cue, take: &Take, at: usize, settings: &Settings) -> TranscriptLine {
    let sentence = cue.kind.sentence().and_then(|sentence| u32::try_from(sentence).ok());
    TranscriptLine {
        start_ms: ms_of_samples(at + take.voiced.start),
        end_ms: ms_of_samples(at + take.voiced.end),
        speaker: speaker(cue.anchor, settings),
        language: cue.language,
        text: captions::one_line(&cue.text),
        story: cue.kind.story().cloned(),
        sentence,
        manner: cue.kind.manner(),
    }
}

fn speaker(anchor: Anchor, settings: &Settings) -> String {
    let unnamed = match anchor {
        Anchor::A => "A",
        Anchor::B => "B",
    };
    settings.speaker_names.get(&anchor).cloned().unwrap_or_else(|| unnamed.to_owned())
}

/// Where the programme turns to another story.
#[derive(Default)]
struct Marks {
    turns: Vec<(usize, Option<StoryId>)>,
    headlines: Vec<(StoryId, String)>,
}

impl Marks {
    fn note(&mut self, cue: &Cue, at: usize) {
        let story = cue.kind.story();
        if let CueKind::Headline { story } = &cue.kind {
            self.headlines.push((story.clone(), cue.text.clone()));
        }
        // A word of the house between stories belongs to the story before it; only the closing ends the last one.
        let is_aside = story.is_none() && !self.turns.is_empty() && cue.kind != CueKind::Closing;
        let is_same = self.turns.last().is_some_and(|(_, last)| last.as_ref() == story);
        if !is_aside && !is_same {
            self.turns.push((at, story.cloned()));
        }
    }

    fn chapters(&self, end_ms: u64, settings: &Settings) -> Vec<Chapter> {
        let starts: Vec<u64> = self.turns.iter().map(|(at, _)| ms_of_samples(*at)).collect();
        let chapter = |(n, (_, story)): (usize, &(usize, Option<StoryId>))| Chapter {
            // The theme belongs to the first chapter.
            start_ms: if n == 0 { 0 } else { starts[n] },
            end_ms: starts.get(n + 1).copied().unwrap_or(end_ms),
            title: self.title(n, story.as_ref(), settings),
            story: story.clone(),
        };
        self.turns.iter().enumerate().map(chapter).collect()
    }

    fn title(&self, n: usize, story: Option<&StoryId>, settings: &Settings) -> String {
        let Some(story) = story else {
            let words = if n == 0 { &settings.words.opening } else { &settings.words.closing };
            return words.clone();
        };
        let headline = || self.headlines.iter().find(|(of, _)| of == story).map(|(_, headline)| headline.clone());
        let title = settings.chapter_titles.get(story).cloned().or_else(headline);
        captions::one_line(&title.unwrap_or_else(|| story.to_string()))
    }
}

fn ms_of_samples(at: usize) -> u64 {
    (at as u64 * 1000) / TAKE_RATE_HZ as u64
}

fn ms_of_frames(at: usize) -> u64 {
    (at as u64 * 1000) / RATE_HZ as u64
}

//! When each line sounds: theme, stings, pauses, overlaps; and from that the chapters and the transcript's times.

use super::line::Spoken;
use super::marks::Marks;
use super::music::{Bed, Music};
use super::{Clip, Mix, Placed, RATE_HZ, duck, theme};
use crate::{Settings, captions};
use news::edition::{Chapter, TranscriptLine, Word};
use news::{Anchor, CueKind};
use std::ops::Range;

/// The longest silence between two lines, voice to voice; listeners take more for a fault.
const LONGEST_PAUSE_MS: u32 = 1300;
/// Silence before a sting. Long enough for the encoder to be restarted in it.
const BEFORE_STING: usize = RATE_HZ * 30 / 100;
/// The next words begin so long before the sting ends.
const STING_TAIL: usize = RATE_HZ * 5 / 100;
/// From the last word to the closing theme.
const BEFORE_CLOSING: usize = RATE_HZ * 40 / 100;
/// Silence at the end of a stretch that another follows: what the encoder needs to run dry.
const AFTER_STRETCH: usize = RATE_HZ / 10;
/// Silence at the very end.
const AFTER_CLOSING: usize = RATE_HZ * 3 / 10;

/// What is heard when.
pub(crate) struct Layout {
    pub(crate) mix: Mix,
    pub(crate) chapters: Vec<Chapter>,
    pub(crate) transcript: Vec<TranscriptLine>,
}

/// Which ends of a programme a stretch of it holds: its music before and after, its mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Ends {
    pub(crate) first: bool,
    pub(crate) last: bool,
}

/// Lays lines out in time; each with its gain, at the programme's rate.
pub(crate) fn lay_out(lines: Vec<(Spoken, f32)>, music: &Music, settings: &Settings, ends: Ends) -> Layout {
    let mut table = Table::begin(music, settings, ends);
    lines.into_iter().for_each(|(line, gain)| table.place(line, gain, settings));
    table.finish(settings)
}

/// A programme while it is being laid out.
struct Table<'a> {
    music: &'a Music,
    ends: Ends,
    voices: Vec<Placed>,
    /// When somebody speaks, or the mark is heard.
    speech: Vec<Range<usize>>,
    /// Stings and the mark.
    clips: Vec<Clip>,
    marks: Marks,
    transcript: Vec<TranscriptLine>,
    /// Where the next line would begin.
    cursor: usize,
    /// Where each stretch of a bed begins and ends.
    beds: Vec<Range<usize>>,
}

impl<'a> Table<'a> {
    fn begin(music: &'a Music, settings: &Settings, ends: Ends) -> Self {
        let mut table = Self {
            music,
            ends,
            voices: Vec::new(),
            speech: Vec::new(),
            clips: Vec::new(),
            marks: Marks::default(),
            transcript: Vec::new(),
            cursor: if ends.first { music.speech_after() } else { BEFORE_STING },
            beds: Vec::new(),
        };
        if ends.first && settings.morse {
            let mark = theme::morse();
            let at = table.cursor..table.cursor + mark.len();
            table.cursor = at.end;
            table.speech.push(at.clone());
            table.clips.push(Clip { at, frames: mark, shape: Vec::new() });
        }
        table
    }

    fn place(&mut self, line: Spoken, gain: f32, settings: &Settings) {
        let mut turns_at = self.cursor;
        let is_turn = matches!(line.cue.kind, CueKind::Transition { .. });
        if is_turn && !(self.voices.is_empty() && self.ends.first) {
            turns_at = self.cursor.max(self.end() + BEFORE_STING);
            let sting = self.music.sting.clone();
            let at = turns_at..turns_at + sting.len();
            self.cursor = at.end.saturating_sub(STING_TAIL).max(turns_at);
            self.clips.push(Clip { at, frames: sting, shape: Vec::new() });
        }
        let at = self.begins(&line);
        self.marks.note(&line.cue, turns_at.min(at + line.lead()));
        self.transcript.push(transcribed(&line, at, settings));
        self.speech.push(at + line.voiced.start..at + line.voiced.end);
        let pause = RATE_HZ * line.cue.pause_ms.min(LONGEST_PAUSE_MS) as usize / 1000;
        // The line's own tail is part of the pause.
        let next = at + line.samples.len() + pause.saturating_sub(line.tail());
        self.cursor = self.cursor.max(next);
        self.voices.push(Placed { at, samples: line.samples, gain });
    }

    /// Where a line begins: at its turn, or so long before the end of the line before it as it falls in.
    fn begins(&self, line: &Spoken) -> usize {
        let overlap = RATE_HZ * line.cue.overlap_ms as usize / 1000;
        let Some(before) = self.speech.last().filter(|_| overlap > 0) else { return self.cursor };
        // Nobody falls in before half of the other's line is said.
        let earliest = before.start + before.len() / 2;
        before.end.saturating_sub(overlap).max(earliest).saturating_sub(line.lead())
    }

    fn end(&self) -> usize {
        self.voices.iter().map(|voice| voice.at + voice.samples.len()).max().unwrap_or(0)
    }

    fn finish(mut self, settings: &Settings) -> Layout {
        let mut n_frames = self.end() + AFTER_STRETCH;
        if self.ends.last {
            let closing = self.music.closing.clone();
            let at = self.end() + BEFORE_CLOSING;
            let at = at..at + closing.len();
            n_frames = at.end + AFTER_CLOSING;
            self.clips.push(Clip { at, frames: closing, shape: Vec::new() });
        }
        if self.ends.first {
            self.lay_bed();
            let opening = 0..self.music.opening.len();
            let shape = duck::shape(&opening, &self.speech, 0, 0);
            self.clips.push(Clip { at: opening, frames: self.music.opening.clone(), shape });
            // What is said over an opening that is longer than all words must not cut it off.
            n_frames = n_frames.max(self.music.opening.len());
        }
        let beds: Vec<Clip> = self.beds.iter().map(|at| self.bed(at.clone())).collect();
        self.clips.extend(beds);
        self.clips.sort_by_key(|clip| clip.at.start);
        let chapters = self.marks.chapters(ms(n_frames), settings);
        let mix = Mix { voices: self.voices, clips: self.clips, n_frames };
        Layout { mix, chapters, transcript: self.transcript }
    }

    /// Where the bed lies: under what comes before the first story, or under every stretch between two stings.
    fn lay_bed(&mut self) {
        let stops = self.marks.turns().map(|at| at.saturating_sub(BEFORE_STING));
        let stops: Vec<usize> = stops.skip(1).chain([self.end()]).collect();
        let mut from = self.music.opening.len().min(self.music.speech_after() + RATE_HZ / 2);
        for stop in stops {
            let stretch = from..stop;
            // A bed that is over before it is heard is none.
            if stretch.len() > 3 * RATE_HZ {
                self.beds.push(stretch);
            }
            from = stop + BEFORE_STING + self.music.sting.len();
        }
        match self.music.bed_under {
            Bed::Nothing => self.beds.clear(),
            Bed::Opening => self.beds.truncate(1),
            Bed::Everything => {}
        }
    }

    fn bed(&self, at: Range<usize>) -> Clip {
        let shape = duck::shape(&at, &self.speech, RATE_HZ, RATE_HZ * 8 / 10);
        Clip { at, frames: self.music.bed.clone(), shape }
    }
}

fn transcribed(line: &Spoken, at: usize, settings: &Settings) -> TranscriptLine {
    let cue = &line.cue;
    let sentence = cue.kind.sentence().and_then(|sentence| u32::try_from(sentence).ok());
    let moved =
        |word: &Word| Word { text: word.text.clone(), start_ms: word.start_ms + ms(at), end_ms: word.end_ms + ms(at) };
    TranscriptLine {
        start_ms: ms(at + line.voiced.start),
        end_ms: ms(at + line.voiced.end),
        speaker: speaker(cue.anchor, settings),
        language: cue.language,
        text: captions::one_line(&cue.text),
        story: cue.kind.story().cloned(),
        sentence,
        manner: cue.kind.manner(),
        words: line.words.iter().map(moved).collect(),
    }
}

fn speaker(anchor: Anchor, settings: &Settings) -> String {
    let unnamed = match anchor {
        Anchor::A => "A",
        Anchor::B => "B",
    };
    settings.speaker_names.get(&anchor).cloned().unwrap_or_else(|| unnamed.to_owned())
}

pub(super) fn ms(at: usize) -> u64 {
    (at as u64 * 1000) / RATE_HZ as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mix::music::MusicFiles;
    use crate::mix::tests::spoken;
    use news::{Language, StoryId};

    fn lay(lines: Vec<Spoken>, settings: &Settings) -> Layout {
        let music = Music::of(&MusicFiles::default()).unwrap();
        let whole = Ends { first: true, last: true };
        lay_out(lines.into_iter().map(|line| (line.prepared(), 1.0)).collect(), &music, settings, whole)
    }

    fn line(anchor: Anchor, kind: CueKind, overlap_ms: u32) -> Spoken {
        let mut line = spoken(anchor, RATE_HZ, 2.0, 9000.0);
        line.cue.kind = kind;
        line.cue.overlap_ms = overlap_ms;
        line
    }

    fn settings() -> Settings {
        Settings::titled("t", Language::EN)
    }

    #[test]
    fn a_line_falls_in_before_the_other_ends_but_never_before_half_of_it() {
        let lines = |overlap| {
            vec![
                line(Anchor::A, CueKind::Opening, 0),
                line(Anchor::B, CueKind::Opening, overlap),
                line(Anchor::A, CueKind::Opening, 0),
            ]
        };
        let falls_in = |overlap| {
            let lines = lay(lines(overlap), &settings()).transcript;
            assert!(lines[2].start_ms >= lines[1].end_ms + 200);
            lines[0].end_ms as i64 - lines[1].start_ms as i64
        };
        assert!((falls_in(400) - 400).abs() <= 1, "{}", falls_in(400));
        assert!((falls_in(5000) - 1000).abs() <= 1, "{}", falls_in(5000));
        assert!(falls_in(0) < -200, "{}", falls_in(0));
    }

    #[test]
    fn words_move_with_their_line() {
        let mut one = line(Anchor::A, CueKind::Opening, 0);
        one.words = vec![Word { text: "A".into(), start_ms: 50, end_ms: 300 }];
        let lines = lay(vec![one], &settings()).transcript;
        let begins = lines[0].start_ms - 50;
        assert_eq!(lines[0].words, [Word { text: "A".into(), start_ms: begins + 50, end_ms: begins + 300 }]);
    }

    #[test]
    fn the_bed_lies_under_the_opening_alone_and_ends_before_the_first_story() {
        let story = |name: &str| StoryId::of(name);
        let kinds = vec![
            CueKind::Label,
            CueKind::Opening,
            CueKind::Opening,
            CueKind::Headline { story: story("a") },
            CueKind::Transition { to: story("b") },
            CueKind::Closing,
        ];
        let layout = lay(kinds.into_iter().map(|kind| line(Anchor::A, kind, 0)).collect(), &settings());
        // Opening, bed, sting, closing.
        assert_eq!(layout.mix.clips.len(), 4);
        let bed = &layout.mix.clips[1].at;
        assert!(ms(bed.end) < layout.transcript[3].start_ms && ms(bed.end) > layout.transcript[2].end_ms - 500);
        assert_eq!(layout.chapters.len(), 4);
    }

    #[test]
    fn the_rhythm_mark_is_heard_before_the_first_words() {
        let mut settings = settings();
        let without = lay(vec![line(Anchor::A, CueKind::Label, 0)], &settings).transcript[0].start_ms;
        settings.morse = true;
        let layout = lay(vec![line(Anchor::A, CueKind::Label, 0)], &settings);
        let later = layout.transcript[0].start_ms - without;
        assert!(later.abs_diff(ms(theme::morse().len())) <= 1, "{later}");
    }
}

//! Speaks a script story by story: the lines of a story at once, each through its anchor's chain.
//!
//! A line that failed changes nothing but itself. A voice that failed twice in one story gives the rest of that story
//! away, so that a change is heard once; at the next story it is asked first again, if it is well.

use crate::cast::{Cast, Context, Miss, Rank, Seat, Session, Spelling, Spoken, SpokenLine, Wanted, line, say};
use crate::mix;
use crate::take::{Expected, Measured, WordTime, review};
use crate::{Error, Progress};
use futures::stream::{FuturesUnordered, StreamExt};
use gateway::voice::VoiceRoute;
use news::edition::Word;
use news::{Anchor, Cue, CueKind, Language, Script};
use std::collections::{BTreeMap, BTreeSet};

/// A voice that failed so many lines of an anchor in one story gives the rest of the story away.
const MOST_FAILED: usize = 2;

/// How fast the Chinese label as made by AI is said, at most: some 140 characters a minute.
///
/// Source: GB 45438-2025, 5.3 asks for 120 to 160 characters a minute; of languages written in words it asks nothing.
const LABEL_PACE: f32 = 0.575;

/// A script that was spoken.
#[derive(Debug, Default)]
pub(crate) struct Reading {
    /// In the order of the script, as the mixer takes them.
    pub(crate) takes: Vec<mix::Spoken>,
    pub(crate) lines: Vec<SpokenLine>,
    /// What was found and done, for people.
    pub(crate) checks: Vec<String>,
}

/// Told each line that is spoken, story by story.
pub(crate) type Hear<'a> = &'a (dyn Fn(&mix::Spoken) + Send + Sync);

/// Tells how far the speaking is.
pub(crate) type Tell<'a> = &'a (dyn Fn(Progress) + Send + Sync);

/// What every line is to be; nothing where nothing can be said.
fn wanted(script: &Script, cast: &Cast, spelling: &Spelling) -> Vec<Option<Wanted>> {
    let mut story = 0;
    let mut wanted = Vec::with_capacity(script.cues.len());
    for (nth, cue) in script.cues.iter().enumerate() {
        story += usize::from(nth > 0 && begins_story(&script.cues[nth - 1], cue));
        let of_anchor = cast.pace(cue.anchor);
        let is_slow = cue.kind == CueKind::Label && cue.language == Language::ZH;
        let pace = if is_slow { of_anchor.min(LABEL_PACE) } else { of_anchor };
        let context = Context { before: neighbour(script, nth, -1), after: neighbour(script, nth, 1), pace };
        let made = line(cue, context, spelling);
        wanted.push(made.map(|line| Wanted::new(line, expected(cue, pace), story)));
    }
    wanted
}

fn expected(cue: &Cue, pace: f32) -> Expected {
    let expected = Expected::of(&cue.text, cue.language);
    Expected { seconds: expected.seconds / f64::from(pace.max(0.1)), ..expected }
}

fn begins_story(before: &Cue, cue: &Cue) -> bool {
    before.kind.story() != cue.kind.story()
}

/// The sentence beside a line, if the same anchor says it in the same story and language.
fn neighbour(script: &Script, nth: usize, step: isize) -> &str {
    let beside = nth.checked_add_signed(step).and_then(|at| script.cues.get(at));
    let Some((cue, other)) = script.cues.get(nth).zip(beside) else { return "" };
    let is_same = other.anchor == cue.anchor && other.language == cue.language && !begins_story(cue, other);
    if is_same && cue.kind != CueKind::Label { &other.text } else { "" }
}

/// Where the script is spoken.
pub(crate) struct Booth<'a> {
    script: &'a Script,
    cast: &'a Cast,
    session: &'a Session,
    wanted: Vec<Option<Wanted>>,
}

impl<'a> Booth<'a> {
    pub(crate) fn new(script: &'a Script, cast: &'a Cast, spelling: &Spelling, session: &'a Session) -> Self {
        Self { script, cast, session, wanted: wanted(script, cast, spelling) }
    }

    /// Speaks every line that has something to say. `heard` is told each line of a story when the story is spoken.
    ///
    /// Errors: `VoiceFailed` if too many lines, or the label, were not spoken even by the floor; `Invalid` if nothing can
    /// be.
    pub(crate) async fn read(self, tell: Tell<'_>, heard: Hear<'_>) -> Result<Reading, Error> {
        let of = self.wanted.iter().flatten().count();
        if of == 0 {
            return Err(Error::Invalid("the script has no line that can be spoken".into()));
        }
        let mut spoken: BTreeMap<usize, Spoken> = BTreeMap::new();
        for lines in self.stories() {
            let n_before = spoken.len();
            let told = self.tell_story(&lines, &|done| tell(Progress::Spoken { done: n_before + done, of })).await;
            told.iter().filter_map(|(nth, spoken)| self.mixable(*nth, spoken)).for_each(|line| heard(&line));
            spoken.extend(told);
        }
        self.review(&mut spoken).await;
        self.reading(spoken)
    }

    /// The lines that can be said, story by story.
    fn stories(&self) -> Vec<Vec<usize>> {
        let mut stories: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (nth, wanted) in self.wanted.iter().enumerate() {
            if let Some(wanted) = wanted {
                stories.entry(wanted.story).or_default().push(nth);
            }
        }
        stories.into_values().collect()
    }

    fn seats(&self, nth: usize) -> Vec<&'a Seat> {
        self.script.cues.get(nth).map_or_else(Vec::new, |cue| self.cast.seats(cue.anchor, cue.language))
    }

    /// Says the lines of a story, those on which a rested voice is tried first.
    async fn tell_story(&self, lines: &[usize], done: &(dyn Fn(usize) + Send + Sync)) -> BTreeMap<usize, Spoken> {
        let (first, rest) = self.trials_first(lines);
        let mut told = BTreeMap::new();
        for wave in [first, rest] {
            let mut saying: FuturesUnordered<_> =
                wave.into_iter().map(|nth| async move { (nth, self.say(nth, 0).await) }).collect();
            while let Some((nth, spoken)) = saying.next().await {
                told.insert(nth, spoken);
                done(told.len());
            }
        }
        self.settle(lines, &mut told).await;
        told
    }

    /// The first line of each voice that is on trial after its rest; and the others, which wait for what comes of it.
    fn trials_first(&self, lines: &[usize]) -> (Vec<usize>, Vec<usize>) {
        let mut tried: BTreeSet<&str> = BTreeSet::new();
        lines.iter().partition(|nth| {
            let seats = self.seats(**nth);
            let Some(route) = seats.first().map(|seat| seat.voice.route()) else { return false };
            self.session.standing.is_on_trial(route, self.story_of(**nth)) && tried.insert(&route.vendor)
        })
    }

    fn story_of(&self, nth: usize) -> usize {
        self.wanted.get(nth).and_then(Option::as_ref).map_or(0, |wanted| wanted.story)
    }

    async fn say(&self, nth: usize, from: usize) -> Spoken {
        match self.wanted.get(nth).and_then(Option::as_ref) {
            Some(wanted) => say(&self.seats(nth), from, wanted, self.session).await,
            None => Spoken { take: None, missed: Vec::new() },
        }
    }

    /// Gives the rest of the story away where a voice failed too often in it.
    async fn settle(&self, lines: &[usize], told: &mut BTreeMap<usize, Spoken>) {
        let mut failed: BTreeMap<(Anchor, VoiceRoute), usize> = BTreeMap::new();
        for nth in lines.iter().copied() {
            let Some(cue) = self.script.cues.get(nth) else { continue };
            let seats = self.seats(nth);
            let Some(first) = seats.first().map(|seat| seat.voice.route().clone()) else { continue };
            let n_failed = failed.entry((cue.anchor, first.clone())).or_default();
            let is_by_first = told.get(&nth).is_some_and(|spoken| matches!(spoken.take, Some((_, 0))));
            if !is_by_first {
                *n_failed += 1;
            } else if *n_failed >= MOST_FAILED && seats.len() > 1 {
                self.say_again(nth, &first, told).await;
            }
        }
    }

    /// Has a line said by who stands behind its voice; the take that is there stays if nobody can.
    async fn say_again(&self, nth: usize, first: &VoiceRoute, told: &mut BTreeMap<usize, Spoken>) {
        let again = self.say(nth, 1).await;
        if let (Some(take), Some(spoken)) = (again.take, told.get_mut(&nth)) {
            let why = format!("its other lines in this story failed {MOST_FAILED} times");
            spoken.missed.push(Miss::new(first, "gave way", why));
            spoken.missed.extend(again.missed);
            spoken.take = Some(take);
        }
    }

    /// Looks at the takes of each vendor's voice side by side: when the first ones were checked, nothing was known of it.
    async fn review(&self, spoken: &mut BTreeMap<usize, Spoken>) {
        let mut by_voice: BTreeMap<&VoiceRoute, Vec<(usize, Measured)>> = BTreeMap::new();
        for (nth, spoken) in spoken.iter() {
            let Some((take, seat)) = &spoken.take else { continue };
            let seat = self.seats(*nth).get(*seat).copied().filter(|seat| seat.rank != Rank::Floor);
            if let Some(seat) = seat {
                by_voice.entry(seat.voice.route()).or_default().push((*nth, take.measured));
            }
        }
        for (route, takes) in by_voice {
            let measured: Vec<Measured> = takes.iter().map(|(_, measured)| *measured).collect();
            for (at, defect) in review(&measured) {
                let Some(spoken) = takes.get(at).and_then(|(nth, _)| spoken.get_mut(nth)) else { continue };
                let Some((nth, seat)) = takes.get(at).map(|(nth, _)| *nth).zip(spoken.take.as_ref().map(|take| take.1))
                else {
                    continue;
                };
                let again = self.say(nth, seat).await;
                if let Some(take) = again.take {
                    spoken.missed.push(Miss::new(route, "take refused", defect.to_string()));
                    spoken.missed.extend(again.missed);
                    spoken.take = Some(take);
                }
            }
        }
    }

    fn reading(&self, mut spoken: BTreeMap<usize, Spoken>) -> Result<Reading, Error> {
        let mut reading = Reading::default();
        let (mut n_lost, of) = (0, spoken.len());
        for (nth, cue) in self.script.cues.iter().enumerate() {
            let Some(spoken) = spoken.remove(&nth) else {
                reading.checks.push(format!("nothing to say, left out: {}", excerpt(&cue.text)));
                continue;
            };
            reading.checks.extend(spoken.missed.iter().map(|miss| {
                format!("{} did not say it ({}: {}): {}", miss.voice, miss.what, miss.detail, excerpt(&cue.text))
            }));
            match self.mixable(nth, &spoken) {
                Some(line) => self.keep(&mut reading, nth, line, spoken),
                None if may_be_lost(cue, n_lost, of) => {
                    n_lost += 1;
                    reading.checks.push(format!("could not be spoken, left out: {}", excerpt(&cue.text)));
                }
                None => return Err(lost(cue, &spoken.missed)),
            }
        }
        Ok(reading)
    }

    /// A spoken line as the mixer takes it.
    fn mixable(&self, nth: usize, spoken: &Spoken) -> Option<mix::Spoken> {
        let (take, seat) = spoken.take.as_ref()?;
        let word = |word: &WordTime| Word { text: word.text.clone(), start_ms: word.start_ms, end_ms: word.end_ms };
        Some(mix::Spoken {
            cue: self.script.cues.get(nth)?.clone(),
            voice: self.seats(nth).get(*seat)?.voice.route().to_string(),
            rate_hz: take.rate_hz as usize,
            samples: take.samples.clone(),
            voiced: take.voiced.clone(),
            words: take.words.iter().map(word).collect(),
        })
    }

    fn keep(&self, reading: &mut Reading, nth: usize, line: mix::Spoken, spoken: Spoken) {
        let (seats, by) = (self.seats(nth), spoken.take.as_ref().map(|(_, seat)| *seat));
        let Some((wanted, by)) = seats.first().zip(by.and_then(|by| seats.get(by))) else { return };
        if spoken.take.is_some_and(|(take, _)| take.gap_cut) {
            reading.checks.push(format!("a long silence was cut: {}", excerpt(&line.cue.text)));
        }
        reading.lines.push(SpokenLine {
            cue: nth,
            anchor: line.cue.anchor,
            wanted: wanted.voice.route().to_string(),
            voice: line.voice.clone(),
            rank: by.rank,
            missed: spoken.missed,
        });
        reading.takes.push(line);
    }
}

/// A programme stands without one line in twenty, which the page still has; never without its label as made by AI.
fn may_be_lost(cue: &Cue, n_lost: usize, of: usize) -> bool {
    cue.kind != CueKind::Label && (n_lost + 1) * 20 <= of
}

fn lost(cue: &Cue, missed: &[Miss]) -> Error {
    let last = missed.last();
    Error::VoiceFailed {
        voice: last.map(|miss| miss.voice.clone()).unwrap_or_default(),
        text: excerpt(&cue.text),
        why: last.map_or_else(|| "nobody was asked".into(), |miss| format!("{}: {}", miss.what, miss.detail)),
    }
}

fn excerpt(text: &str) -> String {
    const LENGTH: usize = 40;
    let short: String = text.chars().take(LENGTH).collect();
    if short.len() < text.len() { format!("{short}…") } else { short }
}

#[cfg(test)]
mod tests;

//! The checks of takes: 1,000 injured takes of real news lines by many voices, and the same lines left whole.
//!
//! What is an injury is in `testkit::sound`, who speaks in `cast`, what each kind gave in `tally`.

mod cast;
mod tally;

use crate::section::Section;
use anyhow::Result;
use audio::take::{self, Expected, Mark, Reference, Said, Take, Usual};
use cast::{Group, Speaker};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tally::Tally;
use testkit::sound::{Injury, Random, Spoken, injure};

/// Decides which word of which line is injured and how.
const SEED: u64 = 20_260_210;
/// Injured takes, over all languages and groups of voices that are always there.
const N_INJURED: usize = 1000;
/// Lines of each language that are judged; a voice says as many as fall to it.
const N_LINES: usize = 160;
/// Lines of each voice from which its pace and level are learned before any is judged.
const N_LEARNED: usize = 12;

/// What checking took, and how much was checked.
#[derive(Default)]
struct Spent {
    checking: Duration,
    rendering: Duration,
    n_rendered: usize,
    seconds: f64,
}

/// Everything that is measured.
struct Bench {
    runtime: tokio::runtime::Runtime,
    espeak: std::path::PathBuf,
    random: Random,
    tally: Tally,
    spent: Spent,
}

/// Measures the half of lines and voices that nothing was tuned on; `ZAOWAN_TUNE=1` measures the other.
pub fn measure() -> Result<Section> {
    let mut section = Section::new("Takes");
    let Some(espeak) = audio::find_espeak() else {
        section.note_row("checks of takes", "not measured: espeak-ng is not installed", "≥ 99 %");
        return Ok(section);
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let (tally, spent) = (Tally::default(), Spent::default());
    let mut bench = Bench { runtime, espeak, random: Random::new(SEED), tally, spent };
    let is_tuning = std::env::var_os("ZAOWAN_TUNE").is_some();
    let mut missing = Vec::new();
    for group in cast::groups(is_tuning) {
        let lines = cast::lines(group.language, is_tuning)?;
        if lines.is_empty() {
            missing.push(format!("{}: ../shared/data/wire is missing", group.name()));
        } else if group.is_here() {
            bench.group(&group, &lines)?;
        } else {
            missing.push(format!("{}: flite is not installed", group.name()));
        }
    }
    bench.report(&mut section, is_tuning, &missing);
    Ok(section)
}

/// A line with what it is compared with.
struct Line<'a> {
    text: &'a str,
    reference: Arc<Reference>,
    /// Its clean take, checked, with the truth of its words.
    base: Option<Take>,
}

impl Bench {
    fn group(&mut self, group: &Group, lines: &[String]) -> Result<()> {
        let n_voices = group.speakers.len();
        let n_learned = N_LEARNED * n_voices;
        let mut usual: BTreeMap<usize, Usual> = BTreeMap::new();
        for (n, text) in lines.iter().take(n_learned).enumerate() {
            let (speaker, usual) = (&group.speakers[n % n_voices], usual.entry(n % n_voices).or_default());
            let (Some(reference), Ok(said)) = (self.reference(group, text), self.say(speaker, group, text)) else {
                continue;
            };
            if let Ok(take) = take::check(&said, &Expected::of(text, group.language).beside(reference)) {
                usual.learn(&take.measured);
            }
        }
        let n_injured = N_INJURED / 4;
        let judged: Vec<&String> = lines.iter().skip(n_learned).take(N_LINES).collect();
        for (n, text) in judged.iter().enumerate() {
            let (speaker, usual) = (&group.speakers[n % n_voices], usual.entry(n % n_voices).or_default());
            let Some(line) = self.clean(group, speaker, usual, text)? else { continue };
            // As many injuries a line as make up the number, each kind as often as the others.
            for k in (0..n_injured).filter(|k| k % judged.len() == n) {
                self.injured(group, speaker, usual, &line, Injury::ALL[k % Injury::ALL.len()])?;
            }
        }
        Ok(())
    }

    fn say(&self, speaker: &Speaker, group: &Group, text: &str) -> Result<Said> {
        self.runtime.block_on(speaker.say(text, group.language))
    }

    fn reference(&mut self, group: &Group, text: &str) -> Option<Arc<Reference>> {
        let began = Instant::now();
        let reference = self.runtime.block_on(Reference::of(&self.espeak, text, group.language));
        self.spent.rendering += began.elapsed();
        self.spent.n_rendered += 1;
        reference.ok().map(Arc::new)
    }

    fn check(&mut self, said: &Said, expected: &Expected) -> Result<Take, Vec<take::Defect>> {
        let began = Instant::now();
        let result = take::check(said, expected);
        self.spent.checking += began.elapsed();
        self.spent.seconds += said.samples.len() as f64 / f64::from(said.rate_hz);
        result
    }

    /// Says and checks a line left whole.
    fn clean<'a>(
        &mut self,
        group: &Group,
        speaker: &Speaker,
        usual: &Usual,
        text: &'a str,
    ) -> Result<Option<Line<'a>>> {
        let Some(reference) = self.reference(group, text) else { return Ok(None) };
        let said = self.say(speaker, group, text)?;
        let expected = Expected::of(text, group.language).by(usual).beside(Arc::clone(&reference));
        let result = self.check(&said, &expected);
        let base = result.as_ref().ok().cloned();
        self.tally.clean(group, text, &speaker.name, result.err());
        Ok(Some(Line { text, reference, base }))
    }

    fn injured(
        &mut self,
        group: &Group,
        speaker: &Speaker,
        usual: &Usual,
        line: &Line<'_>,
        injury: Injury,
    ) -> Result<()> {
        // A line that was refused while whole says nothing about injuries.
        let Some(base) = &line.base else { return Ok(()) };
        let word = self.random.below(base.words.len());
        let Some(time) = base.words.get(word) else { return Ok(()) };
        let is_respoken = matches!(injury, Injury::CutWord | Injury::RepeatedWord) && self.random.unit() < 0.5;
        let respoken = is_respoken.then(|| cast::edited(line.text, group.language, base, word, injury)).flatten();
        let said = match respoken {
            Some(text) => self.say(speaker, group, &text)?,
            None => {
                let sample = |ms: u64| (ms * u64::from(base.rate_hz) / 1000) as usize;
                let words: Vec<_> = base.words.iter().map(|w| sample(w.start_ms)..sample(w.end_ms)).collect();
                let spoken = Spoken { rate_hz: base.rate_hz, samples: &base.samples, words: &words };
                let samples = injure(spoken, injury, word, &mut self.random);
                Said { rate_hz: base.rate_hz, samples, ..Said::default() }
            }
        };
        let expected = Expected::of(line.text, group.language).by(usual).beside(Arc::clone(&line.reference));
        let found = self.check(&said, &expected).err().unwrap_or_default();
        // Marks can only add to what is found, and they say most of words.
        let is_of_words = matches!(injury, Injury::CutWord | Injury::RepeatedWord);
        let found_marked = if found.is_empty() && is_of_words {
            let marked = Said { marks: marks(base, word, injury), ..said };
            take::check(&marked, &expected).err().unwrap_or_default()
        } else {
            found.clone()
        };
        let what = format!("{} of {:?} by {}", time.text, line.text, speaker.name);
        self.tally.injured(group, injury, &what, &found, &found_marked);
        Ok(())
    }

    fn report(&self, section: &mut Section, is_tuning: bool, missing: &[String]) {
        self.tally.report(section);
        let share = self.spent.seconds / self.spent.checking.as_secs_f64().max(1e-9);
        let renders = self.spent.rendering.as_secs_f64() * 1000.0 / self.spent.n_rendered.max(1) as f64;
        section.row(
            "a take is checked at this many times real time",
            format!("{share:.0} (and {renders:.0} ms to render a line, once)"),
            "≥ 50",
            share >= 50.0,
        );
        let half = if is_tuning { "the half that was tuned on" } else { "the half that nothing was tuned on" };
        let notes = format!(
            "Seed {SEED}; lines and voices of {half}. Not measured: {}.\n\n",
            if missing.is_empty() { "nothing".to_owned() } else { missing.join("; ") }
        );
        section.notes = notes + &section.notes;
    }
}

/// What a vendor would mark that marks what it says: the words, without the one it left out, with the one it said twice.
fn marks(base: &Take, word: usize, injury: Injury) -> Vec<Mark> {
    let mark = |w: &take::WordTime| Mark { text: format!("{} ", w.text), start_ms: w.start_ms, end_ms: w.end_ms };
    let mut marks: Vec<Mark> = base.words.iter().map(mark).collect();
    match injury {
        Injury::CutWord => {
            marks.remove(word);
        }
        Injury::RepeatedWord => marks.insert(word, marks[word].clone()),
        _ => {}
    }
    marks
}

/// The program of another maker, if it is on this machine.
fn find(program: &str) -> Option<std::path::PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| Path::new(&folder).join(program)).find(|program| program.is_file())
}

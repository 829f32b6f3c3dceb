//! One edition that is killed again and again, and what must be true of it each time and at its end.

use super::desk::{Desk, KEY, Undisturbed, done, edition, files, key_of, letters, name_of, step_of, steps};
use crate::program::Place;
use crate::random::Random;
use journal::{Journal, LetterState, StepState};
use std::collections::{BTreeMap, BTreeSet};
use std::os::unix::process::ExitStatusExt;
use std::sync::Mutex;
use testkit::receivers::Receivers;
use testkit::vendors::Seen;

const POINTS: [&str; 3] = ["before_effect", "after_effect", "after_record"];
const SIGKILL: i32 = 9;

/// Where runs are still to be killed.
pub struct Goals {
    /// By the place of the step, then by the point.
    left: BTreeSet<(usize, usize)>,
    names: Vec<String>,
    /// How far from the first of them one is chosen.
    spread: usize,
    n_wanted: u64,
    n_kills: u64,
    n_runs: u64,
    pub n_reissued: u64,
    /// Messages to a service that knows no repeats, of which nobody can know whether they arrived.
    n_unsure: u64,
}

impl Goals {
    /// Every point of every step and letter, and so many kills at least.
    pub fn all(undisturbed: &Undisturbed, n_wanted: u64) -> Self {
        let names = [undisturbed.steps.clone(), undisturbed.letters.clone()].concat();
        let left = (0..names.len()).flat_map(|step| (0..POINTS.len()).map(move |point| (step, point))).collect();
        Self { left, names, spread: 4, n_wanted, n_kills: 0, n_runs: 0, n_reissued: 0, n_unsure: 0 }
    }

    /// So many points, spread over all steps.
    pub fn some(undisturbed: &Undisturbed, seed: u64, n: u64) -> Self {
        let mut goals = Self::all(undisturbed, 0);
        let mut random = Random(seed);
        let width = goals.names.len() as u64 / n;
        let point = |nth: u64, random: &mut Random| ((nth * width + random.below(width)) as usize, (nth % 3) as usize);
        goals.left = (0..n).map(|nth| point(nth, &mut random)).collect();
        goals.spread = 1;
        goals
    }

    pub fn are_reached(&self) -> bool {
        self.left.is_empty() && self.n_kills >= self.n_wanted
    }

    pub fn left(&self) -> Vec<String> {
        self.left.iter().map(|(step, point)| format!("{} of {}", POINTS[*point], self.names[*step])).collect()
    }

    pub fn said(&self) -> String {
        let (kills, runs, again, left) = (self.n_kills, self.n_runs, self.n_reissued, self.left.len());
        let unsure = self.n_unsure;
        format!(
            "{kills} kills in {runs} runs, {again} calls in flight asked again under the same key, {unsure} messages \
             settled as unsure, {left} points left"
        )
    }

    /// Where to kill next: at one of the first points that this run has not passed.
    fn next(&mut self, done: &BTreeSet<String>, random: &mut Random) -> Option<(usize, usize)> {
        let is_ahead = |goal: &&(usize, usize)| !done.contains(&self.names[goal.0]);
        let ahead: Vec<_> = self.left.iter().filter(is_ahead).take(self.spread).copied().collect();
        if !ahead.is_empty() {
            let goal = ahead[random.below(ahead.len() as u64) as usize];
            self.left.remove(&goal);
            return Some(goal);
        }
        let steps: Vec<usize> = (0..self.names.len()).filter(|step| !done.contains(&self.names[*step])).collect();
        if !self.left.is_empty() || self.n_kills >= self.n_wanted || steps.is_empty() {
            return None;
        }
        Some((steps[random.below(steps.len().min(4) as u64) as usize], random.below(3) as usize))
    }
}

/// One edition that is killed again and again.
pub struct Chain<'a> {
    desk: &'a Desk,
    undisturbed: &'a Undisturbed,
    receivers: Receivers,
    place: Place,
    random: Random,
    /// Step by key.
    keys: BTreeMap<String, String>,
    /// So many requests were looked at.
    n_seen: usize,
}

impl<'a> Chain<'a> {
    pub fn begin(desk: &'a Desk, undisturbed: &'a Undisturbed, seed: u64) -> Self {
        desk.simulator.forget();
        let keys = undisturbed.steps.iter().map(|step| (key_of(step), step.clone())).collect();
        let receivers = desk.receivers();
        let place = desk.place_that_tells(&receivers);
        Self { desk, undisturbed, receivers, place, random: Random(seed), keys, n_seen: 0 }
    }

    /// Kills it wherever a kill is left, then lets it end.
    pub fn run(mut self, goals: &Mutex<Goals>) {
        loop {
            let before = done(&self.place);
            let next = goals.lock().unwrap().next(&before, &mut self.random);
            let Some((step, point)) = next else { break };
            let fault = format!("kill:{}:{}", POINTS[point], goals.lock().unwrap().names[step]);
            let output = self.desk.run(&self.place, Some(&fault));
            self.asked_nobody_again(&before);
            let mut goals = goals.lock().unwrap();
            if output.status.signal() == Some(SIGKILL) {
                goals.n_kills += 1;
                continue;
            }
            // The step was done beside another one and is not met any more: another run is killed there.
            goals.left.insert((step, point));
            let said = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success(), "{fault}: {said}");
            break;
        }
        self.end();
        let n_unsure = self.was_told_once();
        let mut goals = goals.lock().unwrap();
        goals.n_runs += 1;
        goals.n_unsure += n_unsure;
        goals.n_reissued += self.asked_again_under_the_same_key();
    }

    /// No vendor is asked again for a step that was recorded before this process began.
    fn asked_nobody_again(&mut self, before: &BTreeSet<String>) {
        let seen = self.desk.simulator.seen();
        for seen in &seen[self.n_seen..] {
            let step = step_of(seen, &self.keys);
            let step = step.unwrap_or_else(|| panic!("a request of no step: {:?}", seen.headers));
            assert!(!before.contains(step), "{step} was recorded, and {} was asked again", seen.vendor);
        }
        self.n_seen = seen.len();
    }

    fn end(&mut self) {
        let before = done(&self.place);
        let output = self.desk.run(&self.place, None);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        self.asked_nobody_again(&before);
        let edition = edition(&self.place);
        for (field, value) in self.undisturbed.edition.as_object().unwrap() {
            assert_eq!(edition[field], *value, "{field} is not as in the edition that nobody disturbed");
        }
        assert_eq!(files(&self.place), self.undisturbed.files);
        let journal = Journal::open(&self.place.path("zaowan-data/journal.db")).unwrap();
        journal.verify().unwrap();
        let runs: Vec<_> = journal.runs().unwrap().into_iter().filter(|run| run.key == KEY).collect();
        assert_eq!((runs.len(), runs[0].outcome.as_deref()), (1, Some("published")), "{runs:?}");
        let names: Vec<_> = steps(&self.place).into_iter().filter(|step| step.state == StepState::Done).collect();
        assert_eq!(names.len(), self.undisturbed.steps.len());
        drop(journal);
        self.is_not_made_again();
    }

    fn is_not_made_again(&mut self) {
        let hits = self.desk.wire.hits();
        assert!(self.desk.run(&self.place, None).status.success());
        assert_eq!(self.desk.simulator.seen().len(), self.n_seen, "a vendor was asked for an edition that stands");
        assert_eq!(self.desk.wire.hits(), hits, "a source was asked for an edition that stands");
    }

    /// What people were told of the edition: by the service that knows repeats once, however often it was sent; by the
    /// other at most once, and where nobody can know whether it arrived, that is recorded. Returns how often it was so.
    fn was_told_once(&self) -> u64 {
        let mut n_unsure = 0;
        for letter in letters(&self.place).iter().filter(|row| self.undisturbed.letters.contains(&name_of(row))) {
            let taken = self.receivers.taken(letter.channel.trim_start_matches("my-"));
            let n_shown = match letter.channel.as_str() {
                // The other messages tell that the one to Telegram is unsure.
                "my-webhook" => taken.iter().any(|taken| taken.key.as_ref() == Some(&letter.key)).into(),
                _ => taken.len(),
            };
            match letter.state {
                LetterState::Delivered => assert_eq!(n_shown, 1, "{letter:?}"),
                LetterState::Unsure if letter.channel == "my-telegram" => {
                    assert!(n_shown <= 1, "{letter:?}");
                    n_unsure += 1;
                }
                _ => panic!("neither delivered nor known to be unsure: {letter:?}"),
            }
        }
        n_unsure
    }

    /// How many requests came more than once; each request came under one key.
    fn asked_again_under_the_same_key(&self) -> u64 {
        let mut keys: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let name = |seen: &Seen| format!("{} {} {}", seen.vendor, step_of(seen, &self.keys).unwrap(), seen.body);
        for seen in self.desk.simulator.seen() {
            keys.entry(name(&seen)).or_default().push(seen.headers["idempotency-key"].clone());
        }
        for (name, keys) in &keys {
            assert!(keys.iter().all(|key| *key == keys[0]), "{name} was asked under {keys:?}");
        }
        let digests: BTreeSet<&String> = keys.values().map(|keys| &keys[0]).collect();
        assert_eq!(digests.len(), keys.len(), "two requests that differ bear one key");
        keys.values().map(|keys| keys.len() as u64 - 1).sum()
    }
}

//! Keeps the rota: makes each edition when it is due, late after downtime, again after a failure, never two at once.

use crate::config::{self, Config};
use crate::progress::Sink;
use crate::timetable::{self, Due, Next};
use crate::{Clock, Error, Newsroom, Order, Outcome, backup, make_edition, memory};
use jiff::{SignedDuration, Timestamp};
use journal::Lease;
use news::EditionKey;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The longest sleep: a machine that slept or whose clock was set is noticed soon after.
const LONGEST_SLEEP: Duration = Duration::from_secs(20);
/// After a failure it is tried again after so long, twice as long each time up to the longest.
const FIRST_PAUSE: SignedDuration = SignedDuration::from_secs(60);
const LONGEST_PAUSE: SignedDuration = SignedDuration::from_mins(15);

/// Whoever keeps the editions of a data folder; there is one.
pub struct Rota {
    path: PathBuf,
    config: Config,
    clock: Clock,
    failed: Option<Failed>,
    waits_for: Option<EditionKey>,
    bad_config: Option<String>,
    _lease: Lease,
}

/// An edition that could not be made yet.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Failed {
    key: EditionKey,
    pause: SignedDuration,
    again_at: Timestamp,
}

impl Failed {
    /// Whether it is too early to try again. A clock that was put back since makes no pause longer.
    fn rests_at(&self, now: Timestamp) -> bool {
        let rest = self.again_at.duration_since(now);
        rest.is_positive() && rest <= self.pause
    }
}

/// What the rota tells its owner.
#[derive(Debug)]
pub enum Happened {
    /// Nothing is to be done until this one begins.
    Waits(Due),
    /// It is being made.
    Begins(Due),
    /// It stands.
    Stands(Box<Outcome>),
    /// It could not be made; it is tried again then.
    Failed {
        /// Which.
        due: Due,
        /// Why.
        error: Error,
        /// When it is tried again.
        again_at: Timestamp,
    },
    /// The configuration was changed to what cannot be understood; the last good one is kept.
    BadConfig(config::Error),
}

/// What is to be done now.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Step {
    Make(Due),
    Sleep(Duration),
}

impl Rota {
    /// Takes the editions of the configuration's data folder over.
    ///
    /// Errors: the configuration cannot be understood, another process keeps them, the folder cannot be written.
    pub fn open(path: &Path, clock: Clock) -> Result<Self, Error> {
        let config = config::load(path)?;
        let data = |source| Error::Data { path: config.data.clone(), source };
        backup::recover(&config)?;
        std::fs::create_dir_all(&config.data).map_err(data)?;
        let lease = Lease::take(config.data.join("rota.lock"), "zaowan serve", clock.now())?;
        let path = path.to_owned();
        Ok(Self { path, config, clock, failed: None, waits_for: None, bad_config: None, _lease: lease })
    }

    /// Makes editions until the process ends. `sink` shows one being made, `tell` hears what came of it.
    pub async fn keep(mut self, sink: &Sink, tell: &(dyn Fn(&Happened) + Sync)) {
        // What cannot be settled now is when its edition, or the next one, is made.
        if let Err(error) = self.settle(sink) {
            tracing::warn!(%error, "an interrupted run could not be settled");
        }
        loop {
            self.reload(tell);
            match self.step(self.clock.now(), tell) {
                Step::Sleep(time) => tokio::time::sleep(time).await,
                Step::Make(due) => self.make(due, sink, tell).await,
            }
        }
    }

    /// An owner who corrects the configuration need not start anything anew.
    fn reload(&mut self, tell: &dyn Fn(&Happened)) {
        match config::load(&self.path) {
            Ok(config) => {
                self.bad_config = None;
                // The folders stay: the lease and the readers' address are theirs.
                let (data, out) = (self.config.data.clone(), self.config.out.clone());
                self.config = Config { data, out, ..config };
            }
            Err(error) if self.bad_config.as_deref() != Some(&error.to_string()) => {
                self.bad_config = Some(error.to_string());
                tell(&Happened::BadConfig(error));
            }
            Err(_) => {}
        }
    }

    fn step(&mut self, now: Timestamp, tell: &dyn Fn(&Happened)) -> Step {
        let until = |at: Timestamp| Duration::try_from(at.duration_since(now)).unwrap_or_default().min(LONGEST_SLEEP);
        match timetable::next(&self.config.editions, &self.config.zone(), now, |key| self.stands(key)) {
            Next::Make(due) => match self.failed.as_ref().filter(|failed| failed.key == due.key) {
                Some(failed) if failed.rests_at(now) => Step::Sleep(until(failed.again_at)),
                _ => Step::Make(due),
            },
            Next::Wait(due) => {
                let time = until(due.begins);
                if self.waits_for.as_ref() != Some(&due.key) {
                    self.waits_for = Some(due.key.clone());
                    tell(&Happened::Waits(due));
                }
                Step::Sleep(time)
            }
            Next::Never => Step::Sleep(LONGEST_SLEEP),
        }
    }

    fn stands(&self, key: &EditionKey) -> bool {
        stands(&self.config.out, key)
    }

    async fn make(&mut self, due: Due, sink: &Sink, tell: &(dyn Fn(&Happened) + Sync)) {
        tell(&Happened::Begins(due.clone()));
        match self.edition(&due, sink).await {
            Ok(outcome) => {
                self.failed = None;
                tell(&Happened::Stands(Box::new(outcome)));
            }
            Err(error) => {
                let again_at = self.note_failure(&due.key, self.clock.now());
                tell(&Happened::Failed { due, error, again_at });
            }
        }
    }

    /// An edition that is out is not made again, so what its run had still to do when it was killed is done here.
    fn settle(&self, sink: &Sink) -> Result<(), Error> {
        if !self.config.data.join("journal.db").is_file() {
            return Ok(());
        }
        memory::settle_all(&Newsroom::open(self.config.clone(), self.clock, sink.clone())?)
    }

    async fn edition(&self, due: &Due, sink: &Sink) -> Result<Outcome, Error> {
        // Opened for this edition alone, so that `zaowan run` and `edition correct` may work between editions.
        let newsroom = Newsroom::open(self.config.clone(), self.clock, sink.clone())?;
        let order = Order { key: due.key.clone(), again: false, deadline: due.time_from(self.clock.now()) };
        make_edition(&newsroom, &order).await
    }

    fn note_failure(&mut self, key: &EditionKey, now: Timestamp) -> Timestamp {
        let before = self.failed.take().filter(|failed| failed.key == *key).map(|failed| failed.pause);
        let pause = before.map_or(FIRST_PAUSE, |pause| (pause * 2).min(LONGEST_PAUSE));
        let again_at = now.checked_add(pause).unwrap_or(now);
        self.failed = Some(Failed { key: key.clone(), pause, again_at });
        again_at
    }
}

/// Whether an edition is out.
pub(crate) fn stands(out: &Path, key: &EditionKey) -> bool {
    out.join("editions").join(key.to_string()).join("edition.json").is_file()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::RefCell;
    use std::fs;
    use tempfile::TempDir;

    const PAPER: &str = "[newsroom]\nname = \"Paper\"\ntimezone = \"UTC\"\n[[edition]]\nslot = \"morning\"\nat = \"07:00\"\n\
                         [[source]]\nurl = \"https://paper.example/feed.xml\"\n";

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn open() -> (TempDir, Rota) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("newsroom.toml");
        fs::write(&path, PAPER).unwrap();
        let rota = Rota::open(&path, Clock::starting_at(at("2026-02-10T05:00:00Z"))).unwrap();
        (folder, rota)
    }

    /// What is done at a moment, and what the owner is told.
    fn step(rota: &mut Rota, now: &str) -> (String, Vec<String>) {
        let told = RefCell::new(Vec::new());
        let step = rota.step(at(now), &|happened| {
            if let Happened::Waits(due) = happened {
                told.borrow_mut().push(format!("waits for {}", due.key));
            }
        });
        let step = match step {
            Step::Make(due) => format!("make {}", due.key),
            Step::Sleep(time) => format!("sleep {} s", time.as_secs()),
        };
        (step, told.into_inner())
    }

    #[test]
    fn it_sleeps_in_short_pieces_and_says_once_what_it_waits_for() {
        let (_folder, mut rota) = open();
        rota.failed = Some(Failed {
            key: EditionKey::parse("2026-02-09-morning").unwrap(),
            pause: FIRST_PAUSE,
            again_at: at("2026-02-12T00:00:00Z"),
        });
        assert_eq!(
            step(&mut rota, "2026-02-10T05:00:00Z"),
            ("sleep 20 s".into(), vec!["waits for 2026-02-10-morning".into()])
        );
        assert_eq!(step(&mut rota, "2026-02-10T05:00:20Z"), ("sleep 20 s".into(), vec![]));
        assert_eq!(step(&mut rota, "2026-02-10T06:49:55Z"), ("sleep 5 s".into(), vec![]));
        // The clock jumped over the beginning: a machine that slept.
        assert_eq!(step(&mut rota, "2026-02-10T08:00:00Z"), ("make 2026-02-10-morning".into(), vec![]));
    }

    #[test]
    fn a_clock_that_is_put_back_makes_no_pause_longer() {
        let (_folder, mut rota) = open();
        let key = EditionKey::parse("2026-02-10-morning").unwrap();
        rota.note_failure(&key, at("2026-02-10T18:00:00Z"));
        assert_eq!(step(&mut rota, "2026-02-10T06:55:00Z").0, "make 2026-02-10-morning");
    }

    #[test]
    fn whatever_the_clock_does_no_edition_is_made_twice_and_the_next_is_on_time() {
        let (_folder, mut rota) = open();
        let mut chance = 20_260_210_u64;
        let mut below = |n: i64| {
            chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            i64::try_from(chance >> 33).unwrap() % n
        };
        let mut now = at("2026-02-10T05:00:00Z");
        let mut made = std::collections::BTreeSet::new();
        rota.config.out = rota.config.data.join("site");
        for _ in 0..3_000 {
            let jump = match below(20) {
                0 => SignedDuration::from_hours(below(97) - 48),
                1 => SignedDuration::from_mins(below(241) - 120),
                _ => SignedDuration::from_secs(20),
            };
            now = now.checked_add(jump).unwrap();
            if let Step::Make(due) = rota.step(now, &|_| {}) {
                assert!(made.insert(due.key.to_string()), "{} is made twice", due.key);
                let folder = rota.config.out.join("editions").join(due.key.to_string());
                fs::create_dir_all(&folder).unwrap();
                fs::write(folder.join("edition.json"), "{}").unwrap();
            }
        }
        assert!(made.len() > 20, "{}", made.len());
        assert_eq!(step(&mut rota, "2027-02-10T06:50:00Z").0, "make 2027-02-10-morning");
    }

    #[test]
    fn what_stands_is_not_made_again() {
        let (folder, mut rota) = open();
        rota.config.out = folder.path().join("site");
        let edition = rota.config.out.join("editions/2026-02-10-morning");
        fs::create_dir_all(&edition).unwrap();
        fs::write(edition.join("edition.json"), "{}").unwrap();
        let (step, told) = step(&mut rota, "2026-02-10T06:55:00Z");
        assert_eq!((step.as_str(), told), ("sleep 20 s", vec!["waits for 2026-02-11-morning".to_owned()]));
    }

    #[test]
    fn a_failure_is_tried_again_after_longer_and_longer() {
        let (_folder, mut rota) = open();
        let key = EditionKey::parse("2026-02-10-morning").unwrap();
        assert_eq!(rota.note_failure(&key, at("2026-02-10T06:50:00Z")), at("2026-02-10T06:51:00Z"));
        assert_eq!(step(&mut rota, "2026-02-10T06:50:50Z").0, "sleep 10 s");
        assert_eq!(step(&mut rota, "2026-02-10T06:51:00Z").0, "make 2026-02-10-morning");
        assert_eq!(rota.note_failure(&key, at("2026-02-10T06:51:00Z")), at("2026-02-10T06:53:00Z"));
        for _ in 0..9 {
            rota.note_failure(&key, at("2026-02-10T07:00:00Z"));
        }
        assert_eq!(rota.note_failure(&key, at("2026-02-10T08:00:00Z")), at("2026-02-10T08:15:00Z"));
        let next = EditionKey::parse("2026-02-11-morning").unwrap();
        assert_eq!(rota.note_failure(&next, at("2026-02-11T06:50:00Z")), at("2026-02-11T06:51:00Z"), "another edition");
    }

    #[test]
    fn one_process_keeps_the_editions_of_a_folder() {
        let (folder, rota) = open();
        let again = || Rota::open(&folder.path().join("newsroom.toml"), Clock::system());
        assert!(matches!(again(), Err(Error::Journal(journal::Error::Busy { .. }))));
        drop(rota);
        assert!(again().is_ok());
    }

    #[test]
    fn a_changed_configuration_is_taken_over_and_a_broken_one_is_told_once() {
        let (folder, mut rota) = open();
        let path = folder.path().join("newsroom.toml");
        let told = RefCell::new(0);
        let tell = |happened: &Happened| *told.borrow_mut() += usize::from(matches!(happened, Happened::BadConfig(_)));
        fs::write(&path, PAPER.replace("07:00", "05:30")).unwrap();
        rota.reload(&tell);
        assert_eq!(step(&mut rota, "2026-02-10T05:20:00Z").0, "make 2026-02-10-morning");
        fs::write(&path, "[newsroom").unwrap();
        rota.reload(&tell);
        rota.reload(&tell);
        assert_eq!(
            (*told.borrow(), step(&mut rota, "2026-02-10T05:20:00Z").0.as_str()),
            (1, "make 2026-02-10-morning")
        );
    }
}

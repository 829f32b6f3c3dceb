//! A newsroom that is open, and one shift in it: everything that the stages of a run share.

use crate::config::AnchorVoice;
use crate::deadline::{MOST_PAST, Past, Plan, Stage};
use crate::play::Work;
use crate::progress::{Event, Sink};
use crate::stopwatch::Stopwatch;
use crate::{Clock, Config, Error, Order, Roster, backup, memory, models, trial, voices};
use archive::Archive;
use desk::House;
use gateway::Gateway;
use gateway::league::Trial;
use jiff::Timestamp;
use journal::{Journal, Lease, Run, StepError};
use news::{EditionKey, Role, Source, SourceId};
use publish::{About, Site};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

/// How long an interrupted run may be gone on with; an older one would tell old news.
const RESUME_WITHIN_HOURS: i64 = 2;

/// How a run ends whose edition was published.
pub(crate) const PUBLISHED: &str = "published";

/// A newsroom with its data folder open and leased to this process.
pub struct Newsroom {
    pub(crate) config: Config,
    pub(crate) clock: Clock,
    pub(crate) archive: Arc<Archive>,
    pub(crate) journal: Journal,
    pub(crate) site: Site,
    pub(crate) gateway: Gateway,
    pub(crate) sink: Sink,
    _lease: Lease,
    #[cfg(feature = "c2pa")]
    pub(crate) signer: Option<Arc<publish::provenance::Signer>>,
}

impl Newsroom {
    /// Opens the data folder and the site's folder, making them if need be.
    ///
    /// Errors: another process works here, a folder cannot be written, the data is of a newer version.
    pub fn open(config: Config, clock: Clock, sink: Sink) -> Result<Self, Error> {
        let data = |source| Error::Data { path: config.data.clone(), source };
        backup::recover(&config)?;
        // A jump of the machine's clock in the middle of an edition makes no news old and no time long.
        let clock = clock.steady();
        std::fs::create_dir_all(&config.data).map_err(data)?;
        let journal = Journal::open(&config.data.join("journal.db"))?;
        let lease = journal.lease("zaowan", clock.now())?;
        let archive = Arc::new(Archive::open(&config.data.join("archive.db"))?);
        let site = Site::open(&config.out, about(&config))?;
        #[cfg(feature = "c2pa")]
        let signer = crate::credentials::signer(&config)?;
        #[cfg(feature = "c2pa")]
        let site = site.signing(signer.clone());
        voices::clear_unfinished(&config);
        let gateway = models::open(&config)?;
        Ok(Self {
            config,
            clock,
            archive,
            journal,
            site,
            gateway,
            sink,
            _lease: lease,
            #[cfg(feature = "c2pa")]
            signer,
        })
    }

    /// The configuration it was opened with.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// The archive, for searching.
    pub fn archive(&self) -> &Archive {
        &self.archive
    }

    /// The models.
    pub fn gateway(&self) -> &Gateway {
        &self.gateway
    }

    /// Sets the fault that the next steps meet. For crash tests.
    pub fn set_fault(&self, fault: Option<journal::Fault>) {
        self.journal.set_fault(fault);
    }

    /// The site's folder.
    pub fn out(&self) -> &Path {
        &self.config.out
    }

    /// Where the page of an edition stands, or would stand.
    pub fn page_of(&self, key: &EditionKey) -> PathBuf {
        self.config.out.join("editions").join(key.to_string()).join("index.html")
    }

    /// Tells whoever watches that a role is done, outside any shift.
    pub(crate) fn note_done(&self, role: Role, outcome: String) {
        (self.sink)(Event::Done { role, outcome });
    }

    /// Goes on with the unfinished run of this edition, or begins one that was asked for at this moment.
    pub(crate) fn shift(&self, order: &Order, asked: Instant) -> Result<Shift<'_>, Error> {
        let now = self.clock.now();
        let roster = models::roster(&self.config, &self.gateway, &order.key);
        let name = order.key.to_string();
        let house = memory::house(&self.archive, &name, self.clock.as_of())?;
        let pinned = serde_json::json!({
            "as_of": self.clock.as_of(), "config": self.config, "roster": roster, "house": house,
            "begun": self.clock.machine() - asked.elapsed(), "plan": Plan::new(&self.past()?, order.deadline),
        });
        let run = match self.journal.begin(&name, &pinned, now) {
            Ok(run) if is_recent(&run, now) => run,
            Ok(_) | Err(journal::Error::Finished { .. }) => self.journal.begin_again(&name, &pinned, now)?,
            Err(error) => return Err(error.into()),
        };
        if run.resumed() {
            run.note("resumed", &now)?;
        }
        self.shift_of(&order.key, run)
    }

    /// What the last editions took.
    fn past(&self) -> Result<Vec<Past>, Error> {
        let rows = self.archive.editions()?;
        let mut past = Vec::new();
        for row in rows.iter().filter(|row| row.sample == self.config.sample).take(MOST_PAST) {
            past.extend(self.archive.edition(&row.id)?.as_ref().map(Past::of));
        }
        Ok(past)
    }

    /// Opens the record of a finished run; nothing in it is executed.
    pub(crate) fn replay(&self, key: &EditionKey) -> Result<Shift<'_>, Error> {
        let run = self.journal.replay_as(&key.to_string(), PUBLISHED)?;
        self.shift_of(key, run)
    }

    fn shift_of(&self, key: &EditionKey, run: Run) -> Result<Shift<'_>, Error> {
        // A run is pinned to the configuration it began with, so that going on tells the same edition.
        let pinned: Option<Config> =
            run.pinned().get("config").cloned().and_then(|value| serde_json::from_value(value).ok());
        let config = pinned.unwrap_or_else(|| self.config.clone());
        let roster = run.pinned().get("roster").cloned().and_then(|value| serde_json::from_value(value).ok());
        let roster: Roster = roster.unwrap_or_default();
        let house = run.pinned().get("house").cloned().and_then(|value| serde_json::from_value(value).ok());
        let house = House { charter: config.charter.clone(), ..house.unwrap_or_default() };
        let as_of = pinned_time(&run).unwrap_or_else(|| self.clock.as_of());
        let sources: BTreeMap<SourceId, Source> =
            config.sources.iter().map(|source| (source.id.clone(), source.clone())).collect();
        let desk = desk::Context {
            as_of,
            languages: config.languages.clone(),
            sources,
            max_stories: config.max_stories,
            length_seconds: config.length_seconds,
            anchors: config.anchors,
            format: config.format_of(&key.slot),
            hosts: config.voices.iter().map(|(anchor, voice)| (*anchor, host(voice))).collect(),
            newsroom: config.name.clone(),
            timezone: config.zone(),
            key: key.clone(),
            sample: config.sample,
            new_facts: BTreeMap::new(),
            prompts: roster.prompts.clone(),
            house,
            reader: desk::Reader::new(&config.reader.profile, &config.reader.beats),
            max_per_owner: config.max_per_owner,
            label_spoken: config
                .languages
                .iter()
                .filter(|_| config.labels.spoken)
                .map(|language| (*language, publish::labels::spoken(*language).to_owned()))
                .collect(),
        };
        let watch = Stopwatch::of(&run, self.clock.machine());
        let at_once = at_once(&self.gateway, &roster);
        let trials = if run.is_replay() { Vec::new() } else { trial::of_edition(&self.gateway, &key.to_string()) };
        Ok(Shift {
            newsroom: self,
            config,
            key: key.clone(),
            run,
            as_of,
            watch,
            at_once,
            desk,
            roster,
            trials,
            works: Mutex::default(),
        })
    }
}

fn host(voice: &AnchorVoice) -> desk::Host {
    desk::Host { name: voice.name.clone(), character: voice.character.clone() }
}

/// So many parts are worked on side by side where nothing stands against it: every story by itself.
const MOST_AT_ONCE: usize = 24;
/// A model on a machine of one's own answers so many at once; more would only wait for each other.
const LOCAL_AT_ONCE: usize = 4;
/// Of what may be asked in a minute so much may be under way: a question takes some six seconds.
const CALLS_A_MINUTE: u32 = 10;

/// How many parts are worked on side by side: as many as every vendor of the roster bears.
fn at_once(gateway: &Gateway, roster: &Roster) -> usize {
    let vendors = roster.all_routes().into_iter().filter_map(|route| gateway.vendor(&route.vendor));
    let bears = vendors.map(|vendor| {
        let limits = vendor.limits();
        let local = vendor.is_local().then_some(LOCAL_AT_ONCE);
        let paced = limits.requests_per_minute.map(|n| (n / CALLS_A_MINUTE).max(2) as usize);
        let own = limits.at_once.map(|n| n.max(1) as usize);
        [local, paced, own].into_iter().flatten().min().unwrap_or(MOST_AT_ONCE)
    });
    bears.min().unwrap_or(LOCAL_AT_ONCE).min(MOST_AT_ONCE)
}

fn is_recent(run: &Run, now: Timestamp) -> bool {
    pinned_time(run).is_some_and(|as_of| now.duration_since(as_of).as_hours().abs() < RESUME_WITHIN_HOURS)
}

fn pinned_time(run: &Run) -> Option<Timestamp> {
    run.pinned().get("as_of")?.as_str()?.parse().ok()
}

fn about(config: &Config) -> About {
    About {
        name: config.name.clone(),
        description: config.description.clone(),
        base_url: config.base_url.clone(),
        languages: config.languages.clone(),
        owner_email: config.email.clone(),
        author: config.author.clone(),
        producer: config.labels.producer.clone(),
        sample: config.sample,
    }
}

/// One run at work.
pub(crate) struct Shift<'a> {
    pub newsroom: &'a Newsroom,
    pub config: Config,
    pub key: EditionKey,
    pub run: Run,
    /// The moment the edition tells the news of.
    pub as_of: Timestamp,
    /// What time it is for the run, and what its plan says of that.
    pub watch: Stopwatch,
    /// How many parts are worked on side by side.
    pub at_once: usize,
    /// What the roles know of the edition.
    pub desk: desk::Context,
    /// Who plays which role in this run, pinned when it began.
    pub roster: Roster,
    /// Models on trial in this edition.
    pub trials: Vec<Trial>,
    works: Mutex<Vec<Work>>,
}

impl Shift<'_> {
    /// Notes that a stage begins.
    pub fn stage(&self, stage: Stage) {
        self.watch.begin(stage);
        self.tell(Event::Stage { stage: stage.key() });
    }

    /// Takes a decision once: a replay, or a run that is gone on with, takes it as it was taken.
    pub fn decide<T>(&self, step: &str, decide: impl FnOnce() -> T) -> Result<T, Error>
    where
        T: Serialize + DeserializeOwned + Default,
    {
        match self.run.step_sync(step, |_| Ok::<_, Error>(decide())) {
            // The record is of an older program, which did not decide this.
            Err(StepError::Journal(journal::Error::NotRecorded { .. })) if self.run.is_replay() => Ok(T::default()),
            decided => Ok(decided?),
        }
    }

    fn works_so_far(&self) -> std::sync::MutexGuard<'_, Vec<Work>> {
        // Whoever panicked with it left a list that is whole.
        self.works.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps who did a part and what it took.
    pub fn keep(&self, work: Work) {
        self.works_so_far().push(work);
    }

    /// Tells the league what became of an answer; a replay tells nothing.
    pub fn note_outcome(&self, work: &Work, sentences: usize, findings: usize) {
        let Some(attempt) = work.taken().filter(|_| !self.run.is_replay()) else { return };
        self.newsroom.gateway.ledger().note(gateway::Outcome {
            attempt: attempt.id,
            passed: true,
            is_first: attempt.kind != gateway::Kind::Reask,
            sentences: sentences as u32,
            findings: findings as u32,
            note: String::new(),
        });
    }

    /// Every part that was done so far.
    pub fn works(&self) -> Vec<Work> {
        self.works_so_far().clone()
    }

    /// Tells whoever watches.
    pub fn tell(&self, event: Event) {
        (self.newsroom.sink)(event);
    }

    /// Tells that a role is at work.
    pub fn working(&self, role: Role, on: &str, done: usize, of: usize) {
        self.tell(Event::Working { role, on: on.to_owned(), done, of });
    }

    /// Tells that a role is done.
    pub fn done(&self, role: Role, outcome: impl Into<String>) {
        self.tell(Event::Done { role, outcome: outcome.into() });
    }
}

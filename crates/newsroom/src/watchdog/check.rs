//! Looks at the published paper as a reader does, and says what is wrong with it.

mod sound;

use super::Watch;
use super::memory::Memory;
use crate::Config;
use crate::timetable;
use jiff::civil::Time;
use jiff::{SignedDuration, Timestamp};
use news::{Edition, EditionKey};
use publish::readback::{Entry, Feed, Place, Reader, read_feed};
use serde::{Deserialize, Serialize};
use url::Url;

/// What must be out by when.
#[derive(Debug, Clone, PartialEq)]
pub enum Expect {
    /// Each edition at its time, with the configured grace.
    Timetable,
    /// An edition of today by this time of the newsroom's day.
    By(Time),
    /// Something that is no older.
    MaxAge(SignedDuration),
}

/// What is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// The feed does not answer.
    NoFeed,
    /// It answers with what no reader can read.
    BadFeed,
    /// There is no edition in it, or no story in the edition.
    Empty,
    /// The edition that was due is not in it.
    Late,
    /// The edition that was due came out after its time and grace.
    CameLate,
    /// What it shows is older than what it showed before.
    WentBack,
    /// The edition's page does not answer.
    Page,
    /// The edition's sound does not answer, is not as long as it should be, or does not play.
    Sound,
}

impl What {
    /// Whether it may be gone a moment later: a packet was lost, a file was just being replaced.
    pub(super) fn may_pass(self) -> bool {
        !matches!(self, Self::Late | Self::CameLate)
    }
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trouble {
    /// What.
    pub what: What,
    /// With which edition, if with one alone.
    pub edition: Option<String>,
    /// In plain words, with the values.
    pub detail: String,
}

impl Trouble {
    fn new(what: What, edition: Option<&str>, detail: impl Into<String>) -> Self {
        Self { what, edition: edition.map(str::to_owned), detail: detail.into() }
    }

    /// What it is known by: an edition that is late is another trouble than the next one.
    pub fn name(&self) -> String {
        let key = serde_json::to_value(self.what).ok().and_then(|key| key.as_str().map(str::to_owned));
        let key = key.unwrap_or_default();
        match (&self.edition, self.what) {
            (Some(edition), What::Late | What::CameLate) => format!("{key}-{edition}"),
            _ => key,
        }
    }
}

/// What one look found.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Report {
    /// The newest edition that readers get.
    pub edition: Option<String>,
    /// The edition that must be out.
    pub expected: Option<String>,
    /// When the newest entry says it was published.
    pub newest_at: Option<Timestamp>,
    /// Whether the whole sound was decoded in this look.
    pub was_heard: bool,
    /// What is wrong; nothing if all is well.
    pub troubles: Vec<Trouble>,
}

impl Report {
    /// The newest edition, if nothing is wrong with the paper.
    pub fn in_order(&self) -> Option<&str> {
        let is_well = self.troubles.iter().all(|trouble| trouble.what == What::CameLate);
        self.edition.as_deref().filter(|_| is_well)
    }
}

/// Looks at everything a reader needs.
pub(super) async fn check(config: &Config, watch: &Watch, memory: &Memory, now: Timestamp) -> Report {
    let mut report = Report::default();
    if let Err(trouble) = look(config, watch, memory, now, &mut report).await {
        report.troubles.insert(0, trouble);
    }
    report
}

async fn look(
    config: &Config,
    watch: &Watch,
    memory: &Memory,
    now: Timestamp,
    report: &mut Report,
) -> Result<(), Trouble> {
    let no_feed = |why: String| Trouble::new(What::NoFeed, None, why);
    let reader = Reader::new(config.watch.allow_private.clone(), watch.patience).map_err(no_feed)?;
    let (place, file) = place(config, watch).map_err(no_feed)?;
    let feed = feed(&reader, &place, &file).await?;
    let newest = feed.entries.iter().max_by_key(|entry| entry.published_at);
    let newest = newest.ok_or_else(|| Trouble::new(What::Empty, None, format!("{file} has no entry")))?;
    report.edition = newest.edition();
    report.newest_at = newest.published_at;
    if let (Some(before), Some(newest_at)) = (memory.newest_at, newest.published_at)
        && newest_at < before
    {
        let detail = format!("the newest entry is of {newest_at}, and one of {before} was there before");
        report.troubles.push(Trouble::new(What::WentBack, None, detail));
    }
    report.troubles.extend(late(config, &watch.expect, &feed, newest, now, &mut report.expected));
    let Some(edition) = report.edition.clone() else { return Ok(()) };
    match page(&reader, &place, &edition).await {
        Ok(published) => {
            let heard = sound::check(&reader, &place, &published, memory, now).await;
            report.was_heard = heard.was_heard;
            report.troubles.extend(heard.trouble);
        }
        Err(trouble) => report.troubles.push(trouble),
    }
    Ok(())
}

/// Where the paper is read, and which feed of it.
fn place(config: &Config, watch: &Watch) -> Result<(Place, String), String> {
    let written = match &watch.url {
        Some(url) => Some(Url::parse(url).map_err(|error| format!("{url} is no address: {error}"))?),
        None => config.watch.url.clone(),
    };
    if let Some(url) = written {
        let base = url.join("./").map_err(|error| error.to_string())?;
        let file = url.path_segments().and_then(|mut pieces| pieces.next_back()).unwrap_or_default().to_owned();
        return Ok((Place::Web(base), if file.is_empty() { "feed.xml".into() } else { file }));
    }
    match &config.base_url {
        Some(base) => Ok((Place::Web(Url::parse(base).map_err(|error| error.to_string())?), "feed.xml".into())),
        None => Ok((Place::Folder(config.out.clone()), "feed.xml".into())),
    }
}

async fn feed(reader: &Reader, place: &Place, file: &str) -> Result<Feed, Trouble> {
    let found = reader.get(place, file).await;
    let found = found.map_err(|why| Trouble::new(What::NoFeed, None, format!("{file}: {why}")))?;
    if found.announced.is_some_and(|announced| announced != found.bytes.len() as u64) {
        return Err(Trouble::new(What::BadFeed, None, format!("{file} is shorter than announced")));
    }
    read_feed(&found.bytes).map_err(|why| Trouble::new(What::BadFeed, None, format!("{file}: {why}")))
}

/// Whether what must be out is out, and came in time.
fn late(
    config: &Config,
    expect: &Expect,
    feed: &Feed,
    newest: &Entry,
    now: Timestamp,
    expected: &mut Option<String>,
) -> Option<Trouble> {
    let age = newest.published_at.map(|at| now.duration_since(at));
    match expect {
        Expect::MaxAge(most) => {
            let age = age.filter(|age| age > most)?;
            Some(Trouble::new(What::Late, None, format!("the newest entry is {} minutes old", age.as_mins())))
        }
        Expect::By(time) => {
            let local = now.to_zoned(config.zone());
            let is_todays = newest.edition().is_some_and(|edition| edition.starts_with(&local.date().to_string()));
            let has_come = local.time() >= *time;
            (has_come && !is_todays).then(|| {
                let date = local.date().to_string();
                Trouble::new(What::Late, Some(&date), format!("nothing of {date} is out, and it is past {time}"))
            })
        }
        Expect::Timetable => {
            let grace = SignedDuration::try_from(config.watch.grace).unwrap_or_default();
            let due = timetable::last_due(&config.editions, &config.zone(), now.checked_sub(grace).ok()?)?;
            let key = due.key.to_string();
            *expected = Some(key.clone());
            let entry = feed.entries.iter().filter(|entry| entry.edition().as_ref() == Some(&key));
            match entry.filter_map(|entry| entry.published_at).max() {
                Some(at) if at > due.due + grace => {
                    let minutes = at.duration_since(due.due).as_mins();
                    let detail = format!("{key} was due at {} and came out {minutes} minutes later", due.due);
                    Some(Trouble::new(What::CameLate, Some(&key), detail))
                }
                Some(_) => None,
                // Whoever has a later edition misses nothing.
                None if is_later(config, newest, due.due) => None,
                None => {
                    let newest = newest.edition().unwrap_or_else(|| newest.title.clone());
                    let detail = format!("{key} was due at {} and is not out; the newest is {newest}", due.due);
                    Some(Trouble::new(What::Late, Some(&key), detail))
                }
            }
        }
    }
}

/// Whether an entry is of an edition that was due later.
fn is_later(config: &Config, entry: &Entry, due: Timestamp) -> bool {
    let key = entry.edition().and_then(|edition| EditionKey::parse(&edition));
    match key.and_then(|key| timetable::due_of(&config.editions, &config.zone(), &key)) {
        Some(of_entry) => of_entry.due > due,
        None => entry.published_at.is_some_and(|at| at > due),
    }
}

/// The edition's page and its record.
async fn page(reader: &Reader, place: &Place, edition: &str) -> Result<Edition, Trouble> {
    let wrong = |why: String| Trouble::new(What::Page, Some(edition), why);
    let file = |name: &str| format!("editions/{edition}/{name}");
    let page = reader.get(place, &file("index.html")).await.map_err(|why| wrong(format!("index.html: {why}")))?;
    if !String::from_utf8_lossy(&page.bytes).trim_end().ends_with("</html>") {
        return Err(wrong("index.html is no whole page".into()));
    }
    let record = reader.get(place, &file("edition.json")).await.map_err(|why| wrong(format!("edition.json: {why}")))?;
    let published: Edition =
        serde_json::from_slice(&record.bytes).map_err(|error| wrong(format!("edition.json: {error}")))?;
    if published.id != edition {
        return Err(wrong(format!("edition.json is of {}", published.id)));
    }
    if published.stories.is_empty() {
        return Err(Trouble::new(What::Empty, Some(edition), format!("{edition} has no story")));
    }
    Ok(published)
}

//! What the configuration means: every value checked, every default filled in.

use super::Error;
use super::written::{Written, WrittenSource};
use jiff::SignedDuration;
use jiff::civil::Time;
use jiff::tz::TimeZone;
use news::{Anchor, Language, Source, SourceId, SourceKind};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// A checked configuration.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Config {
    /// The paper's name.
    pub name: String,
    /// One sentence about it.
    pub description: String,
    /// Who answers for it.
    pub author: String,
    /// For podcast directories.
    pub email: Option<String>,
    /// In their order; never empty.
    pub languages: Vec<Language>,
    /// IANA name, known to exist.
    pub timezone: String,
    /// Of the bulletin.
    pub length_seconds: u32,
    /// At most so many stories.
    pub max_stories: usize,
    /// One or two.
    pub anchors: usize,
    /// Whether the bulletin is spoken.
    pub sound: bool,
    /// Archive and journal.
    pub data: PathBuf,
    /// The site.
    pub out: PathBuf,
    /// Where the site is served.
    pub base_url: Option<String>,
    /// When editions are made.
    pub editions: Vec<EditionPlan>,
    /// Where news comes from.
    pub sources: Vec<Source>,
    /// Names and offline voices of the anchors.
    pub voices: BTreeMap<Anchor, AnchorVoice>,
    /// How sources are fetched.
    pub network: Network,
    /// Whether the news is invented.
    pub sample: bool,
    /// Models and what they may cost.
    #[serde(default)]
    pub models: Models,
}

/// Models: whose, for which role, for how much.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Models {
    /// Whether models are asked at all.
    pub is_off: bool,
    /// The vendors as written; where none is, those for which the environment holds a key are used.
    pub vendors: Vec<gateway::VendorSettings>,
    /// Roles whose players are written; the others are given out by the roster.
    pub seats: BTreeMap<news::Role, Seat>,
    /// What may be spent.
    pub budgets: gateway::Budgets,
    /// Prices that stand over the shipped ones.
    pub prices: Vec<gateway::Price>,
    /// How long an answer to the very same request may be given again.
    pub cache: Option<Duration>,
    /// Whether a second route is asked when the first is slow.
    pub hedge: bool,
    /// Everything about time takes so many times as long; 1 unless a test says otherwise.
    pub pace: f64,
    /// Clients of the door.
    pub clients: Vec<Client>,
}

/// Who plays a role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seat {
    /// In order; empty for the floor.
    pub routes: Vec<gateway::Route>,
    /// Whether the league decides the order.
    pub is_best: bool,
    /// A prompt of the owner's, in the place of the shipped one.
    pub prompt: Option<PathBuf>,
}

/// A program that may use the door.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Client {
    /// Its name in the ledger.
    pub name: String,
    /// Where its key is.
    pub key: gateway::KeySource,
    /// What it may spend in a day, in micro-dollars.
    pub per_day: Option<i64>,
    /// How many requests in a minute.
    pub per_minute: Option<u32>,
    /// Which routes it may ask; all if empty.
    pub models: Vec<String>,
    /// Whether its streams are passed on live or held until they are known to be answers.
    pub live: bool,
}

/// An anchor's name and offline voice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnchorVoice {
    /// The name a reader sees.
    pub name: String,
    /// `espeak/f3`.
    pub floor: String,
}

/// One edition of the day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EditionPlan {
    /// Its slot.
    pub slot: String,
    /// When it is due.
    pub at: Time,
    /// How long making it may take.
    pub deadline: Duration,
}

/// How sources are fetched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Network {
    /// Private addresses that are allowed.
    pub allow_private: Vec<std::net::IpAddr>,
    /// Every fetch goes here instead.
    pub replay: Option<std::net::SocketAddr>,
    /// How the program calls itself.
    pub user_agent: String,
    /// Of one request.
    pub timeout: Duration,
    /// Between two requests to one host.
    pub host_delay: Duration,
    /// Of one source in one edition.
    pub max_pages: usize,
}

impl Config {
    /// The newsroom's zone.
    pub fn zone(&self) -> TimeZone {
        TimeZone::get(&self.timezone).unwrap_or(TimeZone::UTC)
    }

    /// The edition that is due next or just now: the first whose time is not more than three hours past, else the day's last.
    pub fn slot_at(&self, now: jiff::Timestamp) -> String {
        let time = now.to_zoned(self.zone()).time();
        let minutes = |time: Time| i32::from(time.hour()) * 60 + i32::from(time.minute());
        self.editions
            .iter()
            .min_by_key(|plan| (minutes(plan.at) - minutes(time)).abs())
            .map_or_else(|| "morning".to_owned(), |plan| plan.slot.clone())
    }
}

/// Checks every value of a written configuration.
pub fn understand(written: &Written, path: &Path) -> Result<Config, Error> {
    let check = Check { path };
    let folder = path.parent().unwrap_or(Path::new(""));
    let room = &written.newsroom;
    check.time_zone("newsroom.timezone", &room.timezone)?;
    if room.languages.is_empty() {
        return Err(check.value(
            "newsroom.languages",
            "[]",
            "no language is told; write at least one, such as [\"en\"]",
        ));
    }
    if !(1..=2).contains(&room.anchors) {
        return Err(check.value("newsroom.anchors", &room.anchors.to_string(), "there are one or two anchors"));
    }
    if !(1..=60).contains(&room.max_stories) {
        return Err(check.value(
            "newsroom.max_stories",
            &room.max_stories.to_string(),
            "an edition holds 1 to 60 stories",
        ));
    }
    let length = check.duration("newsroom.length", &room.length, "8m or 90s")?;
    if !(30..=3600).contains(&length.as_secs()) {
        return Err(check.value("newsroom.length", &room.length, "a bulletin lasts 30 seconds to an hour"));
    }
    Ok(Config {
        name: room.name.clone(),
        description: room.description.clone(),
        author: room.author.clone(),
        email: (!room.email.is_empty()).then(|| room.email.clone()),
        languages: room.languages.clone(),
        timezone: room.timezone.clone(),
        length_seconds: length.as_secs() as u32,
        max_stories: room.max_stories,
        anchors: room.anchors,
        sound: room.sound,
        data: folder.join(&room.data),
        out: folder.join(&written.publish.out),
        base_url: check.base_url(&written.publish.base_url)?,
        editions: editions(written, &check)?,
        sources: sources(written, &check, folder)?,
        voices: voices(written, &check)?,
        network: network(written, &check)?,
        sample: false,
        models: Models { is_off: true, pace: 1.0, ..Models::default() },
    })
}

struct Check<'a> {
    path: &'a Path,
}

impl Check<'_> {
    fn value(&self, key: &str, value: &str, why: &str) -> Error {
        Error::Value { path: self.path.to_owned(), key: key.to_owned(), value: value.to_owned(), why: why.to_owned() }
    }

    fn duration(&self, key: &str, value: &str, example: &str) -> Result<Duration, Error> {
        let whole_days = value.trim().strip_suffix('d').and_then(|days| days.trim().parse::<u32>().ok());
        let parsed = match whole_days {
            Some(days) => Some(Duration::from_secs(u64::from(days) * 86_400)),
            None => value.parse::<SignedDuration>().ok().and_then(|parsed| Duration::try_from(parsed).ok()),
        };
        parsed.ok_or_else(|| self.value(key, value, &format!("is not a duration; write one such as {example}")))
    }

    fn time_zone(&self, key: &str, value: &str) -> Result<(), Error> {
        let why = "is not an IANA time zone; write one such as Asia/Shanghai or Europe/London";
        TimeZone::get(value).map(drop).map_err(|_| self.value(key, value, why))
    }

    fn base_url(&self, value: &str) -> Result<Option<String>, Error> {
        if value.is_empty() {
            return Ok(None);
        }
        let is_http =
            url::Url::parse(value).is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
        let why =
            "is not an http(s) address; write where the site's folder is served, such as https://news.example.org/";
        let url = if is_http { Ok(value) } else { Err(self.value("publish.base_url", value, why)) }?;
        Ok(Some(format!("{}/", url.trim_end_matches('/'))))
    }
}

fn editions(written: &Written, check: &Check<'_>) -> Result<Vec<EditionPlan>, Error> {
    if written.edition.is_empty() {
        let plan = |slot: &str, hour| EditionPlan {
            slot: slot.into(),
            at: Time::constant(hour, 0, 0, 0),
            deadline: Duration::from_secs(600),
        };
        return Ok(vec![plan("morning", 7), plan("evening", 18)]);
    }
    let mut plans = Vec::new();
    for edition in &written.edition {
        if !is_slot(&edition.slot) {
            return Err(check.value(
                "edition.slot",
                &edition.slot,
                "a slot is letters, digits and dashes, such as morning or late-night",
            ));
        }
        let at = edition
            .at
            .parse::<Time>()
            .map_err(|_| check.value("edition.at", &edition.at, "is not a time of day; write one such as 07:00"))?;
        let deadline = check.duration("edition.deadline", &edition.deadline, "10m")?;
        plans.push(EditionPlan { slot: edition.slot.clone(), at, deadline });
    }
    Ok(plans)
}

/// Whether a slot's name is safe as a part of a folder's name.
pub(crate) fn is_slot(slot: &str) -> bool {
    !slot.is_empty() && slot.len() <= 40 && slot.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
}

fn sources(written: &Written, check: &Check<'_>, folder: &Path) -> Result<Vec<Source>, Error> {
    if written.source.is_empty() {
        return Err(check.value(
            "source",
            "[]",
            "there is no source; add a [[source]] with a url, or run `zaowan init` for a starter pack",
        ));
    }
    let mut taken = BTreeSet::new();
    written.source.iter().map(|source| understand_source(source, check, folder, &mut taken)).collect()
}

fn understand_source(
    written: &WrittenSource,
    check: &Check<'_>,
    folder: &Path,
    taken: &mut BTreeSet<String>,
) -> Result<Source, Error> {
    let (url, host) = place(written, check, folder)?;
    let name = written.name.clone().unwrap_or_else(|| host.clone());
    let trust = written.trust.unwrap_or(3);
    if !(1..=5).contains(&trust) {
        return Err(check.value("source.trust", &trust.to_string(), "trust is 1 (rumours) to 5 (agency of record)"));
    }
    if let Some(zone) = &written.timezone {
        check.time_zone("source.timezone", zone)?;
    }
    let every = check.duration("source.every", written.every.as_deref().unwrap_or("12h"), "6h, 24h or 7d")?;
    Ok(Source {
        id: SourceId(free_id(written.id.as_deref().unwrap_or(&name), &host, taken)),
        name,
        url,
        kind: written.kind.unwrap_or(SourceKind::Auto),
        beat: written.beat.clone().unwrap_or_else(|| "general".into()),
        owner: written.owner.clone().unwrap_or(host),
        trust,
        language: written.language,
        every_hours: (every.as_secs() / 3600).max(1) as u32,
        timezone: written.timezone.clone(),
        link_rule: written.link_rule.clone(),
        max_items: written.max_items.unwrap_or(60),
    })
}

/// The address (a folder's made absolute) and the host, or the folder's name, that stands for it.
fn place(written: &WrittenSource, check: &Check<'_>, folder: &Path) -> Result<(String, String), Error> {
    if let Ok(url) = url::Url::parse(&written.url)
        && matches!(url.scheme(), "http" | "https")
        && let Some(host) = url.host_str()
    {
        return Ok((written.url.clone(), host.trim_start_matches("www.").to_owned()));
    }
    let path = folder.join(written.url.trim_start_matches("file://"));
    if path.is_dir() {
        let name = path.file_name().map_or_else(|| "folder".into(), |name| name.to_string_lossy().into_owned());
        return Ok((path.to_string_lossy().into_owned(), name));
    }
    let why = "is neither an http(s) address nor an existing folder; write https://… or the path of a folder";
    Err(check.value("source.url", &written.url, why))
}

fn free_id(name: &str, host: &str, taken: &mut BTreeSet<String>) -> String {
    let slug = |text: &str| {
        let dashed: String =
            text.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' }).collect();
        dashed.split('-').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-")
    };
    let base = [slug(name), slug(host)].into_iter().find(|slug| !slug.is_empty()).unwrap_or_else(|| "source".into());
    let mut id = base.clone();
    let mut n = 2;
    while !taken.insert(id.clone()) {
        id = format!("{base}-{n}");
        n += 1;
    }
    id
}

fn voices(written: &Written, check: &Check<'_>) -> Result<BTreeMap<Anchor, AnchorVoice>, Error> {
    let mut voices = BTreeMap::from([
        (Anchor::A, AnchorVoice { name: "Zao · 早".into(), floor: "espeak/f3".into() }),
        (Anchor::B, AnchorVoice { name: "Wan · 晚".into(), floor: "espeak/m3".into() }),
    ]);
    for (key, voice) in &written.voices {
        let anchor = [Anchor::A, Anchor::B].into_iter().find(|anchor| anchor.key() == key);
        let anchor =
            anchor.ok_or_else(|| check.value("voices", key, "there are two anchors: anchor_a and anchor_b"))?;
        let known = |floor: &String| audio::voices().iter().any(|voice| voice.id == *floor);
        if let Some(floor) = voice.floor.as_ref().filter(|floor| !known(floor)) {
            return Err(check.value(
                &format!("voices.{key}.floor"),
                floor,
                "there is no such voice; `zaowan voices list` shows them all",
            ));
        }
        if let Some(current) = voices.get_mut(&anchor) {
            current.name = voice.name.clone().unwrap_or_else(|| current.name.clone());
            current.floor = voice.floor.clone().unwrap_or_else(|| current.floor.clone());
        }
    }
    Ok(voices)
}

fn network(written: &Written, check: &Check<'_>) -> Result<Network, Error> {
    let network = &written.network;
    Ok(Network {
        allow_private: network.allow_private.clone(),
        replay: network.replay,
        user_agent: network.user_agent.clone(),
        timeout: check.duration("network.timeout", &network.timeout, "25s")?,
        host_delay: check.duration("network.host_delay", &network.host_delay, "250ms")?,
        max_pages: network.max_pages,
    })
}

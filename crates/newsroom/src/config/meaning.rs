//! What the configuration means: every value checked, every default filled in.

use super::Error;
use super::channels::{self, ChannelPlan};
use super::check::Check;
use super::door::{self, DoorPlan, Telemetry};
use super::models::{self, Models};
use super::reader::{self, ReaderPlan};
use super::sound::{self, LabelPlan, SoundPlan};
use super::sources::sources;
use super::voices::{self, AnchorVoice, Speech};
use super::watch::{self, WatchPlan};
use super::written::Written;
use jiff::civil::Time;
use jiff::tz::TimeZone;
use news::{Anchor, Format, Language, Source};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
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
    /// One owner leads at most so many, unless there are too few others.
    #[serde(default = "two")]
    pub max_per_owner: usize,
    /// What the reader asks for.
    #[serde(default)]
    pub reader: ReaderPlan,
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
    /// How editions are told whose plan says nothing else.
    #[serde(default)]
    pub format: Format,
    /// Names, characters and voices of the anchors.
    pub voices: BTreeMap<Anchor, AnchorVoice>,
    /// What the sound is made with.
    #[serde(default)]
    pub sound_plan: SoundPlan,
    /// How editions say that they are made by AI.
    #[serde(default)]
    pub labels: LabelPlan,
    /// Whose voices may speak, and how names are said.
    #[serde(default)]
    pub speech: Speech,
    /// How sources are fetched.
    pub network: Network,
    /// Whether the news is invented.
    pub sample: bool,
    /// Models and what they may cost.
    #[serde(default)]
    pub models: Models,
    /// The house rules: `charter.toml` beside the configuration.
    #[serde(default)]
    pub charter: desk::house::Charter,
    /// How what was published is looked at again.
    #[serde(default)]
    pub corrections: Recheck,
    /// How people are told. Never written down: an address may be a secret.
    #[serde(skip)]
    pub channels: Vec<ChannelPlan>,
    /// How the published paper is read back.
    #[serde(skip)]
    pub watch: WatchPlan,
    /// How the door stands.
    #[serde(default)]
    pub door: DoorPlan,
    /// Where traces go.
    #[serde(default)]
    pub telemetry: Telemetry,
}

fn two() -> usize {
    2
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
    /// How it is told, if not as the others.
    #[serde(default)]
    pub format: Option<Format>,
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

/// How the sources of what was published are looked at again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recheck {
    /// Those of the editions of so many days; none with 0.
    pub days: u32,
    /// At most so often.
    pub every: Duration,
}

impl Default for Recheck {
    fn default() -> Self {
        Self { days: 3, every: Duration::from_secs(6 * 3600) }
    }
}

impl Config {
    /// The newsroom's zone.
    pub fn zone(&self) -> TimeZone {
        TimeZone::get(&self.timezone).unwrap_or(TimeZone::UTC)
    }

    /// How the edition of a slot is told.
    pub fn format_of(&self, slot: &str) -> Format {
        self.editions.iter().find(|plan| plan.slot == slot).and_then(|plan| plan.format).unwrap_or(self.format)
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
    if room.max_per_owner == 0 {
        return Err(check.value("newsroom.max_per_owner", "0", "each owner may lead at least one story"));
    }
    let sources = sources(written, &check, folder)?;
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
        max_per_owner: room.max_per_owner,
        reader: reader::understand(written, &sources, &check)?,
        anchors: room.anchors,
        sound: room.sound,
        data: folder.join(&room.data),
        out: folder.join(&written.publish.out),
        base_url: check.base_url(&written.publish.base_url)?,
        editions: editions(written, &check)?,
        sources,
        format: format(written, &check)?,
        sound_plan: sound::sound(written, &check, folder)?,
        labels: sound::labels(written, &check, folder)?,
        voices: voices::anchors(written, &check, folder)?,
        speech: voices::speech(written, &check, folder)?,
        network: network(written, &check)?,
        sample: false,
        models: models::understand(written, &check, folder)?,
        charter: desk::house::Charter::default(),
        corrections: recheck(written, &check)?,
        channels: channels::channels(&written.channel, &check)?,
        watch: watch::understand(&written.watch, &check)?,
        door: door::door(written, &check)?,
        telemetry: door::telemetry(written, &check)?,
    })
}

fn recheck(written: &Written, check: &Check<'_>) -> Result<Recheck, Error> {
    let corrections = &written.corrections;
    if corrections.days > 90 {
        let why = "what was published is looked at again for 0 to 90 days";
        return Err(check.value("corrections.days", &corrections.days.to_string(), why));
    }
    let every = check.duration("corrections.every", &corrections.every, "6h")?;
    if every.as_secs() < 600 {
        let why = "pages are looked at again every 10 minutes at most; write one such as 6h";
        return Err(check.value("corrections.every", &corrections.every, why));
    }
    Ok(Recheck { days: corrections.days, every })
}

fn editions(written: &Written, check: &Check<'_>) -> Result<Vec<EditionPlan>, Error> {
    if written.edition.is_empty() {
        let plan = |slot: &str, hour| EditionPlan {
            slot: slot.into(),
            at: Time::constant(hour, 0, 0, 0),
            deadline: Duration::from_secs(600),
            format: None,
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
        plans.push(EditionPlan { slot: edition.slot.clone(), at, deadline, format: edition.format });
    }
    Ok(plans)
}

/// Whether a slot's name is safe as a part of a folder's name.
pub(crate) fn is_slot(slot: &str) -> bool {
    !slot.is_empty() && slot.len() <= 40 && slot.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
}

/// Hosts who speak with each other are two.
fn format(written: &Written, check: &Check<'_>) -> Result<Format, Error> {
    let of_plans = written.edition.iter().filter_map(|edition| edition.format);
    let talks = of_plans.chain([written.programme.format]).find(|format| format.is_talk());
    match talks.filter(|_| written.newsroom.anchors < 2) {
        Some(talk) => {
            let why = "two hosts speak with each other; write newsroom.anchors = 2";
            Err(check.value("programme.format", talk.key(), why))
        }
        None => Ok(written.programme.format),
    }
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

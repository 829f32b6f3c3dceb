//! What stands in the site's folder and what is due: for whoever asks this process whether it is well.

use crate::{Config, timetable};
use jiff::{SignedDuration, Timestamp};
use news::EditionKey;
use serde::Serialize;

/// The last edition that came out, the one that must be out, and the next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Standing {
    /// The newest edition in the site's folder, and when it was published.
    pub last: Option<(String, Timestamp)>,
    /// The edition that was due last, and when.
    pub due: Option<(String, Timestamp)>,
    /// Whether that one is not out although its grace is over.
    pub is_late: bool,
    /// The edition that is due next, and when.
    pub next: Option<(String, Timestamp)>,
}

/// How the paper stands at a moment. Reads one file of the site's folder.
pub fn standing(config: &Config, now: Timestamp) -> Standing {
    let zone = config.zone();
    let due = timetable::last_due(&config.editions, &zone, now);
    let grace = SignedDuration::try_from(config.watch.grace).unwrap_or_default();
    let is_out = |key: &EditionKey| config.out.join("editions").join(key.to_string()).join("edition.json").is_file();
    let overdue = now.checked_sub(grace).ok().and_then(|then| timetable::last_due(&config.editions, &zone, then));
    Standing {
        last: last(config),
        is_late: overdue.is_some_and(|due| !is_out(&due.key)),
        due: due.map(|due| (due.key.to_string(), due.due)),
        next: timetable::next_due(&config.editions, &zone, now).map(|due| (due.key.to_string(), due.due)),
    }
}

fn last(config: &Config) -> Option<(String, Timestamp)> {
    let folders = std::fs::read_dir(config.out.join("editions")).ok()?;
    let names = folders.flatten().filter_map(|entry| EditionKey::parse(&entry.file_name().to_string_lossy()));
    let newest = names.map(|key| key.date).max()?;
    // Of one day's editions the slots do not tell the order.
    let of_day = std::fs::read_dir(config.out.join("editions")).ok()?.flatten().filter_map(|entry| {
        let key = EditionKey::parse(&entry.file_name().to_string_lossy()).filter(|key| key.date == newest)?;
        let text = std::fs::read_to_string(entry.path().join("edition.json")).ok()?;
        let at = serde_json::from_str::<serde_json::Value>(&text).ok()?["published_at"].as_str()?.parse().ok()?;
        Some((key.to_string(), at))
    });
    of_day.max_by_key(|(_, at): &(String, Timestamp)| *at)
}

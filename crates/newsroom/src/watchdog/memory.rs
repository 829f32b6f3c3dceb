//! What the watch knows from earlier looks: a small file, written whole, that may be lost without harm.

use super::check::{Report, Trouble, What};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;

/// What is known from earlier looks.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Memory {
    /// When the newest entry that was ever seen says it was published.
    pub newest_at: Option<Timestamp>,
    /// The edition whose sound was decoded last, and when.
    pub heard: Option<(String, Timestamp)>,
    /// The edition for which a waiting service was called.
    pub pinged: Option<String>,
    /// What is wrong, by its name, or was and is not told yet to be over.
    pub troubles: BTreeMap<String, Known>,
}

/// A trouble and who was told.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Known {
    /// What is wrong.
    pub trouble: Trouble,
    /// Since when.
    pub since: Timestamp,
    /// Since when it is over.
    #[serde(default)]
    pub over_at: Option<Timestamp>,
    /// Who was told, by the name of the channel.
    #[serde(default)]
    pub told: BTreeMap<String, Telling>,
}

/// How often somebody was told, and when he is told again.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Telling {
    /// How often it arrived.
    pub n: u32,
    /// How often it was tried in vain since.
    pub n_failed: u32,
    /// Not before then.
    pub next_at: Option<Timestamp>,
}

impl Memory {
    /// What the file says; nothing, with a note, where it cannot be understood.
    pub fn read(path: &Path) -> (Self, Vec<String>) {
        let Ok(text) = std::fs::read_to_string(path) else { return (Self::default(), Vec::new()) };
        match serde_json::from_str(&text) {
            Ok(memory) => (memory, Vec::new()),
            Err(error) => (
                Self::default(),
                vec![format!("{} could not be understood and is begun anew: {error}", path.display())],
            ),
        }
    }

    /// Writes the file whole.
    pub fn write(&self, path: &Path) -> Result<(), String> {
        let text = serde_json::to_string_pretty(self).map_err(|error| error.to_string())?;
        let part = path.with_extension("json.part");
        let written = std::fs::write(&part, text).and_then(|()| std::fs::rename(&part, path));
        written.map_err(|error| format!("{} cannot be written: {error}", path.display()))
    }

    /// Takes in what a look found: new troubles begin, those that are gone are over.
    pub(super) fn note(&mut self, report: &Report, now: Timestamp) {
        self.newest_at = self.newest_at.max(report.newest_at);
        if report.was_heard {
            self.heard = report.edition.clone().map(|edition| (edition, now));
        }
        for known in self.troubles.values_mut() {
            known.over_at = known.over_at.or(Some(now));
        }
        for trouble in &report.troubles {
            let fresh = Known { trouble: trouble.clone(), since: now, over_at: None, told: BTreeMap::new() };
            let known = self.troubles.entry(trouble.name()).or_insert(fresh);
            known.trouble = trouble.clone();
            known.over_at = None;
        }
        // Of what nobody was told, nobody needs to hear the end; and that an edition came late has none.
        self.troubles.retain(|_, known| {
            known.over_at.is_none()
                || known.trouble.what != What::CameLate && known.told.values().any(|told| told.n > 0)
        });
    }
}

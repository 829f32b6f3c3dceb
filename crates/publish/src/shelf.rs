//! The editions on disk, newest first: a line about each, and the newest ones whole.

use crate::site::MP3;
use crate::{Error, spoken::Spoken};
use jiff::Timestamp;
use news::{Edition, EditionKey, Language};
use serde::Deserialize;
use std::cmp::Reverse;
use std::fs;
use std::path::Path;

/// So many of the newest editions are read whole, for the feeds; of older ones only a line.
const N_WHOLE: usize = 40;

/// What an edition's line in the archive needs. Reading only this keeps years of editions cheap.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Line {
    pub(crate) date: jiff::civil::Date,
    pub(crate) slot: String,
    pub(crate) published_at: Timestamp,
    pub(crate) sample: bool,
    pub(crate) stories: Vec<LineStory>,
    pub(crate) audio: Option<LineAudio>,
    pub(crate) degraded: Vec<serde::de::IgnoredAny>,
}

/// A story in such a line.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct LineStory {
    pub(crate) headline: String,
    pub(crate) language: Language,
}

/// The sound in such a line.
#[derive(Debug, Clone, Copy, Deserialize)]
pub(crate) struct LineAudio {
    pub(crate) seconds: f64,
}

impl Line {
    /// The name of its folder.
    pub(crate) fn key(&self) -> EditionKey {
        EditionKey { date: self.date, slot: self.slot.clone() }
    }
}

/// One of the newest editions, with what its folder says of its sound.
#[derive(Debug, Clone)]
pub(crate) struct Whole {
    pub(crate) edition: Edition,
    /// The bytes of the sound file as it lies there; `None` without sound.
    pub(crate) mp3_bytes: Option<u64>,
    pub(crate) spoken: Spoken,
}

impl Whole {
    /// The name of its folder.
    pub(crate) fn key(&self) -> EditionKey {
        EditionKey { date: self.edition.date, slot: self.edition.slot.clone() }
    }
}

/// All editions on disk.
#[derive(Debug, Clone, Default)]
pub(crate) struct Shelf {
    /// Every one, newest first.
    pub(crate) lines: Vec<Line>,
    /// The newest ones, newest first.
    pub(crate) newest: Vec<Whole>,
}

impl Shelf {
    /// Reads the folder of editions. What is hidden or cannot be understood is left out.
    pub(crate) fn read(editions: &Path) -> Result<Self, Error> {
        let entries = fs::read_dir(editions).map_err(|cause| Error::of_disk("read", editions, cause))?;
        let mut found: Vec<(Line, Vec<u8>, EditionKey)> = Vec::new();
        let mut keys: Vec<EditionKey> =
            entries.flatten().filter_map(|entry| EditionKey::parse(entry.file_name().to_str()?)).collect();
        // By day only: which slot of a day came first is known once the edition is read.
        keys.sort_by_key(|key| Reverse(key.date));
        for (n, key) in keys.into_iter().enumerate() {
            if let Some((line, json)) = read_line(editions, &key) {
                // Bytes are kept only where the whole edition may be needed.
                let json = if n < N_WHOLE + 8 { json } else { Vec::new() };
                found.push((line, json, key));
            }
        }
        found.sort_by_key(|(line, _, key)| (Reverse(line.published_at), Reverse(key.date)));
        let newest = found.iter().take(N_WHOLE).filter_map(|(_, json, key)| read_whole(editions, key, json)).collect();
        Ok(Self { lines: found.into_iter().map(|(line, _, _)| line).collect(), newest })
    }
}

fn read_line(editions: &Path, key: &EditionKey) -> Option<(Line, Vec<u8>)> {
    let path = editions.join(key.to_string()).join("edition.json");
    let json = fs::read(&path).ok()?;
    match serde_json::from_slice::<Line>(&json) {
        Ok(line) if line.key() == *key => Some((line, json)),
        Ok(_) => {
            tracing::warn!(path = %path.display(), "the edition is of another date or slot than its folder");
            None
        }
        Err(error) => {
            tracing::warn!(path = %path.display(), %error, "left out an edition that cannot be read");
            None
        }
    }
}

fn read_whole(editions: &Path, key: &EditionKey, json: &[u8]) -> Option<Whole> {
    let folder = editions.join(key.to_string());
    let read_again;
    let json = if json.is_empty() {
        read_again = fs::read(folder.join("edition.json")).ok()?;
        &read_again
    } else {
        json
    };
    let edition: Edition = serde_json::from_slice(json).ok()?;
    let mp3_bytes = edition.audio.as_ref().and_then(|_| Some(fs::metadata(folder.join(MP3)).ok()?.len()));
    let transcript = mp3_bytes.and_then(|_| fs::read_to_string(folder.join("transcript.json")).ok());
    let spoken = transcript.map(|json| Spoken::read(&json)).unwrap_or_default();
    Some(Whole { edition, mp3_bytes, spoken })
}

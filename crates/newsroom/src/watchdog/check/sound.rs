//! Whether the edition's sound is what the podcast's feed says, and plays.

use super::{Trouble, What, feed};
use crate::watchdog::memory::Memory;
use jiff::{SignedDuration, Timestamp};
use news::Edition;
use publish::readback::{Enclosure, Entry, Place, Reader};
use url::Url;

/// Decoding takes a second of the processor; what was heard whole is heard again after so long.
const HEARD_FOR: SignedDuration = SignedDuration::from_hours(6);
/// Feeds say whole seconds, and an encoder pads the ends.
const LENGTH_TOLERANCE_SECONDS: f64 = 1.5;
/// A part as players ask for it when they jump.
const PART_BYTES: u64 = 1_024;

/// What came of listening.
pub(super) struct Heard {
    pub trouble: Option<Trouble>,
    pub was_heard: bool,
}

pub(super) async fn check(reader: &Reader, place: &Place, edition: &Edition, memory: &Memory, now: Timestamp) -> Heard {
    let was_heard_lately = memory.heard.as_ref().is_some_and(|(heard, at)| {
        *heard == edition.id && now.duration_since(*at) < HEARD_FOR && !memory.troubles.contains_key("sound")
    });
    match listen(reader, place, edition, !was_heard_lately).await {
        Ok(was_heard) => Heard { trouble: None, was_heard },
        Err(why) => Heard { trouble: Some(why), was_heard: false },
    }
}

/// Returns whether the whole sound was decoded.
async fn listen(reader: &Reader, place: &Place, edition: &Edition, is_whole: bool) -> Result<bool, Trouble> {
    let wrong = |why: String| Trouble::new(What::Sound, Some(&edition.id), why);
    let Some(audio) = &edition.audio else { return Ok(false) };
    let podcast = feed(reader, place, "podcast.xml").await?;
    let entry = podcast.entries.iter().find(|entry| entry.edition().as_ref() == Some(&edition.id));
    let entry = entry.ok_or_else(|| wrong("podcast.xml has no entry of it".into()))?;
    let enclosure = entry.enclosure.as_ref().ok_or_else(|| wrong("podcast.xml has no sound of it".into()))?;
    let length = enclosure.length.ok_or_else(|| wrong("podcast.xml does not say how long the file is".into()))?;
    if length != audio.bytes {
        return Err(wrong(format!("podcast.xml says {length} bytes, edition.json {}", audio.bytes)));
    }
    let address = address(place, enclosure);
    if let Some(url) = &address {
        let last = PART_BYTES.min(length) - 1;
        let (n_bytes, of) =
            reader.part(url.clone(), 0, last).await.map_err(|why| wrong(format!("the sound: {why}")))?;
        if n_bytes as u64 != last + 1 || of.is_some_and(|of| of != length) {
            return Err(wrong(format!("asked for {} of {length} bytes, it sends {n_bytes} of {of:?}", last + 1)));
        }
    }
    if !is_whole {
        return Ok(false);
    }
    let file = format!("editions/{}/{}", edition.id, audio.url);
    let found = match address {
        Some(url) => reader.fetch(url).await,
        None => reader.get(place, &file).await,
    };
    let bytes = found.map_err(|why| wrong(format!("the sound: {why}")))?.bytes;
    if bytes.len() as u64 != length {
        return Err(wrong(format!("the sound has {} bytes, the feed says {length}", bytes.len())));
    }
    plays(bytes, entry).await.map_err(wrong)?;
    Ok(true)
}

/// Where players get it; `None` in a folder that nobody serves.
fn address(place: &Place, enclosure: &Enclosure) -> Option<Url> {
    match place {
        Place::Web(base) => base.join(&enclosure.url).ok(),
        Place::Folder(_) => None,
    }
}

async fn plays(bytes: Vec<u8>, entry: &Entry) -> Result<(), String> {
    let decoded = tokio::task::spawn_blocking(move || audio::seconds_of_mp3(&bytes)).await;
    let seconds =
        decoded.map_err(|error| error.to_string())?.map_err(|error| format!("the sound does not play: {error}"))?;
    match entry.seconds {
        Some(said) if (said - seconds).abs() > LENGTH_TOLERANCE_SECONDS => {
            Err(format!("the sound plays {seconds:.1} s, the feed says {said} s"))
        }
        Some(_) => Ok(()),
        None => Err("podcast.xml does not say how long the sound plays".into()),
    }
}

//! Who may speak: the cast of the anchors, as it is written or as it is found from the keys there are.

mod account;
mod found;

pub(crate) use account::{Heard, changes, credits, degraded, voices_of};
pub use found::known;

use crate::Config;
use crate::config::{Chosen, Speech, VoiceVendors};
use audio::cast::{Cast, Rank, Seat, Spelling};
use audio::normalise::Readings;
use gateway::voice::{Consents, VoiceCache, VoiceFault, VoiceRoute};
use gateway::{Gateway, Purpose, Vendor, VendorSettings, VoiceSettings};
use news::edition::ClonedVoice;
use news::{Anchor, Language};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

/// The cast, and who is not in it.
#[derive(Debug, Default)]
pub struct Casting {
    /// Voices of vendors; the floor is laid under them by the room of sound.
    pub cast: Cast,
    /// Voices that are wanted and cannot be asked.
    pub skipped: Vec<Skipped>,
}

/// A voice that is wanted and cannot be asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Skipped {
    /// Whose voice it would be.
    pub anchor: Anchor,
    /// `vendor/model/voice`.
    pub voice: String,
    /// Why.
    pub why: String,
}

/// Casts the anchors. `purpose` stands in the ledger for every line.
pub fn cast(config: &Config, gateway: &Gateway, purpose: &Purpose) -> Casting {
    let mut casting = Casting::default();
    for (anchor, wanted) in &config.voices {
        casting.cast.set_pace(*anchor, wanted.pace);
        for (rank, language, route) in wanted_of(config, gateway, *anchor) {
            if route.vendor == FLOOR {
                continue;
            }
            match gateway.voice(&route, purpose) {
                Ok(voice) => casting.cast.add(*anchor, Seat { voice, rank, language }),
                Err(fault) => casting.skipped.push(skipped(*anchor, &route, &fault)),
            }
        }
    }
    casting
}

/// Spoken lines that are kept, all together: some ten hours.
const KEPT_BYTES: u64 = 1 << 30;

/// The vendor of the voices of this machine.
const FLOOR: &str = "espeak";

fn skipped(anchor: Anchor, route: &VoiceRoute, fault: &VoiceFault) -> Skipped {
    Skipped { anchor, voice: route.to_string(), why: fault.detail.clone() }
}

/// Who is wanted as an anchor, in order: what is written, and where nothing is, what is found.
pub fn wanted_of(config: &Config, gateway: &Gateway, anchor: Anchor) -> Vec<(Rank, Option<Language>, VoiceRoute)> {
    let Some(wanted) = config.voices.get(&anchor) else { return Vec::new() };
    let primary = written(&wanted.primary);
    let not_again = primary.as_deref().and_then(|written| written.first()).map(|(_, route)| route.vendor.clone());
    let mut found = found::found(config, gateway, anchor, not_again.as_deref()).into_iter();
    let primary = primary.or_else(|| found.next()).unwrap_or_default();
    let backup = written(&wanted.backup).or_else(|| found.next()).unwrap_or_default();
    let ranked = |rank, voices: Vec<_>| voices.into_iter().map(move |(language, route)| (rank, language, route));
    ranked(Rank::Primary, primary).chain(ranked(Rank::Backup, backup)).collect()
}

/// The voices that are written; `None` if they are to be found.
fn written(chosen: &Chosen) -> Option<Vec<(Option<Language>, VoiceRoute)>> {
    match chosen {
        Chosen::Found => None,
        Chosen::Nobody => Some(Vec::new()),
        Chosen::These(these) => {
            let parsed = these.iter().filter_map(|(language, route)| Some((*language, route.parse().ok()?)));
            Some(parsed.collect())
        }
    }
}

/// Where spoken lines are kept, so that a run that was killed does not pay for them again; and who consented to what.
pub(crate) fn settings(config: &Config) -> VoiceSettings {
    let consents: BTreeSet<PathBuf> = config.voices.values().filter_map(|voice| voice.consent.clone()).collect();
    let cache = config.models.cache.map(|_| VoiceCache { folder: config.data.join("voices"), max_bytes: KEPT_BYTES });
    VoiceSettings { cache, consents: consents.into_iter().collect() }
}

/// Clears away what a run that was killed left in the middle of keeping a line.
pub(crate) fn clear_unfinished(config: &Config) {
    if let Some(cache) = settings(config).cache {
        cache.clear_unfinished();
    }
}

/// The voices of persons that were heard, each with whose it is and since when that person has consented.
pub(crate) fn cloned(config: &Config, heard: &Heard) -> Vec<ClonedVoice> {
    let files: BTreeSet<&PathBuf> = config.voices.values().filter_map(|voice| voice.consent.as_ref()).collect();
    let consents: Vec<Consents> = files.into_iter().filter_map(|file| Consents::load(file).ok()).collect();
    let voices: BTreeSet<&str> = heard.lines.iter().map(|line| line.voice.as_str()).collect();
    let of = |voice: &str| {
        let route: VoiceRoute = voice.parse().ok()?;
        let consent = consents.iter().flat_map(|consents| &consents.list).find(|consent| consent.covers(&route))?;
        let (voice, person) = (voice.to_owned(), consent.who.clone());
        let lines = heard.lines.iter().filter(|line| line.voice == voice).count() as u32;
        Some(ClonedVoice { voice, person, consented_at: consent.given_at, lines })
    };
    voices.into_iter().filter_map(of).collect()
}

/// Who speaks as an anchor, with the floor under it.
///
/// Errors: there is no espeak-ng on this machine.
pub fn seats(config: &Config, gateway: &Gateway, anchor: Anchor, purpose: &Purpose) -> Result<Vec<Seat>, audio::Error> {
    let floor = config.voices.get(&anchor).map(|voice| voice.floor.clone());
    let choice = audio::VoiceChoice::default_of(anchor);
    let choice = audio::VoiceChoice { floor: floor.unwrap_or_else(|| choice.floor.clone()), ..choice };
    let mut seats = cast(config, gateway, purpose).cast.seats_of(anchor).to_vec();
    seats.extend(audio::cast::floor(&choice, None, &spelling(&config.speech))?);
    Ok(seats)
}

/// How words are said. What is wrong in it was said when the configuration was read.
pub fn spelling(speech: &Speech) -> Spelling {
    let readings = speech.readings.iter().map(|(language, written, said)| (*language, written, said));
    let lexicon: String = speech.pinyin.iter().map(|(written, pinyin)| format!("{written}\t{pinyin}\n")).collect();
    Spelling {
        readings: Arc::new(Readings::from_pairs(readings).unwrap_or_default()),
        lexicon: Arc::new(audio::Lexicon::parse(&lexicon).unwrap_or_default()),
    }
}

/// The vendors that must be open for voices, beside those of models.
pub(crate) fn vendors(config: &Config, env: &dyn Fn(&str) -> Option<String>) -> Vec<VendorSettings> {
    let named: BTreeSet<String> = config
        .voices
        .values()
        .flat_map(|anchor| anchor.primary.routes().chain(anchor.backup.routes()))
        .map(|route| route.vendor)
        .filter(|vendor| vendor != FLOOR)
        .collect();
    let own = &config.models.vendors;
    let mut vendors: Vec<VendorSettings> = own
        .iter()
        .filter(|vendor| named.contains(&vendor.name) || config.speech.vendors != VoiceVendors::Off)
        .cloned()
        .collect();
    let mut add = |name: &str| {
        if vendors.iter().all(|vendor| vendor.name != name) && gateway::vendor_names().contains(&name) {
            vendors.push(VendorSettings::named(name));
        }
    };
    named.iter().for_each(|name| add(name));
    if config.speech.vendors == VoiceVendors::Auto && own.is_empty() {
        let has_key = |name: &&str| Vendor::open(&VendorSettings::named(name), env).is_ok();
        found::names().filter(has_key).for_each(add);
    }
    vendors
}

#[cfg(test)]
mod tests;

//! The cast: who speaks as which anchor, who stands behind whom, and what is done when one cannot.
//!
//! A line goes through its anchor's chain until a take passes its checks: the same voice once more, the backup, the
//! floor. Nothing here knows a vendor: whoever speaks is a [`Voice`]. Begin with [`Cast`], then `chain`, then `standing`.

mod chain;
mod line;
mod record;
mod session;
mod standing;
mod trial;

pub use line::Spelling;
pub use record::{Miss, SpokenLine};
pub use session::Patience;
pub use trial::{Trial, trial};

pub(crate) use chain::{Spoken, Wanted, say};
pub(crate) use line::{Context, line, line_of};
pub(crate) use session::Session;

use crate::{Error, Floor, VoiceChoice, find_espeak};
use gateway::voice::Voice;
use news::{Anchor, Language};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;
use std::sync::Arc;

/// The floor without a variant.
const PLAIN: &str = "espeak/en-us";

/// Who speaks as which anchor, in the order they are asked.
#[derive(Clone, Default)]
pub struct Cast {
    seats: BTreeMap<Anchor, Vec<Seat>>,
    paces: BTreeMap<Anchor, f32>,
}

/// One voice of an anchor.
#[derive(Clone)]
pub struct Seat {
    /// Who speaks.
    pub voice: Arc<dyn Voice>,
    /// In which place.
    pub rank: Rank,
    /// The language whose lines it speaks; every one if none.
    pub language: Option<Language>,
}

/// A place in an anchor's chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rank {
    /// Asked first.
    Primary,
    /// Asked when the primary fails.
    Backup,
    /// The voice of this machine, which needs no key.
    Floor,
}

impl Cast {
    /// Adds a voice behind those the anchor has.
    pub fn add(&mut self, anchor: Anchor, seat: Seat) {
        self.seats.entry(anchor).or_default().push(seat);
    }

    /// Sets how fast an anchor speaks; 1 is each voice's own pace.
    pub fn set_pace(&mut self, anchor: Anchor, pace: f32) {
        self.paces.insert(anchor, pace);
    }

    /// How fast an anchor speaks.
    pub fn pace(&self, anchor: Anchor) -> f32 {
        self.paces.get(&anchor).copied().unwrap_or(1.0)
    }

    /// Whether an anchor has a floor under it.
    pub(crate) fn has_floor(&self, anchor: Anchor) -> bool {
        self.seats.get(&anchor).is_some_and(|seats| seats.iter().any(|seat| seat.rank == Rank::Floor))
    }

    /// All voices of an anchor, in order.
    pub fn seats_of(&self, anchor: Anchor) -> &[Seat] {
        self.seats.get(&anchor).map_or(&[], Vec::as_slice)
    }

    /// Who may say a line of this anchor in this language, in order.
    pub fn seats(&self, anchor: Anchor, language: Language) -> Vec<&Seat> {
        let speaks = |seat: &&Seat| seat.language.is_none_or(|own| own == language);
        self.seats.get(&anchor).into_iter().flatten().filter(speaks).collect()
    }
}

/// The floor of an anchor: the voice that was chosen, and the plain one of each language for lines that its variant
/// cannot say.
///
/// Errors: `NoVoice` without espeak-ng, `Invalid` if there is no such voice.
pub fn floor(choice: &VoiceChoice, espeak: Option<&Path>, spelling: &Spelling) -> Result<Vec<Seat>, Error> {
    let program = match espeak {
        Some(path) => path.is_file().then(|| path.to_owned()),
        None => find_espeak(),
    };
    let program = program.ok_or(Error::NoVoice)?;
    let plain = VoiceChoice { floor: PLAIN.into(), ..choice.clone() };
    let seat = |choice: &VoiceChoice| {
        let voice = Floor::new(choice.clone(), Arc::clone(&spelling.lexicon))?.with_program(program.clone());
        Ok(Seat { voice: Arc::new(voice), rank: Rank::Floor, language: None })
    };
    [choice, &plain].into_iter().map(seat).collect()
}

impl fmt::Debug for Cast {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = |seats: &Vec<Seat>| seats.iter().map(|seat| seat.voice.route().to_string()).collect::<Vec<_>>();
        f.debug_map().entries(self.seats.iter().map(|(anchor, seats)| (anchor, names(seats)))).finish()
    }
}

#[cfg(test)]
pub(crate) mod fakes;

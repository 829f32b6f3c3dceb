//! What the lines of one programme share: how the voices stand, how many lines a vendor speaks at once, how long to wait.

use super::standing::Standing;
use crate::Lexicon;
use crate::take::{Measured, Reference, Usual};
use gateway::voice::{Line, Piece, VoiceRoute};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::Instant;

/// How long a voice is waited for, and how much is asked of it at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// To the first sound, of a voice that streams.
    pub first: Duration,
    /// To the end of a line, beside the time for what is said in it.
    pub line: Duration,
    /// For each second that the line takes to say.
    pub a_second: Duration,
    /// A wait that a vendor asks for is granted if it is no longer than this.
    pub longest_wait: Duration,
    /// Lines spoken at once by one vendor.
    pub at_once: usize,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            first: Duration::from_secs(6),
            line: Duration::from_secs(12),
            a_second: Duration::from_secs(1),
            longest_wait: Duration::from_secs(2),
            at_once: 4,
        }
    }
}

/// The work on one programme.
#[derive(Debug, Default)]
pub(crate) struct Session {
    pub(crate) patience: Patience,
    pub(crate) standing: Standing,
    /// From then on only the floor is asked.
    until: Option<Instant>,
    lines: Mutex<BTreeMap<String, Arc<Semaphore>>>,
    /// What the takes of each voice are usually like.
    usual: Mutex<BTreeMap<VoiceRoute, Usual>>,
    /// The program that renders lines, and the owner's readings; without it words are checked by a vendor's marks alone.
    renderer: Option<(PathBuf, Arc<Lexicon>)>,
}

impl Session {
    pub(crate) fn new(patience: Patience, until: Option<std::time::Instant>) -> Self {
        Self { patience, until: until.map(Instant::from_std), ..Self::default() }
    }

    /// Takes of vendors' voices are laid beside what this program makes of their lines.
    pub(crate) fn beside(self, espeak: Option<PathBuf>, lexicon: &Arc<Lexicon>) -> Self {
        Self { renderer: espeak.map(|program| (program, Arc::clone(lexicon))), ..self }
    }

    /// The floor's rendering of a line, to compare takes with. A laugh or a sigh is no word: none is laid beside them.
    pub(crate) async fn rendering(&self, line: &Line) -> Option<Arc<Reference>> {
        let (program, lexicon) = self.renderer.as_ref()?;
        if line.pieces.iter().any(|piece| matches!(piece, Piece::Laugh | Piece::Sigh)) {
            return None;
        }
        Reference::of_line(program, line, lexicon).await.ok().map(Arc::new)
    }

    /// What a voice's takes are usually like, as far as is known.
    pub(crate) fn usual(&self, route: &VoiceRoute) -> Usual {
        self.usual.lock().unwrap_or_else(PoisonError::into_inner).get(route).cloned().unwrap_or_default()
    }

    /// Takes a take that passed into account.
    pub(crate) fn learn(&self, route: &VoiceRoute, measured: &Measured) {
        let mut usual = self.usual.lock().unwrap_or_else(PoisonError::into_inner);
        usual.entry(route.clone()).or_default().learn(measured);
    }

    /// Whether the time for voices of vendors is over.
    pub(crate) fn is_time_over(&self) -> bool {
        self.until.is_some_and(|until| until <= Instant::now())
    }

    /// Until when a line is waited for that begins now and may take so long.
    pub(crate) fn deadline(&self, limit: Duration) -> Instant {
        let end = Instant::now() + limit;
        self.until.map_or(end, |until| until.min(end))
    }

    /// A line at this vendor; waits until one is free.
    pub(crate) async fn line_of(&self, vendor: &str) -> Option<OwnedSemaphorePermit> {
        let lines = {
            let mut lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
            let new = || Arc::new(Semaphore::new(self.patience.at_once.max(1)));
            Arc::clone(lines.entry(vendor.to_owned()).or_insert_with(new))
        };
        // It is never closed, so there is always a line in the end.
        lines.acquire_owned().await.ok()
    }
}

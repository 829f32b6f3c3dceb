//! What a take should be: the line's words and length, what its voice is usually like, and a rendering to compare with.

use super::words::{Word, words};
use super::{Reference, Usual};
use crate::{normalise, spoken_seconds};
use news::Language;
use std::sync::Arc;

/// What a take should be.
#[derive(Debug, Clone)]
pub struct Expected {
    /// The line's main language.
    pub language: Language,
    /// The line's words as they are said, in order.
    pub words: Vec<Word>,
    /// How long it should last at the speed news is read, by any voice.
    pub seconds: f64,
    /// What the voice's takes are usually like.
    pub usual: Usual,
    /// The same line said by the floor; without it missing and repeated words are found only by marks or a recogniser.
    pub reference: Option<Arc<Reference>>,
}

impl Expected {
    /// What a take of this line should be, by a voice nobody has heard yet.
    pub fn of(text: &str, language: Language) -> Self {
        let spoken = normalise::spoken(text, language);
        Self {
            language,
            words: words(&spoken),
            seconds: spoken_seconds(text, language),
            usual: Usual::default(),
            reference: None,
        }
    }

    /// By a voice whose takes are known.
    pub fn by(self, usual: &Usual) -> Self {
        Self { usual: usual.clone(), ..self }
    }

    /// Compared with this rendering.
    pub fn beside(self, reference: Arc<Reference>) -> Self {
        Self { seconds: reference.seconds(), reference: Some(reference), ..self }
    }

    /// Of all words.
    pub fn n_syllables(&self) -> usize {
        self.words.iter().map(|word| word.n_syllables).sum()
    }
}

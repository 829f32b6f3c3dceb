//! What is said: one line, in pieces that every vendor's adapter spells in its own form.

/// One line for a voice.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Line {
    /// In the order they are said.
    pub pieces: Vec<Piece>,
    /// The line's main language: `zh`, `en`.
    pub language: String,
    /// What was said before it, for voices that speak better when they know.
    pub before: String,
    /// What will be said after it.
    pub after: String,
    /// 1 is the voice's own pace; 1.1 is a tenth faster.
    pub pace: f32,
}

/// A piece of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Words, spelled as they are said.
    Words(String),
    /// Words that weigh more.
    Emphasis(String),
    /// A word whose sound is known; `written` is for voices that cannot be told.
    Sounded {
        /// As it is written.
        written: String,
        /// How it sounds.
        reading: Reading,
    },
    /// Silence, in milliseconds.
    Pause(u32),
    /// A short laugh.
    Laugh,
    /// A sigh.
    Sigh,
}

/// How a word sounds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reading {
    /// Syllables with tones: `chong2 qing4`.
    Pinyin(String),
    /// Other words that sound so: `say-ick`.
    Alias(String),
}

impl Line {
    /// A line of words alone, at the voice's own pace.
    pub fn words(text: impl Into<String>, language: impl Into<String>) -> Self {
        Self { pieces: vec![Piece::Words(text.into())], language: language.into(), pace: 1.0, ..Self::default() }
    }

    /// The line as words alone, in which an alias stands for the word that sounds so.
    pub(crate) fn aliased(&self) -> String {
        let said = |piece: &Piece| match piece {
            Piece::Words(text) | Piece::Emphasis(text) => text.clone(),
            Piece::Sounded { reading: Reading::Alias(alias), .. } => alias.clone(),
            Piece::Sounded { written, .. } => written.clone(),
            Piece::Pause(_) | Piece::Laugh | Piece::Sigh => String::new(),
        };
        self.pieces.iter().map(said).collect()
    }

    /// The line as plain words: what a voice says that knows no marks and no readings.
    pub fn plain(&self) -> String {
        let said = |piece: &Piece| match piece {
            Piece::Words(text) | Piece::Emphasis(text) | Piece::Sounded { written: text, .. } => text.clone(),
            Piece::Pause(_) | Piece::Laugh | Piece::Sigh => String::new(),
        };
        self.pieces.iter().map(said).collect()
    }
}

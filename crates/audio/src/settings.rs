//! What a programme is made with, and what it is when it is made.

use crate::cast::{Cast, Patience, Spelling, SpokenLine};
use crate::{AlsoAs, Encoding, Listener, MusicFiles};
use news::edition::{Chapter, TranscriptLine};
use news::{Anchor, Language, StoryId};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::time::Instant;

/// What a programme is made with.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The espeak-ng program; `None`: look on PATH.
    pub espeak: Option<PathBuf>,
    /// Who speaks as which anchor; under an anchor without a floor its voice of `voices` is laid.
    pub cast: Cast,
    /// The floor of each anchor; an anchor that is missing has its default voice.
    pub voices: BTreeMap<Anchor, VoiceChoice>,
    /// How words are said.
    pub spelling: Spelling,
    /// How long a voice is waited for.
    pub patience: Patience,
    /// From then on only the floor is asked; vendors are asked without end if none.
    pub vendors_until: Option<Instant>,
    /// Of the edition, for the tags.
    pub title: String,
    /// The newsroom's name, for the tags.
    pub artist: String,
    /// The programme's name, for the tags.
    pub album: String,
    /// `2026-02-10`, for the tags.
    pub date: String,
    /// The programme's main language, for the tags.
    pub language: Language,
    /// The picture of the edition.
    pub cover_png: Option<Vec<u8>>,
    /// A picture of each story's chapter, PNG or JPEG; a story that is missing has none.
    pub chapter_pictures: BTreeMap<StoryId, Vec<u8>>,
    /// The title of each story's chapter; a story that is missing has its headline.
    pub chapter_titles: BTreeMap<StoryId, String>,
    /// The titles of the chapters that tell no story.
    pub words: ChapterWords,
    /// The value of `TXXX:AIGC`, ready made. Empty: no such frame.
    pub aigc: String,
    /// The comment of the tags; carries the AI label in words.
    pub comment: String,
    /// Who hears the programme while it is still being made.
    pub live: Option<Listener>,
    /// The formats that are made beside MP3.
    pub also_as: BTreeSet<Encoding>,
    /// The ffmpeg program; `None`: look on PATH.
    pub ffmpeg: Option<PathBuf>,
    /// The owner's music in place of the station's.
    pub music: MusicFiles,
    /// Whether the rhythm mark, AI in Morse, is heard before the first words.
    pub morse: bool,
    /// The anchors' names in captions.
    pub speaker_names: BTreeMap<Anchor, String>,
}

impl Settings {
    /// A programme with this title, in the station's own voices and music, and nothing else said of it.
    pub fn titled(title: impl Into<String>, language: Language) -> Self {
        Self {
            espeak: None,
            cast: Cast::default(),
            voices: BTreeMap::new(),
            spelling: Spelling::default(),
            patience: Patience::default(),
            vendors_until: None,
            title: title.into(),
            artist: String::new(),
            album: String::new(),
            date: String::new(),
            language,
            cover_png: None,
            chapter_pictures: BTreeMap::new(),
            chapter_titles: BTreeMap::new(),
            words: ChapterWords::of(language),
            aigc: String::new(),
            comment: String::new(),
            live: None,
            also_as: BTreeSet::new(),
            ffmpeg: None,
            music: MusicFiles::default(),
            morse: false,
            speaker_names: BTreeMap::new(),
        }
    }
}

/// The titles of the chapters that tell no story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChapterWords {
    /// Label, greeting, what is coming.
    pub opening: String,
    /// Sign-off.
    pub closing: String,
}

impl ChapterWords {
    /// The titles in the programme's language; English where it is neither Chinese nor English.
    pub fn of(language: Language) -> Self {
        if language == Language::ZH {
            return Self { opening: "开场".into(), closing: "结束语".into() };
        }
        Self { opening: "Opening".into(), closing: "Closing".into() }
    }
}

/// How an anchor sounds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VoiceChoice {
    /// `espeak/f3`: a variant that speaks every language; `espeak/en-gb+f3`: a variant with the accent it has in
    /// its language.
    pub floor: String,
    /// Speed in Chinese, in espeak's words a minute. 200 is about 4.5 syllables a second.
    pub rate_zh: u32,
    /// Speed in languages that are written in words, in words a minute.
    pub rate_words: u32,
    /// 0 to 99; 50 is the voice's own pitch.
    pub pitch: u32,
}

impl VoiceChoice {
    /// A voice at the speed news is read.
    pub fn new(floor: impl Into<String>) -> Self {
        Self { floor: floor.into(), rate_zh: 200, rate_words: 165, pitch: 50 }
    }

    /// The voice of an anchor nobody chose one for: a woman's for the first, a man's for the second; those of each that
    /// a recogniser understood best.
    pub fn default_of(anchor: Anchor) -> Self {
        match anchor {
            Anchor::A => Self { pitch: 40, ..Self::new("espeak/f2") },
            Anchor::B => Self::new("espeak/m6"),
        }
    }
}

/// How far the making is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// So many lines are spoken.
    Spoken {
        /// Lines done.
        done: usize,
        /// Lines in all.
        of: usize,
    },
    /// Takes are being mixed and mastered.
    Mixing,
    /// The file is being made.
    Encoding,
}

/// A finished programme.
#[derive(Debug, Clone)]
pub struct Programme {
    /// The whole file with its tags: 44.1 kHz, two channels, 128 kb/s constant.
    pub mp3: Vec<u8>,
    /// The same programme in the other formats that were asked for and could be made.
    pub also_as: Vec<AlsoAs>,
    /// Length.
    pub seconds: f64,
    /// Integrated loudness of the delivered file as it decodes, LUFS (ITU-R BS.1770-4).
    pub lufs: f64,
    /// True peak of the delivered file as it decodes, dBTP.
    pub true_peak_db: f64,
    /// One for the opening, one a story, one for the closing.
    pub chapters: Vec<Chapter>,
    /// One line a cue, in order.
    pub transcript: Vec<TranscriptLine>,
    /// `anchor_a` -> `espeak/f3`, of the anchors that speak: the voice of most of their lines.
    pub voice_by_anchor: BTreeMap<String, String>,
    /// Who spoke each line that is heard, and who could not.
    pub lines: Vec<SpokenLine>,
    /// What the take checks found and did.
    pub checks: Vec<String>,
}

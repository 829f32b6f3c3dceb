//! Pure types of the newsroom, in the order in which news becomes an edition:
//! Source -> Item -> Story -> Draft -> FinalCopy -> Script -> Edition.
//!
//! Never does I/O, knows no clock, no network, no SQL. Start with [`item`] and [`edition`].

pub mod copy;
pub mod dating;
pub mod edition;
pub mod id;
pub mod item;
pub mod language;
pub mod minutes;
pub mod programme;
pub mod role;
pub mod source;
pub mod spike;
pub mod story;
pub mod text;
pub mod translation;

pub use copy::{
    Author, Citation, ClearedStory, Draft, EditedDraft, FactCheck, FinalCopy, Finding, Ruling, Sentence, Support,
};
pub use dating::{Confidence, Dating, Evidence, EvidenceKind, Precision};
pub use edition::{Correction, CorrectionKind, Edition};
pub use id::{EditionKey, ItemId, SourceId, StoryId, ThreadId};
pub use item::{Comment, Item, Mark};
pub use language::Language;
pub use minutes::{Minute, SpikedStory};
pub use programme::{Anchor, Cue, CueKind, Format, Manner, Rundown, Script, Slot, SpeechMark};
pub use role::Role;
pub use source::{Problem, ProblemKind, Source, SourceKind};
pub use spike::{Spike, SpikeReason};
pub use story::{
    Assignment, Dossier, Fact, FactSource, Reason, Recall, Score, Story, Thread, Told, ToldFact, Triage, Verdict,
};
pub use translation::Translation;

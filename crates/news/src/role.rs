//! The fourteen roles, in the order of the work.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Who does a step of the work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Sorts arrivals: keep or spike, beat, urgency.
    WireEditor,
    /// Chooses the stories of the edition.
    AssignmentEditor,
    /// Gathers background from the archive and the story's own items.
    Researcher,
    /// Writes the draft with its citations.
    Reporter,
    /// Tests every sentence against the items.
    FactChecker,
    /// Structure, angle and length.
    DeskEditor,
    /// Language, names, numbers, headline.
    CopyEditor,
    /// Fairness, harm, law, disclosure, injection.
    StandardsEditor,
    /// The second language of a bilingual edition.
    Translator,
    /// Orders the stories to time.
    Producer,
    /// Writes for the ear.
    Scriptwriter,
    /// Speaks.
    Anchor,
    /// Mixes, masters, labels.
    SoundEngineer,
    /// The last yes or no.
    ManagingEditor,
}

impl Role {
    /// All roles, in the order of the work.
    pub const ALL: [Self; 14] = [
        Self::WireEditor,
        Self::AssignmentEditor,
        Self::Researcher,
        Self::Reporter,
        Self::FactChecker,
        Self::DeskEditor,
        Self::CopyEditor,
        Self::StandardsEditor,
        Self::Translator,
        Self::Producer,
        Self::Scriptwriter,
        Self::Anchor,
        Self::SoundEngineer,
        Self::ManagingEditor,
    ];

    /// The name used in configuration, files and the journal: `fact_checker`.
    pub fn key(self) -> &'static str {
        match self {
            Self::WireEditor => "wire_editor",
            Self::AssignmentEditor => "assignment_editor",
            Self::Researcher => "researcher",
            Self::Reporter => "reporter",
            Self::FactChecker => "fact_checker",
            Self::DeskEditor => "desk_editor",
            Self::CopyEditor => "copy_editor",
            Self::StandardsEditor => "standards_editor",
            Self::Translator => "translator",
            Self::Producer => "producer",
            Self::Scriptwriter => "scriptwriter",
            Self::Anchor => "anchor",
            Self::SoundEngineer => "sound_engineer",
            Self::ManagingEditor => "managing_editor",
        }
    }

    /// The name a reader sees, in English.
    pub fn english(self) -> &'static str {
        match self {
            Self::WireEditor => "Wire editor",
            Self::AssignmentEditor => "Assignment editor",
            Self::Researcher => "Researcher",
            Self::Reporter => "Reporter",
            Self::FactChecker => "Fact-checker",
            Self::DeskEditor => "Desk editor",
            Self::CopyEditor => "Copy editor",
            Self::StandardsEditor => "Standards editor",
            Self::Translator => "Translator",
            Self::Producer => "Producer",
            Self::Scriptwriter => "Scriptwriter",
            Self::Anchor => "Anchor",
            Self::SoundEngineer => "Sound engineer",
            Self::ManagingEditor => "Managing editor",
        }
    }

    /// The name a reader sees, in Chinese.
    pub fn chinese(self) -> &'static str {
        match self {
            Self::WireEditor => "通讯稿编辑",
            Self::AssignmentEditor => "选题编辑",
            Self::Researcher => "资料员",
            Self::Reporter => "记者",
            Self::FactChecker => "事实核查员",
            Self::DeskEditor => "版面编辑",
            Self::CopyEditor => "文字编辑",
            Self::StandardsEditor => "审读编辑",
            Self::Translator => "译者",
            Self::Producer => "制片人",
            Self::Scriptwriter => "撰稿人",
            Self::Anchor => "主播",
            Self::SoundEngineer => "音响师",
            Self::ManagingEditor => "总编辑",
        }
    }
}

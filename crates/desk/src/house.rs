//! What the house itself brings to an edition: its charter, and what it must set right of earlier editions.

use news::Told;
use news::edition::Corrected;
use serde::{Deserialize, Serialize};

/// The house rules, and what is owed to readers of earlier editions.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct House {
    /// The owner's rules.
    pub charter: Charter,
    /// Corrections to earlier editions that this one tells.
    pub corrects: Vec<Corrected>,
    /// Stories that were corrected or withdrawn since they were told; nothing of them is said again as it was.
    pub amended: Vec<Amended>,
}

impl House {
    /// Whether what was told has been corrected or withdrawn since.
    pub fn is_amended(&self, told: &Told) -> bool {
        self.amended.iter().any(|amended| amended.edition == told.edition && amended.headline == told.headline)
    }
}

/// A story that does not stand as it was told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amended {
    /// The edition that told it.
    pub edition: String,
    /// Its headline there.
    pub headline: String,
}

/// The owner's rules, from `charter.toml`; the program only reads them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Charter {
    /// The SHA-256 of the file, in hexadecimal; `None` if there is no such file.
    pub hash: Option<String>,
    /// How the house writes, in plain words, for models.
    pub style: Vec<String>,
    /// How the house spells names.
    pub names: Vec<Spelling>,
    /// Words the house does not use, and what it writes instead.
    pub avoid: Vec<Spelling>,
    /// What the house does not publish.
    pub do_not_publish: Vec<Ban>,
}

/// One spelling or word, and what it stands in the place of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spelling {
    /// What is written.
    pub write: String,
    /// In the place of any of these.
    pub instead_of: Vec<String>,
}

/// One thing that is not published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ban {
    /// What it is about.
    pub of: BanOf,
    /// The name, the words of the topic, or the source's id, outlet, owner or host.
    pub words: Vec<String>,
    /// The owner's reason, told in the edition's list of what was left out.
    pub why: String,
}

/// What a ban is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BanOf {
    /// A person or organisation.
    Name,
    /// A matter, known by its words.
    Topic,
    /// An outlet.
    Source,
}

impl BanOf {
    /// As the charter's key has it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Topic => "topic",
            Self::Source => "source",
        }
    }
}

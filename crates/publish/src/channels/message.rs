//! What is told by a channel, before any vendor's dialect.

use jiff::Timestamp;
use news::Language;
use serde::{Deserialize, Serialize};

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// An edition is out.
    Edition,
    /// Something is wrong that the operator must know.
    Alarm,
    /// What was wrong is well again.
    Over,
    /// Somebody tries the channel.
    Test,
}

impl Event {
    /// Its name for programs: `edition.published`.
    pub fn key(self) -> &'static str {
        match self {
            Self::Edition => "edition.published",
            Self::Alarm => "alarm.raised",
            Self::Over => "alarm.over",
            Self::Test => "channel.test",
        }
    }

    /// Whether it should make a sound at night.
    pub fn is_urgent(self) -> bool {
        self == Self::Alarm
    }
}

/// One message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// What happened.
    pub event: Event,
    /// To what: an edition's name, a trouble's name.
    pub about: String,
    /// Who tells it: the newsroom's name.
    pub newsroom: String,
    /// In which language it is told.
    pub language: Language,
    /// One line.
    pub title: String,
    /// Sentences or headlines, one a line; the last ones go first where there is little room.
    pub lines: Vec<String>,
    /// Where more stands.
    pub link: Option<String>,
    /// Where the sound is.
    pub audio: Option<String>,
    /// When it happened.
    pub at: Timestamp,
}

impl Message {
    /// Title, lines and link as plain text.
    pub(crate) fn text(&self, room: super::fit::Room) -> String {
        super::fit::fit(&self.title, &self.lines, self.link.as_deref(), room)
    }

    /// Lines and link, where the title has a place of its own.
    pub(crate) fn body(&self, room: super::fit::Room) -> String {
        super::fit::fit("", &self.lines, self.link.as_deref(), room)
    }
}

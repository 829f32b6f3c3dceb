//! What every role knows of the edition it works for.

use crate::House;
use crate::assignment_editor::Reader;
use crate::charter;
use crew::Prompt;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use news::{Anchor, EditionKey, Format, Item, Language, Role, Source, SourceId, StoryId};
use std::collections::BTreeMap;

/// The edition that is being made.
#[derive(Debug, Clone)]
pub struct Context {
    /// The moment the edition tells the news of.
    pub as_of: Timestamp,
    /// In the order they are told.
    pub languages: Vec<Language>,
    /// All sources of the newsroom.
    pub sources: BTreeMap<SourceId, Source>,
    /// At most so many stories.
    pub max_stories: usize,
    /// How long the bulletin is meant to be.
    pub length_seconds: u32,
    /// 1 or 2.
    pub anchors: usize,
    /// How it is told.
    pub format: Format,
    /// Who speaks.
    pub hosts: BTreeMap<Anchor, Host>,
    /// The newsroom's name, as it is said.
    pub newsroom: String,
    /// The newsroom's zone: dates and greetings are in it.
    pub timezone: TimeZone,
    /// Which edition it is.
    pub key: EditionKey,
    /// Whether it is made from the sample wire.
    pub sample: bool,
    /// The spoken AI label by language.
    pub label_spoken: BTreeMap<Language, String>,
    /// For each story that was told before, whether its items hold a fact that was not told.
    /// A story that is missing here is judged by the assignment editor's own comparison.
    pub new_facts: BTreeMap<StoryId, bool>,
    /// The owner's own prompts, in the place of the shipped ones.
    pub prompts: BTreeMap<Role, String>,
    /// The house rules, and what is owed to readers of earlier editions.
    pub house: House,
    /// What the reader asked for.
    pub reader: Reader,
    /// One owner leads at most so many stories, unless there are too few others.
    pub max_per_owner: usize,
}

/// Somebody who speaks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Host {
    /// As readers see it; in two languages if need be: `Zao · 小早`.
    pub name: String,
    /// What kind of host it is, in a few words; empty if nothing is said of it.
    pub character: String,
}

impl Context {
    /// The outlet's name as a reader sees it; the item's host if its source is not known.
    pub fn outlet(&self, item: &Item) -> String {
        self.sources.get(&item.source).map_or_else(|| item.host(), |source| source.name.clone())
    }

    /// The owner of the item's outlet; the source's id if it is not known.
    pub fn owner(&self, item: &Item) -> String {
        self.sources.get(&item.source).map_or_else(|| item.source.to_string(), |source| source.owner.clone())
    }

    /// How much the item's outlet is trusted, 1 to 5; 3 if its source is not known.
    pub fn trust(&self, item: &Item) -> u8 {
        self.sources.get(&item.source).map_or(3, |source| source.trust.clamp(1, 5))
    }

    /// How old an item of this source may be and still be news; that of a daily if its source is not known.
    pub fn window_hours(&self, item: &Item) -> u32 {
        self.sources.get(&item.source).map_or(48, Source::window_hours)
    }

    /// Begins the prompt of a role with its stable part: the owner's own, or the shipped one.
    pub(crate) fn prompt(&self, role: Role, shipped: &str) -> Prompt {
        let task = self.prompts.get(&role).map_or(shipped, String::as_str);
        let rules = if obeys_the_charter(role) { charter::told_to_models(&self.house.charter) } else { String::new() };
        if rules.is_empty() { Prompt::new(task) } else { Prompt::new(&format!("{}\n\n{rules}", task.trim())) }
    }

    /// The civil day, in the newsroom's zone, of an item's publication.
    pub(crate) fn day_of(&self, item: &Item) -> Option<Date> {
        item.dating.value.map(|value| value.to_zoned(self.timezone.clone()).date())
    }

    /// Whether "today" in an item means the edition's own day.
    pub(crate) fn is_of_the_day(&self, item: &Item) -> bool {
        self.day_of(item) == Some(self.key.date)
    }
}

/// The roles whose words, or whose judgement of words, the house rules are about.
fn obeys_the_charter(role: Role) -> bool {
    matches!(role, Role::Reporter | Role::CopyEditor | Role::StandardsEditor)
}

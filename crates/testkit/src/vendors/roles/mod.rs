//! Plays the newsroom's roles: reads the data blocks of a prompt and answers as an honest model would.
//!
//! Knows the prompts only by their headings and the labels of their blocks, and nothing of the checks: what
//! passes them does so because every quote is copied from the data.

mod blocks;
mod gathering;
mod judging;
mod prose;
mod speaking;
mod translating;
mod writing;

use super::ask::Ask;
use serde_json::Value;
use std::collections::BTreeMap;

use blocks::Blocks;
pub(super) use prose::{is_chinese, sentences};

/// A role whose prompt is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    WireEditor,
    AssignmentEditor,
    Researcher,
    Reporter,
    FactChecker,
    DeskEditor,
    CopyEditor,
    StandardsEditor,
    Translator,
    Producer,
    Scriptwriter,
    SoundEngineer,
    ManagingEditor,
}

/// The first lines of the prompts. The anchor's is missing: a voice answers it, not a model of text.
const HEADINGS: [(&str, Role); 13] = [
    ("# Wire editor", Role::WireEditor),
    ("# Assignment editor", Role::AssignmentEditor),
    ("# Researcher", Role::Researcher),
    ("# Reporter", Role::Reporter),
    ("# Fact-checker", Role::FactChecker),
    ("# Desk editor", Role::DeskEditor),
    ("# Copy editor", Role::CopyEditor),
    ("# Standards editor", Role::StandardsEditor),
    ("# Translator", Role::Translator),
    ("# Producer", Role::Producer),
    ("# Scriptwriter", Role::Scriptwriter),
    ("# Sound engineer", Role::SoundEngineer),
    ("# Managing editor", Role::ManagingEditor),
];

impl Role {
    /// The role that the system text names in a heading, or the user text before its data.
    pub fn of(ask: &Ask) -> Option<Self> {
        let before_data = ask.user.first().and_then(|text| text.split("<<<DATA ").next()).unwrap_or_default();
        [ask.system.as_str(), before_data].into_iter().find_map(in_headings)
    }

    /// What the role answers, as the prompt asks for it.
    pub fn play(self, ask: &Ask) -> Value {
        let blocks = &Blocks::of(&ask.user);
        match self {
            Self::WireEditor => gathering::triage(blocks),
            Self::AssignmentEditor => gathering::assignments(blocks),
            Self::Researcher => gathering::dossier(blocks),
            Self::Reporter if blocks.has("failed") => writing::rewrite(blocks),
            Self::Reporter => writing::draft(blocks),
            Self::FactChecker => judging::findings(blocks),
            Self::DeskEditor => writing::edit(blocks),
            Self::CopyEditor => writing::copy(blocks),
            Self::Translator => translating::translation(blocks),
            Self::StandardsEditor => judging::ruling(blocks),
            Self::Producer => speaking::rundown(blocks),
            Self::Scriptwriter if blocks.has("lines") => speaking::lines(blocks),
            Self::Scriptwriter => speaking::cues(blocks),
            Self::SoundEngineer => speaking::faults(),
            Self::ManagingEditor => judging::release(&ask.system),
        }
    }
}

/// The first span of each claim that a checker is asked about.
pub(super) fn first_spans(ask: &Ask) -> BTreeMap<u64, String> {
    let rows = Blocks::of(&ask.user).rows("claims");
    let span = |row: &Value| {
        let text = blocks::list_of(row, "spans").first().map(|span| blocks::text_of(span, "text").to_owned())?;
        Some((row.get("claim")?.as_u64()?, text))
    };
    rows.iter().filter_map(span).collect()
}

/// A claim that a checker is asked about.
#[derive(Debug, Clone)]
pub(super) struct Claimed {
    pub number: u64,
    pub text: String,
    pub spans: Vec<String>,
}

/// The claims that a checker is asked about.
pub(super) fn claims(ask: &Ask) -> Vec<Claimed> {
    let spans = |row: &Value| {
        blocks::list_of(row, "spans").iter().map(|span| blocks::text_of(span, "text").to_owned()).collect()
    };
    let claimed = |row: &Value| {
        let number = row.get("claim")?.as_u64()?;
        Some(Claimed { number, text: blocks::text_of(row, "text").to_owned(), spans: spans(row) })
    };
    Blocks::of(&ask.user).rows("claims").iter().filter_map(claimed).collect()
}

/// Whether a text's words stand in a span as they are.
pub(super) fn stands_in(text: &str, span: &str) -> bool {
    prose::fold(span).contains(prose::fold(text).trim())
}

fn in_headings(text: &str) -> Option<Role> {
    text.lines()
        .find_map(|line| HEADINGS.iter().find(|(heading, _)| line.trim_end() == *heading))
        .map(|(_, role)| *role)
}

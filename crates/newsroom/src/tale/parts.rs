//! The steps of a run as its story tells them: one role's piece of work each, with every attempt it took.

use crate::play::{Trouble, Work};
use crate::voices::Heard;
use gateway::Attempt;
use jiff::{SignedDuration, Timestamp};
use journal::Happened;
use news::Role;
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// One step.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Part {
    /// Its name in the journal.
    pub step: String,
    /// Its stage.
    pub stage: &'static str,
    /// Whose work it is, if it is a role's.
    pub role: Option<Role>,
    /// When it was first begun.
    pub began_at: Timestamp,
    /// When it was done; none if it is not.
    pub ended_at: Option<Timestamp>,
    /// How it stands.
    pub state: PartState,
    /// How often it was begun.
    pub tries: u32,
    /// How many of those tries neither ended nor failed: the process was killed in them.
    pub interrupted: u32,
    /// Who did it, if that was recorded.
    pub by: Option<By>,
    /// Why no model did it though one was meant to, or why it failed.
    pub trouble: Option<String>,
    /// Whether another did it than the one that was meant to.
    pub stood_in: bool,
    /// Every attempt to ask a model or a voice.
    pub attempts: Vec<Attempt>,
    /// What came of it, for whoever asks for contents.
    #[serde(skip)]
    pub value: Value,
}

/// How a step stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PartState {
    /// Its result is recorded.
    Done,
    /// The newest try failed.
    Failed,
    /// It was begun, and nothing more is known.
    Open,
}

/// Who did a step.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct By {
    /// `zaowan` for rules and the offline voice.
    pub vendor: String,
    /// The model or the voice.
    pub model: String,
    /// Whether it was the floor.
    pub floor: bool,
}

/// Whether a result of this type is a role's work.
pub(super) fn is_told(type_name: &str) -> bool {
    type_name.starts_with("Played<") || type_name.contains("Recording")
}

/// The steps in the order in which they were begun.
pub(super) fn parts(history: &[Happened]) -> Vec<Part> {
    let mut by_name: BTreeMap<&str, usize> = BTreeMap::new();
    let mut parts: Vec<Part> = Vec::new();
    for happened in history {
        let nth = match (happened.kind.as_str(), by_name.get(happened.name.as_str())) {
            ("started", None) => {
                by_name.insert(&happened.name, parts.len());
                parts.push(begun(happened));
                continue;
            }
            (_, Some(nth)) => *nth,
            (_, None) => continue,
        };
        if let Some(part) = parts.get_mut(nth) {
            go_on(part, happened);
        }
    }
    parts
}

fn begun(happened: &Happened) -> Part {
    Part {
        step: happened.name.clone(),
        stage: stage(&happened.name),
        role: role(&happened.name),
        began_at: happened.at,
        ended_at: None,
        state: PartState::Open,
        tries: 1,
        interrupted: 0,
        by: None,
        trouble: None,
        stood_in: false,
        attempts: Vec::new(),
        value: Value::Null,
    }
}

fn go_on(part: &mut Part, happened: &Happened) {
    match happened.kind.as_str() {
        "started" => {
            part.interrupted += u32::from(part.state == PartState::Open);
            part.tries += 1;
            part.state = PartState::Open;
        }
        "failed" => {
            part.state = PartState::Failed;
            part.trouble = happened.value.as_str().map(str::to_owned);
        }
        "done" => {
            part.state = PartState::Done;
            part.ended_at = Some(happened.at);
            part.trouble = None;
            credit(part, &happened.value);
        }
        _ => {}
    }
}

/// Who did it, as the result says.
fn credit(part: &mut Part, result: &Value) {
    if let Some(work) = result.get("work").and_then(|work| serde_json::from_value::<Work>(work.clone()).ok()) {
        let author = &work.author;
        part.role = Some(author.role);
        part.by = Some(By { vendor: author.vendor.clone(), model: author.model.clone(), floor: author.floor });
        part.trouble = work.trouble.as_ref().map(said);
        part.stood_in = work.stood_in;
        part.attempts = work.attempts;
        part.value = result.get("value").cloned().unwrap_or_default();
    } else if let Some(recording) = result.get("Ok") {
        let heard = recording.get("heard").and_then(|heard| serde_json::from_value::<Heard>(heard.clone()).ok());
        part.attempts = heard.map(|heard| heard.attempts).unwrap_or_default();
        let anchors = recording.get("voice_by_anchor").and_then(Value::as_object);
        let voices: Vec<&str> =
            anchors.into_iter().flat_map(|anchors| anchors.values()).filter_map(Value::as_str).collect();
        part.by = voices.first().map(|voice| {
            let (vendor, model) = voice.split_once('/').unwrap_or(("zaowan", voice));
            By { vendor: vendor.to_owned(), model: model.to_owned(), floor: vendor == "espeak" }
        });
    } else if let Some(why) = result.get("Err").and_then(Value::as_str) {
        part.trouble = Some(why.to_owned());
    }
}

fn said(trouble: &Trouble) -> String {
    match trouble {
        Trouble::Budget(which) => format!("the budget {which} was spent"),
        Trouble::Time => "the time for models was over".into(),
        Trouble::Failed(why) => why.clone(),
        Trouble::NotSupported => "what it wrote did not pass its check".into(),
    }
}

fn stage(step: &str) -> &'static str {
    match step.split('/').next().unwrap_or_default() {
        "gather" => "gather",
        "assign" => "assign",
        "report" => "report",
        "check" => "check",
        "release" => "release",
        _ => "produce",
    }
}

/// Whose work a step is whose result does not say so.
fn role(step: &str) -> Option<Role> {
    match step.split('/').next().unwrap_or_default() {
        "produce" => Some(Role::Anchor),
        "proof" | "release" => Some(Role::ManagingEditor),
        _ => None,
    }
}

/// Adds what only the ledger knows: attempts of steps that were never done, and trials. Times of a run whose clock was
/// set by hand are moved to where its step began.
pub(super) fn add_attempts(parts: &mut [Part], attempts: Vec<Attempt>) {
    let mut by_step: BTreeMap<String, Vec<Attempt>> = BTreeMap::new();
    for attempt in attempts {
        by_step.entry(attempt.step.clone()).or_default().push(attempt);
    }
    for part in parts {
        for attempt in by_step.remove(&part.step).unwrap_or_default() {
            if part.attempts.iter().all(|known| known.id != attempt.id) {
                part.attempts.push(attempt);
            }
        }
        part.attempts.sort_by_key(|attempt| attempt.id);
        let first = part.attempts.iter().map(|attempt| attempt.at).min();
        let away = first.map(|first| part.began_at.duration_since(first)).unwrap_or_default();
        if away.abs() > super::SAME_CLOCK {
            part.attempts.iter_mut().for_each(|attempt| attempt.at = moved(attempt.at, away));
        }
    }
}

fn moved(at: Timestamp, by: SignedDuration) -> Timestamp {
    at.checked_add(by).unwrap_or(at)
}

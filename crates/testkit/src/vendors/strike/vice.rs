//! Faults in the answer itself, which arrives in perfect order.

use super::json;
use super::stage::Stage;
use crate::vendors::CANONICAL;
use crate::vendors::answer::{Finish, first_tokens, tokens, two_thirds};
use crate::vendors::compose::THOUGHT;
use serde_json::json;

/// A fault in the answer itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::vendors) enum Vice {
    Failed,
    Filtered,
    /// The cap came first.
    TooLong,
    /// The cap came before the first word of text.
    OnlyThoughts,
    /// A good end in mid-sentence.
    Unfinished,
    Empty,
    /// One sentence until the cap.
    Loop,
    BrokenJson,
    FencedJson,
    TrailingProse,
    MissingQuote,
    DoubleEncoded,
    NoJson,
    /// `<think>` in the text.
    ThinksAloud,
    /// Thoughts in their own field, each time from their beginning.
    ThinksBeside,
    TellsKey,
    OtherModel,
    /// Obeys what the data say.
    Gullible,
    Liar,
    Sloth,
    /// Tells, and reads, in words of its own.
    Paraphraser,
    /// Quotes what nobody wrote.
    Misquoter,
    /// Taken over by a marked order in the data: see `personas::puppet`.
    Puppet,
}

/// A loop ends here if no cap is asked for.
const LOOP_TOKENS: u64 = 4_000;

const LOOPED: &str = "The harbour reopened on Tuesday. ";

/// What the model is called that answers for another.
const OTHER_MODEL: &str = "other-model-1";

impl Vice {
    /// Personas answer as fast as in health; the others at the pace of faults.
    pub fn is_persona(self) -> bool {
        matches!(self, Self::Gullible | Self::Liar | Self::Sloth | Self::Paraphraser | Self::Misquoter | Self::Puppet)
    }
}

/// Puts the vice into the answer. `key` is the caller's own, `max_tokens` what was asked for.
pub(in crate::vendors) fn corrupt(vice: Vice, stage: &mut Stage, key: &str, max_tokens: Option<u64>) {
    let answer = &mut stage.answer;
    let output = answer.usage.output;
    match vice {
        Vice::Failed => shorten(stage, Finish::Failed),
        Vice::TooLong => shorten(stage, Finish::Length),
        Vice::Unfinished => {
            let finish = answer.finish;
            shorten(stage, finish);
            stage.answer.text.truncate(stage.answer.text.trim_end().len());
        }
        Vice::Filtered => {
            answer.call = None;
            answer.text = first_tokens(&answer.text, 20).to_owned();
            answer.finish = Finish::Filtered;
            answer.is_blocked = true;
            answer.count();
        }
        Vice::OnlyThoughts => {
            answer.call = None;
            answer.thought = THOUGHT.to_owned();
            answer.text.clear();
            answer.has_null_text = true;
            answer.finish = Finish::Length;
            answer.count();
        }
        Vice::Empty => {
            answer.call = None;
            answer.thought.clear();
            answer.text.clear();
            answer.finish = Finish::Stop;
            answer.usage.output = output;
        }
        Vice::Loop => repeat(stage, max_tokens.unwrap_or(LOOP_TOKENS)),
        Vice::ThinksAloud => {
            answer.text = format!("<think>\n{THOUGHT}\n</think>\n\n{}", answer.text);
            answer.count();
        }
        Vice::ThinksBeside => {
            answer.thought = THOUGHT.to_owned();
            answer.count();
            stage.voice.repeats_thought = true;
        }
        Vice::TellsKey => {
            answer.text = format!("The key is {key} and this is the news. {}", answer.text);
            answer.count();
        }
        Vice::OtherModel => answer.model = OTHER_MODEL.to_owned(),
        _ if vice.is_persona() => {}
        _ => break_json(vice, stage),
    }
}

fn shorten(stage: &mut Stage, finish: Finish) {
    let answer = &mut stage.answer;
    if let Some(call) = &mut answer.call {
        call.arguments = two_thirds(&call.arguments).to_owned();
    }
    answer.text = two_thirds(&answer.text).to_owned();
    answer.finish = finish;
    answer.count();
}

fn repeat(stage: &mut Stage, n_tokens: u64) {
    let answer = &mut stage.answer;
    let n_tokens = usize::try_from(n_tokens.min(LOOP_TOKENS)).unwrap_or(usize::MAX);
    let endless = LOOPED.repeat(n_tokens / tokens(LOOPED).count() + 1);
    answer.call = None;
    answer.text = first_tokens(&endless, n_tokens).to_owned();
    answer.finish = Finish::Length;
    answer.count();
}

fn break_json(vice: Vice, stage: &mut Stage) {
    let answer = &mut stage.answer;
    if let Some(call) = &mut answer.call {
        call.arguments = json::broken(&call.arguments, vice);
    } else {
        let is_json = answer.text.starts_with('{');
        let whole = if is_json { answer.text.clone() } else { json!({"answer": CANONICAL}).to_string() };
        answer.text = json::broken(&whole, vice);
    }
    answer.count();
}

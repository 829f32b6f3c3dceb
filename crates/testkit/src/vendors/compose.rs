//! Decides what is said to a request when nothing is wrong.

use super::CANONICAL;
use super::answer::{Answer, Call, Finish};
use super::ask::{Ask, Shape, Tool};
use super::check;
use super::roles::Role;
use super::schema;
use serde_json::{Value, json};

/// What a model that thinks thinks first.
pub(super) const THOUGHT: &str = "The reader wants it short and plain. I say what happened, then what follows from it.";

/// The healthy answer.
pub(super) fn answer(vendor: &str, ask: &Ask) -> Answer {
    let mut answer = said(vendor, ask);
    if thinks(vendor, ask) {
        if vendor == "minimax" && !splits_reasoning(ask) {
            answer.text = format!("<think>\n{THOUGHT}\n</think>\n\n{}", answer.text);
        } else {
            answer.thought = THOUGHT.to_owned();
        }
        answer.count();
    }
    cap(&mut answer, ask.max_tokens);
    answer
}

fn said(vendor: &str, ask: &Ask) -> Answer {
    let played = Role::of(ask).map(|role| role.play(ask));
    let object = played.or_else(|| object(vendor, ask));
    if let Some(tool) = tool_to_call(ask) {
        let arguments = object.unwrap_or_else(|| schema::fitting(&tool.schema));
        return calling(ask, tool, &arguments);
    }
    let text = object.map_or_else(|| CANONICAL.to_owned(), |object| object.to_string());
    Answer::of_text(&ask.model, text, ask.n_chars)
}

/// The JSON that is wanted; `None` if prose is.
fn object(vendor: &str, ask: &Ask) -> Option<Value> {
    match &ask.shape {
        Shape::Object | Shape::Schema(_) if check::overlooks_format(vendor, ask) => None,
        Shape::Schema(schema) | Shape::Written(schema) => Some(schema::fitting(schema)),
        Shape::Object => Some(json!({"answer": CANONICAL})),
        Shape::Prose => None,
    }
}

/// The words by which a user asks for a tool.
const USE_THE_TOOL: &str = "use the tool";

fn tool_to_call(ask: &Ask) -> Option<&Tool> {
    let is_asked = ask.last_user().to_lowercase().contains(USE_THE_TOOL);
    ask.forced_tool.as_ref().or_else(|| ask.tools.first().filter(|_| is_asked))
}

/// An answer that calls a tool.
pub(super) fn calling(ask: &Ask, tool: &Tool, arguments: &Value) -> Answer {
    let mut answer = Answer::of_text(&ask.model, String::new(), ask.n_chars);
    answer.call = Some(Call { name: tool.name.clone(), arguments: arguments.to_string() });
    answer.finish = Finish::Call;
    answer.count();
    answer
}

/// Whether thoughts come first: Zhipu's and MiniMax's models think unless told not to, others when told to.
fn thinks(vendor: &str, ask: &Ask) -> bool {
    match vendor {
        "minimax" => true,
        "zhipu" => ask.thinks() != Some(false),
        "openai" | "xai" | "gemini" => false,
        _ => ask.thinks() == Some(true) || ask.model.contains("reasoner"),
    }
}

/// MiniMax's switch by which thoughts stand beside the text.
pub(super) fn splits_reasoning(ask: &Ask) -> bool {
    ask.body.get("reasoning_split").and_then(Value::as_bool).unwrap_or(false)
}

/// Cuts an answer that is longer than allowed.
fn cap(answer: &mut Answer, max_tokens: Option<u64>) {
    let Some(most) = max_tokens.filter(|most| *most < answer.usage.output && answer.call.is_none()) else {
        return;
    };
    let for_text = usize::try_from(most.saturating_sub(answer.usage.thought)).unwrap_or(usize::MAX);
    answer.text = super::answer::first_tokens(&answer.text, for_text).to_owned();
    answer.finish = Finish::Length;
    answer.count();
}

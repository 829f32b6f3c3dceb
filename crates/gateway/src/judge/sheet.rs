//! The sheet on which a reply is written down piece by piece, and the last look at it.

use crate::answer::{ToolCall, Usage};
use crate::dialect::Piece;
use crate::loops::{LoopWatch, ends_in_loop};
use crate::table::{Mend, Quirks, table};
use crate::verdict::{Failure, Then, Verdict};

/// No reply calls more tools than this; the vendor's number is a stranger's number, and room is made by it.
const MAX_TOOLS: usize = 128;

/// What the caller expects of an answer beyond its being one.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Expect {
    /// The caller set the cap, so an answer that fills it is what was asked for.
    pub may_be_capped: bool,
    /// Prose that must end with the end of a sentence.
    pub whole_sentences: bool,
    /// A JSON object that must be closed.
    pub json: bool,
    /// The answer comes as the arguments of a tool, which may still be mended.
    pub as_tool: bool,
    /// The reply must be of this very model.
    pub model: bool,
    /// How many answers at once were asked for.
    pub n_choices: usize,
}

/// What is kept of a reply while it comes in.
#[derive(Debug, Default)]
pub(crate) struct Sheet {
    pub text: String,
    pub reasoning: String,
    pub tools: Vec<ToolCall>,
    pub finish: Option<String>,
    n_finished: usize,
    pub usage: Option<Usage>,
    pub model: String,
    /// Whether any content has come, thoughts included.
    pub has_content: bool,
    /// Whether a tool's arguments are being written.
    pub is_in_tool: bool,
    is_done: bool,
    watch: LoopWatch,
    watch_of_thoughts: LoopWatch,
}

/// A reply that is an answer.
#[derive(Debug)]
pub(crate) struct Finished {
    pub text: String,
    pub reasoning: String,
    pub tool_calls: Vec<ToolCall>,
    pub finish: String,
    pub usage: Option<Usage>,
    pub model: String,
}

impl Sheet {
    /// Writes a piece down.
    ///
    /// Errors: the piece is an error, or the text has come to repeat itself.
    pub(crate) fn add(&mut self, piece: Piece, quirks: &Quirks) -> Result<(), Failure> {
        if let Some(usage) = &piece.usage {
            self.usage.get_or_insert_default().join(usage);
        }
        if let Some(envelope) = piece.error {
            let failure = super::error(quirks, 200, &envelope, None).with_usage(self.usage);
            // In the middle of an answer the request cannot have been wrong.
            return Err(if self.has_content { at_its_place(failure) } else { failure });
        }
        if let Some(model) = piece.model.filter(|model| !model.is_empty()) {
            self.model = model;
        }
        self.is_in_tool |= !piece.tools.is_empty();
        self.has_content |= !piece.text.is_empty() || !piece.reasoning.is_empty() || !piece.tools.is_empty();
        self.text.push_str(&piece.text);
        self.reasoning.push_str(&piece.reasoning);
        for delta in piece.tools {
            if delta.index >= MAX_TOOLS {
                let why = format!("a reply with a tool call number {}", delta.index);
                return Err(Failure::new(Verdict::Broken, why).with_usage(self.usage));
            }
            self.add_tool(delta);
        }
        if let Some(finish) = piece.finish {
            self.n_finished += 1;
            // The worst of several ends counts.
            if self.finish.as_deref().is_none_or(|known| judged(known) == Some(Verdict::Answer)) {
                self.finish = Some(finish);
            }
        }
        self.is_done |= piece.is_done;
        if self.watch.repeats(&self.text) || self.watch_of_thoughts.repeats(&self.reasoning) {
            return Err(looping().with_usage(self.usage));
        }
        Ok(())
    }

    fn add_tool(&mut self, delta: crate::dialect::ToolDelta) {
        while self.tools.len() <= delta.index {
            self.tools.push(ToolCall::default());
        }
        if let Some(call) = self.tools.get_mut(delta.index) {
            if !delta.id.is_empty() {
                call.id = delta.id;
            }
            if call.name != delta.name {
                call.name.push_str(&delta.name);
            }
            call.arguments.push_str(&delta.arguments);
        }
    }

    /// Whether the vendor has said that this is all.
    pub(crate) fn is_done(&self) -> bool {
        self.is_done
    }

    /// How many tokens it has come to, by its letters.
    pub(crate) fn estimated_output(&self) -> u64 {
        let tools: usize = self.tools.iter().map(|call| call.arguments.len() + call.name.len()).sum();
        crate::tokens::estimate(&self.text) + crate::tokens::estimate(&self.reasoning) + (tools as u64).div_ceil(4)
    }

    /// Looks at the whole of a reply that has ended.
    pub(crate) fn close(mut self, expect: &Expect, asked_model: &str) -> Result<Finished, Failure> {
        let usage = self.usage;
        let fail = |failure: Failure| Err(failure.with_usage(usage));
        let Some(finish) = self.finish.take() else {
            let how = if self.has_content { "it ended without saying why" } else { "it ended before it began" };
            return fail(Failure::new(Verdict::CutOff, how));
        };
        let n_missing = expect.n_choices.max(1).saturating_sub(self.n_finished);
        if n_missing > 0 {
            return fail(Failure::new(Verdict::CutOff, format!("{n_missing} of the answers asked for did not end")));
        }
        let (thoughts, text) = split_thoughts(&self.text);
        self.reasoning.push_str(&thoughts);
        let ended = ended(&finish, expect);
        let tools_whole = expect.as_tool || self.tools.iter().all(|call| is_object(&call.arguments));
        match ended {
            Err(failure) => return fail(failure),
            Ok(()) if text.trim().is_empty() && self.tools.is_empty() => {
                let thought = if self.reasoning.is_empty() { "" } else { " but thoughts" };
                return fail(Failure::new(Verdict::Empty, format!("it ended ({finish}) with no content{thought}")));
            }
            Ok(()) if !tools_whole => {
                let names: Vec<&str> = self.tools.iter().map(|call| call.name.as_str()).collect();
                return fail(Failure::new(
                    Verdict::Broken,
                    format!("arguments of a tool call are no JSON object: {}", names.join(", ")),
                ));
            }
            Ok(()) => {}
        }
        if ends_in_loop(&text) {
            return fail(looping());
        }
        if expect.model && !self.model.is_empty() && self.model != asked_model {
            return fail(Failure::new(
                Verdict::Broken,
                format!("{} answered where {asked_model} was asked", self.model),
            ));
        }
        let said = if expect.as_tool && text.trim().is_empty() {
            self.tools.first().map_or("", |call| &call.arguments)
        } else {
            &text
        };
        if let Some(why) = unfinished(said, expect, &finish) {
            return fail(Failure::new(Verdict::CutOff, why));
        }
        // Gemini and Ollama end a call as they end a text.
        let finish = match canonical(&finish) {
            "stop" if !self.tools.is_empty() => "tool_calls",
            finish => finish,
        };
        Ok(Finished {
            text,
            reasoning: self.reasoning,
            tool_calls: self.tools,
            finish: finish.to_owned(),
            usage,
            model: self.model,
        })
    }
}

fn looping() -> Failure {
    Failure::new(Verdict::Looping, "it says the same again and again")
}

/// An error after some content: whatever its name, it is this attempt that broke.
fn at_its_place(failure: Failure) -> Failure {
    match failure.verdict {
        Verdict::WrongRequest => Failure { verdict: Verdict::Broken, then: Then::Elsewhere, mend: None, ..failure },
        Verdict::Refused => Failure { status: None, ..failure.then(Then::Once) },
        _ => failure.then(Then::Elsewhere),
    }
}

fn judged(finish: &str) -> Option<Verdict> {
    let finishes = &table().finish;
    finishes.get(finish).copied()
}

/// Whether this end is the end of an answer.
fn ended(finish: &str, expect: &Expect) -> Result<(), Failure> {
    match judged(finish) {
        Some(Verdict::Answer) => Ok(()),
        Some(Verdict::CutOff) if expect.may_be_capped => Ok(()),
        Some(verdict @ Verdict::CutOff) => {
            let failure = Failure::new(verdict, format!("it ended at its cap ({finish})"));
            Err(Failure { mend: Some(Mend::Longer), ..failure })
        }
        Some(verdict) => Err(Failure::new(verdict, format!("it ended with {finish:?}"))
            .then(if verdict == Verdict::Refused { Then::Once } else { Then::Elsewhere })),
        None => Err(Failure::new(Verdict::Broken, format!("it ended with {finish:?}, which nobody knows"))),
    }
}

/// Whether a finish reason is the end of an answer.
pub(crate) fn ends_answer(finish: &str, expect: &Expect) -> Result<(), Failure> {
    ended(finish, expect)
}

/// The end in the words of the OpenAI wire.
pub(crate) fn canonical(finish: &str) -> &'static str {
    match judged(finish) {
        Some(Verdict::CutOff) => "length",
        _ if matches!(finish, "tool_calls" | "tool_use" | "function_call") => "tool_calls",
        _ => "stop",
    }
}

/// Thoughts that stand in the text between tags, and the text without them.
pub(crate) fn split_thoughts(text: &str) -> (String, String) {
    const OPEN: &str = "<think>";
    const CLOSE: &str = "</think>";
    let trimmed = text.trim_start();
    if let Some(rest) = trimmed.strip_prefix(OPEN) {
        return match rest.split_once(CLOSE) {
            Some((thoughts, said)) => (thoughts.trim().to_owned(), said.trim_start().to_owned()),
            // Thoughts that never end: nothing was said.
            None => (rest.trim().to_owned(), String::new()),
        };
    }
    // Some servers swallow the opening tag.
    match trimmed.split_once(CLOSE) {
        Some((thoughts, said)) if !thoughts.contains(OPEN) => {
            (thoughts.trim().to_owned(), said.trim_start().to_owned())
        }
        _ => (String::new(), text.to_owned()),
    }
}

fn unfinished(text: &str, expect: &Expect, finish: &str) -> Option<String> {
    if judged(finish) == Some(Verdict::CutOff) {
        return None;
    }
    if expect.json && is_open_json(text) {
        return Some("its JSON is not closed".into());
    }
    let end: String = text.trim_end().chars().rev().take(24).collect::<Vec<_>>().into_iter().rev().collect();
    (expect.whole_sentences && !ends_whole(text)).then(|| format!("it stops in the middle of a sentence: \"…{end}\""))
}

/// Whether it begins as a JSON value and breaks off before that ends.
///
/// A quotation mark that is missing is a slip of the pen and no end: the value still closes with its bracket.
fn is_open_json(text: &str) -> bool {
    if let Ok(serde_json::Value::String(inner)) = serde_json::from_str(text.trim()) {
        return is_open_json(&inner);
    }
    let Some(start) = text.find(['{', '[']) else { return false };
    let (mut depth, mut in_string, mut is_escaped) = (0usize, false, false);
    for c in text.get(start..).unwrap_or_default().chars() {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' if in_string => is_escaped = true,
            '"' => in_string = !in_string,
            '{' | '[' if !in_string => depth += 1,
            '}' | ']' if !in_string => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return false;
                }
            }
            _ => {}
        }
    }
    let bare = text.trim_end().trim_end_matches('`').trim_end();
    !in_string || !bare.ends_with(['}', ']'])
}

fn ends_whole(text: &str) -> bool {
    let bare = text.trim_end().trim_end_matches(['"', '\'', '”', '’', '»', '」', '』', ')', '）', ']', '*', '_', '`']);
    bare.ends_with(['.', '!', '?', '。', '！', '？', '…', ':', '：', '}', '；', ';']) || bare.is_empty()
}

fn is_object(arguments: &str) -> bool {
    let arguments = arguments.trim();
    arguments.is_empty() || serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(arguments).is_ok()
}

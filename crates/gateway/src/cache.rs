//! Answers that may be given again: to the very same request, of the same routes, for a while.

use crate::answer::{Answer, ToolCall, Usage};
use crate::ask::Ask;
use crate::inner::Inner;
use crate::route::Route;
use bytes::Bytes;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::time::Duration;

/// What is kept of an answer.
#[derive(Serialize, Deserialize)]
struct Kept {
    text: String,
    reasoning: String,
    tool_calls: Vec<ToolCall>,
    finish: String,
    usage: Usage,
    route: Route,
    model: String,
    attempt: i64,
    body: String,
}

/// The answer that was given to this request before, if it may be given again; it costs nothing.
pub(crate) fn find(inner: &Inner, ask: &Ask) -> Option<Answer> {
    let kept_for = inner.settings.cache.filter(|_| ask.cached)?;
    let since = crate::ledger::now().as_millisecond() - i64::try_from(kept_for.as_millis()).ok()?;
    let body = inner.ledger.cached(&key(ask), since).ok()??;
    let kept: Kept = serde_json::from_slice(&body).ok()?;
    Some(Answer {
        text: kept.text,
        reasoning: kept.reasoning,
        tool_calls: kept.tool_calls,
        finish: kept.finish,
        usage: kept.usage,
        route: kept.route,
        model: kept.model,
        attempt: kept.attempt,
        took: Duration::ZERO,
        first: Duration::ZERO,
        body: Bytes::from(kept.body),
        frames: Vec::new(),
    })
}

/// Keeps an answer for the next time.
pub(crate) fn keep(inner: &Inner, ask: &Ask, answer: &Answer) {
    if inner.settings.cache.is_none() || !ask.cached || answer.took.is_zero() {
        return;
    }
    let kept = Kept {
        text: answer.text.clone(),
        reasoning: answer.reasoning.clone(),
        tool_calls: answer.tool_calls.clone(),
        finish: answer.finish.clone(),
        usage: answer.usage,
        route: answer.route.clone(),
        model: answer.model.clone(),
        attempt: answer.attempt,
        body: String::from_utf8_lossy(&answer.body).into_owned(),
    };
    if let Ok(body) = serde_json::to_vec(&kept) {
        inner.ledger.keep(key(ask), crate::ledger::now().as_millisecond(), body);
    }
}

/// Everything that the answer depends on.
fn key(ask: &Ask) -> String {
    let schema = ask.schema.as_ref().map_or(Value::Null, |schema| schema.schema.clone());
    let routes: Vec<String> = ask.routes.iter().map(Route::to_string).collect();
    let avoid: Vec<&String> = ask.avoid.iter().collect();
    let whole = serde_json::json!([routes, ask.body, schema, avoid, ask.quiet]).to_string();
    Sha256::digest(whole.as_bytes()).iter().fold(String::new(), |mut hex, byte| {
        // Writing to a string cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

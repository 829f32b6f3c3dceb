//! Fact-checker, standards editor, managing editor: whether it is so, whether it may be said, whether it goes out.

use super::blocks::{Blocks, list_of, text_of};
use super::prose::fold;
use super::translating::is_translation;
use serde_json::{Value, json};

/// Compares each claim with its spans, and says on which of their words it rests.
pub(super) fn findings(blocks: &Blocks) -> Value {
    let lines: Vec<Value> = blocks.rows("claims").iter().map(finding).collect();
    json!({"findings": lines})
}

fn finding(row: &Value) -> Value {
    let claim = row.get("claim");
    let text = text_of(row, "text");
    let folded = fold(text);
    let supports = |outlet: &str, span: &str| {
        let told = [format!("据{outlet}报道，"), format!("{outlet} reports: ")].map(|before| fold(&before));
        let bare = told.iter().find_map(|before| folded.strip_prefix(before.trim_end())).unwrap_or(&folded);
        fold(span).contains(bare.trim()) || is_translation(text, &[span])
    };
    let spans = list_of(row, "spans").iter().map(|span| (text_of(span, "outlet"), text_of(span, "text")));
    match spans.into_iter().find(|(outlet, span)| supports(outlet, span)).map(|(_, span)| span) {
        Some(span) => json!({"claim": claim, "support": "supported", "quote": span, "why": "its words stand there"}),
        None => {
            json!({"claim": claim, "support": "not_found", "quote": "", "why": "some of its words stand in no span"})
        }
    }
}

/// What plainly is no report, or is addressed to a program.
const ORDERS: [&str; 6] = [
    "ignore all previous",
    "ignore previous instructions",
    "you are now an assistant",
    "忽略以上",
    "忽略之前",
    "系统提示词",
];

/// Clears unless there is a plain reason.
pub(super) fn ruling(blocks: &Blocks) -> Value {
    let mut said = vec![text_of(&blocks.row("headline"), "text").to_lowercase()];
    said.extend(blocks.rows("sentences").iter().map(|row| text_of(row, "text").to_lowercase()));
    if said.iter().any(|text| ORDERS.iter().any(|order| text.contains(order))) {
        return json!({"ruling": "spike", "reason": "injection", "detail": "its text gives orders to programs"});
    }
    let sources = blocks.rows("sources");
    let is_no_report = |source: &Value| {
        list_of(source, "marks").iter().filter_map(Value::as_str).any(|mark| matches!(mark, "satire" | "promotion"))
    };
    if !sources.is_empty() && sources.iter().all(is_no_report) {
        return json!({"ruling": "spike", "reason": "unsafe", "detail": "all of its sources are satire or advertising"});
    }
    json!({"ruling": "clear", "reason": null, "detail": "nothing in it speaks against telling it"})
}

/// Every edition goes out, and whole, where the prompt lets single stories be dropped.
pub(super) fn release(prompt: &str) -> Value {
    let mut answer = json!({"release": "now", "why": "it is in order"});
    if prompt.contains("\"drop\"") {
        answer["drop"] = json!([]);
    }
    answer
}

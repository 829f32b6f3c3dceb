//! Fact-checker, standards editor, managing editor: whether it is so, whether it may be said, whether it goes out.

use super::blocks::{Blocks, list_of, text_of};
use super::prose::fold;
use super::writing::quotes;
use serde_json::{Value, json};

/// What code may have put before a quote: 「据某报报道，」.
const MAX_ADDED_CHARS: usize = 24;

/// Compares each sentence with its quotes, and each quote with its item.
pub(super) fn findings(blocks: &Blocks) -> Value {
    let items = blocks.rows("items");
    let found = |row: &Value| match unsupported(row, &items) {
        None => ("supported", "its words stand in the quote, and the quote in the item".to_owned()),
        Some(why) => ("not_found", why),
    };
    let lines: Vec<Value> = blocks
        .rows("sentences")
        .iter()
        .enumerate()
        .map(|(index, row)| {
            let (support, why) = found(row);
            json!({"sentence": index, "support": support, "why": why})
        })
        .collect();
    let (support, why) = found(&blocks.row("headline"));
    json!({"findings": lines, "headline": {"support": support, "why": why}})
}

fn unsupported(row: &Value, items: &[Value]) -> Option<String> {
    let text = fold(text_of(row, "text"));
    let quotes = quotes(row);
    if quotes.is_empty() {
        return Some("it has no quote".into());
    }
    if let Some((id, _)) = quotes.iter().find(|(id, quote)| !stands(id, quote, items)) {
        return Some(format!("a quote does not stand in the {} report", ordinal(id, items)));
    }
    let is_in_a_quote = quotes.iter().map(|(_, quote)| fold(quote)).any(|quote| holds(&quote, &text));
    (!is_in_a_quote).then(|| "its words are not in the quotes".into())
}

/// The quote holds the text, or the text is the quote with a few words before it and no number among them.
fn holds(quote: &str, text: &str) -> bool {
    if quote.contains(text) {
        return true;
    }
    let added = text.strip_suffix(quote).filter(|_| !quote.is_empty());
    added.is_some_and(|added| added.chars().count() <= MAX_ADDED_CHARS && !added.chars().any(|c| c.is_ascii_digit()))
}

fn stands(id: &str, quote: &str, items: &[Value]) -> bool {
    let item = items.iter().find(|item| text_of(item, "item") == id);
    item.is_some_and(|item| text_of(item, "text").contains(quote) || text_of(item, "title").contains(quote))
}

fn ordinal(id: &str, items: &[Value]) -> String {
    let place = items.iter().position(|item| text_of(item, "item") == id);
    place.map_or_else(|| "named".to_owned(), |place| format!("{}.", place + 1))
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

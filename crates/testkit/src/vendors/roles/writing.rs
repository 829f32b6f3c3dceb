//! Reporter, desk editor, copy editor: the words of a story.

use super::blocks::{Blocks, list_of, text_of};
use super::gathering::{fit_sentences, usable};
use super::prose::{is_chinese, is_fit, is_headline, leans, plain_title, shared};
use serde_json::{Value, json};

/// A story of the simulator has so many sentences at most, however many are allowed.
const MAX_SENTENCES: usize = 6;

/// Two sentences that share more say the same.
const SAME: f64 = 0.6;

/// A sentence with the item that it stands in.
#[derive(Debug, Clone, PartialEq)]
struct Told {
    item: String,
    text: String,
}

impl Told {
    fn line(&self) -> Value {
        json!({"text": self.text, "citations": [{"item": self.item, "quote": self.text}]})
    }
}

/// The best sentences of the dossier under the title of the item that leads.
pub(super) fn draft(blocks: &Blocks) -> Value {
    let assignment = blocks.row("assignment");
    let wants_chinese = text_of(&assignment, "language") == "zh";
    let allowed = assignment.get("max_sentences").and_then(Value::as_u64).unwrap_or(5);
    let most = usize::try_from(allowed).unwrap_or(MAX_SENTENCES).min(MAX_SENTENCES);
    let items = blocks.rows("items");
    let told = told(&candidates(blocks, &items, wants_chinese), most);
    let lines: Vec<Value> = told.iter().map(Told::line).collect();
    json!({"headline": headline(&told, &items), "sentences": lines})
}

/// The facts, best first; the items' own sentences where there is no dossier.
fn candidates(blocks: &Blocks, items: &[Value], wants_chinese: bool) -> Vec<Told> {
    let mut facts = blocks.rows("facts");
    facts.sort_by_key(|fact| std::cmp::Reverse(fact.get("weight").and_then(Value::as_u64)));
    let fit = |text: &str| is_fit(text) && !leans(text) && is_chinese(text) == wants_chinese;
    let of_fact = |fact: &Value| Told { item: text_of(fact, "item").into(), text: text_of(fact, "quote").into() };
    let from_facts: Vec<Told> = facts.iter().map(of_fact).filter(|told| fit(&told.text)).collect();
    if !from_facts.is_empty() {
        return from_facts;
    }
    let of_item = |item: &Value| {
        let sentences = fit_sentences(text_of(item, "text"), wants_chinese).into_iter();
        sentences.map(|text| Told { item: text_of(item, "item").into(), text: text.into() }).collect::<Vec<_>>()
    };
    usable(items).iter().flat_map(of_item).collect()
}

/// The first, then those of the same item, then what others add; nothing twice.
fn told(candidates: &[Told], most: usize) -> Vec<Told> {
    let Some(lead) = candidates.first() else {
        return Vec::new();
    };
    let (own, others): (Vec<&Told>, Vec<&Told>) = candidates.iter().partition(|told| told.item == lead.item);
    let mut chosen: Vec<Told> = Vec::new();
    for told in own.into_iter().chain(others) {
        if chosen.len() == most {
            break;
        }
        if !chosen.iter().any(|other| shared(&told.text, &other.text) > SAME) {
            chosen.push(told.clone());
        }
    }
    chosen
}

/// The lead item's title, or a clause of it; else the first sentence without its stop, or a clause of that.
fn headline(told: &[Told], items: &[Value]) -> Value {
    let Some(lead) = told.first() else {
        return json!({"text": "", "citations": []});
    };
    let item = items.iter().find(|item| text_of(item, "item") == lead.item).unwrap_or(&Value::Null);
    let title = plain_title(text_of(item, "title"), text_of(item, "outlet"));
    let lede = lead.text.trim_end_matches(['.', '。', '!', '！']);
    let clause = |comma: &str, of: &str| of.split(comma).next().unwrap_or_default().trim().to_owned();
    let candidates = [title.to_owned(), clause("，", title), lede.to_owned(), clause("，", lede), clause(", ", lede)];
    let text = candidates.iter().find(|text| is_headline(text)).map_or(lede, String::as_str);
    json!({"text": text, "citations": [{"item": lead.item, "quote": text}]})
}

/// Keeps what is supported, beginning with what stands alone.
pub(super) fn edit(blocks: &Blocks) -> Value {
    let allowed = blocks.row("assignment").get("max_sentences").and_then(Value::as_u64).unwrap_or(5);
    let most = usize::try_from(allowed).unwrap_or(MAX_SENTENCES);
    let findings = blocks.rows("findings");
    let is_supported = |index: usize| {
        let of_it = |finding: &&Value| finding.get("sentence").and_then(Value::as_u64) == Some(index as u64);
        findings.iter().find(of_it).is_some_and(|finding| text_of(finding, "support") == "supported")
    };
    let mut keep = Vec::new();
    let mut notes = Vec::new();
    for (index, sentence) in blocks.rows("sentences").iter().enumerate() {
        let why = if !is_supported(index) {
            "it is not supported"
        } else if keep.is_empty() && leans(text_of(sentence, "text")) {
            "it leans on what was dropped"
        } else if keep.len() >= most {
            "the story is long enough"
        } else {
            keep.push(index);
            continue;
        };
        notes.push(format!("dropped sentence {index}: {why}"));
    }
    json!({"keep": keep, "notes": notes})
}

/// Claims that failed, in the words of their own quotes; a headline under the title of the item that it cites.
pub(super) fn rewrite(blocks: &Blocks) -> Value {
    let items = blocks.rows("items");
    let lines: Vec<Value> = blocks.rows("failed").iter().filter_map(|row| again(row, &items)).collect();
    json!({"lines": lines})
}

fn again(row: &Value, items: &[Value]) -> Option<Value> {
    let number = row.get("claim")?.as_u64()?;
    let (id, quote) = *quotes(row).first()?;
    let item = items.iter().find(|item| text_of(item, "item") == id)?;
    let title = plain_title(text_of(item, "title"), text_of(item, "outlet"));
    let text = if number == 0 { title } else { quote };
    let is_other = text != text_of(row, "text") && (number == 0 || is_fit(quote) && !leans(quote));
    is_other.then(|| json!({"claim": number, "text": text, "citations": [{"item": id, "quote": text}]}))
}

/// The story as it is: the copy editor finds nothing to correct.
pub(super) fn copy(blocks: &Blocks) -> Value {
    let row = blocks.row("headline");
    let headline = if row.is_object() { text_of(&row, "text") } else { blocks.text("headline") };
    let sentences: Vec<Value> = blocks.rows("sentences").iter().filter_map(|row| row.get("text").cloned()).collect();
    json!({"headline": headline, "sentences": sentences, "notes": []})
}

/// The quotes of a row.
fn quotes(row: &Value) -> Vec<(&str, &str)> {
    list_of(row, "citations").iter().map(|citation| (text_of(citation, "item"), text_of(citation, "quote"))).collect()
}

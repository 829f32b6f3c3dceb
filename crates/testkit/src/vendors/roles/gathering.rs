//! Wire editor, assignment editor, researcher: what is there, what is chosen, what is known of it.

use super::blocks::{Blocks, list_of, text_of};
use super::prose::{fold, is_chinese, is_fit, leans, sentences, without_dateline};
use serde_json::{Value, json};
use std::collections::HashSet;

const BEATS: [(&str, &[&str]); 10] = [
    ("disaster", &["earthquake", "flood", "wildfire", "typhoon", "landslide", "地震", "洪水", "台风", "山火", "滑坡"]),
    ("health", &["vaccine", "hospital", "disease", "virus", "patients", "疫苗", "医院", "疾病", "患者"]),
    ("sport", &["match", "league", "coach", "champion", "goal", "比赛", "联赛", "教练", "决赛"]),
    ("science", &["scientists", "researchers", "telescope", "spacecraft", "fossil", "科学家", "望远镜", "探测器"]),
    ("technology", &["chip", "software", "artificial intelligence", "model", "芯片", "软件", "人工智能", "模型"]),
    (
        "business",
        &["bank", "rate", "shares", "profit", "dollar", "strike", "port", "银行", "降息", "股", "营收", "亿元"],
    ),
    ("politics", &["election", "parliament", "minister", "president", "vote", "选举", "议会", "部长", "总统"]),
    ("climate", &["climate", "emissions", "carbon", "solar", "气候", "排放", "光伏"]),
    ("culture", &["film", "museum", "festival", "album", "concert", "电影", "博物馆", "艺术"]),
    ("society", &["school", "residents", "city", "police", "学校", "居民", "社区", "警方"]),
];

const GRAVE: [&str; 12] =
    ["killed", "dead", "earthquake", "explosion", "evacuat", "missile", "遇难", "死亡", "地震", "爆炸", "疏散", "降息"];

const NOTABLE: [&str; 14] = [
    "announce",
    "approve",
    "court",
    "election",
    "strike",
    "deal",
    "president",
    "minister",
    "宣布",
    "批准",
    "法院",
    "选举",
    "罢工",
    "协议",
];

/// Marks of items from which nothing may be told.
const UNUSABLE: [&str; 13] = [
    "teaser",
    "title_only",
    "login_wall",
    "bot_check",
    "satire",
    "opinion",
    "look_back",
    "live",
    "injection",
    "resurfaced",
    "off_site",
    "promotion",
    "duplicate",
];

/// Keeps every item, with beat and urgency by simple words: the code behind it drops what must not pass.
pub(super) fn triage(blocks: &Blocks) -> Value {
    let rows: Vec<Value> = blocks.rows("items").iter().map(triaged).collect();
    json!({"triage": rows})
}

fn triaged(item: &Value) -> Value {
    let said = format!("{}\n{}", text_of(item, "title"), text_of(item, "text")).to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| said.contains(word));
    let beat = BEATS.iter().find(|(_, words)| has(words)).map_or("general", |(beat, _)| beat);
    let urgency = if has(&GRAVE) { 2 } else { u8::from(has(&NOTABLE)) };
    let why = match urgency {
        0 => "an ordinary report",
        1 => "it tells of a decision or an event of the day",
        _ => "people are in danger, or markets move",
    };
    json!({"item": item.get("item"), "keep": true, "reason": null, "beat": beat, "urgency": urgency, "why": why})
}

/// The best stories by their score, as many as may be, the longest first.
pub(super) fn assignments(blocks: &Blocks) -> Value {
    let most = blocks.row("edition").get("max_stories").and_then(Value::as_u64).unwrap_or(12);
    let mut stories = blocks.rows("stories");
    let score = |story: &Value| story.pointer("/score/total").and_then(Value::as_f64).unwrap_or(0.0);
    stories.sort_by(|one, other| score(other).total_cmp(&score(one)));
    let chosen = stories.iter().take(usize::try_from(most).unwrap_or(usize::MAX));
    let rows: Vec<Value> = chosen.enumerate().map(|(place, story)| assigned(place, story)).collect();
    json!({"assignments": rows})
}

fn assigned(place: usize, story: &Value) -> Value {
    let max_sentences = match place {
        0 | 1 => 7,
        2..=5 => 5,
        _ => 4,
    };
    let why = match story.get("owners").and_then(Value::as_u64) {
        Some(n @ 2..) => format!("{n} independent owners report it"),
        _ => "it is new, and its source is named".to_owned(),
    };
    let language = list_of(story, "languages").first();
    json!({"story": story.get("story"), "language": language, "max_sentences": max_sentences, "why": why})
}

/// Facts that a dossier has at most.
const MAX_FACTS: usize = 30;

/// Whole sentences of usable items, the first of each item weighing most.
pub(super) fn dossier(blocks: &Blocks) -> Value {
    let wants_chinese = text_of(&blocks.row("assignment"), "language") == "zh";
    let mut facts = Vec::new();
    let mut told = HashSet::new();
    let mut owners = HashSet::new();
    for (place, item) in usable(&blocks.rows("items")).into_iter().enumerate() {
        let fit = fit_sentences(text_of(&item, "text"), wants_chinese);
        let n_told = fit.iter().filter(|sentence| told.contains(&fold(sentence))).count();
        // A copy of another outlet's text adds nothing, and may not be cited.
        if fit.is_empty() || n_told * 2 > fit.len() {
            continue;
        }
        owners.insert(text_of(&item, "owner").to_owned());
        for (at, sentence) in fit.iter().enumerate().filter(|(_, sentence)| told.insert(fold(sentence))) {
            let weight = 1000_usize.saturating_sub(at * 80 + place * 30).max(100);
            facts.push(json!({"item": item.get("item"), "quote": sentence, "weight": weight}));
        }
    }
    facts.sort_by_key(|fact| std::cmp::Reverse(fact.get("weight").and_then(Value::as_u64)));
    facts.truncate(MAX_FACTS);
    let gaps = if owners.len() < 2 { vec!["only one owner reports it"] } else { Vec::new() };
    json!({"facts": facts, "gaps": gaps})
}

/// The items from which something may be told.
pub(super) fn usable(items: &[Value]) -> Vec<Value> {
    let is_usable = |item: &&Value| {
        let marks = list_of(item, "marks");
        let is_marked = marks.iter().filter_map(Value::as_str).any(|mark| UNUSABLE.contains(&mark));
        !is_marked && item.get("age_hours").is_some_and(|age| age.as_f64().is_some_and(|age| age <= 72.0))
    };
    items.iter().filter(is_usable).cloned().collect()
}

/// The sentences of a text that may be told, those that lean on others left out.
pub(super) fn fit_sentences(text: &str, wants_chinese: bool) -> Vec<&str> {
    let all = sentences(text).into_iter().map(without_dateline);
    all.filter(|sentence| is_fit(sentence) && !leans(sentence) && is_chinese(sentence) == wants_chinese).collect()
}
